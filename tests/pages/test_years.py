"""A project's years side by side: what is compared, and what is not."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.support import made_up

pytestmark = pytest.mark.slow("builds a site")


def money(budget: int, spent: int, **more: object) -> dict[str, object]:
    return {"单位": "万元", "全年预算": budget, "支出": spent, **more}


REPORTS: dict[int, dict[str, object]] = {
    2023: {
        "资金": money(100, 90, 分值=10, 得分=9),
        "年度目标": [{"预期": "一", "实际": "一", "完成率": "98%"}],
        "自评": {"得分": 95, "复核得分": 93, "等级": "优"},
    },
    2022: {
        "资金": money(100, 80, 分值=10, 得分=8),
        "年度目标": [{"预期": "一", "实际": "一", "完成率": "90%"}],
        "自评": {"得分": 90, "复核得分": 91, "其他等级": "优秀", "等级体系": "优秀、良好、合格"},
    },
    2021: {
        "涵盖年度": [2019, 2020, 2021],
        "资金": money(
            300, 240, 分年度=[
                {"年度": 2019, "全年预算": 50, "支出": 40},
                {"年度": 2020, "全年预算": 120, "支出": 100},
                {"年度": 2021, "全年预算": 130, "支出": 100},
            ],
        ),
        "自评": {"总分": 120, "得分": 110},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The cells of each year by the heading of their column."""
    content = made_up.content(tmp_path_factory.mktemp("years"))
    for year, values in REPORTS.items():
        made_up.report(content, "shuiqu", year, more=values)
    made_up.report(content, "shuiqu-biao", 2023)
    page = page_of(made_up.build(content))
    heads = [one.text.strip() for one in page.select("#years ~ div thead th")][1:]
    table = page.select_one("#years ~ div table")
    assert table
    return {
        str(row.th.a.text)[:4]: dict(
            zip(heads, (cell.text.strip() for cell in row.select("td")), strict=False)
        )
        | {"年度": row.th.text}
        for row in table.select("tbody tr")
        if row.th and row.th.a
    }


def page_of(site: Path) -> BeautifulSoup:
    text = (site / "projects/gonganju/shuiqu/index.html").read_text("utf-8")
    return BeautifulSoup(text, "html.parser")


def test_reviewed_scores_execution_and_goals_are_compared(rows: dict[str, dict[str, str]]) -> None:
    assert rows["2023"]["复核得分"].startswith("93")
    assert "+2 分" in rows["2023"]["复核得分"]
    assert rows["2023"]["执行率得分"].startswith("9 / 10")
    assert "+1 分" in rows["2023"]["执行率得分"]
    assert "+8 个百分点" in rows["2023"]["目标完成率"]


def test_scores_of_other_full_marks_are_not_compared(rows: dict[str, dict[str, str]]) -> None:
    assert "+5 分" in rows["2023"]["得分"]
    assert rows["2022"]["得分"] == "90"
    assert rows["2021"]["得分"] == "110"


def test_a_grade_of_another_scale_stands_as_it_is_written(rows: dict[str, dict[str, str]]) -> None:
    assert rows["2022"]["等级"] == "优秀"


def test_a_report_on_several_years_has_a_row_for_each(rows: dict[str, dict[str, str]]) -> None:
    assert list(rows) == ["2023", "2022", "2021", "2020", "2019"]
    assert rows["2020"]["全年预算"].startswith("120")
    assert "+70" in rows["2020"]["全年预算"]
    assert "出自 2021 年度的报告" in rows["2020"]["年度"]
    assert "涵盖 2019、2020、2021 年度" in rows["2021"]["年度"]
    assert rows["2020"]["得分"] == rows["2020"]["等级"] == "—"

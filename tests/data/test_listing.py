"""The listing of a year says what the site's lists say, and nothing that is not public."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support import made_up


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of 2021 that state all, nothing, zero; one withdrawn, one that is a draft."""
    made = made_up.content(tmp_path_factory.mktemp("listing"))
    form = made / "forms/biao.yml"
    form.parent.mkdir()
    form.write_text(
        "名称: 没有等级的表\n自定标题: 是\n章节:\n  - {标题: 情况, 可省略: 是}\n不要求: [等级, 满意度]\n",
        encoding="utf-8",
    )
    all_of_it = {
        "资金": {"单位": "万元", "全年预算": "113.5585", "支出": "100.1234"},
        "自评": {"得分": "95.50", "总分": 100, "等级": "优", "满意度": "98%"},
        "更正": [{"日期": "2022-08-01", "说明": "改了一处错字。"}],
    }
    nothing_spent = {"资金": {"单位": "元", "全年预算": 50000, "支出": 0}, "表单": "biao"}
    made_up.report(made, "a-quan-xie", 2021, more={"项目名称": "都写了", **all_of_it})
    made_up.report(made, "b-mei-xie", 2021)
    made_up.report(made, "c-ling", 2021, more={"项目名称": "支出是零", **nothing_spent})
    both = {"项目名称": "两次评价", "资金": {"单位": "万元", "全年预算": 10}}
    made_up.report(made, "d-ziping", 2021, more=both)
    complete = {"资金": {"单位": "万元", "全年预算": 10, "支出": 9}, "评价类型": "财政评价"}
    made_up.report(made, "e-caizheng", 2021, more={**both, **complete})
    parts = [{"项目名称": "示例项目", "标识": "b-mei-xie"}]
    joint = {"项目名称": "合写的报告", "资金": {"单位": "万元", "支出": 3}, "包含项目": parts}
    made_up.report(made, "f-hexie", 2021, more=joint)
    withdrawn = {"状态": "撤回", "撤回": {"日期": "2022-09-01", "理由": "重复公开。"}}
    made_up.report(made, "g-chehui", 2021, more=withdrawn)
    made_up.report(made, "h-caogao", 2021, more={"状态": "草稿"})
    made_up.report(made, "only", 2020, more=withdrawn)
    return made_up.build(made)


def read(site: Path, address: str) -> Any:
    return json.loads((site / address).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def columns(site: Path) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = read(site, "data/v1/years/2021.json")["columns"]
    return found


def test_every_public_report_has_a_row_and_no_other(
    site: Path, columns: dict[str, list[Any]]
) -> None:
    assert columns["id"] == [
        f"2021/gonganju/{slug}"
        for slug in ("a-quan-xie", "b-mei-xie", "c-ling", "d-ziping", "e-caizheng", "f-hexie")
    ]
    assert {len(values) for values in columns.values()} == {6}
    text = (site / "data/v1/years/2021.json").read_text(encoding="utf-8")
    assert "chehui" not in text
    assert "caogao" not in text


def test_a_year_without_current_reports_has_no_file(site: Path) -> None:
    named = read(site, "data/v1/years.json")["years"]
    assert named == [{"year": 2021, "count": 6, "file": "data/v1/years/2021.json"}]
    assert not (site / "data/v1/years/2020.json").exists()


def test_figures_are_as_they_are_stated_and_amounts_exact(columns: dict[str, list[Any]]) -> None:
    shown = {name: values[0] for name, values in columns.items()}
    assert (shown["budget"], shown["spent"]) == ("1135585", "1001234")
    assert (shown["score"], shown["total"], shown["satisfaction"]) == ("95.50", "100", "98")
    # 100.12 of 113.56, as lists show the amounts, is 88.16 %: one decimal is right for both.
    assert (shown["rate"], shown["rate_claimed"], shown["decimals"]) == ("88.2", False, 2)
    assert (shown["published"], shown["amended"]) == ("2022-06-01", "2022-08-01")


def test_unstated_is_not_zero_and_not_what_the_form_does_not_ask(site: Path) -> None:
    year = read(site, "data/v1/years/2021.json")
    columns = year["columns"]
    asked = [year["not_asked"][place] for place in columns["not_asked"]]
    assert [columns[name][1] for name in ("budget", "spent", "rate", "score", "grade")] == [
        None
    ] * 5
    assert asked[1] == []
    assert [columns[name][2] for name in ("budget", "spent", "rate")] == ["50000", "0", "0"]
    assert asked[2] == ["grade", "satisfaction"]


def test_the_same_money_is_told(site: Path) -> None:
    year = read(site, "data/v1/years/2021.json")
    assert year["same"] == [[4, 3]]  # the one that states both amounts first
    assert year["covered"] == [[1, [5]]]

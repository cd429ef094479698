"""Corrections and withdrawals where readers look for them, told as the reports tell them."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.support import made_up

pytestmark = pytest.mark.slow("builds a page for each state of a report")

POLICE, SCHOOLS = ("gonganju", "示例县公安局"), ("jiaoyuju", "示例县教育局")


def correction(day: str, note: str) -> dict[str, str]:
    return {"日期": day, "说明": note}


def withdrawn(day: str, reason: str) -> dict[str, object]:
    return {"状态": "撤回", "撤回": {"日期": day, "理由": reason}}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven corrections and a withdrawal over two years and two departments."""
    content = made_up.content(tmp_path_factory.mktemp("revised"))
    corrections = [correction(f"2022-0{month}-01", f"更正第 {month} 处") for month in range(1, 7)]
    made_up.report(content, "shipin", 2021, POLICE, {"公开日期": "2022-01-01", "更正": corrections})
    fields = [
        {"栏目": "资金·支出", "原为": "5<b>", "改为": "50"},
        {"栏目": "自评·等级", "改为": "优"},
    ]
    late = {"更正": [{**correction("2024-03-01", "支出写错 <b>一位</b>"), "改动": fields}]}
    made_up.report(content, "xiaoshe", 2022, SCHOOLS, late)
    gone = {
        **withdrawn("2023-05-06", "与另一份重复"),
        "更正": [
            {
                **correction("2023-01-02", "不再公开的话"),
                "改动": [{"栏目": "资金·支出", "原为": "不再公开的数", "改为": "50"}],
            }
        ],
    }
    made_up.report(content, "chongfu", 2021, SCHOOLS, {"项目名称": "重复的项目", **gone})
    made_up.report(content, "wugai", 2020, POLICE)
    return made_up.build(content)


def listed(site: Path, address: str) -> list[str]:
    """Lines of the list, those behind the fold too."""
    page = parsed(site, address)
    heading = page.find(id="revisions")
    if heading is None:
        return []
    lists = heading.find_all_next("ul", class_="jx-revisions")
    return [one.get_text(" ", strip=True) for ul in lists for one in ul.select("li")]


def parsed(site: Path, address: str) -> BeautifulSoup:
    return BeautifulSoup((site / address / "index.html").read_text("utf-8"), "html.parser")


def test_home_tells_the_newest_of_all_departments(site: Path) -> None:
    found = listed(site, "")
    told = "支出写错 <b>一位</b> 改了资金·支出、自评·等级"
    assert found[0] == f"2024-03-01 更正 示例项目（示例县教育局 2022 年度） {told}"
    assert found[1] == "2023-05-06 撤回 重复的项目（示例县教育局 2021 年度） 与另一份重复"
    assert [line[:10] for line in found[2:]] == ["2022-06-01", "2022-05-01", "2022-04-01"]
    record = parsed(site, "").select_one('a[href$="about/record/"]')
    assert record


def test_years_and_departments_tell_their_own(site: Path) -> None:
    year = listed(site, "years/2021")
    assert len(year) == 7
    assert year[0] == "2023-05-06 撤回 重复的项目（示例县教育局） 与另一份重复"
    assert year[1] == "2022-06-01 更正 示例项目（示例县公安局） 更正第 6 处"
    schools = listed(site, "departments/jiaoyuju")
    assert schools == [
        "2024-03-01 更正 示例项目（2022 年度） 支出写错 <b>一位</b> 改了资金·支出、自评·等级",
        "2023-05-06 撤回 重复的项目（2021 年度） 与另一份重复",
    ]
    both = listed(site, "departments/jiaoyuju/2021")
    assert both == ["2023-05-06 撤回 重复的项目 与另一份重复"]
    for address in ("years/2020", "departments/gonganju/2020", "years", "departments"):
        assert listed(site, address) == []


def test_what_was_withdrawn_says_no_more_than_its_page(site: Path) -> None:
    pages = [file.read_text("utf-8") for file in site.rglob("*.html")]
    assert not [page for page in pages if "不再公开的话" in page]
    files = [file for file in site.rglob("*") if file.is_file()]
    assert not [file for file in files if "不再公开的数".encode() in file.read_bytes()]


def test_each_field_that_a_correction_changed_is_told(site: Path) -> None:
    told = parsed(site, "reports/2022/jiaoyuju/xiaoshe").select("dl.jx-corrections tr")
    cells = [[one.get_text() for one in row.select("th, td")] for row in told]
    assert cells == [
        ["栏目", "原为", "改为"],
        ["资金·支出", "5<b>", "50"],
        ["自评·等级", "未填报", "优"],
    ]
    assert not parsed(site, "reports/2021/gonganju/shipin").select("dl.jx-corrections table")
    data = json.loads((site / "reports/2022/jiaoyuju/xiaoshe/xiaoshe.json").read_bytes())
    assert data["更正"][0]["改动"][1] == {"栏目": "自评·等级", "改为": "优"}
    # The data of a report that lists nothing are what they were: they are its identity.
    data = json.loads((site / "reports/2021/gonganju/shipin/shipin.json").read_bytes())
    assert data["更正"][0] == correction("2022-01-01", "更正第 1 处")


def test_each_leads_to_what_it_tells_of(site: Path) -> None:
    for address in ("", "years/2021", "departments/jiaoyuju/2021"):
        for link in parsed(site, address).select(".jx-revisions a"):
            path, _, anchor = str(link["href"]).partition("#")
            target = (site / address / path / "index.html").resolve()
            page = BeautifulSoup(target.read_text("utf-8"), "html.parser")
            assert page.find(id=anchor) if anchor else "本报告已撤回" in page.get_text()


def test_the_older_ones_are_behind_a_fold(site: Path) -> None:
    fold = parsed(site, "years/2021").select_one("details.jx-rest")
    assert isinstance(fold, Tag)
    assert fold.summary
    assert fold.summary.get_text() == "其余 2 条"
    assert len(fold.select("li")) == 2


def test_a_site_without_any_says_nothing(real_site: Path) -> None:
    for address in ("", "years/2021", "departments/gonganju"):
        assert "更正和撤回" not in (real_site / address / "index.html").read_text("utf-8")

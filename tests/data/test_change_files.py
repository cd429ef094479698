"""What changed since a day, to be had from files alone; the pages that tell the same to people."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from tests.support import made_up
from tests.support.made_up import DEPARTMENT

pytestmark = pytest.mark.slow("builds a site of many events")

POLICE, SCHOOLS = (DEPARTMENT, "示例县公安局"), ("jiaoyuju", "示例县教育局")
CHANGES = [
    {"栏目": "资金·支出", "原为": "5", "改为": "50"},
    {"栏目": "自评·等级", "改为": "优"},
    {"栏目": "结论", "原为": "好" * 100},
    {"栏目": "正文"},  # by hand, without either value
    *({"栏目": f"指标“{number}”·完成值", "改为": "1"} for number in range(5)),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred publications on one day, a correction, two withdrawals."""
    made = made_up.content(tmp_path_factory.mktemp("changes"))
    for number in range(100):
        made_up.report(made, f"xiangmu-{number:03}", 2021, POLICE, {"公开日期": "2022-06-01"})
    gone = {"状态": "撤回", "撤回": {"日期": "2024-01-05", "理由": "写错了项目"}}
    made_up.report(made, "chehui", 2022, SCHOOLS, gone)
    early = {
        "状态": "撤回",
        "撤回": {"日期": "2024-01-04", "理由": "重复"},
        "公开日期": "2020-01-02",
    }
    made_up.report(made, "zaonian", 2019, SCHOOLS, early)
    corrected = {"更正": [{"日期": "2024-02-03", "说明": "少写一个零", "改动": CHANGES}]}
    made_up.report(made, "gengzheng", 2022, SCHOOLS, corrected)
    return made_up.build(made)


def data(site: Path, address: str) -> Any:
    return json.loads((site / address).read_bytes())


def since(site: Path, day: str) -> Iterator[dict[str, Any]]:
    """The changes since a day, as a program asks for them that has files alone."""
    for year in data(site, "data/v1/changes.json")["各年"]:
        if year.get("最近", "") >= day:
            yield from (one for one in data(site, year["网址"])["变化"] if one["日期"] >= day)


def test_changes_since_a_day_are_had_from_files(site: Path) -> None:
    assert len(list(since(site, "1994-01-01"))) == 104
    told = [(one["日期"], one["类型"], one["报告"]) for one in since(site, "2023-01-01")]
    assert told == [
        ("2024-02-03", "更正", "2022/jiaoyuju/gengzheng"),
        ("2024-01-05", "撤回", "2022/jiaoyuju/chehui"),
        ("2024-01-04", "撤回", "2019/jiaoyuju/zaonian"),
        ("2023-06-01", "公开", "2022/jiaoyuju/gengzheng"),
    ]
    assert list(since(site, "2024-02-04")) == []


def test_an_event_tells_the_report_and_what_changed(site: Path) -> None:
    corrected, withdrawn, *_ = since(site, "2024-01-05")
    assert corrected.pop("标识").startswith("urn:uuid:")
    assert corrected == {
        "日期": "2024-02-03", "类型": "更正", "报告": "2022/jiaoyuju/gengzheng",
        "网址": "reports/2022/jiaoyuju/gengzheng/", "标题": "示例项目单位自评报告",
        "部门标识": "jiaoyuju", "部门": "示例县教育局", "年度": 2022, "说明": "少写一个零",
        "改动": CHANGES,
    }  # fmt: skip
    assert withdrawn["理由"] == "写错了项目"
    assert "改动" not in withdrawn


def test_a_year_that_was_told_of_stays_though_all_of_it_is_withdrawn(site: Path) -> None:
    years = data(site, "data/v1/changes.json")["各年"]
    counts = {one["年"]: one["件数"] for one in years}
    assert counts == {2024: 3, 2023: 1, 2022: 100, 2021: 0, 2020: 0}
    assert data(site, "data/v1/changes/2020.json") == {"年": 2020, "变化": []}
    assert "这一年没有变化。" in (site / "changes/2020/index.html").read_text("utf-8")


def test_the_newest_stand_in_the_first_file(site: Path) -> None:
    newest = data(site, "data/v1/changes.json")["最新"]
    assert len(newest) == 100
    assert newest[0]["类型"] == "更正"


def test_the_page_tells_the_same_to_people(site: Path) -> None:
    page = BeautifulSoup((site / "changes/index.html").read_text("utf-8"), "html.parser")
    months = [one.get_text() for one in page.select("article h2")]
    assert months == ["2024 年 2 月", "2024 年 1 月", "2023 年 6 月", "2022 年 6 月", "更早的"]
    items = page.select("ul.jx-revisions > li")
    fields = [one.get_text() for one in items[0].select(".jx-changed li")]
    assert fields[:4] == [
        "资金·支出：原为 5，改为 50",
        "自评·等级：原来没有，现在是 优",
        f"结论：删去了 {'好' * 60}……",
        "正文：有改动",
    ]
    assert fields[5:] == ["另有 4 栏，见报告页的更正"]
    assert items[1].get_text().endswith("2022 年度）写错了项目")
    years = [str(one["href"]) for one in page.select('ul.jx-links a[href*="changes/"]')]
    assert years == [f"../changes/{year}/" for year in (2024, 2023, 2022, 2021, 2020)]


def test_many_publications_of_a_department_on_a_day_are_told_together(site: Path) -> None:
    page = BeautifulSoup((site / "changes/2022/index.html").read_text("utf-8"), "html.parser")
    item = page.select_one("ul.jx-revisions > li")
    assert isinstance(item, Tag)
    assert "示例县公安局 2021 年度，100 份报告" in item.get_text()
    assert len(item.select("details li a")) == 100
    assert len(page.select("ul.jx-revisions > li")) == 1
    assert "上面是最近" not in page.text  # the page of a year has all of it


def test_what_is_told_together_is_counted_whole_where_the_first_page_ends(site: Path) -> None:
    page = BeautifulSoup((site / "changes/index.html").read_text("utf-8"), "html.parser")
    item = page.select("ul.jx-revisions > li")[-1]
    assert "示例县公安局 2021 年度，100 份报告" in item.get_text()
    assert "列出其中 96 份" in item.get_text()
    assert len(item.select("details li a")) == 96
    assert "上面是最近 100 件" in page.text


def test_home_and_every_footer_lead_there(site: Path) -> None:
    home = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")
    assert home.select('article a[href="./changes/"]')
    report = site / "reports/2022/jiaoyuju/gengzheng/index.html"
    footer = BeautifulSoup(report.read_text("utf-8"), "html.parser").select(".jx-footer a")
    found = {one.get_text(): (report.parent / str(one["href"])).resolve() for one in footer}
    assert found["最近变化"] == site / "changes"
    assert found["公开情况"] == site / "coverage"

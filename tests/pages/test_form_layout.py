"""How a report's page lays out what forms print: rows of bodies, details, headings, the form's number."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Page, expect

from tests.support import made_up

pytestmark = pytest.mark.slow("builds a site")

FORM = """\
名称: 样本整体表
表号: 样本01表
自定标题: 是
栏目:
  - 栏: 部门整体.收入
    列: [{栏: 机构, 印作: 机构名称}, {栏: 名称, 印作: 项目}, {栏: 决算, 印作: 金额}]
  - 资金.全年预算
  - 资金.支出
  - 自评.得分
  - {栏: 指标, 列: [一级, 三级, 性质, 目标值, 得分]}
  - 正文
"""
BODIES = [
    {"机构": "样本中心本级", "名称": "收入合计", "决算": 70},
    {"机构": "样本中心本级", "名称": "其中：上年结转", "决算": 7.5},
    {"机构": "样本服务站", "名称": "收入合计", "决算": 30},
]
ROW = {
    "一级": "效益指标", "三级": "群众反映", "性质": "定性", "目标值": "好", "完成值": "好",
    "分值": 10, "得分": 9, "解释": "走访得来。", "扣分原因": "两处投诉。",
}  # fmt: skip
TABLE = "|甲|乙|\n|---|---|\n|1|2|"
OVERALL = {
    "表单": "yangben", "评价类型": "部门整体支出自评", "部门整体": {"收入": BODIES}, "指标": [dict(ROW)],
    "正文": {"前文": f"# 摘要\n按时完成。\n{TABLE}", "概况": {"资金": TABLE}},
}  # fmt: skip
PROJECTS = [
    {"项目名称": name, "资金": {"单位": "万元", "全年预算": 10, "支出": 9}, "自评": {"得分": 90},
     "指标": [dict(ROW)], "结论": {"存在问题": "没有。"}}
    for name in ("水渠维修", "泵站检修")
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = made_up.content(tmp_path_factory.mktemp("layout"))
    (content / "forms").mkdir()
    (content / "forms/yangben.yml").write_text(FORM, encoding="utf-8")
    scored = {"资金": {"单位": "万元", "全年预算": 10, "支出": 9, "分值": 10, "得分": 9}}
    claimed = {"自评": {"总分": 20, "得分": 18}}
    made_up.report(content, "zhengti", 2022, more={**OVERALL, **scored, **claimed})
    several: dict[str, Any] = {"表单": "yangben", "包含项目": PROJECTS}
    made_up.report(content, "jige", 2022, more=several)
    one_body = {"表单": "yangben", "部门整体": {"收入": BODIES[:2]}}
    made_up.report(content, "yige", 2022, more={**OVERALL, **one_body})
    return made_up.build(content)


def article(site: Path, name: str) -> Tag:
    page = (site / f"reports/2022/gonganju/{name}/index.html").read_text("utf-8")
    found = BeautifulSoup(page, "html.parser").select_one("article")
    assert found
    return found


def rows(table: Tag) -> list[list[str]]:
    return [
        [cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")
    ]


def test_several_bodies_have_a_row_each(site: Path) -> None:
    table = article(site, "zhengti").find("table")
    assert isinstance(table, Tag)
    assert rows(table) == [
        ["机构名称", "收入合计", "其中：上年结转"],
        ["样本中心本级", "70", "7.5"],
        ["样本服务站", "30", "—"],
    ]


def test_one_body_has_its_amounts_below_each_other(site: Path) -> None:
    table = article(site, "yige").find("table")
    assert isinstance(table, Tag)
    assert rows(table)[1:] == [
        ["样本中心本级", "收入合计", "70"],
        ["样本中心本级", "其中：上年结转", "7.5"],
    ]


def test_number_of_the_form_and_what_is_qualitative(site: Path) -> None:
    found = article(site, "zhengti")
    facts = [one.get_text(" ", strip=True) for one in found.select(".jx-record div")]
    assert "表号 样本01表" in facts
    (name,) = found.select("tr.jx-explained th")
    assert name.get_text("/") == "群众反映/效益指标 · 定性"


def test_last_row_of_the_form_counts_the_execution_of_the_budget_too(site: Path) -> None:
    (foot,) = article(site, "zhengti").select("tfoot")
    assert [[cell for cell in row if cell] for row in rows(foot)] == [
        ["指标合计", "9", "10"],
        ["总分", "18", "20"],
    ]
    assert not article(site, "yige").find(string="总分")


def test_what_is_said_of_an_indicator_stands_in_one_row(site: Path) -> None:
    (row,) = article(site, "zhengti").select("tr.jx-reason")
    assert [one.get_text() for one in row.find_all("p")] == [
        "解释：走访得来。", "扣分原因：两处投诉。",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["zhengti", "jige"])
def test_no_level_of_headings_is_skipped(site: Path, name: str) -> None:
    found = article(site, name)
    levels = [int(one.name[1]) for one in found.select("h1, h2, h3, h4, h5, h6")]
    assert all(below - above <= 1 for above, below in pairwise(levels)), levels
    texts = {one.get_text().strip("¶"): one.name for one in found.select("h2, h3, h4")}
    wanted = {"zhengti": {"摘要": "h3"}, "jige": {"水渠维修": "h3", "存在问题": "h4"}}
    assert wanted[name].items() <= texts.items()


def test_each_table_has_a_name_of_its_own(site: Path) -> None:
    for name in ("zhengti", "jige"):
        names = [one["aria-label"] for one in article(site, name).select("[role=region]")]
        assert len(set(names)) == len(names)


def test_what_each_project_states_is_not_missed_of_the_whole(site: Path) -> None:
    found = article(site, "jige")
    assert not found.select(".jx-figures--report")
    heads = found.select("#projects ~ .jx-scroll table:has(td[data-label=一级])")
    assert [rows(one)[1][0] for one in heads] == ["群众反映"] * 2  # it names its row


def test_no_figures_are_offered_to_copy_where_there_are_none(
    site: Path, page: Page, serve: Callable[[Path], str]
) -> None:
    page.goto(f"{serve(site)}reports/2022/gonganju/jige/")
    expect(page.get_by_role("button", name="复制引用")).to_be_visible()
    expect(page.get_by_role("button", name="复制关键数字")).to_have_count(0)

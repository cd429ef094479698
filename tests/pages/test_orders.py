"""The order of a report's parts: that of its form, else that of its kind."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.support import made_up

pytestmark = pytest.mark.slow("builds a site")

FORM = """\
名称: 样本表
栏目:
  - {栏: 结论.存在问题, 印作: 问题}
  - 栏: 资金
    印作: 项目资金
    列:
      - {栏: 全年预算, 印作: 预算数}
      - {栏: 支出, 印作: 资金执行数}
  - {栏: 结论.评价结论, 印作: 综合结论}
  - 年度目标
"""
MONEY = {"单位": "万元", "全年预算": 100, "支出": 80}
CONCLUSION = {"评价结论": "完成了全部任务。", "存在问题": "拨付偏晚。", "改进措施": "按季拨付。"}
GOALS = [{"预期": "修路 3 公里。", "实际": "修路 2.9 公里。"}]
MARKS = {"得分": 88, "等级": "良", "分项得分": [{"名称": "决策", "分值": 20, "得分": 18}]}
EVALUATION = {
    "评价类型": "财政评价",
    "评价工作": {"评价机构": "样本会计师事务所", "报告文号": "样会〔2023〕7号"},
    "年度目标": GOALS, "资金": MONEY, "自评": MARKS, "结论": CONCLUSION,
    "指标": [{"三级": "修路里程", "分值": 10, "得分": 9, "评分标准": "每少 1% 扣 1 分。"}],
}  # fmt: skip
OVERALL = {
    "项目名称": "部门整体支出", "评价类型": "部门整体支出自评", "资金": MONEY, "年度目标": GOALS,
    "部门整体": {
        "编制人数": 40, "支出": [{"名称": "支出合计", "决算": 80}],
        "资产": [{"名称": "固定资产", "决算": 12}],
    },
    "自评": MARKS, "结论": CONCLUSION,
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = made_up.content(tmp_path_factory.mktemp("orders"))
    (content / "forms").mkdir()
    (content / "forms/yangben.yml").write_text(FORM, encoding="utf-8")
    made_up.report(content, "pingjia", 2022, more=EVALUATION)
    made_up.report(content, "zhengti", 2022, more=OVERALL)
    made_up.report(content, "biao", 2022, more={**EVALUATION, "表单": "yangben"})
    year = {"项目名称": "水渠维修", "资金": MONEY, "自评": {"得分": 93, "等级": "优"}}
    made_up.report(content, "shuiqu", 2022, more=year)
    made_up.report(content, "shuiqu", 2021, more=year)
    return made_up.build(content)


def page(site: Path, address: str) -> BeautifulSoup:
    return BeautifulSoup((site / address / "index.html").read_text("utf-8"), "html.parser")


def headings(site: Path, address: str) -> list[str]:
    return [one.text.strip() for one in page(site, address).select("article h2")]


def contents(site: Path, address: str) -> list[str]:
    links = page(site, address).select("nav.jx-contents a")
    return [one.text.strip() for one in links]


def test_an_evaluation_by_others_begins_with_who_and_what_they_found(site: Path) -> None:
    found = headings(site, "reports/2022/gonganju/pingjia")
    parts = [
        "评价工作",
        "评价结论",
        "得分情况",
        "年度总体目标",
        "资金情况",
        "绩效指标",
        "发现的问题和建议",
    ]
    assert [one for one in found if one in parts] == parts
    assert [one for one in contents(site, "reports/2022/gonganju/pingjia") if one in parts] == parts


def test_the_score_of_others_is_not_called_the_units_own(site: Path) -> None:
    labels = {one.text for one in page(site, "reports/2022/gonganju/pingjia").select("dt")}
    assert {"评价得分", "评价等级"} <= labels
    assert not labels & {"自评得分", "自评等级"}


def test_an_overall_report_tells_of_the_department_then_of_its_projects(site: Path) -> None:
    found = headings(site, "reports/2022/gonganju/zhengti")
    parts = ["部门整体情况", "资金情况", "年度总体目标", "本年度的项目报告", "得分情况", "评价结论"]
    assert [one for one in found if one in parts] == parts
    captions = [one.text for one in page(site, "reports/2022/gonganju/zhengti").select("caption")]
    assert [one[:2] for one in captions if one[:2] in ("资产", "支出")] == ["资产", "支出"]


def test_an_overall_report_lists_the_projects_of_its_year_with_their_figures(site: Path) -> None:
    table = page(site, "reports/2022/gonganju/zhengti").select_one("#project-reports ~ div table")
    assert table
    rows = {row.a.text: row.text for row in table.select("tbody tr") if row.a}
    assert "水渠维修" in rows
    assert "部门整体支出" not in rows
    assert "80%" in rows["水渠维修"]
    assert "93" in rows["水渠维修"]
    addresses = [str(one["href"]) for one in table.select("a[href]")]
    assert any(one.endswith("reports/2022/gonganju/shuiqu/") for one in addresses)
    assert not any("2021" in one for one in addresses)


def test_the_order_of_a_form_goes_before_that_of_the_kind(site: Path) -> None:
    found = headings(site, "reports/2022/gonganju/biao")
    parts = ["评价结论", "项目资金", "年度总体目标", "评价工作"]
    assert [one for one in found if one in parts] == parts
    assert "发现的问题和建议" not in found


def test_what_the_form_prints_stands_in_the_table_and_in_the_data(site: Path) -> None:
    address = "reports/2022/gonganju/biao"
    heads = [one.text for one in page(site, address).select("#funds ~ div tbody th")]
    assert {"预算数", "资金执行数"} <= set(heads)
    data = json.loads((site / address / "biao.json").read_text("utf-8"))
    assert data["印作"]["资金.支出"] == "资金执行数"
    assert data["印作"]["结论.存在问题"] == "问题"
    other = json.loads((site / "reports/2022/gonganju/pingjia/pingjia.json").read_text("utf-8"))
    assert "印作" not in other


def test_what_is_told_project_by_project_is_not_missed_for_all(tmp_path: Path) -> None:
    content = made_up.content(tmp_path)
    (content / "forms").mkdir()
    (content / "forms/yangben.yml").write_text(FORM, encoding="utf-8")
    project = {"项目名称": "水渠维修", "资金": MONEY, "年度目标": GOALS}
    made_up.report(content, "duo", 2022, more={"表单": "yangben", "包含项目": [project]})
    found = headings(made_up.build(content), "reports/2022/gonganju/duo")
    assert "包含的项目" in found
    assert not {"项目资金", "年度总体目标"} & set(found)


def test_tables_are_told_apart_by_those_who_only_hear_the_page(site: Path) -> None:
    regions = page(site, "reports/2022/gonganju/zhengti").select("[role=region]")
    labels = [str(one["aria-label"]) for one in regions]
    assert len(labels) > 4
    assert len(labels) == len(set(labels))

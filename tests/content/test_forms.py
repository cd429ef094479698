"""Forms (表单): those that a new county gets, what they put on pages, and what is refused in one."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model.funds import Funds, FundSource
from generator.source.key_hints import keys_of
from tests.conftest import ROOT, run
from tests.support import made_up

SHIPPED = ROOT / "generator/intake/starter/county/content/forms"
FORMS: dict[str, dict[str, Any]] = {
    file.stem: yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    for file in sorted(SHIPPED.glob("*.yml"))
}
TABLES = {  # the others are narratives
    name: form
    for name, form in FORMS.items()
    if any(isinstance(part, dict) and part.get("列") for part in form.get("栏目", []))
}
YEAR = 2022
FIGURES: dict[str, Any] = {
    "年初预算": "1,200.50", "全年预算": "1100.00", "到位": "1000", "支出": "990", "结余": "10",
    "预算": "33.1", "决算": "32.9", "分值": "10", "得分": "9.5", "总分": "100", "折算得分": "0.95",
    "权重占比": "10.00", "执行率": "90.00%", "完成率": "98%", "性质": "≥", "等级": "优",
    "目标值": "95", "完成值": "96", "单位": "%", "编制人数": "21", "实有人数": "20",
    "报告日期": "2023-03-01", "部门": "示例县公安局", "级次": "县", "计划": "12", "年度": 2022,
    "项目总额": "1200", "到位率": "90.91%", "到位及时率": "90.91%", "得分率": "95.00%",
    "满意度": "96%", "开始时间": "2022-01", "结束时间": "2022-12",
    "日期": "2022-03", "金额": "30",
    "分档标准": {"优": "600", "良": "500"}, "复核分": "9", "复核得分": "93",
}  # fmt: skip
# Stands on every page in a place of its own, or among the key figures, in the site's words.
OWN_PLACE = {
    "项目名称", "部门", "报告日期", "正文",
    "自评.总分", "自评.得分", "自评.等级", "自评.其他等级", "自评.分项得分", "结束时间",
    "资金.得分", "资金.权重占比", "资金.折算得分",
}  # fmt: skip
OWN_PLACE_OF_INDICATOR = {"所属目标", "一级", "二级", "三级", "性质", "单位", "分档标准"}


def field_of(part: Any) -> str:
    return part if isinstance(part, str) else str(part["栏"])


def printed(part: Any) -> str:
    if isinstance(part, str):
        return part.rpartition(".")[2]
    return str(part.get("印作", field_of(part).rpartition(".")[2]))


def columns(part: Any) -> list[Any]:
    return [] if isinstance(part, str) else part.get("列", [])


def filled(form: dict[str, Any]) -> dict[str, Any]:
    """A report that states all that the form asks for."""
    report: dict[str, Any] = {}
    if form.get("章节"):
        report["正文"] = narrative(form["章节"])
    for part in form.get("栏目", []):
        part_name = field_of(part)
        record, _, key = part_name.partition(".")
        keys = [field_of(one) for one in columns(part)]
        names = part.get("行", ["示例"]) if isinstance(part, dict) else []
        value: Any = FIGURES.get(key or record, f"示例{key or record}")
        if record == "正文":
            continue
        if part_name == "资金" and keys:
            total = [one for one in keys if one in keys_of(Funds)]
            of_source = row([one for one in keys if one in keys_of(FundSource)])
            rows = [{"名称": name, **of_source} for name in names]
            value = {"单位": "万元", **row(total), "来源": rows}
        elif keys:
            named = "名称" if "名称" in keys else keys[0]
            value = [row(keys) | ({named: name} if "行" in part else {}) for name in names]
        if key:
            report.setdefault(record, {})[key] = value
        else:
            report[record] = value
    return report


def narrative(headings: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in headings:
        name = one if isinstance(one, str) else one["标题"]
        below = [] if isinstance(one, str) else one.get("小节", [])
        found[name] = narrative(below) if below else "示例文字。"
    return found


def row(keys: list[str]) -> dict[str, Any]:
    return {key: FIGURES.get(key, f"示例{key}") for key in keys}


def on_page(form: dict[str, Any]) -> Iterator[str]:
    """The printed names that a report's page shows."""
    for part in form["栏目"]:
        field = field_of(part)
        if field not in OWN_PLACE:
            yield printed(part)
        for column in columns(part):
            if field != "指标" or field_of(column) not in OWN_PLACE_OF_INDICATOR:
                yield printed(column)
        if isinstance(part, dict):
            yield from part.get("行", [])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site with a report of each form that a new county gets."""
    made = made_up.content(tmp_path_factory.mktemp("forms"))
    (made / "forms").mkdir()
    for file in SHIPPED.glob("*.yml"):
        (made / "forms" / file.name).write_bytes(file.read_bytes())
    for name, form in FORMS.items():
        of = (made_up.DEPARTMENT, "示例县公安局")
        made_up.report(made, name, YEAR, of, {"表单": name, **filled(form)})
    checked = run("jixiao", "check", "--content", made)
    assert "没有发现问题" in checked.stdout + checked.stderr
    return made_up.build(made)


def folder_of(site: Path, name: str) -> Path:
    return site / f"reports/{YEAR}/{made_up.DEPARTMENT}/{name}"


@pytest.mark.parametrize("name", TABLES)
def test_printed_names_of_a_form_stand_on_the_page(site: Path, name: str) -> None:
    page = (folder_of(site, name) / "index.html").read_text(encoding="utf-8")
    words = {" ".join(unescape(one).split()) for one in re.findall(">([^<]+)<", page)}
    words |= {one.rstrip("：") for one in words}
    assert [one for one in on_page(TABLES[name]) if one not in words] == []


@pytest.mark.parametrize("name", TABLES)
def test_what_a_form_asks_for_is_in_the_json_under_the_keys_of_the_format(
    site: Path, name: str
) -> None:
    (file,) = folder_of(site, name).glob("*.json")
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found["表单"] == name
    stated = filled(TABLES[name])
    stated.pop("部门", None)
    assert {key: found[key] for key in stated if isinstance(stated[key], list)} == {
        key: value for key, value in stated.items() if isinstance(value, list)
    }
    assert set(stated) <= set(found)


@pytest.mark.parametrize("name", TABLES)
def test_each_table_form_says_where_it_comes_from(name: str) -> None:
    form = TABLES[name]
    assert re.search(r"https?://|〔\d{4}〕|\d{4} 年", form["出处"])
    assert form["评价类型"]


def test_an_empty_cell_a_stroke_and_what_is_not_asked_are_three_things(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    (made / "forms").mkdir()
    (made / "forms/shi.yml").write_text(
        "名称: 示例表\n栏目:\n  - {栏: 资金, 列: [年初预算, 全年预算, {栏: 支出, 印作: 执行数}, 得分]}\n",
        encoding="utf-8",
    )
    source = {"名称": "单位资金", "年初预算": "/", "支出": "3"}
    funds = {"单位": "万元", "支出": "40", "来源": [source]}
    address = made_up.report(made, "ce-shi", YEAR, more={"表单": "shi", "资金": funds})
    page = (made_up.build(made) / address / "index.html").read_text(encoding="utf-8")
    cells = " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())
    assert "来源 年初预算 全年预算 执行数 单位资金 — 未填报 3" in cells  # a stroke; an empty cell
    assert "年初预算 未填报 全年预算 未填报 执行数 40" in cells
    for not_asked in ("项目总额", "到位率", "自评得分", "报告日期"):
        assert not_asked not in cells


def test_what_a_form_does_not_print_is_shown_where_a_report_states_it(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    (made / "forms").mkdir()
    (made / "forms/shi.yml").write_text(
        "名称: 示例表\n栏目:\n  - {栏: 指标, 列: [三级, 目标值, {栏: 完成值, 印作: 实际值}]}\n  - 自评.总分\n",
        encoding="utf-8",
    )
    row = {"三级": "巡查次数", "目标值": "12次", "完成值": "13次"}
    scored = {**row, "三级": "整改件数", "分值": "8", "得分": "7"}
    more = {"none": [row], "some": [row, scored]}
    for name, rows in more.items():
        claimed = {"得分": "96", "总分": "100"}
        stated = {"表单": "shi", "指标": rows, "自评": claimed}
        made_up.report(made, name, YEAR, more={**stated, "项目名称": f"示例{name}"})
    site = made_up.build(made)
    heads = {
        name: re.findall(
            r'<th scope="col" class="jx-number">([^<]+)',
            (folder_of(site, name) / "index.html").read_text("utf-8").split('id="indicators"')[1],
        )
        for name in more
    }
    assert heads["none"] == ["目标值", "实际值"]
    assert heads["some"] == ["目标值", "实际值", "分值", "得分"]
    assert "满分 100" in (folder_of(site, "none") / "index.html").read_text("utf-8")


def test_the_only_cell_of_a_record_gives_its_part_of_the_page_the_name(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    (made / "forms").mkdir()
    (made / "forms/shi.yml").write_text(
        "名称: 示例表\n栏目:\n  - {栏: 结论.其他说明, 印作: 其他需要说明事项}\n", encoding="utf-8"
    )
    told = {"其他说明": "示例说明。"}
    more = {
        "empty": {},
        "told": {"结论": told},
        "both": {"结论": {**told, "存在问题": "示例问题。"}},
    }
    for name, stated in more.items():
        made_up.report(made, name, YEAR, more={"表单": "shi", **stated})
    site = made_up.build(made)
    pages = {
        name: (folder_of(site, name) / "index.html").read_text(encoding="utf-8") for name in more
    }
    heads = {
        name: re.findall(r'<h2 id="conclusion"[^>]*>([^<]+)', page) for name, page in pages.items()
    }
    assert heads == {
        "empty": ["其他需要说明事项"],
        "told": ["其他需要说明事项"],
        "both": ["评价结论"],
    }
    assert "未填报" in pages["empty"].split('id="conclusion"')[1]


@pytest.mark.parametrize("name", FORMS)
def test_each_form_stands_in_the_paper_on_forms(name: str) -> None:
    paper = (ROOT / "docs/forms.md").read_text(encoding="utf-8")
    assert f"| `{name}` |" in paper


# --- what is refused ---------------------------------------------------------


def problems(folder: Path, form: str, *, outline: bool = False) -> str:
    made = made_up.content(folder)
    (made / "forms").mkdir()
    (made / "forms/shi.yml").write_text(f"名称: 示例表\n{form}", encoding="utf-8")
    if outline:
        (made / "outlines/shi.yml").write_text("名称: 提纲\n章节: [概况]\n", encoding="utf-8")
    done = run("jixiao", "check", "--content", made)
    assert done.returncode == 1, done.stdout
    return done.stdout


@pytest.mark.parametrize(
    ("form", "place", "told"),
    [
        ("栏目: [年度总体目标]\n", "2:6", "格式里叫“年度目标”：请写 栏: 年度目标"),
        ("栏目: [存在问题]\n", "2:6", "格式里叫“结论.存在问题”"),
        ("栏目:\n  - 项目名称\n  - {栏: 主官部门}\n", "4:9", "是不是“主管部门”？"),
        ("栏目: [公开日期]\n", "2:6", "它是网站用的，表上不印。请删去这一栏。"),
        ("栏目: [项目负责人]\n", "2:6", "姓名和电话不公开"),
        ("栏目: [天气]\n", "2:6", "栏目用格式里的键，如 主管部门"),
        ("栏目: [.结论]\n", "2:6", "格式里叫“结论”：请写 栏: 结论，"),
        ("栏目: [结论。存在问题]\n", "2:6", "格式里叫“结论.存在问题”"),
        (
            "栏目: [资金.来源.名称]\n",
            "2:6",
            "它是表格“资金.来源”的一列：请写 {栏: 资金.来源, 列: [名称]}",
        ),
        ("栏目: [来源.支出]\n", "2:6", "请写 {栏: 资金.来源, 列: [支出]}"),
        ("栏目: [资金.来源.预算数]\n", "2:6", "表格“资金.来源”没有这一列。格式里叫“全年预算”"),
        (
            "栏目:\n  - 栏: 资金\n    列: [年初预算, 全年预算数（A）]\n",
            "4:15",
            "请写 {栏: 全年预算, 印作: 全年预算数（A）}",
        ),
        ("栏目:\n  - 栏: 年度目标\n    列: [预期目标]\n", "4:9", "格式里叫“预期”"),
        ("栏目:\n  - 栏: 主管部门\n    列: [名称]\n", "4:8", "不是表格，没有“列”。请删去。"),
        ("栏目:\n  - 栏: 结论\n    行: [存在问题]\n", "4:8", "如 结论.评价结论"),
    ],
)  # fmt: skip
def test_a_field_that_the_format_does_not_have_is_refused_with_a_hint(
    tmp_path: Path, form: str, place: str, told: str
) -> None:
    found = problems(tmp_path, form)
    assert f"forms/shi.yml:{place}" in found.replace("（", "(")
    assert told in found
    assert "unknown-field" in found


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("栏目: [主管部门, 实施单位, 主管部门]\n", "“主管部门”写了两次，第 2 行已有。请留下一个。"),
        ("栏目:\n  - 栏: 指标\n    列: [三级, 分值, {栏: 三级, 印作: 指标}]\n", "“三级”写了两次"),
        ("栏目:\n  - 栏: 资金\n    行: [财政拨款, 财政拨款]\n", "“财政拨款”写了两次"),
    ],
)
def test_what_stands_twice_is_refused(tmp_path: Path, form: str, told: str) -> None:
    assert told in problems(tmp_path, form)


def test_points_of_a_form_add_up(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        "栏目: [指标]\n总分: 100\n执行率分值: 10\n"
        "一级指标: [{名称: 产出指标, 分值: 70}, {名称: 效益指标, 分值: 30}]\n",
    )
    assert "“总分”是 100，“执行率分值”10 加一级指标的分值 100 是 110。请照表核对" in found


def test_a_form_that_asks_for_nothing_is_refused(tmp_path: Path) -> None:
    assert "缺少“章节”" in problems(tmp_path, "总分: 100\n")


def test_a_narrative_under_a_form_without_headings_is_told_of_outlines(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    (made / "forms").mkdir()
    (made / "forms/shi.yml").write_text("名称: 示例表\n栏目: [指标]\n", encoding="utf-8")
    narrative = {"表单": "shi", "正文": {"项目概况": {"基本情况": "示例文字。"}}}
    made_up.report(made, "ce-shi", YEAR, more=narrative)
    refused = run("jixiao", "check", "--content", made)
    assert "这张表没有正文：叙述另有提纲的，加上“提纲”" in refused.stdout
    made_up.report(made, "ce-shi", YEAR, more={"提纲": "ziping", **narrative})
    assert run("jixiao", "check", "--content", made).returncode == 0


def test_an_outline_of_the_same_id_is_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, "栏目: [指标]\n", outline=True)
    assert "outlines/ 和 forms/ 里都有 shi.yml。请留下一个，或改名。" in found


def test_what_a_form_lets_out_is_not_missing_in_a_report(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    (made / "forms").mkdir()
    (made / "forms/shi.yml").write_text(
        "名称: 示例表\n栏目:\n"
        "  - {栏: 开始时间, 印作: 项目起止时间}\n"
        "  - {栏: 主管部门, 可省略: 是}\n"
        "  - {栏: 支出明细, 印作: 明细表, 可省略: 是, 列: [名称, 支出]}\n"
        "  - {栏: 自评.得分, 可省略: 是}\n"
        "  - {栏: 结论.存在问题}\n",
        encoding="utf-8",
    )
    details = [{"名称": "示例支出", "支出": "3"}]
    empty = made_up.report(made, "empty", YEAR, more={"表单": "shi"})
    told = made_up.report(
        made, "told", YEAR, more={"表单": "shi", "支出明细": details, "开始时间": "2022-01"}
    )
    site = made_up.build(made)
    pages = [
        " ".join(unescape(re.sub("<[^>]+>", " ", (site / one / "index.html").read_text())).split())
        for one in (empty, told)
    ]
    for optional in ("主管部门", "明细表", "自评得分"):
        assert optional not in pages[0]
    assert "项目起止时间 未填报" in pages[0]
    assert "存在问题 未填报" in pages[0]
    assert "项目起止时间 2022年1月—未填报" in pages[1]
    assert "明细表" in pages[1]


def test_what_a_report_leaves_to_its_projects_is_not_missing_in_it(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    (made / "forms").mkdir()
    (made / "forms/shi.yml").write_text(
        "名称: 示例表\n栏目: [主管部门, 实施内容, 结论.存在问题, 结论.改进措施]\n", encoding="utf-8"
    )
    one = {"项目名称": "示例甲", "主管部门": "示例县司法局", "实施内容": "按季度核发。"}
    address = made_up.report(made, "ce-shi", YEAR, more={"表单": "shi", "包含项目": [one]})
    page = (made_up.build(made) / address / "index.html").read_text(encoding="utf-8")
    assert page.count("按季度核发。") == 1
    assert 'id="implementation"' not in page
    record = page.split('class="jx-record"')[1].split("</dl>")[0]
    assert "主管部门" not in record
    assert 'id="conclusion"' in page  # neither the report nor a project states it

"""Buttons of a form that need what is typed beside them: a reason, a pasted table, a name."""

import json
from pathlib import Path

import pytest

from tests.support.desk_inside import InsideForm
from tests.support.made_up import content as made_up
from tests.support.made_up import report
from tests.support.posted_form import Answer, PostedForm

NAME = "reports/2021/gonganju/shili.yml"
TEXT = """\
项目名称: 示例项目
部门: 示例县公安局
年度: 2021
评价类型: 单位自评
状态: 公开
公开日期: 2022-06-30
资金:
  单位: 万元
  全年预算: 40.00
  到位: 40.00
  支出: 48.60
正文:
  一、项目概况: 示例县的一个项目。   # 照原文
"""
WITH_WARNING = TEXT.partition("正文:")[0]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return made_up(tmp_path)


@pytest.fixture
def file(content: Path) -> Path:
    site = content / "site.yml"
    off = "  - {规则: spent-over-received, 级别: 不查}\n"
    site.write_text(site.read_text("utf-8").replace(off, ""), encoding="utf-8")
    made = content / f"{report(content, 'shili', 2021).rstrip('/')}.yml"
    made.write_text(TEXT, encoding="utf-8")
    return made


@pytest.fixture
def desk(content: Path, file: Path) -> InsideForm:
    assert file.is_file()
    return InsideForm(content)


def press(desk: PostedForm, what: str, where: list[object], typed: str = "") -> Answer:
    """Press the button that does that there, with `typed` in the input beside it."""
    page = desk.get(f"edit/{NAME}")
    buttons = [str(one["value"]) for one in page.soup.select("button[name=action]")
               if one.get("value")]  # fmt: skip
    button = next(one for one in buttons if json.loads(one)[: 1 + len(where)] == [what, *where])
    values = page.values()
    if typed:
        of = json.loads(button)[1:] if what == "acknowledge" else where[0]
        kind = "reason" if what == "acknowledge" else what
        name = f"{kind}:{json.dumps(of, ensure_ascii=False, separators=(',', ':'))}"
        assert name in values
        values[name] = typed
    return desk.post(f"edit/{NAME}", {**values, "action": button})


def test_a_warning_is_acknowledged_with_a_reason(desk: PostedForm, file: Path) -> None:
    file.write_text(WITH_WARNING, encoding="utf-8")
    before = desk.get(f"edit/{NAME}").soup.select(".problems .warning small")
    assert "spent-over-received" in [one.get_text() for one in before]
    assert (
        press(desk, "acknowledge", ["spent-over-received"], "含上年结转，决算如此").said
        == "已保存。"
    )
    added = "核实:\n  - 规则: spent-over-received\n    说明: 含上年结转，决算如此\n"
    assert added in file.read_text("utf-8")
    after = desk.get(f"edit/{NAME}").soup.select(".problems .warning small")
    assert "spent-over-received" not in [one.get_text() for one in after]


def test_no_warning_is_acknowledged_without_a_reason(desk: PostedForm, file: Path) -> None:
    file.write_text(WITH_WARNING, encoding="utf-8")
    answer = press(desk, "acknowledge", ["spent-over-received"])
    assert "请写明为什么可以这样" in answer.said
    assert file.read_text("utf-8") == WITH_WARNING


def test_a_pasted_table_goes_to_the_columns_of_its_headings(desk: PostedForm, file: Path) -> None:
    rows = (
        "一级指标\t二级指标\t三级指标\t分值\t指标值\t实际完成值\n"
        '产出指标\t数量指标\t"示例\n平台"\t10\t1 个\t1 个\n'
        "\t\t示例人数\t5\t≥20人\t21人\n"
    )
    answer = press(desk, "paste", [["指标"]], rows)
    assert answer.said == "已保存。"
    text = file.read_text("utf-8")
    before, narrative = TEXT.split("正文:")
    assert text.startswith(before)
    assert text.endswith(narrative)
    assert text.count("一级: 产出指标") == 2, "a merged cell is that of every row"
    assert "三级: 示例 平台" in text
    values = answer.values()
    assert values['["指标",1,"完成值"]'] == "21人"
    assert values['["指标",1,"分值"]'] == "5"
    desk.post(f"undo/{NAME}", {})
    assert file.read_text("utf-8") == TEXT


def test_a_table_pasted_into_a_cell_spreads_from_there(desk: PostedForm, file: Path) -> None:
    rows = "  指标:\n    - {一级: 产出指标, 三级: 甲, 分值: 10}\n"
    before = TEXT.replace("正文:", f"{rows[2:].replace('    -', '  -')}正文:")
    file.write_text(before, encoding="utf-8")
    where: list[object] = ["指标"]
    page = desk.get(f"edit/{NAME}")
    pasted = {
        'paste:["指标"]': "乙\t\t≥1个\n丙\t\t≥2个",
        "action": '["paste",["指标"],["指标",0,"三级"]]',
    }
    assert desk.post(f"edit/{NAME}", {**page.values(), **pasted}).said == "已保存。", where
    text = file.read_text("utf-8")
    assert "- {一级: 产出指标, 三级: 乙, 目标值: ≥1个, 分值: 10}" in text
    assert "三级: 丙" in text
    desk.post(f"undo/{NAME}", {})
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "没有可以加进表里的行"),
        ("名称\t支出", "只有表头一行"),
        ("名称\t全年预算数\t领导意见\n县财政\t50\t同意", "不认得：领导意见"),
        ("名称\t支出\t执行数\n县财政\t50\t50", "同一栏"),
        ("名称\t支出\t\n县财政\t50\t同意", "上面没有表头"),
        ("县财政" + "\t50" * 40, "多出几格"),
    ],
)
def test_no_cell_of_a_pasted_table_is_dropped(
    desk: PostedForm, file: Path, rows: str, said: str
) -> None:
    answer = press(desk, "paste", [["资金", "来源"]], rows)
    assert said in answer.said
    assert file.read_text("utf-8") == TEXT
    assert rows.splitlines() == answer.values()['paste:["资金","来源"]'].splitlines()


def test_a_heading_is_added_renamed_and_removed(desk: PostedForm, file: Path) -> None:
    assert press(desk, "entry", [["正文"]], "二、其他").said == "已保存。"
    assert file.read_text("utf-8") == f"{TEXT}  二、其他:\n"
    press(desk, "name", [["正文", "二、其他"]], "二、绩效")
    assert file.read_text("utf-8") == f"{TEXT}  二、绩效:\n"
    assert "已经有" in press(desk, "entry", [["正文"]], "二、绩效").said
    press(desk, "remove", [["正文", "二、绩效"]])
    assert file.read_text("utf-8") == TEXT


def test_a_heading_moves_with_its_text_and_gets_one_below(desk: PostedForm, file: Path) -> None:
    press(desk, "entry", [["正文"]], "二、绩效")
    press(desk, "move", [["正文", "二、绩效"]])
    moved = "  二、绩效:\n  一、项目概况: 示例县的一个项目。   # 照原文\n"
    assert file.read_text("utf-8").endswith(moved)
    press(desk, "entry", [["正文", "二、绩效"]], "（一）产出")
    assert "  二、绩效:\n    （一）产出:\n  一、" in file.read_text("utf-8")
    file.write_text(TEXT, encoding="utf-8")
    press(desk, "entry", [["正文", "一、项目概况"]], "（一）立项")
    below = "  一、项目概况:   # 照原文\n    前文: 示例县的一个项目。\n    （一）立项:\n"
    assert file.read_text("utf-8").endswith(below)


def test_a_piece_of_the_original_goes_to_a_section_or_away(desk: PostedForm, file: Path) -> None:
    pieces = "原文未能归类: |\n  另附三份。\n  第 1 页\n"
    file.write_text(TEXT + pieces, encoding="utf-8")
    page = desk.get(f"edit/{NAME}")
    assert [one.get_text() for one in page.soup.select(".pieces q")] == ["另附三份。", "第 1 页"]
    assert "请先选" in press(desk, "place", ["另附三份。"]).said
    sent = {**page.values(), 'place:["另附三份。"]': '["正文","一、项目概况"]'}
    answer = desk.post(f"edit/{NAME}", {**sent, "action": '["place","另附三份。"]'})
    assert answer.said == "已保存。"
    assert answer.values()['["正文","一、项目概况"]'] == "示例县的一个项目。\r\n另附三份。"
    press(desk, "drop", ["第 1 页"])
    assert "原文未能归类" not in file.read_text("utf-8")


def test_the_summary_leads_to_each_field_with_a_problem(desk: PostedForm, file: Path) -> None:
    file.write_text(TEXT.replace("48.60", "四十八"), encoding="utf-8")
    soup = desk.get(f"edit/{NAME}").soup
    links = [str(one["href"]) for one in soup.select(".summary a")]
    assert "#%5B%22%E8%B5%84%E9%87%91%22%2C%22%E6%94%AF%E5%87%BA%22%5D" in links
    assert soup.find(id='["资金","支出"]') is not None

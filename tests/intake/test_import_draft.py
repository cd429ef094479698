"""What an import writes is read as it was printed, and not a character is lost, whatever it is."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.documents.document import Document, Paragraph, Piece, Place
from generator.intake import conservation
from generator.intake.import_draft import Head, draft_text
from generator.intake.import_values import draft_values
from generator.recognition.record import Found, LeftOut, RecognisedReport, Sureness
from generator.source.headings import read_report
from generator.source.scalars import clean, one_line, scalar
from generator.source.tree import FieldPath, read

TABLE = Place(table=1, row=3)
PROSE = Place(paragraph=12)
# Letters, signs that mean something to YAML, blanks and line breaks of every kind.
SIGNS = "报告经费50.00%≥：:#-?,[]{}&*!|>'\"@`~ \t\n\u3000\x0b\u2028\u200b、。"
WORDS = st.text(st.sampled_from(SIGNS), max_size=12)


def found(text: str, sureness: Sureness = Sureness.SURE, place: Place = TABLE, how: str = "表格") -> Found:  # fmt: skip
    return Found(text, place, how, sureness, text)


def recognised(**values: str) -> RecognisedReport:
    """A report with these values of its head, by key; and department, year, kind."""
    usual = {"项目名称": "示例项目", "部门": "示例县公安局", "年度": "2023", "评价类型": "单位自评"}
    report = RecognisedReport()
    for key, text in {**usual, **values}.items():
        report.add((key,), found(text))
    return report


def written(report: RecognisedReport) -> str:
    return draft_text(draft_values(report), Head(["自评表.docx"]))


@pytest.mark.parametrize("text", [
    "50.00", "no", "~", "-", "- 甲", "a: b", "a #b", "#1 泵站", "'甲'", '"甲', "[甲]", "{甲}", "*", "&甲",
    "甲：乙", "甲:", "年初预算：50，到位：40", "!", "%甲", "@甲", "`", "---", "...", "?", "? 甲", "2021-06",
    "|", ">", "甲\\n乙", "C:\\temp", "≥95%", "=", "0x1F", "1e5", "\u3000甲",
])  # fmt: skip
def test_a_value_on_one_line_is_read_as_it_was(text: str) -> None:
    source, problems = read(f"标题: {scalar(text)}  # 多半：表 1\n".encode(), "a.yml")
    assert problems == []
    assert source is not None
    assert source.value == {"标题": text}


@given(text=WORDS, heading=WORDS)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_as_it_was(text: str, heading: str) -> None:
    report = recognised(标题=text)
    name = one_line(clean(heading))
    report.add(("正文", f"标题{name}"), found(f"{text}一"))
    report.add(("结论", "存在问题"), found(f"{text}二", Sureness.GUESS))
    report.add(("数据说明", 0), found(f"三{text}"))
    report.unclassified.append(Piece(f"四{text}", PROSE))
    made = draft_values(report)
    draft = draft_text(made, Head(["自评表.docx"]))
    assert conservation.draft_problems(draft, "a.yml", made, report) == []


@given(
    parts=st.lists(st.tuples(st.sampled_from("表文剩页"), WORDS), max_size=8),
    lost=st.integers(0, 7),
)
@settings(max_examples=200, deadline=None)
def test_a_lost_character_is_told_with_its_place(parts: list[tuple[str, str]], lost: int) -> None:
    blocks = tuple(
        Paragraph(text, Place(paragraph=number)) for number, (_, text) in enumerate(parts, start=1)
    )
    document = Document("a.docx", "docx", blocks)
    report = RecognisedReport()
    for number, (kind, text) in enumerate(parts):
        place = blocks[number].place
        if number == lost:
            continue
        if kind == "剩":
            report.unclassified.append(Piece(text, place))
        elif kind == "页":
            report.left_out.append(LeftOut(text, place, "页码"))
        else:
            report.values["正文", f"{kind}{number}"] = Found(
                text, place, "标题", Sureness.SURE, text
            )
    problems = conservation.source_problems("a.docx", [document], [report])
    words = conservation.visible(parts[lost][1]) if lost < len(parts) else ""
    if not words:
        assert problems == []
        return
    assert {one.rule for one in problems} == {"import-lost"}
    assert sum(Counter(words).values()) > 0
    assert any(f"正文第 {lost + 1} 段" in one.message for one in problems)


def test_what_is_in_two_reports_is_told() -> None:
    document = Document("a.docx", "docx", (Paragraph("甲乙", PROSE),))
    reports = [recognised(), recognised()]
    for one in reports:
        one.values = {}
        one.unclassified.append(Piece("甲乙", PROSE))
    (problem,) = conservation.source_problems("a.docx", [document], reports)
    assert "正文第 12 段：“甲乙”在草稿里比原件多" in problem.message


def test_a_draft_that_was_changed_on_the_way_is_told() -> None:
    report = recognised(标题="自评报告")
    made = draft_values(report)
    text = draft_text(made, Head(["a.docx"])).replace("自评报告", "自评")
    (problem,) = conservation.draft_problems(text, "a.yml", made, report)
    assert (problem.rule, problem.line) == ("import-lost", text.split("\n").index("标题: 自评") + 1)
    assert "“标题”写下的和读回的不一样（表 1" in problem.message


def test_words_that_a_value_lacks_are_told() -> None:
    report = recognised()
    report.values["实施单位",] = Found("水管所", TABLE, "表格", Sureness.SURE, "县水管所")
    made = draft_values(report)
    (problem,) = conservation.draft_problems(draft_text(made, Head(["a"])), "a.yml", made, report)
    assert "“实施单位”少了原件的“县”" in problem.message


@pytest.mark.parametrize(("where", "text", "printed"), [
    (("指标", 0, "性质"), "≥", "不少于"), (("指标", 0, "目标值"), "≥95%", "≧95百分比"),
    (("报告日期",), "2024-03-05", "二〇二四年三月五日"), (("自评", "得分"), "96.5", "９６．５分"),
    (("部门",), "示例县公安局", "县公安局"), (("标题",), "（甲）", "(甲)"),
])  # fmt: skip
def test_a_known_spelling_is_no_loss(where: FieldPath, text: str, printed: str) -> None:
    report = recognised()
    report.add(("指标", 0, "三级"), found("管网长度"))
    report.values[where] = Found(text, TABLE, "表格", Sureness.SURE, printed)
    made = draft_values(report)
    assert conservation.draft_problems(written(report), "a.yml", made, report) == []


def test_what_is_not_sure_is_said_behind_the_value() -> None:
    report = recognised()
    report.add(("资金", "单位"), found("万元"))
    report.add(("资金", "年初预算"), found("50.00"))
    report.add(
        ("资金", "年初预算"), found("48.6", Sureness.LIKELY, PROSE, "句子“年初预算48.6万元”")
    )
    report.add(
        ("资金", "支出"), found("48.60", Sureness.GUESS, Place(page=2, table=1, row=3, column=4))
    )
    text = written(report)
    assert "  单位: 万元\n" in text
    assert "  年初预算: 50.00  # 另一处是 48.6（正文第 12 段，句子“年初预算48.6万元”）\n" in text
    assert "  支出: 48.60  # 猜测：第 2 页表 1" in text


def test_keys_stand_in_the_order_of_the_record_and_rows_are_blocks() -> None:
    report = recognised()
    report.add(("指标", 4, "分值"), found("10.0"))
    report.add(("指标", 4, "三级"), found("- 满意度"))
    report.add(("指标", 1, "三级"), found("管网\n长度"))
    report.add(("实施单位",), found("水管所"))
    text = written(report)
    assert text.index("实施单位: 水管所") < text.index("指标:")
    assert '指标:\n  - 三级: 管网长度\n  - 三级: "- 满意度"\n    分值: 10.0\n' in text


def test_text_before_headings_below_has_a_key_of_its_own() -> None:
    report = recognised()
    report.add(("正文", "项目概况", "基本情况"), found("更换管网。\n\n  共两处。"))
    report.add(("正文", "项目概况"), found("总的说来。"))
    expected = "  项目概况:\n    前文: |\n      总的说来。\n    基本情况: |\n      更换管网。\n\n        共两处。\n"
    assert expected in written(report)


def test_a_heading_in_other_words_than_the_outlines_is_told() -> None:
    report = recognised()
    printed = "资金（拨付）情况\n全部到位。"
    report.values["正文", "资金情况"] = Found("全部到位。", PROSE, "标题", Sureness.SURE, printed)
    text = written(report)
    assert "  资金情况: |  # 原件的标题是“资金（拨付）情况”\n    全部到位。\n" in text
    assert conservation.draft_problems(text, "a.yml", draft_values(report), report) == []


def test_what_the_format_refuses_is_kept_as_text() -> None:
    report = recognised()
    report.add(("自评", "得分"), found("九十六分"))
    report.add(("指标", 0, "分值"), found("10"))  # a row without its name
    report.add(("资金", "没有这一项"), found("3.5"))
    report.unclassified += [Piece("一、", PROSE), Piece("另附材料", PROSE),
                            Piece("甲", Place(table=2, row=1, column=1)),
                            Piece("乙", Place(table=2, row=1, column=2))]  # fmt: skip
    text = written(report)
    assert "自评:" not in text
    assert "指标:" not in text
    lines = ["一、另附材料", "甲 | 乙", "没有这一项：3.5", "得分：九十六分", "分值：10"]
    assert [one.strip() for one in text.rstrip().split("\n")[-5:]] == lines
    source, problems = read_report(text.encode(), "a.yml")
    assert source is not None
    assert problems == []


def test_the_top_says_what_to_do() -> None:
    made = draft_values(recognised())
    withheld = [("自评表", "自评表.docx", "这里有手机号码。")]
    text = draft_text(
        made, Head(["自评表.docx"], ["第 2 页是图片，没有文字"], withheld, "../a.json")
    )
    assert text.startswith(
        "# yaml-language-server: $schema=../a.json\n# 从 自评表.docx 读出的草稿。"
    )
    assert "# 没有读到的：第 2 页是图片，没有文字\n" in text
    assert "# 原件 自评表.docx 没有放进来：这里有手机号码。\n" in text
    assert "写上：附件: [{名称: 自评表, 文件: 自评表.docx}]\n" in text

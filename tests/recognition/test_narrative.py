"""Text under its headings: the county's outline, or the report's own; nothing changed in it."""

import pytest

from generator.documents.document import Cell, Document, Paragraph, Place, Table
from generator.recognition.record import Sureness
from tests.recognition.reading import (
    document,
    narrative,
    read,
    read_text,
    reasons,
    reference,
    remembering,
    value,
)

TITLE = "示例县水利局2022年度农村饮水维修项目支出绩效自评报告\n"
OUTLINE = """\
一、项目概况
（一）项目基本情况
维修管网12公里。
（二）项目绩效目标
1.项目主要内容
更换水表。
二、项目资金申报及使用情况
（一）项目资金申报及批复情况
批复20万元。
三、项目实施及管理情况
（一）项目管理情况
按制度管理。
四、项目绩效情况
（一）项目完成情况
全部完成。
五、评价结论及建议
（一）存在的问题
1.人手不足。
2.资料不全，归档不及时。
（二）相关建议
（1）增加人手。
"""


def test_headings_are_those_of_the_outline() -> None:
    report = read_text(TITLE + OUTLINE)
    assert report.form == "xiangmu-ziping"
    assert narrative(report) == {
        "项目概况/项目基本情况": "维修管网12公里。",
        "项目概况/项目绩效目标/项目主要内容": "更换水表。",
        "项目资金申报及使用情况/项目资金申报及批复情况": "批复20万元。",
        "项目实施及管理情况/项目管理情况": "按制度管理。",
        "项目绩效情况/项目完成情况": "全部完成。",
        "评价结论及建议/存在的问题": "1.人手不足。\n2.资料不全，归档不及时。",
        "评价结论及建议/相关建议": "（1）增加人手。",
    }
    assert not report.unclassified


def test_of_two_outlines_that_begin_alike_it_is_the_one_that_knows_the_lines_below() -> None:
    own = reference()
    above = [
        one.model_copy(
            update={
                "subheadings": tuple(
                    below.model_copy(update={"subheadings": ()}) for below in one.subheadings
                )
            }
        )
        for one in own.forms["xiangmu-ziping"].headings
    ]
    short = own.forms["xiangmu-ziping"].model_copy(update={"headings": tuple(above)})
    text = TITLE + OUTLINE.replace("1.人手不足。\n2.资料", "资料").replace("（1）", "")
    for forms in ({"short": short, **own.forms}, {**own.forms, "short": short}):
        (report,) = read(document(text), known=own._replace(forms=forms))
        assert report.form == "xiangmu-ziping"
        found = narrative(report)
        assert found["项目概况/项目绩效目标/项目主要内容"] == "更换水表。"


def test_a_heading_without_text_and_one_with_it_are_a_narrative() -> None:
    report = read_text(f"{TITLE}一、绩效分析\n二、有关建议\n建立台账，逐项登记。\n")
    assert narrative(report) == {"绩效分析": "", "有关建议": "建立台账，逐项登记。"}
    assert report.form == "duanwen"
    alone = read_text(f"{TITLE}一、绩效分析\n建立台账，逐项登记。\n")
    assert narrative(alone) == {"绩效分析": "建立台账，逐项登记。"}
    assert not report.unclassified


@pytest.mark.parametrize(
    "number",
    [("一、", "（一）"), ("一．", "(一)"), ("第一部分 ", "一、"), ("1.", "1.1 "), ("1、", "（1）")],
)
def test_numbers_can_be_of_any_kind(number: tuple[str, str]) -> None:
    first, second = number
    text = (
        f"{TITLE}{first}项目概况\n{second}项目基本情况\n维修管网12公里，更换水表三百只。\n"
        f"{first.replace('一', '二').replace('1', '2')}项目绩效情况\n"
        f"{second.replace('一', '一')}项目完成情况\n全部完成，群众用水有了保障。\n"
        f"{first.replace('一', '三').replace('1', '3')}其他情况\n没有别的情况要说明了。\n"
    )
    found = narrative(read_text(text))
    assert found["项目概况/项目基本情况"] == "维修管网12公里，更换水表三百只。"
    assert found["项目绩效情况/项目完成情况"] == "全部完成，群众用水有了保障。"


def test_a_heading_with_two_numbers_has_neither() -> None:
    lines = [
        ("一、", "一、做了什么"),
        ("", "修了三座桥。"),
        ("二、", "第二部分 有什么问题"),
        ("", "没有。"),
    ]
    made = [Paragraph(words, Place(paragraph=at), one) for at, (one, words) in enumerate(lines, 2)]
    title = Paragraph(TITLE.strip(), Place(paragraph=1))
    (report,) = read(Document("报告.docx", "docx", (title, *made)))
    assert narrative(report) == {"做了什么": "修了三座桥。", "有什么问题": "没有。"}
    assert reasons(report)["标题序号"] == "一、一、二、第二部分"


def test_hints_and_stops_of_headings_are_left_out() -> None:
    text = OUTLINE.replace("（一）项目完成情况", "（一）项目完成情况（可用表格形式反映）。")
    report = read_text(TITLE + text.replace("批复情况\n批复", "批复情况。批复"))
    assert narrative(report)["项目绩效情况/项目完成情况"] == "全部完成。"
    assert narrative(report)["项目资金申报及使用情况/项目资金申报及批复情况"] == "批复20万元。"
    assert reasons(report)["填表提示"] == "（可用表格形式反映）"


def test_a_report_without_an_outline_keeps_its_own_headings() -> None:
    text = """\
一、去年做了什么
修了三座桥，又补了两段路。
（一）甲桥
1.桥面
重铺了桥面。
2.栏杆
换了栏杆。
（二）乙桥
1.重铺了桥面。
2.换了栏杆。
二、今年打算做什么
接着修路。
"""
    report = read_text("示例县水利局2022年度修桥项目绩效自评报告\n" + text)
    assert report.form == "zi-you"
    assert narrative(report) == {
        "去年做了什么/前文": "修了三座桥，又补了两段路。",
        "去年做了什么/甲桥/桥面": "重铺了桥面。",
        "去年做了什么/甲桥/栏杆": "换了栏杆。",
        "去年做了什么/乙桥": "1.重铺了桥面。\n2.换了栏杆。",
        "今年打算做什么": "接着修路。",
    }


def test_bold_lines_are_headings() -> None:
    lines = ["做了什么", "修了三座桥，又补了两段路。", "有什么问题", "没有问题，都做完了。"]
    made = [
        Paragraph(words, Place(paragraph=at), is_bold=at % 2 == 1)
        for at, words in enumerate(lines, 1)
    ]
    title = Paragraph(TITLE.strip(), Place(), is_bold=True)
    (report,) = read(Document("报告.docx", "docx", (title, *made)))
    assert narrative(report) == {"做了什么": lines[1], "有什么问题": lines[3]}


def test_text_before_the_first_heading_is_kept() -> None:
    report = read_text(f"{TITLE}根据通知要求，现将自评情况报告如下：\n{OUTLINE}")
    assert narrative(report)["前文"] == "根据通知要求，现将自评情况报告如下："


def test_automatic_numbers_of_text_are_in_it_again() -> None:
    made = [
        Paragraph(TITLE.strip(), Place(paragraph=1)),
        Paragraph("做了什么", Place(paragraph=2), "一、"),
        Paragraph("修了桥，验收合格。", Place(paragraph=3), "1."),
        Paragraph("补了路，验收合格。", Place(paragraph=4), "2."),
        Paragraph("还有什么", Place(paragraph=5), "二、"),
        Paragraph("没有了。", Place(paragraph=6), "●"),
    ]
    (report,) = read(Document("报告.docx", "docx", tuple(made)))
    assert narrative(report) == {
        "做了什么": "1.修了桥，验收合格。\n2.补了路，验收合格。",
        "还有什么": "●没有了。",
    }


def test_a_table_that_is_no_form_stays_in_the_text() -> None:
    place = Place(table=1)
    texts = (("村", "户数"), ("甲村", "12"), ("乙|村", ""))
    cells = tuple(
        Cell(row, column, (Paragraph(words, place),), place)
        for row, line in enumerate(texts)
        for column, words in enumerate(line)
    )
    lines = [Paragraph(one, Place()) for one in (TITLE + OUTLINE).splitlines()]
    at = next(at for at, one in enumerate(lines) if one.text == "全部完成。") + 1
    made = Document("报告.docx", "docx", (*lines[:at], Table(cells, place), *lines[at:]))
    (report,) = read(made)
    assert narrative(report)["项目绩效情况/项目完成情况"] == (
        "全部完成。\n| 村 | 户数 |\n| --- | --- |\n| 甲村 | 12 |\n| 乙｜村 | |"
    )


def test_a_heading_that_a_person_mapped_is_known() -> None:
    text = OUTLINE.replace("（二）相关建议", "（二）往后怎么办")
    known = remembering(headings={"往后怎么办": ("评价结论及建议", "相关建议")})
    (report,) = read(document(TITLE + text), known=known)
    assert narrative(report)["评价结论及建议/相关建议"] == "（1）增加人手。"
    assert "评价结论及建议/往后怎么办" in narrative(read_text(TITLE + text))


def test_a_heading_that_stands_twice_loses_no_text() -> None:
    text = "一、做了什么\n修了桥，验收合格。\n二、有什么问题\n没有。\n三、做了什么\n又补了路。\n"
    found = narrative(read_text("示例县水利局2022年度修桥项目绩效自评报告\n" + text))
    assert found["做了什么"] == "修了桥，验收合格。\n# 做了什么\n又补了路。"


def test_a_heading_with_text_below_it_that_stands_twice_is_kept_twice() -> None:
    again = "一、甲方面\n甲文。\n（一）乙方面\n乙文。\n"
    found = narrative(read_text(TITLE + again + "二、丙方面\n丙文。\n" + again))
    assert found == {
        "甲方面/前文": "甲文。\n# 甲方面\n甲文。",
        "甲方面/乙方面": "乙文。\n# 乙方面\n乙文。",
        "丙方面": "丙文。",
    }


def test_a_heading_without_text_of_its_own_that_stands_twice_is_kept_twice() -> None:
    text = (
        "一、甲方面\n（一）乙方面\n乙文。\n二、丙方面\n丙文。\n三、甲方面\n（一）丁方面\n丁文。\n"
    )
    assert narrative(read_text(TITLE + text)) == {
        "甲方面/乙方面": "乙文。",
        "丙方面": "丙文。",
        "甲方面/丁方面": "# 甲方面\n丁文。",
    }


def test_a_heading_that_stands_again_with_text_is_kept_twice() -> None:
    text = "一、甲方面\n（一）乙方面\n乙文。\n二、丙方面\n丙文。\n三、甲方面\n甲文。\n（一）丁方面\n丁文。\n"
    assert narrative(read_text(TITLE + text)) == {
        "甲方面/乙方面": "乙文。",
        "丙方面": "丙文。",
        "甲方面/前文": "# 甲方面\n甲文。",
        "甲方面/丁方面": "丁文。",
    }


def test_numbers_typed_into_a_styled_heading_are_left_out() -> None:
    headings = [
        Paragraph(f"二）8{one}方面", Place(paragraph=at), level=1)
        for at, one in enumerate("三四", 1)
    ]
    texts = [Paragraph(f"第{at}件事做完了。", Place(paragraph=10 + at)) for at in (1, 2)]
    title = Paragraph(TITLE.strip(), Place(), is_bold=True)
    blocks = (title, headings[0], texts[0], headings[1], texts[1])
    (report,) = read(Document("报告.docx", "docx", blocks))
    assert narrative(report) == {"8三方面": texts[0].text, "8四方面": texts[1].text}
    assert "二）" in [one.text for one in report.left_out]


@pytest.mark.parametrize("typed", ["①", "（一）", "一、", "1.（1）"])
def test_a_number_that_was_typed_behind_the_automatic_one_is_left_out_too(typed: str) -> None:
    """The site numbers headings itself: a draft with it would be read without it."""
    numbered = [
        Paragraph(f"{typed}{words}方面", Place(paragraph=at), number=number, level=1)
        for at, (number, words) in enumerate((("一、", "示例"), ("二、", "别的")), 1)
    ]
    texts = [Paragraph(f"第{at}件事做完了。", Place(paragraph=10 + at)) for at in (1, 2)]
    title = Paragraph(TITLE.strip(), Place(), is_bold=True)
    blocks = (title, numbered[0], texts[0], numbered[1], texts[1])
    (report,) = read(Document("报告.docx", "docx", blocks))
    assert narrative(report) == {"示例方面": texts[0].text, "别的方面": texts[1].text}
    assert f"一、{typed}" in [one.text for one in report.left_out]


def test_department_and_date_that_end_a_report_are_fields() -> None:
    report = read_text(f"{TITLE}{OUTLINE}示例县水利局\n2023年3月8日\n")
    assert value(report, "报告日期") == "2023-03-08"
    assert narrative(report)["评价结论及建议/相关建议"] == "（1）增加人手。"


def test_a_list_of_contents_is_left_out() -> None:
    contents = "目 录\n一、项目概况......1\n（一）项目基本情况......1\n二、项目绩效情况......错误!未定义书签。\n"
    report = read_text(TITLE + contents + OUTLINE)
    assert len(narrative(report)) == 7
    assert reasons(report)["目录"].startswith("目 录一、项目概况")


def test_lines_of_a_cover_that_are_not_understood_keep_their_places() -> None:
    report = read_text(f"{TITLE}项目单位概要\n示例路1号\n{OUTLINE}")
    assert [(one.text, one.place.paragraph) for one in report.unclassified] == [
        ("项目单位概要", 2),
        ("示例路1号", 3),
    ]


@pytest.mark.parametrize(
    ("text", "sureness"),
    [
        ("一、管护办法\n各村自管。\n二、联动巡护\n每周两次。\n三、资金来历\n县里安排。\n", Sureness.SURE),
        ("一、管护办法\n各村自管。\n三、联动巡护\n每周两次。\n四、资金来历\n县里安排。\n", Sureness.LIKELY),
        ("一、管护办法，各村\n自管。\n二、联动巡护\n每周两次。\n三、资金来历\n县里安排。\n", Sureness.LIKELY),
    ],
)  # fmt: skip
def test_own_headings_are_sure_where_their_numbers_leave_no_doubt(
    text: str, sureness: Sureness
) -> None:
    report = read_text(TITLE + text)
    of_narrative = [one for path, one in report.values.items() if path[0] == "正文"]
    assert {one.sureness for one in of_narrative} == {sureness}, narrative(report)

"""PDF files as documents: paragraphs, tables, what stands at the edges, what cannot be read."""

import pytest
import typst
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from generator.check.attachments.contents import Quota, Unreadable
from generator.documents.document import Document, Paragraph
from generator.documents.pdf import read
from tests.support.pdf_pages import (
    HEIGHT,
    LEFT,
    SIZE,
    TOP,
    WIDTH,
    Draw,
    at,
    beside,
    both,
    broken,
    cells,
    centred,
    lines,
    pdf,
    ruled,
    seen,
    tables,
    texts,
)

LONG = (
    "示例县水利局按照年初预算安排组织实施农村饮水安全工程资金到位率和执行率均为百分之百，" * 3
    + "完成。"
)
OTHER = "项目共改造供水管网12.5公里，惠及群众3200人，水质检测合格率98.5%，ABC平台上线运行。" * 2
SHORT = "一、项目概况"


def document(data: bytes) -> Document:
    return read(data, "示例.pdf", Quota())


def scan(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)


def in_mode(text: str, mode: int) -> Draw:
    def draw(canvas: Canvas) -> None:
        drawn = canvas.beginText(LEFT, 500)
        drawn.setTextRenderMode(mode)
        drawn.textOut(text)
        canvas.drawText(drawn)

    return draw


# Paragraphs


def test_a_blank_that_is_not_drawn_parts_chinese_words() -> None:
    first = "主题词：组织机构"
    gap = 0.32 * SIZE  # of a blank in a Latin font
    row = both(at(LEFT, 700, first), at(LEFT + len(first) * SIZE + gap, 700, "主题分类：其他"))
    assert texts(document(pdf(row))) == ["主题词：组织机构 主题分类：其他"]


def test_the_lines_of_a_paragraph_are_joined_without_blanks() -> None:
    paragraphs = [LONG, SHORT, OTHER, "（一）资金情况", LONG[:60] + "。"]
    found = document(pdf(lines(broken(paragraphs))))
    assert texts(found) == paragraphs
    assert not found.missing
    assert not found.asides


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    every = list(broken([LONG, OTHER, LONG]))
    found = document(pdf(lines(every[:6]), lines(every[6:])))
    assert texts(found) == [LONG, OTHER, LONG]
    assert [one.place.page for one in found.blocks] == [1, 1, 2]


def test_a_full_line_is_followed_by_a_new_paragraph_where_that_is_numbered_or_indented() -> None:
    full = "资" * (WIDTH - 3) + "。"
    every = [(2, full), (2, full), (0, "二、" + "金" * (WIDTH - 3) + "。"), (0, "三、完")]
    assert len(texts(document(pdf(lines(every * 2))))) == 8


def test_a_larger_gap_begins_a_paragraph() -> None:
    full = [(0, "资" * WIDTH)]
    page = both(lines(full * 4), lines(full * 2, top=TOP - 200))
    assert [len(one) // WIDTH for one in texts(document(pdf(page)))] == [4, 2]


def test_words_of_latin_letters_keep_their_blank_and_numbers_stay_whole() -> None:
    every = [(0, "资" * (WIDTH - 5) + "Windows"), (0, "Server 系统，共 1"), (0, "资" * WIDTH)]
    [text] = texts(document(pdf(lines([*every[:1], every[1], *every[2:] * 3]))))[:1]
    assert "Windows Server" in text


def test_no_blank_comes_between_chinese_and_latin_where_the_file_has_none() -> None:
    page = both(at(72, 700, "示例"), at(98.5, 700, "T0"), at(113, 700, "甲 乙"))
    assert texts(document(pdf(page))) == ["示例T0甲 乙"]


def test_a_title_of_two_lines_is_one_paragraph() -> None:
    body = lines(broken([LONG, OTHER]), top=600)
    title = both(
        centred(740, "示例县农村饮水安全工程项目支出绩效自", 24), centred(708, "评报告", 24)
    )
    found = document(pdf(both(title, body)))
    assert texts(found)[0] == "示例县农村饮水安全工程项目支出绩效自评报告"
    first = found.blocks[0]
    assert isinstance(first, Paragraph)
    assert (first.style, first.is_centred) == ("标题", True)


def test_a_signature_and_its_date_at_the_right_are_two_paragraphs() -> None:
    right = LEFT + WIDTH * SIZE
    page = both(
        lines(broken([LONG, OTHER])),
        at(right - 6 * SIZE, 400, "示例县水利局"),
        at(right - 9 * SIZE, 380, "2024年3月5日"),
    )
    assert texts(document(pdf(page)))[2:] == ["示例县水利局", "2024年3月5日"]


def test_columns_that_no_line_parts_stay_lines_with_tabs() -> None:
    rows = [both(*(at(LEFT + 150 * column, 700 - 20 * row, f"值{row}{column}") for column in range(3)))
            for row in range(3)]  # fmt: skip
    assert texts(document(pdf(both(*rows)))) == [
        f"值{row}0\t值{row}1\t值{row}2" for row in range(3)
    ]


def test_a_raised_figure_stays_in_its_line() -> None:
    page = both(at(LEFT, 700, "共120m"), at(LEFT + 36, 705, "2", 7), at(LEFT, 680, "第二行"))
    assert texts(document(pdf(page)))[0] == "共120m2"


# Tables

HEADER = ["一级指标", "二级指标", "目标值"]
THREE = [90.0, 150.0, 90.0]


def test_a_ruled_table_is_a_table_with_its_places() -> None:
    rows = [HEADER, ["产出指标", "管网改造长度", "≥12公里"]]
    found = document(
        pdf(both(lines([(0, "表前")]), ruled(THREE, rows, 740), at(LEFT, 640, "表后")))
    )
    assert texts(found) == ["表前", "表后"]
    [table] = tables(found.blocks)
    assert cells(table) == {(row, column): text for row, one in enumerate(rows)
                            for column, text in enumerate(one)}  # fmt: skip
    assert str(table.cells[-1].place) == "第 1 页表 1 第 2 行第 3 列"


def test_merged_cells_have_spans() -> None:
    def page(canvas: Canvas) -> None:
        for x1, y1, x2, y2 in [
            (100, 700, 400, 700), (200, 680, 400, 680), (100, 660, 400, 660), (100, 640, 400, 640),
            (100, 700, 100, 640), (400, 700, 400, 640), (200, 700, 200, 660), (300, 680, 300, 640),
        ]:  # fmt: skip
            canvas.line(x1, y1, x2, y2)

    places = [
        (110, 686, "甲"),
        (210, 686, "乙"),
        (210, 666, "丙"),
        (310, 666, "丁"),
        (110, 646, "戊"),
        (310, 646, "己"),
    ]
    [table] = tables(document(pdf(both(page, *(at(*one) for one in places)))).blocks)
    spans = {one.text: (one.row, one.column, one.row_span, one.column_span) for one in table.cells}
    assert spans == {"甲": (0, 0, 2, 1), "乙": (0, 1, 1, 2), "丙": (1, 1, 1, 1), "丁": (1, 2, 1, 1),
                     "戊": (2, 0, 1, 2), "己": (2, 2, 1, 1)}  # fmt: skip


@pytest.mark.parametrize("kind", ["rectangles", "thin rectangles", "double lines", "open sides"])
def test_lines_are_found_however_they_are_drawn(kind: str) -> None:
    def page(canvas: Canvas) -> None:
        xs, ys = (100, 200, 300), (700, 680, 660)
        if kind == "rectangles":
            for x in xs[:2]:
                for y in ys[1:]:
                    canvas.rect(x, y, 100, 20)
            return
        for x in xs[1:2] if kind == "open sides" else xs:
            canvas.rect(x - 0.3, 660, 0.6, 40, stroke=0, fill=1)
            if kind == "double lines":
                canvas.rect(x + 1.7, 660, 0.6, 40, stroke=0, fill=1)
        for y in ys:
            canvas.line(100, y, 300, y)

    texts_at = [
        at(110 + 100 * (one % 2), 686 - 20 * (one // 2), text)
        for one, text in enumerate("甲乙丙丁")
    ]
    [table] = tables(document(pdf(both(page, *texts_at))).blocks)
    assert cells(table) == {(0, 0): "甲", (0, 1): "乙", (1, 0): "丙", (1, 1): "丁"}


def test_the_text_of_a_cell_is_joined_where_it_was_broken_only() -> None:
    rows = [["指标", "值"], ["农村供水管网改造长\n度（公里）", "12\n公里"]]
    [table] = tables(document(pdf(ruled([9 * SIZE + 10.0, 90], rows))).blocks)
    assert cells(table)[1, 0] == "农村供水管网改造长度（公里）"
    assert cells(table)[1, 1] == "12\n公里"


def test_a_table_within_a_cell_is_a_block_of_the_cell() -> None:
    page = both(
        ruled([150, 250], [["外甲", "外乙"], ["左", "前\n\n\n\n"]], 700),
        ruled([60, 60], [["一", "二"], ["三", "四"]], 655, 250),
    )
    [table] = tables(document(pdf(page)).blocks)
    [inner] = tables(table.cells[3].blocks)
    assert cells(inner) == {(0, 0): "一", (0, 1): "二", (1, 0): "三", (1, 1): "四"}
    assert table.cells[3].blocks[0].text == "前"  # type: ignore[union-attr]


def test_a_frame_around_a_page_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(40, 40, 515, 760)
        canvas.drawString(80, 700, "框里的文字")
        canvas.line(80, 698, 150, 698)

    assert texts(document(pdf(page))) == ["框里的文字"]


def rows_from(first: int, count: int) -> list[list[str]]:
    return [["", f"指标{number}", f"≥{number}"] for number in range(first, first + count)]


def test_a_table_that_goes_on_is_one_and_its_header_is_told_once() -> None:
    page = both(at(LEFT, 800, "附表"), ruled(THREE, [HEADER, *rows_from(0, 30)]))
    found = document(
        pdf(page, ruled(THREE, [HEADER, *rows_from(30, 20)]), ruled(THREE, rows_from(50, 3)))
    )
    [table] = tables(found.blocks)
    assert table.row_count == 54
    assert [cells(table)[row + 1, 1] for row in range(53)] == [f"指标{row}" for row in range(53)]
    [aside] = [one for one in found.asides if one.kind == "重复表头"]
    assert aside.is_visible
    assert aside.place.page == 2
    assert [one.text for one in aside.blocks[0].cells] == HEADER  # type: ignore[union-attr]
    assert table.cells[-1].place.page == 3


def test_tables_of_other_columns_or_with_text_between_stay_apart() -> None:
    first = ruled(THREE, [HEADER, *rows_from(0, 3)])
    other = ruled([90, 60, 180], [HEADER])
    titled = both(at(LEFT, 750, "另一个表"), ruled(THREE, [HEADER], 730))
    assert len(tables(document(pdf(first, other, titled)).blocks)) == 3


def test_a_merged_cell_goes_on_over_the_end_of_a_page() -> None:
    def part(texts_of_left: str, first: int) -> Draw:
        def page(canvas: Canvas) -> None:
            canvas.grid([160, 300, 400], [TOP, TOP - HEIGHT, TOP - 2 * HEIGHT])
            canvas.rect(72, TOP - 2 * HEIGHT, 88, 2 * HEIGHT)
            canvas.drawString(77, TOP - 14, texts_of_left)
            for row in range(2):
                canvas.drawString(165, TOP - 14 - HEIGHT * row, f"指标{first + row}")

        return page

    [table] = tables(document(pdf(part("产出", 0), part("", 2))).blocks)
    assert (table.cells[0].text, table.cells[0].row_span, table.row_count) == ("产出", 4, 4)


def test_a_row_that_the_page_breaks_is_one_row() -> None:
    widths = [9 * SIZE + 10.0, 90]
    first = ruled(widths, [["指标", "值"], ["改造农村供水管网长\n度并检测水质每年不", "12"]])
    then = ruled(widths, [["少于四次", ""], ["其他", "1"]])
    [table] = tables(document(pdf(first, then)).blocks)
    assert cells(table)[1, 0] == "改造农村供水管网长度并检测水质每年不少于四次"
    assert table.row_count == 3


# Edges of pages


@pytest.mark.parametrize(
    "form", ["{}", "— {} —", "- {} -", "第 {} 页", "第{}页 共3页", "{}/3", "Page {} of 3"]
)
def test_numbers_of_pages_are_apart(form: str) -> None:
    body = list(broken([LONG] * 3))
    pages = [both(lines(body[4 * page : 4 * page + 4]), centred(40, form.format(page + 1)))
             for page in range(3)]  # fmt: skip
    found = document(pdf(*pages))
    assert beside(found, "页码") == [form.format(page) for page in (1, 2, 3)]
    assert "".join(texts(found)) == LONG * 3


def test_heads_and_feet_that_recur_are_apart() -> None:
    pages = [both(at(LEFT, 810, "示例县财政局绩效材料", 9), lines(broken([LONG])), at(LEFT, 30, f"2023年度第{page}册", 9))
             for page in range(4)]  # fmt: skip
    found = document(pdf(*pages))
    assert beside(found, "页眉") == ["示例县财政局绩效材料"] * 4
    assert beside(found, "页脚") == [f"2023年度第{page}册" for page in range(4)]
    assert texts(found) == [LONG] * 4


def test_the_title_above_the_form_of_each_page_is_no_head() -> None:
    title = "项目支出绩效自评表（2023年度）"
    pages = [
        both(centred(795, title), ruled(THREE, [["项目名称", f"示例项目{page}", ""]]))
        for page in range(3)
    ]
    found = document(pdf(*pages))
    assert texts(found) == [title] * 3
    assert len(tables(found.blocks)) == 3


# What is not seen, or cannot be read


@pytest.mark.parametrize(
    "draw",
    [
        in_mode("藏着的字", 3),
        at(700, 500, "藏着的字"),
        at(LEFT, 500, "藏着的字", 0.1),
        lambda canvas: [canvas.setFillGray(1), at(LEFT, 500, "藏着的字")(canvas)],
    ],
    ids=["invisible", "outside", "tiny", "white"],
)
def test_what_no_reader_sees_is_apart_and_not_visible(draw: Draw) -> None:
    found = document(pdf(both(lines([(0, "看得见")]), draw)))
    assert texts(found) == ["看得见"]
    [aside] = found.asides
    assert (aside.kind, aside.is_visible) == ("隐藏文字", False)
    assert beside(found, "隐藏文字") == ["藏着的字"]


def test_white_letters_on_a_dark_ground_are_seen() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(60, 690, 200, 30, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(80, 700, "白字")

    assert texts(document(pdf(page))) == ["白字"]


def test_pages_without_text_are_named() -> None:
    found = document(
        pdf(lines(broken([LONG])), scan, lambda _: None, both(scan, in_mode("认出来的字", 3)))
    )
    assert found.missing == (
        "第 2 页是图片，没有文字",
        "第 4 页是扫描的图片，文字是识别软件认出来的，可能有错",
    )
    assert texts(found) == [LONG, "认出来的字"]
    assert document(pdf(scan, scan)).missing == ("整个文件是图片（扫描件），没有文字",)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_shown(rotation: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(rotation)
        canvas.translate(-200, 0)
        canvas.drawString(0, 100, "横着的页面")
        ruled([80, 80], [["甲", "乙"], ["丙", "丁"]], 80, 0)(canvas)

    found = document(pdf(page, rotation=rotation))
    assert texts(found) == ["横着的页面"]
    assert cells(tables(found.blocks)[0])[1, 1] == "丁"


def test_what_is_filled_into_a_form_is_read() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(LEFT, 700, "Project:")
        canvas.acroForm.textfield(
            value="Water 50.00", x=150, y=695, width=200, height=20, borderWidth=0
        )

    assert "Water50.00" in "".join("".join(texts(document(pdf(page)))).split())


def test_a_file_of_typst_is_read_whole() -> None:
    source = """#set page(paper: "a4", numbering: "— 1 —")
#set text(font: "Noto Serif CJK SC", lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
""" + f"{LONG}\n\n{OTHER}\n\n#table(columns: 3, table.header[甲][乙][丙], ..range(180).map(one => [#one]))\n\n结束"  # fmt: skip
    found = document(typst.compile(source.encode()))
    assert texts(found) == [LONG, OTHER, "结束"]
    [table] = tables(found.blocks)
    assert [one.text for one in table.cells] == [*"甲乙丙", *map(str, range(180))]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "损坏"),
        (b"%PDF-1.4 junk", "损坏"),
        (pdf(lines([(0, "示例")]), encrypt=StandardEncryption("secret")), "密码"),
    ],
    ids=["empty", "damaged", "locked"],
)
def test_what_cannot_be_opened_is_said(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        document(data)


def test_a_file_of_too_many_lines_is_refused_or_read() -> None:
    def page(canvas: Canvas) -> None:
        canvas.grid([10 + 2.9 * one for one in range(190)], [10 + 2.9 * one for one in range(270)])
        canvas.drawString(100, 300, "示例")

    assert seen(document(pdf(page))) == "例示"


def test_two_hundred_pages_stay_in_order() -> None:
    pages = [
        both(lines([(0, f"第{page}部分的内容")]), centred(40, f"{page}")) for page in range(200)
    ]
    found = document(pdf(*pages))
    assert texts(found) == [f"第{page}部分的内容" for page in range(200)]
    assert len(beside(found, "页码")) == 200

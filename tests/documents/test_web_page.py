"""Web pages as documents: the article apart from menus, tables, lists, what is not shown."""

import codecs

import pytest

from generator.check.attachments.contents import Quota, Unreadable
from generator.documents.document import Aside, Document, Paragraph
from generator.documents.web_page import read
from tests.support.pdf_pages import beside, cells, seen, tables, texts

TITLE = "示例县水利局2023年度项目支出绩效自评报告"
TEXT = "示例县水利局按照年初预算安排组织实施农村饮水安全工程，资金全部到位，各项绩效目标均已完成。"
HEAD = f'<meta charset="utf-8"><title>{TITLE}_示例县人民政府</title>'


def document(page: str | bytes) -> Document:
    return read(page.encode() if isinstance(page, str) else page, "示例.html", Quota())


def body(inner: str) -> Document:
    return document(f"<!DOCTYPE html><html><head>{HEAD}</head><body>{inner}</body></html>")


def navigation(found: Document) -> str:
    return "".join(beside(found, "网页导航"))


# Portals

DIVISIONS = f"""
<div class="header"><a href="/">首页</a><ul class="nav"><li><a href="/a">政务公开</a></li><li><a href="/b">办事服务</a></li></ul></div>
<div class="location">当前位置：<a href="/">首页</a> &gt; <a href="/c">财政信息</a> &gt; 正文</div>
<h1>{TITLE}</h1><p>发布时间：2024-03-05 来源：示例县水利局 浏览次数：12</p>
<div class="TRS_Editor"><p>　　一、项目概况</p><p>　　{TEXT}</p><p>示例县水利局</p><p>2024年3月5日</p></div>
<div>【打印】【关闭】</div><p>上一篇：<a href="/d">关于某事的通知</a></p>
<div class="foot"><p>主办：示例县人民政府</p><p>地址：示例县某路1号</p><p>版权所有 示ICP备00000号</p></div>"""
LAYOUT_TABLES = f"""<table width="1000"><tr><td colspan="2"><a href="/">首页</a> <a href="/n">新闻</a></td></tr>
<tr><td><table><tr><td><a href="/1">菜单一</a></td></tr><tr><td><a href="/2">菜单二</a></td></tr></table></td>
<td><table><tr><td align="center"><font size="5"><b>{TITLE}</b></font></td></tr>
<tr><td>一、项目概况<br>　　{TEXT}<br>示例县水利局<br>2024年3月5日</td></tr></table></td></tr>
<tr><td colspan="2" align="center">版权所有：示例县人民政府</td></tr></table>"""
SECTIONS = f"""<header><nav><a href="/">首页</a></nav></header><main><article>
<header><h2>{TITLE}</h2></header><section><p>一、项目概况</p><p>{TEXT}</p><p>示例县水利局<br>2024年3月5日</p></section></article></main>
<aside><a href="/x">相关链接</a></aside><footer>网站标识码0000000000</footer>"""


@pytest.mark.parametrize(
    "page", [DIVISIONS, LAYOUT_TABLES, SECTIONS], ids=["divisions", "tables", "sections"]
)
def test_the_article_of_a_portal_is_apart_from_what_stands_around(page: str) -> None:
    found = body(page)
    assert texts(found) == [TITLE, "一、项目概况", TEXT, "示例县水利局", "2024年3月5日"]
    title = found.blocks[0]
    assert isinstance(title, Paragraph)
    assert title.style == "标题"
    assert "首页" in navigation(found)
    assert all(one.is_visible for one in found.asides if one.kind == "网页导航")
    assert beside(found, "网页标题") == [f"{TITLE}_示例县人民政府"]


def test_what_a_portal_says_of_an_article_is_apart_from_its_menus() -> None:
    assert beside(body(DIVISIONS), "网页信息") == [
        "发布时间：2024-03-05 来源：示例县水利局 浏览次数：12"
    ]


def test_links_to_attachments_stay_in_the_article() -> None:
    found = body(
        f'<h1>{TITLE}</h1><p>{TEXT}</p><p>附件：<a href="a.xlsx">项目支出绩效自评表.xlsx</a></p>'
    )
    assert texts(found)[-1] == "附件：项目支出绩效自评表.xlsx"


def test_a_name_of_its_class_takes_no_article_away() -> None:
    found = body(f'<div class="side"><p>{TEXT}</p><p>{TEXT}</p></div>')
    assert texts(found)[1:] == [TEXT, TEXT]


def test_a_page_without_heading_has_its_title() -> None:
    found = body(f"<p>{TEXT}</p>")
    assert texts(found) == [f"{TITLE}_示例县人民政府", TEXT]


def test_a_file_that_word_saved_is_text_from_begin_to_end() -> None:
    found = document(
        f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<title>附件</title></head><body lang=ZH-CN><div class=WordSection1><p class=MsoNormal align=center><b>{TITLE}<o:p></o:p></b></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>一、<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>项目
概况</p><p>主办单位：示例县水利局</p><p style='mso-hide:all;display:none'>藏</p></div></body></html>"""
    )
    assert texts(found) == [TITLE, "一、项目概况", "主办单位：示例县水利局"]
    heading = found.blocks[1]
    assert isinstance(heading, Paragraph)
    assert (heading.number, heading.text) == ("一、", "项目概况")


def test_heads_and_feet_that_libreoffice_saves_are_apart() -> None:
    found = body(
        '<div title="header"><p>页眉的字</p></div><p>正文</p><div title="footer"><p>— <sdfield>5</sdfield> —</p></div>'
    )
    assert (beside(found, "页眉"), beside(found, "页脚")) == (["页眉的字"], ["— 5 —"])


# Paragraphs


def test_paragraphs_and_breaks_are_paragraphs_and_words_of_a_line_are_one() -> None:
    found = body(
        "<h1>题目是这个</h1>甲<b>乙</b><p>丙<span>丁</span><br>戊</p><div>己<div>庚</div>辛</div><dl><dt>壬<dd>癸</dl>"
    )
    assert texts(found) == ["题目是这个", "甲乙", "丙丁", "戊", "己", "庚", "辛", "壬", "癸"]


def test_the_end_of_a_line_of_the_file_is_no_blank_between_chinese_characters() -> None:
    found = body("<h1>题目是这个</h1><p>项目\n概况 共\n12 个 and\nmore&nbsp;x</p>")
    assert texts(found)[1] == "项目概况 共 12 个 and more\u00a0x"


def test_lines_of_preformatted_text_are_kept_with_their_blanks() -> None:
    assert texts(body("<h1>题目是这个</h1><pre>\n甲  乙\n丙\t丁</pre>"))[1:] == ["甲  乙", "丙\t丁"]


def test_headings_have_their_level_and_looks_are_told() -> None:
    found = body(
        "<h1>示例县<br>自评报告</h1><h3>一、概况</h3><p align=center><b>甲</b></p><p><b>乙</b>丙</p>"
    )
    blocks = [one for one in found.blocks if isinstance(one, Paragraph)]
    assert [(one.text, one.level) for one in blocks[:2]] == [
        ("示例县\n自评报告", 1),
        ("一、概况", 3),
    ]
    assert [(one.is_bold, one.is_centred) for one in blocks[2:]] == [(True, True), (False, False)]


LISTS = [
    ("<ol><li>甲<li>乙</ol>", ["1.", "2."]),
    ('<ol start="3"><li>甲<li value="7">乙<li>丙</ol>', ["3.", "7.", "8."]),
    ("<ol reversed><li>甲<li>乙<li>丙</ol>", ["3.", "2.", "1."]),
    ('<ol type="a" start="26"><li>甲<li>乙</ol>', ["z.", "aa."]),
    ('<ol type="I" start="4"><li>甲<li type="i">乙</ol>', ["IV.", "v."]),
    (
        '<ol style="list-style-type: cjk-ideographic" start="10"><li>甲<li>乙</ol>',
        ["十、", "十一、"],
    ),
    ('<ol style="list-style-type: none"><li>甲</ol>', [""]),
    ("<ul><li>甲<li>乙</ul>", ["", ""]),
    ("<ol><li><p>甲</p><p>续</p><ol type=A><li>乙</ol><li>丙</ol>", ["1.", "", "A.", "2."]),
    ("<ol><li></li><li>乙</ol>", ["1.", "2."]),
    ('<ol start="x"><li value="99999999999">甲</ol>', ["1."]),
]


@pytest.mark.parametrize(("page", "numbers"), LISTS, ids=[page for page, _ in LISTS])
def test_items_of_lists_have_the_numbers_that_browsers_show(page: str, numbers: list[str]) -> None:
    found = body(f"<h1>题目是这个</h1>{page}")
    assert [one.number for one in found.blocks[1:] if isinstance(one, Paragraph)] == numbers


# Tables


def test_cells_stand_where_html_puts_them() -> None:
    found = body(
        """<h1>题目是这个</h1><table border=1><caption>目标表</caption><tfoot><tr><td>合计<td>2<td></tfoot>
<tr><th rowspan=2>指标<th colspan=2>值</tr><tr><td>年初<br>目标<td>完成<p>值</p></tr>
<tr><td rowspan=0>产出<td>≥95%<td>96%<tr><td>时效<td>100%</table>"""
    )
    assert texts(found) == ["题目是这个", "目标表"]
    [table] = tables(found.blocks)
    assert cells(table) == {
        (0, 0): "指标", (0, 1): "值", (1, 1): "年初\n目标", (1, 2): "完成\n值", (2, 0): "产出", (2, 1): "≥95%",
        (2, 2): "96%", (3, 1): "时效", (3, 2): "100%", (4, 1): "合计", (4, 2): "2",
    } or cells(table)[4, 0] == "合计"  # fmt: skip
    spans = {one.text: (one.row_span, one.column_span) for one in table.cells}
    assert (spans["指标"], spans["值"]) == ((2, 1), (1, 2))
    assert str(table.cells[1].place) == "表 1 第 1 行第 2 列"


def test_a_table_in_a_cell_is_a_block_of_the_cell() -> None:
    found = body(
        "<h1>题目是这个</h1><table border><tr><td>外<table><tr><td>内<td>层</table>后</td><td>右</table>"
    )
    [table] = tables(found.blocks)
    [inner] = tables(table.cells[0].blocks)
    assert cells(inner) == {(0, 0): "内", (0, 1): "层"}
    assert [one.text for one in table.cells[0].blocks if isinstance(one, Paragraph)] == ["外", "后"]


def test_a_form_with_much_text_in_one_cell_is_a_table() -> None:
    rows = "".join(f"<tr><td>栏目{row}</td><td>{row}</td></tr>" for row in range(8))
    found = body(f"<table>{rows}<tr><td>总结</td><td>{f'<p>{TEXT}</p>' * 5}</td></tr></table>")
    [table] = tables(found.blocks)
    assert table.row_count == 9


def test_columns_in_which_no_cell_begins_are_none() -> None:
    found = body(
        "<p>甲甲甲甲</p><table border=1><tr><td colspan=900>甲<td>乙</tr><tr><td colspan=900>丙<td>丁</table>"
    )
    [table] = tables(found.blocks)
    assert table.column_count == 2


def test_text_between_rows_is_not_lost() -> None:
    assert (
        seen(body("<h1>题目是这个</h1><table border=1>甲<tr>乙<td>丙</td>丁</tr>戊</table>")).count(
            "乙"
        )
        == 1
    )


# What is not shown

HIDDEN = [
    "<script>藏</script>", "<style>藏</style>", "<p hidden>藏</p>", '<p style="display: none">藏</p>',
    '<div style="visibility:hidden"><p>藏</p></div>', '<p class="x y">藏</p>', "<!-- 藏 -->", "<noscript>藏</noscript>",
    "<template><p>藏</p></template>", '<input type="hidden" value="藏">', "<select><option>藏<option selected>显</select>",
    "<table border=1><tr style='display:none'><td>藏</td></tr><tr><td>显<td>显</table>",
]  # fmt: skip


@pytest.mark.parametrize("inner", HIDDEN)
def test_what_a_page_hides_is_not_visible(inner: str) -> None:
    found = body(f"<style>.y, p.z {{ color: red; display:none }}</style><p>{TEXT}</p>{inner}")
    assert "藏" not in seen(found)
    assert TEXT in texts(found)
    assert not [one for one in found.asides if one.kind == "隐藏文字" and one.is_visible]


def test_boxes_to_tick_and_fields_show_what_they_hold() -> None:
    found = body(
        f'<p>{TEXT}</p><p>是<input type=checkbox checked>否<input type=checkbox> <input value="50.00"></p>'
    )
    assert texts(found)[-1] == "是☑否□ 50.00"


def test_readings_above_characters_are_apart() -> None:
    found = body(f"<p>{TEXT}</p><p><ruby>绩<rp>(</rp><rt>jì</rt><rp>)</rp></ruby>效</p>")
    assert texts(found)[-1] == "绩效"
    assert beside(found, "注音") == ["jì"]


def test_a_page_that_shows_another_file_says_so() -> None:
    found = body('<h1>题目是这个</h1><iframe src="a.pdf"></iframe>')
    assert "正文嵌在另一个网页或文件里" in found.missing[0]
    assert "只有图片" in body('<h1>题目是这个</h1><img src="a.jpg">').missing[0]


# Encodings


@pytest.mark.parametrize(
    ("said", "encoding", "mark"),
    [
        ("utf-8", "utf-8", b""), ("gb2312", "gb18030", b""), ("GBK", "gb18030", b""), ("", "gb18030", b""), ("", "utf-8", b""),
        ("gb2312", "utf-8", b""), ("utf-8", "gb18030", b""), ("gb2312", "utf-8", codecs.BOM_UTF8), ("big5", "big5", b""),
        ("utf-8", "utf-16-le", codecs.BOM_UTF16_LE), ("", "utf-16-be", b""), ("utf-16", "utf-8", b""), ("没有", "utf-8", b""),
    ],
)  # fmt: skip
def test_the_encoding_is_what_fits(said: str, encoding: str, mark: bytes) -> None:
    text = "中文：㐀镕①" if encoding != "big5" else "中文"
    page = f'<html><head><meta charset="{said}"></head><body><p>{text}</p></body></html>'
    found = document(mark + page.encode(encoding))
    assert texts(found) == [text]
    assert not found.missing


def test_bytes_that_are_no_letters_are_told() -> None:
    found = document(b'<meta charset="utf-8"><p>' + "示例".encode() + b"\xff\xff</p>")
    assert "编码" in found.missing[0]


# Hostile pages


def test_a_page_of_deep_tags_is_read_or_refused() -> None:
    assert texts(document("<div>" * 3000 + "甲")) == ["甲"]
    assert seen(document("<table><tr><td>" * 900 + "甲")) == "甲"
    assert seen(document("<b><i>" * 1500 + "甲")) == "甲"
    with pytest.raises(Unreadable, match="套得太深"):
        document("<div>" * 1_000_000)


@pytest.mark.parametrize(
    "page",
    [
        "<table border=1>" + "<tr><td colspan=1000 rowspan=60000>甲" * 4000,
        "<table border=1><tr>" + "<td rowspan=99999999999 colspan=99999999999>" * 5000 + "甲",
        f'<p style="{"a" * 1_000_000}">甲</p>',
        f"<style>{'a' * 1_000_000}</style><p>甲</p>",
        f"<title>{'_a' * 100_000}</title><p>甲</p>",
        "<ol><li>" * 2000 + "甲",
    ],
    ids=["spans", "wide", "attribute", "style", "title", "lists"],
)
def test_a_page_made_to_harm_is_read_or_refused(page: str) -> None:
    try:
        found = seen(document(page))
    except Unreadable as error:
        found = str(error)
    assert "甲" in found or "太多" in found


def test_asides_have_their_place() -> None:
    asides: list[Aside] = [one for one in body(DIVISIONS).asides if one.blocks]
    assert all(str(one.place) for one in asides)

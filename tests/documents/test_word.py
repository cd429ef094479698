"""Word files as they are read: every visible character once, in its place."""

import io
import zipfile

import docx
import pytest

from generator.check.attachments.contents import MAX_ELEMENTS, Quota, Unreadable
from generator.documents.document import Aside, Document, Paragraph, Picture, Table, paragraphs
from generator.documents.word import read
from tests.support.word_files import (
    abstract,
    cell,
    complex_field,
    element,
    num,
    paragraph,
    row,
    run,
    style,
    table,
    text_box,
    word_file,
    zipped,
)

BOX_IS_TICKED = "<w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData>"
CHOICE = "<w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='优'/><w:listEntry w:val='良'/></w:ddList></w:ffData>"


def document(body: str, **parts: str) -> Document:
    return read(word_file(body, **parts), "例.docx", Quota())


def lines(found: Document) -> list[str]:
    return [one.shown for one in paragraphs(found.blocks)]


def only_table(found: Document) -> Table:
    (one,) = [one for one in found.blocks if isinstance(one, Table)]
    return one


def texts(found: Table) -> list[list[str]]:
    return [[one.text if one else "-" for one in line] for line in found.grid]


def aside(found: Document, kind: str) -> Aside:
    (one,) = [one for one in found.asides if one.kind == kind]
    return one


def words(one: Aside) -> str:
    return "\n".join(each.shown for each in paragraphs(one.blocks))


# What a paragraph holds, and what is seen of it.
SEEN = {
    "几段文字拼成": (run("项目") + run("概况"), "项目概况"),
    "插入的在": (f"<w:ins>{run('新增')}</w:ins>{run('资金')}", "新增资金"),
    "删去的不在": (f"<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>{run('新')}", "新"),
    "删去的里面的 t 也不在": (f"<w:del>{run('旧')}</w:del>{run('新')}", "新"),
    "插入后又删去的不在": (f"<w:ins><w:del>{run('旧')}</w:del>{run('新')}</w:ins>", "新"),
    "移走的不在，移来的在": (f"<w:moveFrom>{run('甲')}</w:moveFrom>{run('乙')}<w:moveTo>{run('甲')}</w:moveTo>", "乙甲"),
    "制表符": ("<w:r><w:t>一</w:t><w:tab/><w:t>二</w:t></w:r>", "一\t二"),
    "换行": ("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:cr/><w:t>三</w:t></w:r>", "一\n二\n三"),
    "分页不是文字": ('<w:r><w:t>一</w:t><w:br w:type="page"/><w:t>二</w:t></w:r>', "一二"),
    "不间断连字符": ("<w:r><w:t>2021</w:t><w:noBreakHyphen/><w:t>01</w:t></w:r>", "2021-01"),
    "没有说保留的空格": ("<w:r><w:t>  一  </w:t></w:r>", "一"),
    "保留的空格": (run("  一  "), "  一  "),
    "行内控件": (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('50')}</w:sdtContent></w:sdt>{run('万元')}", "50万元"),
    "智能标记": (f"<w:smartTag><w:smartTagPr/>{run('2021年')}</w:smartTag>", "2021年"),
    "超链接": (f"<w:hyperlink r:id='rId9'>{run('附件')}</w:hyperlink>", "附件"),
    "简单的域": (f'<w:fldSimple w:instr="DATE">{run("2021年3月")}</w:fldSimple>', "2021年3月"),
    "域只见结果": (complex_field(" PAGE ", run("3")), "3"),
    "域里套域": (complex_field(' IF "', run("对")) + run("了"), "对了"),
    "没有完的域": ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("还在"), "还在"),
    "代码里的域的结果不见": (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{complex_field("REF", run("暗"))}'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("明")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "明",
    ),
    "勾上的方框": (complex_field(" FORMCHECKBOX ", None, BOX_IS_TICKED) + run("是"), "☒是"),
    "空的方框": (complex_field(" FORMCHECKBOX ") + run("否"), "☐否"),
    "下拉的选项": (complex_field(" FORMDROPDOWN ", None, CHOICE), "良"),
    "带圈的数": (complex_field(r" eq \o\ac(○,3) ") + run("村"), "③村"),
    "带圈的字": (complex_field(r" EQ \o\ac(○,密) "), "密"),
    "符号域": (complex_field(r" SYMBOL 254 \f Wingdings \s 12 "), "☑"),
    "勾": ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("优"), "☑优"),
    "方框": ('<w:r><w:sym w:font="Wingdings 2" w:char="00A3"/></w:r>' + run("良"), "□良"),
    "不小于": ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run("95%"), "≥95%"),
    "用符号字体写的字": (run("o", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "□"),
    "符号字体里的私用字": (run("\uf0fc", '<w:rFonts w:hAnsi="Wingdings"/>'), "✓"),
    "符号字体里的汉字照旧": (run("汉", '<w:rFonts w:ascii="Wingdings"/>'), "汉"),
    "注音只要本字": (
        f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('xiào')}</w:rt><w:rubyBase>{run('效')}</w:rubyBase></w:ruby></w:r>",
        "效",
    ),
    "公式": ("<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>", "ab"),
    "不认得的元素里的文字": (f"<w:new>{run('在')}</w:new>", "在"),
    "修订前的格式不算": (run("甲", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"), "甲"),
    "关掉的隐藏": (run("甲", '<w:vanish w:val="0"/>'), "甲"),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEN)
def test_a_paragraph_reads_as_it_is_seen(name: str) -> None:
    inner, seen = SEEN[name]
    assert lines(document(paragraph(inner))) == [seen]


def test_the_strict_kind_of_the_format_reads_the_same() -> None:
    usual = word_file(paragraph("甲") + table(row("乙")))
    with zipfile.ZipFile(io.BytesIO(usual)) as package:
        files = {one: package.read(one).decode() for one in package.namelist()}
    strict = {
        name: text.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, text in files.items()
    }  # fmt: skip
    assert strict != files
    assert lines(read(zipped(strict), "例.docx", Quota())) == ["甲", "乙"]


def test_blocks_stand_in_their_order_with_their_places() -> None:
    body = paragraph("一") + table(row("甲", "乙"), row("丙", "丁")) + paragraph() + paragraph("二")
    found = document(body)
    assert [type(one) for one in found.blocks] == [Paragraph, Table, Paragraph, Paragraph]
    assert [str(one.place) for one in found.pieces()] == [
        "正文第 1 段", "表 1 第 1 行第 1 列", "表 1 第 1 行第 2 列", "表 1 第 2 行第 1 列", "表 1 第 2 行第 2 列", "正文第 3 段",
    ]  # fmt: skip


def test_blocks_in_controls_and_moved_blocks_are_there() -> None:
    inner = paragraph("控件里") + table(row("格"))
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
        f"<w:customXml>{paragraph('标记里')}</w:customXml>"
        f"<w:moveFrom>{paragraph('移走')}</w:moveFrom><w:moveTo>{paragraph('移来')}</w:moveTo>"
    )
    assert lines(document(body)) == ["控件里", "格", "标记里", "移来"]


def test_a_heading_has_its_level_whoever_says_so() -> None:
    outline = '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
    styles = (
        style("1", "heading 1")
        + style("2", "小标题", inner=outline)
        + style("3", "再小", based_on="2")
        + style("4", "正文样", based_on="2", inner='<w:pPr><w:outlineLvl w:val="9"/></w:pPr>')
    )
    body = "".join(paragraph("甲", style=one) for one in ("1", "2", "3", "4"))
    body += paragraph("甲", more='<w:outlineLvl w:val="0"/>') + paragraph("甲")
    found = [one for one in document(body, styles=styles).blocks if isinstance(one, Paragraph)]
    assert [one.level for one in found] == [1, 2, 2, 0, 1, 0]
    assert [one.style for one in found] == ["heading 1", "小标题", "再小", "正文样", "", ""]


def test_bold_and_centred_are_inherited() -> None:
    inner = '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr>'
    styles = style("T", "标题样", inner=inner) + style("U", based_on="T")
    body = paragraph("甲", style="U") + paragraph(run("乙", '<w:b w:val="0"/>'), style="U")
    body += paragraph(run("丙", "<w:b/>") + run(" ") + run("丁", "<w:b/>"))
    body += paragraph(run("丙", "<w:b/>") + run("丁"), more='<w:jc w:val="left"/>', style="")
    found = [one for one in document(body, styles=styles).blocks if isinstance(one, Paragraph)]
    assert [(one.is_bold, one.is_centred) for one in found] == [
        (True, True), (False, True), (True, False), (False, False),
    ]  # fmt: skip


def test_merged_cells_are_one_cell_each() -> None:
    found = only_table(
        document(
            table(
                row(
                    cell("一级", '<w:vMerge w:val="restart"/>'),
                    cell("跨两列", '<w:gridSpan w:val="2"/>'),
                ),
                row(cell("", "<w:vMerge/>"), "乙", "丙"),
                row(cell("", '<w:vMerge w:val="continue"/>'), "丁", "戊"),
                row(cell("横", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), "己"),
            )
        )
    )
    assert texts(found) == [
        ["一级", "跨两列", "跨两列"],
        ["一级", "乙", "丙"],
        ["一级", "丁", "戊"],
        ["横", "横", "己"],
    ]
    assert [one.text for one in found.cells] == [
        "一级",
        "跨两列",
        "乙",
        "丙",
        "丁",
        "戊",
        "横",
        "己",
    ]
    assert [(one.row_span, one.column_span) for one in found.cells[:2]] == [(3, 1), (1, 2)]


def test_rows_may_begin_late_and_merged_cells_need_the_same_columns() -> None:
    found = only_table(
        document(
            table(
                row("甲", "乙", "丙"),
                row("丁", properties='<w:gridBefore w:val="2"/>'),
                row(cell("戊", "<w:vMerge/>"), cell("己", "<w:vMerge/>")),
            )
        )
    )
    assert texts(found) == [["甲", "乙", "丙"], ["-", "-", "丁"], ["戊", "己", "-"]]


def test_deleted_rows_and_cells_are_left_out_and_wrapped_ones_are_there() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{cell('控件')}</w:sdtContent></w:sdt>"
    found = only_table(
        document(
            table(
                row("删", properties="<w:del/>"),
                row("增", cell("去", "<w:cellDel/>"), properties="<w:ins/>"),
                f"<w:sdt><w:sdtContent>{row('行控件')}</w:sdtContent></w:sdt>",
                row(wrapped),
            )
        )
    )
    assert texts(found) == [["增"], ["行控件"], ["控件"]]


def test_a_table_in_a_cell_is_a_block_of_the_cell() -> None:
    inner = paragraph("前") + table(row("里")) + paragraph("后")
    found = only_table(document(table(row(cell(inner), "旁"))))
    assert [type(one) for one in found.cells[0].blocks] == [Paragraph, Table, Paragraph]
    assert found.cells[0].text == "前\n里\n后"
    assert found.cells[1].text == "旁"


def test_two_tables_side_by_side_stay_two() -> None:
    found = document(table(row("甲")) + table(row("乙")))
    assert [type(one) for one in found.blocks] == [Table, Table]
    assert [one.place.table for one in found.blocks] == [1, 2]


def test_what_a_merged_cell_covers_and_hidden_rows_are_told_aside() -> None:
    found = document(
        table(
            row(cell("上", '<w:vMerge w:val="restart"/>'), "甲"),
            row(cell("盖住", "<w:vMerge/>"), "乙"),
            row("藏起", properties="<w:hidden/>"),
        )
    )
    assert lines(found) == ["上", "甲", "乙"]
    hidden = [one for one in found.asides if one.kind == "隐藏文字"]
    assert [words(one) for one in hidden] == ["盖住", "藏起"]
    assert not any(one.is_visible for one in hidden)


def test_a_text_box_stands_once_behind_its_paragraph() -> None:
    box = text_box(paragraph("框里") + table(row("格")))
    found = document(paragraph(run("前") + box + run("后")) + paragraph("下一段"))
    assert lines(found) == ["前后", "框里", "格", "下一段"]
    assert [one.place.part for one in found.blocks] == ["正文", "文本框 1", "文本框 1", "正文"]
    old = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>" + paragraph("旧框")
    old += "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    assert lines(document(paragraph(run("甲") + old))) == ["甲", "旧框"]


def test_hidden_text_is_told_aside_wherever_it_is_hidden() -> None:
    styles = (
        style("藏段", inner="<w:rPr><w:vanish/></w:rPr>")
        + style("藏字", kind="character", inner="<w:rPr><w:vanish/></w:rPr>")
    )  # fmt: skip
    body = paragraph(run("明") + run("暗", "<w:vanish/>"))
    body += paragraph("段", style="藏段") + paragraph(
        run("字", '<w:rStyle w:val="藏字"/>') + run("尾")
    )
    body += paragraph(run("又见", '<w:rStyle w:val="藏字"/>'), style="藏段")  # off and on again
    found = document(body, styles=styles)
    assert lines(found) == ["明", "尾", "又见"]
    assert [words(one) for one in found.asides] == ["暗", "段", "字"]
    assert "".join(one.text for one in found.pieces()) == "明尾又见"


def test_what_is_struck_out_is_beside_the_text_and_raised_digits_stay_raised() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = paragraph(run("支出") + run("4", "<w:strike/>") + run("48.6") + run("2", raised))
    found = document(body + paragraph(run("9", "<w:dstrike/>") + run("100m") + run("2", raised)))
    assert lines(found) == ["支出48.6²", "100m²"]
    assert [(one.kind, words(one)) for one in found.asides] == [
        ("删除线划去的文字", "4"),
        ("删除线划去的文字", "9"),
    ]
    assert "".join(one.text for one in found.pieces()).count("4") == 2


def test_readings_above_words_are_told_aside() -> None:
    inner, _ = SEEN["注音只要本字"]
    assert words(aside(document(paragraph(inner)), "注音")) == "xiào"
    old = complex_field(r" EQ \* jc2 \* hps10 \o\ad(\s\up 9(xiào),效) ")
    found = document(paragraph(old))
    assert lines(found) == ["效"]
    assert words(aside(found, "注音")) == "xiào"


def section(*edges: str, more: str = "") -> str:
    references = "".join(
        f'<w:{one.rstrip("123")}Reference w:type="{kind}" r:id="rId-{one}"/>'
        for one, kind in (edge.split(":") for edge in edges)
    )
    return f"<w:sectPr>{references}{more}</w:sectPr>"


def test_headers_and_footers_are_seen_where_a_page_shows_them() -> None:
    body = paragraph("正文") + section(
        "header1:default", "footer1:default", "header2:first", "header3:even"
    )
    parts = {
        "header1": paragraph("眉"),
        "footer1": paragraph("— 1 —"),
        "header2": paragraph("首页眉"),
        "header3": paragraph("偶数眉"),
    }
    found = document(body, **parts)
    seen = {words(one): one.is_visible for one in found.asides}
    assert seen == {"眉": True, "— 1 —": True, "首页眉": False, "偶数眉": False}
    assert {one.kind for one in found.asides} == {"页眉", "页脚"}
    body = paragraph("正文") + section("header2:first", "header3:even", more="<w:titlePg/>")
    found = document(body, settings="<w:evenAndOddHeaders/>", **parts)
    seen = {words(one): one.is_visible for one in found.asides}
    assert seen["首页眉"]
    assert seen["偶数眉"]
    assert not seen["眉"]


def note(identifier: int, text: str, kind: str = "footnote") -> str:
    mark = f"<w:r><w:{kind}Ref/></w:r>"
    return f'<w:{kind} w:id="{identifier}">{paragraph(mark + run(text))}</w:{kind}>'


def test_notes_come_in_the_order_of_their_marks() -> None:
    body = paragraph(run("甲") + '<w:r><w:footnoteReference w:id="3"/></w:r>')
    body += paragraph(run("乙") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    body += paragraph(run("丙") + '<w:r><w:endnoteReference w:id="1"/></w:r>')
    line = f'<w:footnote w:id="0" w:type="separator">{paragraph("线")}</w:footnote>'
    notes = line + note(2, " 后注") + note(3, " 先注") + note(4, "没有引用")
    found = document(body, footnotes=notes, endnotes=note(1, "尾", "endnote"))
    assert lines(found) == ["甲", "乙", "丙"]
    assert [(one.kind, words(one), one.is_visible) for one in found.asides] == [
        ("脚注", "1先注", True), ("脚注", "2后注", True), ("脚注", "没有引用", False), ("尾注", "i尾", True),
    ]  # fmt: skip


def test_comments_are_told_aside() -> None:
    comments = f'<w:comment w:id="0" w:author="甲">{paragraph("请核对")}</w:comment>'
    body = f'<w:p><w:commentRangeStart w:id="0"/>{run("50")}<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    found = document(body, comments=comments)
    assert words(aside(found, "批注")) == "请核对"
    assert not aside(found, "批注").is_visible


def test_pictures_stand_behind_their_paragraph() -> None:
    picture = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图 1" descr="竣工照片"/><a:graphic><a:graphicData>'
        '<pic:pic><pic:blipFill><a:blip r:embed="rId5"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    found = document(paragraph(run("见图") + picture))
    assert lines(found) == ["见图"]
    assert [one.text for one in found.blocks if isinstance(one, Picture)] == ["竣工照片"]


def test_words_drawn_as_a_picture_are_told() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="征求意见稿"/></v:shape></w:pict></w:r>'
    found = document(paragraph(art))
    assert [one.text for one in found.blocks if isinstance(one, Picture)] == ["征求意见稿"]


def diagram(reference: str) -> str:
    inner = (
        f'<a:graphic><a:graphicData><dgm:relIds r:dm="{reference}"/></a:graphicData></a:graphic>'
    )
    return paragraph(
        run("见图") + f"<w:r><w:drawing><wp:inline>{inner}</wp:inline></w:drawing></w:r>"
    )


def test_a_diagram_is_read_like_a_text_box() -> None:
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{one}</a:t></a:r></a:p></dgm:t></dgm:pt>"
        for one in ("局长办公会", "项目办")
    )
    data = f"<dgm:ptLst>{points}</dgm:ptLst>"
    found = document(diagram("rId-diagramData1"), diagramData1=data)
    assert lines(found) == ["见图", "局长办公会", "项目办"]
    assert not found.missing


UNREAD = {
    "没有内容的示意图": (diagram("rId99"), "SmartArt"),
    "嵌入的文件": (paragraph('<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'), "Excel.Sheet.12"),
    "插入的文件": ('<w:altChunk r:id="rId7"/>', "插入了另一个文件"),
    "图表": (paragraph('<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart r:id="rId8"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'), "图表"),
    "自动编号的域": (paragraph(complex_field(" AUTONUM ") + run("甲")), "AUTONUM"),
    "没有对应的符号": (paragraph('<w:r><w:sym w:font="Wingdings" w:char="F05D"/></w:r>'), "Wingdings"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREAD)
def test_what_cannot_be_read_is_told(name: str) -> None:
    body, said = UNREAD[name]
    (told,) = document(body).missing
    assert said in told


def test_a_file_by_python_docx() -> None:
    made = docx.Document()
    made.add_heading("示例县供水项目绩效自评报告", level=1)
    made.add_paragraph("项目资金 50 万元。")
    grid = made.add_table(rows=3, cols=3)
    grid.cell(0, 0).merge(grid.cell(0, 2)).text = "跨三列"
    grid.cell(1, 0).merge(grid.cell(2, 0)).text = "跨两行"
    grid.cell(1, 1).text = "95%"
    made.sections[0].header.paragraphs[0].text = "示例县财政局"
    stored = io.BytesIO()
    made.save(stored)
    found = read(stored.getvalue(), "例.docx", Quota())
    heading = found.blocks[0]
    assert isinstance(heading, Paragraph)
    assert (heading.text, heading.level) == ("示例县供水项目绩效自评报告", 1)
    assert texts(only_table(found)) == [["跨三列"] * 3, ["跨两行", "95%", ""], ["跨两行", "", ""]]
    assert words(aside(found, "页眉")) == "示例县财政局"
    assert aside(found, "页眉").is_visible


BROKEN = {
    "不是压缩包": (b"%PDF-1.4", "已损坏"),
    "没有正文": (zipped({"a.txt": "x"}), "没有 Word 的正文"),
    "正文断了": (zipped({"word/document.xml": element("document", "<w:body><w:p>")[:-20]}), "word/document.xml 已损坏"),
    "实体": (zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "DTD"),
    "套得太深": (word_file("<w:p>" + "<w:ins>" * 300 + "</w:ins>" * 300 + "</w:p>"), "层"),
    "列太多": (word_file(table("<w:tr>" + "<w:tc/>" * 1001 + "</w:tr>")), "1000 列"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_or_hostile_file_is_told_in_words(name: str) -> None:
    data, said = BROKEN[name]
    with pytest.raises(Unreadable, match=said):
        read(data, "例.docx", Quota())


DEEP = {
    "表": ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", paragraph("甲"), 60),
    "控件": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", paragraph("甲"), 90),
    "修订": ("<w:p>" + "<w:ins>" * 180, "</w:ins>" * 180 + "</w:p>", run("甲"), 1),
    "文本框": (
        "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>",
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
        paragraph("甲"),
        30,
    ),
    "两种写法": (
        "<mc:AlternateContent><mc:Choice>",
        "</mc:Choice></mc:AlternateContent>",
        paragraph("甲"),
        90,
    ),
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_deeply_is_read(name: str) -> None:
    start, end, inner, times = DEEP[name]
    found = document(start * times + inner + end * times)
    assert "".join(one.text for one in found.pieces()) == "甲"


SLOW = {
    "许多没有完的域": (paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 2000) + paragraph("甲")) * 2
    + "<w:p/>" * 2000,
    "样式套得很长": paragraph("甲", style="2000", more="<w:keepNext/>") * 500,
    "编号连得很长": paragraph("甲", number=(1, 0)) * 500,
}  # fmt: skip


@pytest.mark.parametrize("name", SLOW)
def test_what_would_take_long_does_not(name: str) -> None:
    styles = "".join(
        style(str(one), based_on=str(one - 1), inner='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
        for one in range(2001)
    )  # fmt: skip
    links = "".join(
        abstract(one, more=f'<w:numStyleLink w:val="{one}"/>') + num(one, one) for one in range(2000)
    )  # fmt: skip
    found = document(SLOW[name], styles=styles, numbering=links)
    assert {one.text for one in found.pieces()} == {"甲"}


def test_broken_secondary_parts_are_told_and_the_body_is_read() -> None:
    good = word_file(paragraph("甲", number=(1, 0)), numbering="", styles="", header1="")
    with zipfile.ZipFile(io.BytesIO(good)) as package:
        files = {one: package.read(one) for one in package.namelist()}
    for name in ("numbering", "styles", "header1"):
        files[f"word/{name}.xml"] = b"<broken"
    found = read(zipped(files), "例.docx", Quota())
    assert lines(found) == ["甲"]
    assert {one.split("（")[0].split("读")[0] for one in found.missing} == {
        "编号定义",
        "样式",
        "页眉",
    }


def test_no_more_is_read_than_the_quota_allows() -> None:
    quota = Quota()
    quota.count("elements", MAX_ELEMENTS - 30_000)
    rows = row(*["<w:tc><w:p/></w:tc>"] * 50) * 50
    found = read(word_file("<w:p/>" * 4000 + table(rows)), "例.docx", quota)
    assert len(found.blocks) == 4001
    assert len(only_table(found).cells) == 2500
    with pytest.raises(Unreadable, match="太多"):
        read(word_file("<w:p/>" * 4000 + table(rows)), "例.docx", quota)


def test_spans_that_no_table_can_have_are_none() -> None:
    wide = cell("甲", '<w:gridSpan w:val="1000000000"/>')
    found = only_table(document(table(row(wide, "乙", properties='<w:gridBefore w:val="-5"/>'))))
    assert texts(found) == [["甲", "乙"]]

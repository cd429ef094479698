"""Workbooks as they are shown: by openpyxl, by LibreOffice, and as other programs write the XML."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from generator.check.attachments.contents import Quota, Unreadable
from generator.documents import old_workbook, workbook
from generator.documents.document import Aside, Document, Picture, Table
from generator.documents.reading import read_file
from tests.documents.sample_workbook import SHOWN, TITLE, sample
from tests.support.attached import excel_file, saved, with_members
from tests.support.compound import compound, old_book

FILES = Path(__file__).with_name("files")
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(data: bytes) -> Document:
    return workbook.read(data, "表.xlsx", Quota())


def sheet(inner: str, styles: str = "") -> bytes:
    """An Excel file of a sheet in raw XML."""
    parts = {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SPACE}">{inner}</worksheet>'.encode()}
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{SPACE}">{styles}</styleSheet>'.encode()
    return with_members(excel_file([["x"]]), parts)


def rows(inner: str, before: str = "", behind: str = "", styles: str = "") -> bytes:
    return sheet(f"{before}<sheetData>{inner}</sheetData>{behind}", styles)


def table(document: Document, number: int = 0) -> Table:
    return [one for one in document.blocks if isinstance(one, Table)][number]


def lines(document: Document) -> list[list[str]]:
    """The first table, a list a row; an empty string where nothing stands."""
    return [[cell.text if cell else "" for cell in row] for row in table(document).grid]


def asides(document: Document, kind: str) -> list[str]:
    return [one for aside in document.asides if aside.kind == kind for one in texts(aside)]


def texts(aside: Aside) -> list[str]:
    inner = Document("", "", aside.blocks)
    return [text for text, _ in inner.pieces()]


@pytest.fixture(scope="module", params=["xlsx", "xls"])
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The same workbook of both formats, through the front door."""
    file = FILES / "shown.xls"
    if request.param == "xlsx":
        file = tmp_path_factory.mktemp("shown") / "shown.xlsx"
        file.write_bytes(sample())
    [document] = read_file(file)
    return document


def test_cells_are_told_as_they_are_shown(shown: Document) -> None:
    found = {cell.place.cell: cell.text for cell in table(shown).cells}
    assert {cell: text for cell, _, _, text in SHOWN}.items() <= found.items()
    assert shown.missing == ()


def test_places_name_sheet_and_cell(shown: Document) -> None:
    assert [str(one.place) for one in table(shown).cells if one.text == "50.00"] == [
        "工作表“自评表” B3"
    ]


def test_merged_cells_have_spans(shown: Document) -> None:
    by_name = {one.place.cell: one for one in table(shown).cells}
    assert (by_name["A1"].text, by_name["A1"].column_span) == (TITLE, 4)
    assert (by_name["B10"].row_span, by_name["B10"].column_span) == (2, 2)


def test_a_heading_is_told_by_its_looks(shown: Document) -> None:
    [title] = [one.blocks[0] for one in table(shown).cells if one.text == TITLE]
    assert (title.is_bold, title.is_centred) == (True, True)  # type: ignore[union-attr]


def test_what_is_hidden_stands_aside_and_is_not_visible(shown: Document) -> None:
    assert set(asides(shown, "隐藏行列")) == {"隐藏行里的字", "隐藏列里的字"}
    assert asides(shown, "隐藏工作表") == ["藏起来的表"]
    assert asides(shown, "隐藏文字") == ["77"]
    assert asides(shown, "批注") == ["批注里的话"]
    visible = "".join(text for text, _ in shown.pieces())
    assert not any(one in visible for one in ("藏起来", "隐藏", "77", "批注里"))


def test_what_is_printed_beside_the_cells_is_visible(shown: Document) -> None:
    assert asides(shown, "文本框") == ["填表说明：金额保留两位\n第二行"]
    assert asides(shown, "页眉") == ["示例县财政局制"]
    assert ["".join(one.split()) for one in asides(shown, "页脚")] == ["第页"]


def test_a_table_begins_and_ends_with_text(shown: Document) -> None:
    """Not with cells that only have a look; an empty sheet is none."""
    second = table(shown, 1)
    assert (table(shown).row_count, table(shown).column_count) == (10, 4)
    assert (second.row_count, second.column_count) == (2, 2)
    assert [one.place.part for one in shown.blocks] == ["工作表“自评表”", "工作表“第二张”"]


def test_rows_between_two_tables_stay_but_not_thousands() -> None:
    book = Workbook()
    for row in (1, 3, 40_000):
        book.active.cell(row, 1, f"第{row}行")
    assert lines(read(saved(book))) == [["第1行"], [""], ["第3行"], [""], [""], [""], ["第40000行"]]


def test_a_formula_has_the_result_of_who_saved_it() -> None:
    document = read(
        rows(
            '<row r="1"><c r="A1"><f>1+1</f><v>3</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
        )
    )
    assert lines(document) == [["3"]]
    assert document.missing == ()


def test_a_formula_without_a_result_is_told_with_its_cell() -> None:
    """As openpyxl writes it."""
    document = read(excel_file([["合计", "=SUM(B2:B3)"], ["甲", 1]]))
    assert lines(document) == [["合计", ""], ["甲", "1"]]
    [told] = document.missing
    assert "工作表“Sheet” B1 是公式" in told
    assert "保存一次" in told


def test_what_many_cells_share_is_told_once() -> None:
    document = read(excel_file([["=1"] for _ in range(9)]))
    assert len(document.missing) == 1
    assert "A1、A2、A3、A4、A5 等 9 个单元格" in document.missing[0]


def test_a_code_that_lost_its_last_digits_is_told() -> None:
    document = read(rows('<row><c r="B2"><v>511234567890123456</v></c></row>'))
    assert lines(document) == [["511234567890123000"]]
    assert "B2 是 16 位以上的数" in document.missing[0]


def test_a_code_kept_as_text_is_whole() -> None:
    document = read(excel_file([["511234567890123456"]]))
    assert (lines(document), document.missing) == ([["511234567890123456"]], ())


def formatted(code: str, value: str) -> bytes:
    quoted = escape(code, {'"': "&quot;"})
    styles = f'<numFmts><numFmt numFmtId="200" formatCode="{quoted}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>'
    return rows(f'<row><c r="A1" s="1"><v>{value}</v></c></row>', styles=styles)


def test_a_format_that_is_not_known_is_told_with_what_is_stored() -> None:
    document = read(formatted("[DBNum3]General", "45444"))
    assert lines(document) == [["45444"]]
    assert "A1 的显示格式程序不认识" in document.missing[0]


def test_noise_of_the_machine_is_no_figure() -> None:
    assert lines(read(rows("<row><c><v>48.600000000000001</v></c></row>"))) == [["48.6"]]


def test_a_workbook_of_an_old_mac_counts_days_from_1904() -> None:
    book = f'<workbook xmlns="{SPACE}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="1"/><sheets><sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>'
    data = with_members(formatted("yyyy/m/d", "43982"), {"xl/workbook.xml": book.encode()})
    assert lines(read(data)) == [["2024/6/1"]]


def test_zeros_that_a_sheet_does_not_show_are_hidden() -> None:
    view = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>'
    document = read(rows("<row><c><v>0</v></c><c><v>5</v></c></row>", before=view))
    assert lines(document) == [["5"]]
    assert asides(document, "隐藏文字") == ["0"]


def test_text_in_pieces_is_one_and_how_it_is_read_aloud_is_none() -> None:
    rich = '<row><c t="inlineStr"><is><r><t>绩</t></r><r><rPr><b/></rPr><t>效</t></r><rPh sb="0" eb="1"><t>jì</t></rPh></is></c></row>'
    assert lines(read(rows(rich))) == [["绩效"]]


def test_rows_and_cells_need_no_names() -> None:
    """As WPS and web pages sometimes write them."""
    assert lines(
        read(rows("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"))
    ) == [
        ["1", "2"],
        ["3", ""],
    ]


def test_errors_are_shown_as_they_stand() -> None:
    assert lines(read(rows('<row><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'))) == [["#DIV/0!"]]


def test_a_date_in_words_of_the_standard_is_shown_in_its_format() -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs>'
    cell = '<row><c s="1" t="d"><v>2024-06-01T00:00:00Z</v></c></row>'
    assert lines(read(rows(cell, styles=styles))) == [["2024年6月1日"]]


def test_what_a_merged_cell_covers_is_hidden() -> None:
    inner = '<row><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    document = read(rows(inner, behind='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'))
    assert [cell.text for cell in table(document).cells] == ["1"]
    assert asides(document, "隐藏文字") == ["2"]


def test_a_merged_cell_shows_where_its_first_row_is_hidden() -> None:
    inner = '<row r="1" hidden="1"><c r="A1"><v>7</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    document = read(rows(inner, behind='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'))
    assert lines(document) == [["7", "2"]]
    assert asides(document, "隐藏行列") == ["1"]


def test_an_empty_merged_cell_keeps_its_place() -> None:
    inner = '<row><c r="A1"><v>1</v></c></row><row/><row><c r="C3"><v>2</v></c></row>'
    document = read(rows(inner, behind='<mergeCells><mergeCell ref="A2:C2"/></mergeCells>'))
    spans = [(one.place.cell, one.row, one.column_span) for one in table(document).cells]
    assert spans == [("A1", 0, 1), ("A2", 1, 3), ("C3", 2, 1)]


@pytest.mark.parametrize(
    "merged",
    ["A1:XFD1048576", "A1:A1048576", "B2:A1", "A1", "nonsense", "A0:B0", "A1:B9999999"],
)
def test_merged_cells_without_measure_end_with_the_text(merged: str) -> None:
    inner = '<row><c r="A1"><v>1</v></c></row>'
    behind = f"<mergeCells>{f'<mergeCell ref={chr(34)}{merged}{chr(34)}/>' * 3}</mergeCells>"
    found = table(read(rows(inner, behind=behind)))
    assert found.cells[0].text == "1"
    assert found.row_count * found.column_count < 50_000


def test_a_sheet_as_large_as_can_be_is_a_small_table() -> None:
    document = read(
        rows(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
        )
    )
    assert len(table(document).grid) == 5
    assert table(document).cells[-1].place.cell == "XFD1048576"


def test_text_along_a_diagonal_is_refused() -> None:
    cells = "".join(
        f'<row r="{n * 9}"><c r="{_name(n)}{n * 9}"><v>1</v></c></row>' for n in range(1, 1500)
    )
    with pytest.raises(Unreadable, match="隔得太远"):
        read(rows(cells))


def _name(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number * 9))


def test_a_million_cells_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "大.xlsx"
    file.write_bytes(rows(f"<row>{'<c><v>1</v></c>' * 100}</row>" * 10_000))
    [document] = read_file(file)
    assert document.blocks == ()
    assert "10 万" in document.missing[0]


def test_entities_and_outer_files_are_refused(tmp_path: Path) -> None:
    bad = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    file = tmp_path / "外.xlsx"
    file.write_bytes(
        with_members(excel_file([["x"]]), {"xl/workbook.xml": f"{bad}<workbook/>".encode()})
    )
    [document] = read_file(file)
    assert document.blocks == ()
    assert "root" not in "".join(document.missing)


@pytest.mark.parametrize("missing", ["xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_damaged_part_is_a_message(tmp_path: Path, missing: str) -> None:
    file = tmp_path / "坏.xlsx"
    file.write_bytes(with_members(excel_file([["x"]]), {missing: b"<a"}))
    [document] = read_file(file)
    assert "损坏" in document.missing[0]


def test_a_text_that_is_not_in_the_file_is_told_with_its_cell() -> None:
    document = read(rows('<row><c r="A1" t="s"><v>99</v></c><c r="B1"><v>1</v></c></row>'))
    assert lines(document) == [["1"]]
    assert "A1 的文字不在文件里" in document.missing[0]


def test_a_sheet_that_is_not_in_the_file_is_told() -> None:
    data = with_members(excel_file([["x"]]), {"xl/_rels/workbook.xml.rels": b"<Relationships/>"})
    assert "“Sheet”的内容不在文件里" in read(data).missing[0]


def test_charts_are_told_and_pictures_have_a_place() -> None:
    from openpyxl.chart import BarChart, Reference

    book = Workbook()
    book.active.append(["甲", 1])
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=2, min_row=1))
    book.active.add_chart(chart, "D5")
    document = read(saved(book))
    assert "D5 处有图表" in document.missing[0]
    assert not [one for one in document.blocks if isinstance(one, Picture)]


def test_an_old_workbook_tells_what_a_format_adds() -> None:
    data = compound({"Workbook": old_book([50, 1234.5], code='#,##0.00"万元"')})
    document = old_workbook.read(data, "表.xls", Quota())
    assert lines(document) == [["50.00万元"], ["1,234.50万元"]]


def test_a_text_box_in_pieces_is_read_from_an_old_workbook() -> None:
    import struct

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    words = "填表说明" * 3
    half = words[:5], words[5:]
    box = record(0x5D, b"\x15\0\x12\0\x06\0" + bytes(16)) + record(
        0x1B6, bytes(10) + struct.pack("<H", len(words)) + bytes(6)
    )
    box += b"".join(record(0x3C, b"\1" + one.encode("utf-16-le")) for one in half)
    book = old_book([1])
    end = record(0x0A, b"")
    assert book.endswith(end)
    document = old_workbook.read(
        compound({"Workbook": book[: -len(end)] + box + end}), "表.xls", Quota()
    )
    assert asides(document, "文本框") == [words]


_WORDS = st.text(alphabet="绩效评价示例县0123456789.%：()\nａ𠮷", min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 6)), _WORDS, max_size=30),
    st.sets(st.integers(1, 12), max_size=3),
    st.lists(
        st.tuples(st.integers(1, 10), st.integers(1, 5), st.integers(0, 2), st.integers(0, 1)),
        max_size=1,
    ),
)
def test_no_character_is_lost(
    cells: dict[tuple[int, int], str], hidden: set[int], merged: Sequence[tuple[int, int, int, int]]
) -> None:
    """All that was written is visible, or stands aside where it is hidden or covered."""
    book = Workbook()
    for row, column, down, right in merged:
        book.active.merge_cells(
            start_row=row, start_column=column, end_row=row + down, end_column=column + right
        )
    written: Counter[str] = Counter()
    for (row, column), text in cells.items():
        if "MergedCell" not in type(cell := book.active.cell(row, column)).__name__:
            cell.value, cell.data_type = text, "s"
            written.update("".join(text.split()))
    for row in hidden:
        book.active.row_dimensions[row].hidden = True
    document = read(saved(book))
    aside = "".join(text for one in document.asides if not one.is_visible for text in texts(one))
    visible = "".join(text for text, _ in document.pieces())
    assert Counter("".join((visible + aside).split())) == written


def test_the_same_document_comes_through_the_door(tmp_path: Path) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(sample())
    [document] = read_file(file)
    assert document == read(sample())

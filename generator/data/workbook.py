"""Excel workbooks of the tables: the frame made by openpyxl, the rows put in as they were encoded.

A workbook is a ZIP of XML. openpyxl writes heads, widths, filters and styles; the rows of reports
come deflated from the parts, so that a hundred thousand reports cost as much memory as ten. The
bytes are the same each time: nothing tells when they were made.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from html import escape
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from generator.data.crc import combined
from generator.data.encoding import NUMBER_FORMATS, deflated, sheet_rows
from generator.model.data_tables import Table
from generator.model.record_columns import Column
from generator.pages.data_page import KINDS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 1_048_575  # of a sheet, beside its head
_WIDTHS = {"text": 18, "integer": 10, "number": 16, "date": 12}
_EXPLAINED = tuple(
    Column(name, "text", "") for name in ("工作表", "列", "类型", "单位", "说明", "报告里的键")
)
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NOTE = re.compile(rb"\bnote (\d+)\b")
_RANGE = re.compile(rb'(<(?:dimension|autoFilter) ref="A1:[A-Z]+)1(?=")')
_EXTENT = re.compile(rb"<dimension[^>]*>")
_FILTERED = re.compile(rb'(localSheetId="(\d+)" hidden="1">[^<]*\$)1(?=<)')
_DATE_TIME = (1980, 1, 1, 0, 0, 0)


class Piece(NamedTuple):
    """Deflated XML: `length` bytes of it, and how many bytes it was before, with which CRC-32."""

    data: Callable[[], bytes]
    length: int
    size: int
    crc: int
    rows: int = 0


class Sheet(NamedTuple):
    """A sheet to be made: a table, or a part of one that has more rows than a sheet can have."""

    title: str
    table: Table
    pieces: Sequence[Piece]

    @property
    def rows(self) -> int:
        """How many there are beside the head."""
        return sum(one.rows for one in self.pieces)


def sheets(table: Table, pieces: Iterable[Piece]) -> Iterator[Sheet]:
    """A table as sheets: as a rule one."""
    found: list[list[Piece]] = [[]]
    count = 0
    for piece in pieces:
        count += piece.rows
        if count > MOST_ROWS:
            found.append([])
            count = piece.rows
        found[-1].append(piece)
    for number, those in enumerate(found, 1):
        yield Sheet(f"{table.title}{number if len(found) > 1 else ''}", table, those)


class Frame(NamedTuple):
    """What a workbook's frame depends on: its sheets in order, how many notes there are."""

    sheets: tuple[tuple[str, Table], ...]  # title and table
    notes: int


def frame_of(made: Sequence[Sheet], notes: Sequence[str]) -> Frame:
    """The frame that these sheets fill."""
    return Frame(tuple((one.title, one.table) for one in made), len(notes))


def write(target: BinaryIO, made: Sequence[Sheet], notes: Sequence[str], frame: bytes) -> None:
    """Write a workbook of these sheets; `notes` stand in its first one, above what columns are.

    `frame` is what `make_frame` made of the same sheets, whatever their rows.
    """
    tables = tuple(dict.fromkeys(one.table for one in made))
    with zipfile.ZipFile(io.BytesIO(frame)) as empty, zipfile.ZipFile(target, "w") as archive:
        for name in empty.namelist():
            data, rows = empty.read(name), list[Piece]()
            if name == "xl/workbook.xml":
                data = _FILTERED.sub(lambda one: _to_last(one, made[int(one[2]) - 1]), data)
            elif name == "xl/worksheets/sheet1.xml":
                data = _NOTE.sub(lambda one: escape(notes[int(one[1])]).encode(), data)
                data = _EXTENT.sub(b"", data)  # nobody has to know it beforehand
                rows = [_explanation(tables)]
            elif sheet := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
                filled = made[int(sheet[1]) - 2]
                data = _RANGE.sub(partial(_to_last, sheet=filled), data)
                rows = list(filled.pieces)
            head, end, tail = data.partition(b"</sheetData>") if rows else (data, b"", b"")
            _add(archive, name, [plain(head), *rows, plain(end + tail)])


def _to_last(found: re.Match[bytes], sheet: Sheet) -> bytes:
    """A range down to the head, as it is down to the last row."""
    return found[1] + str(sheet.rows + 1).encode()


def plain(data: bytes) -> Piece:
    """A piece of what is not deflated yet."""
    made = deflated(data)
    return Piece(lambda: made, len(made), len(data), zlib.crc32(data))


def _add(archive: zipfile.ZipFile, name: str, pieces: Sequence[Piece]) -> None:
    """Add a member whose pieces were deflated apart: the module itself would do it all again."""
    target = archive.fp
    assert target is not None  # noqa: S101  it is open
    end = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS).flush()
    info = zipfile.ZipInfo(name, _DATE_TIME)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    info.header_offset = target.tell()
    info.compress_size = sum(one.length for one in pieces) + len(end)
    info.file_size = sum(one.size for one in pieces)
    info.CRC = 0
    for one in pieces:
        info.CRC = combined(info.CRC, one.crc, one.size)
    target.write(info.FileHeader())
    for one in pieces:
        target.write(one.data())
    target.write(end)
    archive.filelist.append(info)
    archive.NameToInfo[name] = info
    archive.start_dir = target.tell()


def make_frame(of: Frame) -> bytes:
    """A workbook without rows, whose notes are numbers: the same for every year."""
    from openpyxl import Workbook  # noqa: PLC0415  takes a while to load

    book = Workbook()
    styles = book.create_sheet()
    for number, form in enumerate(NUMBER_FORMATS, 1):
        cell = styles.cell(1, number)
        cell.number_format = form
        assert cell.style_id == number  # noqa: S101  the rows name it by that number
    book.remove(styles)
    _explain(book.worksheets[0], of.notes)
    for title, table in of.sheets:
        _head(book.create_sheet(title), table)
    made, dated = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as archive, zipfile.ZipFile(dated, "w") as target:
        for name in archive.namelist():
            data = _WRITTEN.sub(rb"\g<1>2000-01-01T00:00:00Z", archive.read(name))
            target.writestr(zipfile.ZipInfo(name, _DATE_TIME), data)
    return dated.getvalue()


def _explain(sheet: "Worksheet", notes: int) -> None:
    """The beginning of the first sheet; `_explanation` has its rows."""
    sheet.title = "说明"
    for number in range(notes):
        sheet.append([f"note {number}"])
    sheet.append([])
    sheet.append([one.name for one in _EXPLAINED])
    _make_bold(sheet[sheet.max_row])
    for letter, width in zip("ABCDEF", (14, 26, 8, 6, 80, 24), strict=True):
        sheet.column_dimensions[letter].width = width


@lru_cache(maxsize=1)
def _explanation(tables: tuple[Table, ...]) -> Piece:
    """What each column of each table is: the same in every workbook of a site."""
    rows: list[tuple[str | None, ...]] = []
    for table in tables:
        rows.append((table.title, None, None, None, table.description, None))
        for one in table.columns:
            choices = f"：{'、'.join(one.choices)}" if one.choices else ""
            kind, description = KINDS[one.kind], one.description + choices
            rows.append((None, one.name, kind, one.unit or None, description, one.field or None))
    return plain(sheet_rows(_EXPLAINED, rows))


def _head(sheet: "Worksheet", table: Table) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    columns = table.columns
    sheet.append(table.names)
    _make_bold(sheet[1])
    for number, column in enumerate(columns, 1):
        width = max(_WIDTHS[column.kind], 2 * len(column.name) + 4)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"


def _make_bold(cells: Iterable[Any]) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415

    bold = Font(bold=True)
    for cell in cells:
        cell.font = bold

"""Workbooks of Excel 97–2003 and of WPS (.xls, .et), as they are shown."""

import io
from collections.abc import Iterator
from typing import Any

import olefile
import xlrd
from xlrd.book import Book

from generator.check.attachments.contents import BROKEN, OLD_EXCEL, Quota, Unreadable
from generator.check.attachments.legacy_office import (
    FOOTER,
    HEADER,
    margin,
    opened_book,
    records,
)
from generator.documents.document import Document
from generator.documents.format_codes import BUILT_IN
from generator.documents.number_formats import GENERAL
from generator.documents.sheet_parts import Style
from generator.documents.sheet_values import shown_number, shown_text
from generator.documents.sheets import Beside, Position, Range, Sheet, Shown, check_count
from generator.documents.workbook import document

_STREAMS = ("Workbook", "Book")
_BOLD = 600  # weight of a font
_CENTRED = {2, 6}  # in the cell, across several
_BEGIN, _END, _SHEET = 0x809, 0x0A, b"\x10\0"
_DRAWN, _TEXT, _CONTINUED = 0x5D, 0x1B6, 0x3C  # an object, its text, what does not fit a record
_NOTE = b"\x19\0"  # the kind of an object
# Formats that Excel does not write into the file: its language tells what they are.
_BY_LANGUAGE = {14, 22, *range(27, 37), *range(50, 59)}


def read(data: bytes, name: str, quota: Quota) -> Document:
    """The visible sheets as tables in their order; hidden ones, notes, text boxes as asides.

    Raises Unreadable for what is locked, damaged or too big.
    """
    quota.count("bytes", len(data))
    book = opened_book(data)
    styles = [_style(book, one) for one in book.xf_list]
    sheets, count = [], 0
    for one in book.sheets():
        sheet = Sheet(one.name, bool(one.visibility), shows_zeros=bool(one.show_zero_values))
        _fill(sheet, one, styles, is_1904=bool(book.datemode))
        quota.count("characters", sum(len(shown.text) for shown in sheet.cells.values()))
        count += len(sheet.cells)
        check_count(count)
        sheets.append(sheet)
    _add_beside(_stream(data), sheets)
    return document(name, OLD_EXCEL, sheets, ())


def _stream(data: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        for name in _STREAMS:
            if compound.exists(name):
                stream: bytes = compound.openstream(name).read()
                return stream
    raise Unreadable(BROKEN)


def _style(book: Book, about: Any) -> Style:
    key = about.format_key
    known = book.format_map.get(key)
    code = BUILT_IN[key] if key in _BY_LANGUAGE else known.format_str if known else GENERAL
    font = book.font_list[about.font_index] if about.font_index < len(book.font_list) else None
    is_bold = bool(font and (font.bold or font.weight >= _BOLD))
    return Style(code, is_bold, about.alignment.hor_align in _CENTRED)


def _fill(sheet: Sheet, source: Any, styles: list[Style], *, is_1904: bool) -> None:
    sheet.hidden_rows = {number for number, one in source.rowinfo_map.items() if one.hidden}
    columns = source.colinfo_map.items()
    sheet.hidden_columns = [(number, number) for number, one in columns if one.hidden]
    sheet.merged = [
        Range(top, left, bottom - 1, right - 1) for top, bottom, left, right in source.merged_cells
    ]
    for row in range(source.nrows):
        for column, cell in enumerate(source.row(row)):
            if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                _add(sheet, Position(row, column), cell, styles, is_1904=is_1904)
    for (row, column), note in source.cell_note_map.items():
        if note.text.strip():
            sheet.beside.append(Beside("批注", note.text.strip(), Position(row, column)))


def _add(sheet: Sheet, at: Position, cell: Any, styles: list[Style], *, is_1904: bool) -> None:
    number = cell.xf_index
    style = styles[number] if number is not None and number < len(styles) else Style()
    is_number = cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)
    if is_number and not cell.value and not sheet.shows_zeros:
        shown = Shown("", hidden="0")
    elif is_number:
        shown = shown_number(sheet, at, cell.value, style.code, is_1904=is_1904)
    elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
        shown = Shown("TRUE" if cell.value else "FALSE")
    elif cell.ctype == xlrd.XL_CELL_ERROR:
        shown = Shown(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    else:
        text = cell.value.replace("\r\n", "\n").replace("\r", "\n")
        shown = shown_text(sheet, at, text, style.code)
    if shown.text.strip() or shown.hidden:
        sheet.cells[at] = shown._replace(is_bold=style.is_bold, is_centred=style.is_centred)
        check_count(len(sheet.cells))


def _add_beside(stream: bytes, sheets: list[Sheet]) -> None:
    """Add headers, footers and the texts of boxes, which the reader of cells passes over."""
    for number, kind, text in _texts(stream):
        if text.strip() and number < len(sheets):
            sheets[number].beside.append(Beside(kind, text.strip()))


def _texts(stream: bytes) -> Iterator[tuple[int, str, str]]:
    """Number of the sheet, kind and text; a chart has its records within those of a sheet."""
    number, depth, is_note, expected, text = -1, 0, False, 0, ""
    for kind, data in records(stream):
        if kind == _BEGIN:
            number += data[2:4] == _SHEET and not depth
            depth += 1
        elif kind == _END:
            depth -= 1
        elif kind in (HEADER, FOOTER):
            yield number, "页眉" if kind == HEADER else "页脚", next(iter(margin(data)), "")
        elif kind == _DRAWN:
            is_note = data[4:6] == _NOTE
        elif kind == _TEXT:
            expected, text = 0 if is_note else int.from_bytes(data[10:12], "little"), ""
        elif kind == _CONTINUED and len(text) < expected:
            is_wide = data[:1] == b"\1"
            text += data[1:].decode("utf-16-le" if is_wide else "latin-1", errors="replace")
            if len(text) >= expected:
                yield number, "文本框", text[:expected].replace("\r", "\n")

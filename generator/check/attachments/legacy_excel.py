"""The cells of an Excel 97–2003 file, hidden ones apart."""

import io
from collections.abc import Iterator

import xlrd
from xlrd.sheet import Sheet

from generator.check.attachments.contents import (
    BROKEN,
    ENCRYPTED,
    INTERNAL,
    Contents,
    Quota,
    Unreadable,
)
from generator.check.attachments.worksheet import Row, add_sheet, number_as_shown


def read(data: bytes, quota: Quota, contents: Contents) -> None:
    """Add the texts of a workbook; raises Unreadable."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except Exception as error:
        locked = "encrypted" in str(error)
        raise Unreadable(ENCRYPTED if locked else BROKEN) from error
    for sheet in book.sheets():
        add_sheet(contents, sheet.name, _rows(sheet, quota), hidden=bool(sheet.visibility))
        for note in sheet.cell_note_map.values():
            contents.add_hidden(f"批注（{note.author}）" if note.author else "批注", note.text)
    contents.add_hidden(
        INTERNAL, "\n".join(str(name.result.value) for name in book.name_obj_list if name.result)
    )


def _rows(sheet: Sheet, quota: Quota) -> Iterator[Row]:
    columns = {number for number, about in sheet.colinfo_map.items() if about.hidden}
    for number in range(sheet.nrows):
        about = sheet.rowinfo_map.get(number)
        cells = [
            (column in columns, text)
            for column, cell in enumerate(sheet.row(number))
            if (text := _text(cell.ctype, cell.value))
        ]
        quota.count_text(sum(len(text) for _, text in cells))
        yield Row(number + 1, bool(about and about.hidden), cells)


def _text(kind: int, value: str | float) -> str:
    return number_as_shown(repr(value)) if kind == xlrd.XL_CELL_NUMBER else str(value)

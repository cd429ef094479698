"""An empty form as an Excel workbook, one sheet of A4."""

import io
import math

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as WrittenCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.intake.empty_form import Cell, EmptyForm

_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = 3  # rows above the table: number, title, year
_HEIGHT, _TALL, _LINE = 22, 66, 15  # points
_PAGE_WIDTH = 128  # characters of a landscape page


def xlsx(form: EmptyForm) -> bytes:
    """The file's bytes; nobody is named as its author."""
    book = Workbook()
    book.properties.creator = None
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101  a new book has one
    sheet.title = "自评表"
    _heading(sheet, form)
    for cell in form.cells:
        _put(sheet, cell, form.columns)
    for number in range(form.columns):
        letter = get_column_letter(number + 1)
        sheet.column_dimensions[letter].width = _PAGE_WIDTH / form.columns
    row = _HEAD + form.rows + 1
    if form.note:
        row += 1
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=form.columns)
        _text(sheet, row, 1, form.note).font = Font(name="宋体", size=10)
    for level, heading in form.headings:
        row = _narrative(sheet, form, row + 1, level, heading)
    sheet.page_setup.orientation = "landscape" if form.columns > 7 else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{_HEAD}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text(sheet: Worksheet, row: int, column: int, text: str) -> WrittenCell:
    """A cell that shows these words: `=A1` as well, which is no formula here."""
    cell = sheet.cell(row, column, text or None)
    assert isinstance(cell, WrittenCell)  # noqa: S101  no merged one: the first of its range
    if text:
        cell.data_type = "s"
    return cell


def _heading(sheet: Worksheet, form: EmptyForm) -> None:
    texts = (form.number, form.title, "（      年度）")
    for row, text in enumerate(texts, start=1):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=form.columns)
        cell = _text(sheet, row, 1, text)
        is_title = row == 2
        cell.font = Font(name="宋体", size=16 if is_title else 10, bold=is_title)
        cell.alignment = Alignment(horizontal="left" if row == 1 else "center", vertical="center")


def _put(sheet: Worksheet, cell: Cell, columns: int) -> None:
    top, left = _HEAD + 1 + cell.row, cell.column + 1
    bottom, right = top + cell.height - 1, left + cell.width - 1
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            sheet.cell(row, column).border = _BORDER
    if (bottom, right) != (top, left):
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)
    first = _text(sheet, top, left, cell.text)
    first.font = Font(name="宋体", size=10, bold=cell.is_label)
    centred = "center" if cell.is_label else "general"
    first.alignment = Alignment(horizontal=centred, vertical="center", wrap_text=True)
    if cell.height == 1:
        height = sheet.row_dimensions[top].height or 0
        room = cell.width * _PAGE_WIDTH / columns / 2  # characters of a line
        lines = math.ceil(len(cell.text) / room) if cell.text else 1
        needed = _TALL if cell.is_tall else max(_HEIGHT, lines * _LINE)
        sheet.row_dimensions[top].height = max(height, needed)


def _narrative(sheet: Worksheet, form: EmptyForm, row: int, level: int, heading: str) -> int:
    """A heading, and a cell below it to write in; the row that they end in."""
    for number, text in enumerate((heading, "")):
        at = row + number
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=form.columns)
        cell = _text(sheet, at, 1, text)
        cell.font = Font(name="宋体", size=11, bold=number == 0 and level == 1)
        cell.alignment = Alignment(vertical="top", wrap_text=True, indent=level - 1)
        sheet.row_dimensions[at].height = _HEIGHT if number == 0 else _TALL
    return row + 1

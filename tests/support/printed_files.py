"""Paper as files of Word and Excel, as offices keep it."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.support.printed_cells import PrintedCell, Rows
from tests.support.printed_reports import Printed
from tests.support.word_files import plain_document

_PAGE_WIDTH = 14_000  # twentieths of a point between the margins of a landscape page


def placed(rows: Sequence[Sequence[PrintedCell]]) -> Iterator[tuple[int, int, PrintedCell]]:
    """Each cell with its row and column, from 0: cells from above push those behind them."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            yield number, column, cell
            taken |= {
                (number + down, column + right)
                for down in range(cell.height)
                for right in range(cell.width)
            }
            column += cell.width


def as_docx(paper: Printed) -> bytes:
    """The paper as a Word document; the table is written as XML, which is fast."""
    document = plain_document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    for line in paper.above:
        document.add_paragraph(line)
    if paper.rows:
        _add_table(document, paper.rows)
    for line in paper.below:
        document.add_paragraph(line)
    for attached in paper.attached:
        document.add_paragraph(attached.caption)
        for rows in attached.tables:
            _add_table(document, rows)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_table(document: Any, rows: Rows) -> None:
    body = document.element.body
    body.insert(len(body) - 1, _table(rows))
    document.add_paragraph()  # a table at the very end is none to LibreOffice


def _table(rows: Sequence[Sequence[PrintedCell]]) -> Any:
    cells = list(placed(rows))
    width = max(column + cell.width for _, column, cell in cells)
    table, grid = OxmlElement("w:tbl"), OxmlElement("w:tblGrid")
    look, borders = OxmlElement("w:tblPr"), OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        border.set(qn("w:val"), "single")
        border.set(qn("w:sz"), "4")
        borders.append(border)
    look.append(borders)
    table.append(look)
    for _ in range(width):
        column = OxmlElement("w:gridCol")
        column.set(qn("w:w"), str(_PAGE_WIDTH // width))
        grid.append(column)
    table.append(grid)
    # By row and column: the cell, and whether it begins there or goes on from above.
    starts = {
        (row + down, column): (cell, not down)
        for row, column, cell in cells
        for down in range(cell.height)
    }
    for number in range(len(rows)):
        element = OxmlElement("w:tr")
        for (row, _), (cell, begins) in sorted(starts.items(), key=lambda one: one[0]):
            if row == number:
                element.append(_cell(cell, _PAGE_WIDTH // width, begins=begins))
        table.append(element)
    return table


def _cell(cell: PrintedCell, column: int, *, begins: bool) -> Any:
    element, properties = OxmlElement("w:tc"), OxmlElement("w:tcPr")
    wide = OxmlElement("w:tcW")
    wide.set(qn("w:w"), str(cell.width * column))
    wide.set(qn("w:type"), "dxa")
    properties.append(wide)
    if cell.width > 1:
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), str(cell.width))
        properties.append(span)
    if cell.height > 1:
        merge = OxmlElement("w:vMerge")
        if begins:
            merge.set(qn("w:val"), "restart")
        properties.append(merge)
    element.append(properties)
    for line in cell.text.split("\n") if begins else [""]:
        paragraph = OxmlElement("w:p")
        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.set(qn("xml:space"), "preserve")
        text.text = line
        run.append(text)
        paragraph.append(run)
        element.append(paragraph)
    return element


def as_xlsx(paper: Printed) -> bytes:
    """The paper as a workbook of one sheet; numbers are kept as text, as clerks type them."""
    book = Workbook()
    sheet = book.active
    last = _lines(sheet, paper.above, 1)
    last = _cells(sheet, paper.rows, last)
    last = _lines(sheet, paper.below, last)
    for attached in paper.attached:
        last = _lines(sheet, [attached.caption], last)
        for rows in attached.tables:
            last = _cells(sheet, rows, last) + 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _lines(sheet: Any, lines: Sequence[str], first: int) -> int:
    """Lines one below the other; the number of the row behind them."""
    for number, line in enumerate(lines, first):
        sheet.cell(number, 1, line)
    return first + len(lines)


def _cells(sheet: Any, rows: Rows, first: int) -> int:
    """A table; the number of the row behind it."""
    for row, column, cell in placed(rows):
        top, left = first + row, column + 1
        target = sheet.cell(top, left, cell.text or None)
        target.data_type = "s" if cell.text else "n"
        if cell.width > 1 or cell.height > 1:
            bottom, right = top + cell.height - 1, left + cell.width - 1
            sheet.merge_cells(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")
    return first + len(rows)

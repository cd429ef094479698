"""A printed text laid out as offices lay it out: paragraphs and tables with merged cells.

A line whose cells stand between ` | ` is a row; rows one after the other are a table. An empty
first cell continues the one above; rows with fewer cells than others have wider ones.
"""

import html
import os
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import TypeAlias

from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.printed_cells import PrintedCell
from tests.support.printed_files import placed
from tests.support.word_files import plain_document

Rows: TypeAlias = list[list[PrintedCell]]
Block: TypeAlias = str | Rows

_ROW = re.compile(r"(?:^|\s)\|(?:\s|$)")
_FIGURE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d+))?(%?)")
_TOTALS = ("总分", "合计", "自评总分")
_FEW = 5  # a row with fewer cells is none of a wide table
_LEFT, _ABOVE = "<", "^"  # in the place of a cell: the one on its left, above it goes on
_SIZE = Pt(12)
_COLUMNS = 8  # of a sheet, that a line of text takes


def blocks(text: str, shared: str = "") -> list[Block]:
    """The paragraphs and tables of a text.

    `shared`: where a cell under this head is blank, the one above goes on (得分 of two rows).
    """
    found: list[Block] = []
    lines = [line for line in text.splitlines() if line.strip()]
    for is_row, run in groupby(lines, lambda line: bool(_ROW.search(line))):
        if is_row:
            cells = [[cell.strip() for cell in line.split("|")] for line in run]
            found.append(_table(_as_long_as_above(cells), shared))
        else:
            found += run
    return found


def _table(lines: list[list[str]], shared: str) -> Rows:
    width = max(map(len, lines))
    for above, line in pairwise(lines):
        _mark_heads(above, line)
    for line in lines:
        _mark_blanks(line)
    _mark_shared(lines, shared)
    rows: Rows = []
    covered: dict[int, tuple[int, int]] = {}  # the column of a cell of the row above: where it is
    for line in lines:
        row: list[PrintedCell] = []
        now: dict[int, tuple[int, int]] = {}
        for column, cell in _wide(line, width):
            place = covered.get(column)
            if cell.text == _ABOVE and place and rows[place[0]][place[1]].width == cell.width:
                begun = rows[place[0]][place[1]]
                rows[place[0]][place[1]] = begun._replace(height=begun.height + 1)
                now[column] = place
            else:
                now[column] = (len(rows), len(row))
                row.append(cell._replace(text=cell.text.removeprefix(_ABOVE)))
        rows.append(row)
        covered = now
    return rows


def _as_long_as_above(lines: Sequence[list[str]]) -> list[list[str]]:
    """Rows that lack the last blanks of those above get them."""
    found: list[list[str]] = []
    longest = 0
    for line in lines:
        longest = max(longest if not line[0] else 0, len(line))
        is_total = line[0] in _TOTALS
        most = len(found[-1]) if is_total and found else longest
        is_short = _FEW <= len(line) < most
        found.append(line + [""] * (most - len(line)) if is_short else list(line))
    return found


def _mark_heads(above: list[str], line: list[str]) -> None:
    """A head over several columns, its own heads below it."""
    if len(above) != len(line) or not above[0] or any(map(_FIGURE.fullmatch, above)):
        return
    wide = [at for at in range(1, len(line)) if not above[at] and line[at] and line[at - 1]]
    for at, cell in enumerate(line) if wide else ():
        if at in wide:
            above[at] = _LEFT
        elif not cell and above[at]:
            line[at] = _ABOVE


def _mark_blanks(line: list[str]) -> None:
    """What goes on from above at the left of a row; the name of a total before its figures."""
    if line[0] in _TOTALS:
        at = 1
        while len(line) >= _FEW and not line[at]:
            line[at] = _LEFT
            at += 1
    at = 0
    while at < len(line) and not line[at]:
        line[at] = _ABOVE
        at += 1


def _mark_shared(lines: Sequence[list[str]], head: str) -> None:
    column = 0
    for line in lines:
        if head and head in line:
            column = line.index(head)
        elif column and column < len(line) and not line[column]:
            line[column] = _ABOVE


def _wide(line: Sequence[str], width: int) -> Iterator[tuple[int, PrintedCell]]:
    """The cells of a row as wide as the table, each with its column."""
    widths = [1] * len(line)
    spare = width - len(line)
    if line[0] in _TOTALS:
        widths[0] += spare
    elif len(line) == 4 and line[0] != _ABOVE:  # two names, each with its value
        widths[1] += spare // 2
        widths[3] += spare - spare // 2
    else:
        for extra in range(spare):
            widths[1 + extra % (len(line) - 1)] += 1
    column = 0
    for at, cell in enumerate(line):
        if cell != _LEFT:
            end = next((one for one in range(at + 1, len(line)) if line[one] != _LEFT), len(line))
            yield column, PrintedCell(cell, sum(widths[at:end]))
            column += sum(widths[at:end])


def save_docx(parts: Sequence[Block], file: Path) -> None:
    """A Word document on paper that lies; text begins two characters to the right."""
    document = plain_document()
    normal = document.styles["Normal"]
    normal.font.size, normal.paragraph_format.space_after = _SIZE, Pt(0)
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part).paragraph_format.first_line_indent = 2 * _SIZE
            continue
        cells = list(placed(part))
        table = document.add_table(len(part), max(at + one.width for _, at, one in cells))
        table.style = "Table Grid"
        grid = [row.cells for row in table.rows]  # `table.cell` looks through all each time
        for row, column, cell in cells:
            last = grid[row + cell.height - 1][column + cell.width - 1]
            grid[row][column].merge(last).text = cell.text
        for row in table.rows:  # Word keeps the two lines of a cell together by itself
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    document.save(os.fspath(file))


def save_xlsx(parts: Sequence[Block], file: Path) -> None:
    """A workbook of one sheet: figures are numbers, a line of text has cells that are merged."""
    book = Workbook()
    sheet = book.active
    top = 1
    for part in parts:
        rows = [[PrintedCell(part, _COLUMNS)]] if isinstance(part, str) else part
        for row, column, cell in placed(rows):
            _fill(sheet, top + row, column + 1, cell)
        top += len(rows)
    book.save(file)


def _fill(sheet: Worksheet, row: int, column: int, cell: PrintedCell) -> None:
    target = sheet.cell(row, column)
    if figure := _FIGURE.fullmatch(cell.text):
        whole, decimals, percent = figure[1], figure[2] or "", figure[3]
        number = float(cell.text.replace(",", "").removesuffix("%"))
        target.value = number / 100 if percent else number
        pattern = "#,##0" if "," in whole else "0"
        target.number_format = pattern + ("." + "0" * len(decimals) if decimals else "") + percent
    elif cell.text:
        target.value = cell.text
        target.data_type = "s"  # "=7个" is no formula
    if cell.width > 1 or cell.height > 1:
        sheet.merge_cells(
            start_row=row, end_row=row + cell.height - 1,
            start_column=column, end_column=column + cell.width - 1,
        )  # fmt: skip


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>绩效公开-示例县人民政府</title></head><body>
<div class="header"><a href="/">首页</a> <a href="/zfxxgk/">政府信息公开</a></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/yjs/">预决算公开</a></div>
<div class="content">
{}
</div>
<div class="share">【打印本页】【关闭窗口】</div>
<div class="footer">版权所有：示例县人民政府 网站标识码：0000000000</div>
</body></html>
"""


def save_html(parts: Sequence[Block], file: Path) -> None:
    """The page of a portal."""
    body = "\n".join(_html_line(one) if isinstance(one, str) else _html_table(one) for one in parts)
    file.write_text(_PAGE.format(body), encoding="utf-8")


def _html_line(line: str) -> str:
    words = html.escape(line.strip())
    is_listed = words.startswith("•")
    return f"<ul><li>{words[1:].strip()}</li></ul>" if is_listed else f"<p>{words}</p>"


def _html_table(rows: Rows) -> str:
    lines = []
    for row in rows:
        cells = (
            f'<td colspan="{one.width}" rowspan="{one.height}">{html.escape(one.text)}</td>'
            for one in row
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join(["<table>", *lines, "</table>"])

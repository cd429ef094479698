"""Tables for tests, drawn as text: rows of cells between `|`, in any kind of file.

`<` is a cell that is merged with the one on its left, `^` with the one above. `\\n` within a cell
begins a line.
"""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from tests.support import word_files


class GridCell(NamedTuple):
    """A cell at a place, over some columns and rows."""

    text: str
    row: int
    column: int
    across: int = 1
    down: int = 1


def cells_of(drawing: str) -> list[GridCell]:
    """The cells of a drawing, row after row."""
    rows = [[cell.strip() for cell in line.split("|")] for line in drawing.strip("\n").split("\n")]
    return [
        GridCell(cell.replace("\\n", "\n"), y, x, _across(row, x), _down(rows, y, x))
        for y, row in enumerate(rows)
        for x, cell in enumerate(row)
        if cell not in ("<", "^")
    ]


def _across(row: Sequence[str], x: int) -> int:
    end = x + 1
    while end < len(row) and row[end] == "<":
        end += 1
    return end - x


def _down(rows: Sequence[Sequence[str]], y: int, x: int) -> int:
    end = y + 1
    while end < len(rows) and x < len(rows[end]) and rows[end][x] == "^":
        end += 1
    return end - y


def by_row(drawing: str) -> list[list[GridCell]]:
    """The cells that begin in each row that has any."""
    return [list(row) for _, row in groupby(cells_of(drawing), lambda one: one.row)]


def html_table(drawing: str, attributes: str = "") -> str:
    """A table of a web page."""
    return f"<table{attributes}>{''.join(_html_row(row) for row in by_row(drawing))}</table>"


def _html_row(row: Sequence[GridCell]) -> str:
    return f"<tr>{''.join(_html_cell(cell) for cell in row)}</tr>"


def _html_cell(cell: GridCell) -> str:
    across = f' colspan="{cell.across}"' if cell.across > 1 else ""
    down = f' rowspan="{cell.down}"' if cell.down > 1 else ""
    return f"<td{across}{down}>{escape(cell.text).replace(chr(10), '<br>') or '&nbsp;'}</td>"


def word_table(drawing: str, widths: Mapping[int, int] | None = None) -> str:
    """A table of a Word file, with its lines; `widths` of columns are in twentieths of a point."""
    found = cells_of(drawing)
    at = {
        (y, one.column): (one, y > one.row)
        for one in found
        for y in range(one.row, one.row + one.down)
    }
    columns = max(one.column + one.across for one in found)
    widths = {x: (widths or {}).get(x, 9000 // columns) for x in range(columns)}
    rows = "".join(
        word_files.row(*(_word_cell(*at[y, x], widths) for y, x in sorted(at) if y == line))
        for line in range(max(y for y, _ in at) + 1)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths.values())
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _word_cell(cell: GridCell, is_continued: bool, widths: Mapping[int, int]) -> str:
    width = sum(widths[x] for x in range(cell.column, cell.column + cell.across))
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if cell.across > 1:
        properties += f'<w:gridSpan w:val="{cell.across}"/>'
    if cell.down > 1:
        properties += "<w:vMerge/>" if is_continued else '<w:vMerge w:val="restart"/>'
    texts = [] if is_continued else cell.text.split("\n")
    inner = "".join(map(word_files.paragraph, texts)) or word_files.paragraph()
    return word_files.cell(inner, properties)

"""Tables of a web page by the rules of HTML: each cell with what it spans."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.check.attachments.contents import Quota
from generator.documents.document import Block, Cell, Paragraph, Picture, Place, Table

_MAX_SPAN = 1000  # columns, as browsers have it
_MAX_ROWS = 65534


@dataclass(slots=True)
class CellDraft:
    """A cell before it is known where it stands."""

    blocks: list[Block]
    row_span: int  # 0: to the end of the rows of its part
    column_span: int


@dataclass(slots=True)
class TableDraft:
    """The rows of a table; `place` has its number."""

    place: Place
    captions: list[Block] = field(default_factory=list)
    rows: list[list[CellDraft]] = field(default_factory=list)
    feet: list[list[CellDraft]] = field(default_factory=list)  # stand below, wherever written
    is_in_feet: bool = False

    def begin_row(self) -> None:
        """Begin a row, in the feet where these are being read."""
        (self.feet if self.is_in_feet else self.rows).append([])

    def last_row(self) -> list[CellDraft]:
        """The row that is being read."""
        rows = self.feet if self.is_in_feet else self.rows
        if not rows:
            rows.append([])
        return rows[-1]


def span(text: str | None, *, is_row: bool) -> int:
    """The number of rows or columns that an attribute says, within the bounds of browsers."""
    digits = (text or "").strip()[:6]
    if not (digits.isascii() and digits.isdigit()):
        return 1
    number = int(digits)
    if is_row:
        return min(number, _MAX_ROWS)
    return min(number, _MAX_SPAN) or 1


def table(draft: TableDraft, quota: Quota) -> Table | None:
    """The table, without rows and columns in which no cell begins; None where it has no cell."""
    rows = [*draft.rows, *draft.feet]
    placed = _placed(rows, quota)
    row_starts = sorted({one.row for one in placed})
    column_starts = sorted({one.column for one in placed})
    cells = [_squeezed(one, row_starts, column_starts, draft.place) for one in placed]
    return Table(tuple(cells), draft.place) if cells else None


def _placed(rows: Sequence[Sequence[CellDraft]], quota: Quota) -> list[Cell]:
    """The cells where the algorithm of HTML puts them; raises Exhausted."""
    taken: dict[int, int] = {}  # column to the row below the cell that takes it from above
    cells = []
    for row, drafts in enumerate(rows):
        column = 0
        for one in drafts:
            before = column
            while taken.get(column, 0) > row:
                column += 1
            quota.count("elements", column - before)
            left = len(rows) - row
            row_span = min(one.row_span or left, left)
            quota.count("elements", one.column_span)
            end = column + one.column_span
            for at in range(column, end):
                taken[at] = max(taken.get(at, 0), row + row_span)
            blocks = tuple(one.blocks)
            cells.append(Cell(row, column, blocks, Place(), row_span, one.column_span))
            column = end
    return cells


def _squeezed(one: Cell, rows: Sequence[int], columns: Sequence[int], table: Place) -> Cell:
    """A cell with rows and columns counted by those in which cells begin, and its place."""
    row, column = bisect_left(rows, one.row), bisect_left(columns, one.column)
    row_span = bisect_left(rows, one.row + one.row_span) - row
    column_span = bisect_left(columns, one.column + one.column_span) - column
    place = replace(table, row=row + 1, column=column + 1)
    blocks = tuple(_moved(block, place) for block in one.blocks)
    return Cell(row, column, blocks, place, row_span, column_span)


def _moved(block: Block, place: Place) -> Block:
    if isinstance(block, Paragraph | Picture):
        return replace(block, place=replace(place, paragraph=block.place.paragraph))
    return block

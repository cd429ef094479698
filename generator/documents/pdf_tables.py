"""Tables of a PDF with their text; those that go on over pages are joined."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from generator.documents.document import Aside, Block, Cell, Paragraph, Place, Table
from generator.documents.pdf_drawings import Box
from generator.documents.pdf_grids import Grid
from generator.documents.pdf_lines import Line, lines
from generator.documents.pdf_page import Character
from generator.documents.pdf_paragraphs import Joined, goes_on, joined_over, paragraphs

REPEATED_HEADER = "重复表头"

_SAME_EDGE = 6.0  # points
_MAX_HEADER = 4  # rows
_NO_LINE = 1.3  # of the size: into less no line goes
_PADDING = 6.0  # points, of a cell at most

Item: TypeAlias = "Joined | TableDraft"


@dataclass(slots=True)
class CellDraft:
    """A cell while tables are put together; rows and columns count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    page: int
    left: float
    right: float
    bottom: float
    items: list[Item]

    @property
    def text(self) -> str:
        """Its words without blanks; of a table in it only that there is one."""
        parts = (one.text if isinstance(one, Joined) else "\0" for one in self.items)
        return "".join("".join(parts).split())

    @property
    def extent(self) -> tuple[int, int, int, int]:
        """Where it stands and what it spans."""
        return self.row, self.column, self.row_span, self.column_span


@dataclass(slots=True)
class TableDraft:
    """A table of one page, or of several once they were joined."""

    page: int
    top: float
    xs: tuple[float, ...]
    row_count: int
    cells: list[CellDraft]
    repeated: list["TableDraft"] = field(default_factory=list)  # headers that were left out


def table_draft(
    grid: Grid, characters: Sequence[Character], inner: Sequence[TableDraft], page: int
) -> TableDraft:
    """The table of a grid; `inner` are tables that stand within its cells."""
    parts: list[list[Character]] = [[] for _ in grid.cells]
    for one in characters:
        parts[grid.cell_at(*one.middle)].append(one)
    within: list[list[TableDraft]] = [[] for _ in grid.cells]
    for table in inner:
        within[grid.cell_at((table.xs[0] + table.xs[-1]) / 2, table.top + 1)].append(table)
    cells = [
        CellDraft(
            cell.row, cell.column, cell.row_end - cell.row, cell.column_end - cell.column, page,
            grid.box_of(cell).left, grid.box_of(cell).right, grid.box_of(cell).bottom,
            _items(lines(part, page), tables, grid.box_of(cell)),
        )
        for cell, part, tables in zip(grid.cells, parts, within, strict=True)
    ]  # fmt: skip
    return TableDraft(page, grid.ys[0], grid.xs, len(grid.ys) - 1, cells)


def _items(texts: list[Line], tables: Sequence[TableDraft], box: Box) -> list[Item]:
    if not texts:
        return list(tables)
    # The margin within a cell is that of its widest line, where it is in the usual bounds.
    padding = min(max(min(one.left for one in texts) - box.left, 0.0), _PADDING)
    left, right = box.left + padding, box.right - padding
    items: list[Item] = []
    rest = texts
    for table in sorted(tables, key=lambda one: one.top):
        above = [one for one in rest if one.middle < table.top]
        items += [*paragraphs(above, left, right), table]
        rest = rest[len(above) :]
    return [*items, *paragraphs(rest, left, right)]


def joined(first: TableDraft, then: TableDraft) -> bool:
    """Add the rows of a table on the next page, where its columns agree; whether they do."""
    columns = _common_columns(first.xs, then.xs)
    if columns is None:
        return False
    xs, of_first, of_then = columns
    _widen(first.cells, of_first)
    _widen(then.cells, of_then)
    first.xs = xs
    repeated = _repeated_rows(first.cells, then.cells)
    if repeated:
        header = [one for one in then.cells if one.row < repeated]
        first.repeated.append(TableDraft(then.page, then.top, xs, repeated, header))
    rest = [one for one in then.cells if one.row >= repeated]
    first_row = min((one.row for one in rest), default=0)
    added = _without_broken_cells(first, rest, first_row)
    for one in added:
        one.row += first.row_count - first_row
    first.cells += added
    first.row_count = max((one.row + one.row_span for one in first.cells), default=0)
    return True


_Columns: TypeAlias = tuple[tuple[float, ...], list[int], list[int]]


def _common_columns(first: tuple[float, ...], then: tuple[float, ...]) -> _Columns | None:
    """The edges of the columns of both, and which of them the edges of each are."""
    if abs((first[-1] - first[0]) - (then[-1] - then[0])) > _SAME_EDGE:
        return None
    shift = first[0] - then[0]
    moved = tuple(one + shift for one in then)
    more, fewer = (first, moved) if len(first) >= len(moved) else (moved, first)
    near = [min(range(len(more)), key=lambda at: abs(more[at] - x)) for x in fewer]
    if any(abs(more[at] - x) > _SAME_EDGE for at, x in zip(near, fewer, strict=True)):
        return None
    if len(set(near)) < len(near):
        return None
    every = list(range(len(more)))
    return (more, every, near) if more is first else (more, near, every)


def _widen(cells: Sequence[CellDraft], edges: Sequence[int]) -> None:
    for one in cells:
        end = edges[one.column + one.column_span]
        one.column = edges[one.column]
        one.column_span = end - one.column


def _repeated_rows(first: Sequence[CellDraft], then: Sequence[CellDraft]) -> int:
    """How many rows at the beginning of the second are those of the first again."""
    for count in range(_MAX_HEADER, 0, -1):
        of_first = _rows(first, count)
        if of_first and of_first == _rows(then, count) and any(text for *_, text in of_first):
            return count
    return 0


def _rows(cells: Sequence[CellDraft], count: int) -> list[tuple[int, int, int, int, str]]:
    """What the first rows hold; nothing where a cell reaches beyond them."""
    found = [one for one in cells if one.row < count]
    if any(one.row + one.row_span > count for one in found):
        return []
    return [(*one.extent, one.text) for one in found]


def _without_broken_cells(
    first: TableDraft, rest: list[CellDraft], first_row: int
) -> list[CellDraft]:
    """The cells of the next page, but for those that go on from the page before.

    A merged cell at the left that is broken by the page is empty on the next one; the cell above
    takes its rows. A row whose one cell is broken within its text has nothing else on the next.
    """
    last = {one.column: one for one in first.cells if one.row + one.row_span == first.row_count}
    row = sorted((one for one in rest if one.row == first_row), key=lambda one: one.column)
    merged = list(_merged_before(row, last))
    for one in merged:
        _append(last[one.column], one)
        last[one.column].row_span += one.row_span
    row = [one for one in row if one not in merged]
    if not _is_broken_row(row, last):
        return [one for one in rest if one not in merged]
    for one in row:
        if one.column in last:
            _append(last[one.column], one)
            last[one.column].row_span += one.row_span - 1
    for one in merged:
        last[one.column].row_span -= 1
    for one in rest:
        one.row -= one.row > first_row
    return [one for one in rest if one not in merged and one not in row]


def _merged_before(row: Sequence[CellDraft], last: Mapping[int, CellDraft]) -> Iterator[CellDraft]:
    """The cells at the left of a row that belong to merged cells of the page before."""
    for one in row:
        above = last.get(one.column)
        if above is None or above.column_span != one.column_span:
            return
        if one.row_span == above.row_span == 1 or (one.text and not _is_broken(above, one)):
            return
        yield one


def _is_broken_row(row: Sequence[CellDraft], last: Mapping[int, CellDraft]) -> bool:
    """Whether a row goes on from the page before: nothing begins in it.

    What has a row for itself tells it; a cell of several rows may be broken between two of them.
    """
    for one in row:
        above = last.get(one.column)
        has_place = above is not None and above.column_span == one.column_span
        if not has_place or (one.text and not _is_broken(above, one)):
            return False
    filled = [one for one in row if one.text]
    if not filled:
        return bool(row) and all(one.row_span == 1 for one in row)
    is_high = any(_has_lines(last[one.column].items[-1:] + one.items[:1]) for one in filled)
    return is_high and any(one.row_span == 1 for one in filled)


def _has_lines(items: Sequence[Item]) -> bool:
    """Whether one of these has more than a line: no row of one line is broken."""
    return any(isinstance(one, Joined) and one.first is not one.last for one in items)


def _is_broken(above: CellDraft | None, one: CellDraft) -> bool:
    """Whether the text of a cell goes on in the cell on the next page."""
    if above is None or above.column_span != one.column_span or not (above.items and one.items):
        return False
    before, after = above.items[-1], one.items[0]
    if not (isinstance(before, Joined) and isinstance(after, Joined)):
        return False
    if above.bottom - before.last.bottom > _NO_LINE * before.last.size:
        return False  # there was room below
    left = min(before.first.left, above.left + _PADDING)
    return goes_on(before, after, left, above.right - _PADDING)


def _append(above: CellDraft, one: CellDraft) -> None:
    """Put what a cell holds behind what it held on the page before."""
    before = above.items[-1:]
    after = one.items[:1]
    if before and after and isinstance(before[0], Joined) and isinstance(after[0], Joined):
        above.items[-1:] = [joined_over(before[0], after[0])]
        above.items += one.items[1:]
    else:
        above.items += one.items
    above.bottom = one.bottom


class Numbering:
    """Turns drafts into tables, and numbers these through the document."""

    def __init__(self) -> None:
        self.asides: list[Aside] = []
        self._count = 0

    def table(self, draft: TableDraft) -> Table:
        """The table; the headers that were repeated on its pages go to `asides`."""
        self._count += 1
        place = Place(page=draft.page, table=self._count)
        cells = sorted(draft.cells, key=lambda one: (one.row, one.column))
        table = Table(tuple(self._cell(one, place) for one in cells), place)
        for header in draft.repeated:
            where = replace(place, page=header.page)
            row = Table(tuple(self._cell(one, where) for one in header.cells), where)
            self.asides.append(Aside(REPEATED_HEADER, (row,), where))
        return table

    def _cell(self, draft: CellDraft, table: Place) -> Cell:
        place = replace(table, page=draft.page, row=draft.row + 1, column=draft.column + 1)
        blocks: list[Block] = []
        for number, one in enumerate(draft.items, 1):
            if isinstance(one, TableDraft):
                blocks.append(self.table(one))
            else:
                where = replace(place, paragraph=number)
                blocks.append(Paragraph(one.text, where, is_bold=one.is_bold,
                                        is_centred=one.is_centred))  # fmt: skip
        return Cell(draft.row, draft.column, tuple(blocks), place, draft.row_span,
                    draft.column_span)  # fmt: skip

"""Tables of a Word file: each cell once, with the rows and columns that it is merged over."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.check.attachments.contents import Unreadable
from generator.documents.document import Cell, Place, Table
from generator.documents.word_line import chosen
from generator.documents.word_xml import Node, integer

if TYPE_CHECKING:
    from generator.documents.word_body import Spot, Story

MAX_COLUMNS = 1000  # Word itself opens no table of more than 63
_WRAPPERS = {"w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo"}
_DELETED = {"w:del", "w:moveFrom"}


def _inner(node: Node, name: str) -> Iterator[Node]:
    """The rows of a table or the cells of a row, whatever they are wrapped in."""
    for child in node.children:
        if child.name == name:
            yield child
        elif child.name in _WRAPPERS:
            yield from _inner(child, name)
        elif child.name == "mc:AlternateContent":
            yield from (one for one in chosen(child) if one.name == name)


@dataclass(slots=True)
class _Grid:
    """A table while it is read."""

    number: int
    part: str
    cells: list[Cell] = field(default_factory=list)
    spans: dict[int, list[int]] = field(default_factory=dict)  # of merged cells: rows, columns
    above: dict[int, int] = field(default_factory=dict)  # cells that go on below, by column
    row: int = 0  # from 0
    width: int = 0

    def table(self) -> Table:
        for index, (rows, columns) in self.spans.items():
            old = self.cells[index]
            self.cells[index] = Cell(old.row, old.column, old.blocks, old.place, rows, columns)
        return Table(tuple(self.cells), Place(self.part, table=self.number))


class TableReader:
    """Reads the tables of a story."""

    def __init__(self, story: "Story") -> None:
        self._story = story

    def read(self, node: Node, spot: "Spot") -> Iterator[Table]:
        """The table, unless nothing of it is left."""
        self._story.tables += 1
        grid = _Grid(self._story.tables, spot.part)
        for row in _inner(node, "w:tr"):
            properties = row.child("w:trPr")
            if not any(map(properties.find, _DELETED)):
                self._row(row, properties, grid, spot)
            row.children = ()  # the memory is needed
        self._story.quota.count("elements", grid.row * grid.width)  # so much its grid takes
        if grid.cells:
            yield grid.table()

    def _row(self, row: Node, properties: Node, grid: _Grid, outer: "Spot") -> None:
        if properties.is_on("w:hidden"):
            for cell in _inner(row, "w:tc"):
                self._story.cover(cell.children, self._spot(grid, 0, outer))
            return
        column = _bounded(integer(properties.value("w:gridBefore")), 0)
        goes_on: dict[int, int] = {}
        last: int | None = None  # the cell to the left
        for cell in _inner(row, "w:tc"):
            about = cell.child("w:tcPr")
            if about.find("w:cellDel"):
                continue
            width = _bounded(integer(about.value("w:gridSpan"), 1), 1)
            self._check(column + width, grid)
            last = self._cell(cell, about, (column, width), last, grid, goes_on, outer)
            column += width
        grid.width = max(grid.width, column)
        grid.above = goes_on
        grid.row += 1

    def _cell(  # noqa: PLR0913, PLR0917
        self, cell: Node, about: Node, extent: tuple[int, int], last: int | None, grid: _Grid,
        goes_on: dict[int, int], outer: "Spot",
    ) -> int:  # fmt: skip
        """The index of the cell that covers this place, which may be one above or to the left."""
        column, width = extent
        spot = self._spot(grid, column, outer)
        if last is not None and _goes_on(about, "w:hMerge"):
            grid.spans.setdefault(last, [1, grid.cells[last].column_span])[1] += width
            self._story.cover(cell.children, spot)
            return last
        upper = grid.above.get(column)
        if upper is not None and _goes_on(about, "w:vMerge") and _width(grid, upper) == width:
            grid.spans.setdefault(upper, [1, width])[0] += 1
            goes_on[column] = upper
            self._story.cover(cell.children, spot)
            return upper
        place = spot.place
        blocks = tuple(self._story.read(cell.children, spot))
        grid.cells.append(Cell(grid.row, column, blocks, place, 1, width))
        index = len(grid.cells) - 1
        if about.find("w:vMerge") or about.find("w:cellMerge"):
            goes_on[column] = index
        return index

    def _spot(self, grid: _Grid, column: int, outer: "Spot") -> "Spot":
        return type(outer)(grid.part, grid.number, grid.row + 1, column + 1, is_seen=outer.is_seen)

    def _check(self, columns: int, grid: _Grid) -> None:
        if columns > MAX_COLUMNS:
            where = f"表 {grid.number} 第 {grid.row + 1} 行"
            raise Unreadable(f"{where}超过 {MAX_COLUMNS} 列，Word 自己也打不开这样的表格")


def _bounded(number: int, least: int) -> int:
    """A span; what no table can have is taken for none."""
    return number if least <= number <= MAX_COLUMNS else least


def _goes_on(about: Node, name: str) -> bool:
    """Whether a cell belongs to the one above it (`w:vMerge`) or left of it (`w:hMerge`)."""
    if found := about.find(name):
        return found.get("val") != "restart"
    tracked = about.find("w:cellMerge") if name == "w:vMerge" else None
    return tracked is not None and tracked.get("vMerge") == "cont"


def _width(grid: _Grid, index: int) -> int:
    return grid.spans.get(index, [1, grid.cells[index].column_span])[1]

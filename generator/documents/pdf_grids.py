"""Tables of a page by their ruled lines: rows, columns, and cells that are merged."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from generator.documents.pdf_drawings import Box, Rule

_SAME = 3.0  # points: lines that are nearer are one, as the two of a double line
_WIDEST = 4.5  # of lines that are one together
_TOUCHING = 4.0
_MAX_LINES = 3000  # of a page; a drawing has more
_MAX_FACES = 60_000

_Asked: TypeAlias = Callable[[int, int], bool]  # whether a line is before a row, a column


class Extent(NamedTuple):
    """The rows and columns that a cell takes, from 0; the ends are not within."""

    row: int
    column: int
    row_end: int
    column_end: int


@dataclass(frozen=True)
class Grid:
    """The lines of a table: `xs` from left to right, `ys` from top to bottom; its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Extent, ...]

    @property
    def box(self) -> Box:
        """What it takes of the page."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def box_of(self, cell: Extent) -> Box:
        """What a cell takes of the page."""
        return Box(
            self.xs[cell.column], self.ys[cell.row],
            self.xs[cell.column_end], self.ys[cell.row_end],
        )  # fmt: skip

    def cell_at(self, x: float, y: float) -> int:
        """The index of the cell at a point, or nearest to it."""
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return self._numbers[row, column]

    @cached_property
    def _numbers(self) -> dict[tuple[int, int], int]:
        """The index of the cell that takes a row and a column."""
        return {
            (row, column): number
            for number, one in enumerate(self.cells)
            for row in range(one.row, one.row_end)
            for column in range(one.column, one.column_end)
        }


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The tables of a page, the larger ones first."""
    across = _joined([one for one in rules if not one.is_upright])
    upright = _joined([one for one in rules if one.is_upright])
    if len(across) + len(upright) > _MAX_LINES:
        return []
    found = [grid for lines in _touching(across, upright) if (grid := _grid(*lines))]
    return sorted(found, key=lambda one: -one.box.area)


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """The lines, those that are on one another or go on from one another as one."""
    joined: list[Rule] = []
    for group in _near(sorted(rules, key=lambda one: one.at)):
        at = sum(one.at for one in group) / len(group)
        last: Rule | None = None
        for one in sorted(group, key=lambda one: one.start):
            if last and one.start <= last.end + _SAME:
                last = last._replace(end=max(last.end, one.end))
                joined[-1] = last
            else:
                last = one._replace(at=at)
                joined.append(last)
    return joined


def _near(rules: Iterable[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for one in rules:
        group = groups[-1] if groups else []
        if group and one.at - group[-1].at <= _SAME and one.at - group[0].at <= _WIDEST:
            group.append(one)
        else:
            groups.append([one])
    return groups


def _touching(across: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The lines in groups, of which each touches another one."""
    parents = list(range(len(across) + len(upright)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for number, one in enumerate(across):
        for other_number, other in enumerate(upright, len(across)):
            if (
                one.start - _TOUCHING <= other.at <= one.end + _TOUCHING
                and other.start - _TOUCHING <= one.at <= other.end + _TOUCHING
            ):
                parents[root(number)] = root(other_number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, one in enumerate([*across, *upright]):
        groups.setdefault(root(number), ([], []))[one.is_upright].append(one)
    return list(groups.values())


def _grid(across: list[Rule], upright: list[Rule]) -> Grid | None:
    if len(across) < 2 or not upright:
        return None
    xs = _with_open_sides(sorted({one.at for one in upright}), across)
    ys = sorted({one.at for one in across})
    rows, columns = len(ys) - 1, len(xs) - 1
    if not 1 < rows * columns <= _MAX_FACES or not columns:
        return None
    walls = _covered(upright, ys)
    floors = _covered(across, xs)
    cells = _merged(rows, columns, lambda row, column: (row, xs[column]) in walls,
                    lambda row, column: (column, ys[row]) in floors)  # fmt: skip
    return Grid(tuple(xs), tuple(ys), cells) if len(cells) > 1 else None


def _with_open_sides(xs: list[float], across: list[Rule]) -> list[float]:
    """Tables whose left and right sides are not drawn end where most of their lines do."""
    starts = sorted(one.start for one in across)
    ends = sorted(one.end for one in across)
    start, end = starts[len(starts) // 2], ends[len(ends) // 2]
    before = [start] if start < xs[0] - 2 * _TOUCHING else []
    return [*before, *xs, *([end] if end > xs[-1] + 2 * _TOUCHING else [])]


def _covered(rules: list[Rule], edges: Sequence[float]) -> set[tuple[int, float]]:
    """Between which of the edges there are lines, each with where that is."""
    middles = [(one + other) / 2 for one, other in pairwise(edges)]
    return {
        (number, rule.at)
        for rule in rules
        for number, middle in enumerate(middles)
        if rule.start <= middle <= rule.end
    }


def _merged(rows: int, columns: int, has_wall: _Asked, has_floor: _Asked) -> tuple[Extent, ...]:
    """The cells; what no line parts is one cell, where that is a rectangle."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            column_end = column + 1
            while (
                column_end < columns
                and (row, column_end) not in taken
                and not has_wall(row, column_end)
            ):
                column_end += 1
            row_end = row + 1
            while row_end < rows and _goes_on(row_end, column, column_end, has_wall, has_floor):
                row_end += 1
            cell = Extent(row, column, row_end, column_end)
            taken |= {(one, two) for one in range(row, row_end)
                      for two in range(column, column_end)}  # fmt: skip
            cells.append(cell)
    return tuple(cells)


def _goes_on(row: int, column: int, column_end: int, has_wall: _Asked, has_floor: _Asked) -> bool:
    """Whether a cell above takes this row too: no line parts it, nor any within the row."""
    return not any(has_floor(row, one) for one in range(column, column_end)) and not any(
        has_wall(row, one) for one in range(column + 1, column_end)
    )

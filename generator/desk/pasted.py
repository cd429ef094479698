"""Rows of a table that was copied in Word or Excel: tabs between cells, columns told by words."""

import csv
import io
import re
from collections.abc import Mapping, Sequence

from generator.desk.parts import Cell, Table
from generator.source.edits import Edit, EditError, Insert, Put
from generator.source.key_hints import TABLE_HEADINGS
from generator.source.tree import FieldPath, Value

_LEVELS = ("一级", "二级")  # merged over rows on paper: only the first of them has the words
_UNIT = re.compile(r"[（(][^（）()]*[）)]$")


def pasted(table: Table, text: str, cell: FieldPath = ()) -> list[Edit]:
    """The rows as edits: from a cell on, over what is there, or else behind all rows.

    Refused where a cell of theirs has no column.
    """
    grid = [row for row in _grid(text) if any(row)]
    if not grid:
        raise EditError("没有可以加进表里的行。请从 Word 或 Excel 复制整张表，粘贴在框里。")
    columns = _titled(table, grid[0])
    rows = grid if columns is None else grid[1:]
    if not rows:
        raise EditError("只有表头一行，没有可以加进表里的行。")
    left = _number(table, cell)
    shown = columns or list(table.columns[left : left + max(map(len, rows))])
    above: dict[int, str] = {}
    made = [_row(table, shown, row, above) for row in rows]
    start = int(cell[len(table.where)]) if cell else len(table.rows)
    values = {one.where: one.value for row in table.rows for one in row}
    found: list[Edit] = []
    for number, one in enumerate(made, start):
        where = (*table.where, number)
        found += _over(where, one, values) if number < len(table.rows) else [Insert(where, one)]
    return found


def _number(table: Table, cell: FieldPath) -> int:
    """How many columns are left of a cell."""
    steps = cell[len(table.where) + 1 :]
    every = [one.where[len(table.where) + 1 :] for one in table.columns]
    return every.index(steps) if steps in every else 0


def _over(where: FieldPath, value: Value, values: Mapping[FieldPath, str]) -> list[Edit]:
    """What is pasted over a row: each cell that differs, in the place of that which is there."""
    if isinstance(value, dict):
        return [edit for key, one in value.items() for edit in _over((*where, key), one, values)]
    return [] if (value or "") == values.get(where, "") else [Put(where, value or None)]


def _grid(text: str) -> list[list[str]]:
    """The cells; those that Excel puts in quotes may have line breaks."""
    read = csv.reader(io.StringIO(text, newline=""), dialect="excel-tab")
    try:
        return [[" ".join(cell.split()) for cell in row] for row in read]
    except csv.Error as error:
        raise EditError("粘贴的内容读不成表格。") from error


def _titled(table: Table, row: Sequence[str]) -> list[Cell | None] | None:
    """The columns that a row of headings names; None where it has none such, or only one."""
    known = {one.label: one for one in [*table.rest, *table.columns]}
    for one in [*table.rest, *table.columns]:
        steps = [step for step in one.where[len(table.where) + 1 :] if isinstance(step, str)]
        known.setdefault(steps[-1] if steps else one.label, one)
    names = [_heading(cell, known) for cell in row]
    columns = [known.get(name) for name in names]
    if sum(one is not None for one in columns) < min(2, len(table.columns)):
        return None
    unknown = [said for said, one in zip(row, columns, strict=True) if said and one is None]
    twice = [said for n, said in enumerate(row) if columns[n] and columns[n] in columns[:n]]
    if unknown:
        raise EditError(f"这些列不认得：{'、'.join(unknown)}。请改表头，或在框里删去这些列。")
    if twice:
        raise EditError(f"有两列是同一栏：{'、'.join(twice)}。请在框里改表头，或删去一列。")
    return columns


def _heading(cell: str, known: dict[str, Cell]) -> str:
    word = "".join(cell.split())
    for name in (word, _UNIT.sub("", word)):
        if name in known:
            return name
        if TABLE_HEADINGS.get(name) in known:
            return TABLE_HEADINGS[name]
    return word


def _row(
    table: Table, columns: Sequence[Cell | None], row: Sequence[str], above: dict[int, str]
) -> Value:
    beyond = [cell for cell in row[len(columns) :] if cell]
    if beyond:
        raise EditError(
            f"有一行比表多出几格：{'、'.join(beyond)}。请连表头一行一起复制，或从左边的栏贴起。"
        )
    made: dict[str, Value] = {}
    depth = len(table.where) + 1
    for number, column in enumerate(columns):
        cell = row[number] if number < len(row) else ""
        if column is None:
            if cell:
                raise EditError(f"“{cell}”上面没有表头。请在框里补上，或删去这一列。")
            continue
        steps = [str(one) for one in column.where[depth:]]
        if not steps:
            return cell
        if steps[-1] in _LEVELS:
            cell = above[number] = cell or above.get(number, "")
        _put(made, steps, cell)
    return made


def _put(made: dict[str, Value], steps: Sequence[str], cell: str) -> None:
    for step in steps[:-1]:
        below = made.setdefault(step, {})
        assert isinstance(below, dict)  # noqa: S101  a group of the model
        made = below
    made[steps[-1]] = cell or None

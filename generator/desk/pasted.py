"""Rows of a table that was copied in Word or Excel: tabs between cells, columns told by words."""

import csv
import io
import re
from collections.abc import Sequence

from generator.desk.parts import Cell, Table
from generator.source.edits import Edit, EditError, Insert
from generator.source.key_hints import TABLE_HEADINGS
from generator.source.tree import Value

_LEVELS = ("一级", "二级")  # merged over rows on paper: only the first of them has the words
_UNIT = re.compile(r"[（(][^（）()]*[）)]$")


def pasted(table: Table, text: str) -> list[Edit]:
    """The rows as edits, behind those that are there; refused where a cell has no column."""
    grid = [row for row in _grid(text) if any(row)]
    if not grid:
        raise EditError("没有可以加进表里的行。请从 Word 或 Excel 复制整张表，粘贴在框里。")
    columns = _titled(table, grid[0])
    rows = grid if columns is None else grid[1:]
    shown = columns if columns is not None else list(table.columns)
    found: list[Value] = []
    above: dict[int, str] = {}
    for row in rows:
        found.append(_row(table, shown, row, above))
    start = len(table.rows)
    return [Insert((*table.where, start + number), one) for number, one in enumerate(found)]


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
        raise EditError(f"有一行比表多出几格：{'、'.join(beyond)}。请先在框里加上表头一行。")
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

"""Workbooks for tests: sheets drawn as text, their cells as a person types them in."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.support.grids import cells_of

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Sheet(NamedTuple):
    """A sheet: its name, its cells; rows, columns by letter, or all of it may be hidden.

    A cell is typed as in a spreadsheet: `0.95` a number, `'0.95` text, `=A1` a formula; behind #
    stands a number format: `0.95#0.00%`, `2023-06-01#yyyy"年"m"月"`.
    """

    name: str
    drawing: str
    hidden_rows: Sequence[int] = ()
    hidden_columns: str = ""
    is_hidden: bool = False


def workbook(file: Path, *sheets: Sheet) -> None:
    """Write a workbook of these sheets."""
    book = Workbook()
    book.remove(book.active)
    for one in sheets:
        made = book.create_sheet(one.name)
        for cell in cells_of(one.drawing):
            typed, _, shown = cell.text.partition("#")
            row, column = cell.row + 1, cell.column + 1
            at = made.cell(row, column, _value(typed))
            at.number_format = shown or "General"
            if typed.startswith("'"):
                at.data_type = "s"
            if cell.across * cell.down > 1:
                end = get_column_letter(column + cell.across - 1)
                made.merge_cells(f"{at.coordinate}:{end}{row + cell.down - 1}")
        made.sheet_state = "hidden" if one.is_hidden else "visible"
        for row in one.hidden_rows:
            made.row_dimensions[row].hidden = True
        for letter in one.hidden_columns:
            made.column_dimensions[letter].hidden = True
    book.save(file)


def _value(typed: str) -> object:
    if _NUMBER.fullmatch(typed):
        return float(typed) if "." in typed else int(typed)
    if _DATE.fullmatch(typed):
        return date.fromisoformat(typed)
    return typed.removeprefix("'") or None

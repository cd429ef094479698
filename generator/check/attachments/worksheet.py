"""The text of a worksheet, hidden rows and columns apart."""

from collections.abc import Iterable
from typing import NamedTuple

from generator.check.attachments.contents import Contents


class Row(NamedTuple):
    """A row of a sheet; of each cell, whether its column is hidden, and its text."""

    number: int
    hidden: bool
    cells: list[tuple[bool, str]]


def add_sheet(contents: Contents, name: str, rows: Iterable[Row], *, hidden: bool) -> None:
    """Add a sheet's text, a line a row, tabs between cells; hidden rows and columns apart."""
    shown, in_rows, in_columns, numbers = [], [], [], []
    for row in rows:
        if row.hidden and any(text for _, text in row.cells):
            numbers.append(row.number)
            in_rows.append("\t".join(text for _, text in row.cells))
            continue
        shown.append("\t".join(text for concealed, text in row.cells if not concealed))
        in_columns.append("\t".join(text for concealed, text in row.cells if concealed))
    if hidden:
        everything = (*shown, *in_rows, *in_columns)
        contents.add_hidden(f"隐藏的工作表“{name}”", "\n".join(filter(None, everything)))
        return
    contents.add_part(f"工作表“{name}”", "\n".join(shown))
    which = "、".join(map(str, numbers[:3])) + (" 等" if len(numbers) > 3 else "")
    contents.add_hidden(f"工作表“{name}”隐藏的第 {which} 行", "\n".join(in_rows))
    contents.add_hidden(f"工作表“{name}”隐藏的列", "\n".join(filter(None, in_columns)))


def number_as_shown(text: str) -> str:
    """A stored number as a person reads it: no exponent, no digits that only the machine made."""
    try:
        value = float(text)
    except ValueError:
        return text
    if text.isdecimal() or not abs(value) < 1e21:
        return text
    return str(int(value)) if value == int(value) else f"{value:.15g}"

"""Tables in a text: rows of cells between `|`, the second row of dashes (GFM)."""

import re

_DELIMITER_ROW = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")


def cells(row: str) -> list[str]:
    """The cells of a row."""
    return [cell.strip() for cell in row.removeprefix("|").removesuffix("|").split("|")]


def table_length(lines: list[str], start: int) -> int:
    """How many lines the table has that starts at line `start`; 0 where none does."""
    if start + 1 >= len(lines) or "|" not in lines[start] or "|" not in lines[start + 1]:
        return 0
    width = len(cells(lines[start]))
    if not _DELIMITER_ROW.fullmatch(lines[start + 1]) or len(cells(lines[start + 1])) != width:
        return 0
    end = start + 2
    while end < len(lines) and "|" in lines[end] and len(cells(lines[end])) == width:
        end += 1
    return end - start

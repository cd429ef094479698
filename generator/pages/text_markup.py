"""The markup that staff may mean in a report's text, and where in the text each piece of it stands.

`narrative.py` tells which kinds there are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from generator.check.text_values import cells, table_length

_LEADING_PUNCTUATION = re.compile(r"[!-/:-@]")  # #, +, -, =, :, > and the like open blocks
_LEADING_NUMBER = re.compile(r"\d+[.)](?=\s)")
_MARKUP = re.compile(
    r"(?:^|(?<=[\s，。；：、（“‘《]))\*\*(?P<bold>[\w“‘《【〔（][^*\n]*?)\*\*(?!\*)(?=$|[^\w])"
    r"|(?:^|(?<=[\s，。；：、（“‘《]))\*\*(?P<lead>[\w“‘《【〔（][^*\n]*?[。：；，、．.:])\*\*(?!\*)"
    r"|(?<!!)\[(?P<label>[^\[\]\n]+)\]\((?P<url>https?://[\w.~:/?#@!$&+,;=%-]+)\)"
)
_HEADING = re.compile(r"#{1,6}\s+(.*\S)")
_ITEM = re.compile(r"-\s+(.*\S)")


class Kind(Enum):
    """What a few lines are together."""

    PARAGRAPH = auto()  # one line
    HEADING = auto()  # one line, below the outline's headings
    ITEMS = auto()  # of one list
    TABLE = auto()  # the second line tells the sides of its columns


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: plain, bold, or a link where `url` is not empty."""

    text: str
    bold: bool = False
    url: str = ""


class Piece(NamedTuple):
    """A line or a cell, without what marks it; its first character is the text's at `start`."""

    text: str
    start: int


def parsed(text: str) -> Iterator[tuple[Kind, list[Piece]]]:
    """Blocks with their lines; headings and items without the characters that mark them."""
    pieces = list(_lines(text))
    lines = [line for line, _ in pieces]
    start = 0
    while start < len(lines):
        end = start + (table_length(lines, start) or 1)
        if end > start + 1:
            yield Kind.TABLE, pieces[start:end]
        elif item := _item(pieces[start]):
            items = [item]
            while end < len(lines) and (item := _item(pieces[end])):
                items.append(item)
                end += 1
            yield Kind.ITEMS, items
        elif heading := _HEADING.fullmatch(lines[start]):
            yield Kind.HEADING, [Piece(heading[1], pieces[start].start + heading.start(1))]
        elif lines[start]:
            yield Kind.PARAGRAPH, [pieces[start]]
        start = end


def _lines(text: str) -> Iterator[Piece]:
    """Each line without the blanks around it."""
    position = 0
    for line in text.split("\n"):
        yield Piece(line.strip(), position + len(line) - len(line.lstrip()))
        position += len(line) + 1


def _item(line: Piece) -> Piece | None:
    found = _ITEM.fullmatch(line.text)
    return Piece(found[1], line.start + found.start(1)) if found else None


def row_cells(row: Piece) -> list[Piece]:
    """The cells of a table's row, as `cells` cuts them."""
    position = row.start + row.text.startswith("|")
    found = []
    for cell, raw in zip(
        cells(row.text), row.text.removeprefix("|").removesuffix("|").split("|"), strict=True
    ):
        found.append(Piece(cell, position + len(raw) - len(raw.lstrip())))
        position += len(raw) + 1
    return found


def spans(line: str) -> Iterator[tuple[Span, int]]:
    """The spans of a line, each with the place of its first character in the line."""
    if "**" not in line and "](" not in line:  # most lines: found many times faster
        yield Span(line), 0
        return
    position = 0
    for match in _MARKUP.finditer(line):
        yield Span(line[position : match.start()]), position
        group = next(name for name in ("label", "bold", "lead") if match[name])
        yield Span(match[group], group != "label", match["url"] or ""), match.start(group)
        position = match.end()
    yield Span(line[position:]), position


def guard_length(line: str) -> int:
    """How many characters at a line's start would open a block if the last were not escaped."""
    if number := _LEADING_NUMBER.match(line):
        return number.end()
    return 1 if _LEADING_PUNCTUATION.match(line) and not _MARKUP.match(line) else 0

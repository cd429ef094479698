"""Tables of money and of goals that lost their lines: a cell a line, or blanks between cells.

A blank cell left no trace: a row is read where its figures are as many as the heads, or as the
amounts that begin them; where one is not, the table ends.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from generator.documents.document import Paragraph, Place
from generator.recognition.cells import is_figure, unit_in
from generator.recognition.funds import AMOUNTS, RATES
from generator.recognition.row import Item, Row, RowCell
from generator.recognition.words import (
    COLUMNS,
    FUND_TOTAL,
    SECTIONS,
    Kind,
    bare,
    folded,
    label_of,
)

_MOST_HEADS, _MOST_LINES = 12, 80
_SOURCE = re.compile(
    r".{0,14}(?:资金|拨款|补助|财政|收入|结转|其他|其它|预算|支出|债券)(?:[（(].{1,10}[）)])?"
)
_PERCENT = re.compile(r"[\d.,]+\s*[%％]")

Cell = tuple[str, Place]


def rows_of_money(stream: Sequence[Item], at: int, number: int) -> tuple[list[Row], int]:
    """A table of money with a cell a line: its heads one after the other, names and figures."""
    if not _may_begin(stream[at], Kind.FUNDS):
        return [], 0
    lines = _lines(stream, at)
    before = _begin(lines)
    heads = list(takewhile(lambda one: _key(one[0], Kind.FUNDS), lines[before:]))[:_MOST_HEADS]
    keys = [_key(text, Kind.FUNDS) for text, _ in heads]
    if not _are_heads(keys):
        return [], 0
    rows = [_row([_joined(lines[:before]), *heads], number)]
    end = before + len(heads)
    while row := _next(lines[end:], keys):
        rows.append(_row(row, number))
        end += len(row)
    return (rows, end) if len(rows) > 1 else ([], 0)


def spaced_money(stream: Sequence[Item], at: int, number: int) -> tuple[list[Row], int]:
    """A table of money whose cells blanks part: a line of heads, and the lines under it."""
    first = _words(stream, at)
    before = 1 if first and bare(first[0][0]) in SECTIONS else 0
    keys = [_key(text, Kind.FUNDS) for text, _ in first[before:]]
    if not _are_heads(keys):
        return [], 0
    rows = [_row([first[0] if before else ("", first[0][1]), *first[before:]], number)]
    while words := _words(stream, at + len(rows)):
        row = _next(words, keys)
        if len(row) != len(words):
            break
        rows.append(_row(row, number))
    return (rows, len(rows)) if len(rows) > 1 else ([], 0)


def rows_of_goals(stream: Sequence[Item], at: int, number: int) -> tuple[list[Row], int]:
    """The heads of the goals on lines of their own, and a line for each of them below."""
    if not _may_begin(stream[at], Kind.GOALS):
        return [], 0
    lines = _lines(stream, at)
    keys = [_key(text, Kind.GOALS) for text, _ in lines[:5]]
    before = 1 if keys[:2] == ["预期", "预期"] else 0
    keys = list(takewhile(bool, keys[before:]))
    heads = lines[before : before + len(keys)]
    below = lines[before + len(keys) : before + 2 * len(keys)]
    if keys[:1] != ["预期"] or "实际" not in keys or len(below) < len(keys):
        return [], 0
    end = before + 2 * len(keys)
    following = lines[end][0] if end < len(lines) else ""
    if any(_is_name(text) for text, _ in below) or (following and not _is_name(following)):
        return [], 0
    begin = lines[0] if before else ("", heads[0][1])
    return [_row([begin, *heads], number), _row([("", below[0][1]), *below], number)], end


def _may_begin(item: Item, kind: Kind) -> bool:
    """Whether it is the name of a table or a head of one; most lines are neither."""
    if not isinstance(item, Paragraph):
        return False
    return bool(_key(item.shown, kind)) or bare(item.shown) in SECTIONS


def _lines(stream: Sequence[Item], at: int) -> list[Cell]:
    """The lines from there on that are text, up to as many as a table may have."""
    found = takewhile(
        lambda one: isinstance(one, Paragraph) and not one.level, stream[at : at + 80]
    )
    return [(one.shown.strip(), one.place) for one in found if isinstance(one, Paragraph)]


def _words(stream: Sequence[Item], at: int) -> list[Cell]:
    item = stream[at] if at < len(stream) else None
    if not isinstance(item, Paragraph) or item.level:
        return []
    return [(word, item.place) for word in item.shown.split()]


def _begin(lines: Sequence[Cell]) -> int:
    """How many lines name the table: 项目资金, and （万元） below it."""
    if not lines or bare(lines[0][0]) not in SECTIONS:
        return 0
    has_unit = len(lines) > 1 and len(lines[1][0]) < 10 and unit_in(lines[1][0])
    return 2 if has_unit else 1


def _joined(lines: Sequence[Cell]) -> Cell:
    return "".join(text for text, _ in lines), lines[0][1] if lines else Place()


def _key(text: str, kind: Kind) -> str:
    return COLUMNS[kind].get(bare(text), "")


def _are_heads(keys: Sequence[str]) -> bool:
    """Whether these are the heads of a table of money: two amounts at least, none twice."""
    amounts = [key for key in keys if key in AMOUNTS]
    return len(amounts) > 1 and all(keys) and len(set(keys)) == len(keys) and "名称" not in keys


def _next(cells: Sequence[Cell], keys: Sequence[str]) -> list[Cell]:
    """The name of a row and its figures; empty where no row begins or its cells are in doubt."""
    if not cells or is_figure(cells[0][0]) or not _is_of_money(cells[0][0]):
        return []
    figures = list(takewhile(lambda one: _is_value(one[0]), cells[1:]))
    amounts = list(takewhile(lambda key: key in AMOUNTS, keys))
    counts = {0, len(keys), len(amounts)}
    if keys[len(amounts) : len(amounts) + 1] and keys[len(amounts)] in RATES:
        counts.add(len(amounts) + 1)
    if len(figures) not in counts:
        return []
    pairs = zip(figures, keys, strict=False)
    if any(_PERCENT.fullmatch(text) and key not in RATES for (text, _), key in pairs):
        return []
    return [cells[0], *figures]


def _is_of_money(text: str) -> bool:
    word = bare(text)
    is_total = bool(FUND_TOTAL.fullmatch(word))
    return is_total or folded(text).startswith("其中") or bool(_SOURCE.fullmatch(word))


def _is_value(text: str) -> bool:
    return is_figure(text) or bool(_PERCENT.fullmatch(text))


def _is_name(text: str) -> bool:
    """Whether it names a cell, a part of a form or a column."""
    word = bare(text)
    return word in SECTIONS or bool(label_of(text)) or any(word in one for one in COLUMNS.values())


def _row(cells: Sequence[Cell], number: int) -> Row:
    places = [place for _, place in cells if place != Place()] or [Place()]
    found = [
        RowCell(text, places[0] if place == Place() else place, column)
        for column, (text, place) in enumerate(cells)
    ]
    return Row(tuple(found), places[0], number, is_guessed=True)

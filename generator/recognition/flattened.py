"""Tables that lost their lines: a cell a line, or blanks between cells; known words prove it."""

import re
from collections.abc import Sequence
from itertools import takewhile

from generator.documents.document import Paragraph, Place
from generator.recognition.flattened_money import rows_of_goals, rows_of_money, spaced_money
from generator.recognition.lines import title
from generator.recognition.row import Item, Row, RowCell
from generator.recognition.words import (
    COLUMNS,
    SCORES,
    TOTALS,
    Kind,
    bare,
    is_first_level,
    is_second_level,
    label_of,
)

_GAP = re.compile(r"[ \u00a0]{2,}|\u3000+|\t+")
_LONGEST_LABEL = 30
_MOST_HEADS = 24
_LAST = frozenset(("偏差原因", "扣分原因", "说明"))


def rows_without_lines(stream: Sequence[Item], number: int) -> list[Item]:
    """The stream, runs of lines that are a table in it as rows."""
    found: list[Item] = []
    at = 0
    while at < len(stream):
        for read in _READERS:
            rows, taken = read(stream, at, number)
            if taken:
                found += rows
                at += taken
                break
        else:
            found.append(stream[at])
            at += 1
    return found


def _line(stream: Sequence[Item], at: int) -> Paragraph | None:
    item = stream[at] if at < len(stream) else None
    return item if isinstance(item, Paragraph) and not item.level else None


def _column(text: str) -> str | None:
    return COLUMNS[Kind.INDICATORS].get(bare(text))


def _guessed(texts: Sequence[str], places: Sequence[Place], number: int, pad: int = 0) -> Row:
    return _row(texts, places, number, pad)._replace(is_guessed=True)


def _row(texts: Sequence[str], places: Sequence[Place], number: int, pad: int = 0) -> Row:
    empty = [RowCell("", places[0], column, 1, is_continued=True) for column in range(pad)]
    cells = [
        RowCell(text, place, pad + column)
        for column, (text, place) in enumerate(zip(texts, places, strict=True))
    ]
    return Row((*empty, *cells), places[0], number)


# Blanks between cells.


def _spaced_table(stream: Sequence[Item], at: int, number: int) -> tuple[list[Row], int]:
    """A line of at least three heads with blanks between them, and the lines under it."""
    line = _line(stream, at)
    keys = _spaced_heads(line)
    if not (line and keys):
        return [], 0
    rows = [_row(line.shown.split(), [line.place] * len(line.shown.split()), number)]
    end = at + 1
    while following := _line(stream, end):
        cells = following.shown.split()
        places = [following.place] * len(cells)
        pad = _missing_levels(cells, keys)
        if bare(cells[0] if cells else "") in TOTALS:
            rows.append(_guessed(cells, places, number))
        elif len(cells) > 1 and len(cells) + pad in (len(keys), len(keys) - 1):
            rows.append(_guessed(cells, places, number, pad))
        else:
            break
        end += 1
    return (rows, end - at) if len(rows) > 1 else ([], 0)


def _spaced_heads(line: Paragraph | None) -> list[str]:
    words = line.shown.split() if line else []
    keys = [_column(word) or "" for word in words]
    is_head = len(words) >= 4 and all(keys[1:]) and "目标值" in keys and len(set(keys)) == len(keys)
    return keys if is_head else []


def _missing_levels(cells: Sequence[str], keys: Sequence[str]) -> int:
    """How many cells before the first were merged with those above."""
    levels = [place for place, key in enumerate(keys) if key in ("一级", "二级", "三级")]
    if not cells or len(levels) < 2 or (is_first_level(cells[0]) and len(cells) >= len(keys) - 1):
        return 0
    if is_second_level(cells[0]) and "二级" in keys:
        return keys.index("二级")
    return keys.index("三级") if "三级" in keys and not is_first_level(cells[0]) else 0


# A cell a line.


def _indicator_cells(stream: Sequence[Item], at: int, number: int) -> tuple[list[Row], int]:
    """A table of indicators with a cell a line: at least four heads one after the other."""
    heads: list[Paragraph] = []
    while len(heads) < _MOST_HEADS:
        line = _line(stream, at + len(heads))
        if line is None or not _column(line.shown):
            break
        heads.append(line)
    keys = [_column(one.shown) or "" for one in heads]
    if len(keys) < 4 or "三级" not in keys or "目标值" not in keys or len(set(keys)) < len(keys):
        return [], 0
    rows = [_row([one.shown for one in heads], [one.place for one in heads], number)]
    end = at + len(heads)
    while row := _cut(stream, end, keys, number):
        rows.append(row)
        end += len(row.filled)
    return (rows, end - at) if len(rows) > 1 else ([], 0)


def _cut(stream: Sequence[Item], at: int, keys: Sequence[str], number: int) -> Row | None:
    """The next row: as many lines as there are columns, but for levels above and a last blank."""
    lines: list[Paragraph] = []
    while len(lines) < 2 * len(keys) and (line := _line(stream, at + len(lines))):
        lines.append(line)
    texts = [line.shown for line in lines]
    if texts and bare(texts[0]) in TOTALS:
        end = 1 + len(list(takewhile(_is_figure, texts[1:4])))
        return _guessed(texts[:end], [line.place for line in lines[:end]], number)
    cut = next((one for one in _ends(texts, keys) if _may_follow(texts[one:], keys)), None)
    if cut is None:
        return None
    places = [line.place for line in lines[:cut]]
    return _guessed(texts[:cut], places, number, _missing_levels([*texts, *keys], keys))


def _ends(texts: Sequence[str], keys: Sequence[str]) -> list[int]:
    """Where a row that begins here may end, by its figures: the fullest first."""
    if not texts or bare(texts[0]) in TOTALS or label_of(texts[0]):
        return []
    pad = _missing_levels([*texts, *keys], keys)  # a full row begins with its first level
    whole = len(keys) - pad
    ends = (whole, whole - 1) if keys[-1] in _LAST else (whole,)
    return [end for end in ends if len(texts) >= end and _fits(texts[:end], keys[pad : pad + end])]


def _may_follow(texts: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether these lines may be what comes after a row: a row, the total, other things."""
    if not texts or bare(texts[0]) in TOTALS or label_of(texts[0]):
        return True
    return bool(_ends(texts, keys)) or not any(_is_figure(one) for one in texts[: len(keys)])


def _fits(texts: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether figures stand where the heads ask for them, and the last cell is no level."""
    pairs = list(zip(texts, keys, strict=True))
    if any(key in SCORES and not _is_figure(text) for text, key in pairs):
        return False
    last, key = pairs[-1]
    is_level = is_first_level(last) or is_second_level(last) or bare(last) in TOTALS
    return not (key in _LAST and (is_level or _is_figure(last)))


def _is_figure(text: str) -> bool:
    return text.strip().replace(".", "", 1).isdigit() or text.strip() in ("/", "—", "-")


def _spaced_labels(stream: Sequence[Item], at: int, number: int) -> tuple[list[Row], int]:
    """`主管部门    甲局        实施单位    乙站`: names and values with wide gaps between."""
    line = _line(stream, at)
    texts = _GAP.split(line.shown.strip()) if line and not line.number else []
    pairs = list(zip(texts[::2], texts[1::2], strict=False))
    is_pairs = len(texts) % 2 == 0 and all(
        label_of(name) and not label_of(value) for name, value in pairs
    )
    if not (line and pairs and is_pairs):
        return [], 0
    return [_guessed(texts, [line.place] * len(texts), number)], 1


def _label_pairs(stream: Sequence[Item], at: int, number: int) -> tuple[list[Row], int]:
    """Names of cells, each with its value on the next line; at least two of them."""
    rows: list[Row] = []
    end = at
    while found := _pair(stream, end, number):
        row, taken = found
        rows.append(row)
        end += taken
    return (rows, end - at) if len(rows) > 1 else ([], 0)


def _pair(stream: Sequence[Item], at: int, number: int) -> tuple[Row, int] | None:
    for size in (1, 2):  # a name may be broken over two lines
        lines = [_line(stream, at + offset) for offset in range(size + 1)]
        if any(line is None or line.number for line in lines[:size]):
            continue
        *names, value = (line.shown if line else "" for line in lines)
        name = "".join(names)
        if (
            len(name) > _LONGEST_LABEL
            or not label_of(name)
            or name[:1] in "一二三四五六七八九十（("
        ):
            continue
        places = [line.place for line in lines if line]
        is_value = bool(value) and not label_of(value) and not title(value)
        if not is_value or len(places) <= size:
            return _row([name], places[:1], number), size
        return _row([name, value], [places[0], places[-1]], number), size + 1
    return None


_READERS = (
    spaced_money,
    rows_of_money,
    rows_of_goals,
    _spaced_table,
    _indicator_cells,
    _spaced_labels,
    _label_pairs,
)

"""Report text to Markdown that shows it verbatim, whatever it holds.

A report is a record: `张**、李**`, `200元*30人*5天` and `3.建设内容` must reach the reader as they
stand, and `<script>` too, as text. So every character that Markdown or HTML could read as a sign
becomes a character reference, and only five things that staff may mean are let through:

- each line is a paragraph, as in the word processor it came from;
- `- ` at the start of a line: a list item;
- `# ` to `###### ` at the start of a line: a heading below the outline's;
- a table of `|` with its line of dashes;
- `**bold**` set apart by line ends or punctuation, and `[text](https://…)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from generator.check.text_tables import cells, table_length

_REFERENCES = {ord(sign): f"&#{ord(sign)};" for sign in "&<>\"'`*_{}[]|~^\\"}
_SIGNS = re.compile("[&<>\"'`*_{}[\\]|~^\\\\\n]")
_LEADING_SIGN = re.compile(r"[!-/:-@]")  # #, +, -, =, :, > and the like open blocks
_LEADING_NUMBER = re.compile(r"(\d+)([.)])(?=\s)")
_MEANT = re.compile(
    r"(?:^|(?<=[\s，。；：、（“‘《]))\*\*(?P<bold>[\w“‘《【〔（][^*\n]*?)\*\*(?!\*)(?=$|[^\w])"
    r"|(?:^|(?<=[\s，。；：、（“‘《]))\*\*(?P<lead>[\w“‘《【〔（][^*\n]*?[。：；，、．.:])\*\*(?!\*)"
    r"|(?<!!)\[(?P<label>[^\[\]\n]+)\]\((?P<url>https?://[\w.~:/?#@!$&+,;=%-]+)\)"
)
_HEADING = re.compile(r"#{1,6}\s+(.*\S)")
_ITEM = re.compile(r"-\s+(.*\S)")
_ALIGN = {"--": "", ":-": "left", "-:": "right", "::": "center"}
# A short numbered line is a heading in all but name: on paper it stays with what follows.
_LEADS = re.compile(
    r"(?:\d{1,2}\s*[.．、）)]|[（(]\d{1,2}[）)]|[一二三四五六七八九十]{1,3}、).{1,24}"
)
_KEPT = "\n{: .jx-keep }"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: plain, bold, or a link where `url` is not empty."""

    text: str
    bold: bool = False
    url: str = ""


Line: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the report; `leads` where it is a heading in all but name."""

    line: Line
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the outline's."""

    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """The items of one list, in order."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the head first; all rows have as many cells as `align`.

    `align` has left, center, right or nothing for each column.
    """

    align: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


Block: TypeAlias = Paragraph | Heading | Items | Table


def plain(text: str) -> str:
    """Text that any Markdown and any HTML shows as it stands, in running text or an attribute."""
    if not _SIGNS.search(text):  # most of what a page shows: found many times faster
        return text
    return text.replace("\n", " ").translate(_REFERENCES)


def markdown(text: str) -> str:
    """Markdown blocks, a blank line between two, that show `text` and run nothing."""
    return "\n\n".join(_blocks([line.strip() for line in text.split("\n")]))


def visible(text: str) -> Iterator[str]:
    """What the reader sees of `text`, block by block and cell by cell, without its signs."""
    lines = [line.strip() for line in text.split("\n")]
    number = 0
    while number < len(lines):
        length = table_length(lines, number)
        if length:
            head, _, *rows = lines[number : number + length]
            yield from (_plain_words(cell) for row in (head, *rows) for cell in cells(row))
        elif line := lines[number]:
            sign = _HEADING.fullmatch(line) or _ITEM.fullmatch(line)
            yield _plain_words(sign[1] if sign else line)
        number += max(length, 1)


def blocks(text: str) -> Iterator[Block]:
    """The same as `markdown` shows, as values for what is no web page; signs are taken out."""
    lines = [line.strip() for line in text.split("\n")]
    number = 0
    while number < len(lines):
        line = lines[number]
        length = table_length(lines, number)
        if length:
            yield _typed_table(lines[number : number + length])
        elif _ITEM.fullmatch(line):
            length = _run(lines, number, _ITEM)
            items = lines[number : number + length]
            yield Items(tuple(_line(item[1:].strip()) for item in items))
        elif heading := _HEADING.fullmatch(line):
            yield Heading(_line(heading[1]))
        elif line:
            yield Paragraph(_line(line), leads=bool(_LEADS.fullmatch(line)))
        number += max(length, 1)


def _line(line: str) -> Line:
    """One line's spans, cut where `_inline` cuts it."""
    start = 0
    if match := _LEADING_NUMBER.match(line):
        start = match.end()
    elif _LEADING_SIGN.match(line) and not _MEANT.match(line):
        start = 1
    return tuple(span for span in (Span(line[:start]), *_typed(line[start:])) if span.text)


def _typed(line: str) -> Iterator[Span]:
    position = 0
    for match in _MEANT.finditer(line):
        yield Span(line[position : match.start()])
        url = match["url"] or ""
        yield Span(match["label"] or match["bold"] or match["lead"], bold=not url, url=url)
        position = match.end()
    yield Span(line[position:])


def _typed_table(lines: list[str]) -> Table:
    head, rule, *rows = lines
    return Table(
        tuple(_ALIGN[mark[:1] + mark[-1:]] for mark in cells(rule)),
        tuple(tuple(_line(cell) for cell in cells(row)) for row in (head, *rows)),
    )


def _plain_words(line: str) -> str:
    return _MEANT.sub(lambda match: match["bold"] or match["lead"] or match["label"], line)


def _blocks(lines: list[str]) -> Iterator[str]:
    number = 0
    while number < len(lines):
        line = lines[number]
        length = table_length(lines, number)
        if length:
            yield _table(lines[number : number + length])
        elif _ITEM.fullmatch(line):
            length = _run(lines, number, _ITEM)
            yield "\n".join(_item(line) for line in lines[number : number + length])
        elif heading := _HEADING.fullmatch(line):
            yield f"#### {_inline(heading[1])}"
        elif line:
            yield _inline(line) + (_KEPT if _LEADS.fullmatch(line) else "")
        number += max(length, 1)


def _run(lines: list[str], start: int, pattern: re.Pattern[str]) -> int:
    end = start
    while end < len(lines) and pattern.fullmatch(lines[end]):
        end += 1
    return end - start


def _item(line: str) -> str:
    return f"- {_inline(line[1:].strip())}"


def _inline(line: str) -> str:
    """One line's Markdown; what would open a block at its start is disarmed."""
    if match := _LEADING_NUMBER.match(line):
        return f"{match[1]}&#{ord(match[2])};{_spans(line[match.end() :])}"
    if _LEADING_SIGN.match(line) and not _MEANT.match(line):
        return f"&#{ord(line[0])};{_spans(line[1:])}"
    return _spans(line)


def _spans(line: str) -> str:
    pieces = []
    position = 0
    for match in _MEANT.finditer(line):
        pieces += [plain(line[position : match.start()]), _meant(match)]
        position = match.end()
    return "".join([*pieces, plain(line[position:])])


def _meant(match: re.Match[str]) -> str:
    if label := match["label"]:
        return f"[{plain(label)}]({match['url'].replace('&', '&amp;')})"
    return f"**{plain(match['bold'] or match['lead'])}**"


def _table(lines: list[str]) -> str:
    head, rule, *rows = lines
    shown = [[_inline(cell) for cell in cells(row)] for row in (head, *rows)]
    shown.insert(1, cells(rule))
    return "\n".join(f"| {' | '.join(row)} |" for row in shown)

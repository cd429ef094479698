"""Report text to Markdown that shows it verbatim, whatever it holds.

A report is a record: `张**、李**`, `200元*30人*5天` and `3.建设内容` must reach the reader as they
stand, and `<script>` too, as text. So every character that Markdown or HTML could read as markup
becomes a character reference, and only five kinds of markup that staff may mean are let through:

- each line is a paragraph, as in the word processor it came from;
- `- ` at the start of a line: a list item;
- `# ` to `###### ` at the start of a line: a heading below the outline's;
- a table of `|` with its line of dashes;
- `**bold**` set apart by line ends or punctuation, and `[text](https://…)`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from generator.pages.text_markup import Kind, Piece, Span, guard_length, parsed, row_cells, spans

_REFERENCES = {ord(character): f"&#{ord(character)};" for character in "&<>\"'`*_{}[]|~^\\"}
_SPECIAL = re.compile("[&<>\"'`*_{}[\\]|~^\\\\\n]")
_ALIGN = {"--": "", ":-": "left", "-:": "right", "::": "center"}
# A short numbered line is a heading in all but name: on paper it stays with what follows.
_HEADING_LIKE = re.compile(
    r"(?:\d{1,2}\s*[.．、）)]|[（(]\d{1,2}[）)]|[一二三四五六七八九十]{1,3}、).{1,24}"
)
_KEEP_WITH_NEXT = "\n{: .jx-keep }"
# What stands in a column of figures; a stroke or nothing where there is none.
_FIGURE = re.compile(r"[-+＋－]?\d[\d,]*(?:\.\d+)?\s?[%％]?")
_HEAD = 'th scope="col"'
_END = attrgetter("end")
_NO_FIGURE = ("", "-", "—", "/", "－", "／")


Line: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the report; `keep_with_next` where it is a heading in all but name."""

    line: Line
    keep_with_next: bool = False


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

    `align` has `left`, `center`, `right` or nothing for each column.
    """

    align: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


Block: TypeAlias = Paragraph | Heading | Items | Table


class Mark(NamedTuple):
    """Characters of a text that an address leads to, and that lead on to `target` on the page.

    `anchor`, `target` and `title` are the site's own words, never a report's.
    """

    start: int
    end: int
    anchor: str
    target: str
    title: str


def escaped(text: str) -> str:
    """Text that any Markdown and any HTML shows as it stands, in running text or an attribute."""
    if not _SPECIAL.search(text):  # most of what a page shows: found many times faster
        return text
    return text.replace("\n", " ").translate(_REFERENCES)


def markdown(text: str, level: int = 4, name: str = "", marks: Sequence[Mark] = ()) -> str:
    """Markdown blocks, a blank line between two, that show `text` and run nothing.

    `level` is that of headings in it; `name` tells who hears the page what its tables are of.
    `marks` are in order, none in another; they change no character that the reader sees.
    """
    found, count = [], 0
    for kind, lines in parsed(text):
        if kind is Kind.TABLE:
            count += 1
            label = f"{name}：表格" if name else "表格"
            found.append(_table_html(lines, f"{label} {count}" if count > 1 else label, marks))
        else:
            found.append(_block_markdown(kind, lines, level, marks))
    return "\n\n".join(found)


def visible_texts(text: str) -> Iterator[str]:
    """What the reader sees of `text`, block by block and cell by cell, without markup."""
    for kind, lines in parsed(text):
        rows = [lines[0], *lines[2:]]
        pieces = [cell for row in rows for cell in row_cells(row)] if kind is Kind.TABLE else lines
        for piece in pieces:
            yield "".join(span.text for span, _ in spans(piece.text))


def blocks(text: str) -> Iterator[Block]:
    """The same as `markdown` shows, as values for what is no web page; markup is taken out."""
    for kind, lines in parsed(text):
        first = lines[0].text
        if kind is Kind.TABLE:
            rows = [row_cells(row) for row in (lines[0], *lines[2:])]
            yield Table(
                tuple(_sides(lines)), tuple(tuple(_line(cell.text) for cell in row) for row in rows)
            )
        elif kind is Kind.ITEMS:
            yield Items(tuple(_line(one.text) for one in lines))
        elif kind is Kind.HEADING:
            yield Heading(_line(first))
        else:
            yield Paragraph(_line(first), bool(_HEADING_LIKE.fullmatch(first)))


def _sides(lines: Sequence[Piece]) -> Iterator[str]:
    """To which side each column of a table is set: as it says, else figures to the right."""
    _, rule, *rows = ([cell.text for cell in row_cells(line)] for line in lines)
    for number, mark in enumerate(rule):
        column = [row[number] for row in rows if row[number] not in _NO_FIGURE]
        # The first column says what a row is of, be it a year.
        is_figures = number > 0 and all(map(_FIGURE.fullmatch, column))
        yield _ALIGN[mark[:1] + mark[-1:]] or ("right" if is_figures else "")


def _table_html(lines: Sequence[Piece], label: str, marks: Sequence[Mark]) -> str:
    """A table in a frame of its own, which scrolls where it is too wide."""
    head, _, *rows = (row_cells(line) for line in lines)
    classes = [
        f' class="jx-{side}"' if side in ("center", "right") else "" for side in _sides(lines)
    ]

    def row_html(row: Sequence[Piece], opened: str = "td") -> str:
        shown = ""
        for cell, side in zip(row, classes, strict=True):
            tag = opened if cell.text else "td"  # a head without words is none
            found = spans(cell.text)
            inner = "".join(_span_html(span, cell.start + at, marks) for span, at in found)
            shown += f"<{tag}{side}>{inner}</{tag[:2]}>"
        return f"<tr>{shown}</tr>"

    return "\n".join(
        (
            f'<div class="jx-scroll" tabindex="0" role="region" aria-label="{escaped(label)}">',
            '<table class="jx-table jx-told">',
            f"<thead>{row_html(head, _HEAD)}</thead>",
            "<tbody>",
            *map(row_html, rows),
            "</tbody>",
            "</table>",
            "</div>",
        )
    )


def _span_html(span: Span, start: int, marks: Sequence[Mark]) -> str:
    text = _marked(span, start, marks)
    if span.url:
        return f'<a href="{escaped(span.url)}">{text}</a>'
    return f"<strong>{text}</strong>" if span.bold else text


def _line(line: str) -> Line:
    """One line's spans, cut where `_line_markdown` cuts it."""
    guard = guard_length(line)
    found = (Span(line[:guard]), *(span for span, _ in spans(line[guard:])))
    return tuple(span for span in found if span.text)


def _block_markdown(kind: Kind, lines: Sequence[Piece], level: int, marks: Sequence[Mark]) -> str:
    if kind is Kind.ITEMS:
        return "\n".join(f"- {_line_markdown(line, marks)}" for line in lines)
    line = _line_markdown(lines[0], marks)
    if kind is Kind.HEADING:
        return f"{'#' * level} {line}"
    return line + (_KEEP_WITH_NEXT if _HEADING_LIKE.fullmatch(lines[0].text) else "")


def _line_markdown(line: Piece, marks: Sequence[Mark]) -> str:
    text, guard = line.text, guard_length(line.text)
    start = f"{text[: guard - 1]}&#{ord(text[guard - 1])};" if guard else ""
    first = line.start + guard
    return start + "".join(
        _span_markdown(span, first + at, marks) for span, at in spans(text[guard:])
    )


def _span_markdown(span: Span, start: int, marks: Sequence[Mark]) -> str:
    text = _marked(span, start, marks)
    if span.url:
        return f"[{text}]({span.url.replace('&', '&amp;')})"
    return f"**{text}**" if span.bold else text


def _marked(span: Span, start: int, marks: Sequence[Mark]) -> str:
    """The text of a span, escaped; `start` is the place of its first character.

    A mark that spans cut goes on in the next one; its anchor stands once.
    """
    end = start + len(span.text)
    shown, position = "", start
    for number in range(bisect_right(marks, start, key=_END), len(marks)):
        mark = marks[number]
        if mark.start >= end:
            break
        first, last = max(mark.start, start), min(mark.end, end)
        anchor = f' id="{mark.anchor}"' if first == mark.start else ""
        inside = escaped(span.text[first - start : last - start])
        shown += escaped(span.text[position - start : first - start])
        if span.url:  # no link stands in a link
            shown += f'<span class="jx-stated"{anchor}>{inside}</span>'
        else:
            address = f'class="jx-stated"{anchor} href="#{mark.target}"'
            shown += f'<a {address} title="{mark.title}">{inside}</a>'
        position = last
    return shown + escaped(span.text[position - start :])

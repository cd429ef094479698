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
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from generator.check.text_values import cells, table_length

_REFERENCES = {ord(character): f"&#{ord(character)};" for character in "&<>\"'`*_{}[]|~^\\"}
_SPECIAL = re.compile("[&<>\"'`*_{}[\\]|~^\\\\\n]")
_LEADING_PUNCTUATION = re.compile(r"[!-/:-@]")  # #, +, -, =, :, > and the like open blocks
_LEADING_NUMBER = re.compile(r"\d+[.)](?=\s)")
_MARKUP = re.compile(
    r"(?:^|(?<=[\s，。；：、（“‘《]))\*\*(?P<bold>[\w“‘《【〔（][^*\n]*?)\*\*(?!\*)(?=$|[^\w])"
    r"|(?:^|(?<=[\s，。；：、（“‘《]))\*\*(?P<lead>[\w“‘《【〔（][^*\n]*?[。：；，、．.:])\*\*(?!\*)"
    r"|(?<!!)\[(?P<label>[^\[\]\n]+)\]\((?P<url>https?://[\w.~:/?#@!$&+,;=%-]+)\)"
)
_HEADING = re.compile(r"#{1,6}\s+(.*\S)")
_ITEM = re.compile(r"-\s+(.*\S)")
_ALIGN = {"--": "", ":-": "left", "-:": "right", "::": "center"}
# A short numbered line is a heading in all but name: on paper it stays with what follows.
_HEADING_LIKE = re.compile(
    r"(?:\d{1,2}\s*[.．、）)]|[（(]\d{1,2}[）)]|[一二三四五六七八九十]{1,3}、).{1,24}"
)
_KEEP_WITH_NEXT = "\n{: .jx-keep }"
# What stands in a column of figures; a stroke or nothing where there is none.
_FIGURE = re.compile(r"[-+＋－]?\d[\d,]*(?:\.\d+)?\s?[%％]?")
_HEAD = 'th scope="col"'
_NO_FIGURE = ("", "-", "—", "/", "－", "／")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: plain, bold, or a link where `url` is not empty."""

    text: str
    bold: bool = False
    url: str = ""


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


def escaped(text: str) -> str:
    """Text that any Markdown and any HTML shows as it stands, in running text or an attribute."""
    if not _SPECIAL.search(text):  # most of what a page shows: found many times faster
        return text
    return text.replace("\n", " ").translate(_REFERENCES)


def markdown(text: str, level: int = 4, name: str = "") -> str:
    """Markdown blocks, a blank line between two, that show `text` and run nothing.

    `level` is that of headings in it; `name` tells who hears the page what its tables are of.
    """
    found, count = [], 0
    for block, lines in _parsed(text):
        if block is Table:
            count += 1
            label = f"{name}：表格" if name else "表格"
            found.append(_table_html(lines, f"{label} {count}" if count > 1 else label))
        else:
            found.append(_block_markdown(block, lines, level))
    return "\n\n".join(found)


def visible_texts(text: str) -> Iterator[str]:
    """What the reader sees of `text`, block by block and cell by cell, without markup."""
    for block, lines in _parsed(text):
        rows = [lines[0], *lines[2:]]
        texts = [cell for row in rows for cell in cells(row)] if block is Table else lines
        for line in texts:
            yield "".join(span.text for span in _spans(line))


def blocks(text: str) -> Iterator[Block]:
    """The same as `markdown` shows, as values for what is no web page; markup is taken out."""
    for block, lines in _parsed(text):
        if block is Table:
            head, _, *rows = lines
            yield Table(
                tuple(_sides(lines)),
                tuple(tuple(_line(cell) for cell in cells(row)) for row in (head, *rows)),
            )
        elif block is Items:
            yield Items(tuple(map(_line, lines)))
        elif block is Heading:
            yield Heading(_line(lines[0]))
        else:
            yield Paragraph(_line(lines[0]), bool(_HEADING_LIKE.fullmatch(lines[0])))


def _parsed(text: str) -> Iterator[tuple[type[Block], list[str]]]:
    """Blocks with their lines; headings and items without the characters that mark them."""
    lines = [line.strip() for line in text.split("\n")]
    start = 0
    while start < len(lines):
        end = start + (table_length(lines, start) or 1)
        if end > start + 1:
            yield Table, lines[start:end]
        elif item := _ITEM.fullmatch(lines[start]):
            items = [item[1]]
            while end < len(lines) and (item := _ITEM.fullmatch(lines[end])):
                items.append(item[1])
                end += 1
            yield Items, items
        elif heading := _HEADING.fullmatch(lines[start]):
            yield Heading, [heading[1]]
        elif lines[start]:
            yield Paragraph, [lines[start]]
        start = end


def _sides(lines: list[str]) -> Iterator[str]:
    """To which side each column of a table is set: as it says, else figures to the right."""
    _, rule, *rows = (cells(line) for line in lines)
    for number, mark in enumerate(rule):
        column = [row[number] for row in rows if row[number] not in _NO_FIGURE]
        # The first column says what a row is of, be it a year.
        is_figures = number > 0 and all(map(_FIGURE.fullmatch, column))
        yield _ALIGN[mark[:1] + mark[-1:]] or ("right" if is_figures else "")


def _table_html(lines: list[str], label: str) -> str:
    """A table in a frame of its own, which scrolls where it is too wide."""
    head, _, *rows = (cells(line) for line in lines)
    classes = [
        f' class="jx-{side}"' if side in ("center", "right") else "" for side in _sides(lines)
    ]

    def row_html(row: list[str], opened: str = "td") -> str:
        shown = ""
        for cell, side in zip(row, classes, strict=True):
            tag = opened if cell else "td"  # a head without words is none
            shown += f"<{tag}{side}>{''.join(map(_span_html, _spans(cell)))}</{tag[:2]}>"
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


def _span_html(span: Span) -> str:
    text = escaped(span.text)
    if span.url:
        return f'<a href="{escaped(span.url)}">{text}</a>'
    return f"<strong>{text}</strong>" if span.bold else text


def _guard_length(line: str) -> int:
    """How many characters at a line's start would open a block if the last were not escaped."""
    if number := _LEADING_NUMBER.match(line):
        return number.end()
    return 1 if _LEADING_PUNCTUATION.match(line) and not _MARKUP.match(line) else 0


def _spans(line: str) -> Iterator[Span]:
    if "**" not in line and "](" not in line:  # most lines: found many times faster
        yield Span(line)
        return
    position = 0
    for match in _MARKUP.finditer(line):
        yield Span(line[position : match.start()])
        url = match["url"] or ""
        yield Span(match["label"] or match["bold"] or match["lead"], bold=not url, url=url)
        position = match.end()
    yield Span(line[position:])


def _line(line: str) -> Line:
    """One line's spans, cut where `_line_markdown` cuts it."""
    guard = _guard_length(line)
    return tuple(span for span in (Span(line[:guard]), *_spans(line[guard:])) if span.text)


def _block_markdown(block: type[Block], lines: list[str], level: int) -> str:
    if block is Items:
        return "\n".join(f"- {_line_markdown(line)}" for line in lines)
    if block is Heading:
        return f"{'#' * level} {_line_markdown(lines[0])}"
    return _line_markdown(lines[0]) + (_KEEP_WITH_NEXT if _HEADING_LIKE.fullmatch(lines[0]) else "")


def _line_markdown(line: str) -> str:
    guard = _guard_length(line)
    start = f"{line[: guard - 1]}&#{ord(line[guard - 1])};" if guard else ""
    return start + "".join(map(_span_markdown, _spans(line[guard:])))


def _span_markdown(span: Span) -> str:
    text = escaped(span.text)
    if span.url:
        return f"[{text}]({span.url.replace('&', '&amp;')})"
    return f"**{text}**" if span.bold else text

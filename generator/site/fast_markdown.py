"""The Markdown that our own templates write, to HTML: as Python-Markdown would, much faster.

Templates and `narrative` write few things: blocks of HTML, headings, paragraphs of one line, lists,
and every sign that Markdown could read is a character reference. These are turned into HTML here. A
page that holds anything else is left to Python-Markdown; the tests compare both on every page.
"""

import html
import re
from collections.abc import Callable
from typing import Any, NamedTuple

_BLOCKS = "nav|dl|div|table|p|ul|ol|form|figure|section|details"
_RAW = re.compile(rf"<({_BLOCKS})[ >].*?</\1>(?=\n<|\Z)", re.DOTALL)
_NONE = '<span class="jx-none">未填报</span>'
_HEADING = re.compile(r"(#{1,6}) ([^\n]+?)(?: \{#([\w-]+)\})?")
_KEPT = "\n{: .jx-keep }"
# What a line of text may hold: letters and harmless signs, references, marks of figures, nothing
# else that Markdown reads. It never goes back over letters: a line is read once, whatever ends it.
_LETTERS = r"(?:[^&<>*_`\[\]{}\\\n!~^|\"']|&#\d+;|!(?!\[))"
_MARK = rf'<a class="jx-stated"(?: id="[\w-]+")? href="#[\w-]+" title="[^<>"&]*">{_LETTERS}++</a>'
_PLAIN = re.compile(rf"(?![ >+=:\-]|\d+[.)]\s)(?:{_LETTERS}|{_MARK})++")


Token = dict[str, Any]  # level, id, name, children: as Python-Markdown's contents list has them
Slugify = Callable[[str, str], str]  # from a heading and a separator to an anchor


class Rendered(NamedTuple):
    """A page's HTML and its headings of the second and third level."""

    html: str
    tokens: list[Token]


def render(body: str, slugify: Slugify) -> Rendered | None:
    """The HTML of a page's Markdown without front matter; None where Markdown has to do it."""
    headings: list[Token] = []
    pieces: list[str] = []
    for chunk in body.strip("\n").split("\n\n"):
        piece = _piece(chunk.strip("\n"), headings, slugify)
        if piece is None:
            return None
        pieces.append(piece)
    return Rendered("\n".join(piece for piece in pieces if piece).strip(), _nested(headings))


def _piece(chunk: str, headings: list[Token], slugify: Slugify) -> str | None:
    if not chunk:
        return ""
    if chunk == _NONE:
        return f"<p>{chunk}</p>"
    if chunk.startswith("<") and not chunk.startswith("<a "):
        return _raw(chunk)
    if heading := _HEADING.fullmatch(chunk):
        return _heading(heading, headings, slugify)
    kept = chunk.endswith(_KEPT)
    line = chunk.removesuffix(_KEPT)
    if not _PLAIN.fullmatch(line):
        return None
    return f'<p class="jx-keep">{line}</p>' if kept else f"<p>{line}</p>"


def _raw(chunk: str) -> str | None:
    """Blocks of HTML as they stand, one after the other; each ends with its own tag."""
    blocks = []
    start = 0
    while start < len(chunk):
        found = _RAW.match(chunk, start)
        if found is None or found[0].count(f"<{found[1]}") != found[0].count(f"</{found[1]}>"):
            return None
        blocks.append(f"{found[0]}\n")
        start = found.end() + 1
    return "".join(blocks)


def _heading(found: re.Match[str], headings: list[Token], slugify: Slugify) -> str | None:
    level, text = len(found[1]), found[2]
    if "<" in text or not _PLAIN.fullmatch(text):
        return None
    anchor = found[3] or slugify(html.unescape(text), "-")
    if not anchor or any(anchor == one["id"] for one in headings):
        return None
    headings.append({"level": level, "id": anchor, "name": text, "children": []})
    return f'<h{level} id="{anchor}">{text}</h{level}>'


def _nested(headings: list[Token]) -> list[Token]:
    """Those of the second level with those of the third below them."""
    tops: list[Token] = []
    for one in headings:
        if one["level"] not in (2, 3):
            continue
        below = tops and one["level"] > tops[-1]["level"]
        (tops[-1]["children"] if below else tops).append(one)
    return tops

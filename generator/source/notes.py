"""Comments and blank lines of a YAML text: what a file says to people, outside of its values."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from generator.source.layout import Node, line_end

_HASH = re.compile(r"(?:^|(?<=[ \t]))#")


class Note(NamedTuple):
    """A comment from its `#` on, or a blank line, whose text is empty; columns count from 0."""

    start: int
    text: str
    column: int


def notes(text: str, root: Node) -> list[Note]:
    """All of a text, in its order; of blank lines that follow each other one."""
    spans = sorted(_scalars(text, root))
    found: list[Note] = []
    start = 0
    for line in text.split("\n"):
        if not line.strip():
            if not _inside(spans, start) and (not found or _has_text_since(text, found[-1], start)):
                found.append(Note(start, "", 0))
        else:
            at = next((at for at in _hashes(line, start) if not _inside(spans, at)), None)
            if at is not None:
                found.append(Note(at, text[at : start + len(line)].rstrip(), at - start))
        start += len(line) + 1
    return found


def _hashes(line: str, start: int) -> Iterator[int]:
    return (start + match.start() for match in _HASH.finditer(line))


def _has_text_since(text: str, last: Note, start: int) -> bool:
    return bool(last.text) or bool(text[last.start : start].strip())


def _scalars(text: str, node: Node) -> Iterator[tuple[int, int]]:
    """Where the words of values stand; of a block without its first line."""
    for one in (*node.keys, *node.below):
        yield from _scalars(text, one)
    if node.kind is str and node.end > node.start:
        start = line_end(text, node.start) if node.style in ("|", ">") else node.start
        if node.end > start:
            yield start, node.end


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    number = bisect_right(spans, (at, len(spans) and spans[-1][1] + 1)) - 1
    return number >= 0 and spans[number][0] <= at < spans[number][1]

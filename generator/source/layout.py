"""Where each value of a YAML text stands, to the character: what an edit may touch.

`tree.py` reads what a file says; this says how it is written. Offsets count characters from 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.source.tree import FieldPath


@dataclass(slots=True, eq=False)
class Node:
    """A value: `text[start:end]` is how it is written, without comments and blank lines behind it.

    Of a mapping `keys` and `below` go together; of a list `keys` is empty. `style` is that of a
    scalar: None where it is plain, else a quote, `|` or `>`. `is_flow` is whether it stands in
    braces, or is such a mapping or list itself.
    """

    start: int
    end: int
    kind: type
    value: str = ""
    style: str | None = None
    is_flow: bool = False
    is_in_flow: bool = False
    keys: list["Node"] = field(default_factory=list)
    below: list["Node"] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there: a key with nothing behind its colon."""
        return self.kind is str and self.style is None and not self.value

    def names(self) -> list[str]:
        """The keys of a mapping."""
        return [one.value for one in self.keys]

    def child(self, step: str | int) -> "Node | None":
        """The value below a key, or of a row; None where there is none."""
        if isinstance(step, int):
            return self.below[step] if self.kind is list and step < len(self.below) else None
        return self.below[self.names().index(step)] if step in self.names() else None


def layout(text: str) -> Node:
    """The root of a text that `tree.read` reads without problems.

    Raises yaml.YAMLError where it cannot be read.
    """
    events = yaml.CSafeLoader(text)
    following = events.get_event
    following(), following()  # the stream, the document
    first = following()
    if first is None or type(first) is yaml.DocumentEndEvent:  # comments at most
        return Node(0, 0, str)
    return _node(text, first, following, is_in_flow=False)


def at(root: Node, where: FieldPath) -> Node | None:
    """The node of a field path."""
    node: Node | None = root
    for step in where:
        node = node.child(step) if node else None
    return node


def column(text: str, offset: int) -> int:
    """How many characters stand before it in its line."""
    return offset - line_start(text, offset)


def line_start(text: str, offset: int) -> int:
    """Where the line of an offset begins."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Where the line of an offset ends, before its break."""
    found = text.find("\n", offset)
    return len(text) if found < 0 else found - (text[found - 1 : found] == "\r")


def after_line(text: str, offset: int) -> int:
    """Where the line after that of an offset begins; the end of the text if there is none."""
    found = text.find("\n", offset)
    return len(text) if found < 0 else found + 1


def dashes(text: str, rows: Node) -> Sequence[int]:
    """Where the dash of each row of a list stands that is not in brackets."""
    found: list[int] = []
    indent, dash = column(text, rows.start), rows.start
    for row in rows.below:
        while text[dash : dash + 1] != "-":  # a comment or a blank line is between
            dash = after_line(text, dash) + indent
        found.append(dash)
        dash = after_line(text, row.end) + indent
    return found


def _node(text: str, event: Any, following: Any, *, is_in_flow: bool) -> Node:
    start, end = event.start_mark.index, event.end_mark.index
    if type(event) is yaml.ScalarEvent:
        if event.style in ("|", ">"):
            end = _block_end(text, start, end)
        return Node(start, end, str, event.value, event.style or None, is_in_flow=is_in_flow)
    kind = dict if type(event) is yaml.MappingStartEvent else list
    node = Node(start, start, kind, is_flow=bool(event.flow_style), is_in_flow=is_in_flow)
    last = yaml.MappingEndEvent if kind is dict else yaml.SequenceEndEvent
    while type(one := following()) is not last:
        below = _node(text, one, following, is_in_flow=node.is_flow)
        if kind is dict:
            node.keys.append(below)
            below = _node(text, following(), following, is_in_flow=node.is_flow)
        node.below.append(below)
        node.end = below.end
    if one.end_mark and node.is_flow:
        node.end = one.end_mark.index
    return node


def _block_end(text: str, start: int, end: int) -> int:
    """Where the last line of a block ends that is not blank; its first line if there is none."""
    first = line_end(text, start)
    return max(first, start + len(text[start:end].rstrip())) if end > first else first

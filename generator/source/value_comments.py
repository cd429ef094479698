"""Comments behind values: where they stand, what they say."""

import re
from collections.abc import Sequence

import yaml

from generator.source.layout import Node, at, layout, line_end
from generator.source.tree import FieldPath

_COMMENT = re.compile(r"(?<=[ \t:])#")  # where a quoted value has ended


def comments(text: str) -> dict[FieldPath, str]:
    """The comment behind each value, and behind each row in braces, without its `#`.

    That of a block, a mapping or a list stands on the line of its key. None of a text that cannot
    be read.
    """
    found: dict[FieldPath, str] = {}
    text = text.removeprefix("\ufeff")
    try:
        root = layout(text)
    except yaml.YAMLError:
        return {}
    _collect(text, root, (), found)
    return found


def without(text: str, where: FieldPath) -> str:
    """The text without the comment behind a value. Raises LookupError where there is none."""
    root = layout(text)
    above, node = at(root, where[:-1]), at(root, where)
    span = above and node and _span(text, _key(above, where[-1]), node)
    if not span:
        raise LookupError(where)
    return text[: span[0]].rstrip(" \t") + text[span[1] :]


def _collect(text: str, node: Node, where: FieldPath, found: dict[FieldPath, str]) -> None:
    steps: Sequence[str | int] = node.names() if node.kind is dict else range(len(node.below))
    for step, below in zip(steps, node.below, strict=True):
        place: FieldPath = (*where, step)
        if not node.is_flow and (span := _span(text, _key(node, step), below)):
            found[place] = text[span[0] : span[1]].lstrip("#").strip()
        _collect(text, below, place, found)


def _key(above: Node, step: str | int) -> Node | None:
    return above.keys[above.names().index(step)] if isinstance(step, str) else None


def _span(text: str, key: Node | None, node: Node) -> tuple[int, int] | None:
    """From where to where the comment stands; None where there is none."""
    is_below = node.style in ("|", ">") or (node.kind is not str and not node.is_flow)
    if is_below and key is None:
        return None
    start = key.end if is_below and key else node.end
    end = line_end(text, start)
    found = _COMMENT.search(text, start, end)
    return (found.start(), end) if found else None

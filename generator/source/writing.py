"""Keys, rows and what is below them as YAML text, as a person would write them."""

import json
from collections.abc import Mapping

from generator.source.scalars import block, block_mark, scalar
from generator.source.tree import Value

STEP = 2  # blanks of a level
_ENDS_IN_FLOW = frozenset(",[]{}")


def like(value: str, style: str | None, *, is_in_flow: bool) -> str:
    """One line of text in the quotes that stood there before; plain, where it can be."""
    if style == '"':
        return json.dumps(value, ensure_ascii=False)
    if style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    return in_flow(value) if is_in_flow else scalar(value)


def in_flow(value: Value) -> str:
    """A value in braces, in brackets, or within them."""
    if isinstance(value, Mapping):
        cells = (f"{in_flow(key)}: {in_flow(one)}" for key, one in value.items())
        return f"{{{', '.join(cells)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(cell, value))}]"
    text = value or ""
    if _ENDS_IN_FLOW.isdisjoint(text):
        return scalar(text)
    return json.dumps(text, ensure_ascii=False)


def cell(value: Value) -> str:
    """A value of a list in brackets, where nothing between two commas is a mistake."""
    return in_flow(value) or '""'


def entry(key: str, value: Value, indent: str, *, is_block: bool = False) -> str:
    """A key with its value, in lines without the last line feed.

    With `is_block` a text stands below its key even where it has one line.
    """
    return f"{indent}{scalar(key)}:{behind_key(value, indent, is_block=is_block)}"


def behind_key(value: Value, indent: str, *, is_block: bool = False) -> str:
    """What stands behind the colon of a key that is indented so."""
    below = indent + " " * STEP
    if isinstance(value, Mapping):
        return "".join(f"\n{entry(key, one, below)}" for key, one in value.items())
    if isinstance(value, list):
        return "".join(f"\n{row(one, below)}" for one in value)
    if not value:
        return ""
    if "\n" in value or is_block:
        return "\n".join([f" {block_mark(value)}", *block(value, below)])
    return f" {scalar(value)}"


def row(value: Value, indent: str, *, is_flow: bool = False) -> str:
    """A row of a list, behind its dash; a mapping key by key, or in braces."""
    if isinstance(value, list) or is_flow:
        return f"{indent}- {in_flow(value)}"
    if isinstance(value, Mapping) and value:
        inner = indent + " " * STEP
        lines = "\n".join(entry(key, one, inner) for key, one in value.items())
        return f"{indent}- {lines[len(inner) :]}"
    return f"{indent}-{behind_key(value, indent) if not isinstance(value, Mapping) else ''}"

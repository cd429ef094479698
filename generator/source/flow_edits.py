"""Edits of mappings and lists in braces and brackets: what is replaced by what."""

from collections.abc import Sequence

from generator.source import writing
from generator.source.layout import Node
from generator.source.tree import Value

Replacement = tuple[int, int, str]  # from where, to where, by what


def add(node: Node, key: str, value: Value, order: Sequence[str]) -> Replacement:
    """A key more in a mapping, or in what is empty so far."""
    made = writing.in_flow({key: value})[1:-1]
    if node.is_empty:
        return node.start, node.start, f" {{{made}}}"
    before = place(node.names(), key, order)
    if not node.below:
        return node.start + 1, node.start + 1, made
    if before == 0:
        return node.keys[0].start, node.keys[0].start, f"{made}, "
    end = node.below[before - 1].end
    return end, end, f", {made}"


def insert(rows: Node, number: int, values: Sequence[Value]) -> Replacement:
    """Rows more before that of a number."""
    made = ", ".join(map(writing.cell, values))
    if not rows.below:
        return rows.start + 1, rows.start + 1, made
    if number < len(rows.below):
        start = rows.below[number].start
        return start, start, f"{made}, "
    end = rows.below[-1].end
    return end, end, f", {made}"


def remove(rows: Node, number: int) -> Replacement:
    """A key with its value, or a row, goes with its comma."""
    starts = [one.start for one in rows.keys or rows.below]
    if number + 1 < len(starts):
        return starts[number], starts[number + 1], ""
    start = rows.below[number - 1].end if number else starts[number]
    return start, rows.below[number].end, ""


def place(names: Sequence[str], key: str, order: Sequence[str]) -> int:
    """Before which of the keys that are there a new one goes, by the order of all."""
    if key not in order:
        return len(names)
    earlier = set(order[: order.index(key)])
    return max((number + 1 for number, one in enumerate(names) if one in earlier), default=0)

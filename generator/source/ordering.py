"""The order of the keys of a file: one for each kind, that of a report by its form."""

from collections.abc import Mapping
from typing import TypeAlias

from generator.source.tree import FieldPath, Value

# The keys of a mapping in their order, each with that of what is below it; empty: as written.
Order: TypeAlias = Mapping[str, "Order"]
KEEP: Order = {}


def below(order: Order, where: FieldPath) -> Order:
    """The order of the keys at a path; a row has that of its list."""
    for step in where:
        order = order.get(step, KEEP) if isinstance(step, str) else order
    return order


def in_order(value: Value, order: Order) -> Value:
    """The same value, its keys in that order; those that it does not have come last."""
    if isinstance(value, list):
        return [in_order(one, order) for one in value]
    if not isinstance(value, dict):
        return value
    keys = [*(key for key in order if key in value), *(key for key in value if key not in order)]
    return {key: in_order(value[key], order.get(key, KEEP)) for key in keys}


def order_of(value: Value) -> Order:
    """The order that the keys of a value have; a list has that of all its rows."""
    if isinstance(value, list):
        return {key: one for row in value for key, one in order_of(row).items()}
    return {key: order_of(one) for key, one in value.items()} if isinstance(value, dict) else KEEP

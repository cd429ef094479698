"""A document as JSON and back: from the process that reads files to the one that asked."""

from dataclasses import MISSING, Field, fields
from typing import Any

from generator.documents.document import Aside, Cell, Document, Paragraph, Picture, Place, Table

_TYPES = (Place, Paragraph, Picture, Cell, Table, Aside, Document)
_FIELDS = {one: fields(one) for one in _TYPES}
_NUMBERS = {one: number for number, one in enumerate(_TYPES)}
_TUPLE = -1


def packed(value: Any) -> Any:
    """A document, or a part of one, as lists: the number of its type, then its fields.

    Those at the end that have their defaults are left out: most of a place is empty.
    """
    if isinstance(value, tuple):
        return [_TUPLE, *map(packed, value)]
    number = _NUMBERS.get(type(value))
    if number is None:
        return value
    known = _FIELDS[type(value)]
    values = [getattr(value, one.name) for one in known]
    while values and _is_default(values[-1], known[len(values) - 1]):
        values.pop()
    return [number, *map(packed, values)]


def unpacked(value: Any) -> Any:
    """What was packed; raises IndexError and TypeError for what was not."""
    if not isinstance(value, list):
        return value
    number, *values = value
    if number == _TUPLE:
        return tuple(map(unpacked, values))
    return _TYPES[number](*map(unpacked, values))


def _is_default(value: object, about: Field[Any]) -> bool:
    return about.default is not MISSING and value == about.default

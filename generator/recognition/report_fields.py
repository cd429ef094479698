"""Where a field path of a recognised report leads in the record: what is there, its name."""

from collections.abc import Iterator
from enum import Enum, auto
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.model.fields import parse_line, parse_text
from generator.model.narrative import NARRATIVE
from generator.model.report import Report
from generator.source.key_hints import record_in
from generator.source.tree import FieldPath


class Kind(Enum):
    """What a field takes."""

    LINE = auto()  # words on one line
    TEXT = auto()  # words on any number of lines
    FIGURE = auto()  # a number, a date, a choice: what is printed may be spelled otherwise
    NONE = auto()  # there is no such field


@cache
def kind_of(where: FieldPath) -> Kind:
    """What the field at the path takes."""
    if where[:1] == (NARRATIVE,):
        return Kind.TEXT if len(where) > 1 else Kind.NONE
    names = [step for step in where if isinstance(step, str)]
    record: type[BaseModel] | None = Report
    field: FieldInfo | None = None
    for name in names:
        fields = fields_of(record) if record else {}
        if name not in fields:
            return Kind.NONE
        field = fields[name]
        record = record_in(field.annotation)
    if field is None or record is not None:
        return Kind.NONE
    validators = set(_validators(field.annotation, *field.metadata))
    if parse_line in validators:
        return Kind.LINE
    return Kind.TEXT if parse_text in validators else Kind.FIGURE


@cache
def fields_of(record: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a record by their keys, in its order."""
    return {str(one.alias): one for one in record.model_fields.values()}


def record_below(record: type[BaseModel] | None, key: str) -> type[BaseModel] | None:
    """The record that a key of a record holds, alone or in rows; None where it holds none."""
    fields = fields_of(record) if record else {}
    return record_in(fields[key].annotation) if key in fields else None


def _validators(annotation: Any, *metadata: Any) -> Iterator[Any]:
    """The functions by which a value of that type is read."""
    for one in (*metadata, *getattr(annotation, "__metadata__", ())):
        if (found := getattr(one, "func", None)) is not None:
            yield found
    for one in get_args(annotation):
        yield from _validators(one)

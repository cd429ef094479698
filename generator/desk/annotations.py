"""What annotations of the model's fields are made of."""

from collections.abc import Iterator, Mapping, Sequence
from types import NoneType
from typing import get_args, get_origin

from pydantic import BaseModel

from generator.source.key_hints import record_in


def union(annotation: object) -> Sequence[object]:
    """The members of a union within an annotation; none where it is no union."""
    args = [one for one in get_args(annotation) if one is not NoneType]
    inner = get_args(args[0]) if args else ()
    return inner if len(inner) > 1 and record_in(args[0]) else ()


def members(annotation: object) -> Iterator[object]:
    """A type and all that it is made of."""
    yield annotation
    for one in get_args(annotation):
        yield from members(one)


def nests(record: type[BaseModel]) -> bool:
    """Whether records of a kind stand in one another: headings below headings."""
    return any(record_in(info.annotation) is record for info in record.model_fields.values())


def is_mapping(annotation: object) -> bool:
    """Whether values stand there under keys that staff choose."""
    every = (annotation, *get_args(annotation))
    return any(get_origin(one) is not None and _is_mapping_type(one) for one in every)


def _is_mapping_type(annotation: object) -> bool:
    origin = get_origin(annotation)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def value_type(annotation: object) -> object:
    """The type of the values of such a mapping."""
    every = (annotation, *get_args(annotation))
    return next(get_args(one)[1] for one in every if _is_mapping_type(one))

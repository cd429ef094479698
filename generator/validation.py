"""A located tree to a typed record: pydantic's errors become problems with a line and a column."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.problems import Problem, nearest, quote
from generator.record import Record
from generator.source import FieldPath, Source

RecordType = TypeVar("RecordType", bound=Record)


def validate(
    source: Source, kind: type[RecordType], root: FieldPath = ()
) -> tuple[RecordType | None, list[Problem]]:
    """The record that the value at `root` holds, or None with every reason at once."""
    value = source.value
    for step in root:
        value = value[step]  # type: ignore[index]
    try:
        return kind.model_validate(value), []
    except ValidationError as error:
        # Rows with errors of their own count as absent to pydantic; only a really empty list is.
        found = [e for e in error.errors() if e["type"] != "too_short" or not e["input"]]
        return None, [_problem(source, kind, root, one) for one in found]


def _problem(source: Source, kind: type[Record], root: FieldPath, error: ErrorDetails) -> Problem:
    # Members of a union add their tag to the location; no file has a key at that place.
    loc = root + error["loc"]
    where = tuple(
        step for i, step in enumerate(loc) if step not in _TAGS or loc[: i + 1] in source.keys
    )
    name = str(where[-1]) if where else ""
    match error["type"]:
        case "extra_forbidden":
            known = _keys(kind, error["loc"][:-1])
            message = f"不认识的键{quote(name)}。{nearest(name, known)}"
            return source.key_problem(where, "unknown-key", message)
        case "missing":
            message = f"缺少“{name}”。请补上这一项。"
            return source.problem(where[:-1], "missing-key", message)
        case "model_type" | "mapping_type" | "dict_type" | "tuple_type" | "is_instance_of":
            return source.problem(where, "wrong-type", _shape(name, error))
        case "too_short":
            return source.problem(where, "value", f"“{name}”不能为空。请至少写一项。")
        case rule:
            subject = f"“{name}”" if name and not name.isdigit() else ""
            return source.problem(where, rule, f"{subject}{error['msg']}")


_TAGS = ("text", "sections", "dated", "[key]")


def _shape(name: str, error: ErrorDetails) -> str:
    wanted = (
        ("若干项，每项以 - 开头", "请在每项前写 - 和一个空格")
        if error["type"] == "tuple_type"
        else ("若干个“键: 值”", "请另起一行，缩进后写 键: 值")
    )
    found = error["input"]
    written = (
        "没有填写"
        if found is None
        else "写成了列表"
        if isinstance(found, list)
        else "写成了键值"
        if isinstance(found, dict)
        else f"写的是{quote(found)}"
    )
    subject = f"“{name}”" if name and not name.isdigit() else "此处"
    return f"{subject}应为{wanted[0]}，{written}。{wanted[1]}。"


def _keys(kind: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """The keys that the record at `loc` inside `kind` knows, as staff write them."""
    for step in loc:
        if isinstance(step, str) and step not in _TAGS:
            field = next((f for f in kind.model_fields.values() if f.alias == step), None)
            kind = _record_in(field.annotation) if field else kind
    return [str(field.alias) for field in kind.model_fields.values()]


def _record_in(annotation: object) -> type[BaseModel]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _record_in(argument)
        if found is not BaseModel:
            return found
    return BaseModel

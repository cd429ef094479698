"""From a tree to a typed record: pydantic's errors become problems with a line and a column."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.model.form import Form
from generator.model.problems import Problem, quote
from generator.model.record import Record
from generator.source import flow_rows
from generator.source.key_hints import keys_of, record_in, unknown_key_hint
from generator.source.printed_names import printed_key_hint
from generator.source.tree import FieldPath, Source

RecordType = TypeVar("RecordType", bound=Record)
_MOST = 500  # problems of one file: a hostile one would have an hour's worth, and nobody reads more


def validate(
    source: Source, kind: type[RecordType], root: FieldPath = (), form: Form | None = None
) -> tuple[RecordType | None, list[Problem]]:
    """The record at the field path `root`, or None and its problems at once, the first 500.

    With the form of a report, a key that the form prints is told by what the form prints.
    """
    try:
        return kind.model_validate(source.value_at(root)), []
    except ValidationError as error:
        # Rows with errors of their own count as absent to pydantic; only a really empty list is.
        found = [e for e in error.errors() if e["type"] != "too_short" or not e["input"]][:_MOST]
        broken = {e["loc"][:-1]: row for e in found if (row := _broken_row(source, root, e))}
        rest = [e for e in found if not any(e["loc"][: len(at)] == at for at in broken)]
        return None, [*broken.values(), *(_problem(source, kind, root, one, form) for one in rest)]


def _broken_row(source: Source, root: FieldPath, error: ErrorDetails) -> Problem | None:
    """The problem of a row in braces that YAML can read, but not as it was meant."""
    if error["type"] != "extra_forbidden" or not source.text:
        return None
    at = source.key_position(root + error["loc"]).line - 1
    lines = source.text.replace("\r\n", "\n").split("\n")
    # A piece of a value has none itself, or a colon or comma in it.
    is_piece = error["input"] is None or any(sign in str(error["loc"][-1]) for sign in "：，；")
    mends = flow_rows.broken_row(lines, at) if is_piece and "{" in lines[at] else ()
    return next((mend.problem(source.path) for mend in mends), None)


def _problem(
    source: Source, kind: type[Record], root: FieldPath, error: ErrorDetails, form: Form | None
) -> Problem:
    # Members of a union add their tag to the location; no file has a key at that place.
    loc = root + error["loc"]
    where = tuple(
        step
        for i, step in enumerate(loc)
        if step not in _TAGS or loc[: i + 1] in source.key_positions
    )
    name = str(where[-1]) if where else ""
    match error["type"]:
        case "extra_forbidden":
            record = _record_at(kind, error["loc"][:-1])
            printed = form and printed_key_hint(name, where[:-1], keys_of(record), form)
            hint = printed or unknown_key_hint(name, record, kind)
            message = f"不认识的键{quote(name)}。{hint}"
            return source.key_problem(where, "unknown-key", message)
        case "missing":
            message = f"缺少“{name}”。请补上这一项。"
            return source.problem(where[:-1], "missing-key", message)
        case "model_type" | "mapping_type" | "dict_type" | "tuple_type" | "is_instance_of":
            return source.problem(where, "wrong-type", _type_message(name, error))
        case "too_short":
            return source.problem(where, "value", f"“{name}”不能为空。请至少写一项。")
        case rule:
            subject = f"“{name}”" if name and not name.isdigit() else ""
            message = f"{subject}{error['msg']}"
            if error["input"] is None and where[-2:-1] and isinstance(where[-2], int):
                message += "没有的，这一组整个不写。"
            return source.problem(where, rule, message)


_TAGS = ("text", "sections", "dated", "[key]")


def _type_message(name: str, error: ErrorDetails) -> str:
    expected, remedy = "若干个“键: 值”", "请另起一行，缩进后写 键: 值"
    if error["type"] == "tuple_type":
        expected, remedy = "若干项，每项以 - 开头", "请在每项前写 - 和一个空格"
    match error["input"]:
        case None:
            found = "没有填写"
        case list():
            found = "写成了列表"
        case dict():
            found = "写成了键值"
        case other:
            found = f"写的是{quote(other)}"
    subject = f"“{name}”" if name and not name.isdigit() else "此处"
    return f"{subject}应为{expected}，{found}。{remedy}。"


def _record_at(kind: type[BaseModel], loc: tuple[str | int, ...]) -> type[BaseModel]:
    """The record at `loc` inside `kind`; one without fields where there is none."""
    for step in loc:
        if isinstance(step, str) and step not in _TAGS:
            field = next((f for f in kind.model_fields.values() if f.alias == step), None)
            kind = record_in(field.annotation) or BaseModel if field else kind
    return kind

"""The parts of a file's form, made of its record's model, filled with its tree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.desk.parts import Cards, Cell, Entries, Group, Head, Names, Part, Table
from generator.model import dates, fields
from generator.model.choices import Choice
from generator.model.form import Named
from generator.source.key_hints import keys_of, record_in
from generator.source.tree import FieldPath, Value

KINDS = {
    "amount": fields.Amount, "number": fields.Number, "rate": fields.Percentage,
    "year": fields.Year, "slug": fields.Slug, "text": fields.Text, "day": dates.Day,
    "date": dates.LooseDate, "address": fields.WebAddress,
}  # fmt: skip


def parts_of(
    record: type[BaseModel], value: Value, where: FieldPath = (), names: Names | None = None
) -> Iterator[Part]:
    """A part for each field of a record, with the values of the tree below `where`."""
    known = value if isinstance(value, dict) else {}
    for info in record.model_fields.values():
        key = str(info.alias)
        found = part_of(info, known.get(key), (*where, key), names or {})
        found.is_written = key in known
        yield found


def part_of(info: FieldInfo, value: Value, where: FieldPath, names: Names) -> Part:
    """The part for one field."""
    head = Head(where, names.get(dotted(where)) or str(info.alias), str(info.description or ""))
    record = record_in(info.annotation)
    if get_origin(info.annotation) is tuple:
        inner = get_args(info.annotation)[0]
        return _records(inner, record, value, head, names) if record else _texts(inner, value, head)
    if _is_mapping(info.annotation):
        return _entries(info.annotation, value, head)
    if record:
        return Group(*head, list(parts_of(record, value, where, names)))
    # Of a field that must be there, pydantic keeps the type and what refines it apart.
    kind = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    return _cell(kind, value, head, required=info.is_required())


def _cell(annotation: object, value: Value, head: Head, *, required: bool = False) -> Cell:
    """An input for a value of that type."""
    found = Cell(*head, required=required)
    found.kind, found.choices = kind_of(annotation)
    found.is_readable = isinstance(value, str | None)
    found.value = value.strip("\n").rstrip() if isinstance(value, str) else ""
    return found


def kind_of(annotation: object) -> tuple[str, Sequence[str]]:
    """The kind of an input, and what there is to choose from."""
    every = [annotation, *get_args(annotation)]
    for one in every:
        if isinstance(one, type) and issubclass(one, Choice):
            return "choice", list(one)
    for name, kind in KINDS.items():
        if any(one == kind for one in every):
            return name, ()
    return "line", ()


def dotted(where: FieldPath) -> str:
    """A path without row numbers: 资金.来源.名称."""
    return ".".join(one for one in where if isinstance(one, str))


def _entries(annotation: object, value: Value, head: Head) -> Entries:
    """A mapping with the keys that the file has."""
    inner = _value_type(annotation)
    record = record_in(inner)
    takes_list = any(get_origin(one) is tuple for one in _members(inner))
    found = Entries(*head)
    for name, below in value.items() if isinstance(value, dict) else ():
        place = (*head.where, name)
        named = Head(place, name, "")
        if record:
            made: Part = Group(*named, list(parts_of(record, below, place)))
        elif isinstance(below, list) and takes_list:
            made = _texts(inner, below, named)
        else:
            made = replace(_cell(inner, below, named), can_be_list=takes_list)
        made.is_written = True
        found.parts.append(made)
    return found


def _texts(inner: object, value: Value, head: Head) -> Table:
    """Rows that are a text each."""
    rows = value if isinstance(value, list) else []
    cells = [_cell(inner, one, Head((*head.where, number), head.label, ""))
             for number, one in enumerate(rows)]  # fmt: skip
    columns = [_cell(inner, None, Head((*head.where, 0), head.label, ""))]
    return Table(*head, columns, [[one] for one in cells])


def _records(
    inner: object, record: type[BaseModel], value: Value, head: Head, names: Names
) -> Table | Cards:
    """Rows of records: a table where each has cells alone."""
    rows = value if isinstance(value, list) else []
    single = _single_key(inner, record)
    made = [_row(record, one, (*head.where, number), single, names)
            for number, one in enumerate(rows)]  # fmt: skip
    empty = [] if _nests(record) else list(parts_of(record, None, (*head.where, 0), names))
    columns = _cells(empty)
    if single is None and columns:
        return Table(*head, columns, [_cells(row) for row in made])
    groups = [Group((*head.where, number), f"第 {number + 1} 项", "", row)
              for number, row in enumerate(made)]  # fmt: skip
    return Cards(*head, groups)


def _cells(parts: Sequence[Part]) -> list[Cell]:
    """The cells of a row, those of a group within it too; none where it has more than cells."""
    found = []
    for one in parts:
        below = one.parts if isinstance(one, Group) else [one]
        cells = [cell for cell in below if isinstance(cell, Cell)]
        if len(cells) != len(below):
            return []
        if isinstance(one, Group):
            cells = [replace(cell, label=f"{one.label}·{cell.label}") for cell in cells]
        found += cells
    return found


def _row(
    record: type[BaseModel], value: Value, where: FieldPath, single: str | None, names: Names
) -> list[Part]:
    """The parts of a row; one that is written as a text alone states its first key by it."""
    if isinstance(value, str) and single:
        found = list(parts_of(record, {single: value}, where, names))
        for one in found:
            if one.where[-1] == single and isinstance(one, Cell):
                one.where, one.own_key = where, single
        return found
    return list(parts_of(record, value, where, names))


def _single_key(annotation: object, record: type[BaseModel]) -> str | None:
    """The key that a row states which is written as a text alone; None where none may be."""
    metadata: Sequence[Any] = getattr(annotation, "__metadata__", ())
    named = next((one.key for one in metadata if isinstance(one, Named)), None)
    takes_text = any(
        kind_of(one)[0] == "line" and record_in(one) is None for one in _union(annotation)
    )
    return named or (keys_of(record)[0] if takes_text else None)


def _union(annotation: object) -> Sequence[object]:
    """The members of a union within an annotation; none where it is no union."""
    args = [one for one in get_args(annotation) if one is not NoneType]
    inner = get_args(args[0]) if args else ()
    return inner if len(inner) > 1 and record_in(args[0]) else ()


def _members(annotation: object) -> Iterator[object]:
    """A type and all that it is made of."""
    yield annotation
    for one in get_args(annotation):
        yield from _members(one)


def _nests(record: type[BaseModel]) -> bool:
    return any(record_in(info.annotation) is record for info in record.model_fields.values())


def _is_mapping(annotation: object) -> bool:
    every = (annotation, *get_args(annotation))
    return any(get_origin(one) is not None and _is_mapping_type(one) for one in every)


def _is_mapping_type(annotation: object) -> bool:
    origin = get_origin(annotation)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _value_type(annotation: object) -> object:
    every = (annotation, *get_args(annotation))
    return next(get_args(one)[1] for one in every if _is_mapping_type(one))

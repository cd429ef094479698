"""Columns of tables of open data, made of the fields of records: name, type, unit, and the cells.

A column is named by the key of the field, so who knows the files knows the tables. An amount makes
two: as it is printed, with its unit, and exactly in 元. A date that may be partial makes two as
well: as it is printed, and by ISO 8601, as far as it is known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from pydantic import BaseModel

from generator.model.amounts import trimmed
from generator.model.choices import Choice, Unit
from generator.model.dates import LooseDate, PartialDate
from generator.model.fields import Amount, Percentage, Rate, StatedAmount
from generator.model.record import FormRecord, record_in

Kind: TypeAlias = Literal["text", "integer", "number", "date"]
Cell: TypeAlias = str | int | Decimal | None  # None: 未填报; a day as YYYY-MM-DD

# From a value and the unit of its report's amounts to the cells of its columns.
Cells: TypeAlias = Callable[[Any, Unit | None], tuple[Cell, ...]]

NOT_APPLICABLE = "不适用"  # the column that names the cells in which the report has a stroke
_YUAN = {Unit.YUAN: Decimal(1), Unit.WAN: Decimal(10_000), Unit.YI: Decimal(100_000_000)}


class Column(NamedTuple):
    """A column; `field` is the path of its key in a report's file, where it comes from one."""

    name: str
    kind: Kind
    description: str
    unit: str = ""
    field: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class FieldColumns:
    """A field of a record with its columns; `cells` makes as many of its value."""

    attribute: str
    columns: tuple[Column, ...]
    cells: Cells


def in_yuan(value: Decimal | None, unit: Unit | None) -> Decimal | None:
    """The amount exactly in 元; None where the report states no unit."""
    return None if value is None or unit is None else trimmed(value * _YUAN[unit])


def printed_amount(value: Decimal | None, unit: Unit | None) -> str | None:
    """The amount as it is stated, with its unit: `50.00 万元`."""
    if value is None:
        return None
    if isinstance(value, StatedAmount):
        return value.stated
    return f"{value:f} {unit}" if unit else f"{value:f}"


def _amount(value: Decimal | None, unit: Unit | None) -> tuple[Cell, ...]:
    return printed_amount(value, unit), in_yuan(value, unit)


def _loose_date(value: PartialDate | None, _: Unit | None) -> tuple[Cell, ...]:
    return (None, None) if value is None else (str(value), value.isoformat())


def _rate(value: Rate | None, _: Unit | None) -> tuple[Cell, ...]:
    return (None if value is None else value.percent,)


def _day(value: date | None, _: Unit | None) -> tuple[Cell, ...]:
    return (None if value is None else value.isoformat(),)


def _plain(value: Any, _: Unit | None) -> tuple[Cell, ...]:
    return (str(value) if isinstance(value, Choice) else value,)


def record_columns(
    record: type[BaseModel],
    path: str = "",
    *,
    renamed: Mapping[str, str] | None = None,
    without: Iterable[str] = (),
) -> tuple[FieldColumns, ...]:
    """The columns of all fields that hold one value, in the order of the record.

    `path` leads to the record in a report's file; `renamed` gives other names to columns, by key,
    where a table has several of one name. A record in the record has its columns in its place.
    """
    found: list[FieldColumns] = []
    for attribute, field in record.model_fields.items():
        key = str(field.alias)
        if attribute in without or field.default == ():  # rows have tables of their own
            continue
        name = (renamed or {}).get(key, key)
        described = _Described(name, field.description or "", f"{path}{key}")
        if inner := record_in(field.annotation):
            found += _of_inner(attribute, inner, described)
        else:
            found.append(
                _field_columns(attribute, field.annotation, described, required=field.is_required())
            )
    return tuple(found)


class _Described(NamedTuple):
    name: str
    description: str
    path: str


def _of_inner(attribute: str, inner: type[BaseModel], about: _Described) -> Iterator[FieldColumns]:
    """The columns of a small record that stands in another, such as 分档标准."""
    for one in record_columns(inner, f"{about.path}."):
        columns = tuple(column._replace(name=about.name + column.name) for column in one.columns)

        def cells(value: Any, unit: Unit | None, one: FieldColumns = one) -> tuple[Cell, ...]:
            return one.cells(getattr(value, one.attribute) if value else None, unit)

        yield FieldColumns(attribute, columns, cells)


def _field_columns(
    attribute: str, annotation: Any, about: _Described, *, required: bool
) -> FieldColumns:
    name, description, path = about
    kind = next((one for one in get_args(annotation) if one is not type(None)), annotation)
    base = get_args(kind)[0] if get_args(kind) else kind
    if kind == Amount:
        columns = (
            Column(name, "text", f"{description}；照报告写，带单位", field=path),
            Column(f"{name}（元）", "number", f"{description}；换算成元，不四舍五入", "元", path),
        )
        return FieldColumns(attribute, columns, _amount)
    if kind == LooseDate:
        columns = (
            Column(name, "text", f"{description}；报告写明到哪一级，就到哪一级", field=path),
            Column(f"{name}（ISO）", "text", "2021、2021-06 或 2021-06-03", field=path),
        )
        return FieldColumns(attribute, columns, _loose_date)
    cells: Cells = _plain
    only = Column(name, "text", description, "", path, (), required)
    if kind == Percentage:
        description = f"{description}；百分数，95.60 是 95.60%"
        only, cells = only._replace(kind="number", unit="%", description=description), _rate
    elif base is Decimal:
        is_points = "分" in name and "率" not in name and "占比" not in name
        only = only._replace(kind="number", unit="分" if is_points else "")
    elif base is date:
        only, cells = only._replace(kind="date"), _day
    elif base is int:
        only = only._replace(kind="integer")
    elif isinstance(base, type) and issubclass(base, Choice):
        only = only._replace(choices=tuple(map(str, base)))
    return FieldColumns(attribute, (only,), cells)


def cells(
    fields: Sequence[FieldColumns], record: BaseModel | None, unit: Unit | None
) -> list[Cell]:
    """The cells of one record; all empty where there is none."""
    found: list[Cell] = []
    for one in fields:
        found += one.cells(getattr(record, one.attribute, None), unit)
    return found


def not_applicable(fields: Sequence[FieldColumns], record: BaseModel | None) -> list[str]:
    """The names of columns in which the report has a stroke: what they ask for does not apply."""
    if not (isinstance(record, FormRecord) and record.not_applicable):
        return []
    return [one.columns[0].name for one in fields if one.attribute in record.not_applicable]

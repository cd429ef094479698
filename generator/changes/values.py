"""Two trees of values, as the data files have them: which values, which rows differ."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, NamedTuple, TypeAlias, get_args

from pydantic import BaseModel

from generator.model import figures
from generator.model.field_changes import ORDER
from generator.model.field_places import Names, Place, top
from generator.model.fields import Amount
from generator.model.narrative import LEAD_TEXT
from generator.model.record import Record, field_names
from generator.model.row_matching import is_reordered, partners, row_names

Data: TypeAlias = Mapping[str, Any]


class Change(NamedTuple):
    """A value that differs, as the site shows it; None where it is not stated.

    `label` is what people call it.
    """

    label: str
    before: str | None
    now: str | None


class RowChange(NamedTuple):
    """A row that came (`is_new`) or went: what it is called, its cells by label."""

    label: str
    is_new: bool
    cells: tuple[tuple[str, str], ...]


class Differences(NamedTuple):
    """What differs between two trees."""

    values: tuple[Change, ...] = ()
    rows: tuple[RowChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.values or self.rows)


def compare(
    before: Data, now: Data, record: type[Record], names: Names | None = None
) -> Differences:
    """What differs between two trees of the same kind of record; `names` are what a form prints.

    Amounts are shown with their unit, the same amount in another writing (50.00, 50) differs.
    """
    found = list(_Walk(record).of_groups(before, now, top(names), (None, None)))
    return Differences(
        tuple(one for one in found if isinstance(one, Change)),
        tuple(one for one in found if isinstance(one, RowChange)),
    )


_Units: TypeAlias = tuple[str | None, str | None]  # of amounts, before and now


class _Walk(NamedTuple):
    """Through two trees side by side."""

    record: type[Record]

    def of_groups(
        self, before: Data, now: Data, place: Place, units: _Units
    ) -> Iterator[Change | RowChange]:
        """What differs in two groups of keys; amounts are in the units that they name, if any."""
        units = (_unit(before) or units[0], _unit(now) or units[1])
        for key in dict.fromkeys([*now, *before]):
            yield from self._of(before.get(key), now.get(key), place.key(key), units)

    def _of(
        self, before: Any, now: Any, place: Place, units: _Units
    ) -> Iterator[Change | RowChange]:
        if before == now and (units[0] == units[1] or not _has_amounts(self.record, place)):
            return
        if _are_rows(before, now):
            yield from self._of_rows(before or [], now or [], place, units)
        elif isinstance(before, Mapping) or isinstance(now, Mapping):
            yield from self.of_groups(_group(before), _group(now), place, units)
        else:
            shown = [
                _shown(self.record, one, place, unit)
                for one, unit in zip((before, now), units, strict=True)
            ]
            if shown[0] != shown[1]:
                yield Change(place.label, *shown)

    def _of_rows(
        self, before: Sequence[Data], now: Sequence[Data], place: Place, units: _Units
    ) -> Iterator[Change | RowChange]:
        matched, names = partners(before, now), (row_names(before), row_names(now))
        for number, row in enumerate(now):
            at = place.row(number, names[1][number])
            if number in matched:
                yield from self.of_groups(before[matched[number]], row, at, units)
            else:
                yield RowChange(at.label, True, tuple(self._cells(row, at, units[1])))
        for number in sorted({*range(len(before))} - {*matched.values()}):
            at = place.row(number, names[0][number])
            yield RowChange(at.label, False, tuple(self._cells(before[number], at, units[0])))
        if is_reordered(matched):
            yield Change(f"{place.label}·{ORDER}", *("".join(one) for one in names))

    def _cells(self, row: Data, place: Place, unit: str | None) -> Iterator[tuple[str, str]]:
        """All that a row says, its own rows among it, by what each is called in it."""
        yield from self._below(row, place._replace(label=""), _unit(row) or unit)

    def _below(self, row: Data, place: Place, unit: str | None) -> Iterator[tuple[str, str]]:
        for key, value in row.items():
            at = place.key(key)
            if _are_rows(value, None):
                for number, (name, inner) in enumerate(zip(row_names(value), value, strict=True)):
                    yield from self._below(inner, at.row(number, name), unit)
            elif isinstance(value, Mapping):
                yield from self._below(value, at, unit)
            elif (shown := _shown(self.record, value, at, unit)) is not None:
                yield at.label, shown


def _unit(group: Data) -> str | None:
    funds = group.get("资金")
    unit = funds.get("单位") if isinstance(funds, Mapping) else None
    return str(unit) if unit else None


def _group(value: Any) -> Data:
    """Keys and values; text under a heading, as it stands where there are headings below."""
    if isinstance(value, Mapping):
        return value
    return {} if value is None else {LEAD_TEXT: value}


def _are_rows(before: Any, now: Any) -> bool:
    some = before or now
    return isinstance(some, list) and bool(some) and isinstance(some[0], Mapping)


def _shown(record: type[Record], value: Any, place: Place, unit: str | None) -> str | None:
    if value is None or value == []:
        return None
    if isinstance(value, list):
        return "、".join(map(str, value))
    if not _is_amount(record, place.dotted):
        return str(value)
    try:
        amount = figures.format_amount(Decimal(str(value)))
    except InvalidOperation:  # it has a unit of its own, or is a stroke
        return str(value)
    return f"{amount} {unit}" if unit else amount


def _has_amounts(record: type[Record], place: Place) -> bool:
    """Whether an amount may stand there or below: they change with the unit of another place."""
    kind = _kind(record, tuple(place.dotted.split(".")))
    return kind is not None and (Amount in _members(kind) or any(map(_is_record, _members(kind))))


@cache
def _is_amount(record: type[Record], dotted: str) -> bool:
    kind = _kind(record, tuple(dotted.split(".")))
    return kind is not None and Amount in _members(kind)


@cache
def _kind(record: type[BaseModel], keys: tuple[str, ...]) -> Any:
    """The annotation of the field under these keys; None where the record has no such field."""
    name = field_names(record).get(keys[0])
    if name is None:
        return None
    kind = record.model_fields[name].rebuild_annotation()
    if len(keys) == 1:
        return kind
    inner = next(filter(_is_record, _members(kind)), None)
    return _kind(inner, keys[1:]) if inner else None


@cache
def _members(kind: Any) -> tuple[Any, ...]:
    """An annotation and all that stands in it: `Rows[Indicator] | None` has Indicator."""
    return (kind, *(one for inner in get_args(kind) for one in _members_of(inner)))


def _members_of(kind: Any) -> tuple[Any, ...]:
    try:
        return _members(kind)
    except TypeError:  # an argument that cannot be hashed is no type
        return ()


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)

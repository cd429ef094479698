"""Two trees of values, as the data files have them: which values, which rows differ."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, NamedTuple, TypeAlias, get_args

from pydantic import BaseModel

from generator.changes.rows import is_reordered, matched, name_of
from generator.model import figures
from generator.model.fields import Amount
from generator.model.form import Form
from generator.model.narrative import LEAD_TEXT
from generator.model.record import Record, field_names

_UNNAMED = re.compile(r"第 \d+ 行")
Data: TypeAlias = Mapping[str, Any]


class RowName(str):
    """The name of a row, among the keys of a path."""

    __slots__ = ()


Where: TypeAlias = tuple[str, ...]


class Change(NamedTuple):
    """A value that differs, as the site shows it; None where it is not stated.

    `where` are the keys of the data file, a row by its name; `label` is what the site calls it.
    """

    where: Where
    label: str
    before: str | None
    now: str | None


class RowChange(NamedTuple):
    """A row that came (`is_new`) or went: what it is called, its cells by label."""

    where: Where
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
    before: Data, now: Data, record: type[Record], forms: tuple[Form | None, Form | None]
) -> Differences:
    """What differs between two trees of the same kind of record; `forms` say what cells are called.

    Amounts are shown with their unit, the same amount in another writing (50.00, 50) differs.
    """
    found = list(_Walk(record, forms).of_groups(before, now, (), (None, None)))
    return Differences(
        tuple(one for one in found if isinstance(one, Change)),
        tuple(one for one in found if isinstance(one, RowChange)),
    )


_Units: TypeAlias = tuple[str | None, str | None]  # of amounts, before and now


class _Walk(NamedTuple):
    """Through two trees side by side."""

    record: type[Record]
    forms: tuple[Form | None, Form | None]

    def of_groups(
        self, before: Data, now: Data, where: Where, units: _Units
    ) -> Iterator[Change | RowChange]:
        """What differs in two groups of keys; amounts are in the units that they name, if any."""
        units = (_unit(before) or units[0], _unit(now) or units[1])
        for key in dict.fromkeys([*now, *before]):
            yield from self._of(before.get(key), now.get(key), (*where, key), units)

    def _of(
        self, before: Any, now: Any, where: Where, units: _Units
    ) -> Iterator[Change | RowChange]:
        if before == now and (units[0] == units[1] or not _has_amounts(self.record, where)):
            return
        if _are_rows(before, now):
            yield from self._of_rows(before or [], now or [], where, units)
        elif isinstance(before, Mapping) or isinstance(now, Mapping):
            yield from self.of_groups(_group(before), _group(now), where, units)
        else:
            shown = [
                _shown(self.record, one, where, unit)
                for one, unit in zip((before, now), units, strict=True)
            ]
            if shown[0] != shown[1]:
                yield Change(where, self._label(where), *shown)

    def _of_rows(
        self, before: Sequence[Data], now: Sequence[Data], where: Where, units: _Units
    ) -> Iterator[Change | RowChange]:
        matches, names = matched(before, now), [_names(before), _names(now)]
        for old, new in matches:
            row = now[new] if new is not None else before[old or 0]
            place = (*where, names[0][old or 0] if new is None else names[1][new])
            if old is not None and new is not None:
                yield from self.of_groups(before[old], now[new], place, units)
            else:
                is_new = new is not None
                cells = self._cells(row, place, units[is_new], self.forms[is_new])
                yield RowChange(place, self._label(place), is_new, tuple(cells))
        if is_reordered(matches):
            orders = (
                "、".join(name_of(row, place) for place, row in enumerate(rows))
                for rows in (before, now)
            )
            yield Change((*where, "次序"), f"{self._label(where)} · 次序", *orders)

    def _cells(
        self, row: Data, where: Where, unit: str | None, form: Form | None
    ) -> Iterator[tuple[str, str]]:
        """All that a row says, its own rows among it."""
        unit = _unit(row) or unit
        for key, value in row.items():
            place = (*where, key)
            if _are_rows(value, None):
                for number, inner in enumerate(value):
                    below = (*place, RowName(name_of(inner, number)))
                    yield from self._cells(inner, below, unit, form)
            elif isinstance(value, Mapping):
                yield from self._cells(value, place, unit, form)
            elif (shown := _shown(self.record, value, place, unit)) is not None:
                yield label(place[len(where) :], form, _keys(where)), shown

    def _label(self, where: Where) -> str:
        return label(where, self.forms[1] or self.forms[0])


def _names(rows: Sequence[Data]) -> list[RowName]:
    """What rows are called, those of one name with their place."""
    names = [name_of(row, place) for place, row in enumerate(rows)]
    often = Counter(names)
    return [
        RowName(f"{name}（第 {place + 1} 行）" if often[name] > 1 else name)
        for place, name in enumerate(names)
    ]


def label(where: Where, form: Form | None, above: Where = ()) -> str:
    """What the site calls a place: 资金 · 全年执行数; a row in quotes: 指标“满意度” · 完成值."""
    found = ""
    for place, step in enumerate(where):
        if isinstance(step, RowName):
            found += f" {step}" if _UNNAMED.fullmatch(step) else f"“{step}”"
            continue
        keys = (*above, *_keys(where[:place]), step)
        if keys[0] == "包含项目" and len(keys) > 1:  # its fields are those of a report
            keys = keys[1:]
        column = keys[-1] if len(keys) > 1 else ""
        printed = form.printed(".".join(keys[:-1] or keys), column) if form else step
        name = "开头的话" if step == LEAD_TEXT else printed
        found += f" · {name}" if found else name
    return found


def _keys(where: Where) -> Where:
    return tuple(one for one in where if not isinstance(one, RowName))


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


def _shown(record: type[Record], value: Any, where: Where, unit: str | None) -> str | None:
    if value is None or value == []:
        return None
    if isinstance(value, list):
        return "、".join(map(str, value))
    if where[-1] == "SHA-256":  # of an attachment: enough to tell that it is another one
        return str(value)[:12]
    if not _is_amount(record, _keys(where)):
        return str(value)
    try:
        amount = figures.format_amount(Decimal(str(value)))
    except InvalidOperation:  # it has a unit of its own, or is a stroke
        return str(value)
    return f"{amount} {unit}" if unit else amount


def _has_amounts(record: type[Record], where: Where) -> bool:
    """Whether an amount may stand there or below: they change with the unit of another place."""
    kind = _kind(record, _keys(where))
    return kind is not None and (Amount in _members(kind) or any(map(_is_record, _members(kind))))


@cache
def _is_amount(record: type[Record], keys: Where) -> bool:
    kind = _kind(record, keys)
    return kind is not None and Amount in _members(kind)


@cache
def _kind(record: type[BaseModel], keys: Where) -> Any:
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

"""Two states of a report compared field by field: which field changed, from what, to what.

A state is what a record states under the keys of the format: mappings, lists and text, as `stated`
makes it of a report and as the data file of a published report has it. Rows are matched by their
names, not by their places; of a long text the clauses that changed are told, not all of it.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from pydantic import BaseModel

from generator.model.form import ROW_NAMES
from generator.model.record import field_names, record_in
from generator.model.report import FOR_STAFF, Report

State: TypeAlias = Mapping[str, Any]
FieldPath: TypeAlias = tuple[str | int, ...]
Names: TypeAlias = Mapping[
    str, str
]  # what a form prints, by dotted key: {"资金.支出": "全年执行数"}

_ROW_NAMES = (*ROW_NAMES, "文号", "标题")
# What tells rows of one name apart, besides it.
_ABOVE_ROW = ("所属目标", "一级", "二级", "机构", "年度", "级次", "日期")
_LONG = 40  # characters; where both texts are longer, their clauses are compared
_CLAUSE = re.compile(r"[^。；;！？\n]*[。；;！？\n]+[”’）》]*|[^。；;！？\n]+")
_BREAK = re.compile(r"\s*\n\s*")
_COVERED = "包含项目."  # whose fields a form prints as those of the report
ATTACHMENTS, SUM = "附件", "SHA-256"  # of an attachment, by which another file is told
ORDER = "次序"  # of the rows of a list, at the end of a label


class FieldChange(NamedTuple):
    """A field, a clause of its text, or a whole row that is another one now.

    `where` is its path in the state now, of what is gone that in the former one. `before` and
    `now` are verbatim; None where nothing is stated.
    """

    where: FieldPath
    label: str  # as people read it: 资金·支出, 指标“满意度”·完成值, 正文·一、概况
    before: str | None
    now: str | None


def stated(report: Report) -> State:
    """What a report states, but for what is for staff alone."""
    return {
        key: value
        for key, value in report.model_dump(mode="json", by_alias=True, exclude_none=True).items()
        if key not in FOR_STAFF
    }


def field_changes(before: State, now: State, names: Names | None = None) -> list[FieldChange]:
    """Every field that changed, in the order of the state now.

    `names` are what the report's form prints (`Form.printed_names`): labels use them. An added or
    removed row is one change, with all its cells as text; another order of the same rows is one of
    its list. Line breaks alone are no change.
    """
    return list(_of_mappings(before, now, _Place((), "", "", _own_names(names or {}))))


def labelled_texts(state: State, names: Names | None = None) -> Mapping[str, str]:
    """The text of each field and of each whole row by the label that `field_changes` gives it."""
    return dict(_texts_of(state, _Place((), "", "", _own_names(names or {}))))


def is_within(part: str, text: str) -> bool:
    """Whether the text says that part: all of it, of a long text clauses of it."""
    return part == text or (len(text) > _LONG and part in text)


def _own_names(names: Names) -> Names:
    """The printed names without those that name another field beside it as well."""
    found = {}
    for dotted, printed in names.items():
        above = dotted.rpartition(".")[0]
        alike = [one for one in names if one.rpartition(".")[0] == above and names[one] == printed]
        if len(alike) == 1 and printed not in _keys(above):
            found[dotted] = printed
    return found


@cache
def _keys(dotted: str) -> frozenset[str]:
    """The keys of the record that stands at a dotted key of a report."""
    record: type[BaseModel] | None = Report
    for key in filter(None, dotted.split(".")):
        name = field_names(record).get(key) if record else None
        record = record_in(record.model_fields[name].annotation) if record and name else None
    return frozenset(field_names(record)) if record else frozenset()


class _Place(NamedTuple):
    where: FieldPath
    label: str
    dotted: str  # the keys alone
    names: Names

    def key(self, key: str) -> "_Place":
        dotted = f"{self.dotted}.{key}" if self.dotted else key
        name = self.names.get(dotted) or self.names.get(dotted.removeprefix(_COVERED)) or key
        label = f"{self.label}·{name}" if self.label else name
        return self._replace(where=(*self.where, key), label=label, dotted=dotted)

    def row(self, number: int, name: str) -> "_Place":
        return self._replace(where=(*self.where, number), label=f"{self.label}{name}")


def _of_values(before: Any, now: Any, place: _Place) -> Iterator[FieldChange]:
    """What changed at a place; None where it is not stated."""
    before, now = (one if _is_stated(one) else None for one in (before, now))
    if before == now:
        return
    kinds = [type(one) for one in (before, now) if one is not None]
    if all(issubclass(kind, Mapping) for kind in kinds):
        yield from _of_mappings(before or {}, now or {}, place)
    elif all(issubclass(kind, list) for kind in kinds):
        yield from _of_lists(before or [], now or [], place)
    elif any(issubclass(kind, (Mapping, list)) for kind in kinds):  # a section got headings
        yield from _of_values(before, None, place)
        yield from _of_values(None, now, place)
    else:
        yield from _of_texts(_text(before), _text(now), place)


def _of_mappings(before: State, now: State, place: _Place) -> Iterator[FieldChange]:
    for key in _merged(*([key for key in one if _is_stated(one[key])] for one in (now, before))):
        yield from _of_values(before.get(key), now.get(key), place.key(key))


def _is_stated(value: Any) -> bool:
    return value not in (None, "", [], {})


def _merged(first: Sequence[str], others: Sequence[str]) -> Sequence[str]:
    """The first, and each of the others behind the one that it follows there."""
    found = list(first)
    for number, key in enumerate(others):
        if key not in found:
            found.insert(found.index(others[number - 1]) + 1 if number else 0, key)
    return found


def _of_texts(before: str | None, now: str | None, place: _Place) -> Iterator[FieldChange]:
    if before is None or now is None or min(len(before), len(now)) <= _LONG:
        if _BREAK.sub("", before or "") != _BREAK.sub("", now or ""):
            yield FieldChange(place.where, place.label, before or None, now or None)
        return
    old, new = _CLAUSE.findall(before), _CLAUSE.findall(now)
    old_bare, new_bare = ([one.strip() for one in clauses] for clauses in (old, new))
    for kind, i, j, k, m in SequenceMatcher(None, old_bare, new_bare, autojunk=False).get_opcodes():
        gone, come = "".join(old[i:j]).strip(), "".join(new[k:m]).strip()
        if kind != "equal" and gone != come:
            yield FieldChange(place.where, place.label, gone or None, come or None)


def _of_lists(before: Sequence[Any], now: Sequence[Any], place: _Place) -> Iterator[FieldChange]:
    if _is_line(before) and _is_line(now):
        yield FieldChange(place.where, place.label, _line(before) or None, _line(now) or None)
        return
    partners = _partners(before, now)
    old_names, new_names = _row_names(before), _row_names(now)
    for number, row in enumerate(now):
        at = place.row(number, new_names[number])
        if number in partners:
            yield from _of_values(before[partners[number]], row, at)
        else:
            yield from _of_row(None, row, at)
    kept = set(partners.values())
    for number, row in enumerate(before):
        if number not in kept:
            yield from _of_row(row, None, place.row(number, old_names[number]))
    order = [partners[number] for number in sorted(partners)]
    if order != sorted(order):
        was = [old_names[number] for number in sorted(order)]
        yield FieldChange(place.where, f"{place.label}·{ORDER}", "".join(was),
                          "".join(old_names[number] for number in order))  # fmt: skip


def _of_row(before: Any, now: Any, place: _Place) -> Iterator[FieldChange]:
    """A row that came or went: one change, or one of each field where it has rows of its own."""
    row = now if before is None else before
    if isinstance(row, Mapping) and any(isinstance(one, list) and one for one in row.values()):
        yield from _of_mappings(before or {}, now or {}, place)
        return
    texts = [one and _row_text(one, place) for one in (before, now)]
    yield FieldChange(place.where, place.label, texts[0] or None, texts[1] or None)


def _partners(before: Sequence[Any], now: Sequence[Any]) -> Mapping[int, int]:
    """The former number of each row that there was before, by its number now."""
    found: dict[int, int] = {}
    for alike in (_whole, _full_name, _name):
        free: dict[Hashable, list[int]] = defaultdict(list)
        for number, row in enumerate(before):
            if number not in found.values():
                free[alike(row)].append(number)
        for number, row in enumerate(now):
            if number not in found and alike(row) and free[alike(row)]:
                found[number] = free[alike(row)].pop(0)
    for number, row in enumerate(now):  # the name itself changed: a like row in the same place
        last = found.get(number - 1, -1) + 1
        is_free = number not in found and last < len(before) and last not in found.values()
        if is_free and _is_like(before[last], row):
            found[number] = last
    return found


def _whole(row: Any) -> Hashable:
    return repr(row)


def _full_name(row: Any) -> Hashable:
    if not isinstance(row, Mapping):
        return ""
    return (*(str(row.get(key)) for key in _ABOVE_ROW), _name(row)) if _name(row) else ""


def _name(row: Any) -> str:
    if not isinstance(row, Mapping):
        return ""
    return next((str(row[key]) for key in _ROW_NAMES if row.get(key)), "")


def _is_like(before: Any, now: Any) -> bool:
    """Whether half of what two rows state is the same; texts and rows without names always are."""
    if not (isinstance(before, Mapping) and isinstance(now, Mapping)):
        return True
    if not _name(before) and not _name(now):
        return True
    keys = before.keys() | now.keys()
    return sum(bool(before.get(key) == now.get(key)) for key in keys) * 2 >= len(keys)


def _row_names(rows: Sequence[Any]) -> Sequence[str]:
    """What each row is called: a name that comes again by its number, none by its place."""
    found: list[str] = []
    seen: dict[str, int] = defaultdict(int)
    for number, row in enumerate(rows, 1):
        name = _name(row)
        seen[name] += 1
        again = f"（{seen[name]}）" if seen[name] > 1 else ""
        found.append(f"“{name}”{again}" if name else f"第 {number} 行")
    return found


def _is_line(values: Sequence[Any]) -> bool:
    """Whether a list is one line for people: years."""
    return all(isinstance(one, int) for one in values)


def _line(values: Sequence[Any]) -> str:
    return "、".join(map(str, values))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _row_text(row: Any, place: _Place) -> str:
    """All cells of a row as one text."""
    return "；".join(_cells(row, place)) if isinstance(row, Mapping) else str(row)


def _cells(row: State, place: _Place) -> Iterator[str]:
    for key, value in row.items():
        below = place._replace(label="").key(key)
        if isinstance(value, Mapping):
            yield from _cells(value, below)
        elif value not in (None, []):
            yield f"{below.label}：{value}"


def _texts_of(value: Any, place: _Place) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts_of(inner, place.key(key))
    elif isinstance(value, list) and value and _is_line(value):
        yield place.label, _line(value)
    elif isinstance(value, list):
        for number, (name, row) in enumerate(zip(_row_names(value), value, strict=True)):
            at = place.row(number, name)
            yield at.label, _row_text(row, at)
            if isinstance(row, Mapping):
                yield from _texts_of(row, at)
    elif value is not None:
        yield place.label, str(value)

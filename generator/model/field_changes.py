"""Two states of a report compared field by field: which field changed, from what, to what.

A state is what a record states under the keys of the format: mappings, lists and text, as `stated`
makes it of a report and as the data file of a published report has it. Rows are matched by their
names, not by their places; of a long text the clauses that changed are told, not all of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple, TypeAlias

from generator.model.field_places import FieldPath, Names, Place, top
from generator.model.report import FOR_STAFF, Report
from generator.model.row_matching import is_reordered, partners, row_names

State: TypeAlias = Mapping[str, Any]

_LONG = 40  # characters; where both texts are longer, their clauses are compared
MOST_CLAUSES = 2000  # of a text; of more, those that recur all the time are not looked for
_CLAUSE = re.compile(r"[^。；;！？\n]*[。；;！？\n]+[”’）》]*|[^。；;！？\n]+")
_BREAK = re.compile(r"\s*\n\s*")
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


def field_changes(
    before: State | Sequence[Any] | None, now: State | Sequence[Any] | None,
    names: Names | None = None,
) -> list[FieldChange]:  # fmt: skip
    """Every field that changed, in the order of the state now; a state may be a list of rows.

    `names` are what the report's form prints (`Form.printed_names`): labels use them. An added or
    removed row is one change, with all its cells as text; another order of the same rows is one of
    its list. Line breaks alone are no change.
    """
    return list(_of_values(before, now, top(names)))


def label_of(where: FieldPath, state: Any, names: Names | None = None) -> str:
    """What people call a place of a state; a row that it does not have goes by its number."""
    place = top(names)
    for step in where:
        if isinstance(step, str):
            place = place.key(step)
            state = state.get(step) if isinstance(state, Mapping) else None
        else:
            rows = state if isinstance(state, list) and step < len(state) else [None] * (step + 1)
            place, state = place.row(step, row_names(rows)[step]), rows[step]
    return place.label


def labelled_texts(state: State, names: Names | None = None) -> Mapping[str, str]:
    """The text of each field and of each whole row by the label that `field_changes` gives it."""
    return dict(_texts_of(state, top(names)))


def is_within(part: str, text: str) -> bool:
    """Whether the text says that part: all of it, of a long text clauses of it."""
    return part == text or (len(text) > _LONG and part in text)


def _of_values(before: Any, now: Any, place: Place) -> Iterator[FieldChange]:
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


def _of_mappings(before: State, now: State, place: Place) -> Iterator[FieldChange]:
    stated_keys = ([key for key in one if _is_stated(one[key])] for one in (now, before))
    for key in merged_keys(*stated_keys):
        yield from _of_values(before.get(key), now.get(key), place.key(key))


def _is_stated(value: Any) -> bool:
    return value not in (None, "", [], {})


def merged_keys(first: Sequence[str], others: Sequence[str]) -> list[str]:
    """The first, and each of the others behind the one that it follows there."""
    found = list(first)
    for number, key in enumerate(others):
        if key not in found:
            found.insert(found.index(others[number - 1]) + 1 if number else 0, key)
    return found


def _of_texts(before: str | None, now: str | None, place: Place) -> Iterator[FieldChange]:
    if before is None or now is None or min(len(before), len(now)) <= _LONG:
        if _BREAK.sub("", before or "") != _BREAK.sub("", now or ""):
            yield FieldChange(place.where, place.label, before or None, now or None)
        return
    old, new = _CLAUSE.findall(before), _CLAUSE.findall(now)
    old_bare, new_bare = ([one.strip() for one in clauses] for clauses in (old, new))
    matcher = SequenceMatcher(None, old_bare, new_bare, autojunk=len(new) > MOST_CLAUSES)
    for kind, i, j, k, m in matcher.get_opcodes():
        gone, come = "".join(old[i:j]).strip(), "".join(new[k:m]).strip()
        if kind != "equal" and gone != come:
            yield FieldChange(place.where, place.label, gone or None, come or None)


def _of_lists(before: Sequence[Any], now: Sequence[Any], place: Place) -> Iterator[FieldChange]:
    if _is_line(before) and _is_line(now):
        yield FieldChange(place.where, place.label, _line(before) or None, _line(now) or None)
        return
    matched = partners(before, now)
    old_names, new_names = row_names(before), row_names(now)
    for number, row in enumerate(now):
        at = place.row(number, new_names[number])
        if number in matched:
            yield from _of_values(before[matched[number]], row, at)
        else:
            yield from _of_row(None, row, at)
    kept = set(matched.values())
    for number, row in enumerate(before):
        if number not in kept:
            yield from _of_row(row, None, place.row(number, old_names[number]))
    if is_reordered(matched):
        order = [matched[number] for number in sorted(matched)]
        was = [old_names[number] for number in sorted(order)]
        yield FieldChange(place.where, f"{place.label}·{ORDER}", "".join(was),
                          "".join(old_names[number] for number in order))  # fmt: skip


def _of_row(before: Any, now: Any, place: Place) -> Iterator[FieldChange]:
    """A row that came or went: one change, or one of each field where it has rows of its own."""
    row = now if before is None else before
    if isinstance(row, Mapping) and any(isinstance(one, list) and one for one in row.values()):
        yield from _of_mappings(before or {}, now or {}, place)
        return
    texts = [one and _row_text(one, place) for one in (before, now)]
    yield FieldChange(place.where, place.label, texts[0] or None, texts[1] or None)


def _is_line(values: Sequence[Any]) -> bool:
    """Whether a list is one line for people: years."""
    return all(isinstance(one, int) for one in values)


def _line(values: Sequence[Any]) -> str:
    return "、".join(map(str, values))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _row_text(row: Any, place: Place) -> str:
    """All cells of a row as one text."""
    return "；".join(_cells(row, place)) if isinstance(row, Mapping) else str(row)


def _cells(row: State, place: Place) -> Iterator[str]:
    for key, value in row.items():
        below = place._replace(label="").key(key)
        if isinstance(value, Mapping):
            yield from _cells(value, below)
        elif value not in (None, []):
            yield f"{below.label}：{value}"


def _texts_of(value: Any, place: Place) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts_of(inner, place.key(key))
    elif isinstance(value, list) and value and _is_line(value):
        yield place.label, _line(value)
    elif isinstance(value, list):
        for number, (name, row) in enumerate(zip(row_names(value), value, strict=True)):
            at = place.row(number, name)
            yield at.label, _row_text(row, at)
            if isinstance(row, Mapping):
                yield from _texts_of(row, at)
    elif value is not None:
        yield place.label, str(value)

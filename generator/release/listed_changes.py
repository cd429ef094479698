"""Compares what a correction lists with what changed since the report was released.

A reader takes the list for the whole of it: a changed figure that is not in it changed silently.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.intake.correction import NOT_LISTED, must_not_be_told
from generator.model.field_changes import (
    ATTACHMENTS,
    SUM,
    FieldChange,
    field_changes,
    is_within,
    labelled_texts,
)
from generator.model.problems import Level, quote
from generator.release.compared import Data, FieldPath, is_figure, same_figure

# Keys of a data file that no correction lists: what the release tells of by itself.
_NOT_LISTED = NOT_LISTED | {"网址", "部门标识", "印作"}


class _Listed(NamedTuple):
    """A row of 改动, with its place."""

    where: FieldPath
    field: str
    before: str
    now: str

    def __str__(self) -> str:
        return f"{quote(self.field)}由{_quoted(self.before)}改为{_quoted(self.now)}"

    def covers(self, change: FieldChange, text: str | None) -> bool:
        """Whether it tells of a change; `text` is all that the field says now.

        Of a text of which only clauses changed, it must have these clauses.
        """
        if self.field == change.label:
            is_whole = change.now == text
            return is_whole or (
                (change.before or "") in self.before and (change.now or "") in self.now
            )
        return f"{change.label}·".startswith(f"{self.field}·")


def lists_changes(rows: Sequence[Data]) -> bool:
    """Whether one of these corrections lists what it changed."""
    return any(row.get("改动") for row in rows)


def contradictions(before: Data, now: Data) -> Iterator[tuple[Level, str, FieldPath]]:
    """Messages on what new corrections list and did not change so, or leave out, with places.

    Nothing where none of them lists anything.
    """
    first = len(before.get("更正", []))
    listed = list(_listed(now.get("更正", []), first))
    if not listed:
        return
    names = now.get("印作")
    changes = [
        one
        for one in field_changes(_stated(before, now), _stated(now, before), names)
        if not same_figure(one.before, one.now)
    ]
    former, current = (
        labelled_texts(_stated(*both), names) for both in ((before, now), (now, before))
    )
    is_single = len(now.get("更正", [])) == first + 1
    for one in listed if is_single else ():  # of several, one may change what another did
        if not any(_is_told(one, change) for change in changes) and not (
            _says(former, one.field, one.before) and _says(current, one.field, one.now)
        ):
            was, is_now = (_quoted(texts.get(one.field)) for texts in (former, current))
            message = (
                f"“改动”写{one}，公开的原为{was}，现为{is_now}。"
                "请核对，或运行 jixiao correct 重写；公开以后，更正就不能再改。"
            )
            yield Level.ERROR, message, one.where
    yield from _left_out(listed, changes, current, now)


def _left_out(
    listed: Sequence[_Listed], changes: Sequence[FieldChange], texts: Mapping[str, str], now: Data
) -> Iterator[tuple[Level, str, FieldPath]]:
    for change in changes:
        is_told = any(one.covers(change, texts.get(change.label)) for one in listed)
        if is_told or must_not_be_told(change, int(now["年度"])):
            continue
        level = Level.ERROR if is_figure(change.where) else Level.WARNING
        message = (
            f"{quote(change.label)}原为{_quoted(change.before)}，现为{_quoted(change.now)}，"
            "更正的“改动”里没有写。请运行 jixiao correct 补齐，或恢复原来的内容。"
        )
        yield level, message, (*listed[-1].where[:2], "改动")


def _is_told(listed: _Listed, change: FieldChange) -> bool:
    return (
        listed.field == change.label
        and same_figure(listed.before, change.before or "")
        and same_figure(listed.now, change.now or "")
    )


def _says(texts: Mapping[str, str], field: str, said: str) -> bool:
    """Whether the field says that; nothing is said of what is not there, or of a text's clause."""
    text = texts.get(field)
    return text is None or is_within("", text) if not said else is_within(said, text or "")


def _stated(data: Data, other: Data) -> dict[str, Any]:
    """What of a data file a correction may list; of a replaced attachment its SHA-256, too."""
    found = {key: one for key, one in data.items() if key not in _NOT_LISTED}
    sums = {row["文件"]: row.get(SUM) for row in other.get(ATTACHMENTS, ())}
    found[ATTACHMENTS] = [
        {"名称": row["名称"], "文件": row["文件"]}
        | ({SUM: row[SUM]} if sums.get(row["文件"], row.get(SUM)) != row.get(SUM) else {})
        for row in data.get(ATTACHMENTS, ())
    ]
    return found


def _listed(rows: Sequence[Data], first: int) -> Iterator[_Listed]:
    for number, row in enumerate(rows[first:], first):
        for place, one in enumerate(row.get("改动", ())):
            texts = (one.get(key) or "" for key in ("栏目", "原为", "改为"))
            yield _Listed(("更正", number, "改动", place), *texts)


def _quoted(text: str | None) -> str:
    return quote(text) if text else "未填报"

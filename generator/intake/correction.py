"""The entry of a correction that is not public yet: its day, its reason, what changed since.

What is public is the report's file at a revision of git (`Former`). Of the corrections in the file
those that the former one has are public and stay; the last one beyond them is the entry, which is
completed as often as one likes. Where git knows nothing, an entry of today is taken for it.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.check import gate
from generator.check.rule_settings import RuleSettings
from generator.check.rules import registered_rules
from generator.model.choices import Status
from generator.model.field_changes import (
    ATTACHMENTS,
    SUM,
    FieldChange,
    State,
    field_changes,
    stated,
)
from generator.model.form import Form
from generator.model.problems import ContentError, JixiaoError, Level
from generator.model.report import Correction, Report
from generator.runtime import clock
from generator.source.edits import Edit, Insert, Put, Remove
from generator.source.headings import read_report
from generator.source.tree import Value
from generator.source.validation import validate

KEY, CHANGES = "更正", "改动"
# What no correction is about: it says itself what is public, and since when.
NOT_LISTED = frozenset([KEY, "撤回", "状态", "公开日期", "表单", "提纲"])


class Former(NamedTuple):
    """What is public of a report: its file at a revision, and what that is called.

    `replaced` has the SHA-256, then and now, of attachments of which the bytes are other ones.
    """

    revision: str
    data: bytes
    replaced: Mapping[str, tuple[str, str]]


class Public(NamedTuple):
    """The report that is public, and the attachments that were replaced since, as of `Former`."""

    report: Report
    replaced: Mapping[str, tuple[str, str]]


class Entry(NamedTuple):
    """The edits that complete the entry, and what it lists then.

    `unlisted` are labels of fields whose former text must not be public: they are not listed.
    `is_known` is whether git knows what is public.
    """

    edits: Sequence[Edit]
    changes: Sequence[FieldChange]
    unlisted: Sequence[str] = ()
    is_known: bool = True


def record(data: bytes, path: str) -> Report:
    """The report that a file states; raises ContentError where it states none."""
    source, problems = read_report(data, path)
    report = None
    if source:
        report, invalid = validate(source, Report)
        problems += invalid
    if report is None:
        raise ContentError([one for one in problems if one.level is Level.ERROR])
    return report


def public_report(former: Former | None, path: str) -> Public | None:
    """The report that is public; None where that cannot be known, or where none is public."""
    if former is None:
        return None
    try:
        found = record(former.data, path)
    except ContentError:  # as of an older format
        return None
    return Public(found, former.replaced) if found.status is not Status.DRAFT else None


def pending(rows: Sequence[Value], former: Public | None) -> int | None:
    """The number of the entry among the rows of 更正; None where there is none yet."""
    last = len(rows) - 1
    if former is not None:
        return last if last >= len(former.report.corrections) else None
    row = rows[last] if rows else None
    is_of_today = isinstance(row, dict) and row.get("日期") == clock.today().isoformat()
    return last if is_of_today else None


def entry(
    now: Report,
    rows: Sequence[Value],
    former: Public | None,
    reason: str,
    forms: Mapping[str, Form],
) -> Entry:
    """Complete the entry of a report with those `rows` of 更正, or begin one.

    Without a reason the entry keeps its own. Raises JixiaoError where there is neither.
    """
    number = pending(rows, former)
    before = now.corrections[number] if number is not None else None
    note = reason or (before.note if before else "")
    if not note:
        raise JixiaoError("更正的理由不能是空的：读者会看到它。")
    wanted: dict[str, Value] = {"日期": clock.today().isoformat(), "说明": note}
    changes: Sequence[FieldChange] = ()
    unlisted: Sequence[str] = ()
    if former is not None:
        changes, unlisted = _listed(former, now, len(rows) if number is None else number, forms)
        wanted[CHANGES] = [_row(one.label, one.before, one.now) for one in changes]
    if number is None or before is None:
        edits = [_added(rows, {key: value for key, value in wanted.items() if value})]
    else:
        edits = _completed(number, before, wanted)
    return Entry(edits, changes, unlisted, is_known=former is not None)


def _listed(
    former: Public, now: Report, number: int, forms: Mapping[str, Form]
) -> tuple[list[FieldChange], list[str]]:
    """What the entry of that number lists, and labels of what it must not tell.

    What corrections before it list, which are not public yet either, is theirs.
    """
    form = forms.get(now.form or "")
    names = form.printed_names if form else None
    before = _with_sums(former.report, former.replaced, 0)
    found = field_changes(before, _with_sums(now, former.replaced, 1), names)
    own = now.corrections[len(former.report.corrections) : number]
    theirs = {(one.field, one.now or None) for correction in own for one in correction.changes}
    changes, unlisted = [], []
    for one in found:
        if one.where[0] in NOT_LISTED or (one.label, one.now) in theirs:
            continue
        if must_not_be_told(one, now.fiscal_year):
            unlisted.append(one.label)
        else:
            changes.append(one)
    return changes, unlisted


def _with_sums(report: Report, replaced: Mapping[str, tuple[str, str]], which: int) -> State:
    """What a report states, with a SHA-256 of replaced attachments: 0 the former, 1 that of now."""
    rows = [
        one.model_dump(by_alias=True)
        | ({SUM: replaced[one.file][which]} if one.file in replaced else {})
        for one in report.attachments
    ]
    return {**stated(report), ATTACHMENTS: rows}


def must_not_be_told(change: FieldChange, year: int) -> bool:
    """Whether a correction takes out what must not be public: to quote it would publish it again.

    What rules on disclosure find in the former text and in the new one as well may stay.
    """
    if change.where[-1] == SUM:
        return False
    found = _disclosed(change.before or "", year)
    return bool(found and found - _disclosed(change.now or "", year))


def _disclosed(text: str, year: int) -> set[str]:
    rules = registered_rules()
    return {
        one.message
        for one in gate.check_text(text, "", year, RuleSettings(None))
        if one.level is Level.ERROR or rules[one.rule].about.guards_disclosure
    }


def _row(field: str, before: str | None, now: str | None) -> Value:
    found: dict[str, Value] = {"栏目": field, "原为": before, "改为": now}
    return {key: value for key, value in found.items() if value}


def _added(rows: Sequence[Value], row: Value) -> Edit:
    return Insert((KEY, len(rows)), row) if rows else Put((KEY,), [row])


def _completed(number: int, before: Correction, wanted: Mapping[str, Value]) -> list[Edit]:
    """The edits that make the entry say what is wanted; without changes it lists none."""
    said = {
        "日期": before.date.isoformat(),
        "说明": before.note,
        CHANGES: [_row(one.field, one.before, one.now) for one in before.changes],
    }
    return [
        Put((KEY, number, key), value) if value else Remove((KEY, number, key))
        for key, value in wanted.items()
        if value != said[key]
    ]

"""Compares what a content folder says now with what it said, as the public will see it."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.changes import reports, revisions, settings, states, sums
from generator.changes.reports import Kind, ReportChange
from generator.changes.revisions import Revision
from generator.changes.settings import SettingChange
from generator.changes.states import Base, Pair, Standing, State
from generator.changes.sums import SumChange
from generator.content.loader import ReadOptions
from generator.model.problems import ContentError, Level, Problem, distinct_in_order


class Findings(NamedTuple):
    """What the check finds now and did not before, and what it finds no more."""

    new: tuple[Problem, ...] = ()
    gone: tuple[Problem, ...] = ()


class Changes(NamedTuple):
    """All that differs; `errors` is how many keep the site from being built now.

    `due` is how many reports that are as before become public on a later day, and the first day.
    """

    before: Revision
    now: Revision | None  # None for the folder as it is
    today: date
    reports: tuple[ReportChange, ...]
    sums: tuple[SumChange, ...]
    settings: tuple[SettingChange, ...]
    findings: Findings
    errors: int
    due: tuple[int, date | None]

    def __bool__(self) -> bool:
        return bool(self.reports or self.sums or self.settings or any(self.findings))

    def of(self, kind: Kind) -> list[ReportChange]:
        """The reports of which that becomes."""
        return [one for one in self.reports if one.kind is kind]


class Asked(NamedTuple):
    """What to compare: `head`, None for the folder, with `base`, None for the main branch."""

    base: str | None = None
    head: str | None = None


def read(
    content: Path, options: ReadOptions, asked: Asked, progress: Callable[[int], None]
) -> Changes:
    """Compare the content of a repository; `progress` is called once a report of now.

    Raises JixiaoError where there is nothing to compare with.
    """
    before = revisions.base(content, asked.base, asked.head or "HEAD")
    now = revisions.named(content, asked.head, asked.head) if asked.head else None
    with tempfile.TemporaryDirectory(prefix="jixiao-diff-") as folder:
        place = content
        if now:
            place = Path(folder, "now")
            states.write_commit(content, revisions.files(content, now.commit), place)
        state = states.read_now(place, options, progress)
        return compared(content, before, state, options, now)


def compared(
    content: Path, before: Revision, state: State, options: ReadOptions, now: Revision | None = None
) -> Changes:
    """Compare a state that was read with a commit.

    Raises ContentError where the site's settings or the register cannot be read: no report is
    known without them.
    """
    errors = [
        one._replace(path=f"{content.as_posix()}/{one.path}")
        for path in ("site.yml", "departments.yml")
        for one in state.problems.get(path, ())
        if one.level is Level.ERROR
    ]
    if errors and not (state.context.site and state.context.departments):
        raise ContentError(errors)
    changed = revisions.changed_files(content, before.commit, now.commit if now else None)
    with tempfile.TemporaryDirectory(prefix="jixiao-diff-") as folder:
        pair = states.pair(content, Base(before, changed, Path(folder)), state, options)
        found = tuple(reports.changes(pair))
        return Changes(
            before, now, state.today, found,
            tuple(sums.changes(pair.before.catalogue(state), state.catalogue(pair.before))),
            tuple(settings.changes(pair.before, state)), _findings(pair), _errors(state),
            _due(state, {one.file for one in found}),
        )  # fmt: skip


def _findings(pair: Pair) -> Findings:
    before, now = (
        [one for path in pair.compared for one in state.problems.get(path, ())]
        for state in (pair.before, pair.now)
    )
    return Findings(_without(now, before), _without(before, now))


def _without(found: Iterable[Problem], others: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that are not among the others, wherever in their file: lines move."""
    left = Counter(map(_identity, others))
    kept: list[Problem] = []
    for one in distinct_in_order(found):
        if left[_identity(one)]:
            left[_identity(one)] -= 1
        else:
            kept.append(one)
    return tuple(kept)


def _identity(one: Problem) -> Sequence[str]:
    return one.path, one.rule, one.message, one.level, one.acknowledged


def _errors(state: State) -> int:
    every = (one for those in state.problems.values() for one in those)
    return sum(one.level is Level.ERROR for one in every)


def _due(state: State, changed: set[str]) -> tuple[int, date | None]:
    days = list(_days(state, changed))
    return len(days), min(days, default=None)


def _days(state: State, changed: set[str]) -> Iterator[date]:
    for path in state.examined.keys() - changed:
        entry = state.entry(path)
        if entry and state.standing(path) is Standing.DUE and entry.report.publication_date:
            yield entry.report.publication_date

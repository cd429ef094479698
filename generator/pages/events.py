"""What happened to reports: published, corrected, withdrawn; each event with its day."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from generator.content.full_report import full_entry
from generator.model.entry import Entry
from generator.model.report import CorrectedField

Fetch = Callable[[Entry], Entry]  # reads the full report of an entry


class Kind(StrEnum):
    """What happened, as readers see it."""

    PUBLISHED = "公开"
    CORRECTED = "更正"
    WITHDRAWN = "撤回"


class Event(NamedTuple):
    """One of them. `text` tells what was corrected, or why it was withdrawn.

    `number` counts the corrections of a report from 1; 0 where it is none.
    """

    day: date
    kind: Kind
    text: str
    entry: Entry
    number: int = 0

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that a correction lists as changed, each once."""
        if not self.number:
            return ()
        changes = self.entry.report.corrections[self.number - 1].changes
        return tuple(dict.fromkeys(one.field for one in changes))

    def changes(self, fetch: Fetch = full_entry) -> Sequence[CorrectedField]:
        """What a correction changed, with both values; `fetch` reads the full report."""
        if not self.fields:
            return ()
        return fetch(self.entry).report.corrections[self.number - 1].changes

    @property
    def depends_on(self) -> tuple[object, ...]:
        """What all that is told of it is made of."""
        entry = self.entry
        digest = entry.content_digest if self.fields else entry.listing_digest
        return self.day, self.kind.value, self.number, entry.address, entry.issued_by, digest


def revisions(entries: Iterable[Entry]) -> list[Event]:
    """Corrections and withdrawals, newest first; of a withdrawn report the withdrawal alone."""
    found = [one for entry in entries for one in _revisions_of(entry)]
    return sorted(found, key=attrgetter("day"), reverse=True)


def events(entries: Iterable[Entry]) -> list[Event]:
    """All that happened, newest first; of a withdrawn report the withdrawal alone."""
    found = [one for entry in entries for one in _events_of(entry)]
    return sorted(found, key=attrgetter("day"), reverse=True)


def years(entries: Iterable[Entry]) -> range:
    """The calendar years from the first event to the last.

    Those of withdrawn reports are counted, too: what was the address of a year stays one.
    """
    found = [day.year for entry in entries for day in _days(entry)]
    return range(min(found), max(found) + 1) if found else range(0)


def _revisions_of(entry: Entry) -> Iterator[Event]:
    """Later ones first: sorting keeps this order within a day."""
    report = entry.report
    if not entry.withdrawn:
        for number, one in reversed(tuple(enumerate(report.corrections, 1))):
            yield Event(one.date, Kind.CORRECTED, one.note, entry, number)
    elif report.withdrawal:
        yield Event(report.withdrawal.date, Kind.WITHDRAWN, report.withdrawal.reason, entry)


def _events_of(entry: Entry) -> Iterator[Event]:
    yield from _revisions_of(entry)
    day = entry.report.publication_date
    if day and not entry.withdrawn:
        yield Event(day, Kind.PUBLISHED, "", entry)


def _days(entry: Entry) -> Iterator[date]:
    report = entry.report
    if report.publication_date:
        yield report.publication_date
    yield from (one.date for one in report.corrections)
    if report.withdrawal:
        yield report.withdrawal.date

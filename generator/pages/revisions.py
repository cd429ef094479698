"""Corrections and withdrawals of reports, newest first."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from generator.model.catalogue import Entry

CORRECTED, WITHDRAWN = "更正", "撤回"


class Revision(NamedTuple):
    """A correction or a withdrawal."""

    day: date
    kind: str  # `CORRECTED` or `WITHDRAWN`
    text: str  # what was corrected, or why it was withdrawn
    entry: Entry


def revisions(entries: Iterable[Entry]) -> list[Revision]:
    """Of all these reports; of a withdrawn one the withdrawal alone, as on its own page."""
    found = [one for entry in entries for one in _of(entry)]
    return sorted(found, key=lambda one: one.day, reverse=True)


def _of(entry: Entry) -> Iterator[Revision]:
    """Later ones first: sorting keeps this order within a day."""
    report = entry.report
    if entry.withdrawn:
        if report.withdrawal:
            yield Revision(report.withdrawal.date, WITHDRAWN, report.withdrawal.reason, entry)
        return
    for one in reversed(report.corrections):
        yield Revision(one.date, CORRECTED, one.note, entry)

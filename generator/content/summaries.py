"""What lists at the desk tell of a report: cached, so it is known before the reports are read."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Self

from generator.model.choices import Status
from generator.model.problems import Level, Problem
from generator.model.report import Report


class Summary(NamedTuple):
    """A report in a few words, by its file as it is now or as it was last readable."""

    title: str
    status: Status
    publication_date: date | None
    has_errors: bool
    is_readable: bool = True  # whether the file can be shown as it is

    @classmethod
    def of(cls, report: Report, problems: Iterable[Problem]) -> Self:
        """That of a report with these problems."""
        has_errors = any(one.level is Level.ERROR for one in problems)
        return cls(report.title, report.status, report.publication_date, has_errors)

    def due(self, today: date) -> date | None:
        """Its publication date, where that is still to come."""
        day = self.publication_date
        return day if day and day > today else None


# Of a file that was never readable as a report; of one that is still to be read.
UNREADABLE = Summary("", Status.DRAFT, None, has_errors=True, is_readable=False)
UNREAD = UNREADABLE._replace(has_errors=False)

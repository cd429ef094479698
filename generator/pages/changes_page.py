"""`/changes/`: what was published, corrected, withdrawn lately; and the same of each year."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from generator.content.full_report import full_entry
from generator.model.catalogue import Catalogue
from generator.model.report import CorrectedField
from generator.pages import events, feeds
from generator.pages.events import Event, Fetch, Kind
from generator.pages.record_digests import record_digest
from generator.pages.templating import Page, render_page

ADDRESS = "changes/"
NEWEST = 100  # events on the first page
_LISTED = 3  # publications of a department and day that are told one by one; more are told together
_FIELDS = 5  # of a correction that are told at once
_LENGTH = 60  # characters of a value; of more the beginning


class Told(NamedTuple):
    """A field that was corrected, as far as a list tells it."""

    field: str
    before: str | None
    now: str | None


class Item(NamedTuple):
    """What is told at once: an event, or the publications of a department on one day."""

    events: Sequence[Event]
    fields: Sequence[Told] = ()
    more_fields: int = 0

    @property
    def event(self) -> Event:
        """The first of them."""
        return self.events[0]


class ChangesPage(NamedTuple):
    """The page of a calendar year, or of the newest events; not rendered yet."""

    year: int | None
    events: Sequence[Event]
    years: Sequence[int]  # that have a page, the newest first

    @property
    def address(self) -> str:
        """`changes/` or `changes/2024/`."""
        return f"{ADDRESS}{self.year}/" if self.year else ADDRESS

    @property
    def depends_on(self) -> tuple[object, ...]:
        """The events and how their departments are called."""
        departments = dict.fromkeys(one.entry.department for one in self.events)
        told = [one.depends_on for one in self.events]
        return told, [record_digest(one) for one in departments], tuple(self.years)

    def rendered(self, fetch: Fetch = full_entry) -> Page:
        """The page; `fetch` reads the full reports of those that were corrected."""
        title = f"{self.year} 年的变化" if self.year else "最近变化"
        return render_page(
            self.address,
            "changes.md.j2",
            {"title": title, "kind": "changes", "feeds": feeds.of_site(self.years)},
            title=title,
            year=self.year,
            months=list(_months(self.events, fetch)),
            years=self.years,
            crumbs=[("最近变化", ADDRESS)] if self.year else [],
            limit=NEWEST if len(self.events) == NEWEST else None,
        )


def pages(catalogue: Catalogue) -> Iterator[ChangesPage]:
    """The page of the newest events, and one of each year from the first to the last."""
    every = events.events(catalogue.public)
    years = events.years(catalogue.public)[::-1]
    yield ChangesPage(None, every[:NEWEST], years)
    by_year = {year: list(those) for year, those in groupby(every, lambda one: one.day.year)}
    for year in years:
        yield ChangesPage(year, by_year.get(year, ()), years)


def _months(those: Iterable[Event], fetch: Fetch) -> Iterator[tuple[str, list[Item]]]:
    for (year, month), found in groupby(those, lambda one: (one.day.year, one.day.month)):
        yield f"{year} 年 {month} 月", list(_items(found, fetch))


def _items(those: Iterable[Event], fetch: Fetch) -> Iterator[Item]:
    for _, of_day in groupby(those, lambda one: one.day):
        batches: dict[object, list[Event]] = {}
        for one in of_day:
            entry = one.entry
            together = (entry.issued_by, entry.year) if one.kind is Kind.PUBLISHED else id(one)
            batches.setdefault(together, []).append(one)
        for batch in batches.values():
            if len(batch) > _LISTED:
                yield Item(batch)
            else:
                yield from (_item(one, fetch) for one in batch)


def _item(one: Event, fetch: Fetch) -> Item:
    changes = one.changes(fetch)
    return Item([one], [_told(change) for change in changes[:_FIELDS]], len(changes[_FIELDS:]))


def _told(change: CorrectedField) -> Told:
    return Told(change.field, _beginning(change.before), _beginning(change.now))


def _beginning(text: str | None) -> str | None:
    return f"{text[:_LENGTH]}……" if text and len(text) > _LENGTH else text

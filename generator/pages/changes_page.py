"""`/changes/`: what was published, corrected, withdrawn lately; and the same of each year."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice, takewhile
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
    """What is told at once: an event, or the publications of a department on one day.

    `size` is how many these are, with those that the page has no room for.
    """

    events: Sequence[Event]
    size: int = 1
    fields: Sequence[Told] = ()
    more_fields: int = 0

    @property
    def event(self) -> Event:
        """The first of them."""
        return self.events[0]


class ChangesPage(NamedTuple):
    """The page of a calendar year, or of the newest events; not rendered yet.

    `more` counts what is left out of its last day, by what is told together.
    """

    year: int | None
    events: Sequence[Event]
    years: Sequence[int]  # that have a page, the newest first
    more: Mapping[Hashable, int] = {}

    @property
    def address(self) -> str:
        """`changes/` or `changes/2024/`."""
        return f"{ADDRESS}{self.year}/" if self.year else ADDRESS

    @property
    def depends_on(self) -> tuple[object, ...]:
        """The events and how their departments are called."""
        departments = dict.fromkeys(one.entry.department for one in self.events)
        told = [one.depends_on for one in self.events]
        records = [record_digest(one) for one in departments]
        return told, records, tuple(self.years), tuple(self.more.items())

    def rendered(self, fetch: Fetch = full_entry) -> Page:
        """The page; `fetch` reads the full reports of those that were corrected."""
        title = f"{self.year} 年的变化" if self.year else "最近变化"
        return render_page(
            self.address,
            "changes.md.j2",
            {"title": title, "kind": "changes", "feeds": feeds.of_site(self.years)},
            title=title,
            year=self.year,
            months=list(_months(self.events, self.more, fetch)),
            years=self.years,
            crumbs=[("最近变化", ADDRESS)] if self.year else [],
            limit=None if self.year or len(self.events) < NEWEST else NEWEST,
        )


def pages(catalogue: Catalogue) -> Iterator[ChangesPage]:
    """The page of the newest events, and one of each year from the first to the last."""
    every = events.events(catalogue.public)
    years = events.years(catalogue.public)[::-1]
    yield ChangesPage(None, every[:NEWEST], years, _left_out(every))
    by_year = {year: list(those) for year, those in groupby(every, lambda one: one.day.year)}
    for year in years:
        yield ChangesPage(year, by_year.get(year, ()), years)


def _left_out(every: Sequence[Event]) -> Mapping[Hashable, int]:
    """Of the last day that the first page tells of, how many publications it has no room for."""
    rest = islice(every, NEWEST, None)
    of_day = takewhile(lambda one: one.day == every[NEWEST - 1].day, rest)
    return Counter(_together(one) for one in of_day if one.kind is Kind.PUBLISHED)


def _together(published: Event) -> Hashable:
    """What publications of one day have in common that are told together."""
    return published.entry.department.slug, published.entry.issued_by, published.entry.year


def _months(
    those: Sequence[Event], more: Mapping[Hashable, int], fetch: Fetch
) -> Iterator[tuple[str, list[Item]]]:
    last = those[-1].day if those else None
    for (year, month), found in groupby(those, lambda one: (one.day.year, one.day.month)):
        items = [
            item
            for day, of_day in groupby(found, lambda one: one.day)
            for item in _items(of_day, more if day == last else {}, fetch)
        ]
        yield f"{year} 年 {month} 月", items


def _items(of_day: Iterable[Event], more: Mapping[Hashable, int], fetch: Fetch) -> Iterator[Item]:
    batches: dict[Hashable, list[Event]] = {}
    for one in of_day:
        key = _together(one) if one.kind is Kind.PUBLISHED else id(one)
        batches.setdefault(key, []).append(one)
    for key, batch in batches.items():
        size = len(batch) + more.get(key, 0)
        if size > _LISTED:
            yield Item(batch, size)
        else:
            yield from (_item(one, fetch) for one in batch)


def _item(one: Event, fetch: Fetch) -> Item:
    changes = one.changes(fetch)
    return Item([one], 1, [_told(change) for change in changes[:_FIELDS]], len(changes[_FIELDS:]))


def _told(change: CorrectedField) -> Told:
    return Told(change.field, _beginning(change.before), _beginning(change.now))


def _beginning(text: str | None) -> str | None:
    return f"{text[:_LENGTH]}……" if text and len(text) > _LENGTH else text

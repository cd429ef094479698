"""Feeds of what was published, corrected, withdrawn: of the site, of departments, of projects."""

import posixpath
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple
from uuid import UUID, uuid5

from generator.data import atom
from generator.data.files import DataFile
from generator.model.catalogue import Catalogue
from generator.model.entry import Entry
from generator.model.report import CorrectedField
from generator.pages.events import Event, Kind, events
from generator.pages.feeds import NAME

MOST = 100  # events of a feed; `/changes/` has all
_FIELDS = 30  # of a correction
_LENGTH = 200  # characters of a value; of more the beginning
_NAMESPACE = UUID("9c3ea2f4-7a0e-5b41-9d6a-3f1f6e0b2c58")  # of our ids; never another


class _Feed(NamedTuple):
    """What a feed is made of; `page` is the address that it tells of."""

    address: str
    page: str
    title: str
    organiser: str
    base_url: str | None
    events: tuple[Event, ...]

    @property
    def file(self) -> DataFile:
        """Its file."""
        stated = self[:-1]
        told = [one.depends_on for one in self.events]
        return DataFile(self.address, (stated, told), partial(_document, self))


def files(catalogue: Catalogue) -> Iterator[DataFile]:
    """The feed of the site, then of each department and each project that has a page."""
    site = catalogue.site

    def feed(page: str, title: str, entries: Iterable[Entry]) -> Iterator[DataFile]:
        newest = tuple(events(entries)[:MOST])
        if newest:  # a feed tells when it changed: there is none of nothing
            where = f"{page}{NAME}"
            made = _Feed(where, page, title, site.organiser, site.base_url, newest)
            yield made.file

    yield from feed("", site.name, catalogue.public)
    for slug, entries in catalogue.by_department.items():
        department = catalogue.department(slug)
        yield from feed(f"departments/{slug}/", f"{department.name} - {site.name}", entries)
    for (slug, name), project in catalogue.project_pages.items():
        title = f"{project.name}（{project.department.short}） - {site.name}"
        entries = (*project.entries, *project.covered_in)
        yield from feed(f"projects/{slug}/{name}/", title, entries)


def _document(feed: _Feed) -> bytes:
    """The feed's bytes. Without the site's address, links are relative to the feed's own."""
    root = feed.base_url or posixpath.relpath(".", feed.page or ".") + "/"
    return atom.document(
        atom.AtomFeed(
            _id(feed.organiser, feed.address),
            feed.title,
            "绩效评价报告的公开、更正、撤回，新的在前。",
            feed.organiser,
            (feed.base_url + feed.page) if feed.base_url else "./",
            (feed.base_url + feed.address) if feed.base_url else NAME,
            [_entry(one, root) for one in feed.events],
        )
    )


def _entry(event: Event, root: str) -> atom.AtomEntry:
    entry = event.entry
    return atom.AtomEntry(
        event_id(event),
        f"{event.kind}：{entry.report.title}（{entry.issued_by} {entry.year} 年度）",
        event.day,
        entry.issued_by,
        event.kind,
        f"{root}{entry.address}{'#corrections' if event.number else ''}",
        _html(event),
    )


def event_id(event: Event) -> str:
    """A URI that stays the same whatever settings change, made of what never changes of a report.

    That is its address, the day on which it was public first, and the department as it prints it,
    by which two counties' reports of the same address differ.
    """
    report = event.entry.report
    day = str(event.day) if event.kind is Kind.WITHDRAWN else ""
    place = event.entry.address, str(report.publication_date), report.department
    return _id(*place, event.kind, str(event.number), day)


def _id(*parts: str) -> str:
    return uuid5(_NAMESPACE, "\n".join(parts)).urn


def _html(event: Event) -> str:
    report = event.entry.report
    if event.kind is Kind.PUBLISHED:
        place = f"{event.entry.issued_by} {event.entry.year} 年度"
        return f"<p>{atom.text(f'{place}，{report.project_name}，{report.evaluation_type}。')}</p>"
    if event.kind is Kind.WITHDRAWN:
        return f"<p>撤回理由：{atom.text(event.text)}</p>"
    changes = event.changes()
    rows = [f"<li>{atom.text(_told(one))}</li>" for one in changes[:_FIELDS]]
    if more := len(changes[_FIELDS:]):
        rows.append(f"<li>另有 {more} 栏，见报告的网页。</li>")
    return f"<p>{atom.text(event.text)}</p>" + (f"<ul>{''.join(rows)}</ul>" if rows else "")


def _told(change: CorrectedField) -> str:
    before, now = (_beginning(one) for one in (change.before, change.now))
    if before is None and now is None:
        return f"{change.field}：有改动"
    if before is None:
        return f"{change.field}：原来没有，现在是 {now}"
    if now is None:
        return f"{change.field}：删去了 {before}"
    return f"{change.field}：原为 {before}，改为 {now}"


def _beginning(text: str | None) -> str | None:
    return f"{text[:_LENGTH]}……" if text and len(text) > _LENGTH else text

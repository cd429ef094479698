"""`sitemap.xml` by sitemaps.org's protocol, and `robots.txt`, which leads to it.

Both need the site's address: a sitemap knows no relative ones. Days are those on which a report was
published, corrected or withdrawn, never that of the build; a list has the newest of what it shows.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from generator.model.entry import Entry, newest_day
from generator.pages.catalogue_pages import DeferredPage
from generator.pages.changes_page import ChangesPage
from generator.pages.indexes import IndexPage
from generator.pages.project_page import ProjectPage
from generator.pages.report_page import ReportPage

MOST = 50_000  # addresses of one sitemap, which the protocol allows
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_UNDATED = ("about", "handwritten")  # kinds of pages that tell of no report


class Place(NamedTuple):
    """An address, relative to the site's root, and the day on which it changed, if it is known."""

    address: str
    day: date | None


def places(pages: Iterable[DeferredPage], public: Iterable[Entry]) -> list[Place]:
    """Address and day of each page; `public` are all reports."""
    newest = newest_day(public)
    return [Place(one.address, _day(one, newest)) for one in pages]


def _day(page: DeferredPage, newest: date | None) -> date | None:
    match page:
        case ReportPage():
            return page.entry.updated
        case IndexPage():
            return newest_day((*page.entries, *page.covering))
        case ProjectPage():
            return newest_day((*page.project.entries, *page.project.covered_in))
        case ChangesPage():
            return page.events[0].day if page.events else None
        case _:
            return None if page.metadata["kind"] in _UNDATED else newest


def write(site: Path, base_url: str | None, found: Sequence[Place], most: int = MOST) -> None:
    """Write the sitemap, in parts below an index where it has more than `most` addresses.

    Without the site's address nothing is written. `robots.txt` counts at the root of a host only.
    """
    if not base_url:
        return
    parts = [found[start : start + most] for start in range(0, len(found), most)]
    if len(parts) == 1:
        _write(site / "sitemap.xml", "urlset", "url", base_url, found)
    else:
        named = []
        for number, part in enumerate(parts, 1):
            name = f"sitemap-{number}.xml"
            _write(site / name, "urlset", "url", base_url, part)
            named.append(Place(name, max((one.day for one in part if one.day), default=None)))
        _write(site / "sitemap.xml", "sitemapindex", "sitemap", base_url, named)
    if urlsplit(base_url).path == "/":
        rules = f"User-agent: *\nDisallow:\n\nSitemap: {base_url}sitemap.xml\n"
        (site / "robots.txt").write_text(rules, encoding="utf-8", newline="\n")


def _write(file: Path, root: str, row: str, base_url: str, found: Iterable[Place]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as opened:
        opened.writelines(_lines(root, row, base_url, found))


def _lines(root: str, row: str, base_url: str, found: Iterable[Place]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n'
    for address, day in found:
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        yield f"<{row}><loc>{escape(base_url + address)}</loc>{changed}</{row}>\n"
    yield f"</{root}>\n"

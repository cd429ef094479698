"""All pages of a catalogue, as addresses with Markdown.

A page's address ends in a slash and is relative to the site's root. Its Markdown starts with front
matter (JSON, which is YAML) that holds the metadata of the page.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from generator.model.catalogue import Catalogue, Entry
from generator.pages import about, indexes
from generator.pages.indexes import IndexPage
from generator.pages.project_page import ProjectPage
from generator.pages.record_digests import RecordDigests
from generator.pages.report_page import Neighbour, ReportPage
from generator.pages.templating import Page

NEIGHBOURS = 5

# Not rendered yet: `address`, `depends_on` for a cache, `full()` with full reports, `page()`.
DeferredPage: TypeAlias = IndexPage | ReportPage | ProjectPage


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """Every page of the site, each address once; an index with nothing in it is left out."""
    yield from index_pages(catalogue)
    for page in detail_pages(catalogue):
        yield page.full().page()


def index_pages(catalogue: Catalogue) -> Iterator[Page]:
    """The few pages that every other one links to, rendered: the sections and `/about/`."""
    yield from indexes.sections(catalogue)
    yield from about.pages(catalogue)


def detail_pages(catalogue: Catalogue) -> Iterator[DeferredPage]:
    """All other pages, to be rendered in any process."""
    yield from indexes.below_sections(catalogue)
    planner = _Planner(catalogue)
    for entry in catalogue.public:
        yield planner.report(entry)
    for entries in catalogue.project_pages.values():
        yield planner.project(entries)


def page_at(catalogue: Catalogue, address: str) -> DeferredPage | Page | None:
    """The page at an address; None where there is none. No other page is rendered."""
    match address.strip("/").split("/"):
        case ["reports", year, department, slug]:
            entry = catalogue.by_address.get(f"reports/{year}/{department}/{slug}/")
            return _Planner(catalogue).report(entry) if entry else None
        case ["projects", department, slug]:
            entries = catalogue.project_pages.get((department, slug))
            return _Planner(catalogue).project(entries) if entries else None
        case ["about", *_]:
            return next((one for one in about.pages(catalogue) if one.address == address), None)
        case _:
            return indexes.page_at(catalogue, address)


class _Planner:
    """Collects what each page shows; what many pages share is computed once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._digests = RecordDigests()

    def report(self, entry: Entry) -> ReportPage:
        """The page of a report."""
        key = entry.department.slug, entry.slug
        same_project = self._catalogue.by_project.get(key, ())
        others = () if entry.withdrawn else self._catalogue.neighbours(entry, NEIGHBOURS)
        return ReportPage(
            entry,
            self._digests.of(entry.department) + self._digests.of(entry.outline),
            self._catalogue.site,
            same_project if len(same_project) > 1 or entry.withdrawn else (),
            key in self._catalogue.project_pages,
            tuple(_distinctly_named(others)),
        )

    def project(self, entries: Sequence[Entry]) -> ProjectPage:
        """The page of a project."""
        return ProjectPage(entries, self._digests.of(entries[0].department))


def _distinctly_named(entries: Sequence[Entry]) -> Iterator[Neighbour]:
    """Reports by their project; two of one project also by who evaluated."""
    names = Counter(one.report.project_name for one in entries)
    for one in entries:
        name = one.report.project_name
        kind = f"（{one.report.evaluation_type}）" if names[name] > 1 else ""
        yield Neighbour(one.address, f"{name}{kind}")

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
from generator.pages.report_page import ReportPage
from generator.pages.templating import Page

NEIGHBOURS = 5

# As a rule not rendered yet: it has `address`, `depends_on` for a cache, and `rendered()`.
DeferredPage: TypeAlias = IndexPage | ReportPage | ProjectPage | Page


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """Every page of the site, each address once; an index with nothing in it is left out."""
    yield from index_pages(catalogue)
    for page in detail_pages(catalogue):
        yield page.rendered()


def index_pages(catalogue: Catalogue) -> Iterator[Page]:
    """The few pages that every other one links to, rendered: the sections and `/about/`."""
    yield from (render(catalogue) for render in indexes.sections(catalogue).values())
    yield from about.pages(catalogue)


def detail_pages(catalogue: Catalogue) -> Iterator[DeferredPage]:
    """All other pages, to be rendered in any process."""
    yield from indexes.below_sections(catalogue)
    for entry in catalogue.public:
        yield _report_page(catalogue, entry)
    yield from map(ProjectPage, catalogue.project_pages.values())


def page_at(catalogue: Catalogue, address: str) -> DeferredPage | None:
    """The page at an address; None where there is none. No other page is rendered."""
    match address.strip("/").split("/"):
        case ["reports", year, department, slug]:
            entry = catalogue.by_address.get(f"reports/{year}/{department}/{slug}/")
            return _report_page(catalogue, entry) if entry else None
        case ["projects", department, slug]:
            entries = catalogue.project_pages.get((department, slug))
            return ProjectPage(entries) if entries else None
        case ["about", *_]:
            return next((one for one in about.pages(catalogue) if one.address == address), None)
        case _:
            if render := indexes.sections(catalogue).get(address):
                return render(catalogue)
            below = indexes.below_sections(catalogue)
            return next((one for one in below if one.address == address), None)


def _report_page(catalogue: Catalogue, entry: Entry) -> ReportPage:
    key = entry.department.slug, entry.slug
    same_project = catalogue.by_project.get(key, ())
    others = () if entry.withdrawn else catalogue.neighbours(entry, NEIGHBOURS)
    return ReportPage(
        entry,
        catalogue.site,
        same_project if len(same_project) > 1 or entry.withdrawn else (),
        key in catalogue.project_pages,
        tuple(_distinctly_named(others)),
    )


def _distinctly_named(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """Addresses and names: that of the project; of two of one project also who evaluated."""
    names = Counter(one.report.project_name for one in entries)
    for one in entries:
        name = one.report.project_name
        kind = f"（{one.report.evaluation_type}）" if names[name] > 1 else ""
        yield one.address, f"{name}{kind}"

"""All pages of a catalogue, as addresses with Markdown.

A page's address ends in a slash and is relative to the site's root. Its Markdown starts with front
matter (JSON, which is YAML) that holds the metadata of the page.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from generator.model.catalogue import Catalogue
from generator.model.entry import Entry, current
from generator.pages import about, changes_page, data_page, indexes, rankings
from generator.pages.changes_page import ChangesPage
from generator.pages.indexes import IndexPage
from generator.pages.project_page import ProjectPage
from generator.pages.report_page import ReportPage
from generator.pages.templating import Page

NEIGHBOURS = 5

# As a rule not rendered yet: it has `address`, `depends_on` for a cache, and `rendered()`.
DeferredPage: TypeAlias = IndexPage | ChangesPage | ReportPage | ProjectPage | Page


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """Every page of the site, each address once; an index with nothing in it is left out."""
    yield from index_pages(catalogue)
    for page in detail_pages(catalogue):
        yield page.rendered()


def index_pages(catalogue: Catalogue) -> Iterator[Page]:
    """The few pages that every other one links to, rendered: the sections and `/about/`."""
    yield from (render(catalogue) for render in indexes.sections(catalogue).values())
    yield from data_page.pages(catalogue)
    yield from about.pages(catalogue)


def detail_pages(catalogue: Catalogue) -> Iterator[DeferredPage]:
    """All other pages, to be rendered in any process."""
    yield from indexes.below_sections(catalogue)
    yield from rankings.pages(catalogue)
    yield from changes_page.pages(catalogue)
    for entry in catalogue.public:
        yield _report_page(catalogue, entry)
    yield from map(ProjectPage, catalogue.project_pages.values())


# By the first part of their addresses, pages that are not below a section of reports.
_BELOW: Mapping[str, Callable[[Catalogue], Iterator[DeferredPage]]] = {
    "about": about.pages,
    "changes": changes_page.pages,
    "data": data_page.pages,
    "rankings": rankings.pages,
}


def page_at(catalogue: Catalogue, address: str) -> DeferredPage | None:
    """The page at an address; None where there is none. No other page is rendered."""
    match address.strip("/").split("/"):
        case ["reports", year, department, slug]:
            entry = catalogue.by_address.get(f"reports/{year}/{department}/{slug}/")
            return _report_page(catalogue, entry) if entry else None
        case ["projects", department, slug]:
            project = catalogue.project_pages.get((department, slug))
            return ProjectPage(project) if project else None
        case parts:
            if render := indexes.sections(catalogue).get(address):
                return render(catalogue)
            below = _BELOW.get(parts[0], indexes.below_sections)(catalogue)
            return next((one for one in below if one.address == address), None)


def _report_page(catalogue: Catalogue, entry: Entry) -> ReportPage:
    key = entry.department.slug, entry.slug
    same_project = catalogue.by_project.get(key, ())
    others, projects = _others(catalogue, entry)
    return ReportPage(
        entry,
        catalogue.site,
        same_project if len(same_project) > 1 or entry.withdrawn else (),
        key in catalogue.project_pages,
        tuple(_covering(catalogue, entry)),
        _project_links(catalogue, entry),
        tuple(_distinctly_named(others)),
        projects,
    )


def _others(catalogue: Catalogue, entry: Entry) -> tuple[Sequence[Entry], Sequence[Entry]]:
    """Reports of its department and year: a few to link to; of an overall report all on projects.

    A report stands in one of the two.
    """
    if entry.withdrawn:
        return (), ()
    if not entry.is_overall:
        return catalogue.neighbours(entry, NEIGHBOURS), ()
    found = catalogue.same_department_and_year(entry)
    projects = tuple(one for one in found if not one.is_overall)
    return tuple(one for one in found if one.is_overall and one != entry), projects


def _covering(catalogue: Catalogue, entry: Entry) -> Iterator[tuple[str, str]]:
    """Addresses and titles of the reports on several projects that cover this one in its year."""
    project = catalogue.project_pages.get((entry.department.slug, entry.slug))
    for one in current(project.covered_in) if project else ():
        if entry.year in one.years:
            yield f"{one.address}#project-{entry.slug}", one.report.title


def _project_links(catalogue: Catalogue, entry: Entry) -> Mapping[str, tuple[str, str]]:
    """For each project that the report covers by its slug, where else it stands: address, label."""
    found = {}
    for one in entry.report.projects:
        key = entry.department.slug, one.slug or ""
        own = f"reports/{entry.year}/{key[0]}/{key[1]}/"
        if own in catalogue.by_address and key[1] != entry.slug:
            found[key[1]] = own, "这个项目单独的报告"
        elif key in catalogue.project_pages:
            found[key[1]] = f"projects/{key[0]}/{key[1]}/", "这个项目的各年度报告"
    return found


def _distinctly_named(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """Addresses and names: that of the project; of two of one project also who evaluated."""
    names = Counter(one.report.project_name for one in entries)
    for one in entries:
        name = one.report.project_name
        kind = f"（{one.report.evaluation_type}）" if names[name] > 1 else ""
        yield one.address, f"{name}{kind}"

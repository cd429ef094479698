"""The pages that list reports: home, search, years, departments, a department's years."""

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.model import totals
from generator.model.catalogue import Catalogue, Entry, current, group
from generator.model.department import Department
from generator.pages import charts, lists
from generator.pages.lists import Group
from generator.pages.revisions import Revision, revisions
from generator.pages.templating import Page, render_page

LIST_LIMIT = 200  # reports; where there are more, the page lists the groups below it alone
LATEST = 10
LATEST_REVISIONS = 5


class IndexPage(NamedTuple):
    """A page that lists reports, not rendered yet."""

    address: str
    render: Callable[[Sequence[Entry]], Page]
    entries: Sequence[Entry]

    @property
    def depends_on(self) -> tuple[object, ...]:
        """What lists show of each report, its department, and what its form does not ask for."""
        shared: dict[object, str] = {}
        for entry in self.entries:
            if entry.department.slug not in shared:
                shared[entry.department.slug] = entry.department.model_dump_json()
            if entry.outline and id(entry.outline) not in shared:
                shared[id(entry.outline)] = "、".join(entry.outline.not_asked)
        return tuple(shared.values()), [one.address + one.listing_digest for one in self.entries]

    def full(self, _fetch: Callable[[Entry], Entry] | None = None) -> "IndexPage":
        """Itself: lists show nothing that the catalogue has not."""
        return self

    def page(self) -> Page:
        """The page."""
        return self.render(self.entries)


def sections(catalogue: Catalogue) -> Iterator[Page]:
    """The indexes that every page links to; one with nothing in it is left out."""
    return (render(catalogue) for render in _sections(catalogue).values())


def _sections(catalogue: Catalogue) -> Mapping[str, Callable[[Catalogue], Page]]:
    """By their addresses."""
    always = {"": home, "search/": search}
    return always | {"years/": years, "departments/": departments} if catalogue.public else always


def below_sections(catalogue: Catalogue) -> Iterator[IndexPage]:
    """The indexes below them: of a year, of a department, of a department and year."""
    for number, entries in catalogue.by_year.items():
        yield IndexPage(f"years/{number}/", year, entries)
    for slug, entries in catalogue.by_department.items():
        yield IndexPage(f"departments/{slug}/", department, entries)
    for (slug, number), entries in catalogue.by_department_and_year.items():
        yield IndexPage(f"departments/{slug}/{number}/", department_year, entries)


def page_at(catalogue: Catalogue, address: str) -> IndexPage | Page | None:
    """The index at an address; None where there is none."""
    if render := _sections(catalogue).get(address):
        return render(catalogue)
    return next((one for one in below_sections(catalogue) if one.address == address), None)


def home(catalogue: Catalogue) -> Page:
    """`/`: what this is, the newest year, years, departments, latest publications."""
    newest = next(iter(catalogue.by_year), None)
    return render_page(
        "",
        "home.md.j2",
        {"title": catalogue.site.name, "kind": "home"},
        site=catalogue.site,
        newest=newest,
        total=lists.total_row(catalogue.by_year.get(newest or 0, ())),
        **_counts(catalogue),
        latest=lists.report_list(catalogue.latest[:LATEST]),
        revisions=revisions(catalogue.public)[:LATEST_REVISIONS],
    )


def search(catalogue: Catalogue) -> Page:
    """`/search/`: the form and the place of the results; without JavaScript, the indexes."""
    metadata = {"title": "搜索", "kind": "search"}
    return render_page("search/", "search.md.j2", metadata, **_counts(catalogue))


def _counts(catalogue: Catalogue) -> dict[str, object]:
    """Years and departments, each with the number of its reports, and how many there are."""
    return {
        "count": len(catalogue.current),
        "years": [(one, len(current(entries))) for one, entries in catalogue.by_year.items()],
        "departments": [
            (catalogue.department(slug), len(current(entries)))
            for slug, entries in catalogue.by_department.items()
        ],
    }


def years(catalogue: Catalogue) -> Page:
    """`/years/`: fiscal years side by side."""
    groups = [
        Group(f"{number} 年度", str(number), f"years/{number}/", entries)
        for number, entries in catalogue.by_year.items()
    ]
    return _index("years/", "按年度浏览", "年度", groups)


def departments(catalogue: Catalogue) -> Page:
    """`/departments/`: the departments of the register that have published."""
    groups = [
        _department_group(entries, f"departments/{slug}/")
        for slug, entries in catalogue.by_department.items()
    ]
    return _index("departments/", "按部门浏览", "部门", groups)


def _department_group(entries: Sequence[Entry], address: str) -> Group:
    one = entries[0].department
    return Group(one.name, one.short, address, entries)


def year(entries: Sequence[Entry]) -> Page:
    """`/years/2021/`: one year by department, and its reports where the list stays short."""
    number = entries[0].year
    groups = [
        _department_group(members, f"departments/{slug}/{number}/")
        for slug, members in group(entries, lambda entry: entry.department.slug).items()
    ]
    address = f"years/{number}/"
    title = f"{number} 年度"
    return _index(address, title, "部门", groups, current(entries), revisions=revisions(entries))


def department(entries: Sequence[Entry]) -> Page:
    """`/departments/gonganju/`: one department over its years."""
    one = entries[0].department
    groups = [
        Group(f"{number} 年度", str(number), f"departments/{one.slug}/{number}/", members)
        for number, members in group(entries, lambda entry: entry.year).items()
    ]
    projects = group(current(entries), lambda entry: entry.slug)
    return _index(
        f"departments/{one.slug}/",
        one.name,
        "年度",
        groups,
        current(entries),
        department=one,
        projects=[members for members in projects.values() if len(members) > 1],
        revisions=revisions(entries),
    )


def department_year(public: Sequence[Entry]) -> Page:
    """`/departments/gonganju/2021/`: the reports of one department in one year."""
    one, number = public[0].department, public[0].year
    title = f"{one.name} {number} 年度"
    return render_page(
        f"departments/{one.slug}/{number}/",
        "department_year.md.j2",
        {"title": title, "kind": "index", "department": one.name, "year": number},
        title=title,
        department=one,
        year=number,
        crumbs=[("部门", "departments/"), (one.name, f"departments/{one.slug}/")],
        total=lists.total_row(public),
        **_lists(current(public)),
        revisions=revisions(public),
    )


def _lists(entries: Sequence[Entry]) -> dict[str, object]:
    """Project reports and, apart, those on a department's overall spending."""
    overall = [entry for entry in entries if totals.is_overall(entry)]
    projects = [entry for entry in entries if not totals.is_overall(entry)]
    return {"reports": lists.report_list(projects), "overall": lists.report_list(overall)}


def _index(  # noqa: PLR0913, PLR0917  one template, five indexes: what differs is said by name
    address: str,
    title: str,
    column: str,
    groups: Sequence[Group],
    reports: Sequence[Entry] = (),
    department: Department | None = None,
    projects: Sequence[Sequence[Entry]] = (),
    revisions: Sequence[Revision] = (),
) -> Page:
    parent = posixpath.dirname(address.rstrip("/"))
    years = {entry.year for one in groups for entry in one.entries}
    table = lists.group_table(groups, "合计" if len(years) == 1 else "各年度相加")
    by_year = column == "年度"
    subject = f"{title if parent else ''}各{column}"
    drawn = (
        charts.amounts("chart-money", f"{subject}预算与支出", table, by_year=by_year),
        charts.grades("chart-grades", f"{subject}自评等级", table, by_year=by_year),
    )
    return render_page(
        address,
        "index.md.j2",
        {"title": title, "kind": "index"},
        title=title,
        column=column,
        table=table,
        total=table[-1],
        charts=[chart for chart in drawn if chart],
        **_lists(reports if len(reports) <= LIST_LIMIT else ()),
        too_many=len(reports) > LIST_LIMIT,
        crumbs=[({"years": "年度", "departments": "部门"}[parent], f"{parent}/")] if parent else [],
        department=department,
        projects=projects,
        revisions=revisions,
    )

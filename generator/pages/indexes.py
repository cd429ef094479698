"""The pages that lead to reports: home, search, years, departments, and their crossings."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from generator.model import totals
from generator.model.catalogue import Catalogue, Entry, current, group
from generator.model.department import Department
from generator.pages import charts, lists
from generator.pages.lists import Group
from generator.pages.revisions import Revision, revisions
from generator.pages.templating import Page, page

LIST_LIMIT = 200  # a longer list is split by a level of the hierarchy
LATEST = 10
LATEST_REVISIONS = 5


class IndexPage(NamedTuple):
    """A page that lists reports: how it is made and of which."""

    address: str
    make: Callable[[Sequence[Entry]], Page]
    entries: Sequence[Entry]

    @property
    def rests_on(self) -> tuple[object, ...]:
        """What lists show of each report; a department's names stand in the first one's.

        What a form does not ask for stands in the outline.
        """
        told: dict[object, str] = {}
        for entry in self.entries:
            if entry.department.slug not in told:
                told[entry.department.slug] = entry.department.model_dump_json()
            if entry.outline and id(entry.outline) not in told:
                told[id(entry.outline)] = "、".join(entry.outline.not_asked)
        return tuple(told.values()), [one.address + one.listed for one in self.entries]

    def whole(self) -> IndexPage:
        """Itself: lists show nothing that the catalogue has not."""
        return self

    def page(self) -> Page:
        """The page."""
        return self.make(self.entries)


def sections(catalogue: Catalogue) -> Iterator[Page]:
    """The indexes that every page leads to; one with nothing in it is left out."""
    yield home(catalogue)
    yield search(catalogue)
    if catalogue.public:
        yield years(catalogue)
        yield departments(catalogue)


def recipes(catalogue: Catalogue) -> Iterator[IndexPage]:
    """The indexes below them: of a year, of a department, of a department and year."""
    for number, entries in catalogue.by_year.items():
        yield IndexPage(f"years/{number}/", year, entries)
    for slug, entries in catalogue.by_department.items():
        yield IndexPage(f"departments/{slug}/", department, entries)
    for (slug, number), entries in catalogue.by_department_and_year.items():
        yield IndexPage(f"departments/{slug}/{number}/", department_year, entries)


def found(catalogue: Catalogue, address: str) -> IndexPage | Page | None:
    """The index at an address; None where there is none."""
    always = {"": home, "search/": search}
    with_reports = {"years/": years, "departments/": departments} if catalogue.public else {}
    if make := {**always, **with_reports}.get(address):
        return make(catalogue)
    return next((one for one in recipes(catalogue) if one.address == address), None)


def home(catalogue: Catalogue) -> Page:
    """`/`: what this is, the newest year, years, departments, latest publications."""
    newest = next(iter(catalogue.by_year), None)
    return page(
        "",
        "home.md.j2",
        {"title": catalogue.site.name, "kind": "home"},
        site=catalogue.site,
        newest=newest,
        total=lists.total_row(catalogue.by_year.get(newest or 0, ())),
        **_browse(catalogue),
        latest=lists.report_list(catalogue.latest[:LATEST]),
        revisions=revisions(catalogue.public)[:LATEST_REVISIONS],
    )


def search(catalogue: Catalogue) -> Page:
    """`/search/`: the form and where results come to stand; without JavaScript, the indexes."""
    return page(
        "search/",
        "search.md.j2",
        {"title": "搜索", "kind": "search"},
        **_browse(catalogue),
    )


def _browse(catalogue: Catalogue) -> dict[str, object]:
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
        _of_department(entries, f"departments/{slug}/")
        for slug, entries in catalogue.by_department.items()
    ]
    return _index("departments/", "按部门浏览", "部门", groups)


def _of_department(entries: Sequence[Entry], address: str) -> Group:
    one = entries[0].department
    return Group(one.name, one.short, address, entries)


def year(entries: Sequence[Entry]) -> Page:
    """`/years/2021/`: one year by department, and its reports where the list stays short."""
    number = entries[0].year
    groups = [
        _of_department(members, f"departments/{slug}/{number}/")
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
    return page(
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
    """Reports on projects and, apart, those on all that a department spends."""
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
    together = (
        "合计"
        if len({entry.year for one in groups for entry in one.entries}) == 1
        else "各年度相加"
    )
    table = lists.group_table(groups, together)
    by_year = column == "年度"
    named = title if parent else ""
    return page(
        address,
        "index.md.j2",
        {"title": title, "kind": "index"},
        title=title,
        column=column,
        table=table,
        total=table[-1],
        charts=[
            chart
            for chart in (
                charts.amounts(
                    "chart-money", f"{named}各{column}预算与支出", table, by_year=by_year
                ),
                charts.grades("chart-grades", f"{named}各{column}自评等级", table, by_year=by_year),
            )
            if chart
        ],
        **_lists(reports if len(reports) <= LIST_LIMIT else ()),
        too_many=len(reports) > LIST_LIMIT,
        crumbs=[({"years": "年度", "departments": "部门"}[parent], f"{parent}/")] if parent else [],
        department=department,
        projects=projects,
        revisions=revisions,
    )

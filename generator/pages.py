"""A catalogue to the pages of the site: (address, Markdown) pairs, plain values.

A page's address ends in a slash and is relative to the site's root; its Markdown starts with
front matter (JSON, which is YAML) that holds the metadata of the page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from datetime import date

from markupsafe import Markup

from generator import figures, views
from generator.catalogue import Catalogue, Entry, HandwrittenPage, current, group
from generator.model import Department, Funds
from generator.templating import Page, page

LIST_LIMIT = 200  # a longer list is split by a level of the hierarchy
LATEST = 10
NEIGHBOURS = 5


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """Every page of the site, each address once; an index with nothing in it is left out."""
    yield home(catalogue)
    yield search(catalogue)
    for entry in catalogue.public:
        yield report(catalogue, entry)
    for handwritten_page in catalogue.pages:
        yield handwritten(handwritten_page)
    if catalogue.public:
        yield years(catalogue)
        yield departments(catalogue)
    for number in catalogue.by_year:
        yield year(catalogue, number)
    for slug in catalogue.by_department:
        yield department(catalogue, catalogue.department(slug))
    for slug, number in catalogue.by_department_and_year:
        yield department_year(catalogue, catalogue.department(slug), number)
    for (slug, project_slug), entries in catalogue.by_project.items():
        if len(entries) > 1:
            yield project(catalogue, catalogue.department(slug), project_slug)


def home(catalogue: Catalogue) -> Page:
    """`/`: what this is, the newest year, years, departments, latest publications."""
    newest = next(iter(catalogue.by_year), None)
    return page(
        "",
        "home.md.j2",
        {"title": catalogue.site.name, "kind": "home"},
        site=catalogue.site,
        newest=newest,
        totals=figures.totals(catalogue.by_year.get(newest or 0, ())),
        **_browse(catalogue),
        latest=views.report_rows(catalogue.latest[:LATEST]),
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
        (f"{number} 年度", f"years/{number}/", entries)
        for number, entries in catalogue.by_year.items()
    ]
    return _index("years/", "按年度浏览", "年度", groups)


def departments(catalogue: Catalogue) -> Page:
    """`/departments/`: the departments of the register that have published."""
    groups = [
        (catalogue.department(slug).name, f"departments/{slug}/", entries)
        for slug, entries in catalogue.by_department.items()
    ]
    return _index("departments/", "按部门浏览", "部门", groups)


def year(catalogue: Catalogue, number: int) -> Page:
    """`/years/2021/`: one year by department, and its reports where the list stays short."""
    entries = catalogue.by_year[number]
    groups = [
        (members[0].department.name, f"departments/{slug}/{number}/", members)
        for slug, members in group(entries, lambda entry: entry.department.slug).items()
    ]
    address = f"years/{number}/"
    return _index(address, f"{number} 年度", "部门", groups, current(entries))


def department(catalogue: Catalogue, one: Department) -> Page:
    """`/departments/gonganju/`: one department over its years."""
    entries = catalogue.by_department[one.slug]
    groups = [
        (f"{number} 年度", f"departments/{one.slug}/{number}/", members)
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
    )


def department_year(catalogue: Catalogue, one: Department, number: int) -> Page:
    """`/departments/gonganju/2021/`: the reports of one department in one year."""
    public = catalogue.by_department_and_year[one.slug, number]
    title = f"{one.name} {number} 年度"
    return page(
        f"departments/{one.slug}/{number}/",
        "department_year.md.j2",
        {"title": title, "kind": "index", "department": one.name, "year": number},
        title=title,
        department=one,
        year=number,
        crumbs=[("部门", "departments/"), (one.name, f"departments/{one.slug}/")],
        totals=figures.totals(public),
        reports=views.report_rows(current(public)),
        withdrawn=[entry for entry in public if entry.withdrawn],
    )


def project(catalogue: Catalogue, one: Department, slug: str) -> Page:
    """`/projects/gonganju/<project>/`: one project over its years, figures side by side."""
    entries = catalogue.by_project[one.slug, slug]
    title = entries[0].report.project_name
    return page(
        f"projects/{one.slug}/{slug}/",
        "project.md.j2",
        {"title": f"{title}：历年情况", "kind": "index", "department": one.name},
        title=title,
        department=one,
        crumbs=[("部门", "departments/"), (one.name, f"departments/{one.slug}/")],
        rows=views.report_rows(entries),
        names={entry.report.project_name for entry in entries} - {title},
    )


def report(catalogue: Catalogue, entry: Entry) -> Page:
    """`/reports/2021/gonganju/<project>/`: the report, or that it was withdrawn."""
    one, record = entry.department, entry.report
    same_project = catalogue.by_project.get((one.slug, entry.slug), ())
    return page(
        entry.address,
        "withdrawn.md.j2" if entry.withdrawn else "report.md.j2",
        _report_metadata(entry),
        title=record.title,
        entry=entry,
        report=record,
        crumbs=[
            ("部门", "departments/"),
            (one.name, f"departments/{one.slug}/"),
            (f"{entry.year} 年度", f"departments/{one.slug}/{entry.year}/"),
        ],
        funds=record.funds or Funds(),
        view=views.report_view(entry),
        other_years=[other for other in same_project if other.year != entry.year],
        neighbours=() if entry.withdrawn else catalogue.neighbours(entry, NEIGHBOURS),
        citation=_citation(catalogue, entry),
        permalink=(catalogue.site.base_url or "/") + entry.address,
    )


def handwritten(written: HandwrittenPage) -> Page:
    """`/about/` and the pages under it: Markdown of staff, with its way back."""
    return page(
        written.address,
        "handwritten.md.j2",
        {"title": written.title, "kind": "handwritten"},
        text=Markup(written.text),  # noqa: S704  checked by `handwritten`, cleaned after rendering
        crumbs=[] if written.slug == "about" else [("说明", "about/")],
    )


def _report_metadata(entry: Entry) -> dict[str, object]:
    record = entry.report
    return {
        "title": f"{record.title}（{entry.year}年度）",
        "kind": "withdrawn" if entry.withdrawn else "report",
        "description": (
            f"{entry.department.name}{entry.year}年度“{record.project_name}”{record.evaluation_type}"
        ),
        "department": entry.department.name,
        "year": entry.year,
        "published": f"{record.publication_date}",
        "keywords": [entry.department.name, f"{entry.year}年度", record.evaluation_type],
    }


def _citation(catalogue: Catalogue, entry: Entry) -> str:
    record = entry.report
    when = record.publication_date or date.min
    return (
        f"{entry.department.name}：《{record.title}》（{entry.year} 年度），"
        f"{catalogue.site.name}，{when.year} 年 {when.month} 月 {when.day} 日公开"
    )


def _index(  # noqa: PLR0913, PLR0917  one template, five indexes: what differs is said by name
    address: str,
    title: str,
    column: str,
    groups: Sequence[tuple[str, str, Sequence[Entry]]],
    reports: Sequence[Entry] = (),
    department: Department | None = None,
    projects: Sequence[Sequence[Entry]] = (),
) -> Page:
    parent = posixpath.dirname(address.rstrip("/"))
    return page(
        address,
        "index.md.j2",
        {"title": title, "kind": "index"},
        title=title,
        column=column,
        table=views.group_table(groups),
        totals=figures.totals(entry for _, _, entries in groups for entry in entries),
        reports=views.report_rows(reports) if len(reports) <= LIST_LIMIT else [],
        too_many=len(reports) > LIST_LIMIT,
        crumbs=[({"years": "年度", "departments": "部门"}[parent], f"{parent}/")] if parent else [],
        department=department,
        projects=projects,
    )

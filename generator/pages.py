"""A catalogue to the pages of the site: (address, Markdown) pairs, plain values.

A page's address ends in a slash and is relative to the site's root; its Markdown starts with
front matter (JSON, which is YAML) that holds the metadata of the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import about, charts, comparison, indexes, opendata, views
from generator.catalogue import Catalogue, Entry, current
from generator.model import Department, Funds
from generator.pdf.document import file_name
from generator.templating import Page, page

NEIGHBOURS = 5
CHARTED_YEARS = 3  # years from which on a project's amounts are drawn


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """Every page of the site, each address once; an index with nothing in it is left out."""
    yield from indexes.pages(catalogue)
    yield from about.pages(catalogue)
    for entry in catalogue.public:
        yield report(catalogue, entry)
    for slug, project_slug in catalogue.project_pages:
        yield project(catalogue, catalogue.department(slug), project_slug)


def project(catalogue: Catalogue, one: Department, slug: str) -> Page:
    """`/projects/gonganju/<project>/`: one project over its years, figures side by side."""
    everything = catalogue.project_pages[one.slug, slug]
    entries = current(everything)
    title = (entries or everything)[0].report.project_name
    groups = [
        views.Group(f"{entry.year} 年度", str(entry.year), entry.address, [entry])
        for entry in entries
    ]
    return page(
        f"projects/{one.slug}/{slug}/",
        "project.md.j2",
        {"title": f"{title}：历年情况", "kind": "index", "department": one.name},
        title=title,
        department=one,
        crumbs=[("部门", "departments/"), (one.name, f"departments/{one.slug}/")],
        rows=comparison.years(entries),
        withdrawn=[entry for entry in everything if entry.withdrawn],
        indicators=comparison.indicators(entries),
        chart=charts.amounts(
            "chart-money", f"{title} 各年度预算与支出", views.group_table(groups), by_year=True
        )
        if len(entries) >= CHARTED_YEARS
        else None,
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
        years=views.report_rows(same_project) if len(same_project) > 1 or entry.withdrawn else [],
        compared=(one.slug, entry.slug) in catalogue.project_pages,
        neighbours=() if entry.withdrawn else catalogue.neighbours(entry, NEIGHBOURS),
        citation=views.citation(catalogue.site, entry),
        pdf=file_name(entry) if catalogue.site.makes_pdf else None,
        data=opendata.file_name(entry),
        permalink=(catalogue.site.base_url or "/") + entry.address,
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
        "name": record.title,
        "published": f"{record.publication_date}",
        "keywords": [entry.department.name, f"{entry.year}年度", record.evaluation_type],
    }

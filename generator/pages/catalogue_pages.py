"""A catalogue to the pages of the site: (address, Markdown) pairs, plain values.

A page's address ends in a slash and is relative to the site's root; its Markdown starts with
front matter (JSON, which is YAML) that holds the metadata of the page.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from generator.content.full_report import whole
from generator.model.catalogue import Catalogue, Entry, current
from generator.model.department import Department
from generator.model.report import Funds, Outline, Site
from generator.pages import about, charts, comparison, indexes, lists, views
from generator.pages.indexes import IndexPage
from generator.pages.templating import Page, page

NEIGHBOURS = 5
CHARTED_YEARS = 3  # years from which on a project's amounts are drawn


class Neighbour(NamedTuple):
    """Another report that the page leads to."""

    address: str
    name: str


class ReportPage(NamedTuple):
    """All that a report's page is made of; it can be sent to another process."""

    entry: Entry
    around: str  # what tells its department and its outline
    site: Site
    years: Sequence[Entry]  # of the project, where the page compares them
    compared: bool
    neighbours: Sequence[Neighbour]

    @property
    def address(self) -> str:
        """The permalink."""
        return self.entry.address

    @property
    def rests_on(self) -> tuple[object, ...]:
        """What the report says, what lists show of its other years, what the page leads to."""
        entry = self.entry
        years = [one.address + one.listed for one in self.years]
        others = [one.address + one.name for one in self.neighbours]
        attached = [(a.name, a.file.name, a.sha256) for a in entry.attachments]
        return entry.said, attached, self.around, years, self.compared, others

    def whole(self) -> ReportPage:
        """With all that the report says."""
        return self._replace(entry=whole(self.entry))

    def page(self) -> Page:
        """`/reports/2021/gonganju/<project>/`: the report, or that it was withdrawn."""
        entry, record = self.entry, self.entry.report
        one = entry.department
        return page(
            entry.address,
            "withdrawn.md.j2" if entry.withdrawn else "report.md.j2",
            _report_metadata(entry),
            title=record.title,
            entry=entry,
            report=record,
            crumbs=[
                ("部门", "departments/"),
                (entry.then_and_now, f"departments/{one.slug}/"),
                (f"{entry.year} 年度", f"departments/{one.slug}/{entry.year}/"),
            ],
            funds=record.funds or Funds(),
            view=views.report_view(entry),
            years=lists.report_list(self.years),
            compared=self.compared,
            neighbours=self.neighbours,
            citation=views.citation(self.site, entry),
            pdf=entry.pdf_file if self.site.makes_pdf else None,
            data=entry.data_file,
            permalink=(self.site.base_url or "/") + entry.address,
        )


class ProjectPage(NamedTuple):
    """All that the page of a project over its years is made of."""

    everything: Sequence[Entry]
    told: str  # what tells its department

    @property
    def address(self) -> str:
        """`projects/gonganju/<project>/`."""
        first = self.everything[0]
        return f"projects/{first.department.slug}/{first.slug}/"

    @property
    def rests_on(self) -> tuple[object, ...]:
        """The reports that it compares."""
        return self.told, [one.address + one.said for one in self.everything]

    def whole(self) -> ProjectPage:
        """With the indicators of each year."""
        return self._replace(everything=tuple(map(whole, self.everything)))

    def page(self) -> Page:
        """One project over its years, figures side by side."""
        entries = current(self.everything)
        one = self.everything[0].department
        title = (entries or self.everything)[0].report.project_name
        groups = [
            lists.Group(f"{entry.year} 年度", str(entry.year), entry.address, [entry])
            for entry in entries
        ]
        return page(
            self.address,
            "project.md.j2",
            {"title": f"{title}（{one.short}）：历年情况", "kind": "index", "department": one.name},
            title=title,
            department=one,
            crumbs=[("部门", "departments/"), (one.name, f"departments/{one.slug}/")],
            rows=(rows := comparison.years(entries)),
            columns=comparison.columns(rows),
            withdrawn=[entry for entry in self.everything if entry.withdrawn],
            indicators=comparison.indicators(entries),
            chart=charts.amounts(
                "chart-money", f"{title} 各年度预算与支出", lists.group_table(groups), by_year=True
            )
            if len(entries) >= CHARTED_YEARS
            else None,
            names={entry.report.project_name for entry in entries} - {title},
        )


Recipe: TypeAlias = IndexPage | ReportPage | ProjectPage


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """Every page of the site, each address once; an index with nothing in it is left out."""
    yield from few(catalogue)
    for recipe in many(catalogue):
        yield recipe.whole().page()


def few(catalogue: Catalogue) -> Iterator[Page]:
    """The sections of the site and what is about it: made here."""
    yield from indexes.sections(catalogue)
    yield from about.pages(catalogue)


def many(catalogue: Catalogue) -> Iterator[Recipe]:
    """All other pages, each as what it is made of, to be made wherever."""
    yield from indexes.recipes(catalogue)
    maker = _Maker(catalogue)
    for entry in catalogue.public:
        yield maker.report(entry)
    for entries in catalogue.project_pages.values():
        yield maker.project(entries)


def found(catalogue: Catalogue, address: str) -> Recipe | Page | None:
    """What makes the page at an address; None where there is none. No other page is made."""
    match address.strip("/").split("/"):
        case ["reports", year, department, slug]:
            entry = catalogue.by_address.get(f"reports/{year}/{department}/{slug}/")
            return _Maker(catalogue).report(entry) if entry else None
        case ["projects", department, slug]:
            entries = catalogue.project_pages.get((department, slug))
            return _Maker(catalogue).project(entries) if entries else None
        case ["about", *_]:
            return next((one for one in about.pages(catalogue) if one.address == address), None)
        case _:
            return indexes.found(catalogue, address)


def _told_apart(entries: Sequence[Entry]) -> list[tuple[Entry, str]]:
    """Reports of one department and year with their names, two of one name by who evaluated."""
    names = Counter(one.report.project_name for one in entries)
    return [
        (one, f"{name}（{one.report.evaluation_type}）" if names[name] > 1 else name)
        for one in entries
        for name in (one.report.project_name,)
    ]


class _Maker:
    """Puts together what each page is made of; what many share is put together once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._told: dict[int, str] = {}

    def report(self, entry: Entry) -> ReportPage:
        """What a report's page is made of."""
        key = entry.department.slug, entry.slug
        same_project = self._catalogue.by_project.get(key, ())
        others = () if entry.withdrawn else self._catalogue.neighbours(entry, NEIGHBOURS)
        return ReportPage(
            entry,
            self._tell(entry.department) + self._tell(entry.outline),
            self._catalogue.site,
            same_project if len(same_project) > 1 or entry.withdrawn else (),
            key in self._catalogue.project_pages,
            tuple(Neighbour(one.address, name) for one, name in _told_apart(others)),
        )

    def project(self, entries: Sequence[Entry]) -> ProjectPage:
        """What a project's page is made of."""
        return ProjectPage(entries, self._tell(entries[0].department))

    def _tell(self, one: Department | Outline | None) -> str:
        if one is None:
            return ""
        if id(one) not in self._told:
            told = one.model_dump_json().encode()
            self._told[id(one)] = hashlib.sha256(told).hexdigest()
        return self._told[id(one)]


def _report_metadata(entry: Entry) -> dict[str, object]:
    record = entry.report
    return {
        "title": f"{record.title}（{entry.department.short} {entry.year} 年度）",
        "kind": "withdrawn" if entry.withdrawn else "report",
        "description": (
            f"{entry.issued_by}{entry.year}年度“{record.project_name}”{record.evaluation_type}"
        ),
        "department": entry.issued_by,
        "year": entry.year,
        "name": record.title,
        "published": f"{record.publication_date}",
        "keywords": list(
            dict.fromkeys(
                [
                    entry.issued_by,
                    entry.department.name,
                    f"{entry.year}年度",
                    record.evaluation_type,
                ]
            )
        ),
    }

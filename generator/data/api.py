"""`data/v1/`: an index, the departments, what each published by year, projects over the years."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from generator.data import answers, listing, openapi, report_record
from generator.data.answers import Answer
from generator.data.files import DataFile
from generator.data.rows import report_id
from generator.model.catalogue import Catalogue, group
from generator.model.choices import Item
from generator.model.department import Department
from generator.model.entry import Entry, current, newest_day
from generator.model.project import Project
from generator.model.project_evaluation import SelfEvaluation
from generator.model.record_columns import in_yuan, printed_amount
from generator.pages import lists
from generator.pages.record_digests import record_digest

FOLDER = "data/v1"
# What a form may not ask for, in the order of a row.
_ITEMS = (Item.ANNUAL_BUDGET, Item.SPENT, Item.EXECUTION_RATE, Item.SCORE, Item.GRADE,
          Item.SATISFACTION)  # fmt: skip


class _Settings(NamedTuple):
    """What of the site's settings is in the answers."""

    root: str  # the site's address, empty where it is not known
    has_pdf: bool


def files(catalogue: Catalogue) -> Iterator[DataFile]:
    """Every file but those of other modules, each address once."""
    site = catalogue.site
    settings = _Settings(site.base_url or "", site.makes_pdf)
    projects = group_projects(catalogue.project_pages.values())
    links = []
    for one in catalogue.departments:
        of_department = catalogue.by_department.get(one.slug, ())
        link = _department_link(one, of_department, settings)
        links.append(link)
        if of_department:
            found = projects.get(one.slug, ())
            yield from _of_department(link, of_department, found, settings)
    yield _small(f"{FOLDER}/departments.json", answers.Departments(departments=tuple(links)))
    yield _small(f"{FOLDER}/index.json", _index(catalogue, settings))
    yield from openapi.files(catalogue)


def _small(address: str, answer: Answer) -> DataFile:
    """A file that is soon made: its values are what it depends on."""
    return DataFile(address, answer, partial(answers.text, answer))


def group_projects(projects: Iterable[Project]) -> Mapping[str, Sequence[Project]]:
    """Projects by the slug of their department."""
    found: dict[str, list[Project]] = {}
    for one in projects:
        found.setdefault(one.department.slug, []).append(one)
    return found


def _of_department(
    link: answers.DepartmentLink,
    entries: Sequence[Entry],
    projects: Sequence[Project],
    settings: _Settings,
) -> Iterator[DataFile]:
    """The file of a department that has published, of its years, of its projects."""
    by_year = group(entries, lambda entry: entry.year)
    folder, page = f"{FOLDER}/departments/{link.slug}", f"departments/{link.slug}"
    years = tuple(
        _year_link(year, those, f"{page}/{year}/", f"{folder}/{year}.json", settings)
        for year, those in by_year.items()
    )
    named = tuple(_project_links(link.slug, entries, projects, settings))
    whole = answers.Department(**dict(link), years=years, projects=named)
    yield _small(f"{folder}.json", whole)
    digest = record_digest(entries[0].department)
    for year, those in by_year.items():
        yield _listing(
            f"{folder}/{year}.json", partial(department_year, those), those, digest, settings
        )
    for one in projects:
        every = (*one.entries, *one.covered_in)
        address = f"{FOLDER}/projects/{one.department.slug}/{one.slug}.json"
        yield _listing(address, partial(project, one), every, digest, settings)


def _listing(
    address: str,
    make: Callable[[_Settings], Answer],
    entries: Sequence[Entry],
    depends_on: object,
    settings: _Settings,
) -> DataFile:
    """A file that lists reports of one department; made where this or one of them changed."""
    listed = [
        (one.address, one.listing_digest, [file.file.name for file in one.attachments],
         len(one.findings), one.form and one.form.listed)
        for one in entries
    ]  # fmt: skip
    return DataFile(address, (depends_on, listed, settings), partial(_made, make, settings))


def _made(make: Callable[[_Settings], Answer], settings: _Settings) -> bytes:
    return answers.text(make(settings))


def department_year(entries: Sequence[Entry], settings: _Settings) -> answers.DepartmentYear:
    """The reports of a department and a year, the withdrawn apart."""
    one = entries[0]
    return answers.DepartmentYear(
        slug=one.department.slug,
        department=one.department.name,
        year=one.year,
        page=f"{settings.root}departments/{one.department.slug}/{one.year}/",
        updated=_day(entries),
        reports=_listed(entries, settings),
        withdrawn=_withdrawn(entries, settings),
    )


def project(one: Project, settings: _Settings) -> answers.Project:
    """The reports of a project, those that cover it, the withdrawn apart."""
    return answers.Project(
        department_slug=one.department.slug,
        department=one.department.name,
        slug=one.slug,
        name=one.name,
        page=f"{settings.root}projects/{one.department.slug}/{one.slug}/",
        reports=_listed(one.entries, settings),
        covering=_listed(one.covered_in, settings),
        withdrawn=_withdrawn((*one.entries, *one.covered_in), settings),
    )


def _listed(entries: Iterable[Entry], settings: _Settings) -> tuple[answers.ListedReport, ...]:
    return tuple(_report(one, settings) for one in current(entries))


def _withdrawn(entries: Iterable[Entry], settings: _Settings) -> tuple[answers.Withdrawn, ...]:
    return tuple(
        answers.Withdrawn(
            id=report_id(one),
            page=settings.root + one.address,
            title=one.report.title,
            status="撤回",
            day=one.report.withdrawal.date if one.report.withdrawal else None,
            reason=one.report.withdrawal.reason if one.report.withdrawal else None,
        )
        for one in entries
        if one.withdrawn
    )


def _report(entry: Entry, settings: _Settings) -> answers.ListedReport:
    """A report as lists show it; amounts exact and as they are printed."""
    (row,) = lists.report_rows([entry])
    report, own, page = entry.report, entry.own_funds, settings.root + entry.address
    unit = report.funds.unit if report.funds else None
    claims = report.self_evaluation or SelfEvaluation()
    satisfaction = claims.satisfaction
    grade = row.grade or claims.other_grade
    percent = satisfaction.percent if satisfaction else None
    stated = (own.annual_budget, own.spent, row.rate, row.score, grade, percent)
    return answers.ListedReport(
        id=report_id(entry),
        page=page,
        record=settings.root + report_record.file_address(entry),
        verbatim=page + entry.data_file,
        pdf=page + entry.pdf_file if settings.has_pdf else None,
        year=entry.year,
        department_slug=entry.department.slug,
        department=entry.issued_by,
        slug=entry.slug,
        project=report.project_name,
        title=report.title,
        kind=report.evaluation_type,
        published=report.publication_date,
        updated=entry.updated,
        budget=printed_amount(own.annual_budget, unit),
        budget_in_yuan=in_yuan(own.annual_budget, unit),
        spent=printed_amount(own.spent, unit),
        spent_in_yuan=in_yuan(own.spent, unit),
        rate=row.rate,
        rate_from=None if row.rate is None else "报告" if row.claimed else "计算",
        score=row.score,
        total=claims.total or (entry.form and entry.form.total) or None,
        grade=grade,
        satisfaction=percent,
        corrections=len(report.corrections),
        findings=len(entry.findings),
        not_asked=tuple(
            str(item)
            for item, value in zip(_ITEMS, stated, strict=True)
            if value is None and not entry.asks_for(item)
        ),
    )


def _index(catalogue: Catalogue, settings: _Settings) -> answers.Index:
    site = catalogue.site
    years = tuple(
        _year_link(year, those, f"years/{year}/", listing.address(year), settings)
        for year, those in catalogue.by_year.items()
    )
    return answers.Index(
        version="1",
        name=site.name,
        organiser=site.organiser,
        site=site.base_url,
        license=site.data_license,
        contact=site.contact,
        day=newest_day(catalogue.public),
        count=len(catalogue.current),
        withdrawn=len(catalogue.public) - len(catalogue.current),
        notes=openapi.NOTES,
        years=years,
        files=tuple(
            answers.Link(name=one.title, path=one.path, description=one.description)
            for one in openapi.ENDPOINTS
        ),
    )


def _year_link(
    year: int, entries: Sequence[Entry], page: str, data: str, settings: _Settings
) -> answers.YearLink:
    """A year of the site or of a department; the site's list of a year has current reports only."""
    count = len(current(entries))
    has_data = count or data.startswith(f"{FOLDER}/departments/")
    return answers.YearLink(
        year=year,
        count=count,
        withdrawn=len(entries) - count,
        updated=_day(entries),
        page=settings.root + page,
        data=settings.root + data if has_data else None,
    )


def _department_link(
    one: Department, entries: Sequence[Entry], settings: _Settings
) -> answers.DepartmentLink:
    count = len(current(entries))
    return answers.DepartmentLink(
        slug=one.slug,
        name=one.name,
        short_name=one.short_name,
        category=one.category,
        former_names=one.former_names_with_dates,
        count=count,
        withdrawn=len(entries) - count,
        updated=newest_day(entries),
        page=f"{settings.root}departments/{one.slug}/" if entries else None,
        data=f"{settings.root}{FOLDER}/departments/{one.slug}.json" if entries else None,
    )


def _project_links(
    department: str, entries: Sequence[Entry], projects: Sequence[Project], settings: _Settings
) -> Iterator[answers.ProjectLink]:
    """Projects with a current report, in the order of the newest year that has one."""
    pages = {one.slug: one for one in projects}
    own = group(current(entries), lambda entry: entry.slug)
    for slug in dict.fromkeys([*own, *pages]):
        reports, page = own.get(slug, ()), pages.get(slug)
        covering = current(page.covered_in) if page else ()
        years = {one.year for one in reports}.union(*(one.years for one in covering))
        if years:
            name = page.name if page else reports[0].report.project_name
            root, place = settings.root, f"{department}/{slug}"
            yield answers.ProjectLink(
                slug=slug,
                name=name,
                years=tuple(sorted(years, reverse=True)),
                page=f"{root}projects/{place}/" if page else None,
                data=f"{root}{FOLDER}/projects/{place}.json" if page else None,
            )


def _day(entries: Iterable[Entry]) -> date:
    """The day of the last that happened to reports, of which at least one was published."""
    return newest_day(entries) or date.min

"""What a report puts into the tables of open data: rows of cells, in the order of the columns."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from generator.check.rules import registered_rules
from generator.data.statement_rows import statement_rows
from generator.model import figures
from generator.model.catalogue import Catalogue
from generator.model.choices import Unit
from generator.model.data_tables import (
    ALLOCATION_FIELDS,
    ALLOCATIONS,
    CHANGE_FIELDS,
    CLAIM_FIELDS,
    CONCLUSION_FIELDS,
    CORRECTED_FIELDS,
    CORRECTION_FIELDS,
    CORRECTIONS,
    COVERED_PROJECTS,
    FUND_SOURCES,
    FUNDS_FIELDS,
    GOAL_FIELDS,
    GOALS,
    INDICATOR_FIELDS,
    INDICATORS,
    PROJECT_FIELDS,
    REPORT_FIELDS,
    REPORTS,
    SOURCE_FIELDS,
    STATEMENTS,
    WORK_FIELDS,
    YEAR_FIELDS,
    YEAR_FUNDS,
)
from generator.model.entry import Entry
from generator.model.funds import Funds
from generator.model.project_evaluation import ProjectEvaluation
from generator.model.record_columns import Cell, FieldColumns, cells, not_applicable
from generator.model.report import CoveredProject, Report

Row: TypeAlias = list[Cell]
Rows: TypeAlias = dict[str, list[Row]]  # by the name of the table

_NOTHING = Funds()


def report_id(entry: Entry) -> str:
    """The id of a report: `2021/gonganju/shipin`."""
    return entry.address.removeprefix("reports/").rstrip("/")


def rows(entry: Entry, base_url: str) -> Rows:
    """All that a full entry puts into the tables but for findings, which are no part of a report.

    Of a withdrawn report that is one row: which report it was, and why it is gone. `base_url` is
    the address of the site, empty where it is not known.
    """
    report = entry.report
    made: Rows = {REPORTS.name: [_report_row(entry, base_url)]}
    if entry.withdrawn:
        return made
    made[COVERED_PROJECTS.name] = [
        [report_id(entry), number, one.name, one.slug, one.note, *_evaluation(one)]
        for number, one in enumerate(report.projects, 1)
    ]
    whole: list[tuple[int | None, ProjectEvaluation]] = [(None, report)]
    parts = [*whole, *enumerate(report.projects, 1)]
    name = report_id(entry)
    made[INDICATORS.name] = _numbered(name, _indicators(parts))
    made[FUND_SOURCES.name] = _numbered(name, _sources(parts))
    made[YEAR_FUNDS.name] = _numbered(name, _of_funds(parts, "by_year", YEAR_FIELDS))
    made[ALLOCATIONS.name] = _numbered(name, _of_funds(parts, "allocations", ALLOCATION_FIELDS))
    made[GOALS.name] = _numbered(name, _goals(parts))
    made[CORRECTIONS.name] = _numbered(name, _corrections(report))
    page = f"{base_url}{entry.address}"
    made[STATEMENTS.name] = _numbered(name, statement_rows(entry, page))
    made[CORRECTED_FIELDS.name] = _numbered(name, _corrected_fields(report))
    return made


def finding_rows(entry: Entry) -> list[Row]:
    """What the check found in the report and staff let stand."""
    rules = registered_rules()
    return _numbered(
        report_id(entry),
        (
            [
                one.rule,
                rules[one.rule].about.title,
                one.message,
                "是" if one.is_acknowledged else "否",
            ]
            for one in entry.findings
        ),
    )


def department_rows(catalogue: Catalogue) -> list[list[str | None]]:
    """Every department of the register."""
    return [
        [
            one.slug, one.name, one.short_name, one.category,
            "、".join(one.former_names_with_dates) or None,
        ]
        for one in catalogue.departments
    ]  # fmt: skip


def _numbered(name: str, made: Iterator[Row]) -> list[Row]:
    return [[name, number, *row] for number, row in enumerate(made, 1)]


def _report_row(entry: Entry, base_url: str) -> Row:
    report = entry.report
    withdrawal = report.withdrawal if entry.withdrawn else None
    head: Row = [
        report_id(entry), f"{base_url}{entry.address}", entry.year, entry.department.slug,
        entry.issued_by, entry.slug, report.project_name, report.title,
        str(report.evaluation_type), str(report.status), _day(report.publication_date),
        _day(entry.updated), _day(withdrawal.date if withdrawal else None),
        withdrawal.reason if withdrawal else None,
    ]  # fmt: skip
    if entry.withdrawn:
        return head + [None] * (len(REPORTS.columns) - len(head))
    funds, claims = report.funds, report.self_evaluation
    unit = (funds or _NOTHING).unit
    struck = [
        *not_applicable(FUNDS_FIELDS, funds),
        *not_applicable(CLAIM_FIELDS, claims),
        *not_applicable(CONCLUSION_FIELDS, report.conclusion),
    ]
    return [
        *head,
        *cells(REPORT_FIELDS, report, unit),
        *cells(WORK_FIELDS, report.evaluation, unit),
        *_evaluation_cells(report),
        figures.execution_rate(funds),
        len(report.indicators) + sum(len(one.indicators) for one in report.projects),
        len(report.corrections),
        None,  # how many findings there are: `parts.py` tells, they are no part of a report
        "、".join(sorted(entry.form.unasked)) or None if entry.form else None,
        _named(struck),
    ]


def _evaluation(one: CoveredProject) -> Row:
    struck = [*not_applicable(FUNDS_FIELDS, one.funds),
              *not_applicable(CLAIM_FIELDS, one.self_evaluation)]  # fmt: skip
    return [*_evaluation_cells(one), _named(struck)]


def _evaluation_cells(one: ProjectEvaluation) -> Row:
    unit = _unit(one)
    return [
        *cells(PROJECT_FIELDS, one, unit),
        *cells(FUNDS_FIELDS, one.funds, unit),
        *cells(CLAIM_FIELDS, one.self_evaluation, unit),
        *cells(CONCLUSION_FIELDS, one.conclusion, unit),
    ]


Parts: TypeAlias = Sequence[tuple[int | None, ProjectEvaluation]]


def _indicators(parts: Parts) -> Iterator[Row]:
    for project, part in parts:
        for one in part.indicators:
            yield [project, *_with_struck(INDICATOR_FIELDS, one, None)]


def _goals(parts: Parts) -> Iterator[Row]:
    for project, part in parts:
        for one in part.annual_goals:
            yield [project, *_with_struck(GOAL_FIELDS, one, None)]


def _sources(parts: Parts) -> Iterator[Row]:
    for project, part in parts:
        funds, unit = part.funds or _NOTHING, _unit(part)
        of_years = [(year.year, source) for year in funds.by_year for source in year.sources]
        for year, one in [*((None, source) for source in funds.sources), *of_years]:
            stated = str(unit) if unit else None
            yield [project, year, stated, *_with_struck(SOURCE_FIELDS, one, unit)]


def _of_funds(parts: Parts, attribute: str, fields: Sequence[FieldColumns]) -> Iterator[Row]:
    for project, part in parts:
        for one in getattr(part.funds or _NOTHING, attribute):
            yield [project, *_with_struck(fields, one, _unit(part))]


def _corrections(report: Report) -> Iterator[Row]:
    for one in report.corrections:
        yield cells(CORRECTION_FIELDS, one, None)


def _corrected_fields(report: Report) -> Iterator[Row]:
    for number, correction in enumerate(report.corrections, 1):
        for one in correction.changes:
            yield [number, *cells(CHANGE_FIELDS, one, None)]


def _with_struck(fields: Sequence[FieldColumns], one: object, unit: Unit | None) -> Row:
    return [*cells(fields, one, unit), _named(not_applicable(fields, one))]  # type: ignore[arg-type]


def _unit(part: ProjectEvaluation) -> Unit | None:
    return part.funds.unit if part.funds else None


def _named(names: Sequence[str]) -> str | None:
    return "、".join(names) or None


def _day(value: object) -> str | None:
    return str(value) if value else None

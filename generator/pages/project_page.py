"""The page of a project: its years side by side, and how each differs from the year before."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from generator.check.indicators import sign_to_show
from generator.content.full_report import full_entry
from generator.model import figures
from generator.model.amounts import trimmed
from generator.model.choices import Item
from generator.model.entry import Entry, current
from generator.model.fields import Rate
from generator.model.indicator import Indicator
from generator.model.project import Project
from generator.model.project_evaluation import SelfEvaluation
from generator.pages import charts, feeds, lists
from generator.pages.lists import LIST_COLUMNS, ReportRow
from generator.pages.record_digests import record_digest
from generator.pages.templating import Page, render_page

CHARTED_YEARS = 3  # years from which on a project's amounts are drawn


class ProjectPage(NamedTuple):
    """A project's page, not rendered yet; it can be sent to another process."""

    project: Project

    @property
    def address(self) -> str:
        """`projects/gonganju/<project>/`."""
        return f"projects/{self.project.department.slug}/{self.project.slug}/"

    @property
    def depends_on(self) -> tuple[object, ...]:
        """The reports that it compares, and what their forms do not ask for."""
        reports = [
            (one.address, one.content_digest, one.form and one.form.listed)
            for one in self.project.entries
        ]
        covering = [one.address + one.listing_digest for one in self.project.covered_in]
        return record_digest(self.project.department), reports, covering

    def rendered(self, fetch: Callable[[Entry], Entry] = full_entry) -> Page:
        """The page; `fetch` reads the full reports."""
        full = [fetch(entry) for entry in self.project.entries]
        entries = current(full)
        department, title = self.project.department, self.project.name
        metadata = {
            "title": f"{title}（{department.short}）：历年情况",
            "kind": "index",
            "department": department.name,
            "feeds": feeds.of_project(department, self.project.slug, title),
        }
        by_year = _each_year(entries)
        rows = _years(by_year)
        return render_page(
            self.address,
            "project.md.j2",
            metadata,
            title=title,
            department=department,
            slug=self.project.slug,
            crumbs=[("部门", "departments/"), (department.name, f"departments/{department.slug}/")],
            rows=rows,
            columns=_columns(rows),
            withdrawn=[one for one in (*full, *self.project.covered_in) if one.withdrawn],
            covered_in=current(self.project.covered_in),
            anchor=f"project-{self.project.slug}",
            indicators=_indicators(entries),
            indicator_years=entries,
            chart=_chart(title, by_year) if len(by_year) >= CHARTED_YEARS else None,
            names={entry.report.project_name for entry in entries} - {title},
        )


class YearEntry(NamedTuple):
    """A report as it tells of one year; `address` is its page."""

    entry: Entry
    address: str
    told_in: int | None = None  # the fiscal year of the report, where that is another


def _each_year(entries: Sequence[Entry]) -> list[YearEntry]:
    """The years of a project, newest first, each once.

    A report on several years tells of those that have none of their own: of its rows by year.
    """
    years = [YearEntry(entry, entry.address) for entry in entries]
    for entry in entries:
        for part in _other_years(entry):
            if part.year not in {one.entry.year for one in years}:
                years.append(YearEntry(part, entry.address, entry.year))
    return sorted(years, key=lambda one: -one.entry.year)


def _other_years(entry: Entry) -> Iterator[Entry]:
    """The other years of a report, with what it states of each alone."""
    report = entry.report
    for one in report.funds.by_year if report.funds and len(entry.years) > 1 else ():
        if one.year == entry.year:
            continue
        goals = tuple(goal for goal in report.annual_goals if goal.year == one.year)
        told = {
            "fiscal_year": one.year,
            "self_evaluation": SelfEvaluation.model_construct(execution_rate=one.execution_rate),
            "annual_goals": goals,
        }
        yield replace(entry, report=report.model_copy(update=told))


def _chart(title: str, years: Sequence[YearEntry]) -> charts.Chart | None:
    groups = [lists.year_group([one.entry], one.address) for one in years]
    table = lists.group_table(groups)
    return charts.amounts(f"{title} 各年度预算与支出", table, by_year=True)


class Cell(NamedTuple):
    """A figure, and how it differs from the row below; None where it is not stated."""

    value: str | None
    change: str | None = None


class YearRow(NamedTuple):
    """A year of a project: its row as in lists, and what changed since the year before."""

    listed: ReportRow
    budget: Cell
    spent: Cell
    execution_rate: Cell
    score: Cell
    satisfaction: Cell
    reviewed_score: Cell
    execution_score: Cell
    goal_rate: Cell
    address: str
    told_in: int | None  # as of `YearEntry`

    @property
    def entry(self) -> Entry:
        """The report of the year."""
        return self.listed.entry


def _years(years: Sequence[YearEntry]) -> list[YearRow]:
    """The years of a project, newest first, each compared with the one before it.

    What is compared is what is shown: the rounded amounts, the rates as they stand beside them.
    """
    entries = [one.entry for one in years]
    rows = lists.report_rows(entries)
    claims = [entry.report.self_evaluation or SelfEvaluation() for entry in entries]
    satisfaction = [claim.satisfaction for claim in claims]
    full_marks = [
        claim.total or (entry.form and entry.form.total) or Decimal(100)
        for entry, claim in zip(entries, claims, strict=True)
    ]
    execution = [_execution(entry) for entry in entries]
    goals = [_goal_rate(entry) for entry in entries]
    columns = zip(
        rows,
        _amounts([row.budget for row in rows], _amount_change),
        _amounts([row.spent for row in rows], _amount_change),
        _cells([row.execution_rate for row in rows], [row.rate for row in rows], _rate_change),
        _scores([row.score for row in rows], full_marks),
        _rates(satisfaction),
        _scores([claim.reviewed_score for claim in claims], full_marks),
        _scores([score for score, _ in execution], [weight for _, weight in execution],
                shows_weight=True),
        _rates(goals),
        [one.address for one in years],
        [one.told_in for one in years],
        strict=True,
    )  # fmt: skip
    return [YearRow(*column) for column in columns]


def _execution(entry: Entry) -> tuple[Decimal | None, Decimal | None]:
    """Score and weight of the row of the budget's execution, of a report on one year."""
    funds = entry.report.funds
    if funds is None or len(entry.years) > 1:
        return None, None
    return funds.score, funds.weight


def _goal_rate(entry: Entry) -> Rate | None:
    """The rate at which the goal of the year was reached; of several goals there is none."""
    goals = entry.report.annual_goals
    if len(entry.years) > 1:
        goals = tuple(one for one in goals if one.year == entry.year)
    return goals[0].rate if len(goals) == 1 else None


def _columns(rows: Sequence[YearRow]) -> list[str]:
    """The columns that at least one of the years needs, in their order."""
    listed = lists.report_list([row.entry for row in rows]).columns
    columns: list[str] = [item for item in LIST_COLUMNS if item in listed]
    if any(row.satisfaction.value or row.entry.asks_for(Item.SATISFACTION) for row in rows):
        columns.append(Item.SATISFACTION)
    more = (("复核得分", "reviewed_score"), ("执行率得分", "execution_score"),
            ("目标完成率", "goal_rate"))  # fmt: skip
    return columns + [name for name, one in more if any(getattr(row, one).value for row in rows)]


Change = Callable[[Decimal, Decimal], str]


def _amounts(values: Sequence[Decimal | None], change: Change) -> list[Cell]:
    return _cells(map(figures.format_amount, values), values, change)


def _rates(rates: Sequence[Rate | None]) -> list[Cell]:
    texts = [str(rate) if rate else None for rate in rates]
    return _cells(texts, [rate.percent if rate else None for rate in rates], _rate_change)


def _scores(
    scores: Sequence[Decimal | None],
    full_marks: Sequence[Decimal | None],
    *,
    shows_weight: bool = False,
) -> list[Cell]:
    """Scores, compared with the year before only where full marks are the same."""
    cells = _amounts(scores, _score_change)
    return [
        Cell(
            f"{one.value} / {full:f}" if shows_weight and one.value and full else one.value,
            one.change if full == before else None,
        )
        for one, full, before in zip(cells, full_marks, [*full_marks, None][1:], strict=True)
    ]


def _cells(
    texts: Iterable[str | None], values: Sequence[Decimal | None], change: Change
) -> list[Cell]:
    """Newest first: what a value is compared with comes after it."""
    return [
        Cell(text, None if value is None or before is None else change(value, before))
        for text, value, before in zip(texts, values, [*values, None][1:], strict=True)
    ]


def _change(value: Decimal, before: Decimal, unit: str = "", *, with_share: bool = False) -> str:
    """`+12.3（+10.2%）`, `−2 个百分点`, `持平`."""
    difference = value - before
    if not difference:
        return "持平"
    share = figures.ratio(difference, before) if with_share else None
    rest = f"（{_signed(share)}%）" if share is not None else ""
    return f"{_signed(difference)}{unit}{rest}"


_amount_change = partial(_change, with_share=True)
_rate_change = partial(_change, unit=" 个百分点")
_score_change = partial(_change, unit=" 分")


def _signed(value: Decimal) -> str:
    return f"{'+' if value > 0 else '−'}{trimmed(abs(value)):,f}"


class IndicatorRow(NamedTuple):
    """An indicator: target and actual value in each year; None for a year that has it not."""

    name: str
    unit: str
    years: tuple[tuple[str, str | None] | None, ...]


def _indicators(entries: Sequence[Entry]) -> list[IndicatorRow]:
    """Indicators that at least two of the years have, by name and unit, in the newest's order."""
    tables = [{(i.name, i.unit or ""): i for i in entry.report.indicators} for entry in entries]
    names = dict.fromkeys(key for table in tables for key in table)
    return [
        IndicatorRow(*key, tuple(_target_and_actual(table.get(key)) for table in tables))
        for key in names
        if sum(key in table for table in tables) > 1
    ]


def _target_and_actual(one: Indicator | None) -> tuple[str, str | None] | None:
    if one is None:
        return None
    sign = sign_to_show(one)
    return f"{f'{sign} ' if sign else ''}{one.target or figures.UNSTATED}", one.actual

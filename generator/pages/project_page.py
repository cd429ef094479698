"""The page of a project: its years side by side, and how each differs from the year before."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from generator.check.indicators import sign_to_show
from generator.content.full_report import full_entry
from generator.model import figures
from generator.model.amounts import trimmed
from generator.model.choices import Item
from generator.model.entry import Entry, current
from generator.model.indicator import Indicator
from generator.model.project import Project
from generator.model.project_evaluation import SelfEvaluation
from generator.pages import charts, lists
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
        """The reports that it compares."""
        reports = [one.address + one.content_digest for one in self.project.entries]
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
        }
        rows = _years(entries)
        return render_page(
            self.address,
            "project.md.j2",
            metadata,
            title=title,
            department=department,
            crumbs=[("部门", "departments/"), (department.name, f"departments/{department.slug}/")],
            rows=rows,
            columns=_columns(rows),
            withdrawn=[entry for entry in full if entry.withdrawn],
            covered_in=self.project.covered_in,
            anchor=f"project-{self.project.slug}",
            indicators=_indicators(entries),
            chart=_chart(title, entries) if len(entries) >= CHARTED_YEARS else None,
            names={entry.report.project_name for entry in entries} - {title},
        )


def _chart(title: str, entries: Sequence[Entry]) -> charts.Chart | None:
    table = lists.group_table([lists.year_group([one], one.address) for one in entries])
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

    @property
    def entry(self) -> Entry:
        """The report of the year."""
        return self.listed.entry


def _years(entries: Sequence[Entry]) -> list[YearRow]:
    """The years of a project, newest first, each compared with the one before it.

    What is compared is what is shown: the rounded amounts, the rates as they stand beside them.
    """
    rows = lists.report_rows(entries)
    claims = [entry.report.self_evaluation or SelfEvaluation() for entry in entries]
    satisfaction = [claim.satisfaction for claim in claims]
    columns = zip(
        rows,
        _amounts([row.budget for row in rows], _amount_change),
        _amounts([row.spent for row in rows], _amount_change),
        _cells([row.execution_rate for row in rows], [row.rate for row in rows], _rate_change),
        _amounts([row.score for row in rows], _score_change),
        _cells([str(rate) if rate else None for rate in satisfaction],
               [rate.percent if rate else None for rate in satisfaction], _rate_change),
        strict=True,
    )  # fmt: skip
    return [YearRow(*column) for column in columns]


def _columns(rows: Sequence[YearRow]) -> list[Item]:
    """The columns that at least one of the years needs, in their order."""
    listed = lists.report_list([row.entry for row in rows]).columns
    columns = [item for item in LIST_COLUMNS if item in listed]
    if any(row.satisfaction.value or row.entry.asks_for(Item.SATISFACTION) for row in rows):
        columns.append(Item.SATISFACTION)
    return columns


Change = Callable[[Decimal, Decimal], str]


def _amounts(values: Sequence[Decimal | None], change: Change) -> list[Cell]:
    return _cells(map(figures.format_amount, values), values, change)


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

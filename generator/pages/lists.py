"""Lists of reports and of groups of them: lines and columns, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from generator.model import figures, totals
from generator.model.catalogue import Entry, current
from generator.model.choices import Grade, Item
from generator.model.report import SelfEvaluation
from generator.model.totals import Amounts, Part, Shown, Totals


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in a list; amounts in 万元, the rate in percent."""

    entry: Entry
    budget: Decimal | None
    spent: Decimal | None
    rate: Decimal | None  # that of the amounts, else the claimed one
    execution_rate: str | None
    claimed: bool
    grade: Grade | None
    score: Decimal | None

    def asks(self, item: str) -> bool:
        """Whether the report's form asks for it."""
        return self.entry.asks(Item(item))

    @property
    def grade_shown(self) -> str:
        """The grade, or what stands in its place."""
        absent = figures.UNSTATED if self.asks(Item.GRADE) else figures.NOT_ASKED
        return self.grade or absent

    def states(self, item: str) -> bool:
        """Whether there is something to show for it."""
        return {
            Item.ANNUAL_BUDGET: self.budget is not None,
            Item.SPENT: self.spent is not None,
            Item.EXECUTION_RATE: self.rate is not None,
            Item.SCORE: self.score is not None,
            Item.GRADE: self.grade is not None,
        }[Item(item)]

    @property
    def not_asked(self) -> list[Item]:
        """What lists show and this report has not, because its form does not ask for it."""
        return [item for item in LISTED if not self.asks(item) and not self.states(item)]


# What lists show of a report, where their reports have it.
LISTED = (Item.ANNUAL_BUDGET, Item.SPENT, Item.EXECUTION_RATE, Item.SCORE, Item.GRADE)


class ReportList(NamedTuple):
    """A list of reports; `columns` are those of `LISTED` that one of them states or should.

    `has_gaps` tells whether a report has nothing in a column because its form does not ask for it.
    """

    rows: Sequence[ReportRow]
    columns: frozenset[Item]
    has_gaps: bool


class Group(NamedTuple):
    """A year or a department with its reports: what an index calls it, what a chart does."""

    label: str
    short: str
    address: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A year's or a department's line in an index; amounts in 万元, rates in percent.

    `money` is of the reports that state both amounts, `budget_only` and `spent_only` of those that
    state one. `overall` is of overall reports of one fiscal year, `overall_address` leads to the
    only one of them; both are None else.
    """

    label: str
    short: str
    address: str
    totals: Totals
    money: Shown
    budget_only: Decimal | None
    spent_only: Decimal | None
    overall: Shown | None
    overall_address: str | None


def report_rows(entries: Iterable[Entry]) -> list[ReportRow]:
    """Reports as lines of a list, all amounts with the same number of decimals."""
    rows = [(entry, totals.amounts(entry)) for entry in entries]
    places = totals.decimals(amounts for _, amounts in rows)
    return [_report_row(entry, totals.shown(amounts, places)) for entry, amounts in rows]


def _report_row(entry: Entry, money: Shown) -> ReportRow:
    claims = entry.report.self_evaluation or SelfEvaluation()
    claimed = claims.execution_rate if money.rate is None else None
    return ReportRow(
        entry,
        money.budget,
        money.spent,
        claimed.percent if claimed else money.rate,
        str(claimed) if claimed else figures.percent(money.rate),
        claimed is not None,
        claims.grade,
        claims.score,
    )


def report_list(entries: Iterable[Entry]) -> ReportList:
    """Reports as a list: its lines and the columns that one of them at least needs."""
    rows = report_rows(entries)
    gaps = {item for row in rows for item in row.not_asked}
    columns = frozenset(item for item in LISTED if any(item not in row.not_asked for row in rows))
    return ReportList(rows, columns, not gaps.isdisjoint(columns))


def group_table(groups: Sequence[Group], together: str = "合计") -> list[GroupRow]:
    """Groups as lines of an index, and one last line for all of them."""
    everything = [entry for one in groups for entry in one.entries]
    lines = [*groups, Group(together, "", "", everything)]
    sums = [totals.totals(one.entries) for one in lines]
    places = totals.decimals(
        amounts for one in sums for amounts in (*one.money.every, *_overall_amounts(one))
    )
    return [_group_row(group, one, places) for group, one in zip(lines, sums, strict=True)]


def total_row(entries: Sequence[Entry]) -> GroupRow:
    """All of them in one line."""
    return group_table([Group("", "", "", entries)])[-1]


def _overall_amounts(sums: Totals) -> tuple[Amounts, ...]:
    """Those of overall reports, which are added up within one year only."""
    return sums.overall.every if len(sums.years) == 1 and sums.overall_count else ()


def _group_row(group: Group, sums: Totals, places: int) -> GroupRow:
    def rounded(part: Part) -> Decimal | None:
        return totals.to_places(part.total, places) if part.count else None

    shown = [totals.shown(amounts, places) for amounts in _overall_amounts(sums)]
    overall = [entry for entry in current(group.entries) if totals.is_overall(entry)]
    return GroupRow(
        group.label,
        group.short,
        group.address,
        sums,
        totals.shown(sums.money.amounts, places),
        rounded(sums.money.budget_only),
        rounded(sums.money.spent_only),
        shown[0] if shown else None,
        overall[0].address if len(overall) == 1 else None,
    )

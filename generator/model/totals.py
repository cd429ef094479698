"""Sums over reports, and amounts rounded so that budget, spending and rate agree as shown.

All amounts here are in 万元. A budget, a spending and an execution rate that stand side by side
are of the same reports: those that state both amounts. Amounts of the others are summed apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from generator.model import figures
from generator.model.amounts import Amounts, trimmed
from generator.model.choices import EvaluationType, Grade, Item
from generator.model.entry import Entry, ProjectKey, current, without_blanks

_PLACES = (2, 4, 6)  # decimals of a column in 万元: to 100 元, to the 元, to the 分


class RoundedAmounts(NamedTuple):
    """Amounts in 万元, rounded, and the execution rate in percent: they divide to the rate."""

    budget: Decimal | None
    spent: Decimal | None
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A sum in 万元 and the number of reports in it."""

    count: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class MoneyTotals:
    """Sums over some reports, each of which states both amounts, one of them, or neither.

    `amounts` are the sums over the `complete_count` reports that state both; None where there are
    none. `budget_only` and `spent_only` are the sums over those that state only one.
    """

    amounts: Amounts
    complete_count: int
    budget_only: Subtotal
    spent_only: Subtotal
    neither_count: int

    @property
    def all_amounts(self) -> tuple[Amounts, Amounts, Amounts]:
        """The sums over the reports that state both, the budget only, the spending only."""
        budget, spent = self.budget_only, self.spent_only
        return (
            self.amounts,
            Amounts(budget.total if budget.count else None, None),
            Amounts(None, spent.total if spent.count else None),
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of a set of reports.

    An overall report of a department (部门整体支出自评) covers the money of its projects: it is in
    `overall` alone. A project that was evaluated several times for a year counts once in `money`;
    `repeated_count` is the number of its other reports. `ungraded` counts the reports whose form
    asks for a grade that they do not state.
    """

    count: int  # reports on projects
    money: MoneyTotals
    repeated_count: int
    grades: Mapping[Grade, int]
    ungraded: int
    overall_count: int
    overall: MoneyTotals
    years: tuple[int, ...]  # newest first

    @property
    def grade_asked(self) -> int:
        """Number of reports that state a grade, or whose form asks for one."""
        return self.ungraded + sum(self.grades.values())


def totals(entries: Iterable[Entry]) -> Totals:
    """The totals of the reports that are not withdrawn."""
    standing = current(entries)
    overall = [entry for entry in standing if entry.is_overall]
    projects = [entry for entry in standing if not entry.is_overall]
    counted = each_project_once(projects)
    claims = [entry.report.self_evaluation for entry in projects]
    stated = [one.grade if one else None for one in claims]
    grades = Counter(grade for grade in stated if grade)
    return Totals(
        count=len(projects),
        money=_money(counted),
        repeated_count=len(projects) - len(counted),
        grades={grade: grades[grade] for grade in Grade if grades[grade]},
        ungraded=sum(
            grade is None and entry.asks_for(Item.GRADE)
            for grade, entry in zip(stated, projects, strict=True)
        ),
        overall_count=len(overall),
        overall=_money(overall),
        years=tuple(sorted({entry.year for entry in standing}, reverse=True)),
    )


def merged(parts: Sequence[Totals]) -> Totals:
    """The totals of all of them together; no project of a year is in two of them."""
    grades = {grade: sum(one.grades.get(grade, 0) for one in parts) for grade in Grade}
    return Totals(
        count=sum(one.count for one in parts),
        money=_merged_money([one.money for one in parts]),
        repeated_count=sum(one.repeated_count for one in parts),
        grades={grade: number for grade, number in grades.items() if number},
        ungraded=sum(one.ungraded for one in parts),
        overall_count=sum(one.overall_count for one in parts),
        overall=_merged_money([one.overall for one in parts]),
        years=tuple(sorted({year for one in parts for year in one.years}, reverse=True)),
    )


def _merged_money(parts: Sequence[MoneyTotals]) -> MoneyTotals:
    complete = [one.amounts for one in parts if one.complete_count]
    budget = _sum(one.budget for one in complete if one.budget is not None)
    spent = _sum(one.spent for one in complete if one.spent is not None)
    return MoneyTotals(
        Amounts(budget, spent) if complete else Amounts(None, None),
        sum(one.complete_count for one in parts),
        _merged_subtotal([one.budget_only for one in parts]),
        _merged_subtotal([one.spent_only for one in parts]),
        sum(one.neither_count for one in parts),
    )


def _merged_subtotal(parts: Sequence[Subtotal]) -> Subtotal:
    return Subtotal(sum(one.count for one in parts), _sum(one.total for one in parts))


def _not_covered(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Without those whose money a report on several projects tells already, of the same year.

    What it tells of all together cannot be divided, so it is counted, not they.
    """
    covered = {key for one in entries if one.report.projects for key in covered_keys(one)}
    if not covered:
        return entries
    return [entry for entry in entries if not own_keys(entry) & covered]


def covered_keys(entry: Entry) -> set[ProjectKey]:
    """The projects whose money a report on several tells, by slug and by name."""
    if not entry.report.projects or entry.amounts == (None, None):
        return set()
    return {
        (entry.year, entry.department.slug, key)
        for one in entry.report.projects
        for key in (one.slug, without_blanks(one.name))
        if key
    }


def own_keys(entry: Entry) -> set[ProjectKey]:
    """By what a report on several projects can cover it; nothing covers another such report."""
    if entry.report.projects:
        return set()
    return {(entry.year, entry.department.slug, entry.slug), entry.project_key}


def each_project_once(entries: Iterable[Entry]) -> list[Entry]:
    """Of the reports on projects those whose money `totals` counts."""
    return _each_project_once(_not_covered([one for one in entries if not one.is_overall]))


def _each_project_once(entries: Sequence[Entry]) -> list[Entry]:
    """Of the reports on one project in one year the one that states most amounts.

    A project is identified by year, department and name: its own evaluation (单位自评), the
    department's and the finance bureau's are of the same money.
    """
    if len({entry.project_key for entry in entries}) == len(entries):
        return list(entries)
    ranked = sorted(entries, key=rank)
    first = {entry.project_key: entry for entry in reversed(ranked)}
    return list(first.values())


def rank(entry: Entry) -> tuple[int, int]:
    """Of reports of the same money the one of the least rank is counted."""
    return entry.amounts.count(None), list(EvaluationType).index(entry.report.evaluation_type)


def _money(entries: Iterable[Entry]) -> MoneyTotals:
    stated = [entry.amounts for entry in entries]
    both = [one for one in stated if None not in one]
    budget_only = [one.budget for one in stated if one.spent is None and one.budget is not None]
    spent_only = [one.spent for one in stated if one.budget is None and one.spent is not None]
    budget = _sum(one.budget for one in both if one.budget is not None)
    spent = _sum(one.spent for one in both if one.spent is not None)
    return MoneyTotals(
        Amounts(budget, spent) if both else Amounts(None, None),
        len(both),
        Subtotal(len(budget_only), _sum(budget_only)),
        Subtotal(len(spent_only), _sum(spent_only)),
        len(stated) - len(both) - len(budget_only) - len(spent_only),
    )


def _sum(values: Iterable[Decimal]) -> Decimal:
    return trimmed(sum(values, Decimal(0)))


def decimal_places(rows: Iterable[Amounts]) -> int:
    """The number of decimals for the amounts of a list: the fewest with which each row divides.

    As a rule 2 (to 100 元), 0 where all amounts are whole; 4 or 6 only where with 2 an amount would
    be shown as zero, or no rate could be computed from a row.
    """
    stated = [row for row in rows if row != (None, None)]
    exact = max((_places(value) for row in stated for value in row if value is not None), default=0)
    if not exact:
        return 0
    enough = (places for places in _PLACES if all(_is_enough(row, places) for row in stated))
    return next(enough, exact)


def _is_enough(row: Amounts, places: int) -> bool:
    shown = rounded(row, places)
    if (row.budget and not shown.budget) or (row.spent and not shown.spent):
        return False
    return figures.ratio(row.spent, row.budget) is None or shown.rate is not None


def rounded(row: Amounts, places: int) -> RoundedAmounts:
    """The amounts with `places` decimals, and their rate with at most 2: as many as they give."""
    shown = Amounts(*(None if value is None else round_half_up(value, places) for value in row))
    return RoundedAmounts(*shown, _rate(row, shown))


def _rate(exact: Amounts, rounded: Amounts) -> Decimal | None:
    """The exact rate at the finest precision at which the rounded amounts give the same."""
    for places in (2, 1, 0):
        rate = figures.ratio(exact.spent, exact.budget, places)
        if rate is None or rate == figures.ratio(rounded.spent, rounded.budget, places):
            return rate
    return None


def round_half_up(value: Decimal, places: int) -> Decimal:
    """The value with `places` decimals, halves rounded up."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _places(value: Decimal) -> int:
    return max(0, -int(trimmed(value).as_tuple().exponent))


def in_yi(value: Decimal | None) -> str | None:
    """A sum in 万元 as text in 亿元: `1.93 亿元`; None below one 亿元."""
    if value is None or value < 10_000:
        return None
    return f"{trimmed(round_half_up(value / 10_000, 2)):,f} 亿元"

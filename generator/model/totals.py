"""Sums over reports, and columns of amounts beside their rate: whoever divides gets what is shown.

All amounts here are in 万元. A budget, a spending and an execution rate that stand side by side
are of the same reports: those that state both. What states only one of them is summed apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from generator.model import figures
from generator.model.catalogue import Entry, current
from generator.model.choices import EvaluationType, Grade, Item
from generator.model.report import Funds

_PLACES = (2, 4, 6)  # decimals of a column in 万元: to 100 元, to the 元, to the 分
_ZERO = Decimal(0)


class Amounts(NamedTuple):
    """Budget (全年预算) and spending (支出) in 万元, exact; None where it is not stated."""

    budget: Decimal | None
    spent: Decimal | None


class Shown(NamedTuple):
    """Amounts in 万元, rounded, and the execution rate in percent: they divide as shown."""

    budget: Decimal | None
    spent: Decimal | None
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Part:
    """A sum in 万元 and the number of reports in it."""

    count: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """The amounts of some reports, each report in one of four parts.

    `amounts` are the sums over the `complete` reports, which state both; None where there are
    none. `budget_only` and `spent_only` are sums over those that state one; `neither` is a number.
    """

    amounts: Amounts
    complete: int
    budget_only: Part
    spent_only: Part
    neither: int

    @property
    def every(self) -> tuple[Amounts, Amounts, Amounts]:
        """All the amounts that may be shown."""
        one, other = self.budget_only, self.spent_only
        return (
            self.amounts,
            Amounts(one.total if one.count else None, None),
            Amounts(None, other.total if other.count else None),
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """What a set of reports adds up to.

    An overall report of a department (部门整体支出自评) covers the money of its projects: it is in
    `overall` alone. A project that was evaluated several times for a year counts once in `money`;
    `repeated` is the number of its other reports. `ungraded` counts the reports whose form asks
    for a grade that they do not state, `grade_asked` all that state one or should.
    """

    count: int  # reports on projects
    money: Money
    repeated: int
    grades: Mapping[Grade, int]
    ungraded: int
    overall_count: int
    overall: Money
    years: tuple[int, ...]  # newest first

    @property
    def grade_asked(self) -> int:
        """Reports that state a grade or whose form asks for one."""
        return self.ungraded + sum(self.grades.values())


def is_overall(entry: Entry) -> bool:
    """Whether the report is on all that a department spends, its projects included."""
    return entry.report.evaluation_type is EvaluationType.OVERALL


def totals(entries: Iterable[Entry]) -> Totals:
    """Sums over the reports of `entries` that stand."""
    standing = current(entries)
    overall = [entry for entry in standing if is_overall(entry)]
    projects = [entry for entry in standing if not is_overall(entry)]
    counted = _each_project_once(projects)
    claims = [entry.report.self_evaluation for entry in projects]
    stated = [one.grade if one else None for one in claims]
    grades = Counter(grade for grade in stated if grade)
    return Totals(
        count=len(projects),
        money=_money(counted),
        repeated=len(projects) - len(counted),
        grades={grade: grades[grade] for grade in Grade if grades[grade]},
        ungraded=sum(
            grade is None and entry.asks(Item.GRADE)
            for grade, entry in zip(stated, projects, strict=True)
        ),
        overall_count=len(overall),
        overall=_money(overall),
        years=tuple(sorted({entry.year for entry in standing}, reverse=True)),
    )


_ORDER = list(EvaluationType)


def _each_project_once(entries: Sequence[Entry]) -> list[Entry]:
    """Of the reports on one project in one year the one with the most to add: both amounts.

    Department and project's name tell that it is one project: its own evaluation (单位自评), the
    department's and the finance bureau's are of the same money.
    """
    if len({_project(entry) for entry in entries}) == len(entries):
        return list(entries)
    ranked = sorted(entries, key=_rank)
    first = {_project(entry): entry for entry in reversed(ranked)}
    return list(first.values())


def _project(entry: Entry) -> tuple[int, str, str]:
    return entry.year, entry.department.slug, "".join(entry.report.project_name.split())


def _rank(entry: Entry) -> tuple[int, int]:
    return amounts(entry).count(None), _ORDER.index(entry.report.evaluation_type)


def amounts(entry: Entry) -> Amounts:
    """What a report states of the two."""
    funds = entry.report.funds or Funds()
    in_wan = figures.in_wan
    return Amounts(in_wan(funds.annual_budget, funds.unit), in_wan(funds.spent, funds.unit))


def _money(entries: Iterable[Entry]) -> Money:
    stated = [amounts(entry) for entry in entries]
    both = [one for one in stated if None not in one]
    budget_only = [one.budget for one in stated if one.spent is None and one.budget is not None]
    spent_only = [one.spent for one in stated if one.budget is None and one.spent is not None]
    budget = _sum(one.budget for one in both if one.budget is not None)
    spent = _sum(one.spent for one in both if one.spent is not None)
    return Money(
        Amounts(budget, spent) if both else Amounts(None, None),
        len(both),
        Part(len(budget_only), _sum(budget_only)),
        Part(len(spent_only), _sum(spent_only)),
        len(stated) - len(both) - len(budget_only) - len(spent_only),
    )


def _sum(values: Iterable[Decimal]) -> Decimal:
    return figures.trimmed(sum(values, _ZERO))


def decimals(rows: Iterable[Amounts]) -> int:
    """How many decimals the amounts of a list get: the fewest with which each row divides.

    Two of them as a rule (to 100 元), none where all amounts are whole; more only where two would
    show an amount as zero, or no rate at all could be told from them.
    """
    stated = [row for row in rows if row != (None, None)]
    exact = max((_places(value) for row in stated for value in row if value is not None), default=0)
    if not exact:
        return 0
    enough = (places for places in _PLACES if all(_is_enough(row, places) for row in stated))
    return next(enough, exact)


def _rounded(row: Amounts, places: int) -> Amounts:
    return Amounts(*(None if value is None else to_places(value, places) for value in row))


def _is_enough(row: Amounts, places: int) -> bool:
    rounded = _rounded(row, places)
    if any(value and not shown for value, shown in zip(row, rounded, strict=True)):
        return False
    return figures.ratio(row.spent, row.budget) is None or _rate(row, rounded) is not None


def shown(row: Amounts, places: int) -> Shown:
    """The amounts with `places` decimals, and the rate with as many (at most two) as they bear."""
    rounded = _rounded(row, places)
    return Shown(rounded.budget, rounded.spent, _rate(row, rounded))


def _rate(exact: Amounts, rounded: Amounts) -> Decimal | None:
    """The exact rate, rounded to where the rounded amounts give the same."""
    for places in (2, 1, 0):
        rate = figures.ratio(exact.spent, exact.budget, places)
        if rate is None or rate == figures.ratio(rounded.spent, rounded.budget, places):
            return rate
    return None


def to_places(value: Decimal, places: int) -> Decimal:
    """Rounded, halves up."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _places(value: Decimal) -> int:
    return max(0, -int(figures.trimmed(value).as_tuple().exponent))


def in_yi(value: Decimal | None) -> str | None:
    """A sum in 万元 in words that one can say: `1.93 亿元`; None below one 亿元."""
    if value is None or value < 10_000:
        return None
    return f"{figures.trimmed(to_places(value / 10_000, 2)):,f} 亿元"

"""One project over its years: figures side by side, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator import figures
from generator.catalogue import Entry
from generator.fields import Rate
from generator.model import Direction, Funds, Indicator, SelfEvaluation


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and how it differs from the year before that states it; None where unstated."""

    value: str | None
    change: str | None = None


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year of a project; amounts in 万元."""

    entry: Entry
    budget: Cell
    spent: Cell
    execution_rate: Cell
    claimed: bool
    score: Cell
    grade: str | None
    satisfaction: Cell


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator in several years: for each year, target and actual; None where it has none."""

    name: str
    unit: str
    years: tuple[tuple[str, str | None] | None, ...]


def years(entries: Sequence[Entry]) -> list[YearRow]:
    """The years of a project, newest first, each compared with the one before it."""
    funds = [entry.report.funds or Funds() for entry in entries]
    claims = [entry.report.self_evaluation or SelfEvaluation() for entry in entries]
    budgets = [figures.in_wan(one.annual_budget, one.unit) for one in funds]
    spent = [figures.in_wan(one.spent, one.unit) for one in funds]
    shown = figures.columns(budgets, spent)
    rates = [_rate(one, claim) for one, claim in zip(funds, claims, strict=True)]
    scores = [claim.score for claim in claims]
    pleased = [claim.satisfaction for claim in claims]
    columns = zip(
        entries,
        _cells(shown[0], budgets, _share),
        _cells(shown[1], spent, _share),
        _cells([rate and figures.percent(rate[0]) for rate in rates],
               [rate and rate[0] for rate in rates], _points),
        [bool(rate and rate[1]) for rate in rates],
        _cells([figures.amount(score) for score in scores], scores, _difference),
        [claim.grade for claim in claims],
        _cells([str(rate) if rate else None for rate in pleased],
               [rate.percent if rate else None for rate in pleased], _points),
        strict=True,
    )  # fmt: skip
    return [YearRow(*column) for column in columns]


def _rate(funds: Funds, claims: SelfEvaluation) -> tuple[Decimal, bool] | None:
    """The execution rate and whether it is only claimed, as lists show it."""
    computed = figures.execution_rate(funds)
    claimed: Rate | None = claims.execution_rate
    if computed is None:
        return (claimed.percent, True) if claimed else None
    return computed, False


def _cells(
    shown: Iterable[str | None], values: Sequence[Decimal | None], change: Change
) -> list[Cell]:
    """Newest first: what a value is compared with comes after it."""
    cells = []
    for place, (text, value) in enumerate(zip(shown, values, strict=True)):
        before = values[place + 1] if place + 1 < len(values) else None
        both = value is not None and before is not None
        cells.append(Cell(text, change(value, before) if both else None))  # type: ignore[arg-type]
    return cells


class Change:
    """How two values of consecutive years differ, in words."""

    def __init__(self, unit: str, *, share: bool = False) -> None:
        self._unit, self._share = unit, share

    def __call__(self, value: Decimal, before: Decimal) -> str:
        """`+12.3（+10.2%）`, `−2 个百分点`, `持平`."""
        difference = value - before
        if not difference:
            return "持平"
        share = figures.ratio(difference, before) if self._share else None
        rest = f"（{_signed(share)}%）" if share is not None else ""
        return f"{_signed(difference)}{self._unit}{rest}"


_share, _points, _difference = Change("", share=True), Change(" 个百分点"), Change(" 分")


def _signed(value: Decimal) -> str:
    return f"{'+' if value > 0 else '−'}{figures.trimmed(abs(value)):,f}"


def indicators(entries: Sequence[Entry]) -> list[IndicatorRow]:
    """Indicators that at least two of the years have, by name and unit, in the newest's order."""
    tables = [{(i.name, i.unit or ""): i for i in entry.report.indicators} for entry in entries]
    names = dict.fromkeys(key for table in tables for key in table)
    return [
        IndicatorRow(*key, tuple(_reached(table.get(key)) for table in tables))
        for key in names
        if sum(key in table for table in tables) > 1
    ]


def _reached(one: Indicator | None) -> tuple[str, str | None] | None:
    if one is None:
        return None
    is_sign = one.direction is not None and one.direction is not Direction.QUALITATIVE
    sign = f"{one.direction} " if is_sign else ""
    return f"{sign}{one.target or figures.UNSTATED}", one.actual

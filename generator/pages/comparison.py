"""One project over its years: figures side by side, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.check import measures
from generator.model import figures
from generator.model.catalogue import Entry
from generator.model.choices import Item
from generator.model.report import Indicator, SelfEvaluation
from generator.pages.lists import LISTED, ReportRow, report_list, report_rows


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and how it differs from the year before that states it; None where unstated."""

    value: str | None
    change: str | None = None


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year of a project: its line as lists have it, and what changed since the year before."""

    row: ReportRow
    budget: Cell
    spent: Cell
    execution_rate: Cell
    score: Cell
    satisfaction: Cell

    @property
    def entry(self) -> Entry:
        """The report of the year."""
        return self.row.entry


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator in several years: for each year, target and actual; None where it has none."""

    name: str
    unit: str
    years: tuple[tuple[str, str | None] | None, ...]


def years(entries: Sequence[Entry]) -> list[YearRow]:
    """The years of a project, newest first, each compared with the one before it.

    What is compared is what is shown: the rounded amounts, the rates as they stand beside them.
    """
    rows = report_rows(entries)
    claims = [entry.report.self_evaluation or SelfEvaluation() for entry in entries]
    budgets, spent = [row.budget for row in rows], [row.spent for row in rows]
    rates, scores = [row.rate for row in rows], [row.score for row in rows]
    pleased = [claim.satisfaction for claim in claims]
    columns = zip(
        rows,
        _cells(map(figures.amount, budgets), budgets, _share),
        _cells(map(figures.amount, spent), spent, _share),
        _cells([row.execution_rate for row in rows], rates, _points),
        _cells(map(figures.amount, scores), scores, _difference),
        _cells([str(rate) if rate else None for rate in pleased],
               [rate.percent if rate else None for rate in pleased], _points),
        strict=True,
    )  # fmt: skip
    return [YearRow(*column) for column in columns]


def columns(rows: Sequence[YearRow]) -> list[Item]:
    """The columns that one of the years needs at least, in their order."""
    lists = report_list([row.entry for row in rows])
    pleased = any(row.satisfaction.value or row.row.asks(Item.SATISFACTION) for row in rows)
    return [item for item in LISTED if item in lists.columns] + [Item.SATISFACTION] * pleased


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
    sign = measures.shown_sign(one)
    return f"{f'{sign} ' if sign else ''}{one.target or figures.UNSTATED}", one.actual

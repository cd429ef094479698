"""One project over its years: figures side by side, and how each differs from the year before."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from generator.check.indicators import sign_to_show
from generator.model import figures
from generator.model.catalogue import Entry
from generator.model.choices import Item
from generator.model.report import Indicator, SelfEvaluation
from generator.pages.lists import LIST_COLUMNS, ReportRow, report_list, report_rows


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, and how it differs from the row below; None where it is not stated."""

    value: str | None
    change: str | None = None


@dataclass(frozen=True, slots=True)
class YearRow:
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


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator: target and actual value in each year; None for a year that has it not."""

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
    satisfaction = [claim.satisfaction for claim in claims]
    columns = zip(
        rows,
        _cells(map(figures.format_amount, budgets), budgets, _amount_change),
        _cells(map(figures.format_amount, spent), spent, _amount_change),
        _cells([row.execution_rate for row in rows], rates, _rate_change),
        _cells(map(figures.format_amount, scores), scores, _score_change),
        _cells([str(rate) if rate else None for rate in satisfaction],
               [rate.percent if rate else None for rate in satisfaction], _rate_change),
        strict=True,
    )  # fmt: skip
    return [YearRow(*column) for column in columns]


def columns(rows: Sequence[YearRow]) -> list[Item]:
    """The columns that at least one of the years needs, in their order."""
    listed = report_list([row.entry for row in rows]).columns
    columns = [item for item in LIST_COLUMNS if item in listed]
    if any(row.satisfaction.value or row.listed.asks_for(Item.SATISFACTION) for row in rows):
        columns.append(Item.SATISFACTION)
    return columns


def _cells(
    texts: Iterable[str | None],
    values: Sequence[Decimal | None],
    change: Callable[[Decimal, Decimal], str],
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
    return f"{'+' if value > 0 else '−'}{figures.trimmed(abs(value)):,f}"


def indicators(entries: Sequence[Entry]) -> list[IndicatorRow]:
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

"""What templates show of records: rows and figures, ready to print, nothing left to compute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from generator import figures
from generator.catalogue import Entry
from generator.fields import Rate
from generator.figures import Totals
from generator.model import Funds, Indicator, Report, SelfEvaluation, Site


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure; `value` None is shown as 未填报, `note` says where it comes from."""

    label: str
    value: str | None
    unit: str = ""
    note: str = ""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class FundRow:
    """One amount of the report with its share of the largest, in percent, for a bar."""

    label: str
    value: str | None
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the narrative with its number; its text, or the headings under it."""

    anchor: str
    heading: str
    text: str | None
    subsections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report page's parts."""

    figures: tuple[Figure, ...]
    funds: tuple[FundRow, ...]
    share_of_total: str | None
    indicators: tuple[Indicator, ...]
    weight_total: Decimal | None
    score_total: Decimal | None
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in a list; amounts in 万元."""

    entry: Entry
    budget: str | None
    spent: str | None
    execution_rate: str | None
    claimed: bool
    grade: str | None
    score: Decimal | None


class Group(NamedTuple):
    """A year or a department with its reports: what an index calls it, what a chart does."""

    label: str
    short: str
    address: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A year's or a department's line in an index; amounts in 万元."""

    label: str
    short: str
    address: str
    totals: Totals
    budget: str | None
    spent: str | None


def report_view(entry: Entry) -> ReportView:
    """Everything that the page of `entry` shows beside its text."""
    report = entry.report
    funds = report.funds or Funds()
    return ReportView(
        figures=tuple(_key_figures(report, funds, report.self_evaluation or SelfEvaluation())),
        funds=tuple(_fund_rows(funds)),
        share_of_total=figures.percent(figures.ratio(funds.spent, funds.total_cost)),
        indicators=report.indicators,
        weight_total=_total([indicator.weight for indicator in report.indicators]),
        score_total=_total([indicator.score for indicator in report.indicators]),
        sections=tuple(_sections(entry)),
    )


def _key_figures(report: Report, funds: Funds, claims: SelfEvaluation) -> Iterator[Figure]:
    unit = funds.unit or ""
    yield Figure("项目总额", figures.amount(funds.total_cost), unit)
    yield Figure("全年预算", figures.amount(funds.annual_budget), unit)
    yield Figure("到位", figures.amount(funds.received), unit)
    yield Figure("支出", figures.amount(funds.spent), unit)
    yield _rate("到位率", claims.received_rate, figures.received_rate(funds))
    yield _rate("执行率", claims.execution_rate, figures.execution_rate(funds))
    yield Figure("自评得分", figures.amount(claims.score), "分")
    yield Figure("自评等级", claims.grade)
    yield _rate("满意度", claims.satisfaction, None)


def _rate(label: str, claimed: Rate | None, computed: Decimal | None) -> Figure:
    """The claimed rate first; the computed one beside it, alone where nothing is claimed."""
    if computed is None:
        return Figure(label, str(claimed), note="自报") if claimed else Figure(label, None)
    if claimed is None:
        return Figure(label, None, note=f"按数据计算 {figures.percent(computed)}")
    if figures.differs(claimed, computed):
        by_data = f"按数据计算 {figures.percent(computed)}，两者不同"
        return Figure(label, str(claimed), note=f"自报 {claimed}，{by_data}", differs=True)
    return Figure(label, str(claimed), note=f"自报 {claimed}，按数据计算 {claimed}")


def _fund_rows(funds: Funds) -> Iterator[FundRow]:
    amounts = {
        "项目总额": funds.total_cost,
        "年初预算": funds.initial_budget,
        "全年预算": funds.annual_budget,
        "到位": funds.received,
        "支出": funds.spent,
    }
    largest = max((value for value in amounts.values() if value is not None), default=None)
    for label, value in amounts.items():
        yield FundRow(label, figures.amount(value), figures.ratio(value, largest))


def _total(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum where every row states its part; a sum over gaps would mislead."""
    stated = [value for value in values if value is not None]
    return sum(stated, Decimal(0)) if stated and len(stated) == len(values) else None


def _sections(entry: Entry) -> Iterator[Section]:
    """The narrative in the outline's order; a heading that the report leaves out has no text."""
    narrative = entry.report.narrative or {}
    for number, section in enumerate(entry.outline.sections if entry.outline else (), start=1):
        content = narrative.get(section.heading)
        heading = f"{figures.chinese_number(number)}、{section.heading}"
        if content is None or isinstance(content, str):
            below: tuple[Section, ...] = ()
            text = content
        else:
            text = None
            below = tuple(
                Section(
                    f"s{number}-{place}",
                    f"（{figures.chinese_number(place)}）{subheading}",
                    content.get(subheading),
                )
                for place, subheading in enumerate(section.subheadings, start=1)
            )
        yield Section(f"s{number}", heading, text, below)


def citation(site: Site, entry: Entry) -> str:
    """How to cite a report: who wrote it, what it is called, where and when it was published."""
    record = entry.report
    when = record.publication_date or date.min
    return (
        f"{entry.issued_by}：《{record.title}》（{entry.year} 年度），"
        f"{site.name}，{when.year} 年 {when.month} 月 {when.day} 日公开"
    )


def report_rows(entries: Iterable[Entry]) -> list[ReportRow]:
    """Reports as lines of a list, amounts of a column with the same number of decimals."""
    rows = list(entries)
    funds = [entry.report.funds or Funds() for entry in rows]
    budgets, spent = figures.columns(
        [figures.in_wan(f.annual_budget, f.unit) for f in funds],
        [figures.in_wan(f.spent, f.unit) for f in funds],
    )
    return [_report_row(*cells) for cells in zip(rows, budgets, spent, strict=True)]


def _report_row(entry: Entry, budget: str | None, spent: str | None) -> ReportRow:
    claims = entry.report.self_evaluation or SelfEvaluation()
    computed = figures.percent(figures.execution_rate(entry.report.funds))
    claimed = str(claims.execution_rate) if claims.execution_rate else None
    return ReportRow(
        entry,
        budget,
        spent,
        computed or claimed,
        computed is None and claimed is not None,
        claims.grade,
        claims.score,
    )


def group_table(groups: Sequence[Group]) -> list[GroupRow]:
    """Groups as lines of an index, and one last line for all of them."""
    everything = [entry for one in groups for entry in one.entries]
    lines = [*groups, Group("合计", "", "", everything)]
    totals = [figures.totals(one.entries) for one in lines]
    budgets, spent = figures.columns(
        [one.budget.value for one in totals], [one.spent.value for one in totals]
    )
    return [
        GroupRow(one.label, one.short, one.address, together, budget, paid)
        for one, together, budget, paid in zip(lines, totals, budgets, spent, strict=True)
    ]

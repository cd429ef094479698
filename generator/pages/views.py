"""What a report's page and its PDF show: figures, rows and sections, ready to print."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from generator.model import figures
from generator.model.catalogue import Entry
from generator.model.choices import Item
from generator.model.fields import Rate
from generator.model.report import Funds, Indicator, SelfEvaluation, Site


class Figure(NamedTuple):
    """One key figure."""

    label: str
    value: str | None  # None is shown as 未填报
    unit: str = ""
    note: str = ""  # where the value comes from
    differs: bool = False  # whether the claimed value and the computed one do
    computed: str | None = None


class FundRow(NamedTuple):
    """One amount of the report."""

    label: str
    value: str | None
    share: Decimal | None  # of the largest amount, in percent: the length of a bar


class Section(NamedTuple):
    """A section of the narrative: its text, or the sections under it."""

    anchor: str
    heading: str  # with its number
    text: str | None
    subsections: "tuple[Section, ...]" = ()


class ReportView(NamedTuple):
    """The parts of a report's page."""

    money: tuple[Figure, ...]
    results: tuple[Figure, ...]
    funds: tuple[FundRow, ...]
    share_of_total: str | None
    indicators: tuple[Indicator, ...]
    weight_total: Decimal | None
    score_total: Decimal | None
    sections: tuple[Section, ...]


def report_view(entry: Entry) -> ReportView:
    """What the page of a full `entry` shows."""
    report = entry.report
    funds = report.funds or Funds()
    amounts = _amounts(entry, funds)
    largest = max((value for value in amounts.values() if value is not None), default=None)
    return ReportView(
        money=tuple(
            Figure(item, figures.format_amount(value), funds.unit or "")
            for item, value in amounts.items()
            if item is not Item.INITIAL_BUDGET
        ),
        results=tuple(_result_figures(entry, funds, report.self_evaluation or SelfEvaluation())),
        funds=tuple(
            FundRow(item, figures.format_amount(value), figures.ratio(value, largest))
            for item, value in amounts.items()
        ),
        share_of_total=figures.format_percent(figures.ratio(funds.spent, funds.total_cost)),
        indicators=report.indicators,
        weight_total=_total([indicator.weight for indicator in report.indicators]),
        score_total=_total([indicator.score for indicator in report.indicators]),
        sections=tuple(_sections(entry)),
    )


def _amounts(entry: Entry, funds: Funds) -> dict[Item, Decimal | None]:
    """The amounts that the report states or that its form asks for."""
    amounts = {
        Item.TOTAL_COST: funds.total_cost,
        Item.INITIAL_BUDGET: funds.initial_budget,
        Item.ANNUAL_BUDGET: funds.annual_budget,
        Item.RECEIVED: funds.received,
        Item.SPENT: funds.spent,
    }
    return {
        item: value for item, value in amounts.items() if value is not None or entry.asks_for(item)
    }


def _result_figures(entry: Entry, funds: Funds, claims: SelfEvaluation) -> Iterator[Figure]:
    received, executed = figures.received_rate(funds), figures.execution_rate(funds)
    found = {
        Item.RECEIVED_RATE: _rate("到位率", claims.received_rate, received),
        Item.EXECUTION_RATE: _rate("执行率", claims.execution_rate, executed),
        Item.SCORE: Figure("自评得分", figures.format_amount(claims.score), "分"),
        Item.GRADE: Figure("自评等级", claims.grade),
        Item.SATISFACTION: _rate("满意度", claims.satisfaction, None),
    }
    for item, one in found.items():
        if one.value is not None or entry.asks_for(item):
            yield one
        elif one.computed:
            yield one._replace(value=one.computed, note="按数据计算")


def _rate(label: str, claimed: Rate | None, computed: Decimal | None) -> Figure:
    """The claimed rate first; the computed one beside it, alone where nothing is claimed."""
    if computed is None:
        return Figure(label, str(claimed), note="自报") if claimed else Figure(label, None)
    shown = figures.format_percent(computed)
    if claimed is None:
        return Figure(label, None, note=f"按数据计算 {shown}", computed=shown)
    if figures.differs(claimed, computed):
        note = f"自报 {claimed}，按数据计算 {shown}，两者不同"
        return Figure(label, str(claimed), note=note, differs=True)
    return Figure(label, str(claimed), note=f"自报 {claimed}，按数据计算 {claimed}")


def _total(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum where every row states its part; a sum over gaps would mislead."""
    stated = [value for value in values if value is not None]
    return sum(stated, Decimal(0)) if stated and len(stated) == len(values) else None


def _sections(entry: Entry) -> Iterator[Section]:
    """The narrative in the outline's order; a heading that the report leaves out has no text."""
    narrative = entry.report.narrative or {}
    for number, section in enumerate(entry.outline.sections if entry.outline else (), start=1):
        content = narrative.get(section.heading)
        heading = f"{figures.chinese_numeral(number)}、{section.heading}"
        if content is None or isinstance(content, str):
            yield Section(f"s{number}", heading, content)
            continue
        below = tuple(
            Section(
                f"s{number}-{place}",
                f"（{figures.chinese_numeral(place)}）{subheading}",
                content.get(subheading),
            )
            for place, subheading in enumerate(section.subheadings, start=1)
        )
        yield Section(f"s{number}", heading, None, below)


def citation(site: Site, entry: Entry) -> str:
    """How to cite a report: its author and title, where and when it was published."""
    record = entry.report
    days = [f"{_day(record.publication_date or date.min)}公开"]
    days += [f"{_day(record.corrections[-1].date)}更正"] if record.corrections else []
    source = f"{entry.issued_by}：《{record.title}》（{entry.year} 年度）"
    return "，".join([source, site.name, *days])


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"

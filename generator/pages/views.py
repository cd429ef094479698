"""What a report's page and its PDF show: figures, rows and sections, ready to print."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.model import figures
from generator.model.choices import Direction, EvaluationType, Item
from generator.model.entry import Entry
from generator.model.fields import Rate
from generator.model.form import Form
from generator.model.funds import Funds
from generator.model.indicator import Indicator
from generator.model.project_evaluation import SelfEvaluation
from generator.model.report import Correction
from generator.pages import blocks, record_lines, tables
from generator.pages.blocks import Block
from generator.pages.fund_tables import fund_tables
from generator.pages.sections import Section, sections
from generator.pages.tables import Table


class Figure(NamedTuple):
    """One key figure."""

    label: str
    value: str | None  # None is shown as 未填报
    unit: str = ""
    note: str = ""  # where the value comes from
    differs: bool = False  # whether the claimed value and the computed one do
    computed: str | None = None
    field: str = ""  # its path in the format


class FundRow(NamedTuple):
    """One amount of the report."""

    label: str
    value: str | None
    share: Decimal | None  # of the largest amount, in percent: the length of a bar
    field: str = ""  # its path in the format


Details = tuple[tuple[str, str], ...]  # label and text


class ReportView(NamedTuple):
    """The parts of a report's page."""

    money: tuple[Figure, ...]
    results: tuple[Figure, ...]
    funds: tuple[FundRow, ...]
    share_of_total: str | None
    indicators: tuple[Indicator, ...]
    indicator_rows: tuple[tuple[Indicator, str, Details], ...]  # with its levels
    weight_total: Decimal | None
    score_total: Decimal | None
    total_label: str
    form_total: tuple[str, str, str] | None  # label, full marks, score: with the execution's
    sections: tuple[Section, ...]
    implementing_unit: str | None
    implementing_label: str  # as the form prints it
    date_label: str  # of the report's date, as the form prints it
    record: tuple[tuple[str, str], ...]  # lines of the record block beside the usual ones
    numbers: tuple[tuple[str, str], ...]  # likewise
    blocks: tuple[Block, ...]
    indicator_columns: tuple[tuple[str, str], ...]  # key and label, in the form's order
    sources: tuple[Table, ...]  # tables below the amounts: sources, years
    corrections: tuple[tuple[Correction, Table | None], ...]  # with what each changed


def report_view(entry: Entry) -> ReportView:
    """What the page of a full `entry` shows."""
    report = entry.report
    funds = report.funds or Funds()
    amounts = _amounts(entry, funds)
    scored = [one for one in report.indicators if not one.is_scored_above]
    largest = max((value for value in amounts.values() if value is not None), default=None)
    return ReportView(
        money=tuple(
            Figure(item, figures.format_amount(value), funds.unit or "", field=f"资金.{item}")
            for item, value in amounts.items()
            if item is not Item.INITIAL_BUDGET
        ),
        results=tuple(_result_figures(entry, funds, report.self_evaluation or SelfEvaluation())),
        funds=tuple(
            FundRow(
                _fund_label(entry.form, item),
                tables.amount(value),
                figures.ratio(value, largest),
                f"资金.{item}",
            )
            for item, value in _with_balance(amounts, funds).items()
        ),
        share_of_total=figures.format_percent(figures.ratio(funds.spent, funds.total_cost)),
        indicators=report.indicators,
        indicator_rows=tuple(
            (one, _levels(one), tuple(_details(one, entry.form))) for one in report.indicators
        ),
        weight_total=_total([one.weight for one in scored]),
        score_total=_total([one.score for one in scored]),
        total_label="合计" if funds.weight is None else "指标合计",  # execution stands outside
        form_total=_form_total(entry, funds, report.self_evaluation or SelfEvaluation()),
        sections=tuple(sections(entry)),
        implementing_unit=record_lines.implementing_unit(report),
        implementing_label=entry.form.printed("实施单位") if entry.form else "实施单位",
        date_label=entry.form.printed("报告日期") if entry.form else "报告日期",
        record=tuple(record_lines.of_report(entry)),
        numbers=tuple(record_lines.numbers(entry)),
        blocks=tuple(blocks.blocks(entry)),
        indicator_columns=tuple(_indicator_columns(entry.form, report.indicators)),
        sources=tuple(fund_tables(funds, entry.form)),
        corrections=tuple((one, tables.changes_table(one)) for one in report.corrections),
    )


_INDICATOR_COLUMNS = {"目标值": "target", "完成值": "actual", "分值": "weight", "得分": "score"}


def _indicator_columns(form: Form | None, rows: Sequence[Indicator]) -> Iterator[tuple[str, str]]:
    """The four columns of figures, in the form's order and words; what it lacks if it is stated."""
    part = form.part("指标") if form else None
    if form is None or part is None or not part.columns:
        yield from ((one, one) for one in _INDICATOR_COLUMNS)
        return
    printed = {one.field: one.printed or one.field for one in part.columns}
    yield from ((key, label) for key, label in printed.items() if key in _INDICATOR_COLUMNS)
    for key, name in _INDICATOR_COLUMNS.items():
        if key not in printed and any(tables.is_stated(row, name) for row in rows):
            yield key, key


def _levels(row: Indicator) -> str:
    kind = row.direction if row.direction is Direction.QUALITATIVE else None  # has no sign
    return " · ".join(one for one in (row.goal, row.first_level, row.second_level, kind) if one)


# What is said of an indicator below its row: key and name.
_DETAILS = (
    ("解释", "explanation"), ("评分标准", "standard"), ("完成情况", "completion"),
    ("权重占比", "weight_share"), ("折算得分", "converted_score"), ("复核分", "reviewed_score"),
    ("扣分原因", "deduction_reason"), ("偏差原因", "deviation_reason"),
)  # fmt: skip


def _details(row: Indicator, form: Form | None) -> Iterator[tuple[str, str]]:
    if row.is_scored_above:
        yield "计分", "与上一行合并计分"
    struck = row.not_applicable
    for key, name in _DETAILS:
        if getattr(row, name) is not None or name in struck:
            label = form.printed("指标", key) if form else key
            yield label, tables.cell(row, name)
    standards = row.grade_standards
    for key, text in zip("优良中差", standards.texts if standards else (), strict=False):
        if text:
            yield f"{key}的标准", text


def _fund_label(form: Form | None, item: str) -> str:
    return form.printed("资金", item) if form else item


def _with_balance(amounts: dict[Item, Decimal | None], funds: Funds) -> dict[str, Decimal | None]:
    """The amounts, and what was left where the report states it."""
    stated = {str(item): value for item, value in amounts.items()}
    if funds.balance is not None:
        stated["结余"] = funds.balance
    return stated


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
        item: value
        for item, value in amounts.items()
        if value is not None or _is_asked(entry, item)
    }


def _is_asked(entry: Entry, item: Item) -> bool:
    """Whether the form asks for it, and not of each project of the report that states it."""
    is_result = item in (Item.SCORE, Item.GRADE, Item.SATISFACTION)
    left = entry.report.leaves_to_projects("自评" if is_result else "资金")
    return entry.asks_for(item) and not left


_BY_OTHERS = (EvaluationType.DEPARTMENT, EvaluationType.FINANCE)


def _result_figures(entry: Entry, funds: Funds, claims: SelfEvaluation) -> Iterator[Figure]:
    received, executed = figures.received_rate(funds), figures.execution_rate(funds)
    whose = "评价" if entry.report.evaluation_type in _BY_OTHERS else "自评"
    found = {
        Item.RECEIVED_RATE: _rate("到位率", claims.received_rate, received),
        Item.EXECUTION_RATE: _rate("执行率", claims.execution_rate, executed),
        Item.SCORE: Figure(
            f"{whose}得分", figures.format_amount(claims.score), "分", _of_total(claims, entry.form)
        ),
        Item.GRADE: Figure(
            f"{whose}等级", claims.grade or claims.other_grade, note=claims.grade_scale or ""
        ),
        Item.SATISFACTION: _rate("满意度", claims.satisfaction, None),
    }
    for item, figure in found.items():
        is_other = item is Item.GRADE and not claims.grade
        one = figure._replace(field=f"自评.{'其他等级' if is_other else item}")
        if one.value is not None or _is_asked(entry, item):
            yield one
        elif one.computed:
            yield one._replace(value=one.computed, note="按数据计算")
    if claims.received_on_time_rate:
        yield Figure("到位及时率", str(claims.received_on_time_rate), note="自报")
    if claims.score_rate:
        yield Figure("得分率", str(claims.score_rate), note="自报")
    if claims.reviewed_score is not None:
        yield Figure("复核得分", figures.format_amount(claims.reviewed_score), "分")


def _form_total(entry: Entry, funds: Funds, claims: SelfEvaluation) -> tuple[str, str, str] | None:
    """The form's own last row, where the budget's execution scores beside the indicators."""
    if funds.weight is None or claims.score is None:
        return None
    printed = entry.form.printed("自评.得分") if entry.form else "得分"
    full = figures.format_amount(claims.total) or figures.NOT_ASKED
    return "总分" if printed == "得分" else printed, full, tables.cell(claims, "score")


def _of_total(claims: SelfEvaluation, form: Form | None) -> str:
    """What full marks are, where they are stated: the usual 100 only if the form has a cell."""
    total = claims.total
    is_asked = form is not None and form.part("自评.总分") is not None
    return f"满分 {total:f}" if total is not None and (total != 100 or is_asked) else ""


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

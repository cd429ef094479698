"""Indicators scored far above the execution of the budget."""

from collections.abc import Iterator
from decimal import Decimal

from generator.check.indicators import complete_sum, is_execution_row, scored_rows
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.amounts import trimmed
from generator.model.choices import EvaluationType
from generator.model.figures import execution_rate, ratio
from generator.model.form import Form

_ROWS = """\
指标:
  - {一级: 预算执行, 三级: 预算执行率, 性质: ≥, 目标值: 100, 单位: "%%", 完成值: %s0, 分值: 10, 得分: %s, 偏差原因: 质量保证金没有支付。}
  - {一级: 产出指标, 二级: 数量指标, 三级: 更换供水管网, 性质: ≥, 目标值: 46, 单位: 公里, 完成值: 46, 分值: 90, 得分: 86, 偏差原因: 两处返工。}
"""  # noqa: E501  rows of a table

RULE = Rule(
    title="指标得分明显高于预算执行得分",
    why="钱没有花出去，指标却几乎全部完成，要么预算报多了，要么目标定低了，要么完成值不实。",
    mend="核对完成值和执行率；确有原因的（如质量保证金、节约），在“偏差原因”里写明并核实。",
    sources=(
        "惯例：有的财政部门的绩效系统，"
        "（指标得分÷90－执行得分÷10）÷（指标得分÷90）大于 5% 时红灯预警；没有成文的规定",
    ),
    failing=_ROWS % ("7", "7"),
    passing=_ROWS % ("9", "9.2"),
    limits={"差距": Limit(Decimal(5), "执行得分率比指标得分率低百分之几以上才提醒")},
)


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Compare the shares of their weights that indicators and execution earn."""
    if subject.report.evaluation_type is not EvaluationType.UNIT:
        return
    rows = list(subject.indicators)
    number = next((number for number, row in enumerate(rows) if is_execution_row(row)), None)
    where, executed = _execution(subject, number)
    if number is not None:
        del rows[number]
    rows = scored_rows(rows)
    score = complete_sum([row.score for row in rows])
    weight = complete_sum([row.weight for row in rows]) or _of_form(subject.form)
    earned = score / weight if score is not None else None
    if not earned or executed is None or (earned - executed) / earned * 100 <= limits["差距"]:
        return
    message = (
        f"指标得了 {_percent(earned)} 的分，预算执行只得 {_percent(executed)}，差距超过"
        f" {limits['差距']}%。请核对完成值和执行率，确有原因的写进“偏差原因”或“资金”的“说明”。"
    )
    yield Finding(where, message)


def _of_form(form: Form | None) -> Decimal:
    """The points that a form without a column of weights gives the indicators: 90 in most."""
    if form is None or form.execution_weight is None:
        return Decimal(90)
    return ((form.total or 100) - form.execution_weight) or Decimal(90)


def _execution(
    subject: Subject, number: int | None
) -> tuple[tuple[str | int, ...], Decimal | None]:
    """The share that the execution earns, by its row, else by its rate, and where it stands."""
    if number is not None:
        row = subject.indicators[number]
        if row.score is not None:
            return ("指标", number, "得分"), row.score / (row.weight or 10)
    claimed, funds = subject.claimed.execution_rate, subject.funds
    if claimed:
        return ("自评", "执行率"), min(claimed.percent / 100, Decimal(1))
    if funds.score is not None and funds.weight:
        return ("资金", "得分"), funds.score / funds.weight
    rate = execution_rate(funds)
    return ("指标",), min(rate / 100, Decimal(1)) if rate is not None else None


def _percent(share: Decimal) -> str:
    return f"{trimmed(ratio(share, Decimal(1)) or share)}%"

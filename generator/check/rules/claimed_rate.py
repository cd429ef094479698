"""到位率 or 执行率 as claimed against the rate that the report's own amounts make.

Nothing is found where a rate cannot be computed: an amount that is not stated is no fault.
"""

from collections.abc import Iterator
from decimal import Decimal

from generator.check.fund_columns import stated_amounts
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.fields import Rate
from generator.model.figures import (
    differs,
    execution_rate,
    format_amount,
    format_percent,
    ratio,
    received_rate,
)
from generator.model.problems import Level
from generator.model.report import Funds

RULE = Rule(
    level=Level.WARNING,
    title="自报的到位率、执行率与金额不符",
    why="网页上自报的比率和按金额算出的比率并排显示，两个数不同，读者就知道有一个错了。"
    "常见的原因是分母用错：执行率的分母是调整后的全年预算，不是到位，也不是年初预算。",
    mend="核对支出、到位和全年预算；金额没有错的，改正自评里的比率。原文如此、不能改的，写“核实”。",
    sources=(
        "四川省项目支出绩效自评表（2023）：执行率 = 预算执行数 ÷ 调整后预算数",
        "到位率 = 到位 ÷ 全年预算是通行算法，没有查到成文规定；按年初预算算得出的也不提示",
    ),
    failing="{资金: {单位: 万元, 全年预算: 320, 支出: 304}, 自评: {执行率: 100%}}",
    passing="{资金: {单位: 万元, 全年预算: 320, 支出: 304}, 自评: {执行率: 95.0%}}",
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare both rates, at the coarser precision of the two."""
    funds, claimed = subject.funds, subject.claimed
    received, executed = claimed.received_rate, claimed.execution_rate
    by_initial_budget = _is_ratio(received, funds.received, funds.initial_budget)
    if differs(received, received_rate(funds)) and not by_initial_budget:
        yield _finding("到位率", received, "到位", funds.received, funds)
    if differs(executed, execution_rate(funds)):
        yield _finding("执行率", executed, "支出", funds.spent, funds)


def _finding(
    name: str, claimed: Rate | None, label: str, part: Decimal | None, funds: Funds
) -> Finding:
    computed = format_percent(ratio(part, funds.annual_budget))
    message = (
        f"自评的{name}是 {claimed}，按{label} {format_amount(part)} ÷ 全年预算 "
        f"{format_amount(funds.annual_budget)} 算是 {computed}。{_hint(name, claimed, part, funds)}"
    )
    return Finding(("自评", name), message)


def _hint(name: str, claimed: Rate | None, part: Decimal | None, funds: Funds) -> str:
    """What the amount was divided by instead, where that is clear."""
    for label, whole in stated_amounts(funds, "到位", "年初预算", "项目总额").items():
        if part is not whole and _is_ratio(claimed, part, whole):
            return f"自评的数是除以{label} {format_amount(whole)} 得来的，请改用全年预算作分母。"
    return f"请核对这两个金额和{name}，改正填错的一个。"


def _is_ratio(claimed: Rate | None, part: Decimal | None, whole: Decimal | None) -> bool:
    """Whether the claimed rate is `part` of `whole`."""
    computed = ratio(part, whole)
    return computed is not None and not differs(claimed, computed)

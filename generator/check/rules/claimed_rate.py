"""到位率 or 执行率 as claimed against the rate that the report's own amounts make.

Nothing is found where a rate cannot be computed: an amount that is not stated is no fault.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.check.fund_columns import stated_amounts
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.fields import Rate, half_width
from generator.model.figures import differs, format_amount, format_percent, ratio
from generator.model.funds import Funds

RULE = Rule(
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


_PROGRESS = re.compile("(?:资金|预算)?(?:支付|支出|执行|使用)(?:进度|率)")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,8})?) ?%")


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare both rates, at the coarser precision of the two."""
    funds, claimed = subject.funds, subject.claimed
    initial_rate = ratio(funds.received, funds.initial_budget)
    if initial_rate is None or differs(claimed.received_rate, initial_rate):
        yield from _check_rate("到位率", claimed.received_rate, "到位", funds)
    yield from _check_rate("执行率", claimed.execution_rate, "支出", funds)
    yield from _check_progress(subject)


def _check_rate(name: str, claimed: Rate | None, label: str, funds: Funds) -> Iterator[Finding]:
    part = stated_amounts(funds, label).get(label)
    computed = ratio(part, funds.annual_budget)
    if differs(claimed, computed):
        message = (
            f"自评的{name}是 {claimed}，按{label} {format_amount(part)} ÷ 全年预算 "
            f"{format_amount(funds.annual_budget)} 算是 {format_percent(computed)}。"
        )
        yield Finding(("自评", name), message + _hint(name, claimed, label, funds))


def _check_progress(subject: Subject) -> Iterator[Finding]:
    """The progress of payments, which some forms ask for in a cell of words."""
    funds = subject.funds
    computed = ratio(funds.spent, funds.annual_budget)
    for number, row in enumerate((subject.project or subject.report).fund_management):
        found = _PERCENT.fullmatch(half_width(row.situation or "").strip())
        if found and _PROGRESS.fullmatch(row.item):
            claimed = Rate(Decimal(found[1]))
            if differs(claimed, computed):
                message = (
                    f"“{row.item}”写的是 {claimed}，按支出 {format_amount(funds.spent)} ÷ 全年预算 "
                    f"{format_amount(funds.annual_budget)} 算是 {format_percent(computed)}。"
                    "请核对这两个金额，改正填错的一个。"
                )
                yield Finding(("资金管理", number, "情况说明"), message)


def _hint(name: str, claimed: Rate | None, label: str, funds: Funds) -> str:
    """What the amount was divided by instead, where that is clear."""
    stated = stated_amounts(funds, label, "到位", "年初预算", "项目总额")
    part = stated.pop(label)
    for other, whole in stated.items():
        if whole and not differs(claimed, ratio(part, whole)):
            return f"自评的数是除以{other} {format_amount(whole)} 得来的，请改用全年预算作分母。"
    return f"请核对这两个金额和{name}，改正填错的一个。"

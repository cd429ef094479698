"""A large share of the year's budget that was not spent."""

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.check.received_money import is_all_spent, tells_what_did_not_come
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.check.sentences import sentence_span
from generator.check.text_values import amounts
from generator.model.amounts import in_wan
from generator.model.figures import (
    claimed_execution_rate,
    execution_rate,
    format_amount,
    format_percent,
)
from generator.model.problems import Level

RULE = Rule(
    level=Level.NOTICE,
    title="大量预算没有支出",
    why="超过两成的预算没有花出去，读者会问钱为什么闲着、项目做完没有。这不一定是错，但数字要核对，情况要写清楚。",
    mend="核对全年预算和支出；没有填错的，在正文写明没有支出的数额、原因和下一步安排。写明了数额的不再提示。",
    sources=("有的财政部门的绩效系统对未支出超过 20% 的项目给黄色提示（二手资料，不是成文规定）",),
    failing="{资金: {单位: 万元, 全年预算: 320, 支出: 240}, 自评: {执行率: 75%}}",
    passing="{资金: {单位: 万元, 全年预算: 320, 支出: 256}, 自评: {执行率: 80%}}",
    limits={"未支出比例": Limit(Decimal("20"), "未支出占全年预算超过百分之几就提示，单位 %")},
)

_LEFT = re.compile("(?:未|没有)(?:支出|使用|支付|申请)|尚未|结余|结转|剩余|收回|核减|节约")


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Look at the computed rate, at the claimed one where none can be computed."""
    funds, claimed = subject.funds, claimed_execution_rate(subject.funds, subject.claimed)
    executed, limit = execution_rate(funds), limits["未支出比例"]
    if executed is not None and 100 - executed > limit and not _is_stated(subject):
        message = (
            f"全年预算 {format_amount(funds.annual_budget)}，支出 {format_amount(funds.spent)}，"
            f"{format_percent(100 - executed)} 没有支出（超过 {limit}%）。"
            "请核对金额；没有填错的，在正文写明原因和下一步安排。"
        )
        yield Finding(("资金", "支出"), message)
    elif claimed and 100 - claimed.percent > limit:
        message = (
            f"自评的执行率是 {claimed}，{format_percent(100 - claimed.percent)} 的预算没有支出"
            f"（超过 {limit}%）。请核对；没有填错的，在正文写明原因和下一步安排。"
        )
        yield Finding(("自评", "执行率"), message)


def _is_stated(subject: Subject) -> bool:
    """Whether the report says in words how much is left, in so many words or as a share."""
    funds = subject.funds
    if funds.annual_budget is None or funds.spent is None:
        return False
    if is_all_spent(funds) and tells_what_did_not_come(subject.explanations):
        return True
    left = funds.annual_budget - funds.spent
    text, wan = "\n".join(subject.explanations), in_wan(left, funds.unit)
    spans = (sentence_span(text, one.start) for one in amounts(text) if one.wan == wan)
    in_a_table = re.search(rf"\|\s*{re.escape(format_amount(left) or '')}\s*\|", text)
    return any(_LEFT.search(text, *span) for span in spans) or bool(
        in_a_table and _LEFT.search(text)
    )

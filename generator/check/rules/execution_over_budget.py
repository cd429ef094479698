"""More spent than the year's budget: an execution rate above 100 %."""

from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.figures import (
    exceeds,
    execution_rate,
    format_amount,
    format_percent,
    fund_rows,
    ratio,
)

RULE = Rule(
    title="支出大于全年预算",
    why="支出以批准的预算为限，执行率不应超过 100%。超过了，多半是全年预算没有按调整后的数填，"
    "或支出里混进了别的项目、别的年度的钱。",
    mend="有追加或结转的，把全年预算改成调整后的数；没有的，核对支出。确实超出的，在正文写明经过和依据。",
    sources=("四川省项目支出绩效自评表（2023）：执行率 = 预算执行数 ÷ 调整后预算数",),
    failing="资金: {单位: 万元, 全年预算: 50, 到位: 60, 支出: 60}",
    passing="资金: {单位: 万元, 全年预算: 60, 到位: 60, 支出: 60}",
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare the totals and each source; else look at the rate that is claimed."""
    for where, of, row in fund_rows(subject.funds):
        if row.annual_budget and exceeds(row.spent, row.annual_budget):
            rate = format_percent(ratio(row.spent, row.annual_budget))
            message = (
                f"{of}支出 {format_amount(row.spent)} "
                f"大于全年预算 {format_amount(row.annual_budget)}"
                f"（{rate}）。有追加或结转的，请把全年预算改成调整后的数；没有的，请核对支出。"
            )
            yield Finding((*where, "支出"), message)
    claimed = subject.claimed.execution_rate
    if claimed and claimed.percent > 100 and execution_rate(subject.funds) is None:
        message = (
            f"自评的执行率是 {claimed}，超过 100%。"
            "支出以批准的预算为限，请核对支出和调整后的预算数。"
        )
        yield Finding(("自评", "执行率"), message)

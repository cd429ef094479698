"""More received than the year's budget."""

from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.figures import exceeds, format_amount, fund_rows

RULE = Rule(
    title="到位大于全年预算",
    why="全年预算是调整后的预算数，年中追加和上年结转都应计入，所以到位一般不会超过它。"
    "超过了，到位率就在 100% 以上，多半是全年预算没有按调整后的数填，或到位填错了。",
    mend="有追加或结转的，把全年预算改成调整后的数；没有的，核对到位。",
    sources=("数字之间的核对，不是成文规定",),
    failing="资金: {单位: 万元, 全年预算: 50, 到位: 60}",
    passing="资金: {单位: 万元, 全年预算: 60, 到位: 60}",
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare the totals and each source; spending without a budget has a rule of its own."""
    for where, of, row in fund_rows(subject.funds):
        unbudgeted = row.annual_budget == 0 and row.spent
        if exceeds(row.received, row.annual_budget) and not unbudgeted:
            message = (
                f"{of}到位 {format_amount(row.received)} "
                f"大于全年预算 {format_amount(row.annual_budget)}。"
                "有年中追加或上年结转的，请把全年预算改成调整后的数；没有的，请核对到位。"
            )
            yield Finding((*where, "到位"), message)

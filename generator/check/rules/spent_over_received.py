"""More spent than received."""

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.figures import exceeds, format_amount
from generator.model.funds import FundSource

RULE = Rule(
    title="支出大于到位",
    why="没有到位的钱不能支出。支出大于到位，多半是填错了一个数，或支出里含有上年结转而到位没有计入。",
    mend="核对支出和到位；用了上年结转的，把结转计入到位并在“来源”里分行列出。",
    sources=("中央部门项目支出绩效自评表：年度资金总额按来源分列，上年结转单列",),
    failing="资金: {单位: 万元, 全年预算: 50, 到位: 40, 支出: 50}",
    passing="资金: {单位: 万元, 全年预算: 50, 到位: 50, 支出: 50}",
)


_CARRIED_OVER = re.compile("结转|结余")


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare the two totals."""
    funds = subject.funds
    received = funds.received
    if received is not None:
        received += sum(filter(None, map(_carried_over, funds.sources)))
    if exceeds(funds.spent, received):
        message = (
            f"支出 {format_amount(funds.spent)} 大于到位 {format_amount(funds.received)}。"
            "请核对两个数；支出含上年结转的，请把结转计入到位。"
        )
        yield Finding(("资金", "支出"), message)


def _carried_over(source: FundSource) -> Decimal | None:
    """What a source brings from the year before, where no receipt of it is stated."""
    if source.received is None and _CARRIED_OVER.search(source.name):
        return source.annual_budget
    return None

"""Rows of 来源 that do not add up to the total, column by column.

A column is added only where every row states it. Tables of two depths (a row and its parts below
it) and rows of subtotals are understood.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.check.fund_columns import stated_amounts
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.choices import Unit
from generator.model.figures import adds_up, format_amount
from generator.model.funds import Funds, FundSource

RULE = Rule(
    title="资金来源合计与总额不符",
    why="自评表的年度资金总额是各来源之和。合计对不上，说明总额或某一行填错了，读者不知道该信哪个数；"
    "总额写 0 而来源有钱的，执行率也算不出来。",
    mend="逐行核对来源，改正填错的数；漏了来源的补上一行。某一列有的行没有数就留空，本规则不查那一列。",
    sources=("中央部门项目支出绩效自评表：年度资金总额按财政拨款、上年结转、其他资金分列",),
    failing="""
资金:
  全年预算: 320
  来源:
    - {名称: 中央财政资金, 全年预算: 220}
    - {名称: 县级财政资金, 全年预算: 90}
""",
    passing="""
资金:
  全年预算: 320
  来源:
    - {名称: 中央财政资金, 全年预算: 220}
    - {名称: 县级财政资金, 全年预算: 100}
""",
)
_COLUMNS = ("年初预算", "全年预算", "到位", "支出")
_SUM = re.compile("合计|小计|总计|资金总额")


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Add up each column that has a total."""
    funds = subject.funds
    if not funds.sources:
        return
    rows = [row for row in funds.sources if not _SUM.search(row.name)]
    for label, total in stated_amounts(funds, *_COLUMNS).items():
        if message := _complaint(funds, rows, label, total):
            yield Finding(("资金", label), message)


def _complaint(funds: Funds, rows: Sequence[FundSource], label: str, total: Decimal) -> str:
    stated = [(row.name, one) for row in rows for one in stated_amounts(row, label).values()]
    for name, value in stated if not total else ():
        if value:
            return (
                f"“{label}”写的是 0，来源“{name}”的{label}却有 {format_amount(value)}。"
                "请把总额改成各来源之和；确实没有的，核对来源。"
            )
    if not total or not stated or len(stated) < len(rows) or _fits(stated, total, funds.unit):
        return ""
    found = sum((value for _, value in stated), Decimal(0))
    return (
        f"来源各行的{label}合计 {format_amount(found)}，“{label}”写的是 {format_amount(total)}，"
        f"相差 {format_amount(abs(found - total))}。请逐行核对；漏了来源的补上一行。"
    )


def _fits(stated: Sequence[tuple[str, Decimal]], total: Decimal, unit: Unit | None) -> bool:
    """Whether all rows, those that are no part of another, or each of two depths add up to it."""
    values = [value for _, value in stated]
    whole = [value for name, value in stated if not name.startswith(("其中", "（其中", "(其中"))]
    if adds_up(values, total, unit) or (whole and adds_up(whole, total, unit)):
        return True
    first, rest = values[0], values[1:]
    two_depths = len([value for value in rest if value]) > 1
    return two_depths and adds_up([first], total, unit) and adds_up(rest, total, unit)

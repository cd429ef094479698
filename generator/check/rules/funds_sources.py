"""Rows of 来源 that do not add up to the total, column by column.

A column is added only where every row states it. Tables of two depths (a row and its parts below
it) and rows of subtotals are understood. Totals of 0 over sources with money are told in one
message, whatever the number of columns. The money of covered projects and of each of several years
is looked at as well.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.check.fund_columns import stated_amounts
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.choices import Unit
from generator.model.figures import adds_up, format_amount
from generator.model.funds import Funds, FundSource, YearFunds
from generator.source.tree import FieldPath

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


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Add up each column that has a total."""
    funds = subject.funds
    yield from _of_record(("资金",), funds, funds.unit)
    for number, year in enumerate(funds.by_year):
        yield from _of_record(("资金", "分年度", number), year, funds.unit)


def _of_record(where: FieldPath, funds: Funds | YearFunds, unit: Unit | None) -> Iterator[Finding]:
    rows = [row for row in funds.sources if not _SUM.search(row.name)]
    if not rows:
        return
    totals = stated_amounts(funds, *_COLUMNS)
    zeros = [label for label, total in totals.items() if not total and _with_money(rows, label)]
    if zeros:
        yield Finding((*where, zeros[0]), _zeros_message(rows, zeros))
    for label, total in totals.items():
        if message := _complaint(rows, label, total, unit):
            yield Finding((*where, label), message)


def _with_money(rows: Sequence[FundSource], label: str) -> tuple[str, Decimal] | None:
    """The first source that has money in this column: its name and amount."""
    stated = ((row.name, stated_amounts(row, label).get(label)) for row in rows)
    return next(((name, value) for name, value in stated if value), None)


def _zeros_message(rows: Sequence[FundSource], zeros: Sequence[str]) -> str:
    labels = "、".join(f"“{label}”" for label in zeros)
    found = [(label, one) for label in zeros if (one := _with_money(rows, label))]
    amounts = "，".join(
        f"来源“{name}”的{label}却有 {format_amount(value)}" for label, (name, value) in found
    )
    return (
        f"{labels}写的是 0，{amounts}。请把总额改成各来源之和；确实没有的，核对来源。"
        f"{'执行率和它的得分也要重算。' if '全年预算' in zeros else ''}"
    )


def _complaint(rows: Sequence[FundSource], label: str, total: Decimal, unit: Unit | None) -> str:
    stated = [(row.name, one) for row in rows for one in stated_amounts(row, label).values()]
    if not total or not stated or len(stated) < len(rows) or _fits(stated, total, unit):
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

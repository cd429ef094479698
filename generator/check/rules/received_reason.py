"""Received is clearly less than the year's budget, and nothing is said about it.

Where the whole came, each source and each year is looked at by itself. Where more was spent than
received, `spent-over-received` speaks.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.check.received_money import tells_what_did_not_come
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.check.sentences import is_reason
from generator.model.figures import (
    FundRow,
    exceeds,
    format_amount,
    format_percent,
    fund_rows,
    ratio,
    received_rate,
)
from generator.model.funds import FundSource

RULE = Rule(
    title="资金没有全部到位而没有说明",
    why="到位明显少于全年预算，项目就可能少做、晚做。不说明差多少、为什么、后来怎样，读者会以为是填错了。",
    mend="核对到位和全年预算；没有填错的，在资金的“说明”或正文写明没有到位的数额、原因和下一步安排。",
    sources=("数字之间的核对，不是成文规定",),
    failing="""
资金: {单位: 万元, 全年预算: 33, 到位: 20, 支出: 20, 来源: null, 下达文件: null}
指标: null
正文: null
""",
    passing="""
资金:
  单位: 万元
  全年预算: 33
  到位: 20
  支出: 20
  说明: 县级配套13万元尚未到位。
  来源: null
  下达文件: null
正文: null
""",
    limits={"到位率": Limit(Decimal(90), "到位低于全年预算的百分之几就要有说明，单位 %")},
)


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Compare the totals, else each source and each year; else look at the rate that is claimed."""
    funds, limit = subject.funds, limits["到位率"]
    total, *parts = fund_rows(funds)
    low = _low([total], limit) or _low(parts, limit)
    for row in low:
        if not _explained(row, subject):
            amounts = row.amounts
            rate = ratio(amounts.received, amounts.annual_budget)
            message = (
                f"{row.of}全年预算 {format_amount(amounts.annual_budget)}，到位 "
                f"{format_amount(amounts.received)}，只有 {format_percent(rate)}，没有说明。"
                "请核对；没有填错的，在资金的“说明”或正文写明为什么没有到位。"
            )
            yield Finding((*row.where, "到位"), message)
    claimed = subject.claimed.received_rate
    is_low = claimed and claimed.percent < limit and received_rate(funds) is None
    if is_low and not low and not _explained(total, subject):
        message = (
            f"自评的到位率是 {claimed}，低于 {limit}%，没有说明。"
            "请核对；没有填错的，在资金的“说明”或正文写明为什么没有到位。"
        )
        yield Finding(("自评", "到位率"), message)


def _low(rows: Sequence[FundRow], limit: Decimal) -> Sequence[FundRow]:
    """The rows of which too little was received."""
    found = []
    for row in rows:
        rate = ratio(row.amounts.received, row.amounts.annual_budget)
        spent_more = exceeds(row.amounts.spent, row.amounts.received)
        if rate is not None and rate < limit and not spent_more:
            found.append(row)
    return found


def _explained(row: FundRow, subject: Subject) -> bool:
    """Whether a cell for the reason has one, or a sentence speaks of money that is lacking."""
    cells = [subject.funds.reason]
    if isinstance(row.amounts, FundSource):
        cells.append(row.amounts.reason)
    else:
        cells += [source.reason for source in row.amounts.sources]
    if any(map(is_reason, cells)):
        return True
    return tells_what_did_not_come(subject.explanations)

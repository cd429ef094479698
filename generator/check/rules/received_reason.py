"""Received is clearly less than the year's budget, and nothing is said about it.

What was received of each project of a report is looked at by itself. Where more was spent than
received, `spent-over-received` speaks.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.check.report_parts import fund_records
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.check.sentences import sentences, words_only
from generator.model.figures import exceeds, format_amount, format_percent, received_rate
from generator.model.funds import Funds

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
_NO_REASON = frozenset(["", "无", "没有", "暂无", "无偏差", "无原因", "不适用"])
_MONEY = re.compile("到位|拨付|下达|配套|财政|资金|预算|经费|款")
# What did not come, or why: words of a lack, of a delay, of a change.
_LACK = re.compile(
    "未(?!发现|出现|发生|单独|制定)[^。；\n]{0,6}(?:到位|下达|拨|落实|安排|足额|全)|没有[^。；\n]{0,4}(?:到位|下达|拨|落实|安排)"
    "|待[^。；\n]{0,10}(?:到位|下达|拨)|缺口|紧张|困难|调减|压减|核减|削减|收回|缩减|欠拨|欠款|结转|跨年|跨年度"
    "|到位[^。；\n]{0,6}(?:不足|滞后|偏低|较?晚|较?慢|缓慢|不到位)|不到位|不足|分期|分批|分年|按进度|按工程进度"
    "|下一?年[^。；\n]{0,6}(?:到位|下达|拨|安排)|质保金|尾款|余款|剩余|其余|节约|节省"
)


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Compare the totals; where one is not stated, look at the rate that is claimed."""
    limit, found = limits["到位率"], list(fund_records(subject))
    for where, funds in found:
        rate = received_rate(funds)
        if rate is None or rate >= limit or exceeds(funds.spent, funds.received):
            continue
        if not _explained(funds, subject):
            message = (
                f"全年预算 {format_amount(funds.annual_budget)}，到位 "
                f"{format_amount(funds.received)}，只有 {format_percent(rate)}，没有说明。"
                "请核对；没有填错的，在资金的“说明”或正文写明为什么没有到位。"
            )
            yield Finding((*where, "到位"), message)
    claimed = subject.claimed.received_rate
    is_low = claimed and claimed.percent < limit and received_rate(subject.funds) is None
    if is_low and not _explained(subject.funds, subject):
        message = (
            f"自评的到位率是 {claimed}，低于 {limit}%，没有说明。"
            "请核对；没有填错的，在资金的“说明”或正文写明为什么没有到位。"
        )
        yield Finding(("自评", "到位率"), message)


def _explained(funds: Funds, subject: Subject) -> bool:
    """Whether a cell for the reason has one, or a sentence speaks of money that is lacking."""
    cells = [funds.reason, *(source.reason for source in funds.sources)]
    if any(words_only(text or "") not in _NO_REASON for text in cells):
        return True
    return any(
        _MONEY.search(sentence) and _LACK.search(sentence)
        for text in subject.explanations
        for sentence in sentences(text)
    )

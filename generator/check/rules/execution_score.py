"""Points for the budget's execution that are not rate × weight.

The rate is computed from the amounts, claimed where they cannot make one. Where forms score in
steps the points are a little lower or higher than that: only more than a limit is told, and a
lower one only without a reason. A score that fits the claimed rate is left to `claimed-rate`,
a source that repeats the total's points to `source-points`, a row of the table of indicators to
`score-direction`.
"""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.check.sentences import is_reason
from generator.model.amounts import trimmed
from generator.model.fields import Rate
from generator.model.figures import format_percent
from generator.model.funds import Funds, FundSource
from generator.source.tree import FieldPath

RULE = Rule(
    title="执行率的得分不等于执行率乘以分值",
    why="预算执行率的得分是执行率乘以分值。对不上，多半是金额改过而得分没有改，或得分填错了，总分也跟着错。",
    mend="按 支出÷全年预算×分值 改正得分；本地按档计分、另外扣分的，在资金的“说明”里写明办法。",
    sources=("项目支出绩效自评表（财预〔2020〕10号）：预算执行率以 10 分为限，按执行率计分",),
    failing="资金: {单位: 万元, 全年预算: 320, 支出: 304, 分值: 10, 得分: 8}",
    passing="资金: {单位: 万元, 全年预算: 320, 支出: 304, 分值: 10, 得分: 9.5}",
    limits={"容差": Limit(Decimal(5), "得分与算出的相差分值的百分之几以内不提醒，单位 %")},
)
_HUNDRED = Decimal(100)
_HUNDREDTH = Decimal("0.01")
_SCORING = re.compile("(?:执行率|执行进度|预算执行)[^。；\n]{0,20}(?:扣|得分|计分|[一二三四五]档)")


class _Scored(NamedTuple):
    """A score with its weight, and the rates in percent that it may be by, the best known first."""

    where: FieldPath
    of: str
    weight: Decimal
    score: Decimal
    rates: tuple[Decimal, ...]
    reason: str | None


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Compare each score with what the rate earns."""
    for one in _scored(subject):
        earned = [one.weight * min(rate, _HUNDRED) / _HUNDRED for rate in one.rates]
        tolerance = one.weight * limits["容差"] / _HUNDRED
        if not any(abs(one.score - points) <= tolerance for points in earned) or (
            one.score and not any(one.rates)
        ):
            rate, points = one.rates[0], earned[0]
            if one.score > points or (rate <= _HUNDRED and not _explained(one, subject)):
                yield Finding(one.where, _message(one, rate, points))


def _message(one: _Scored, rate: Decimal, points: Decimal) -> str:
    how = "高" if one.score > points else "低"
    rounded = trimmed(points.quantize(_HUNDREDTH, ROUND_HALF_UP))
    percent = format_percent(trimmed(rate.quantize(_HUNDREDTH, ROUND_HALF_UP)))
    reason = "" if how == "高" else "，“说明”里没有写为什么少得"
    return (
        f"{one.of}执行率 {percent}，分值 {one.weight}，按执行率应得 {rounded} 分，"
        f"得分写的是 {one.score}，偏{how}{reason}。"
        "请核对金额和得分；另有计分办法的，写进资金的“说明”。"
    )


def _scored(subject: Subject) -> Iterator[_Scored]:
    form, funds = subject.form, subject.funds
    weight = funds.weight if funds.weight is not None else form and form.execution_weight
    rates = _rates(funds, subject.claimed.execution_rate)
    if weight and funds.score is not None and rates:
        yield _Scored(("资金", "得分"), "", weight, funds.score, rates, funds.reason)
    for number, source in enumerate(funds.sources):
        rates = _rates(source, source.execution_rate)
        repeats = (source.weight, source.score) == (funds.weight, funds.score)
        if source.weight and source.score is not None and rates and not repeats:
            place = ("资金", "来源", number, "得分")
            of = f"来源“{source.name}”的"
            yield _Scored(place, of, source.weight, source.score, rates, source.reason)


def _rates(row: Funds | FundSource, claimed: Rate | None) -> tuple[Decimal, ...]:
    computed = (
        row.spent / row.annual_budget * 100 if row.spent is not None and row.annual_budget else None
    )
    both = (computed, claimed.percent if claimed else None)
    return tuple(rate for rate in both if rate is not None)


def _explained(one: _Scored, subject: Subject) -> bool:
    if is_reason(one.reason):
        return True
    return any(_SCORING.search(text) for text in subject.explanations)

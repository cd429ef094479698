"""Rates of the narrative that differ from the claimed, the computed ones or the indicator's."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from generator.check.rule import Finding, Limits, Passage, Rule, Subject
from generator.check.stated_rates import is_same, kind_of
from generator.check.text_values import StatedRate, half_width, has_rates, rates
from generator.model.figures import execution_rate, ratio, received_rate
from generator.model.funds import Funds
from generator.model.report import Report

RULE = Rule(
    title="正文的比率与自评、指标不一致",
    why="同一个到位率、执行率、满意度或合格率，正文与“自评”、按金额算出的数、指标表或正文另一处不同，读者不知道哪个是对的。",
    mend="核对原始记录，改正其中一个。对象不同的（如两类人群的满意度），在正文里写明是谁的。",
    sources=("前后各部分数字不一致，是已公开报告的常见毛病",),
    failing="正文: {项目绩效情况: {项目完成情况: 工程全部完工，执行率100%。}}",
    passing="正文: {项目绩效情况: {项目完成情况: 工程全部完工，执行率95%。}}",
)

_FIGURE = re.compile(r"(\d{1,6}(?:\.\d{1,8})?)\s?%?")
_WORDS = {"received": "到位率", "executed": "执行率", "satisfied": "满意度"}
_ENDINGS = {
    "received": ("到位率",),
    "executed": ("预算执行率", "资金执行率", "支出执行率"),
    "satisfied": ("满意度", "满意率"),
    "accepted": ("验收合格率",),
}
_HUNDREDTH = Decimal("0.01")


class Claim(NamedTuple):
    """A rate of the narrative; `kind` is what it is, or the name of an indicator."""

    passage: Passage
    rate: StatedRate
    kind: str


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare each rate with what else the report states of it."""
    first: dict[str, Claim] = {}
    shares = _indicators(subject.report)
    for claim in _claims(subject, tuple(shares)):
        stated = _known(claim.kind, subject, shares)
        before = first.setdefault(claim.kind, claim)
        percent = claim.rate.percent
        if stated and not any(is_same(percent, value) for _, value in stated):
            elsewhere = "、".join(dict.fromkeys(f"{where} {value:f}%" for where, value in stated))
        elif stated or before.passage.where == claim.passage.where:
            continue
        elif not is_same(percent, before.rate.percent):
            elsewhere = f"“{before.passage.heading}”里写的是 {before.rate.percent:f}%"
        else:
            continue
        message = (
            f"这里写的是 {percent:f}%，{elsewhere}。"
            "请核对，改正其中一个；对象或口径不同的，请写明。"
        )
        yield claim.passage.finding((claim.rate.start, claim.rate.end), message)


def _indicators(report: Report) -> dict[str, Decimal]:
    """Indicators with a completed percentage, by name; none of a name that stands twice."""
    found: dict[str, Decimal] = {}
    names = Counter(row.name for row in report.indicators)
    for row in report.indicators:
        figure = _FIGURE.fullmatch(half_width(row.actual or "").strip())
        percentage = "%" in half_width((row.unit or "") + (row.actual or ""))
        if figure and percentage and names[row.name] == 1:
            found[row.name] = Decimal(figure[1])
    return found


def _claims(subject: Subject, indicators: Sequence[str]) -> Iterator[Claim]:
    report, names = subject.report, subject.own_names
    for passage in subject.passages:
        if has_rates(passage.text) and "目标" not in passage.heading:
            for rate in rates(passage.text):
                kind = kind_of(passage.text, rate, report.fiscal_year, indicators, names)
                if kind:
                    yield Claim(passage, rate, kind)


def _known(
    kind: str, subject: Subject, indicators: dict[str, Decimal]
) -> Sequence[tuple[str, Decimal]]:
    """What the report states of a rate elsewhere, with the place."""
    found = [
        (f"指标“{name}”的完成值是", value)
        for name, value in indicators.items()
        if name == kind or _is_named(kind, name)
    ]
    computed = {"received": received_rate, "executed": execution_rate}
    claimed = {
        "received": subject.claimed.received_rate,
        "executed": subject.claimed.execution_rate,
        "satisfied": subject.claimed.satisfaction,
    }
    own = next((one for one in claimed if one == kind or _is_named(one, kind)), None)
    if own and (rate := claimed[own]):
        found.insert(0, (f"“自评”里的“{_WORDS[own]}”是", rate.percent))
    if own in computed and (value := computed[own](subject.funds)) is not None:
        found.append((f"按金额算的{_WORDS[own]}是", value.quantize(_HUNDREDTH, ROUND_HALF_UP)))
    return [*found, *_of_years(own, subject.funds)]


def _of_years(kind: str | None, funds: Funds) -> Iterator[tuple[str, Decimal]]:
    """The rates of single years, stated or computed, where a report covers several."""
    for row in funds.by_year:
        part = {"received": row.received, "executed": row.spent}.get(kind or "")
        if kind == "executed" and row.execution_rate:
            yield f"“分年度”里 {row.year} 年度的执行率是", row.execution_rate.percent
        elif (value := ratio(part, row.annual_budget)) is not None:
            name = f"按金额算的 {row.year} 年度的{_WORDS[kind or '']}是"
            yield name, value.quantize(_HUNDREDTH, ROUND_HALF_UP)


def _is_named(kind: str, name: str) -> bool:
    """Whether an indicator of that name states a rate of that kind."""
    return name.endswith(_ENDINGS.get(kind, ()))

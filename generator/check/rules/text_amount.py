"""Amounts that the narrative gives for a total of the report, and that differ from it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.check.fund_columns import COLUMNS, stated_amounts
from generator.check.rule import Finding, Limits, Passage, Rule, Subject
from generator.check.sentences import sentence_before
from generator.check.stated_amounts import (
    FIELDS,
    OF_THE_DEPARTMENT,
    are_instalments,
    is_same,
    kind_of,
)
from generator.check.text_values import Amount, amounts, years
from generator.model.choices import EvaluationType
from generator.model.figures import format_amount as shown
from generator.model.funds import Funds

RULE = Rule(
    title="正文的金额与资金表不一致",
    why="正文写明的预算、到位、支出、下达金额与“资金”里的数不同，读者不知道哪个是对的。多半是沿用了旧稿，或录入时抄错。",
    mend="对照指标文件和支付记录核对，改正正文或“资金”。正文说的是其中一部分的，把是哪一部分写明。",
    sources=("前后各部分数字不一致，是已公开报告的常见毛病",),
    failing="正文: {项目绩效情况: {项目完成情况: 全年预算330万元，已全部下达到位。}}",
    passing="正文: {项目绩效情况: {项目完成情况: 全年预算320万元，已全部下达到位。}}",
)


class Claim(NamedTuple):
    """An amount of the narrative that is given for a total."""

    passage: Passage
    amount: Amount


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare the amounts that speak of the whole project with the fields."""
    funds = subject.funds
    if not funds.unit:
        return
    stated = _stated(funds)
    for kind, found in _claims(subject).items():
        values = [(name, value) for name in FIELDS[kind] for value in stated.get(name, ())]
        written = [claim.amount for claim in found]
        if values and not are_instalments(written, [value for _, value in values], funds):
            for claim in found:
                if not any(is_same(claim.amount, value, funds) for _, value in values):
                    yield _finding(claim, values[0], funds)


def _stated(funds: Funds) -> Mapping[str, Sequence[Decimal]]:
    totals = {name: [value] for name, value in stated_amounts(funds, *COLUMNS).items()}
    allotted = [one.amount for one in funds.allocations if one.amount is not None]
    return {**totals, "下达文件": [sum(allotted, Decimal(0)), *allotted] if allotted else []}


def _claims(subject: Subject) -> Mapping[str, Sequence[Claim]]:
    """The claims by the total that they are given for, a name that `kind_of` gives."""
    report, names = subject.report, subject.own_names
    overall = report.evaluation_type is EvaluationType.OVERALL
    several = len(report.covered_years) > 1  # a sentence that names a year is on that one alone
    claims: dict[str, list[Claim]] = defaultdict(list)
    for passage in subject.passages:
        for one in amounts(passage.text) if "元" in passage.text else ():
            kind = kind_of(passage.text, one, report.fiscal_year, names)
            if several and years(sentence_before(passage.text, one.start)):
                continue
            if kind and (not overall or kind in OF_THE_DEPARTMENT):
                claims[kind].append(Claim(passage, one))
    return claims


def _finding(claim: Claim, stated: tuple[str, Decimal], funds: Funds) -> Finding:
    name, value = stated
    one = claim.amount
    written = f"{shown(one.value)} {one.unit}"
    message = (
        f"正文写的是 {written}，“资金”里的“{name}”是 {shown(value)} {funds.unit}。"
        "请核对，改正其中一个；只是其中一部分的，请在正文写明。"
    )
    return claim.passage.finding((one.start, one.end), message)

"""Amounts that the narrative gives for a total of the report, and that differ from it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.check.fund_columns import COLUMNS, stated_amounts
from generator.check.rule import Finding, Limits, Passage, Rule, Subject
from generator.check.sentences import (
    LEAD_IN,
    clause_before,
    is_about_part,
    sentence_before,
    without,
)
from generator.check.text_values import ABOUT, Amount, amounts
from generator.model.amounts import in_wan
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

_TAIL = (
    "(?:数|总?额|资金|金额|经费|预算|安排|批复|解决|完成|合计|总计|[共计为是了]|达到?|人民币|[: ])*"
)
_CLAIM = re.compile(
    LEAD_IN + "(?:"
    "(?P<total>项目(?:建设)?总(?:投资|金额|经费|费用|成本|额)"
    "|共计?需要?支付(?:建设|项目)?(?:费用|资金|经费))"
    "|(?P<initial>年初(?:安排)?预算)"
    "|(?P<annual>(?:全年|调整后的?(?:全年)?)预算)"
    "|(?P<budget>(?:年度?|当年|项目|资金|经费)预算)"
    "|(?P<received>到位)"
    "|(?P<spent>支出|支付|(?:预算)?执行(?:数|金额))"
    "|(?P<allotted>下达|批复))" + _TAIL
)
_KEY = re.compile("预算|到位|支出|支付|执行|下达|批复|项目|需")
_DOCUMENT = re.compile(r"^.{0,40}号文?件?")
_MONTH = re.compile(r"\d月")
_YEAR_END = re.compile(r"截[至止到].{0,6}12月")
_ITEM = re.compile(r"\s*[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）.、．]")
_BEFORE_AMOUNT = re.compile(r"(.*?)[\d.,]+ ?(?:亿元|万元|元)")
_OF_THE_REPORT = re.compile("预算|到位|执行|下达")
_OF_THE_DEPARTMENT = ("initial", "annual")
_FIELDS = {
    "total": ("项目总额",),
    "initial": ("年初预算",),
    "annual": ("全年预算",),
    "budget": ("全年预算", "年初预算", "项目总额"),
    "received": ("到位",),
    "spent": ("支出",),
    "allotted": ("下达文件", "全年预算", "年初预算", "到位", "项目总额"),
}


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
        values = [(name, value) for name in _FIELDS[kind] for value in stated.get(name, ())]
        if values and not _are_instalments(found, [value for _, value in values]):
            for claim in found:
                if not any(_is_same(claim.amount, value, funds) for _, value in values):
                    yield _finding(claim, values[0], funds)


def _stated(funds: Funds) -> Mapping[str, Sequence[Decimal]]:
    totals = {name: [value] for name, value in stated_amounts(funds, *COLUMNS).items()}
    allotted = [one.amount for one in funds.allocations if one.amount is not None]
    return {**totals, "下达文件": [sum(allotted, Decimal(0)), *allotted] if allotted else []}


def _claims(subject: Subject) -> Mapping[str, Sequence[Claim]]:
    """The claims by the total that they are given for, a name of a group in `_CLAIM`."""
    report, names = subject.report, subject.own_names
    overall = report.evaluation_type is EvaluationType.OVERALL
    claims: dict[str, list[Claim]] = defaultdict(list)
    for passage in subject.passages:
        for one in amounts(passage.text) if "元" in passage.text else ():
            kind = kind_of(passage.text, one, report.fiscal_year, names)
            if kind and (not overall or kind in _OF_THE_DEPARTMENT):
                claims[kind].append(Claim(passage, one))
    return claims


def kind_of(text: str, one: Amount, year: int, names: Sequence[str]) -> str | None:
    """For which total an amount of a text is given: a group of `_CLAIM`; None where for none."""
    clause = clause_before(text, one.start)
    if one.is_unit_price or not _KEY.search(clause) or ABOUT.match(text, one.end):
        return None
    sentence = without(sentence_before(text, one.start), names)
    clause = _DOCUMENT.sub("", without(clause, names)).rstrip(": ").rsplit(":", 1)[-1]
    found = _CLAIM.fullmatch(clause)
    if not found or is_about_part(sentence, year):
        return None
    kind = str(found.lastgroup)
    return None if kind in ("received", "spent") and _may_be_of_another(sentence, clause) else kind


def _may_be_of_another(sentence: str, clause: str) -> bool:
    """Whether what was received or spent may be that of a month, an item, somebody else."""
    if _ITEM.match(sentence) or (_MONTH.search(sentence) and not _YEAR_END.search(sentence)):
        return True
    others = (_BEFORE_AMOUNT.match(other) for other in re.split("[，,、]", sentence)[:-1])
    if any(one and not _CLAIM.fullmatch(_DOCUMENT.sub("", one[1]).rstrip(": ")) for one in others):
        return True
    bare = clause.startswith("支出") or "支付" in clause
    return bare and not _OF_THE_REPORT.search(sentence)


def _is_same(one: Amount, value: Decimal, funds: Funds) -> bool:
    """Whether both are one amount, cut or rounded to the decimals of either."""
    wan = in_wan(value, funds.unit)
    if wan is None:
        return False
    difference = abs(one.wan - wan)
    written = one._replace(value=_last_place(one.value)).wan
    return difference < written or difference * 2 <= (in_wan(_last_place(value), funds.unit) or 0)


def _last_place(value: Decimal) -> Decimal:
    return Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))


def _are_instalments(claims: Sequence[Claim], values: Sequence[Decimal]) -> bool:
    """Whether the narrative states the amount in instalments that add up to it."""
    different = {claim.amount.value for claim in claims}
    return len(different) > 1 and sum(different) in values


def _finding(claim: Claim, stated: tuple[str, Decimal], funds: Funds) -> Finding:
    name, value = stated
    one = claim.amount
    written = f"{shown(one.value)} {one.unit}"
    message = (
        f"正文写的是 {written}，“资金”里的“{name}”是 {shown(value)} {funds.unit}。"
        "请核对，改正其中一个；只是其中一部分的，请在正文写明。"
    )
    return claim.passage.finding((one.start, one.end), message)

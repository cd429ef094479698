"""Figures that a text gives, each with what it may be of: for whoever knows the figures already.

What the rules and the import take a sentence to state comes first. Wordings that state a figure,
and could state another one as well, follow: they say something where the figure is the same.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.check import (
    bare_amounts,
    stated_allocations,
    stated_amounts,
    stated_rates,
    stated_scores,
)
from generator.check.sentences import (
    clause_before,
    is_about_other_time,
    is_about_part,
    sentence_before,
    without,
)
from generator.check.text_values import ABOUT, OF_SEVERAL, Amount, amounts, has_rates, rates

_TAIL = (
    "(?:的?(?:数|总?额|资金|金额|经费|费用|款)|完成|合计|总计|[共计为是了]|达到?|人民币|约|[: ])*$"
)
_LAST_WORD = re.compile(
    "(?:(?P<total>项目(?:建设)?总(?:投资|金额|经费|费用|成本|额|概算))"
    "|(?P<initial>年初(?:安排)?预算)"
    "|(?P<balance>(?:结余|结转|剩余|(?:[未没]有?|尚未)(?:支出|支付|使用|执行|用完)))"
    "|(?P<received>(?:到位|拨入|收到))"
    "|(?P<spent>(?:支出|支付|使用|执行|完成投资|开支|花费))"
    "|(?P<budget>(?:预算|(?:计划|预算)(?:投入|安排|资金)|安排|投入)))" + _TAIL
)
_RATES = {"received": "received-rate", "executed": "execution-rate", "satisfied": "satisfaction"}
# What was not spent or received.
_OTHERWISE = re.compile(
    "未|尚|没有|欠|应[付支到]|需要?支付|计划(?:支出|支付|使用|执行|到位)|拟|将|待|节[约省]|压[减缩]"
)
_OF_A_PART = re.compile("指标|决策|过程|产出|效益|分值|权重|扣|满分|每|复核|复评|初评|第三方|平均")
_FULL_SCORE = re.compile(r"(?:总分|满分)(?:为|是|共|[:：]|\s)*(\d{1,3}(?:\.\d{1,4})?)\s*分")


class Mention(NamedTuple):
    """A figure in a text: `kinds` are what it may be of, the likeliest first.

    With `is_sure` the first is what the rules take it to be of. `value` is an amount, a percentage
    in percent, a score, or a grade. A document that allots money has its number.
    """

    start: int
    end: int
    kinds: tuple[str, ...]
    value: Amount | Decimal | str
    is_sure: bool = False
    document: str = ""


def mentions(text: str, heading: str, year: int, names: Sequence[str]) -> Iterator[Mention]:
    """Every figure of a text under a heading that may be one of the report's, in no order.

    `names` are those of the project and of who is responsible for it.
    """
    if "元" in text:
        yield from _amounts(text, heading, year, names)
    if has_rates(text) and "目标" not in heading:
        yield from _rates(text, year, names)
    for one in (*_scores(text, heading), *_grades(text)):
        if not is_about_other_time(clause_before(text, one.start), year):
            yield one


def _amounts(text: str, heading: str, year: int, names: Sequence[str]) -> Iterator[Mention]:
    allotted = {one.start: number for number, _, one in stated_allocations.documents(text)}
    bare = {one.start: kind for kind, one in bare_amounts.claims(text, heading, year)}
    for one in amounts(text):
        sure = stated_amounts.kind_of(text, one, year, names)
        looser = stated_amounts.looser_kind_of(text, heading, one, year)
        last = _by_last_word(text, one, year, names)
        found = (sure, looser, bare.get(one.start), last)
        kinds = tuple(dict.fromkeys(kind for kind in found if kind))
        number = allotted.get(one.start, "")
        if (kinds or number) and not OF_SEVERAL.match(text, one.end):
            yield Mention(one.start, one.end, kinds, one, sure is not None, number)


def _by_last_word(text: str, one: Amount, year: int, names: Sequence[str]) -> str | None:
    """What an amount is of by the last words before it, whatever stands before these."""
    clause = without(clause_before(text, one.start), names)
    found = _LAST_WORD.search(clause)
    if found is None or one.is_unit_price or ABOUT.match(text, one.end):
        return None
    if is_about_part(without(sentence_before(text, one.start), names), year):
        return None
    kind = str(found.lastgroup)
    is_otherwise = stated_amounts.DENIED.search(clause) or _OTHERWISE.search(clause)
    return None if kind != "balance" and is_otherwise else kind


def _rates(text: str, year: int, names: Sequence[str]) -> Iterator[Mention]:
    for one in rates(text):
        sure = stated_rates.kind_of(text, one, year, (), names)
        looser = stated_rates.rate_alone(text, one.start, year)
        satisfied = "satisfied" if stated_rates.is_satisfaction(text, one, year) else None
        found = (_RATES.get(kind or "") for kind in (sure, looser, satisfied))
        kinds = tuple(dict.fromkeys(kind for kind in found if kind))
        if kinds and not OF_SEVERAL.match(text, one.end):
            yield Mention(one.start, one.end, kinds, one.percent, sure in _RATES)


def _grades(text: str) -> Iterator[Mention]:
    for found in stated_scores.grades(text):
        yield Mention(*found.span(1), ("grade",), found[1])


def _scores(text: str, heading: str) -> Iterator[Mention]:
    if "分" not in text:
        return
    full = {found.start(1): found for found in _FULL_SCORE.finditer(text)}
    for found in stated_scores.scores(text, heading):
        if not _OF_A_PART.search(clause_before(text, found.start(1))):
            kinds = ("score", "full") if found.start(1) in full else ("score",)
            full.pop(found.start(1), None)
            yield Mention(
                found.start(1), text.index("分", found.end(1)) + 1, kinds, Decimal(found[1])
            )
    for start, found in full.items():
        yield Mention(start, found.end(), ("full",), Decimal(found[1]))

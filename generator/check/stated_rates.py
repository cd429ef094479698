"""Of what a sentence gives a rate: what rules, import and site share."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from generator.check.sentences import (
    LEAD_IN,
    clause_before,
    is_about_other_time,
    is_about_part,
    sentence_before,
    sentence_span,
    without,
)
from generator.check.text_values import OF_SEVERAL, StatedRate

_LINK = re.compile(r"(?:均|已|约为|分别|高达|达到了?|[达为是到了: ])*$")
_LEAD = re.compile(LEAD_IN)
_PEOPLE = "受益|服务对象|群众|社会公众|公众|综合|总体|平均|对象"
_NAMED = re.compile(
    LEAD_IN + "(?:(?P<received>到位率)|(?:预算|支出)*(?P<executed>(?:执行|支付)率)"
    f"|(?:{_PEOPLE}|的)*(?P<satisfied>满意(?:度|率))|(?P<accepted>(?:竣工)?验收合格率))"
)
_AIM = re.compile("目标|预期|计划|应当|应达|力争|确保|要求|不低于|不少于|指标值|以往|较|比|提高|从")
_REACHED = re.compile(
    "(?:实现|完成|达到|达成)了?(?:年度|绩效|预期|既定|预定|各项|全部|项目|的)*目标"
)
# Also where points are given for it, 执行率达到100%的得10分, and where it is named as one.
_AIMED = re.compile(
    r"\s?(?:以上|以下|以内|左右|的?[得计给](?:满分|\s?\d)|[（(](?:目标|预期|指标|年初))"
)
_MONTH = re.compile(r"(?<!12)(?<!\d)\d{1,2}月(?!31日)")
_RATE_ALONE = re.compile(
    r"(?:项目|专项|财政)?(?:资金|经费|预算)?(?:全部|的)?"
    r"(?:(?P<received>到位率)|(?P<executed>执行率|支付率|(?:支付|支出|执行)(?:完成)?(?:率)?))(?:为|达到?|[:：])?"
)
_SATISFIED = re.compile(r"[\u4e00-\u9fa5]{0,8}满意(?:度|率)(?:为|达到?|[:：])?")
_AIM_OF_SATISFACTION = re.compile("目标|预期|计划|不低于|以上|力争|确保")
_HUNDREDTH = Decimal("0.01")


def kind_of(
    text: str, rate: StatedRate, year: int, indicators: Sequence[str], names: Sequence[str]
) -> str | None:
    """What a rate is of: received, executed, satisfied, accepted, an indicator; or None."""
    clause = _LINK.sub("", _clause(text, rate.start))
    if not clause.endswith(("率", "度", *indicators)) or _AIMED.match(text, rate.end):
        return None
    if OF_SEVERAL.match(text, rate.end):
        return None
    clause, sentence = without(clause, names), without(sentence_before(text, rate.start), names)
    aim = _AIM.search(_REACHED.sub("", sentence))
    if aim or is_about_part(sentence, year) or _MONTH.search(sentence):
        return None
    ends = [one for one in indicators if clause.endswith(one)]
    exact = [one for one in ends if _LEAD.fullmatch(clause.removesuffix(one))]
    found = _NAMED.fullmatch(clause)
    return exact[0] if exact else found.lastgroup if found else None


def rate_alone(text: str, start: int, year: int) -> str | None:
    """资金到位率100%, in a sentence that names a month as well: of the whole all the same."""
    found = _RATE_ALONE.fullmatch(_clause(text, start))
    is_part = found and is_about_part(sentence_before(text, start), year)
    return found.lastgroup if found and not is_part else None


def is_satisfaction(text: str, rate: StatedRate, year: int) -> bool:
    """读者满意度90%: of whom it is, the rules do not know; no aim, no "at least", this year's."""
    start, end = sentence_span(text, rate.start)
    is_aim = _AIM_OF_SATISFACTION.search(text[start:end])
    clause = _clause(text, rate.start)
    is_of_year = not is_about_other_time(clause, year)
    return bool(_SATISFIED.fullmatch(clause)) and is_of_year and not is_aim


def _clause(text: str, start: int) -> str:
    """What stands before a character in its clause, without the sign of a list or of bold."""
    return clause_before(text, start).lstrip("-* ")


def is_same(one: Decimal, other: Decimal) -> bool:
    """Whether two rates are one at the coarser precision of the two."""
    place = max(one, other, _HUNDREDTH, key=lambda value: value.as_tuple().exponent)
    return one.quantize(place, ROUND_HALF_UP) == other.quantize(place, ROUND_HALF_UP)

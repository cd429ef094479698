"""Amounts under a heading on money: there 预算86万元，支出83.85万元 is of the whole project.

Elsewhere such a sentence may be on anything. What comes twice in one passage is on its parts.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from generator.check.sentences import clause_before, is_about_part, sentence_before
from generator.check.text_values import ABOUT, Amount, amounts

_HEADING = re.compile(
    "(?:资金|经费).{0,8}(?:计划|安排|投入|到位|使用|执行|支出|收支|情况)|预算执行"
)
_OF = "(?:项目|专项|财政|全年|当年|年度|资金|经费|实际|已|共|全部|总)*"
_CLAIM = re.compile(
    f"{_OF}(?:(?P<annual>预算|计划|安排)|(?P<received>到位)|(?P<spent>支出|支付|执行|使用))"
    "(?:预算|数|总?额|资金|金额|经费|完成|共|合计|为|了|[:：])*"
)
_AMOUNT = re.compile(r"(.*?)\d[\d.,]* ?(?:亿元|万元|元)")
_ITEM = re.compile(r"\s*[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）.、．]|\s*[①-⑳]")


def claims(text: str, heading: str, year: int) -> Iterator[tuple[str, Amount]]:
    """Each total that the text states once, with its amount."""
    if not _HEADING.search(heading):
        return
    found: dict[str, list[Amount]] = defaultdict(list)
    for one in amounts(text):
        if kind := _kind(text, one, year):
            found[kind].append(one)
    for kind, several in found.items():
        if len(several) == 1:
            yield kind, several[0]


def _kind(text: str, one: Amount, year: int) -> str | None:
    sentence = sentence_before(text, one.start)
    claim = _CLAIM.fullmatch(clause_before(text, one.start))
    if claim is None or one.is_unit_price or ABOUT.match(text, one.end):
        return None
    if is_about_part(sentence, year) or _ITEM.match(sentence) or "月" in sentence:
        return None
    before = (_AMOUNT.match(other) for other in re.split("[，,；;]", sentence)[:-1])
    is_whole = all(_CLAIM.fullmatch(other[1]) for other in before if other)
    return claim.lastgroup if is_whole else None

"""Amounts listed in one sentence that do not add up to the amount before them.

A list after 其中 may leave things out. So parts that come to less are told only where the sentence
claims to name them all (分别为, 由…组成, A+B), or names so many of so much that an amount is likely
wrong; parts that come to more always are. Where anything speaks of a rest, of a nested list, of
about so much, nothing is told.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from generator.check.report_parts import annual_goals
from generator.check.rule import Finding, Limit, Limits, Passage, Rule, Subject
from generator.check.text_values import ABOUT, Amount, amounts, half_width
from generator.model.amounts import trimmed
from generator.model.figures import adds_up, format_amount, half_place

_LIST = "正文: {项目绩效情况: {项目完成情况: 设备30万元，其中水泵12万元，水表9万元，阀门%s万元。}}"
RULE = Rule(
    title="一句话里各项金额相加不等于总数",
    why="先写总数，再逐项写金额，加起来却不是总数：漏了一项，或有一个数抄错了，读者加一遍就会发现。",
    mend="逐项核对，改正写错的数；没有列全的，写明其余多少、用在哪里，或在最后加“等”字。",
    sources=("前后各部分数字不一致，是已公开报告的常见毛病",),
    failing=_LIST % "11",
    passing=_LIST % "9",
    limits={
        "项数": Limit(Decimal(4), "“其中”后面至少列出几项，才当作列全了"),
        "比例": Limit(Decimal(80), "“其中”后面各项之和至少占总数的百分之几，才当作列全了"),
    },
)
_SENTENCE = re.compile(r"[^。！？!?\n]+")
_TITLE = re.compile(r"《[^《》]*》")
_BRACKETS = re.compile(r"\(([^()]*)\)")
# Between a sum and its first part.
_OPENING = re.compile(
    r"[^,;:；：、=+\d]{0,6}[,;:；：、]?\s*"
    r"(?P<how>其中|包括|(?:分别)?用于|由|=|\(|[^,;；\d]{1,20}分别[为是])[^。;；]{0,40}"
)
# Between two parts.
_NEXT = re.compile(r"[^,;；、+]{0,30}(?:[,;；、+]|以?及|和)[^。]{0,30}")
_OTHER_STATEMENT = re.compile(
    "到位|执行|实际|[合共总累]计|全年|年末|年底|同比|相比|较|增加|减少|超|节约|[核审]减|其中|每|人均|标准|预算"
    "|下达|批复|计划|调整|追加|概算|合同|总投资|申请|收入|占|上年|一是|二是|三是|扣除|扣减|抵减|退回"
    "|[,;；、](?:已|共|当年|本年)?(?:支出|支付|拨付|使用|结余)|审定|核定|中标|[结决]算[价金为]|控制价"
)
_NOT_ALL = re.compile("其余|剩余|余下|余款|结余|结转|尚未|未支|等|主要|部分|不含|除")
_ABOUT_BEFORE = re.compile(r"(?:[约近超至到~-]|超过|不低于|不少于)\s?$")
# Before an amount that is no sum, but a difference, or what it is compared with.
_COMPARED = re.compile("(?:比|较|减少|增加|增长|下降|节约|压减|核减|超支|相差)[^,;；。]{0,12}$")
_NAMING_ALL = ("分别为", "分别是", "分别用于", "=")
_FEWEST = 3  # parts after 用于, for the sentence to name them all


class _List(NamedTuple):
    """A sum with its parts in order, what opens them, and the words around the parts."""

    total: Amount
    parts: Sequence[Amount]
    how: str
    words: str
    is_closed: bool  # no other statement follows in the sentence

    def names_all(self, limits: Limits) -> bool:
        """Whether the sentence claims, or is likely meant, to name all parts."""
        if not self.is_closed or _NOT_ALL.search(self.words):
            return False
        if self.how.endswith(_NAMING_ALL) or (self.how == "由" and "成" in self.words):
            return True
        if self.how == "用于":
            return len(self.parts) >= _FEWEST
        share = self.sum_wan * 100 >= self.total.wan * limits["比例"]
        return len(self.parts) >= limits["项数"] and share

    @property
    def sum_wan(self) -> Decimal:
        """What the parts come to, in 万元."""
        return sum((one.wan for one in self.parts), Decimal(0))

    @property
    def adds_up(self) -> bool:
        """Whether they come to the total, as far as the amounts are rounded."""
        if len({one.unit for one in (self.total, *self.parts)}) == 1:
            values = [one.value for one in self.parts]
            return adds_up(values, self.total.value, self.total.unit)
        halves = (
            one._replace(value=half_place(one.value)).wan for one in (self.total, *self.parts)
        )
        return abs(self.sum_wan - self.total.wan) <= sum(halves, Decimal(0))


def check_report(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Read the narrative, the form's cells of words, the goals."""
    for passage in (*subject.passages, *_goals(subject)):
        for one in _lists(passage.text):
            more = one.sum_wan > one.total.wan
            if not one.adds_up and (more or one.names_all(limits)):
                yield passage.finding((one.total.start, one.parts[-1].end), _message(one))


def _message(one: _List) -> str:
    unit = one.total.unit
    scale = one.total.wan / one.total.value if one.total.value else Decimal(1)
    found = trimmed(one.sum_wan / scale)
    difference = trimmed(abs(found - one.total.value))
    return (
        f"这里写的总数是 {format_amount(one.total.value)} {unit}，后面 {len(one.parts)} 项相加是 "
        f"{format_amount(found)} {unit}，相差 {format_amount(difference)} {unit}。"
        "请逐项核对；没有列全的，写明其余多少、用在哪里。"
    )


def _goals(subject: Subject) -> Iterator[Passage]:
    for where, goal in annual_goals(subject):
        for key, text in (("预期", goal.expected), ("调整", goal.adjusted), ("实际", goal.reached)):
            if text:
                yield Passage((*where, key), text)


def _lists(text: str) -> Iterator[_List]:
    if text.count("元") < _FEWEST:
        return
    folded = _TITLE.sub(_spaces, half_width(text))
    for sentence in _SENTENCE.finditer(folded):
        before = " " * sentence.start()  # positions stay those of the text
        for reading in _readings(before + sentence[0]):
            yield from _lists_of(reading)


def _readings(sentence: str) -> Iterator[str]:
    """The sentence without brackets, then each bracket with the amount right before it."""
    for found in _BRACKETS.finditer(sentence):
        start = next((one.start for one in amounts(sentence) if one.end == found.start()), None)
        if start is not None:
            yield " " * start + sentence[start : found.end() - 1]
    yield _BRACKETS.sub(_spaces, sentence)


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _lists_of(text: str) -> Iterator[_List]:
    found, place = amounts(text), 0
    while place + _FEWEST <= len(found):
        one = _list_from(text, found[place:])
        if one and any(other.wan == one.sum_wan for other in found[:place]):
            one = None  # the parts are those of an amount before
        place += len(one.parts) + 1 if one else 1
        if one:
            yield one


def _list_from(text: str, found: Sequence[Amount]) -> _List | None:
    """The list that the first amount is the sum of; None where none is sure."""
    total, first = found[0], found[1]
    opening = _OPENING.fullmatch(text, total.end, first.start)
    if not opening or _OTHER_STATEMENT.search(opening[0].replace("其中", "")):
        return None
    if _COMPARED.search(text[: total.start]):
        return None
    parts = [first]
    for one in found[2:]:
        between = text[parts[-1].end : one.start]
        if not _NEXT.fullmatch(between) or _OTHER_STATEMENT.search(between):
            break
        if "；" in between and len(parts) > 1 and "；" not in text[first.end : parts[-1].start]:
            break  # A、B；C: what comes after is another statement
        parts.append(one)
    is_closed = len(parts) + 1 == len(found)
    if len(parts) < _FEWEST - 1 or any(_is_vague(text, one) for one in (total, *parts)):
        return None
    words = "".join(text[one.end : after.start] for one, after in pairwise(parts))
    rest = text[parts[-1].end :] if is_closed else ""
    is_formula = words.count("+") == len(parts) - 1
    if opening["how"] == "=" and not is_formula:
        return None  # 5×6元=30元: an amount of its own
    how = "=" if is_formula else opening["how"]
    return _List(total, parts, how, opening[0] + words + rest, is_closed)


def _is_vague(text: str, one: Amount) -> bool:
    about = ABOUT.match(text, one.end) or _ABOUT_BEFORE.search(text[: one.start])
    return bool(about or one.is_unit_price)

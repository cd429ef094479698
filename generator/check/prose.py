"""What a report's prose states, found in it: amounts, rates, dates, document numbers, sentences.

All offsets are characters of the text that was given: folding never changes its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from generator.model.choices import Unit

_FULL = "０１２３４５６７８９．％，：（）／－＋～"
_HALF = "0123456789.%,:()/-+~"
_FOLDING = tuple(zip(_FULL, _HALF, strict=True))
# It begins with a digit, so that a search leaps from digit to digit.
_NUMBER = r"(\d(?<![\d.,A-Za-z-]\d)(?:\d{0,2}(?:,\d{3})+|\d{0,14})(?:\.\d+)?)"
_AMOUNT = re.compile(_NUMBER + r"\s{0,2}(亿元|万元|元)(?P<each>\s*[/／每])?")
_HAS_AMOUNT = re.compile(r"\d\s{0,2}[亿万]?元")
_RATE = re.compile(_NUMBER + r"\s?%")
_DATE = re.compile(
    r"([12](?<!\d\d)(?:(?<=1)9|(?<=2)0)\d{2})年(?:度)?(?:(\d{1,2})月(?:(\d{1,2})日)?)?"
)
_DOCUMENT = re.compile(
    r"(?P<issuer>[\u4e00-\u9fa5]{2,12})(?P<open>[〔【\[(（［])(?P<year>(?:19|20)\d{2})(?:年)?"
    r"(?P<close>[〕】\])）］])\s?(?:第)?(?P<number>\d{1,5})\s?号"
)
_BRACKETED_YEAR = re.compile(r"[〔【\[(（［][\d０-９]{4}年?[〕】\])）］]")
_CLAUSE_STOP = re.compile(r"[，。；、！？,;!?\n（(]")
_SENTENCE_STOP = re.compile(r"[。；！？;!?\n]")
_REACH = 200  # characters that are looked back for the beginning of a clause or a sentence
# What may stand before a figure that speaks of the whole project and the whole year.
LEAD = (
    r"(?:截[至止到]|(?:19|20)\d{2}年?度?|年?[底末]|\d{1,2}[月日]份?|[本该我的由经已共总其]|项目|工程"
    r"|专项|资金|经费|局|单位|部门|实际|全年|当年|年度|全部|合计|财政)*?"
)
_PART = re.compile(
    "(?:财政|社会|单位|其他|专户|帮扶)(?:管理)?资金|赞助|捐赠|其中|分别|中央|省级|市级|州级|县级|区级|上级|本级|自筹|配套|结转|第[一二三四五六]批|子项"
    "|[一二三四五六七八九]是|用于|上年|上一年|去年|往年|以前|历年|累计|每|部分|余款|尾款|质保金|如果|若"
)
_SENTENCE = re.compile(r"[^。；！？;!?\n]+[。；！？;!?]?")
_CLAUSE = re.compile(r"[^，。；：、！？,;:!?\s]+")
_WORDLESS = re.compile(r"[\W_]+")
# Names of projects.
_IN_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_UNLETTERED = re.compile(r"[^\u4e00-\u9fa5A-Za-z0-9]+")
_YEAR_BEFORE = re.compile(r"^(?:关于)?(?:(?:19|20)\d{2}年?(?:度)?)*")
_ENDS_OF_NAMES = re.compile(
    r"(?:第?[一二三四五六七八九十0-9]+[期批次]|经费|项目|工程|资金|专项|补助|补贴|工作|费用|支出)+$"
)
_COMMON_WORDS = re.compile(
    "专项|重点|年度|部门|预算|本级|基本|建设|信息化|日常|办公|公用|业务|工作|运转|运行|维护|政府|采购"
    "|购置|财政|中央|省级|市级|县级|上级|转移支付|绩效|评价|自评|其他|全部|所有|有关|相关|各类|人员"
    "|管理|服务|民生|实事|支出|资金|经费|项目|工程|补助|补贴|实施|财务|单位|改造|升级|设备|系统|提升"
    "|发展|保障|综合|改革|奖补|奖励|培训|会议|宣传|配套|维修|养护|整治|治理"
)
_EVERYWHERE = frozenset(["农村", "乡村", "城乡", "乡镇", "城区", "社区", "小型", "全县", "安全"])
_UMBRELLA = re.compile(
    "整体支出|转移支付|(?:补助|奖补|衔接|整合|统筹|发展|专项|债券)资金|专项债|衔接推进|涉农整合|一揽子"
)
_SIDE_BY_SIDE = re.compile(
    "统筹|衔接|整合|结合|配套|捆绑|打捆|依托|叠加|联动|同步|协同|重复|交叉|冲突|调剂|区别|不同于|分别"
    "|包括|包含|其中|子项目|纳入|列入|并入|前期|一期|同期|原有|此前|上年|往年|借鉴|参照|相邻|接入"
)
# Headings under which all reports of one department may say the same.
_OF_THE_DEPARTMENT = re.compile(
    "财务管理|组织架构|组织管理|监管|管理情况|管理制度|制度建设|内部控制"
)
_IN_WAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}


@lru_cache(maxsize=512)  # rule after rule reads the same passages
def folded(text: str) -> str:
    """Full-width digits and signs as half-width ones, character for character."""
    for full, half in _FOLDING:  # many times faster on Chinese text than str.translate
        text = text.replace(full, half)
    return text


class Amount(NamedTuple):
    """An amount with its unit: `value` as written, `wan` in 万元; `each` for a price a piece."""

    start: int
    end: int
    value: Decimal
    unit: Unit
    each: bool

    @property
    def wan(self) -> Decimal:
        """The amount in 万元, exactly."""
        return self.value * _IN_WAN[self.unit]


class StatedRate(NamedTuple):
    """A percentage, in percent."""

    start: int
    end: int
    percent: Decimal


class StatedDate(NamedTuple):
    """A year, or a month or a day of it, as far as it is written."""

    start: int
    end: int
    year: int
    month: int | None
    day: int | None


class DocumentNumber(NamedTuple):
    """A document number, as `示财行〔2021〕204号`; `brackets` are the two that it has."""

    start: int
    end: int
    issuer: str
    year: int
    number: int
    brackets: str

    @property
    def key(self) -> tuple[int, int]:
        """Year and number: what tells it, whatever precedes it in the sentence."""
        return self.year, self.number


def amounts(text: str) -> Iterator[Amount]:
    """Every amount of money that is written with its unit."""
    return iter(_amounts(text)) if _HAS_AMOUNT.search(text) else iter(())


@lru_cache(maxsize=128)  # several rules ask for the amounts of the same passages
def _amounts(text: str) -> tuple[Amount, ...]:
    return tuple(
        Amount(
            found.start(),
            found.end(2),
            Decimal(found[1].replace(",", "")),
            Unit(found[2]),
            bool(found["each"]),
        )
        for found in _AMOUNT.finditer(folded(text))
    )


def rates(text: str) -> Iterator[StatedRate]:
    """Every percentage."""
    for found in _RATE.finditer(folded(text)):
        yield StatedRate(found.start(), found.end(), Decimal(found[1].replace(",", "")))


def dates(text: str) -> Iterator[StatedDate]:
    """Every date from a year on; months and days that are none are left out."""
    for found in _DATE.finditer(folded(text)):
        month, day = (int(part) if part else None for part in found.groups()[1:])
        if month is not None and not 1 <= month <= 12:
            month = day = None
        yield StatedDate(found.start(), found.end(), int(found[1]), month, day)


def document_numbers(text: str) -> Iterator[DocumentNumber]:
    """Every document number, whatever its brackets."""
    if not _BRACKETED_YEAR.search(text):
        return
    for found in _DOCUMENT.finditer(text):
        number = int(folded(found["number"]))
        year, brackets = int(folded(found["year"])), found["open"] + found["close"]
        yield DocumentNumber(*found.span(), found["issuer"], year, number, brackets)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence, its mark included, white space around it not."""
    for found in _SENTENCE.finditer(text):
        words = found[0].strip()
        if words:
            start = found.start() + found[0].index(words)
            yield start, start + len(words)


def clauses(text: str, least: int = 1) -> Iterator[tuple[int, int]]:
    """Start and end of each run of words between punctuation, of so many characters at least."""
    for found in _CLAUSE.finditer(text):
        start, end = span = found.span()
        if end - start >= least:
            yield span


def clause_words(text: str) -> list[str]:
    """The clauses themselves, in the order of `clauses`, where their places do not matter yet."""
    return _CLAUSE.findall(text)


def sentence_around(text: str, start: int) -> tuple[int, int]:
    """The sentence that a character stands in; it is looked for around the character alone."""
    reach, begin = _REACH, start
    while begin:
        least = max(0, start - reach)
        begin = start - len(_SENTENCE_STOP.split(text[least:start])[-1])
        if begin > least:
            break
        reach *= 4
    found = _SENTENCE.match(text, begin)
    words = found[0].strip() if found else ""
    if found and words:
        first = begin + found[0].index(words)
        if first <= start < first + len(words):
            return first, first + len(words)
    return start, start


def clause_before(text: str, start: int) -> str:
    """What stands before a character in its clause; a colon does not end a clause."""
    return _CLAUSE_STOP.split(folded(text)[max(0, start - _REACH) : start])[-1]


def sentence_before(text: str, start: int) -> str:
    """What stands before a character in its sentence."""
    return _SENTENCE_STOP.split(folded(text)[max(0, start - _REACH) : start])[-1]


def of_a_part(before: str, year: int) -> bool:
    """Whether a sentence, as far as it goes, speaks of a source, an instalment, another year."""
    return bool(_PART.search(before)) or any(one.year != year for one in dates(before))


def words_only(text: str) -> str:
    """The text without punctuation and white space, folded."""
    return _WORDLESS.sub("", folded(text))


def core(name: str) -> str:
    """What tells a project from others: its name without year, instalment and 经费, 项目 …."""
    bare = _YEAR_BEFORE.sub("", _UNLETTERED.sub("", _IN_BRACKETS.sub("", name)))
    return _ENDS_OF_NAMES.sub("", bare)


def specific(name: str) -> str:
    """What is left of a name without the words that stand in the names of many projects."""
    return _COMMON_WORDS.sub("", core(name))


def same_project(one: str, other: str) -> bool:
    """Whether two names can be of one project, or of it and a part of it; doubtful ones are."""
    short, long = sorted((core(one), core(other)), key=len)
    characters = iter(long)
    if short in long or all(character in characters for character in short):
        return True
    letters = set(short)
    if len(letters & set(long)) * 5 >= 3 * len(letters):
        return True
    return not _pairs(specific(one)).isdisjoint(_pairs(specific(other)) - _EVERYWHERE)


def _pairs(name: str) -> set[str]:
    return {name[place : place + 2] for place in range(len(name) - 1)}


def many_projects(name: str) -> bool:
    """Whether a name is of money that pays many projects, which its report then has to name."""
    return bool(_UMBRELLA.search(name)) or len(specific(name)) < 2


def side_by_side(sentence: str) -> bool:
    """Whether a sentence sets several projects beside each other, or parts under a whole."""
    return bool(_SIDE_BY_SIDE.search(sentence))


@lru_cache(maxsize=4096)  # reports of one outline have the same headings
def of_the_department(headings: tuple[str | int, ...]) -> bool:
    """Whether what stands under these headings is of the department rather than of the project."""
    return any(_OF_THE_DEPARTMENT.search(str(heading)) for heading in headings)

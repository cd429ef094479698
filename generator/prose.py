"""What a report's prose states, found in it: amounts, rates, dates, document numbers, sentences.

All offsets are characters of the text that was given: folding never changes its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from generator.model import Unit

_FULL = "０１２３４５６７８９．％，：（）／－＋～"
_HALF = "0123456789.%,:()/-+~"
_FOLDING = str.maketrans(_FULL, _HALF)
# It begins with a digit, so that a search leaps from digit to digit.
_NUMBER = r"(\d(?<![\d.,A-Za-z-]\d)(?:\d{0,2}(?:,\d{3})+|\d{0,14})(?:\.\d+)?)"
_AMOUNT = re.compile(_NUMBER + r"\s{0,2}(亿元|万元|元)(?P<each>\s*[/／每])?")
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
    "其中|分别|中央|省级|市级|州级|县级|区级|上级|本级|自筹|配套|结转|第[一二三四五六]批|子项"
    "|[一二三四五六七八九]是|用于|上年|上一年|去年|往年|以前|历年|累计|每|部分|余款|尾款|质保金|如果|若"
)
_SENTENCE = re.compile(r"[^。；！？;!?\n]+[。；！？;!?]?")
_CLAUSE = re.compile(r"[^，。；：、！？,;:!?\s]+")
_WORDLESS = re.compile(r"[\W_]+")
_IN_WAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}


@lru_cache(maxsize=512)  # rule after rule reads the same passages
def folded(text: str) -> str:
    """Full-width digits and signs as half-width ones, character for character."""
    return text.translate(_FOLDING)


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
    for found in _AMOUNT.finditer(folded(text)):
        value = Decimal(found[1].replace(",", ""))
        yield Amount(found.start(), found.end(2), value, Unit(found[2]), bool(found["each"]))


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


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each run of words between punctuation."""
    for found in _CLAUSE.finditer(text):
        yield found.span()


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

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
_FOLDING = tuple(zip(_FULL, _HALF, strict=True))
_NUMBER = r"(?=\d)(?<![\d.,A-Za-z-])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?)"
_AMOUNT = re.compile(_NUMBER + r"\s{0,2}(亿元|万元|元)(?P<each>\s*[/／每])?")
_HAS_AMOUNT = re.compile(r"\d\s{0,2}[亿万]?元")
_RATE = re.compile(_NUMBER + r"\s?%")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})年(?:度)?(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
_DOCUMENT = re.compile(
    r"(?P<issuer>[\u4e00-\u9fa5]{2,12})(?P<open>[〔【\[(（［])(?P<year>(?:19|20)\d{2})(?:年)?"
    r"(?P<close>[〕】\])）］])\s?(?:第)?(?P<number>\d{1,5})\s?号"
)
_SENTENCE = re.compile(r"[^。；！？;!?\n]+[。；！？;!?]?")
_CLAUSE = re.compile(r"[^，。；：、！？,;:!?\s]+")
_WORDLESS = re.compile(r"[\W_]+")
_IN_WAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}


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


def sentence_around(text: str, start: int) -> tuple[int, int]:
    """The sentence that a character stands in."""
    for first, end in sentences(text):
        if first <= start < end:
            return first, end
    return start, start


def words_only(text: str) -> str:
    """The text without punctuation and white space, folded."""
    return _WORDLESS.sub("", folded(text))

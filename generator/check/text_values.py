"""What a text states, found in it: amounts, rates, years, document numbers, tables.

All positions are characters of the text that was given: `half_width` never changes its length.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from generator.model.amounts import in_wan
from generator.model.choices import Unit
from generator.model.numerals import DIGITS, numeral_value

_WIDTHS = tuple(
    zip("０１２３４５６７８９．％，：（）／－＋～", "0123456789.%,:()/-+~", strict=True)
)
# The patterns begin with a digit, so that a search leaps from digit to digit.
YEAR = r"[12](?<!\d\d)(?:(?<=1)9|(?<=2)0)\d{2}"
# Not in the middle of 1,200; a comma after a word is punctuation.
_NUMBER = r"(\d(?<![\d.A-Za-z-]\d)(?<!\d,\d)(?:\d{0,2}(?:,\d{3})+|\d{0,14})(?:\.\d+)?)"
_AMOUNT = re.compile(_NUMBER + r"\s{0,2}(亿元|万元|元)(?P<each>\s*[/／每])?")
ABOUT = re.compile(r"\s?(?:左右|以上|以下|以内|余|多)")  # after an amount that is no exact one
# After one that is the first of a range or of several: 50万元至60万元, 30万元、20万元.
OF_SEVERAL = re.compile(r"[^\S\n]?[至到和与及、~～—–-]+[^\S\n]?\d[\d.,]*\s?(?:亿元|万元|元|[%％])")
_RATE = re.compile(_NUMBER + r"\s?%")
_SPOKEN_RATE = re.compile(
    r"百分之(?:(?P<hundred>一?百)"
    r"|(?P<whole>[一二三四五六七八九]?十[一二三四五六七八九]?|[零一二三四五六七八九])"
    r"(?:点(?P<parts>[零〇一二三四五六七八九]{1,4}))?)"
    "(?![零〇一二三四五六七八九十百千点多几])"
)
_YEAR = re.compile(rf"{YEAR}(?=年)")
_DOCUMENT = re.compile(
    r"(?P<issuer>[\u4e00-\u9fa5]{2,12})(?P<open>[〔【\[(（［])(?P<year>(?:19|20)\d{2})(?:年)?"
    r"(?P<close>[〕】\])）］])\s?(?:第)?(?P<number>\d{1,5})\s?号"
)
_BRACKETED_YEAR = re.compile(r"[〔【\[(（［][\d０-９]{4}年?[〕】\])）］]")
# The second row of a table in Markdown (GFM).
_DELIMITER_ROW = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")


@lru_cache(maxsize=512)  # rule after rule reads the same passages
def half_width(text: str) -> str:
    """The text with half-width digits and signs for full-width ones, of the same length."""
    for full, half in _WIDTHS:  # many times faster on Chinese text than str.translate
        text = text.replace(full, half)
    return text


class Amount(NamedTuple):
    """An amount of money: `value` as written, in `unit`."""

    start: int
    end: int
    value: Decimal
    unit: Unit
    is_unit_price: bool

    @property
    def wan(self) -> Decimal:
        """The amount in 万元, exactly."""
        return in_wan(self.value, self.unit) or Decimal(0)


class StatedRate(NamedTuple):
    """A percentage, in percent."""

    start: int
    end: int
    percent: Decimal


class DocumentNumber(NamedTuple):
    """A document number (发文字号), as `示财行〔2021〕204号`; `brackets` are its two."""

    start: int
    end: int
    issuer: str
    year: int
    number: int
    brackets: str

    @property
    def key(self) -> tuple[int, int]:
        """Year and number: these identify it, whatever precedes it in the sentence."""
        return self.year, self.number


@lru_cache(maxsize=512)  # several rules ask for the amounts of the same passages
def amounts(text: str) -> tuple[Amount, ...]:
    """Every amount that is written with its unit."""
    return tuple(
        Amount(
            found.start(),
            found.end(2),
            Decimal(found[1].replace(",", "")),
            Unit(found[2]),
            bool(found["each"]),
        )
        for found in _AMOUNT.finditer(half_width(text))
    )


def has_rates(text: str) -> bool:
    """Whether there may be a percentage: asked many times faster than `rates`."""
    return "%" in text or "％" in text or "百分之" in text


def rates(text: str) -> Iterator[StatedRate]:
    """Every percentage, in digits, then those in words: 百分之九十八."""
    for found in _RATE.finditer(half_width(text)):
        yield StatedRate(found.start(), found.end(), Decimal(found[1].replace(",", "")))
    for found in _SPOKEN_RATE.finditer(text) if "百分之" in text else ():
        whole = 100 if found["hundred"] else numeral_value(found["whole"].replace("零", "〇"))
        parts = "".join(
            str(DIGITS.index(one)) for one in (found["parts"] or "").replace("零", "〇")
        )
        yield StatedRate(found.start(), found.end(), Decimal(f"{whole}.{parts}"))


def years(text: str) -> set[int]:
    """The years of all dates."""
    return {int(year) for year in _YEAR.findall(half_width(text))}


def document_numbers(text: str) -> Iterator[DocumentNumber]:
    """Every document number, whatever its brackets."""
    for found in _DOCUMENT.finditer(text) if _BRACKETED_YEAR.search(text) else ():
        number = int(half_width(found["number"]))
        year, brackets = int(half_width(found["year"])), found["open"] + found["close"]
        yield DocumentNumber(*found.span(), found["issuer"], year, number, brackets)


def cells(row: str) -> list[str]:
    """The cells of a table's row."""
    return [cell.strip() for cell in row.removeprefix("|").removesuffix("|").split("|")]


def table_length(lines: list[str], start: int) -> int:
    """How many lines the table has that starts at line `start`; 0 where none does."""
    if start + 1 >= len(lines) or "|" not in lines[start] or "|" not in lines[start + 1]:
        return 0
    width = len(cells(lines[start]))
    if not _DELIMITER_ROW.fullmatch(lines[start + 1]) or len(cells(lines[start + 1])) != width:
        return 0
    end = start + 2
    while end < len(lines) and "|" in lines[end] and len(cells(lines[end])) == width:
        end += 1
    return end - start

"""Numbers of lists as Word shows them, by the name of their format (ECMA-376 §17.18.59).

Where the standard is silent or contradicts itself, as Word prints.
"""

from collections.abc import Callable
from typing import NamedTuple

_MOST = 1_000_000  # from here on Word shows nothing in words
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 30  # how often a letter is repeated (aa, bb) before Word begins anew
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 32767  # the highest that Word counts to
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_IDEOGRAPHS = "一二三四五六七八九"
_CHICAGO = "*†‡§"
_ONES = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = (
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip


class _Counting(NamedTuple):
    """A way to count in words: its digits from 1, its units, its zero, when 一 is not said."""

    digits: str = _IDEOGRAPHS
    units: str = "十百千万"  # the last stands for ten thousand
    zero: str = ""
    silent: str = ""  # units before which the one is left out
    ten_silent: bool = False  # before ten at the beginning alone: 十一, but 一百一十一

    def words(self, value: int) -> str:
        """The number in words; nothing where Word shows nothing."""
        if not 0 < value < _MOST:
            return "" if value else self.zero or "0"
        high, low = divmod(value, 10_000)
        text = self._below_ten_thousand(high) + self.units[3] if high else ""
        if high and low and low < 1000:
            text += self.zero
        text += self._below_ten_thousand(low)
        tens = self.digits[0] + self.units[0]
        return text[1:] if self.ten_silent and text.startswith(tens) else text

    def _below_ten_thousand(self, value: int) -> str:
        text = ""
        for power in (3, 2, 1, 0):
            digit = value // 10**power % 10
            if not digit:
                continue
            if text and value // 10 ** (power + 1) % 10 == 0:
                text += self.zero
            unit = self.units[power - 1] if power else ""
            one_is_silent = digit == 1 and unit and unit in self.silent
            text += ("" if one_is_silent else self.digits[digit - 1]) + unit
        return text


def _digits(ten: str) -> Callable[[int], str]:
    table = str.maketrans("0123456789", ten)
    return lambda value: str(value).translate(table)


def _of_a_set(signs: str) -> Callable[[int], str]:
    """One sign each; beyond the set it is decimal."""
    return lambda value: signs[value - 1] if 0 < value <= len(signs) else str(value)


def _from(first: int, count: int) -> Callable[[int], str]:
    return _of_a_set("".join(map(chr, range(first, first + count))))


def _repeated(signs: str) -> Callable[[int], str]:
    """a … z, aa, bb …."""

    def format_(value: int) -> str:
        if value < 1:
            return str(value)
        times, index = divmod(value - 1, len(signs))
        return signs[index] * (times % _LONGEST + 1)

    return format_


def _tens(zero: str) -> Callable[[int], str]:
    """Up to 99 with 十, digit by digit from a hundred on."""
    in_words, by_digit = _Counting(ten_silent=True), _digits(zero + _IDEOGRAPHS)
    return lambda value: in_words.words(value) if 0 < value < 100 else by_digit(value)


def roman(value: int) -> str:
    """A number in small Roman letters; in figures where there are none."""
    if not 0 < value <= _MOST_ROMAN:
        return str(value)
    text = ""
    for number, letters in _ROMAN:
        times, value = divmod(value, number)
        text += letters * times
    return text


def _ordinal(value: int) -> str:
    is_teen = value // 10 % 10 == 1
    return f"{value}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def _cardinal(value: int) -> str:
    if not 0 < value < _MOST:
        return str(value)
    thousands, rest = divmod(value, 1000)
    hundreds, below = divmod(rest, 100)
    of_ten = below // 10 if below >= 20 else 0
    words = [
        f"{_cardinal(thousands)} thousand" if thousands else "",
        f"{_ONES[hundreds]} hundred" if hundreds else "",
        "-".join(filter(None, (_TENS[of_ten], _ONES[below - 10 * of_ten]))),
    ]
    return " ".join(filter(None, words))


def _ordinal_text(value: int) -> str:
    text = _cardinal(value)
    last = text.replace("-", " ").rpartition(" ")[2]
    head = text[: len(text) - len(last)]
    if last in _ORDINALS:
        return head + _ORDINALS[last]
    return head + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def _chicago(value: int) -> str:
    if value < 1:
        return str(value)
    times, index = divmod(value - 1, len(_CHICAGO))
    return _CHICAGO[index] * (times % _LONGEST + 1)


def _pair(value: int) -> str:
    """甲子, 乙丑 … of sixty."""
    index = value - 1
    return _STEMS[index % 10] + _BRANCHES[index % 12] if 0 < value <= 60 else str(value)


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _value: "",
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalEnclosedCircle": _from(0x2460, 20),  # ①
    "decimalEnclosedCircleChinese": _from(0x2460, 20),
    "decimalEnclosedParen": _from(0x2474, 20),  # ⑴
    "decimalEnclosedFullstop": _from(0x2488, 20),  # ⒈
    "ideographEnclosedCircle": _from(0x3220, 10),  # ㈠
    "numberInDash": lambda value: f"- {value} -",
    "hex": lambda value: f"{value:X}" if value >= 0 else str(value),
    "upperRoman": lambda value: roman(value).upper(),
    "lowerRoman": roman,
    "upperLetter": _repeated(_LETTERS.upper()),
    "lowerLetter": _repeated(_LETTERS),
    "ordinal": _ordinal,
    "cardinalText": lambda value: _capital(_cardinal(value)),
    "ordinalText": lambda value: _capital(_ordinal_text(value)),
    "chicago": _chicago,
    "chineseCounting": _tens("○"),
    "taiwaneseCounting": _tens("○"),
    "chineseCountingThousand": _Counting(zero="〇", ten_silent=True).words,
    "taiwaneseCountingThousand": _Counting(units="十百千萬", zero="零", ten_silent=True).words,
    "chineseLegalSimplified": _Counting("壹贰叁肆伍陆柒捌玖", "拾佰仟万", "零").words,
    "ideographLegalTraditional": _Counting("壹貳參肆伍陸柒捌玖", "拾佰仟萬", "零").words,
    "japaneseCounting": _Counting(silent="十百千").words,
    "japaneseLegal": _Counting("壱弐参四伍六七八九", "拾百阡萬").words,
    "ideographDigital": _digits("〇" + _IDEOGRAPHS),
    "japaneseDigitalTenThousand": _digits("〇" + _IDEOGRAPHS),
    "taiwaneseDigital": _digits("○" + _IDEOGRAPHS),
    "ideographTraditional": _of_a_set(_STEMS),
    "ideographZodiac": _of_a_set(_BRANCHES),
    "ideographZodiacTraditional": _pair,
    "koreanDigital": _digits("영일이삼사오육칠팔구"),
    "koreanDigital2": _digits("零" + _IDEOGRAPHS),
    "koreanCounting": _Counting("일이삼사오육칠팔구", "십백천만", silent="십백천").words,
    "ganada": _repeated("가나다라마바사아자차카타파하"),
    "chosung": _repeated("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
}


def is_known(name: str) -> bool:
    """Whether numbers of this format are shown as Word shows them."""
    return name in _FORMATS


def formatted(value: int, name: str) -> str:
    """The number in the format of this name; decimal where the name is not known."""
    return _FORMATS.get(name, str)(value)


def padded(value: int, example: str) -> str:
    """The number with the zeros of an example such as `001, 002, 003, ...`."""
    return str(value).zfill(len(_first(example))) if is_padding(example) else str(value)


def is_padding(example: str) -> bool:
    """Whether an example of a format is of decimals with zeros before them."""
    first = _first(example)
    return first.isascii() and first.isdigit() and len(first) <= 10


def _first(example: str) -> str:
    return example.partition(",")[0].strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

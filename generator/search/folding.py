"""Folds text to the form in which it is searched, and cuts that form into tokens.

A query finds a report when its folded text stands in the report's folded text, character by
character: no dictionary cuts words, so none can cut them wrongly. `assets/search/folding.js` does
the same in the browser, and a test compares the two.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from operator import add

from opencc import OpenCC

# Unicode categories: brackets, quotes, spaces, control characters.
_DROPPED = {"Ps", "Pe", "Pi", "Pf", "Zs", "Zl", "Zp", "Cc", "Cf"}
_QUOTES = "\"'`"
_DASHES = "‐‑‒–—―−"
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_HAN = range(0x4E00, 0xA000)
# Code points that one letter of Tangut stands for; two Egyptian hieroglyphs stand for the rest.
_TANGUT_RANGES = (
    (range(0x0700), 0x17000),
    (range(0x2000, 0x2F00), 0x17700),
    (range(0x3000, 0x3040), 0x18600),
)
_HIEROGLYPHS = 1060


def fold(text: str) -> str:
    """`盐财资行〔２０２１〕 204 号` as `盐财资行2021204号`.

    Width and case are folded (NFKC, character by character), brackets, quotes, white space and
    control characters dropped, traditional characters made simplified, dashes made hyphens, and
    commas between thousands dropped.
    """
    folded = text.translate(_FOLDED)
    return _THOUSANDS.sub("", folded) if "," in folded else folded


def tokens(folded: str) -> list[str]:
    """One token a character of folded text: it and the next one, the last one alone.

    A phrase is found as its pairs in a row; the last character, alone, keeps a phrase from
    running on into the next text.
    """
    letters = [token_letters(ord(character)) for character in folded]
    return [*map(add, letters, letters[1:]), *letters[-1:]]


def all_tokens(texts: Iterable[str]) -> list[str]:
    """The tokens of several texts, folded first, and each character that occurs in them, once."""
    folded = [fold(text) for text in texts]
    singles = sorted(map(ord, set("".join(folded))))
    return [*chain.from_iterable(map(tokens, folded)), *map(token_letters, singles)]


@cache
def simplified() -> Mapping[str, str]:
    """Traditional characters to simplified ones.

    Only those outside GB 2312: 著, 乾 and the like are words of their own in simplified text.
    """
    convert = OpenCC("t2s").convert
    table = {
        one: other
        for one in map(chr, _HAN)
        if (other := convert(one)) != one
        and len(other) == 1
        and not one.encode("gb2312", errors="ignore")
    }
    # 薴 becomes 苧, which is traditional itself and becomes 苎: fold to the end of such a chain.
    return {one: table.get(other, other) for one, other in table.items()}


class _Folded(dict[int, str]):
    """Code points to their folded text, computed when first met."""

    def __missing__(self, code: int) -> str:
        normal = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = "".join(map(_fold_one, normal))
        return self[code]


def _fold_one(character: str) -> str:
    if character in _DASHES:
        return "-"
    if character in _QUOTES or unicodedata.category(character) in _DROPPED:
        return ""
    return simplified().get(character, character)


@cache
def token_letters(code: int) -> str:
    """One letter that stands for a folded character in a token, or two that no other one has.

    Pagefind drops punctuation and strips accents; it leaves letters of dead scripts alone.
    """
    if code in _HAN or (code < 128 and chr(code).isalnum()):
        return chr(code)
    for codes, first in _TANGUT_RANGES:
        if code in codes:
            return chr(first + code - codes.start)
    high, low = divmod(code, _HIEROGLYPHS)
    return chr(0x13000 + high) + chr(0x13000 + low)


_FOLDED = _Folded()

"""Folds text to the form in which it is searched.

A query finds a report when its folded text stands in the report's folded text, character by
character: no dictionary cuts words, so none can cut them wrongly. `assets/search/folding.js` does
the same in the browser, and a test compares the two.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from opencc import OpenCC

# Unicode categories: brackets, quotes, spaces, control characters.
_DROPPED = {"Ps", "Pe", "Pi", "Pf", "Zs", "Zl", "Zp", "Cc", "Cf"}
_QUOTES = "\"'`"
_DASHES = "‐‑‒–—―−"
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_HAN = range(0x4E00, 0xA000)


def fold(text: str) -> str:
    """`盐财资行〔２０２１〕 204 号` as `盐财资行2021204号`.

    Width and case are folded (NFKC, character by character), brackets, quotes, white space and
    control characters dropped, traditional characters made simplified, dashes made hyphens, and
    commas between thousands dropped.
    """
    folded = text.translate(_FOLDED)
    return _THOUSANDS.sub("", folded) if "," in folded else folded


@cache
def simplified() -> Mapping[str, str]:
    """Traditional characters to simplified ones.

    Only those outside GB 2312: 著, 乾 and the like are words of their own in simplified text.
    """
    unusual = [one for one in map(chr, _HAN) if not one.encode("gb2312", errors="ignore")]
    # A line each: what is not on one line is never taken for one word.
    converted = OpenCC("t2s").convert("\n".join(unusual)).split("\n")
    table = {
        one: other
        for one, other in zip(unusual, converted, strict=True)
        if other != one and len(other) == 1
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


_FOLDED = _Folded()

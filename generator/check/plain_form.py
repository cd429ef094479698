"""Characters as the letters, digits and signs of ASCII that people take them for."""

import re
import unicodedata
from functools import lru_cache

_SPOKEN = {"○": "0", "洞": "0", "勾": "9", "拐": "7", "两": "2"}
_WORDS = "〇○零一二三四五六七八九壹壱弌贰貳贰弐兩两叁叄參参弎肆亖伍陆陸柒捌玖幺洞拐勾"
# One alone is a word: 张三, 1234一户.
_WRITTEN_OUT = re.compile(rf"[{_WORDS}](?:[ ·、-]?[{_WORDS}]){{2,}}|(?<=\d)[{_WORDS}]+(?=\d)")
_SIGNS = (
    (re.compile("[•・‧∙⋅﹒]"), "·"),
    (re.compile("[\u2010-\u2015\u2212\ufe58\ufe63—～~_]"), "-"),
    (re.compile("[【〔「『〈《]"), "("),
    (re.compile("[】〕」』〉》]"), ")"),
)
# Letters of Greek and Cyrillic that look as Latin ones.
_LATIN = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТХІЅЈ", "ABEZHIKMNOPTYXABEKMHOPCTXISJ", strict=True))


def plain_form(text: str) -> str:
    """The text of the same length; numerals are digits, spaces that stay in a line are one kind."""
    text = _WRITTEN_OUT.sub(lambda found: "".join(map(_digit, found[0])), text)
    return "".join(map(_plain, text))


def _digit(character: str) -> str:
    value = unicodedata.numeric(character, -1)
    return _SPOKEN.get(character) or (str(int(value)) if value in range(10) else character)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in _WORDS:
        return character
    folded = unicodedata.normalize("NFKC", _digit(character))
    if len(folded) != 1 or folded == " ":
        return " " if folded.isspace() and folded not in "\n\r\t" else character
    known = _LATIN.get(folded)
    return known or next((sign for kind, sign in _SIGNS if kind.match(folded)), folded)

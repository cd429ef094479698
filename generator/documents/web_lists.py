"""The numbers that a browser sets before the items of a list."""

from collections.abc import Mapping

from generator.documents.word_formats import roman
from generator.model.numerals import chinese_numeral

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman",
          "I": "upper-roman"}  # fmt: skip
_CHINESE = {"cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"}
_MOST = 10_000  # what is beyond is written in digits


class ListNumbers:
    """Counts the items of a list; of one without numbers it gives none."""

    def __init__(
        self, attributes: Mapping[str, str], style: str, count: int, *, is_ordered: bool
    ) -> None:
        """`style` is its list-style-type, empty where none is said; `count` its items."""
        self._kind = style or _TYPES.get(attributes.get("type", "1"), "decimal")
        self._is_ordered = is_ordered or bool(style and number_text(style, 1))
        is_reversed = "reversed" in attributes
        self._step = -1 if is_reversed else 1
        start = _integer(attributes.get("start"))
        self._next = start if start is not None else count if is_reversed else 1

    def next(self, attributes: Mapping[str, str], style: str = "") -> str:
        """The number of an item as it is shown; `attributes` and `style` are the item's own."""
        value = _integer(attributes.get("value"))
        if value is not None:
            self._next = value
        number = self._next
        self._next += self._step
        kind = style or _TYPES.get(attributes.get("type", ""), self._kind)
        return number_text(kind, number) if self._is_ordered else ""


def number_text(kind: str, number: int) -> str:
    """A number in a style of CSS, with the sign behind it; nothing for bullets and none."""
    if kind in _CHINESE:
        return f"{chinese_numeral(number) if 0 < number < 100 else number}、"
    if kind == "cjk-decimal":
        return "".join("〇一二三四五六七八九"[int(one)] for one in str(abs(number))) + "、"
    if kind == "decimal":
        return f"{number}."
    if kind == "decimal-leading-zero":
        return f"{number:02d}."
    name = kind.removeprefix("lower-").removeprefix("upper-")
    if name in {"alpha", "latin"}:
        text = _letters(number)
    elif name == "roman":
        text = roman(number)
    else:
        return ""
    return f"{text.upper() if kind.startswith('upper') else text}."


def _integer(text: str | None) -> int | None:
    text = (text or "").strip()
    is_number = text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()
    return int(text) if is_number and len(text) < 9 else None


def _letters(number: int) -> str:
    if not 0 < number < _MOST:
        return str(number)
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text

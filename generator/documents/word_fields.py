"""Fields of a Word file whose result is not stored: boxes to tick, signs, characters in circles."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.documents import word_formats, word_symbols
from generator.documents.word_xml import Node, integer

_TICKED, _EMPTY = "☒", "☐"  # as Word draws the boxes of its forms
_NUMBERED = {"AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM"}
_SHOWN_WITHOUT_RESULT = {
    "FORMCHECKBOX", "FORMDROPDOWN", "SYMBOL", "EQ", "MACROBUTTON", "GOTOBUTTON", *_NUMBERED,
}  # fmt: skip
_FONT = re.compile(r'\\f\s*"?([^"\\]+)"?')
_LONGEST = 1000  # characters of a code
_RINGS = "○〇Ｏ◯"
# What stands between characters in the code of EQ, but is not seen.
_FORMATTING = re.compile(r'\\\*\s*(?:jc\d+|hps\d+|"[^"]*"|\w+)|\\(?:up|do)\s*-?\d+', re.IGNORECASE)
_EQ_OPTION = re.compile(r"\\(?:a[clrd]|[su]\b|[a-z]{1,2})\s*-?\d*", re.IGNORECASE)


class Shown(NamedTuple):
    """What a field without a stored result shows, and how its base is read (注音)."""

    text: str = ""
    reading: str = ""
    is_missing: bool = False  # Word works it out, and it is not known how


@dataclass(slots=True)
class OpenField:
    """A field while it is read: what its code says, and where its result began."""

    start: int  # in the text of its paragraph
    data: Node | None = None  # of a box of a form
    code: list[str] = field(default_factory=list)
    is_code: bool = True  # its result has not begun
    words: int = 0  # that were there when it did

    @property
    def keyword(self) -> str:
        """What kind of field it is."""
        words = "".join(self.code).split(None, 1)
        return words[0].upper() if words else ""

    def shown(self) -> Shown | None:
        """What stands for a result; None where the stored one does, or nothing is shown."""
        code, keyword = "".join(self.code)[:_LONGEST], self.keyword
        if keyword not in _SHOWN_WITHOUT_RESULT:
            return None
        if keyword in _NUMBERED:
            return Shown(is_missing=True)
        rest = code.split(None, 1)[1] if len(code.split(None, 1)) > 1 else ""
        if keyword == "SYMBOL":
            return Shown(_symbol(rest))
        if keyword == "EQ":
            return _equation(rest)
        if keyword in ("MACROBUTTON", "GOTOBUTTON"):
            return Shown(rest.split(None, 1)[1].strip() if len(rest.split(None, 1)) > 1 else "")
        return Shown(self._form())

    def _form(self) -> str:
        if self.data is None:
            return _EMPTY if self.keyword == "FORMCHECKBOX" else ""
        if box := self.data.find("w:checkBox"):
            is_ticked = box.is_on("w:checked")
            return (
                _TICKED if (box.is_on("w:default") if is_ticked is None else is_ticked) else _EMPTY
            )
        if choice := self.data.find("w:ddList"):
            entries = [one.get("val") for one in choice.all("w:listEntry")]
            index = integer(choice.value("w:result") or choice.value("w:default"))
            return entries[index] if 0 <= index < len(entries) else ""
        return ""


def _symbol(rest: str) -> str:
    """`SYMBOL 254 \\f Wingdings`: a character by its number, in a font."""
    words = rest.split()
    font = match[1].strip() if (match := _FONT.search(rest)) else ""
    try:
        number = int(words[0], 0) if words else 0
    except ValueError:
        number = ord(words[0][0])
    return word_symbols.sign(f"{number:x}", font) if number > 0 else ""


def _equation(rest: str) -> Shown:
    """`EQ \\o\\ac(○,1)`: characters over each other; of others the characters in their order."""
    rest = _FORMATTING.sub("", rest)
    is_over = re.match(r"\s*\\o", rest, re.IGNORECASE)
    arguments = [_EQ_OPTION.sub("", one).strip(" ()") for one in _arguments(rest)]
    if is_over and len(arguments) == 2:
        lower, upper = arguments
        if lower in _RINGS:
            number = integer(upper, -1)
            return Shown(
                word_formats.formatted(number, "decimalEnclosedCircle") if number > 0 else upper
            )
        return Shown(upper, reading=lower)
    return Shown("".join(arguments))


def _arguments(code: str) -> list[str]:
    """What the outermost brackets hold, cut at its commas."""
    start = code.find("(")
    if start < 0:
        return [code]
    found, depth = [""], 0
    for one in code[start:]:
        depth += {"(": 1, ")": -1}.get(one, 0)
        if depth == 0:
            break
        if one in ",;，" and depth == 1:
            found.append("")
        elif not (one == "(" and depth == 1):
            found[-1] += one
    return found

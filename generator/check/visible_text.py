"""The readings of a text: as it is written, and as people can read it where that differs.

What must never be published must not hide behind bold letters, links, characters that do not show
or letters that look like digits. The rules on it look at each reading; what they find is told where
it stands in the text as it is written.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from generator.check.stored_numbers import with_whole_numbers

# Characters that take no room: joiners, signs of direction, fillers, selectors of variants, tags,
# marks that are set upon the character before them.
UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
)
_TAGS = re.compile("[\U000e0020-\U000e007e]+")  # each stands for a character of ASCII
_TAG_OFFSET = 0xE0000
_NOT_SHOWN = re.compile(
    rf"[{UNSEEN}]+"
    r"|\*{2,}|_{2,}|~~|`+|\\(?=[!-/:-@\[-`{-~])"  # bold letters, code, escapes of Markdown
    r"|!?\[(?=[^\]\n\x1f]*\]\()|\]\([^()\s\x1f]*\)"  # around the words of a link
    r"|<!--[^\x1f]{0,200}?-->|</?(?:b|i|u|s|em|strong|span|font|mark|br)(?:\s[^<>\n]{0,80})?/?>"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});"
)
_MAY_HIDE = re.compile(rf"[{UNSEEN}~`\\&<]|\*\*|__|\]\(")  # quickly told: most texts have none
# Another form of a common letter: radicals (PDF files have them for words), full width.
_OTHER_FORM = "\u2f00-\u2fd5\uff21-\uff3a\uff41-\uff5a\uff1d"
_MAY_BE_FOLDED = re.compile(f"[{_OTHER_FORM}]")
_FOLDED = {
    number: unicodedata.normalize("NFKC", chr(number))
    for number in (*range(0x2F00, 0x2FD6), *range(0xFF21, 0xFF5B), 0xFF1D)
}
_REVERSED = re.compile("(?<=\u202e)[^\u202c\n]+")  # shown from right to left
# Letters that look like a digit, among digits.
_LIKE_DIGITS = "◯○〇OoОоΟοlIІıㄧЗбSBZb"
_LOOK_ALIKES = str.maketrans(_LIKE_DIGITS, "00000000011111365826")
_LETTERED = re.compile(
    rf"(?<![A-Za-z\d])(?=(?:[{_LIKE_DIGITS}]{{0,9}}\d){{5}})[\d{_LIKE_DIGITS}]{{11,19}}(?![A-Za-z\d])"
)
_BESIDE_DIGIT = re.compile(rf"[{_LIKE_DIGITS}](?:(?=\d)|(?<=\d.))")  # few texts have one
_IN_CODES = re.compile("[SBZb]")  # codes have them too
_OF_A_PERSON = re.compile("电话|手机|联系|微信|身份|证件|证号|卡号|账号")
_REACH = 15
_DASHED = re.compile(r"一(?<=[0-9]一)(?=[0-9])")  # written for a dash


class Reading(NamedTuple):
    """A text, and for each of its characters the position in the text as it is written."""

    text: str
    positions: "range | list[int]"

    @property
    def is_original(self) -> bool:
        """Whether it is the text as it is written."""
        return isinstance(self.positions, range)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of the reading stand in the text as it is written: start and end."""
        if start >= end:
            return self.positions[start] if start < len(self.positions) else 0, 0
        ends = self.positions[start], self.positions[end - 1]
        return min(ends), max(ends) + 1


def readings(text: str) -> Iterator[Reading]:
    """The text as it is, and each other reading that differs from it."""
    yield Reading(text, range(len(text)))
    shown = _shown(text)
    if shown.text != text:
        yield shown
        if tags := "".join(map(_decoded, _TAGS.findall(text))):
            places = [at for found in _TAGS.finditer(text) for at in range(*found.span())]
            yield Reading(tags, places)
    if _REVERSED.search(text):
        order = list(range(len(text)))
        for found in _REVERSED.finditer(text):
            order[slice(*found.span())] = reversed(range(*found.span()))
        yield Reading("".join(text[at] for at in order), order)
    whole, positions = with_whole_numbers(shown.text)
    if whole != shown.text:
        yield Reading(whole, [shown.positions[at] for at in positions])
    lettered = _DASHED.sub("-", shown.text)
    if _BESIDE_DIGIT.search(lettered):
        lettered = _LETTERED.sub(_with_digits, lettered)
    if lettered != shown.text:
        yield Reading(lettered, list(shown.positions))


def _shown(text: str) -> Reading:
    """Without what does not show; a character reference is the character."""
    if _MAY_BE_FOLDED.search(text):
        text = text.translate(_FOLDED)
    if not _MAY_HIDE.search(text):
        return Reading(text, range(len(text)))
    pieces: list[str] = []
    positions: list[int] = []
    end = 0
    for found in _NOT_SHOWN.finditer(text):
        pieces.append(text[end : found.start()])
        positions += range(end, found.start())
        if found[0].startswith(("&", "<br")):
            character = html.unescape(found[0]) if found[0][0] == "&" else "\n"
            pieces.append(character)
            positions += [found.start()] * len(character)
        end = found.end()
    pieces.append(text[end:])
    positions += range(end, len(text))
    return Reading("".join(pieces), positions)


def _with_digits(found: re.Match[str]) -> str:
    before = found.string[max(found.start() - _REACH, 0) : found.start()]
    if _IN_CODES.search(found[0]) and not _OF_A_PERSON.search(before):
        return found[0]
    return found[0].translate(_LOOK_ALIKES)


def _decoded(tags: str) -> str:
    return "".join(chr(ord(one) - _TAG_OFFSET) for one in tags)

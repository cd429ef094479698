"""Paragraphs out of lines: what a program broke to fit a page or a cell is joined again."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from generator.documents.pdf_lines import Line, is_wide

_SLACK = 0.9  # of the size: a line is full where less than this and the next word is left
_INDENT = 1.2
_FAR = 6  # of the size: what begins farther to the right is a signature
_OTHER_SIZE = 1.12
_LARGER_GAP = 1.35  # times the usual distance
_CENTRED = 0.75
_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十百]{1,4}、|[(（][一二三四五六七八九十百]{1,4}[)）]|第[一二三四五六七八九十百]{1,4}[条章节部]"
    r"|\d{1,2}[、．]|\d{1,2}\.(?!\d)|[(（]\d{1,2}[)）]|[①-⑳]|\d{1,2}[)）])"
)
_ENDS = tuple("。；：！？;:!?…”）)")


class Joined(NamedTuple):
    """A paragraph: its text, its first line, and whether it stands in the middle."""

    text: str
    first: Line
    last: Line
    is_bold: bool
    is_centred: bool


def paragraphs(
    lines: Sequence[Line], left: float, right: float, pitch: float = 0.0
) -> list[Joined]:
    """The paragraphs of lines that stand between `left` and `right`, from top to bottom.

    `pitch` is the usual distance of lines of the text around, in parts of the size of their
    letters; 0 where there is none.
    Lines may be of several pages.
    """
    groups: list[list[Line]] = []
    for one in lines:
        if groups and _goes_on(groups[-1], one, left, right, pitch):
            groups[-1].append(one)
        else:
            groups.append([one])
    return [_joined(group, left, right) for group in groups]


def goes_on(before: Joined, after: Joined, left: float, right: float) -> bool:
    """Whether a paragraph goes on over a break that lies between two lines."""
    return _goes_on([before.last], after.first, left, right, 0.0)


def _goes_on(group: Sequence[Line], one: Line, left: float, right: float, pitch: float) -> bool:
    last = group[-1]
    if _is_other(last, one, pitch):
        return False
    if _is_centred(last, left, right) or _is_full_title(last, one, left, right):
        return _goes_on_centred(last, one, left, right)
    if right - last.right > one.first_width + _SLACK * one.size:
        return False  # its first word had found room
    if one.left - left > _INDENT * one.size and not _is_indented_block(group, one, left):
        return False
    return not (_NUMBER.match(one.text) and last.text.endswith(_ENDS))


def _is_other(last: Line, one: Line, pitch: float) -> bool:
    """Whether two lines are of two paragraphs by their looks, wherever they begin and end."""
    if max(one.size, last.size) > _OTHER_SIZE * min(one.size, last.size):
        return True
    if "\t" in one.text and "\t" in last.text:
        return True  # columns that no line parts
    return bool(one.page == last.page and pitch and _distance(last, one) > _LARGER_GAP * pitch)


def _is_indented_block(group: Sequence[Line], one: Line, left: float) -> bool:
    """Whether all lines of a paragraph, but for its first, begin where this one does."""
    last = group[-1]
    if len(group) > 1:
        return abs(one.left - last.left) < _SLACK * one.size
    return _SLACK * one.size < last.left - one.left and last.left - left < _FAR * one.size


def _is_full_title(last: Line, one: Line, left: float, right: float) -> bool:
    """Whether a centred line goes on from one that takes all the width."""
    is_alike = last.is_bold == one.is_bold and _is_even(last, left, right)
    return is_alike and _is_centred(one, left, right)


def _distance(last: Line, one: Line) -> float:
    return (one.middle - last.middle) / one.size


def _is_centred(one: Line, left: float, right: float) -> bool:
    return one.left - left > _INDENT * one.size and _is_even(one, left, right)


def _is_even(one: Line, left: float, right: float) -> bool:
    """Whether as much is free before a line as behind it."""
    before, after = one.left - left, right - one.right
    return abs(before - after) < _CENTRED * one.size


def _goes_on_centred(last: Line, one: Line, left: float, right: float) -> bool:
    free = right - left - (last.right - last.left)
    before, after = one.left - left, right - one.right
    is_below = abs(before - after) < 2 * one.size
    return is_below and free <= one.first_width + 2 * _SLACK * one.size


def joined_over(before: Joined, after: Joined) -> Joined:
    """A paragraph and what goes on from it, as one."""
    text = before.text + _between(before.text, after.text) + after.text
    return before._replace(text=text, last=after.last, is_bold=before.is_bold and after.is_bold)


def _joined(group: Sequence[Line], left: float, right: float) -> Joined:
    text = group[0].text
    for one in group[1:]:
        text += _between(text, one.text) + one.text
    is_bold = all(one.is_bold for one in group)
    is_centred = _is_centred(group[-1], left, right) and all(
        _is_even(one, left, right) for one in group
    )
    return Joined(text, group[0], group[-1], is_bold, is_centred)


def _between(text: str, more: str) -> str:
    """A blank where words of Latin letters were broken, nothing between Chinese characters."""
    one, other = text[-1:], more[:1]
    is_word = one.isalpha() and other.isalpha() and not (is_wide(one) or is_wide(other))
    return " " if is_word else ""

"""Characters of a page or of a cell as lines of text."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.documents.pdf_page import Character

_SAME_LINE = 0.5  # of the height of the lower one
_WORD_GAP = 0.2  # of the size of letters: where no space is drawn between Latin words
_BLANK = 0.3  # of the size, between 汉字 and Latin: less is what programs set there by themselves
_WIDE_BLANK = 0.28  # of the size, between 汉字: the blank of a Latin font, which is not drawn
_NEVER_FIRST = set("%‰℃°/-~～*+ー々")
_COLUMN_GAP = 1.5  # of the size: a blank that parts what stands side by side


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and the box that its visible characters take."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    size: float
    is_bold: bool
    first_width: float  # of what cannot be broken at its beginning: a 汉字, a word, a number

    @property
    def middle(self) -> float:
        """How far down its middle is."""
        return (self.top + self.bottom) / 2


def lines(characters: Iterable[Character], page: int) -> list[Line]:
    """The lines, from top to bottom; blank ones are none."""
    found: list[list[Character]] = []
    edges: list[tuple[float, float]] = []
    blanks = []
    for one in sorted(characters, key=lambda one: one.top + one.bottom):
        if one.text.isspace():
            blanks.append(one)
        elif found and _share(edges[-1], one):
            found[-1].append(one)
            edges[-1] = min(edges[-1][0], one.top), max(edges[-1][1], one.bottom)
        else:
            found.append([one])
            edges.append((one.top, one.bottom))
    _add_blanks(blanks, found, edges)
    return [_line(sorted(group, key=lambda one: one.left), page) for group in found]


def _share(edges: tuple[float, float], one: Character) -> bool:
    top, bottom = edges
    overlap = min(bottom, one.bottom) - max(top, one.top)
    return overlap > _SAME_LINE * min(bottom - top, one.bottom - one.top)


def _add_blanks(
    blanks: list[Character], found: list[list[Character]], edges: list[tuple[float, float]]
) -> None:
    """Put blanks into the lines on which they stand; both go from top to bottom."""
    number = 0
    for one in blanks:
        middle = one.middle[1]
        while number < len(edges) and edges[number][1] < middle:
            number += 1
        if number < len(edges) and edges[number][0] <= middle:
            found[number].append(one)


def _line(characters: Sequence[Character], page: int) -> Line:
    shown = [one for one in characters if not one.text.isspace()]
    sizes = sorted(one.size for one in shown)
    size = sizes[len(sizes) // 2] or 1.0
    return Line(
        text=_text(characters, size),
        page=page,
        left=min(one.left for one in shown),
        top=min(one.top for one in shown),
        right=max(one.right for one in shown),
        bottom=max(one.bottom for one in shown),
        size=size,
        is_bold=all(one.is_bold for one in shown),
        first_width=_first_width(shown),
    )


def _text(characters: Sequence[Character], size: float) -> str:
    """The characters with the blanks between them that a reader sees."""
    gaps = [other.left - one.right for one, other in pairwise(characters)]
    wide = sum(gap > _COLUMN_GAP * size for gap in gaps)
    is_spaced_out = 2 * wide > len(gaps) > 1  # a title with its letters far apart
    stretch = max(sorted(gaps)[len(gaps) // 2], 0.0) if gaps else 0.0  # of a line set to its width
    parts = [characters[0].text]
    for (one, other), gap in zip(pairwise(characters), gaps, strict=True):
        if one.text.isspace() or other.text.isspace():
            between = ""
        elif gap > _COLUMN_GAP * size and not is_spaced_out:
            between = "\t"
        elif gap > _least_blank(one, other) * size + stretch:
            between = " "
        else:
            between = ""
        parts += [between, other.text]
    return joined_surrogates("".join(parts)).strip()


def _least_blank(one: Character, other: Character) -> float:
    """How far apart two characters are, in parts of their size, where there is a blank."""
    wide = is_wide(one.text) + is_wide(other.text)
    return (_WORD_GAP, _BLANK, _WIDE_BLANK)[wide]


def _first_width(shown: Sequence[Character]) -> float:
    """The width of the first characters between which no program breaks a line."""
    end = shown[0].right
    for one, other in pairwise(shown):
        if other.left - one.right > _WORD_GAP * one.size or not _hold(one.text, other.text):
            break
        end = other.right
    return end - shown[0].left


def _hold(one: str, other: str) -> bool:
    """Whether two characters stay on one line: of a word, a bracket and what is in it, a comma."""
    if other in _NEVER_FIRST or unicodedata.category(other[0]) in {"Po", "Pe", "Pf"}:
        return True
    return unicodedata.category(one[0]) in {"Ps", "Pi"} or not (is_wide(one) or is_wide(other))


def is_wide(text: str) -> bool:
    """Whether it is a character of Chinese text, beside which no blank is needed."""
    return unicodedata.east_asian_width(text[0]) in {"W", "F", "A"}


def joined_surrogates(text: str) -> str:
    """Characters that came as two halves (Windows) as one."""
    if not any("\ud800" <= one <= "\udfff" for one in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

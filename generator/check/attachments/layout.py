"""Digits of a page by where they stand: a number may be drawn in pieces, in any order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_SHORTEST, _LONGEST = 11, 19  # digits of a number
_MAX_PIECES = 20_000  # of a page
_OVERLAP = 0.5  # of the height: letters that are nearer stand upon each other
_ROW = 3  # times the height: farther below is no next digit of a column


class Piece(NamedTuple):
    """Digits that were drawn at once; `y` grows downwards."""

    text: str
    x: float
    y: float
    width: float
    height: float

    def is_beside(self, other: "Piece", reach: float) -> bool:
        """Whether the other begins where this ends."""
        height = max(self.height, other.height)
        is_on_row = abs(other.y - self.y) <= height / 3
        gap = other.x - self.x - self.width
        return is_on_row and -_OVERLAP * height <= gap <= reach * height

    def with_next(self, other: "Piece") -> "Piece":
        """Both as one piece."""
        width = other.x + other.width - self.x
        return self._replace(text=self.text + other.text, width=width)


def drawn_apart(pieces: Sequence[Piece], reach: float) -> Iterator[str]:
    """Numbers whose pieces touch, in a row or a column, but were not drawn one after another.

    `reach` is how far apart they may be, in parts of their height.
    """
    numbered = list(enumerate(pieces[:_MAX_PIECES]))
    rows = _chains(
        numbered, lambda one: one.y, lambda one: one.x, lambda a, b: a.is_beside(b, reach)
    )
    single = [(number, one) for number, one in numbered if len(one.text) == 1]
    columns = _chains(single, lambda one: one.x, lambda one: one.y, _is_below)
    for chain in (*rows, *columns):
        text = "".join(one.text for _, one in chain)
        in_order = all(other == one + 1 for (one, _), (other, _) in pairwise(chain))
        if not in_order and _SHORTEST <= len(text) <= _LONGEST:
            yield text


_Numbered = tuple[int, Piece]


def _chains(
    pieces: Iterable[_Numbered],
    across: Callable[[Piece], float],
    along: Callable[[Piece], float],
    follows: Callable[[Piece, Piece], bool],
) -> Iterator[list[_Numbered]]:
    """Pieces in one line (at about the same place `across` it), as far as each follows another."""
    for line in _lines(sorted(pieces, key=lambda one: across(one[1])), across):
        line.sort(key=lambda one: along(one[1]))
        chain = line[:1]
        for one in line[1:]:
            if not follows(chain[-1][1], one[1]):
                yield chain
                chain = []
            chain.append(one)
        yield chain


def _lines(
    pieces: Iterable[_Numbered], across: Callable[[Piece], float]
) -> Iterator[list[_Numbered]]:
    line: list[_Numbered] = []
    for one in pieces:
        if line and across(one[1]) - across(line[0][1]) > one[1].height / 3:
            yield line
            line = []
        line.append(one)
    if line:
        yield line


def _is_below(one: Piece, other: Piece) -> bool:
    return 0 < other.y - one.y <= _ROW * max(one.height, other.height)

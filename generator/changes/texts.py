"""Two texts: clause by clause, and in a clause that changed character by character."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from generator.model.field_changes import MOST_CLAUSES

SAME, GONE, NEW = "same", "gone", "new"
_CLAUSE = re.compile(r"[^，。；：！？、\n]*(?:[，。；：！？、\n]+|$)")
_ALIKE = 0.4  # of clauses less alike than this, one is gone and the other is new
_LONGEST = 400  # characters that are compared one by one
_AROUND = 16  # characters left standing beside a change where a text is cut


class Piece(NamedTuple):
    """A part of a text that stayed (`same`), went (`gone`) or came (`new`)."""

    kind: str
    text: str


def pieces(before: str, now: str) -> list[Piece]:
    """The parts of both texts in their order: without the new ones it is the text before."""
    found = _pieces(_CLAUSE.findall(before), _CLAUSE.findall(now))
    return [
        Piece(kind, text)
        for kind, group in groupby(found, lambda one: one.kind)
        if (text := "".join(one.text for one in group))
    ]


def excerpt(of: Sequence[Piece]) -> list[Piece]:
    """What changed with some characters around; what was left out is an ellipsis."""
    return [
        one._replace(text=_cut(one.text, is_first=place == 0, is_last=place == len(of) - 1))
        if one.kind == SAME
        else one
        for place, one in enumerate(of)
    ]


def _cut(text: str, *, is_first: bool, is_last: bool) -> str:
    head, tail = ("" if is_first else text[:_AROUND]), ("" if is_last else text[-_AROUND:])
    return text if len(text) <= len(head) + len(tail) + 1 else f"{head}…{tail}"


def _pieces(before: Sequence[str], now: Sequence[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, now, autojunk=len(now) > MOST_CLAUSES)
    for tag, i, j, k, m in matcher.get_opcodes():
        old, new = "".join(before[i:j]), "".join(now[k:m])
        if tag == "equal":
            yield Piece(SAME, old)
        elif tag == "replace" and len(old) + len(new) <= _LONGEST:
            yield from _characters(old, new)
        else:
            yield from (Piece(GONE, old), Piece(NEW, new))


def _characters(old: str, new: str) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        yield from (Piece(GONE, old), Piece(NEW, new))
        return
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(SAME, old[i:j])
        else:
            yield from (Piece(GONE, old[i:j]), Piece(NEW, new[k:m]))

"""What people type instead of Chinese: pinyin and its initials.

Its dictionary is as large as everything else that a process of a build holds, so names are spelled
in one process, and sent to the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Spelling(NamedTuple):
    """`gonganju` and `gaj` for `公安局`."""

    whole: str
    initials: str


Spellings = Mapping[str, Spelling]


def spelled(names: Iterable[str]) -> Spellings:
    """Each of the names in pinyin."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    def one(name: str) -> Spelling:
        syllables = lazy_pinyin(name, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]
        letters = [s.lower() for s in syllables if s.isascii() and s.isalnum()]
        return Spelling("".join(letters), "".join(letter[0] for letter in letters))

    return {name: one(name) for name in dict.fromkeys(names)}

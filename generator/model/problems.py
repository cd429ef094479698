"""What is wrong with content: one value, one order, one decision on the exit code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How grave a problem is; the value is the word that staff read."""

    ERROR = "错误"
    WARNING = "警告"
    NOTICE = "提示"


class Problem(NamedTuple):
    """One complaint about one place.

    `path` is as the reader would type it, `line` and `column` count from 1 in characters, `length`
    is how many characters of the line are meant (0: not known). `rule` is the id under which
    `jixiao rules` explains the complaint; `acknowledged` is the reason for which a person let a
    warning pass. `where` is the field that is meant, as long as its line is not known; `paste` is
    what to put into the file, where that is known: a sentence, and the lines as they stand there.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    level: Level = Level.ERROR
    length: int = 0
    acknowledged: str = ""
    where: tuple[str | int, ...] = ()
    paste: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.level}: {self.told} ({self.rule})"

    @property
    def place(self) -> str:
        """File, line and column, as editors and terminals make them clickable."""
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def told(self) -> str:
        """The message, with the reason for which a person let it pass."""
        reason = f"（已核实：{' '.join(self.acknowledged.split())}）" if self.acknowledged else ""
        return f"{self.message}{reason}"

    def mended_by(self, lines: Sequence[str]) -> Problem:
        """With the lines of the file as they should be; none where that is not known."""
        return self._replace(paste="\n".join(["应写成：", *lines])) if lines else self


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file, line and column, then by what is said; fields as they come, they have no order."""
    return sorted(problems, key=lambda one: one[:8])


def sorted_out(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each once, by file, line and column."""
    return tuple(in_order(set(problems)))


class JixiaoError(Exception):
    """Root of all errors that a person can mend; its text is a Chinese sentence."""


class ContentError(JixiaoError):
    """Content with errors reached a step that needs clean content."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted_out(problems)
        super().__init__("\n".join(map(str, self.problems)))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether content with these problems must not be published."""
    return any(problem.level is Level.ERROR for problem in problems)


def exit_code(problems: Iterable[Problem]) -> int:
    """0 for clean content or warnings only, 1 for errors; 2, wrong use, is the command line's."""
    return int(has_errors(problems))


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that ends a message: the known word that is near `word`, else the known words."""
    words = list(known)
    if near := close(word, words):
        return f"是不是“{near[0]}”？"
    return f"可用的有：{listed(words)}。" if words else ""


def listed(words: Sequence[str], most: int = 24) -> str:
    """Words in a row; of many, the first and how many there are."""
    more = f" 等 {len(words)} 个" if len(words) > most else ""
    return "、".join(words[:most]) + more


def close(word: str, known: Iterable[str]) -> list[str]:
    """The known words that differ in a letter or two, or hold the word, the nearest first."""
    rated = [(_distance(word, one), one) for one in known if word and one]
    good = [
        (away, one)
        for away, one in rated
        if away <= max(1, min(len(word), len(one)) // 4) and away < min(len(word), len(one))
    ]
    if good:
        return [one for _, one in sorted(good, key=lambda pair: pair[0])]
    holding = [
        one for _, one in rated if len(word) > 1 and len(one) > 1 and (word in one or one in word)
    ]
    return sorted(holding, key=lambda one: abs(len(one) - len(word)))


def _distance(one: str, other: str) -> int:
    """How many letters have to be changed, put in, left out, or swapped with the next."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, its in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def quote(value: object, limit: int = 40) -> str:
    """A found value as a message shows it: on one line, quoted, cut where it is long."""
    text = " ".join(str(value).split())
    return f"“{text[:limit]}…”" if len(text) > limit else f"“{text}”"

"""Problems of content, their order, the exit code that follows; words for their messages."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How serious a problem is; the value is the word that staff read."""

    ERROR = "错误"
    WARNING = "警告"
    NOTICE = "提示"


class Problem(NamedTuple):
    """One problem at one place of a file.

    `path` is as the reader would type it, `line` and `column` count from 1 in characters, `length`
    is the number of characters that are marked (0: not known). `rule` is the id under which
    `jixiao rules` explains the problem; `acknowledged` is the reason for which a person accepts a
    warning. `where` is the path of the field, as long as its line is not known; `paste` is what to
    put into the file, where that is known: a sentence, then the lines as they should be.
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
        return f"{self.location}: {self.level}: {self.full_message} ({self.rule})"

    @property
    def location(self) -> str:
        """`path:line:column`, which editors and terminals make clickable."""
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def full_message(self) -> str:
        """The message, with the reason for which a person accepts the warning."""
        reason = f"（已核实：{' '.join(self.acknowledged.split())}）" if self.acknowledged else ""
        return f"{self.message}{reason}"

    def mended_by(self, lines: Sequence[str]) -> "Problem":
        """The problem with the lines as they should be; unchanged where none are given."""
        return self._replace(paste="\n".join(["应写成：", *lines])) if lines else self


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sorted by file, line and column, then by rule and message."""
    # Without `where` and `paste`: a field path of words and numbers has no order.
    return sorted(problems, key=lambda one: one[:8])


def distinct_in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted in the same way, each once."""
    return tuple(in_order(set(problems)))


class JixiaoError(Exception):
    """Base of all errors that a person can mend; the text is a Chinese sentence."""


class WrongUseError(JixiaoError):
    """Raised where the environment says what no command can follow."""


class ContentError(JixiaoError):
    """Raised where content without errors is needed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = distinct_in_order(problems)
        super().__init__("\n".join(map(str, self.problems)))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether content with these problems must not be published."""
    return any(problem.level is Level.ERROR for problem in problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for the end of a message: the known word most like `word`, else the known words."""
    words = list(known)
    if near := close_matches(word, words):
        return f"是不是“{near[0]}”？"
    return f"可用的有：{joined_words(words)}。" if words else ""


def joined_words(words: Sequence[str], limit: int = 24) -> str:
    """The words in one line; of more than `limit` the first, and how many there are."""
    more = f" 等 {len(words)} 个" if len(words) > limit else ""
    return "、".join(words[:limit]) + more


def close_matches(word: str, known: Iterable[str]) -> list[str]:
    """The known words that differ in a letter or two, else those that contain the word or are
    contained in it; the most alike first.
    """
    words = [one for one in known if word and one]
    similar = []
    for one in words:
        distance, shorter = _edit_distance(word, one), min(len(word), len(one))
        if distance <= max(1, shorter // 4) and distance < shorter:
            similar.append((distance, one))
    if similar:
        return [one for _, one in sorted(similar, key=lambda pair: pair[0])]
    containing = [
        one for one in words if min(len(word), len(one)) > 1 and (word in one or one in word)
    ]
    return sorted(containing, key=lambda one: abs(len(one) - len(word)))


def _edit_distance(one: str, other: str) -> int:
    """How many letters have to be replaced, inserted, deleted, or swapped with the next one."""
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
    """A value as a message shows it: on one line, in quotes, cut after `limit` characters."""
    text = " ".join(str(value).split())
    return f"“{text[:limit]}…”" if len(text) > limit else f"“{text}”"

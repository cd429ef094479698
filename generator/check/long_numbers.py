"""Long numbers in a text as people write and disguise them: spaced, hyphenated, full width, 一三八.

Digits that follow one another make a token (`visible_text.py` has taken away what does not show).
Tokens with little between them make a run; neighbours in it may be one number. A report is full of
figures side by side: a number differs from them in standing alone, that is, the gaps within it are
of another kind than those to the figures beside it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice, pairwise
from typing import NamedTuple

from generator.check.rule import FIELD_SEPARATOR

MIN_DIGITS = 11  # of a mobile number
MAX_NUMBERS = 1000  # reported of one text: nobody mends more at once
_SPACES = " \u00a0\u2000-\u200a\u202f\u205f\u3000"
_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_HYPHENS = (
    "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d~～_＿/／"
    "\u05be\u1806\u2e3a\u2e3b\u301c\u3030\u223c\u02c9\xaf\u30fc\uff70\u31d0"
)
_DOTS = ".．․﹒"
_OTHERS = "·•・‧∙⋅\u0387\uff65\u22ef"
_CELLS = "\t|｜│┃∣丨￨"
_MARKS = (  # they also part the figures of a list
    ",，、;；:：()（）〔〕【】\\[\\]*★☆＊。｡！!？?+＋=＝#＃&＆'＇\"＂‘’“”…→←■□●◆◇▪《》〈〉<>＜＞「」『』"
    "､∶︰︓\\\\＼^＾$＄%％@＠°′″"
)
_GAP = re.compile(
    f"[{_SPACES}]{{0,40}}+[{_MARKS}{_SPACES}{_BREAKS}{_CELLS}{_HYPHENS}{_DOTS}{_OTHERS}]{{0,8}}+"
)
_GAP_KINDS = (
    (re.compile(f"[{_BREAKS}]"), "\n"),
    (re.compile(f"[{_CELLS}]|[{_SPACES}]{{3}}"), "\t"),
    (re.compile(f"[{_MARKS}]"), ","),
    (re.compile(f"[{_OTHERS}]"), "·"),
    (re.compile(f"[{_HYPHENS}]"), "-"),
    (re.compile(f"[{_DOTS}]"), "."),
    (re.compile(f"[{_SPACES}]"), " "),
)
# Numerals that are no decimal digits; they also number the items of a list, so they come second.
_NUMERALS = (
    "⓪①-⑨⓿❶-❾➀-➈➊-➒⑴-⑼⒈-⒐⓵-⓽⁰¹²³⁴-⁹₀-₉Ⅰ-Ⅸⅰ-ⅸ〡-〩㈠-㈨㊀-㊈㆒-㆕\U0001f100-\U0001f10c"
    "〇○◯零一二三四五六七八九壹壱弌弋贰貳弍弐兩两叁叄參参弎肆亖伍陆陸柒捌玖幺洞拐勾"
)
_SPOKEN = {
    "○": 0,
    "◯": 0,
    "弋": 1,
    "洞": 0,
    "勾": 9,
    "拐": 7,
    "两": 2,
}  # the others have a value in Unicode
_DIGIT = re.compile(rf"[\d{_NUMERALS}]")
_TOKEN = re.compile(rf"{_DIGIT.pattern}++")
_OTHER_CELL = "\t\t"  # gap between a cell of one digit and one of several
_MAX_CELLS = 4  # of one number: area, year, day, the rest
_MAX_TOKEN = 40  # characters: a longer token is no number
_MAX_CHAIN = 400  # tokens: more are figures of a table
_FEW_DIGITS = 40  # of more, neighbours that do not stand alone look like a number by chance
_NUMERAL = re.compile(f"[{_NUMERALS}]")
_PLAIN_RUN = re.compile(rf"\d(?:{_GAP.pattern}\d){{{MIN_DIGITS - 1},}}+")
_MIXED_RUN = re.compile(
    rf"{_DIGIT.pattern}(?:{_GAP.pattern}{_DIGIT.pattern}){{{MIN_DIGITS - 1},}}+"
)


class Token(NamedTuple):
    """Digits without a gap, as 0 to 9, and the position of each."""

    digits: str
    positions: tuple[int, ...]


class Run(NamedTuple):
    """Tokens with little between them; `gaps` has the kinds of those before, between and behind.

    `chains` has, for each gap, the range of all tokens that gaps of its kind hold together.
    """

    tokens: tuple[Token, ...]
    gaps: tuple[str, ...]
    chains: tuple[range, ...]
    is_short: bool

    def groups(self, first: int, end: int) -> tuple[int, ...]:
        """How many digits some of its tokens have."""
        return tuple(len(token.digits) for token in self.tokens[first:end])


class NumberCandidate(NamedTuple):
    """Tokens of a run that may be one number.

    `groups` are how many digits each token has; `gaps` the kinds of gap between them (" ", line
    break, tab, ".", "-", "·", "," for any mark); `stands_alone` tells that they are apart from the
    figures beside.
    """

    digits: str
    positions: tuple[int, ...]
    groups: tuple[int, ...]
    gaps: frozenset[str]
    stands_alone: bool

    @property
    def start(self) -> int:
        """Position of the first character."""
        return self.positions[0]

    @property
    def end(self) -> int:
        """Position behind the last character."""
        return self.positions[-1] + 1

    @property
    def is_unbroken(self) -> bool:
        """Whether nothing visible stands between the digits."""
        return len(self.groups) == 1

    def without_first(self, count: int) -> "NumberCandidate":
        """The same without its first `count` digits."""
        groups, left = list(self.groups), count
        while left >= groups[0]:
            left -= groups.pop(0)
        groups[0] -= left
        return self._replace(
            digits=self.digits[count:], positions=self.positions[count:], groups=tuple(groups)
        )


# Makes a number of what may be one: it may take off or add digits. None where it is none.
Accept = Callable[[str, NumberCandidate], NumberCandidate | None]


def find_numbers(text: str, lengths: frozenset[int], accept: Accept) -> Iterator[NumberCandidate]:
    """The numbers that `accept` makes of candidates of these lengths, none within another."""
    taken: set[int] = set()
    found = (accept(text, one) for run in _runs(text) for one in _candidates(run, lengths))
    fresh = (one for one in found if one and taken.isdisjoint(one.positions))
    for one in islice(fresh, MAX_NUMBERS):
        taken.update(one.positions)
        yield one


def text_before(text: str, start: int, reach: int) -> str:
    """At most `reach` characters before a position, none of another field."""
    return text[max(start - reach, 0) : start].rpartition(FIELD_SEPARATOR)[2]


def text_after(text: str, end: int, reach: int) -> str:
    """At most `reach` characters behind a position, none of another field."""
    return text[end : end + reach].partition(FIELD_SEPARATOR)[0]


def _candidates(run: Run, lengths: frozenset[int]) -> Iterator[NumberCandidate]:
    """Tokens that follow one another; of cells of a table many only if each has one digit."""
    longest = max(lengths)
    for first in range(len(run.tokens)):
        length = 0
        for last in range(first, len(run.tokens)):
            length += len(run.tokens[last].digits)
            in_cells = run.gaps[last] == _OTHER_CELL or (
                run.gaps[last] == "\t" and length > last - first + 1 > _MAX_CELLS
            )
            in_long_chain = len(run.chains[first + 1]) > _MAX_CHAIN
            if length > longest or (last > first and (in_cells or in_long_chain)):
                break
            if length in lengths:
                candidate = _candidate(run, first, last + 1)
                if candidate.stands_alone or run.is_short:
                    yield candidate


def _candidate(run: Run, first: int, end: int) -> NumberCandidate:
    tokens = run.tokens[first:end]
    return NumberCandidate(
        "".join(token.digits for token in tokens),
        tuple(position for token in tokens for position in token.positions),
        run.groups(first, end),
        frozenset(run.gaps[first + 1 : end]),
        _stands_alone(run, first, end),
    )


def _stands_alone(run: Run, first: int, end: int) -> bool:
    """Whether the gaps within it do not go on at its ends, unless to numbers in the same groups."""
    inner, size = set(run.gaps[first + 1 : end]), end - first
    if not inner & {run.gaps[first], run.gaps[end]} or _is_behind_serial(run, first, end):
        return True
    beside = (*run.tokens[max(first - 1, 0) : first], *run.tokens[end : end + 1])
    if set(run.groups(first, end)) == {1} and all(len(one.digits) > 1 for one in beside):
        return True  # a digit a box, beside other figures
    chain = run.chains[first + 1]
    if len(inner) > 1 or (first - chain.start) % size or len(chain) % size:
        return False
    own = run.groups(first, end)
    starts = range(chain.start, chain.stop, size)
    return all(run.groups(start, start + size) == own for start in starts)


def _is_behind_serial(run: Run, first: int, end: int) -> bool:
    """Whether it has a digit a cell, behind the number of its row in the table."""
    size, chain = end - first, run.chains[first + 1]
    if chain != range(first - 1, end) or set(run.groups(first - 1, end)) != {1}:
        return False
    return run.tokens[first - 1].digits == str((first - 1) // (size + 1) + 1)


@lru_cache(maxsize=1)
def _runs(text: str) -> Sequence[Run]:
    """The runs of plain digits, then those with a numeral; each rule asks for the same text."""
    spans = [found.span() for found in _MIXED_RUN.finditer(text)]
    if not spans:
        return ()
    plain = [_run(text, *found.span()) for found in _PLAIN_RUN.finditer(text)]
    return (*plain, *(_run(text, *span) for span in spans if _NUMERAL.search(text, *span)))


def _run(text: str, start: int, end: int) -> Run:
    spans = [found.span() for found in _TOKEN.finditer(text, start, end)]
    tokens = tuple(_token(text, *span) for span in spans)
    within = [_gap_kind(text[one[1] : other[0]]) for one, other in pairwise(spans)]
    for number, (one, other) in enumerate(pairwise(tokens)):
        if within[number] == "\t" and (len(one.digits) == 1) != (len(other.digits) == 1):
            within[number] = _OTHER_CELL
    gaps = ("", *within, "")
    is_short = sum(len(token.digits) for token in tokens) <= _FEW_DIGITS
    return Run(tokens, gaps, tuple(_chains(gaps)), is_short)


def _chains(gaps: Sequence[str]) -> Iterator[range]:
    """The chain of each gap; those before and behind the run hold nothing together."""
    yield range(0)
    first = 0
    for _, alike in groupby(gaps[1:-1]):
        count = len(tuple(alike))
        yield from (range(first, first + count + 1),) * count
        first += count
    yield range(0)


def _token(text: str, start: int, end: int) -> Token:
    if end - start > _MAX_TOKEN:
        return Token("0" * 20, ())  # longer than any number
    return Token("".join(map(_value, text[start:end])), tuple(range(start, end)))


def _value(numeral: str) -> str:
    return str(int(unicodedata.numeric(numeral, _SPOKEN.get(numeral, 0))))


def _gap_kind(gap: str) -> str:
    return next((kind for signs, kind in _GAP_KINDS if signs.search(gap)), "")

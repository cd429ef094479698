"""Long numbers in a text as people write and disguise them: spaced, hyphenated, full width, 一三八.

Digits that follow one another make a token (what shows nowhere, such as a zero-width space, is no
gap). Tokens with little between them make a run; neighbours in it may be one number. A report is
full of figures side by side: what tells a number from them is that it stands alone, which is to
say that its own gaps do not go on to the next figure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby, islice
from typing import NamedTuple

SHORTEST = 11  # digits: of a mobile number
MOST = 1000  # numbers told of one text: nobody mends more at once
_UNSEEN = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\u20e3\ufeff"
_SPACES = " \u00a0\u2000-\u200a\u202f\u205f\u3000"
_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_HYPHENS = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d~～_＿/／"
_DOTS = ".．․﹒"
_OTHERS = "·•・‧∙⋅"
_CELLS = "\t|｜"
_GAP = re.compile(f"[{_UNSEEN}{_SPACES}{_BREAKS}{_CELLS}{_HYPHENS}{_DOTS}{_OTHERS}]{{0,8}}")
_KINDS = tuple(
    (re.compile(signs), kind)
    for signs, kind in (
        (f"[{_BREAKS}]", "\n"),
        (f"[{_CELLS}]|[{_SPACES}]{{3}}", "\t"),
        (f"[{_OTHERS}]", "·"),
        (f"[{_HYPHENS}]", "-"),
        (f"[{_DOTS}]", "."),
        (f"[{_SPACES}]", " "),
    )
)
# Numerals that are no decimal digits; they also number the items of a list, so they come second.
_NUMERALS = "⓪①-⑨⓿❶-❾➀-➈➊-➒⑴-⑼⒈-⒐⁰¹²³⁴-⁹₀-₉〇○零一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_DIGIT = re.compile(rf"[\d{_NUMERALS}]")
_TOKEN = re.compile(rf"(?:{_DIGIT.pattern}[{_UNSEEN}]*+)++")
_LONGEST = 200  # characters, of digits and what shows nowhere: a longer token is no number
_LONGEST_CHAIN = 400  # tokens: more are figures of a table
_FEW = 40  # digits: of more, neighbours that do not stand alone make up a number by chance
_NUMERAL = re.compile(f"[{_NUMERALS}]")
_PLAIN = re.compile(rf"\d(?:{_GAP.pattern}\d){{{SHORTEST - 1},}}+")
_MIXED = re.compile(rf"{_DIGIT.pattern}(?:{_GAP.pattern}{_DIGIT.pattern}){{{SHORTEST - 1},}}+")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_AREAS = frozenset(
    str(area)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65))
    for area in range(first, last + 1)
) | {"71", "81", "82", "83"}


class Token(NamedTuple):
    """Digits without a gap, folded, and where each of them stands."""

    digits: str
    places: tuple[int, ...]


_TOO_LONG = Token("0" * 20, ())


class Run(NamedTuple):
    """Tokens with little between them; `joints` has what is before, between and behind them.

    `chains` has, for each joint, all the tokens that joints of its kind hold together.
    """

    tokens: tuple[Token, ...]
    joints: tuple[str, ...]
    chains: tuple[range, ...]
    few: bool

    def groups(self, first: int, end: int) -> tuple[int, ...]:
        """How many digits some of its tokens have."""
        return tuple(len(token.digits) for token in self.tokens[first:end])


class Written(NamedTuple):
    """Tokens of a run that may be one number.

    `groups` are how many digits each token has; `joints` the kinds of gap between them (" ", line
    break, tab, ".", "-", "·"); `alone` whether they stand apart from the figures beside them.
    """

    digits: str
    places: tuple[int, ...]
    groups: tuple[int, ...]
    joints: frozenset[str]
    alone: bool

    @property
    def start(self) -> int:
        """The first character."""
        return self.places[0]

    @property
    def end(self) -> int:
        """Behind the last character."""
        return self.places[-1] + 1

    @property
    def solid(self) -> bool:
        """Whether nothing that can be seen stands between the digits."""
        return len(self.groups) == 1

    def without(self, prefix: int) -> Written:
        """The same without that many digits at its front."""
        groups, left = list(self.groups), prefix
        while left >= groups[0]:
            left -= groups.pop(0)
        groups[0] -= left
        return self._replace(
            digits=self.digits[prefix:], places=self.places[prefix:], groups=tuple(groups)
        )


Accept = Callable[[str, Written], Written | None]


def numbers(text: str, lengths: frozenset[int], accept: Accept) -> Iterator[Written]:
    """The numbers of so many digits that `accept` makes of what may be one, none within another."""
    taken: set[int] = set()
    found = (accept(text, one) for run in _runs(text) for one in _windows(run, lengths))
    fresh = (one for one in found if one and taken.isdisjoint(one.places))
    for one in islice(fresh, MOST):
        taken.update(one.places)
        yield one


def before(text: str, start: int, reach: int) -> str:
    """So many characters before a place, none of another field."""
    return text[max(start - reach, 0) : start].rpartition("\x1f")[2]


def after(text: str, end: int, reach: int) -> str:
    """So many characters behind a place, none of another field."""
    return text[end : end + reach].partition("\x1f")[0]


def _windows(run: Run, lengths: frozenset[int]) -> Iterator[Written]:
    for first, token in enumerate(run.tokens):
        if len(token.digits) in lengths:
            yield _window(run, first, first + 1)
        if len(run.chains[first + 1]) <= _LONGEST_CHAIN:
            yield from _joined(run, first, lengths)


def _joined(run: Run, first: int, lengths: frozenset[int]) -> Iterator[Written]:
    """Two tokens and more; of figures in cells of a table only if each cell has one digit."""
    length, longest = len(run.tokens[first].digits), max(lengths)
    for last in range(first + 1, len(run.tokens)):
        length += len(run.tokens[last].digits)
        in_cells = run.joints[last] == "\t" and length > last - first + 1
        if length > longest or in_cells:
            return
        if length in lengths:
            window = _window(run, first, last + 1)
            if window.alone or run.few:
                yield window


def _window(run: Run, first: int, end: int) -> Written:
    tokens = run.tokens[first:end]
    return Written(
        "".join(token.digits for token in tokens),
        tuple(place for token in tokens for place in token.places),
        run.groups(first, end),
        frozenset(run.joints[first + 1 : end]),
        _alone(run, first, end),
    )


def _alone(run: Run, first: int, end: int) -> bool:
    """No joint of it goes on at its ends, unless to numbers in the same groups."""
    inner, size = set(run.joints[first + 1 : end]), end - first
    if not inner & {run.joints[first], run.joints[end]}:
        return True
    chain = run.chains[first + 1]
    if len(inner) > 1 or (first - chain.start) % size or len(chain) % size:
        return False
    own = run.groups(first, end)
    starts = range(chain.start, chain.stop, size)
    return all(run.groups(start, start + size) == own for start in starts)


@lru_cache(maxsize=1)
def _runs(text: str) -> Sequence[Run]:
    """The runs of plain digits, then those with a numeral; each rule asks for the same text."""
    spans = [found.span() for found in _MIXED.finditer(text)]
    if not spans:
        return ()
    plain = [_run(text, *found.span()) for found in _PLAIN.finditer(text)]
    return (*plain, *(_run(text, *span) for span in spans if _NUMERAL.search(text, *span)))


def _run(text: str, start: int, end: int) -> Run:
    tokens: list[Token] = []
    joints, place = [""], start
    while place < end and (found := _TOKEN.match(text, place, end)):
        gap = _GAP.match(text, found.end(), end)
        assert gap  # noqa: S101  it may be empty
        tokens.append(_token(text, *found.span()))
        joints.append(_kind(gap[0]))
        place = gap.end()
    few = sum(len(token.digits) for token in tokens) <= _FEW
    return Run(tuple(tokens), tuple(joints), tuple(_chains(joints)), few)


def _chains(joints: list[str]) -> Iterator[range]:
    """For each joint; those before and behind the run hold nothing together."""
    yield range(0)
    place = 0
    for _, alike in groupby(joints[1:-1]):
        count = len(tuple(alike))
        yield from (range(place, place + count + 1),) * count
        place += count
    yield range(0)


def _token(text: str, start: int, end: int) -> Token:
    if end - start > _LONGEST:
        return _TOO_LONG
    places = tuple(place for place in range(start, end) if _DIGIT.match(text[place]))
    return Token("".join(_value(text[place]) for place in places), places)


def _kind(gap: str) -> str:
    return next((kind for signs, kind in _KINDS if signs.search(gap)), "") if gap else ""


def _value(character: str) -> str:
    return "0" if character == "○" else str(int(unicodedata.numeric(character)))


def is_identity(digits: str) -> bool:
    """Whether it is a resident identity number of 18 digits, the last of which may be X."""
    if len(digits) != 18 or digits[:2] not in _AREAS or not is_day(digits[6:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:17], strict=True))
    return "10X98765432"[total % 11] == digits[17]


def is_former_identity(digits: str) -> bool:
    """Whether it may be an identity number of the former kind, of 15 digits."""
    return len(digits) == 15 and digits[:2] in _AREAS and is_day(f"19{digits[6:12]}")


def is_day(digits: str) -> bool:
    """Whether eight digits are a day on which somebody alive may have been born."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    try:
        return 1900 <= date(year, month, day).year < 2050
    except ValueError:
        return False


def passes_luhn(digits: str) -> bool:
    """The check digit of bank cards."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    total = sum(map(int, digits[-1::-2])) + sum(value // 10 + value % 10 for value in doubled)
    return total % 10 == 0


def masked(digits: str) -> str:
    """As a message may show it: the first three and the last two."""
    return f"{digits[:3]}{'*' * (len(digits) - 5)}{digits[-2:]}"

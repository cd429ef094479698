"""Texts of reports to the index that Pagefind's program in the browser reads.

Pagefind's own indexer reads pages of words. To it, our tokens would be pages of thousands of words;
here they are numbers, counted and sorted for all reports of a part at once, in a tenth of the time.
What comes out is what it makes of such pages: a test compares the two, so that a version of it that
reads or writes something else does not pass unseen.

A file is `pagefind_dcd` and CBOR, packed with gzip. The entry of a token in an index file:

    [token, [[report, [-25, place, …], []], …], []]

Reports and places are told as the difference to the one before; -25 says that what follows are
places of plain text; the empty lists are for metadata and for spellings, which there are none of.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import cbor2
import numpy as np
from numpy.typing import NDArray

from generator.model.problems import JixiaoError
from generator.search import folding, pagefind

Codes = NDArray[np.int32]
Numbers = NDArray[np.int64]
Bytes = NDArray[np.uint8]

NAME = "und"  # the language that Pagefind takes tokens for: none
CHUNK = 57_000  # bytes of an index file before it is packed; Pagefind's are as large
_SIGNATURE = b"pagefind_dcd"
_PACKING = 5  # of 9: more takes twice as long and saves a hundredth

# Between texts and between reports: control characters, which folding drops wherever they stand.
_END_OF_TEXT, _END_OF_REPORT = "\0", "\1"
_CODES = 0x110000
_DROPPED = -1
_COMMA, _ZERO, _NINE = map(ord, ",09")


class Written(NamedTuple):
    """What the browser's side asks for first, and all tokens that occur, in order."""

    entry: dict[str, object]
    tokens: Sequence[str]


def write(reports: Sequence[Sequence[str]], folder: Path) -> Written:
    """Write the index of reports, each of them texts, into `folder`.

    A report goes by its number, from 0, in decimal digits. Raises JixiaoError where there is more
    text than the numbers can tell.
    """
    found = _postings(_folded(reports), len(reports))
    text, starts = _entries(found)
    (folder / "index").mkdir()
    chunks = []
    for number, (first, last) in enumerate(_chunks(starts)):
        head = b"\x81" + _Heads.of(4, np.array([last - first])).tobytes()
        _pack(
            head + text[starts[first] : starts[last]].tobytes(), folder / f"index/{number}.pf_index"
        )
        chunks.append([found.tokens[first], found.tokens[last - 1], str(number)])
    pages = [[str(number), size] for number, size in enumerate(found.sizes.tolist())]
    meta = [pagefind.version(), pages, chunks, [], [], []]
    _pack(cbor2.dumps(meta), folder / f"pagefind.{NAME}.pf_meta")
    return Written(pagefind.entry(NAME, len(reports)), found.tokens)


def _folded(reports: Sequence[Sequence[str]]) -> Codes:
    """All texts folded, one after the other, as code points; texts and reports end as above."""
    every = "".join(
        "".join(
            text.replace(_END_OF_TEXT, "").replace(_END_OF_REPORT, "") + _END_OF_TEXT
            for text in texts
        )
        + _END_OF_REPORT
        for texts in reports
    )
    found = {one: folding.fold(one) for one in set(every)}
    found |= {_END_OF_TEXT: _END_OF_TEXT, _END_OF_REPORT: _END_OF_REPORT}
    for one, folded in list(found.items()):
        if len(folded) > 1:
            every = every.replace(one, folded)
            found |= zip(folded, folded, strict=True)
    table = np.zeros(_CODES, np.int32)
    for one, folded in found.items():
        table[ord(one)] = ord(folded) if len(folded) == 1 else _DROPPED
    codes: Codes = table[np.frombuffer(every.encode("utf-32-le", "surrogatepass"), np.uint32)]
    codes = codes[codes != _DROPPED]
    return codes[~_between_thousands(codes)]


def _between_thousands(codes: Codes) -> NDArray[np.bool_]:
    """Where a comma stands after a digit and before just three, as `folding.fold` drops it."""
    around = np.pad(codes, (1, 4))
    digit = (around >= _ZERO) & (around <= _NINE)
    before, *after = (digit[place : place + len(codes)] for place in (0, 2, 3, 4, 5))
    found: NDArray[np.bool_] = codes == _COMMA
    return found & before & after[0] & after[1] & after[2] & ~after[3]


@dataclass(frozen=True, slots=True)
class _Postings:
    """Every token of every report, in the order of tokens, then of reports, then of places.

    `token`, `report` and `place` have a row for each; `sizes` are the tokens of each report.
    """

    tokens: Sequence[str]
    token: Numbers
    report: Numbers
    place: Numbers
    sizes: Numbers


def _postings(codes: Codes, reports: int) -> _Postings:
    """The tokens of folded texts: those of `folding.all_tokens`, in its order, for each report."""
    characters = np.flatnonzero(np.bincount(codes, minlength=2))
    characters = characters[characters > 1]
    signs = [folding.sign(int(code)) for code in characters]
    # In the order of their signs, 1 the first of them; 0 is the end of a text.
    numbered = sorted(range(len(signs)), key=signs.__getitem__)
    number = np.zeros(_CODES, np.int64)
    number[characters[numbered]] = np.arange(1, len(signs) + 1)
    column = np.zeros(_CODES, np.int64)
    column[characters] = np.arange(len(signs))
    kinds = len(signs) + 1

    at = np.flatnonzero(codes > 1)
    report = np.cumsum(codes == 1)[at]
    first, second = number[codes[at]], number[codes[at + 1]]
    inside = np.bincount(report, minlength=reports)
    place = np.arange(len(at)) - (np.cumsum(inside) - inside)[report]
    # Each character once, after all texts, in the order of code points.
    occurs = np.zeros((reports, len(signs)), np.bool_)
    occurs[report, column[codes[at]]] = True
    report_of_one, one = np.nonzero(occurs)
    singles = np.bincount(report_of_one, minlength=reports)
    place_of_one = (
        inside[report_of_one] + np.arange(len(one)) - (np.cumsum(singles) - singles)[report_of_one]
    )

    sizes = inside + singles
    token = np.concatenate([first * kinds + second, number[characters[one]] * kinds])
    rows = _sorted(
        token,
        np.concatenate([report, report_of_one]),
        np.concatenate([place, place_of_one]),
    )
    spelled = ["", *(signs[one] for one in numbered)]
    unique = rows[0][_beginnings(rows[0])].tolist()
    tokens = [spelled[pair // kinds] + spelled[pair % kinds] for pair in unique]
    return _Postings(tokens, *rows, sizes)


def _sorted(token: Numbers, report: Numbers, place: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Rows in order, by sorting one number made of all three."""
    widths = [int(one.max(initial=0)).bit_length() for one in (token, report, place)]
    if sum(widths) > 63:
        raise JixiaoError("正文太长，一份全文索引装不下。请把过长的正文移到附件里。")
    _, middle, low = widths
    rows = np.sort(token << (middle + low) | report << low | place)
    return rows >> (middle + low), rows >> low & (1 << middle) - 1, rows & (1 << low) - 1


def _beginnings(*columns: Numbers) -> Numbers:
    """Rows that differ from the one before in any column."""
    differs = np.zeros(len(columns[0]), np.bool_)
    differs[:1] = True
    for column in columns:
        differs[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(differs)


def _entries(found: _Postings) -> tuple[Bytes, Numbers]:
    """The CBOR of all tokens; where each begins, and the end of the last."""
    words = _beginnings(found.token)
    pairs = _beginnings(found.token, found.report)
    spelled = [token.encode() for token in found.tokens]
    lengths = np.array([len(one) for one in spelled], np.int64)
    first_pairs = np.searchsorted(pairs, words)
    holders = np.diff(np.append(first_pairs, len(pairs)))
    times = np.diff(np.append(pairs, len(found.place)))
    word_of_pair = np.repeat(np.arange(len(words)), holders)
    pair_of_row = np.repeat(np.arange(len(pairs)), times)
    report = _steps(found.report[pairs], first_pairs)
    place = _steps(found.place, pairs)

    spelling, many = _Heads(3, lengths), _Heads(4, holders)
    which, often, where = _Heads(0, report), _Heads(4, times + 1), _Heads(0, place)
    # Of a word: 83, its spelling, its reports (each: 83, which, how often, -25, where, 80), 80.
    before = 1 + spelling.sizes + lengths + many.sizes
    ahead = 1 + which.sizes + often.sizes + 2
    inside = ahead + np.add.reduceat(where.sizes, pairs) + 1 if len(pairs) else ahead
    whole = before + np.add.reduceat(inside, first_pairs) + 1 if len(words) else before
    starts = np.append(0, np.cumsum(whole))
    begin = np.cumsum(inside) - inside + np.cumsum(before)[word_of_pair] + word_of_pair
    row = np.cumsum(where.sizes) - where.sizes
    row += (begin + ahead)[pair_of_row] - row[pairs][pair_of_row]

    text = np.full(starts[-1], 0x80, np.uint8)
    at = starts[:-1]
    text[at] = text[begin] = 0x83
    spelling.put(text, at + 1)
    at = at + 1 + spelling.sizes
    letters = np.frombuffer(b"".join(spelled), np.uint8)
    text[np.repeat(at - (np.cumsum(lengths) - lengths), lengths) + np.arange(len(letters))] = (
        letters
    )
    many.put(text, at + lengths)
    which.put(text, begin + 1)
    often.put(text, begin + 1 + which.sizes)
    text[begin + ahead - 2], text[begin + ahead - 1] = 0x38, 24  # -25
    where.put(text, row)
    return text, starts


def _steps(values: Numbers, firsts: Numbers) -> Numbers:
    """Differences to the value before; the first of each run as it is."""
    steps = np.diff(values, prepend=0)
    steps[firsts] = values[firsts]
    return steps


class _Heads:
    """Heads of CBOR items of one major type: a value that is told in 1, 2, 3 or 5 bytes."""

    def __init__(self, major: int, values: Numbers) -> None:
        self._major, self._values = major << 5, values
        self.sizes: Numbers = (
            1 + (values > 23) + (values > 0xFF) + 2 * (values > 0xFFFF)
        )  # in bytes

    @classmethod
    def of(cls, major: int, values: Numbers) -> Bytes:
        """The heads themselves, one after the other."""
        heads = cls(major, values)
        text = np.zeros(heads.sizes.sum(), np.uint8)
        heads.put(text, np.cumsum(heads.sizes) - heads.sizes)
        return text

    def put(self, text: Bytes, at: Numbers) -> None:
        """Write each at its place."""
        for size, sign in ((1, 0), (2, 24), (3, 25), (5, 26)):
            chosen = np.flatnonzero(self.sizes == size)
            value, place = self._values[chosen], at[chosen]
            text[place] = self._major | (sign or value)
            for number in range(1, size):
                text[place + number] = value >> 8 * (size - 1 - number) & 0xFF


def _chunks(starts: Numbers) -> Iterator[tuple[int, int]]:
    """Words of an index file, from and to: as many as it holds, one at least."""
    first, words = 0, len(starts) - 1
    while first < words:
        last = int(np.searchsorted(starts, starts[first] + CHUNK, "right")) - 1
        last = max(last, first + 1)
        yield first, last
        first = last


def _pack(content: bytes, file: Path) -> None:
    file.write_bytes(zlib.compress(_SIGNATURE + content, _PACKING, wbits=31))

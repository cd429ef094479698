"""The pairs of characters that texts hold, and where: what the search of the browser asks.

A phrase stands in a text exactly where its pairs follow one another, so the places of pairs answer
every question, whatever the words. A single character counts as a pair with nothing, `END`.

All of it is arrays of numbers: a key is a pair, `first << 21 | second`, of code points; a place is
whatever number the caller gives. They are written to files by `write`, which the browser reads
(`assets/search/pairs.js`). A file, packed by zlib, is a row of variable-length numbers (LEB128:
seven bits a byte, the lowest first, the eighth says that another follows):

    how many pairs; for each, in order: first (difference to the one before), second (likewise where
    the first is the same), bytes of its list; then the lists: places, as differences

The pair `first`, `second` is in file number `(first * 31 + second) % files`.
"""

import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.model.problems import JixiaoError
from generator.search import folding

Codes = NDArray[np.int64]
Numbers = NDArray[np.int64]
Bytes = NDArray[np.uint8]

END = 0  # the second of a single character
PLACES_PER_FILE = 5_000  # on average: some 8 KB when it is packed
_BITS = 21  # of a code point
_SECOND = (1 << _BITS) - 1
# A run of letters, digits and signs of ASCII is told from others by five of them at a time, since
# its pairs are everywhere: 11, 13, 35, 5., .5 of 1135.58. They make a key that no pair has.
_RUN = 5
_RUNS = 1 << _BITS
_ASCII = range(0x21, 0x7F)

# Control characters, which folding drops in the texts themselves.
_END_OF_TEXT, _END_OF_REPORT = "\0", "\1"
_DROPPED = -1
_COMMA, _ZERO, _NINE = map(ord, ",09")


class Written(NamedTuple):
    """How many files, and the keys that they hold, each once."""

    files: int
    keys: Numbers


class Places(NamedTuple):
    """Keys and places, a row for each occurrence; in any order."""

    keys: Numbers
    places: Numbers


def folded(texts_of_reports: Sequence[Sequence[str]]) -> Codes:
    """All texts of all reports folded, as code points: 0 ends a text, 1 a report."""
    every = "".join(
        "".join(
            text.replace(_END_OF_TEXT, "").replace(_END_OF_REPORT, "") + _END_OF_TEXT
            for text in texts
        )
        + _END_OF_REPORT
        for texts in texts_of_reports
    )
    found = {one: folding.fold(one) for one in set(every)}
    found |= {_END_OF_TEXT: _END_OF_TEXT, _END_OF_REPORT: _END_OF_REPORT}
    for one, letters in list(found.items()):
        if len(letters) > 1:
            every = every.replace(one, letters)
            found |= zip(letters, letters, strict=True)
    table = np.zeros(max(map(ord, found)) + 1, np.int64)
    for one, letters in found.items():
        table[ord(one)] = ord(letters) if len(letters) == 1 else _DROPPED
    codes: Codes = table[np.frombuffer(every.encode("utf-32-le", "surrogatepass"), np.uint32)]
    codes = codes[codes != _DROPPED]
    return codes[~_between_thousands(codes)]


def _between_thousands(codes: Codes) -> NDArray[np.bool_]:
    """Commas after a digit and before just three digits, which `folding.fold` drops."""
    around = np.pad(codes, (1, 4))
    digit = (around >= _ZERO) & (around <= _NINE)
    before, *after = (digit[shift : shift + len(codes)] for shift in (0, 2, 3, 4, 5))
    found: NDArray[np.bool_] = codes == _COMMA
    return found & before & after[0] & after[1] & after[2] & ~after[3]


def starts(codes: Codes) -> Numbers:
    """The place at which each report of folded texts begins."""
    return np.append(0, np.flatnonzero(codes == 1)[:-1] + 1)


def places(codes: Codes) -> Places:
    """Every pair of folded texts, and every character once a report, at its place in `codes`."""
    character = codes > 1
    at = np.flatnonzero(character[:-1] & character[1:])
    pairs = codes[at] << _BITS | codes[at + 1]
    # The first of each character in each report.
    bits = len(codes).bit_length()
    at_all = np.flatnonzero(character)
    report = np.cumsum(codes == 1)[at_all]
    rows = np.sort((report << _BITS | codes[at_all]) << bits | at_all)
    first = rows[_run_starts(rows >> bits)] & (1 << bits) - 1
    return Places(
        np.concatenate([pairs, codes[first] << _BITS]),
        np.concatenate([at, first]),
    )


def keys(codes: Codes) -> Numbers:
    """The pairs, characters and runs of folded texts, each once, in order."""
    return np.unique(np.concatenate([places(codes).keys, runs(codes)]))


def is_run(keys_: Numbers) -> NDArray[np.bool_]:
    """Which keys are those of runs."""
    found: NDArray[np.bool_] = keys_ >> _BITS >= _RUNS
    return found


def runs(codes: Codes) -> Numbers:
    """The keys of every five letters, digits or signs of ASCII that stand together."""
    is_ascii = (codes >= _ASCII.start) & (codes < _ASCII.stop)
    last = max(len(codes) - _RUN + 1, 0)
    whole = np.logical_and.reduce([is_ascii[shift : last + shift] for shift in range(_RUN)])
    one, two, three, four, five = (codes[shift : last + shift][whole] for shift in range(_RUN))
    return (_RUNS | one << 14 | two << 7 | three) << _BITS | four << 7 | five


def write(found: Places, folder: Path, files: int | None = None) -> Written:
    """Write files `0.bin`, `1.bin`, … into a folder, which is made; so many, or by their size.

    Raises JixiaoError where there is too much text for the numbers of the index.
    """
    files = files or max(1, round(len(found.keys) / PLACES_PER_FILE))
    key, place, file = _sorted(found, files)
    first_rows = _run_starts(key)
    pair, file_of_pair = key[first_rows], file[first_rows]
    lists, ends = _packed(_differences(place, first_rows))
    list_starts = np.append(0, ends)[first_rows]
    list_ends = np.append(list_starts[1:], len(lists))

    # The head of a file: three numbers a pair.
    first, second = pair >> _BITS, pair & _SECOND
    file_starts = _run_starts(file_of_pair)
    first_differences = _differences(first, file_starts)
    second_differences = _differences(second, np.union1d(file_starts, _run_starts(first)))
    columns = (first_differences, second_differences, list_ends - list_starts)
    heads, head_ends = _packed(np.stack(columns, axis=1).ravel())

    folder.mkdir(exist_ok=True)
    bounds = np.searchsorted(file_of_pair, np.arange(files + 1))
    for number in range(files):
        here, next_ = bounds[number], bounds[number + 1]
        head = heads[_at(head_ends, here * 3) : _at(head_ends, next_ * 3)]
        body = lists[_at(list_ends, here) : _at(list_ends, next_)]
        content = _packed(np.array([next_ - here]))[0].tobytes() + head.tobytes() + body.tobytes()
        (folder / f"{number}.bin").write_bytes(zlib.compress(content))
    return Written(files, pair)


def _at(ends: Numbers, number: int) -> int:
    """Where item `number` begins, by where each ends."""
    return int(ends[number - 1]) if number else 0


def _sorted(found: Places, files: int) -> tuple[Numbers, Numbers, Numbers]:
    """Key, place and file of each row, by file, key and place; each row is one number meanwhile."""
    first, second = found.keys >> _BITS, found.keys & _SECOND
    file = (first * 31 + second) % files
    occurs = np.zeros(max(first.max(initial=0), second.max(initial=0)) + 1, np.bool_)
    occurs[first] = occurs[second] = True
    characters, ranks = np.flatnonzero(occurs), np.cumsum(occurs) - 1
    rank_bits = len(characters).bit_length()
    place_bits = int(found.places.max(initial=0)).bit_length()
    if files.bit_length() + 2 * rank_bits + place_bits > 63:
        raise JixiaoError("正文太长，一份全文索引装不下。请把过长的正文移到附件里。")
    rows = np.sort(
        ((file << rank_bits | ranks[first]) << rank_bits | ranks[second]) << place_bits
        | found.places
    )
    place, pair = rows & (1 << place_bits) - 1, rows >> place_bits
    mask = (1 << rank_bits) - 1
    key = characters[pair >> rank_bits & mask] << _BITS | characters[pair & mask]
    return key, place, pair >> 2 * rank_bits


def _run_starts(column: Numbers) -> Numbers:
    """Rows that differ from the one before."""
    differs = np.ones(len(column), np.bool_)
    differs[1:] = column[1:] != column[:-1]
    return np.flatnonzero(differs)


def _differences(values: Numbers, firsts: Numbers) -> Numbers:
    """Differences to the value before; the first of each run as it is."""
    found = np.diff(values, prepend=0)
    found[firsts] = values[firsts]
    return found


def _packed(values: Numbers) -> tuple[Bytes, Numbers]:
    """Numbers as LEB128, and where each ends."""
    sizes = np.ones(len(values), np.int64)
    for bits in (7, 14, 21, 28):
        sizes += values >= 1 << bits
    ends = np.cumsum(sizes)
    text = np.zeros(int(ends[-1]) if len(ends) else 0, np.uint8)
    begin = ends - sizes
    for byte in range(5):
        chosen = np.flatnonzero(sizes > byte)
        more = np.where(sizes[chosen] > byte + 1, 0x80, 0)
        text[begin[chosen] + byte] = values[chosen] >> 7 * byte & 0x7F | more
    return text, ends

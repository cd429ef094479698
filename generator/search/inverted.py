"""Writes the index of reports' texts that Pagefind's program in the browser reads.

Pagefind's own indexer reads pages of words. To it, our tokens would be pages of thousands of words;
here they are numbers, counted and sorted for all reports of a shard at once, in a tenth of the
time. What comes out is what it makes of such pages: a test compares the two, so that a version of
it that reads or writes something else does not pass unseen.

A file is `pagefind_dcd` and CBOR, compressed with gzip. The entry of a token in an index file:

    [token, [[report, [-25, position, …], []], …], []]

Reports and positions are differences to the one before; -25 says that positions of plain text
follow; the empty lists are for metadata and for spellings, of which there are none.
"""

import zlib
from collections.abc import Iterator, Sequence
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

LANGUAGE = "und"  # undetermined, as which Pagefind treats our tokens
CHUNK_SIZE = 57_000  # bytes of an index file before it is compressed; Pagefind's are as large
_SIGNATURE = b"pagefind_dcd"
_CONNECTORS = "_‿⁀⁔︳︴﹍﹎﹏＿"  # Pagefind's default of `include_characters`
_COMPRESSION_LEVEL = 5  # a higher one takes twice as long and saves a hundredth

# Control characters, which folding drops in the texts themselves.
_END_OF_TEXT, _END_OF_REPORT = "\0", "\1"
_CODES = 0x110000
_DROPPED = -1
_COMMA, _ZERO, _NINE = map(ord, ",09")


class WrittenIndex(NamedTuple):
    """What the browser reads first of the index, and all tokens that occur, in order."""

    entry: dict[str, object]
    tokens: Sequence[str]


def write(reports: Sequence[Sequence[str]], folder: Path) -> WrittenIndex:
    """Write the index of reports, each of them several texts, into `folder`.

    A report is named by its number, from 0, in decimal digits. Raises JixiaoError where there
    is too much text for the numbers of the index.
    """
    found = _postings(_folded(reports), len(reports))
    text, starts = _entries(found)
    (folder / "index").mkdir()
    chunks = []
    for number, (first, last) in enumerate(_chunks(starts)):
        head = bytearray(cbor2.dumps(last - first))
        head[0] |= 4 << 5  # of an array in the place of a number
        packed = b"\x81" + head + text[starts[first] : starts[last]].tobytes()
        _write_packed(packed, folder / f"index/{number}.pf_index")
        chunks.append([found.tokens[first], found.tokens[last - 1], str(number)])
    pages = [[str(number), size] for number, size in enumerate(found.sizes.tolist())]
    meta = [pagefind.version(), pages, chunks, [], [], []]
    _write_packed(cbor2.dumps(meta), folder / f"pagefind.{LANGUAGE}.pf_meta")
    entry: dict[str, object] = {
        "version": pagefind.version(),
        "languages": {LANGUAGE: {"hash": LANGUAGE, "wasm": None, "page_count": len(reports)}},
        "include_characters": list(_CONNECTORS),
    }
    return WrittenIndex(entry, found.tokens)


def _folded(reports: Sequence[Sequence[str]]) -> Codes:
    """All texts folded, one after the other, as code points, with ends of texts and of reports."""
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
    """Commas after a digit and before just three digits, which `folding.fold` drops."""
    around = np.pad(codes, (1, 4))
    digit = (around >= _ZERO) & (around <= _NINE)
    before, *after = (digit[shift : shift + len(codes)] for shift in (0, 2, 3, 4, 5))
    found: NDArray[np.bool_] = codes == _COMMA
    return found & before & after[0] & after[1] & after[2] & ~after[3]


class _Postings(NamedTuple):
    """Every token of every report, in the order of tokens, then of reports, then of positions."""

    tokens: Sequence[str]  # each once
    token: Numbers  # a row for each occurrence
    report: Numbers
    position: Numbers
    sizes: Numbers  # how many tokens each report has


def _postings(codes: Codes, reports: int) -> _Postings:
    """The tokens of folded texts: those of `folding.all_tokens`, in its order, for each report."""
    characters = np.flatnonzero(np.bincount(codes, minlength=2))
    characters = characters[characters > 1]
    letters = [folding.token_letters(int(code)) for code in characters]
    # Characters are ranked by their letters, from 1; 0 is the end of a text.
    ranked = sorted(range(len(letters)), key=letters.__getitem__)
    rank = np.zeros(_CODES, np.int64)
    rank[characters[ranked]] = np.arange(1, len(letters) + 1)
    column = np.zeros(_CODES, np.int64)
    column[characters] = np.arange(len(letters))
    base = len(letters) + 1

    at = np.flatnonzero(codes > 1)
    report = np.cumsum(codes == 1)[at]
    first, second = rank[codes[at]], rank[codes[at + 1]]
    pair_counts = np.bincount(report, minlength=reports)
    position = np.arange(len(at)) - (np.cumsum(pair_counts) - pair_counts)[report]
    # Each character once, after all texts, in the order of code points.
    occurs = np.zeros((reports, len(letters)), np.bool_)
    occurs[report, column[codes[at]]] = True
    report_of_single, single = np.nonzero(occurs)
    counts = np.bincount(report_of_single, minlength=reports)
    position_of_single = pair_counts[report_of_single] + np.arange(len(single))
    position_of_single -= (np.cumsum(counts) - counts)[report_of_single]

    token = np.concatenate([first * base + second, rank[characters[single]] * base])
    rows = _sorted(
        token,
        np.concatenate([report, report_of_single]),
        np.concatenate([position, position_of_single]),
    )
    spelled = ["", *(letters[one] for one in ranked)]
    unique = rows[0][_run_starts(rows[0])].tolist()
    tokens = [spelled[pair // base] + spelled[pair % base] for pair in unique]
    return _Postings(tokens, *rows, pair_counts + counts)


def _sorted(token: Numbers, report: Numbers, position: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Rows in order, by sorting one number made of all three."""
    widths = [int(one.max(initial=0)).bit_length() for one in (token, report, position)]
    if sum(widths) > 63:
        raise JixiaoError("正文太长，一份全文索引装不下。请把过长的正文移到附件里。")
    _, middle, low = widths
    rows = np.sort(token << (middle + low) | report << low | position)
    return rows >> (middle + low), rows >> low & (1 << middle) - 1, rows & (1 << low) - 1


def _run_starts(*columns: Numbers) -> Numbers:
    """Rows that differ from the one before in any column."""
    differs = np.zeros(len(columns[0]), np.bool_)
    differs[:1] = True
    for column in columns:
        differs[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(differs)


def _entries(found: _Postings) -> tuple[Bytes, Numbers]:
    """The CBOR of all tokens; where each begins, and the end of the last.

    A token is 83, its letters, its reports, 80; a report is 83, number, positions with -25, 80.
    """
    # Rows of the postings, numbers of tokens, and of pairs of a token and a report that has it.
    token_rows = _run_starts(found.token)
    pair_rows = _run_starts(found.token, found.report)
    first_pairs = np.searchsorted(pair_rows, token_rows)
    report_counts = np.diff(np.append(first_pairs, len(pair_rows)))
    position_counts = np.diff(np.append(pair_rows, len(found.position)))
    token_of_pair = np.repeat(np.arange(len(token_rows)), report_counts)
    pair_of_row = np.repeat(np.arange(len(pair_rows)), position_counts)

    letters = [token.encode() for token in found.tokens]
    lengths = np.array([len(one) for one in letters], np.int64)
    token_heads, reports_heads = _CborHeads(3, lengths), _CborHeads(4, report_counts)
    number_heads = _CborHeads(0, _deltas(found.report[pair_rows], first_pairs))
    positions_heads = _CborHeads(4, position_counts + 1)
    position_heads = _CborHeads(0, _deltas(found.position, pair_rows))

    # Sizes in bytes, and from them the places in the text.
    before_pairs = 1 + token_heads.sizes + lengths + reports_heads.sizes
    before_positions = 1 + number_heads.sizes + positions_heads.sizes + 2
    pair_sizes = before_positions + _sums(position_heads.sizes, pair_rows) + 1
    starts = np.append(0, np.cumsum(before_pairs + _sums(pair_sizes, first_pairs) + 1))
    pairs = np.cumsum(pair_sizes) - pair_sizes
    pairs += np.cumsum(before_pairs)[token_of_pair] + token_of_pair
    positions = np.cumsum(position_heads.sizes) - position_heads.sizes
    positions += (pairs + before_positions)[pair_of_row] - positions[pair_rows][pair_of_row]

    text = np.full(starts[-1], 0x80, np.uint8)
    tokens = starts[:-1]
    text[tokens] = text[pairs] = 0x83
    token_heads.put(text, tokens + 1)
    spelled = np.frombuffer(b"".join(letters), np.uint8)
    spelled_at = tokens + 1 + token_heads.sizes
    shift = np.repeat(spelled_at - (np.cumsum(lengths) - lengths), lengths)
    text[shift + np.arange(len(spelled))] = spelled
    reports_heads.put(text, spelled_at + lengths)
    number_heads.put(text, pairs + 1)
    positions_heads.put(text, pairs + 1 + number_heads.sizes)
    text[pairs + before_positions - 2], text[pairs + before_positions - 1] = 0x38, 24  # -25
    position_heads.put(text, positions)
    return text, starts


def _sums(values: Numbers, firsts: Numbers) -> Numbers:
    """The sum of each run of values; of no values, none."""
    return np.add.reduceat(values, firsts) if len(firsts) else values[:0]


def _deltas(values: Numbers, firsts: Numbers) -> Numbers:
    """Differences to the value before; the first of each run as it is."""
    deltas = np.diff(values, prepend=0)
    deltas[firsts] = values[firsts]
    return deltas


class _CborHeads:
    """Heads of CBOR items of one major type; each holds a value in 1, 2, 3 or 5 bytes."""

    def __init__(self, major: int, values: Numbers) -> None:
        self._major, self._values = major << 5, values
        # In bytes.
        self.sizes: Numbers = 1 + (values > 23) + (values > 0xFF) + 2 * (values > 0xFFFF)

    def put(self, text: Bytes, at: Numbers) -> None:
        """Write each at its place."""
        for size, information in ((1, 0), (2, 24), (3, 25), (5, 26)):
            chosen = np.flatnonzero(self.sizes == size)
            value, place = self._values[chosen], at[chosen]
            text[place] = self._major | (information or value)
            for number in range(1, size):
                text[place + number] = value >> 8 * (size - 1 - number) & 0xFF


def _chunks(starts: Numbers) -> Iterator[tuple[int, int]]:
    """First token of each index file, and that of the next: as many as it holds, at least one."""
    first, count = 0, len(starts) - 1
    while first < count:
        last = int(np.searchsorted(starts, starts[first] + CHUNK_SIZE, "right")) - 1
        last = max(last, first + 1)
        yield first, last
        first = last


def _write_packed(content: bytes, file: Path) -> None:
    file.write_bytes(zlib.compress(_SIGNATURE + content, _COMPRESSION_LEVEL, wbits=31))

"""The index in shards of bounded size, each built once and cached until what it holds changes.

A shard holds reports of one fiscal year. Its folder is named by the digest of all that it depends
on, so that a finished one is never written again and a browser may keep it for good:

- `register.json`: a row a report, by which it is listed, filtered, sorted and found by its title;
  where each begins among the places; the names of its indicators, where a hit ranks before one in
  the text;
- `pairs/<n>.bin`: where each pair of characters stands (`pairs.py`);
- `text/<n>.bin`: the passages of a report, for excerpts, packed by zlib;
- `keys.json`: each report's names in pinyin; written with the whole index;
- `keys.npy`: the pairs that occur, for the tables of the whole index; not on the site.
"""

import hashlib
import itertools
import json
import shutil
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from generator.content.full_report import full_entry
from generator.model.entry import Entry
from generator.pages.record_digests import record_digest
from generator.runtime import cached_folders, program
from generator.search import documents, pairs
from generator.search.pinyin import PROGRAM

# Reports in a shard, at most, on average over a year's shards: one change builds one again, and a
# question opens all that can hold what it asks for.
MEAN_SIZE = 360
KEYS = "keys.npy"
HEAD, TEXT, PINYIN = range(3)  # where a pair occurs; two bits below its key


class Shard(NamedTuple):
    """Reports of one year, and the name of their folder in the index."""

    name: str
    year: int
    entries: tuple[Entry, ...]


def partition(entries: Sequence[Entry]) -> Iterator[Shard]:
    """The shards of a year's reports, the newest report first in each.

    A report stays in its shard whatever comes and goes beside it, until the year has grown by
    half.
    """
    buckets: dict[int, list[Entry]] = defaultdict(list)
    count = _shard_count(len(entries))
    for entry in entries:
        place = f"{entry.department.slug}/{entry.slug}".encode()
        buckets[int.from_bytes(hashlib.sha256(place).digest()[:4]) % count].append(entry)
    for _, bucket in sorted(buckets.items()):
        bucket.sort(key=lambda one: one.report.publication_date or date.min, reverse=True)
        yield Shard(_name(bucket), bucket[0].year, tuple(bucket))


def _shard_count(reports: int) -> int:
    """How many shards a year of so many reports has: 1, 2, 3, 4, 6, 8, 12, 16, …"""
    count = 1
    while reports > MEAN_SIZE * count:
        count += max(1, 1 << count.bit_length() >> 2)
    return count


def _name(entries: Sequence[Entry]) -> str:
    made_by = PROGRAM + program.fingerprint("model", "check", "pages", "search")
    digest = hashlib.sha256(made_by.encode())
    digests: dict[int, str] = {}  # of what many reports share, by its place in memory
    for entry in entries:
        for one in (entry.department, entry.form):
            if id(one) not in digests:
                digests[id(one)] = record_digest(one)
        attached = [(one.name, one.file.name) for one in entry.attachments]
        shared = digests[id(entry.department)], digests[id(entry.form)]
        report = (entry.slug, entry.content_digest, entry.issued_by, *shared, attached)
        digest.update(repr(report).encode())
    return f"{entries[0].year}-{digest.hexdigest()[:12]}"


def build(cache_folder: Path, shard: Shard) -> None:
    """Build a shard into the cache, completely or not at all."""
    cache_folder.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".part-", dir=cache_folder))
    try:
        _write([documents.document(full_entry(one)) for one in shard.entries], fresh)
        cached_folders.keep(fresh, cache_folder / shard.name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(found: Sequence[documents.Document], folder: Path) -> None:
    (folder / "text").mkdir()
    for number, one in enumerate(found):
        packed = zlib.compress(json_text(_by_place(one.passages)).encode())
        (folder / f"text/{number}.bin").write_bytes(packed)
    codes = pairs.folded([[*one.head, *(text for _, _, text in one.passages)] for one in found])
    written = pairs.write(pairs.places(codes), folder / "pairs")
    names: dict[str, int] = {}
    register = {
        "starts": pairs.starts(codes).tolist(),
        "rows": [one.row for one in found],
        "indicators": [
            [names.setdefault(name, len(names)) for name in one.indicators] for one in found
        ],
        "names": list(names),
    }
    write_json(folder / "register.json", register)
    heads = pairs.keys(pairs.folded([one.head for one in found]))
    text = np.concatenate([written.keys, pairs.runs(codes)])
    np.save(folder / KEYS, np.concatenate([heads << 2 | HEAD, np.unique(text) << 2 | TEXT]))


def _by_place(passages: Iterable[documents.Passage]) -> list[tuple[str, str, list[str]]]:
    """Passages under their place: place, anchor, texts."""
    places = itertools.groupby(passages, lambda passage: (passage.place, passage.anchor))
    return [(*place, [passage.text for passage in members]) for place, members in places]


def json_text(value: object) -> str:
    """A value for the browser, as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_json(file: Path, value: object) -> None:
    """Write a value for the browser."""
    file.write_text(json_text(value), encoding="utf-8", newline="\n")

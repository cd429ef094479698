"""The index in shards of bounded size, each built once and cached until what it holds changes.

A shard holds reports of one fiscal year. Its folder is named by the digest of all that it depends
on, so that a finished one is never written again and a browser may keep it for good:

- `register.json`: a row a report, by which it is listed, filtered, sorted and found by its title;
- `indicators.json`: the names of each report's indicators; a hit there ranks before the text;
- `newest.json`: the passages of its newest reports: a word that many have is found in them, before
  anything else is there;
- `text/<n>.json`: the passages of each other report, for excerpts;
- `*.pf_meta`, `index/`: Pagefind's index of their tokens;
- `tokens.json`: the tokens that occur, for the tables of the whole index; not on the site.
"""

import hashlib
import itertools
import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.content.full_report import full_entry
from generator.model.catalogue import Entry
from generator.pages.record_digests import record_digest
from generator.runtime import cached_folders, program
from generator.search import documents, folding, inverted, pagefind
from generator.search.pinyin import Spellings

# Reports in a shard, at most, on average over a year's shards: what one query has to load.
MEAN_SIZE = 170
NEWEST = 20  # reports, as many as a page of results shows
TOKENS = "tokens.json"


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
    made_by = pagefind.version() + program.fingerprint("model", "pages", "search")
    digest = hashlib.sha256(made_by.encode())
    for entry in entries:
        attached = [(one.name, one.file.name) for one in entry.attachments]
        shared = record_digest(entry.department), record_digest(entry.outline)
        report = (entry.slug, entry.content_digest, entry.issued_by, *shared, attached)
        digest.update(repr(report).encode())
    return f"{entries[0].year}-{digest.hexdigest()[:12]}"


def build(cache_folder: Path, shard: Shard, spellings: Spellings) -> None:
    """Build a shard into the cache, completely or not at all; `spellings` has its names."""
    cache_folder.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".part-", dir=cache_folder))
    try:
        _write([documents.document(full_entry(one), spellings) for one in shard.entries], fresh)
        cached_folders.keep(fresh, cache_folder / shard.name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(found: Sequence[documents.Document], folder: Path) -> None:
    write_json(folder / "newest.json", [_by_place(one.passages) for one in found[:NEWEST]])
    if len(found) > NEWEST:  # an empty folder is not there in a site that used another's folders
        (folder / "text").mkdir()
    for number, one in enumerate(found[NEWEST:], NEWEST):
        write_json(folder / f"text/{number}.json", _by_place(one.passages))
    write_json(folder / "indicators.json", _indicators(found))
    texts = [[*one.head, *(passage.text for passage in one.passages)] for one in found]
    written = inverted.write(texts, folder)
    rows = [document.row for document in found]
    write_json(folder / "register.json", {"entry": written.entry, "rows": rows})
    heads = {token for one in found for token in folding.all_tokens([*one.head, *one.keys])}
    write_json(folder / TOKENS, {"head": sorted(heads), "text": written.tokens})


def _indicators(found: Iterable[documents.Document]) -> dict[str, object]:
    """Each name once, since many reports share them; for each report the places of its names."""
    names: dict[str, int] = {}
    rows = [[names.setdefault(name, len(names)) for name in one.indicators] for one in found]
    return {"names": list(names), "rows": rows}


def _by_place(passages: Iterable[documents.Passage]) -> list[tuple[str, str, list[str]]]:
    """Passages under their place: place, anchor, texts."""
    places = itertools.groupby(passages, lambda passage: (passage.place, passage.anchor))
    return [(*place, [passage.text for passage in members]) for place, members in places]


def write_json(file: Path, value: object) -> None:
    """Write a value for the browser, as compact JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text, encoding="utf-8", newline="\n")

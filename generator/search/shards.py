"""The index in parts of bounded size, each built once and kept until what it holds changes.

A part holds reports of one fiscal year. Its folder is named by all that it was made of, so that a
finished one is never written again and a browser may keep it for good:

- `register.json`: a row a report, by which it is listed, filtered, sorted and found by its title;
- `indicators.json`: the names of each report's indicators; a hit there ranks before the text;
- `newest.json`: the passages of its newest reports: a word that many have is found in them, before
  anything else is there;
- `text/<n>.json`: the passages of each other report, for excerpts;
- `*.pf_meta`, `index/`: Pagefind's index of their tokens;
- `tokens.json`: the tokens that occur, for the tables of the whole index; not on the site.
"""

from __future__ import annotations

import hashlib
import itertools
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel

from generator.content.full_report import whole
from generator.model.catalogue import Entry
from generator.runtime import cached_folders, program
from generator.search import documents, folding, inverted, pagefind, pinyin
from generator.search.files import write

# Reports in a part, at most, on average over a year's parts: what one question has to load.
MEAN_SIZE = 170
NEWEST = 20  # reports, as many as a page of results shows
TOKENS = "tokens.json"


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the index and the name of its folder."""

    name: str
    entries: tuple[Entry, ...]


def partition(entries: Sequence[Entry]) -> Iterator[Shard]:
    """The parts of a year's reports, the newest first in each.

    A report stays in its part whatever comes and goes beside it, until the year has grown by
    half.
    """
    buckets: dict[int, list[Entry]] = defaultdict(list)
    parts = count(len(entries))
    for entry in entries:
        buckets[_bucket(entry) % parts].append(entry)
    for _, bucket in sorted(buckets.items()):
        newest = sorted(bucket, key=_published, reverse=True)
        yield Shard(_name(newest), tuple(newest))


def count(reports: int) -> int:
    """How many parts a year of so many reports has: 1, 2, 3, 4, 6, 8, 12, 16, …"""
    parts = 1
    while reports > MEAN_SIZE * parts:
        parts += max(1, 1 << parts.bit_length() >> 2)
    return parts


def _published(entry: Entry) -> date:
    return entry.report.publication_date or date.min


def _bucket(entry: Entry) -> int:
    place = f"{entry.department.slug}/{entry.slug}".encode()
    return int.from_bytes(hashlib.sha256(place).digest()[:4], "big")


def _name(entries: Sequence[Entry]) -> str:
    digest = hashlib.sha256(_recipe().encode())
    shared: dict[int, str] = {}  # departments and outlines of many reports, written once

    def written(one: BaseModel | None) -> str:
        if id(one) not in shared:
            shared[id(one)] = one.model_dump_json() if one else ""
        return shared[id(one)]

    for entry in entries:
        attached = repr([(one.name, one.file.name) for one in entry.attachments])
        around = (written(entry.department), written(entry.outline))
        parts = (entry.slug, entry.said, entry.issued_by, *around, attached)
        digest.update("\0".join(parts).encode())  # JSON and repr hold no such character
    return f"{entries[0].year}-{digest.hexdigest()[:12]}"


@cache
def _recipe() -> str:
    """What changes when the way of building does: our own code and Pagefind's version."""
    return pagefind.version() + program.fingerprint("model", "pages", "search")


class Job(NamedTuple):
    """A part to build, and how its names are spelled."""

    shard: Shard
    spellings: pinyin.Spellings


def build(cache_folder: Path, job: Job) -> None:
    """Build a part into the cache, whole or not at all."""
    shard, spellings = job
    cache_folder.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".part-", dir=cache_folder))
    try:
        _fill([documents.document(whole(one), spellings) for one in shard.entries], fresh)
        cached_folders.keep(fresh, cache_folder / shard.name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _fill(found: Sequence[documents.Document], folder: Path) -> None:
    write(folder / "newest.json", [_by_place(one.passages) for one in found[:NEWEST]])
    if len(found) > NEWEST:  # an empty folder is not there in a site that used another's folders
        (folder / "text").mkdir()
    for number, one in enumerate(found[NEWEST:], NEWEST):
        write(folder / f"text/{number}.json", _by_place(one.passages))
    write(folder / "indicators.json", _indicators(found))
    texts = [[*one.head, *(passage.text for passage in one.passages)] for one in found]
    written = inverted.write(texts, folder)
    rows = [document.row for document in found]
    write(folder / "register.json", {"entry": written.entry, "rows": rows})
    heads = {token for one in found for token in folding.all_tokens([*one.head, *one.keys])}
    write(folder / TOKENS, {"head": sorted(heads), "text": written.tokens})


def _indicators(found: Iterable[documents.Document]) -> dict[str, object]:
    """Each name once, since many reports share them; for each report the places of its names."""
    names: dict[str, int] = {}
    rows = [[names.setdefault(name, len(names)) for name in one.indicators] for one in found]
    return {"names": list(names), "rows": rows}


def _by_place(passages: Iterable[documents.Passage]) -> list[tuple[str, str, list[str]]]:
    """Passages under their place: place, anchor, texts."""
    places = itertools.groupby(passages, lambda passage: (passage.place, passage.anchor))
    return [(*place, [passage.text for passage in members]) for place, members in places]

"""The search index of a site: built where something changed, put together for the browser."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from generator.model.catalogue import Catalogue, group
from generator.runtime import cached_folders
from generator.runtime.executors import Hire
from generator.search import documents, folding, pagefind, pinyin, routing, shards
from generator.search.files import write as write_json

MANIFEST = "manifest.json"
EACH = 0.0025  # seconds that a report takes


Manifest = dict[str, object]  # what names the files of an index; the browser's side reads it first


class Part(NamedTuple):
    """What the browser's side knows of a part before it opens it."""

    folder: str
    year: int
    reports: int


class Index:
    """The index of a catalogue, being built beside other work from the moment it is asked for.

    What `cache` has kept of earlier ones is used. Drafts and withdrawn reports are not in it.
    `advance` is told of each part and how many there are.
    """

    def __init__(
        self, catalogue: Catalogue, cache: Path, workers: Hire, advance: Callable[[str, int], None]
    ) -> None:
        years = group(catalogue.current, lambda entry: entry.year)
        found = [(year, shard) for year in years for shard in shards.partition(years[year])]
        self._parts = [Part(shard.name, year, len(shard.entries)) for year, shard in found]
        self._departments = [catalogue.department(slug) for slug in catalogue.by_department]
        self._cache = cache
        self._step: Callable[[], None] = lambda: advance("全文索引", len(found))
        missing = [shard for _, shard in found if not cached_folders.is_kept(cache / shard.name)]
        missing.sort(key=lambda shard: -len(shard.entries))  # none is waited for at the end
        self._kept = len(found) - len(missing)
        # A single one is the work of another program for the most part.
        self._thread = ThreadPoolExecutor(1)
        seconds = sum(len(shard.entries) for shard in missing) * EACH
        pool = workers(seconds) if len(missing) > 1 else None
        entries = chain.from_iterable(shard.entries for shard in missing)
        names = {name for entry in entries for name in documents.names(entry)}
        names.update(*(one.every_name for one in self._departments))
        self._spellings = pinyin.spelled(names, cache.with_name("pinyin"))
        jobs = [shards.Job(shard, self._spelled(shard)) for shard in missing]
        self._built = (pool or self._thread).map(partial(shards.build, cache), jobs)

    def _spelled(self, shard: shards.Shard) -> pinyin.Spellings:
        names = chain.from_iterable(map(documents.names, shard.entries))
        return {name: self._spellings[name] for name in names}

    def write(self, folder: Path) -> Manifest:
        """Write it into `folder`; returns what is also in the folder's `manifest.json`."""
        for _ in range(self._kept):
            self._step()
        for _ in self._built:
            self._step()
        self._thread.shutdown()
        folder.mkdir(parents=True, exist_ok=True)
        for part in self._parts:
            cached_folders.place(self._cache / part.folder, folder / part.folder, shards.TOKENS)
        departments = {
            one.slug: {
                "names": one.every_name,
                "short": one.short,
                "keys": documents.department_keys(one, self._spellings),
            }
            for one in self._departments
        }
        manifest = _manifest(self._parts, departments, folder, self._cache)
        write_json(folder / MANIFEST, manifest)
        cached_folders.forget(self._cache)
        return manifest


def _manifest(
    parts: Sequence[Part], departments: Mapping[str, object], folder: Path, cache: Path
) -> Manifest:
    """What lies in the folders that it names never changes."""
    program = f"pagefind-{pagefind.version()}"
    if parts:
        if not cached_folders.is_kept(cache / program):
            pagefind.write_program(cache / program)
        cached_folders.place(cache / program, folder / program)
    tokens = routing.write_tables(
        [cache / part.folder / shards.TOKENS for part in parts],
        folder / routing.name(part.folder for part in parts),
    )
    return {
        "parts": parts,
        "newest": shards.NEWEST,
        "tokens": tokens,
        "program": program,
        "simplified": _write_simplified(folder),
        "fields": documents.FIELDS,
        "departments": departments,
    }


def _write_simplified(folder: Path) -> str:
    """Write the table of traditional characters and what stands for each; its name."""
    table = folding.simplified()
    texts = ("".join(table), "".join(table.values()))
    name = f"simplified-{hashlib.sha256(''.join(texts).encode()).hexdigest()[:12]}"
    (folder / name).mkdir(exist_ok=True)
    write_json(folder / name / "table.json", texts)
    return name

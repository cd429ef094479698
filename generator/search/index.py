"""Builds the search index of a site: the shards that changed, and what names all files."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from generator.model.catalogue import Catalogue, group
from generator.runtime import cached_folders
from generator.runtime.executors import ExecutorFor
from generator.search import documents, folding, pagefind, pinyin, routing, shards
from generator.search.json_files import write_json

MANIFEST = "manifest.json"
SECONDS_EACH = 0.0025  # that a report takes

Manifest = dict[str, object]  # names the files of an index; the browser reads it first


class ShardSummary(NamedTuple):
    """What the browser knows of a shard before it opens it."""

    folder: str
    year: int
    reports: int


class IndexBuilder:
    """Builds the index of a catalogue, beside other work from the start; `write` waits for it.

    Shards that did not change come from `cache`. Drafts and withdrawn reports are in none.
    `progress` is called once a shard, with a label and how many there are.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        cache: Path,
        executor_for: ExecutorFor,
        progress: Callable[[str, int], None],
    ) -> None:
        years = group(catalogue.current, lambda entry: entry.year)
        found = [(year, shard) for year in years for shard in shards.partition(years[year])]
        self._shards = [ShardSummary(shard.name, year, len(shard.entries)) for year, shard in found]
        self._departments = [catalogue.department(slug) for slug in catalogue.by_department]
        self._cache = cache
        self._step: Callable[[], None] = lambda: progress("全文索引", len(found))
        missing = [shard for _, shard in found if not cached_folders.is_kept(cache / shard.name)]
        missing.sort(key=lambda shard: -len(shard.entries))  # the longest work is begun first
        self._cached_count = len(found) - len(missing)
        self._thread = ThreadPoolExecutor(1)  # for a single shard: another process pays for several
        seconds = sum(len(shard.entries) for shard in missing) * SECONDS_EACH
        executor = executor_for(seconds) if len(missing) > 1 else None
        entries = chain.from_iterable(shard.entries for shard in missing)
        names = {name for entry in entries for name in documents.names(entry)}
        names.update(*(one.all_names for one in self._departments))
        self._spellings = pinyin.spellings(names, cache.with_name("pinyin"))
        jobs = [shards.Job(shard, self._spellings_of(shard)) for shard in missing]
        self._built = (executor or self._thread).map(partial(shards.build, cache), jobs)

    def _spellings_of(self, shard: shards.Shard) -> pinyin.Spellings:
        names = chain.from_iterable(map(documents.names, shard.entries))
        return {name: self._spellings[name] for name in names}

    def write(self, folder: Path) -> Manifest:
        """Write it into `folder`; returns what is also in the folder's `manifest.json`."""
        for _ in range(self._cached_count):
            self._step()
        for _ in self._built:
            self._step()
        self._thread.shutdown()
        folder.mkdir(parents=True, exist_ok=True)
        for shard in self._shards:
            cached_folders.place(self._cache / shard.folder, folder / shard.folder, shards.TOKENS)
        departments = {
            one.slug: {
                "names": one.all_names,
                "short": one.short,
                "keys": documents.department_keys(one, self._spellings),
            }
            for one in self._departments
        }
        manifest = _manifest(self._shards, departments, folder, self._cache)
        write_json(folder / MANIFEST, manifest)
        cached_folders.forget(self._cache)
        return manifest


def _manifest(
    summaries: Sequence[ShardSummary],
    departments: Mapping[str, object],
    folder: Path,
    cache: Path,
) -> Manifest:
    """The manifest; it names folders whose files never change."""
    program = f"pagefind-{pagefind.version()}"
    if summaries:
        if not cached_folders.is_kept(cache / program):
            pagefind.write_program(cache / program)
        cached_folders.place(cache / program, folder / program)
    tokens = routing.write_tables(
        [cache / one.folder / shards.TOKENS for one in summaries],
        folder / routing.folder_name(one.folder for one in summaries),
    )
    return {
        "parts": summaries,
        "newest": shards.NEWEST,
        "tokens": tokens,
        "program": program,
        "simplified": _write_simplified(folder),
        "fields": documents.FIELDS,
        "departments": departments,
    }


def _write_simplified(folder: Path) -> str:
    """Write the table of traditional and simplified characters; the name of its folder."""
    table = folding.simplified()
    texts = ("".join(table), "".join(table.values()))
    name = f"simplified-{hashlib.sha256(''.join(texts).encode()).hexdigest()[:12]}"
    (folder / name).mkdir(exist_ok=True)
    write_json(folder / name / "table.json", texts)
    return name

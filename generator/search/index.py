"""Builds the search index of a site: the shards that changed, and what names all files."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np

from generator.model.catalogue import Catalogue, group
from generator.runtime import cached_folders
from generator.runtime.executors import ExecutorFor
from generator.search import documents, folding, pairs, pinyin, shards
from generator.search.shards import write_json

MANIFEST = "manifest.json"
SECONDS_EACH = 0.0012  # that a report takes
KEYS_PER_TABLE = 500  # every pair of a question asks for a file of the tables

Manifest = dict[str, object]  # names the files of an index; the browser reads it first


class IndexBuilder:
    """Builds the index of a catalogue, beside other work from the start; `write` waits for it.

    Shards that did not change come from `cache`. Drafts and withdrawn reports are in none.
    `progress` is called once a shard, with a label and how many there are. After `write`, `sums`
    has the SHA-256 of each file that came from the cache, by its path in the index.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        cache: Path,
        executor_for: ExecutorFor,
        progress: Callable[[str, int], None],
    ) -> None:
        years = group(catalogue.current, lambda entry: entry.year).values()
        self._shards = [shard for entries in years for shard in shards.partition(entries)]
        self._departments = [catalogue.department(slug) for slug in catalogue.by_department]
        self._cache, self._progress = cache, progress
        self.sums: dict[str, str] = {}
        self._files: dict[str, int] = {}  # of pairs, in each shard
        self._kept = [
            one for one in self._shards if cached_folders.is_kept(cache / one.name, shards.KEYS)
        ]
        kept = {one.name for one in self._kept}
        self._missing = [one for one in self._shards if one.name not in kept]
        self._missing.sort(key=lambda shard: -len(shard.entries))  # the longest is begun first
        self._threads = ThreadPoolExecutor(2)  # a single shard: another process pays for several
        names = {name for entry in catalogue.current for name in documents.names(entry)}
        names.update(*(one.all_names for one in self._departments))
        self._spellings = self._threads.submit(pinyin.spellings, names, cache.with_name("pinyin"))
        seconds = sum(len(shard.entries) for shard in self._missing) * SECONDS_EACH
        executor = executor_for(seconds) if len(self._missing) > 1 else None
        self._built = (executor or self._threads).map(partial(shards.build, cache), self._missing)

    def write(self, folder: Path) -> Manifest:
        """Write it into `folder`; returns what is also in the folder's `manifest.json`."""
        folder.mkdir(parents=True, exist_ok=True)
        for shard in self._kept:  # meanwhile the others are built
            self._place(shard, folder)
        for shard, _ in zip(self._missing, self._built, strict=True):
            self._place(shard, folder)
        self._threads.shutdown()
        manifest = self._manifest(folder)
        write_json(folder / MANIFEST, manifest)
        cached_folders.forget(self._cache)
        return manifest

    def _place(self, shard: shards.Shard, folder: Path) -> None:
        name = shard.name
        placed = cached_folders.place(self._cache / name, folder / name, shards.KEYS)
        self._files[name] = sum(path.startswith("pairs/") for path in placed)
        self.sums |= {f"{name}/{path}": sha256 for path, sha256 in placed.items()}
        self._progress("全文索引", len(self._shards))

    def _manifest(self, folder: Path) -> Manifest:
        """The manifest; it names folders whose files never change."""
        spellings = self._spellings.result()
        departments = {
            one.slug: {
                "names": one.all_names,
                "short": one.short,
                "keys": documents.department_keys(one, spellings),
            }
            for one in self._departments
        }
        return {
            "parts": [
                (one.name, one.year, len(one.entries), self._files[one.name])
                for one in self._shards
            ],
            "tables": self._write_tables(folder, spellings),
            "simplified": _write_simplified(folder),
            "fields": documents.FIELDS,
            "departments": departments,
        }

    def _write_tables(self, folder: Path, spellings: pinyin.Spellings) -> tuple[str, int, int]:
        """Write which shards have which pairs; returns the folder, how many files it has, and runs.

        A question first asks for the pairs of its terms and then only opens shards that have them
        all, so a rare word in an old year is found as fast as a common one, however many shards
        there are. The place of a pair is three times the shard's number, and whether it occurs in
        its heads, its text or its pinyin. The pinyin itself goes into the shard's folder.
        """
        found, places = [], []
        for number, shard in enumerate(self._shards):
            spelled = [documents.project_keys(one, spellings) for one in shard.entries]
            cached_folders.add(folder / shard.name / "keys.json", shards.json_text(spelled))
            departments = {one.department.slug: one.department for one in shard.entries}
            names = (documents.department_keys(one, spellings) for one in departments.values())
            texts = set(chain.from_iterable((*spelled, *names)))
            pinyin_keys = pairs.keys(pairs.folded([sorted(texts)])) << 2 | shards.PINYIN
            keys = np.concatenate([np.load(self._cache / shard.name / shards.KEYS), pinyin_keys])
            found.append(keys >> 2)
            places.append(number * 3 + (keys & 3))
        if not found:
            return "", 0, 0
        name = f"tables-{_short_digest(' '.join(one.name for one in self._shards))}"
        (folder / name).mkdir(exist_ok=True)
        every = pairs.Places(np.concatenate(found), np.concatenate(places))
        # Apart: there are far more runs, and the pairs are soon all in the reader's browser.
        is_run = pairs.is_run(every.keys)
        counts = []
        for kind, rows in (("pairs", ~is_run), ("runs", is_run)):
            some = pairs.Places(every.keys[rows], every.places[rows])
            files = len(np.unique(some.keys)) // KEYS_PER_TABLE + 1
            counts.append(pairs.write(some, folder / name / kind, files).files)
        return name, counts[0], counts[1]


def _write_simplified(folder: Path) -> str:
    """Write the table of traditional and simplified characters; the name of its folder."""
    table = folding.simplified()
    texts = ("".join(table), "".join(table.values()))
    name = f"simplified-{_short_digest(''.join(texts))}"
    (folder / name).mkdir(exist_ok=True)
    write_json(folder / name / "table.json", texts)
    return name


def _short_digest(text: str) -> str:
    """For the name of a folder, which changes when its files do."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]

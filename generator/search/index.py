"""Builds the search index of a site: the shards that changed, and what names all files."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path

from generator.model.catalogue import Catalogue, group
from generator.runtime import cached_folders
from generator.runtime.executors import ExecutorFor
from generator.search import documents, folding, pagefind, pinyin, shards
from generator.search.shards import write_json

MANIFEST = "manifest.json"
SECONDS_EACH = 0.0025  # that a report takes
TOKENS_PER_FILE = 500  # of the tables that tell which shards have a token

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
        missing = [
            one
            for one in self._shards
            if not cached_folders.is_kept(cache / one.name, shards.TOKENS)
        ]
        missing.sort(key=lambda shard: -len(shard.entries))  # the longest work is begun first
        self._cached_count = len(self._shards) - len(missing)
        self._thread = ThreadPoolExecutor(1)  # for a single shard: another process pays for several
        seconds = sum(len(shard.entries) for shard in missing) * SECONDS_EACH
        executor = executor_for(seconds) if len(missing) > 1 else None
        entries = chain.from_iterable(shard.entries for shard in missing)
        names = {name for entry in entries for name in documents.names(entry)}
        names.update(*(one.all_names for one in self._departments))
        self._spellings = pinyin.spellings(names, cache.with_name("pinyin"))
        spellings = [self._spellings_of(shard) for shard in missing]
        self._built = (executor or self._thread).map(
            partial(shards.build, cache), missing, spellings
        )

    def _spellings_of(self, shard: shards.Shard) -> pinyin.Spellings:
        names = chain.from_iterable(map(documents.names, shard.entries))
        return {name: self._spellings[name] for name in names}

    def write(self, folder: Path) -> Manifest:
        """Write it into `folder`; returns what is also in the folder's `manifest.json`."""
        for _ in chain(range(self._cached_count), self._built):
            self._progress("全文索引", len(self._shards))
        self._thread.shutdown()
        folder.mkdir(parents=True, exist_ok=True)
        names = [one.name for one in self._shards]
        if names:
            names.append(program := f"pagefind-{pagefind.version()}")
            if not cached_folders.is_kept(self._cache / program):
                pagefind.write_program(self._cache / program)
        for name in names:
            placed = cached_folders.place(self._cache / name, folder / name, shards.TOKENS)
            self.sums |= {f"{name}/{path}": sha256 for path, sha256 in placed.items()}
        manifest = self._manifest(folder)
        write_json(folder / MANIFEST, manifest)
        cached_folders.forget(self._cache)
        return manifest

    def _manifest(self, folder: Path) -> Manifest:
        """The manifest; it names folders whose files never change."""
        all_shards = " ".join(one.name for one in self._shards)
        tokens = [self._cache / one.name / shards.TOKENS for one in self._shards]
        departments = {
            one.slug: {
                "names": one.all_names,
                "short": one.short,
                "keys": documents.department_keys(one, self._spellings),
            }
            for one in self._departments
        }
        return {
            "parts": [(one.name, one.year, len(one.entries)) for one in self._shards],
            "newest": shards.NEWEST,
            "tokens": _write_token_tables(tokens, folder / f"tokens-{_short_digest(all_shards)}"),
            "program": f"pagefind-{pagefind.version()}",
            "simplified": _write_simplified(folder),
            "fields": documents.FIELDS,
            "departments": departments,
        }


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


def _write_token_tables(tokens: Sequence[Path], folder: Path) -> dict[str, object]:
    """Write the tables of the shards whose tokens stand in the files `tokens`, in that order.

    A query first asks for the tokens of its terms and then only opens shards that have them all, so
    a rare word in an old year is found as fast as a common one, however many shards there are.
    A file `<n>.json` maps, for `head` and for `text`, sets of shards (bit i of a hexadecimal number
    is shard i) to all tokens that occur in just these. Returns what the manifest says of them.
    """
    tables = {"head": defaultdict[str, int](int), "text": defaultdict[str, int](int)}
    for number, file in enumerate(tokens):
        found = json.loads(file.read_text(encoding="utf-8"))
        for name, table in tables.items():
            for token in found[name]:
                table[token] |= 1 << number
    files = 1
    while len(tables["text"]) > files * TOKENS_PER_FILE:
        files *= 2
    contents = [{name: defaultdict[str, list[str]](list) for name in tables} for _ in range(files)]
    for name, table in tables.items():
        for token in sorted(table):
            contents[_file(token, files)][name][f"{table[token]:x}"].append(token)
    folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(contents):
        sets = {
            name: {one: " ".join(found) for one, found in sorted(groups.items())}
            for name, groups in content.items()
        }
        write_json(folder / f"{number}.json", sets)
    return {"folder": folder.name, "files": files}


def _file(token: str, files: int) -> int:
    """The number of the file that has a token; the browser computes the same."""
    number = 0
    for character in token:
        number = (number * 31 + ord(character)) % files
    return number

"""The search index of a site: built where something changed, put together for the browser."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from generator.catalogue import Catalogue, Entry, group
from generator.model import Department
from generator.search import documents, folding, pagefind, routing, shards
from generator.search.files import write as write_json

MANIFEST = "manifest.json"
KEPT_DAYS = 30  # a part of the cache that no build has used for so long is removed


Manifest = dict[str, object]  # what names the files of an index; the browser's side reads it first


class Part(NamedTuple):
    """What the browser's side knows of a part before it opens it."""

    folder: str
    year: int
    reports: int


def write(
    catalogue: Catalogue, folder: Path, cache: Path, advance: Callable[[str, int], None]
) -> Manifest:
    """Write the index of `catalogue` into `folder`, with what `cache` has kept of earlier ones.

    Returns what is also in the folder's `manifest.json`. Drafts and withdrawn reports are not in
    the index. `advance` is told of each part and how many there are.
    """
    years = group(catalogue.current, lambda entry: entry.year)
    total = sum(shards.count(len(entries)) for entries in years.values())
    departments = [catalogue.department(slug) for slug in catalogue.by_department]
    return write_years(
        years.values(), departments, folder, cache, lambda: advance("全文索引", total)
    )


def write_years(
    years: Iterable[Sequence[Entry]],
    departments: Iterable[Department],
    folder: Path,
    cache: Path,
    advance: Callable[[], None],
) -> Manifest:
    """Write the index of years of reports, newest first; one year at a time is in memory."""
    parts = []
    with _Workshop(cache, advance) as workshop:
        for entries in years:
            year = entries[0].year
            for shard in shards.partition(entries):
                workshop.build(shard)
                parts.append(Part(shard.name, year, len(shard.entries)))
            del entries, shard  # not to be in memory beside the next year
    folder.mkdir(parents=True)
    for part in parts:
        _place(cache / part.folder, folder / part.folder)
    manifest = _manifest(parts, departments, folder, cache)
    write_json(folder / MANIFEST, manifest)
    _forget(cache)
    return manifest


class _Workshop:
    """Builds what the cache has not: the first part here, more of them on all processors."""

    def __init__(self, cache: Path, advance: Callable[[], None]) -> None:
        self._cache, self._advance = cache, advance
        self._first: shards.Shard | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._running: set[Future[None]] = set()

    def __enter__(self) -> Self:
        return self

    def build(self, shard: shards.Shard) -> None:
        """Build the part, now or later."""
        if shards.is_built(shard, self._cache):
            self._advance()
        elif self._first is None and self._pool is None:
            self._first = shard  # if it stays the only one, another process would cost more
        else:
            waiting = [self._first, shard] if self._first else [shard]
            self._first = None
            for one in waiting:
                self._submit(one)

    def _submit(self, shard: shards.Shard) -> None:
        processes = os.cpu_count() or 1
        if self._pool is None:
            # Not forked: a bar on the terminal has a thread, and a lock it holds would stay held.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(processes, mp_context=context)
        while len(self._running) > processes:  # a few parts at a time are in memory
            self._finish(FIRST_COMPLETED)
        self._running.add(self._pool.submit(shards.build, shard, self._cache))

    def _finish(self, until: str) -> None:
        done, self._running = wait(self._running, return_when=until)
        for one in done:
            one.result()
            self._advance()

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if self._pool:
            while self._running and kind is None:
                self._finish(FIRST_COMPLETED)
            self._pool.shutdown(cancel_futures=True)
        elif self._first and kind is None:
            shards.build(self._first, self._cache)
            self._advance()


def _manifest(
    parts: Sequence[Part], departments: Iterable[Department], folder: Path, cache: Path
) -> Manifest:
    """What lies in the folders that it names never changes."""
    program = f"pagefind-{pagefind.version()}"
    if parts:
        _place(cache / parts[0].folder / shards.PROGRAM, folder / program)
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
        "departments": {
            one.slug: {
                "names": documents.department_names(one),
                "short": one.short,
                "keys": documents.department_keys(one),
            }
            for one in departments
        },
    }


def _write_simplified(folder: Path) -> str:
    """Write the table of traditional characters and what stands for each; its name."""
    table = folding.simplified()
    texts = ("".join(table), "".join(table.values()))
    name = f"simplified-{hashlib.sha256(''.join(texts).encode()).hexdigest()[:12]}"
    (folder / name).mkdir()
    write_json(folder / name / "table.json", texts)
    return name


def _place(source: Path, target: Path) -> None:
    """Give a folder of the cache to the site: links where the file system has them, else copies.

    Neither side ever changes such a file under its name.
    """
    try:
        shutil.copytree(source, target, ignore=_not_on_the_site, copy_function=os.link)
    except shutil.Error:
        shutil.copytree(source, target, ignore=_not_on_the_site, dirs_exist_ok=True)


def _not_on_the_site(_: str, names: list[str]) -> set[str]:
    return {shards.TOKENS, shards.PROGRAM} & set(names)


def _forget(cache: Path) -> None:
    """Remove parts that no build has used for long."""
    limit = time.time() - KEPT_DAYS * 86_400
    for part in cache.iterdir() if cache.is_dir() else ():
        if part.stat().st_mtime < limit:
            shutil.rmtree(part, ignore_errors=True)

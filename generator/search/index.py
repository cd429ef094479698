"""The search index of a site: built where something changed, put together for the browser."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.catalogue import Catalogue, group
from generator.model import Department
from generator.search import documents, folding, pagefind, routing, shards
from generator.search.files import write as write_json
from generator.workers import Hire

MANIFEST = "manifest.json"
KEPT_DAYS = 30  # a part of the cache that no build has used for so long is removed


Manifest = dict[str, object]  # what names the files of an index; the browser's side reads it first


class Part(NamedTuple):
    """What the browser's side knows of a part before it opens it."""

    folder: str
    year: int
    reports: int


def write(
    catalogue: Catalogue,
    folder: Path,
    cache: Path,
    workers: Hire,
    advance: Callable[[str, int], None],
) -> Manifest:
    """Write the index of `catalogue` into `folder`, with what `cache` has kept of earlier ones.

    Returns what is also in the folder's `manifest.json`. Drafts and withdrawn reports are not in
    the index. `advance` is told of each part and how many there are.
    """
    years = group(catalogue.current, lambda entry: entry.year)
    found = [(year, shard) for year in years for shard in shards.partition(years[year])]
    _build([shard for _, shard in found], cache, workers, lambda: advance("全文索引", len(found)))
    parts = [Part(shard.name, year, len(shard.entries)) for year, shard in found]
    folder.mkdir(parents=True)
    for part in parts:
        _place(cache / part.folder, folder / part.folder)
    departments = [catalogue.department(slug) for slug in catalogue.by_department]
    manifest = _manifest(parts, departments, folder, cache)
    write_json(folder / MANIFEST, manifest)
    _forget(cache)
    return manifest


def _build(
    wanted: Sequence[shards.Shard], cache: Path, workers: Hire, advance: Callable[[], None]
) -> None:
    """Build what the cache has not; the biggest first, so that none is waited for at the end."""
    missing = [shard for shard in wanted if not shards.is_built(shard, cache)]
    for _ in range(len(wanted) - len(missing)):
        advance()
    missing.sort(key=lambda shard: -len(shard.entries))
    pool = workers(len(missing)) if len(missing) > 1 else None
    work = partial(shards.build, cache)
    for _ in pool.map(work, missing) if pool else map(work, missing):
        advance()


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

"""The whole search index of a site: parts built side by side, only where something changed."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import (
    ALL_COMPLETED,
    FIRST_COMPLETED,
    Future,
    ProcessPoolExecutor,
    wait,
)
from pathlib import Path

from generator.catalogue import Catalogue
from generator.search import documents, folding, pagefind, routing, shards
from generator.search.files import write as write_json

MANIFEST = "manifest.json"
SIMPLIFIED = "simplified.json"  # traditional characters, and what stands for each
KEPT_DAYS = 30  # a part of the cache that no build has used for so long is removed
Advance = Callable[[str, int], None]


def write(catalogue: Catalogue, folder: Path, cache: Path, advance: Advance) -> None:
    """Write the index of `catalogue` into `folder`, with what `cache` has kept of earlier ones.

    Drafts and withdrawn reports are not in it. `advance` is told of each part and how many there
    are.
    """
    parts = list(shards.partition(catalogue.current))
    _build(parts, cache, lambda: advance("全文索引", len(parts)))
    folder.mkdir(parents=True)
    for part in parts:
        _place(cache / part.name, folder / part.name)
    table = folding.simplified()
    write_json(folder / SIMPLIFIED, ("".join(table), "".join(table.values())))
    write_json(folder / MANIFEST, _manifest(catalogue, parts, folder, cache))
    _forget(cache)


def _build(parts: Sequence[shards.Shard], cache: Path, advance: Callable[[], None]) -> None:
    missing = [part for part in parts if not shards.is_built(part, cache)]
    for _ in range(len(parts) - len(missing)):
        advance()
    processes = min(os.cpu_count() or 1, len(missing))
    if processes < 2:  # another process would cost more than it saves
        for part in missing:
            shards.build(part.name, _documents(part), cache)
            advance()
        return
    # Not forked: a bar on the terminal has a thread, and a lock it holds would never be freed.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        running: set[Future[None]] = set()
        for part in missing:
            running.add(pool.submit(shards.build, part.name, _documents(part), cache))
            if len(running) > processes:  # documents of a few parts at a time are in memory
                running = _finished(running, FIRST_COMPLETED, advance)
        _finished(running, ALL_COMPLETED, advance)


def _finished(
    running: set[Future[None]], until: str, advance: Callable[[], None]
) -> set[Future[None]]:
    done, rest = wait(running, return_when=until)
    for one in done:
        one.result()
        advance()
    return rest


def _documents(part: shards.Shard) -> list[documents.Document]:
    return [documents.document(entry) for entry in part.entries]


def _manifest(
    catalogue: Catalogue, parts: Sequence[shards.Shard], folder: Path, cache: Path
) -> dict[str, object]:
    """What the browser's side asks for first; all that it names never changes under its name."""
    program = f"pagefind-{pagefind.version()}"
    if parts:
        _place(cache / parts[0].name / shards.PROGRAM, folder / program)
    tokens = routing.write_tables(
        [cache / part.name / shards.TOKENS for part in parts],
        folder / routing.name(part.name for part in parts),
    )
    return {
        "parts": [[part.name, part.year, len(part.entries)] for part in parts],
        "tokens": tokens,
        "program": program,
        "fields": documents.FIELDS,
        "departments": {
            slug: {
                "names": documents.department_names(catalogue.department(slug)),
                "short": catalogue.department(slug).short_name or catalogue.department(slug).name,
                "keys": documents.department_keys(catalogue.department(slug)),
            }
            for slug in catalogue.by_department
        },
    }


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

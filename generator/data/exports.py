"""All files of open data: put into the site by way of the cache, or made one by one."""

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.data import (
    api,
    bulk,
    change_files,
    coverage_files,
    feeds,
    listing,
    parts,
    report_record,
)
from generator.data.files import CachedFile, DataFile
from generator.model.catalogue import Catalogue
from generator.model.problems import JixiaoError
from generator.runtime import cached_files
from generator.runtime.executors import ExecutorFor

BATCH = 40  # files that a process makes at a time
SECONDS_EACH = 0.002


def files(catalogue: Catalogue) -> Iterator[DataFile]:
    """Every file, each address once."""
    yield from report_record.files(catalogue)
    yield from feeds.files(catalogue)
    yield from change_files.files(catalogue)
    yield from coverage_files.files(catalogue)
    yield from listing.files(catalogue)
    yield from api.files(catalogue)


def file_at(catalogue: Catalogue, address: str) -> bytes | None:
    """The file at an address; None where there is none. No other file is made."""
    found = next((one for one in files(catalogue) if one.address == address), None)
    return found.make() if found else None


class Caches(NamedTuple):
    """Folders of the cache: for single files, for parts of the big ones, for these themselves."""

    files: Path
    parts: Path
    bulk: Path


def write(
    catalogue: Catalogue, site: Path, caches: Caches, executor_for: ExecutorFor
) -> dict[str, str]:
    """Put every file into the site; path to SHA-256 of each. Only what changed is made again."""
    placed = _place_files(catalogue, site, caches.files, executor_for)
    sums = {address: one.sha256 for address, one in placed.items()}
    of_parts = parts.Caches(caches.files, caches.parts)
    damaged: set[str] = set()
    while True:
        made = parts.parts(catalogue, placed, of_parts, executor_for)
        try:
            return sums | bulk.write(catalogue, made, site, caches.bulk)
        except parts.DamagedPartError as found:  # it is made again
            if found.file in damaged:
                raise JixiaoError(f"{found.file} 写好以后读出来不一样：请检查磁盘。") from None
            damaged.add(found.file)
            Path(found.file).unlink(missing_ok=True)


def _place_files(
    catalogue: Catalogue, site: Path, cache: Path, executor_for: ExecutorFor
) -> dict[str, CachedFile]:
    cache.mkdir(parents=True, exist_ok=True)
    named = [(one.cache_name, one) for one in files(catalogue)]
    digests = cached_files.cached(cache, {name for name, _ in named})
    missing = [job for job in named if job[0] not in digests]
    batches = [missing[start : start + BATCH] for start in range(0, len(missing), BATCH)]
    executor = executor_for(len(missing) * SECONDS_EACH)
    work = partial(_make, os.fspath(cache))
    for made in executor.map(work, batches) if executor else map(work, batches):
        digests |= made
    # Paths are text: there are ten thousands of them.
    source, target = os.fspath(cache), os.fspath(site)
    for folder in {one.address.rpartition("/")[0] for _, one in named}:
        os.makedirs(f"{target}/{folder}", exist_ok=True)  # noqa: PTH103
    for name, one in named:
        cached_files.place(source, name, digests[name], f"{target}/{one.address}")
    return {one.address: CachedFile(name, digests[name]) for name, one in named}


def _make(cache: str, jobs: Sequence[tuple[str, DataFile]]) -> dict[str, str]:
    return {name: cached_files.store(cache, name, one.make()) for name, one in jobs}

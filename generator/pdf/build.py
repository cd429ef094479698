"""The PDF files of a site: made where something changed, kept, and given to the site."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path
from typing import NamedTuple

from generator import caches
from generator.catalogue import Catalogue, Entry
from generator.pdf import press
from generator.pdf.document import document, file_name

LABEL = "生成 PDF"
ALONE = 6  # files that are made sooner here than other processes are started


class Job(NamedTuple):
    """A file to make: whose it is, what it shows (JSON), where it is kept."""

    address: str
    document: str
    kept: Path


def write(
    catalogue: Catalogue, folder: Path, cache: Path, advance: Callable[[str, int], None]
) -> None:
    """Put a PDF of each report that stands into its folder under `folder`, the site's root.

    What `cache` has kept of earlier builds is used again. `advance` is told of each file and how
    many there are. Raises JixiaoError where fonts are missing or Typst fails. Nothing is done
    where the site wants no PDF.
    """
    if not (catalogue.site.makes_pdf and catalogue.current):
        return
    cache.mkdir(parents=True, exist_ok=True)
    recipe = press.recipe()

    def step() -> None:
        advance(LABEL, len(catalogue.current))

    def job(entry: Entry) -> Job:
        return _job(catalogue, entry, recipe, cache)

    kept = {entry.address: job(entry).kept for entry in catalogue.current}
    missing = [entry for entry in catalogue.current if not caches.is_kept(kept[entry.address])]
    for _ in range(len(kept) - len(missing)):
        step()
    if missing:
        _make(map(job, missing), len(missing), step)
    for entry in catalogue.current:
        caches.place(kept[entry.address], folder / entry.address / file_name(entry))
    caches.forget(cache)


def _job(catalogue: Catalogue, entry: Entry, recipe: bytes, cache: Path) -> Job:
    shown = json.dumps(document(catalogue, entry), ensure_ascii=False)
    digest = hashlib.sha256(recipe + shown.encode()).hexdigest()
    return Job(entry.address, shown, cache / f"{digest[:32]}.pdf")


def _make(jobs: Iterable[Job], count: int, advance: Callable[[], None]) -> None:
    """Make the files: here where they are few, else on all processors."""
    with press.fonts() as folder:
        if count > ALONE:
            _make_in_parallel(jobs, folder, advance)
        else:
            here = press.Press(folder)
            for job in jobs:
                here.make(*job)
                advance()


def _make_in_parallel(jobs: Iterable[Job], folder: Path, advance: Callable[[], None]) -> None:
    processes = os.cpu_count() or 1
    running: set[Future[None]] = set()

    def finish() -> None:
        done, going_on = wait(running, return_when=FIRST_COMPLETED)
        running.intersection_update(going_on)
        for one in done:
            one.result()
            advance()

    # Not forked: a bar on the terminal has a thread, and a lock it holds would stay held.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, press.open_here, (folder,)) as pool:
        try:
            for job in jobs:
                while len(running) > 4 * processes:  # a few documents at a time are in memory
                    finish()
                running.add(pool.submit(press.make_here, *job))
            while running:
                finish()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise

"""The PDF files of a site: made where something changed, kept, and given to the site."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel

from generator.content.full_report import whole
from generator.model.catalogue import Catalogue, Entry
from generator.model.report import Site
from generator.pdf import typesetting
from generator.pdf.document import document
from generator.runtime import cached_files, program
from generator.runtime.executors import Hire

LABEL = "生成 PDF"
BATCH = 4  # files that a process makes at a time
EACH = 0.1  # seconds that one takes
# What makes a document of a report; the template and the fonts are the press's own.


class Job(NamedTuple):
    """A file to make: of which report, where it is kept."""

    entry: Entry
    kept: Path


def write(
    catalogue: Catalogue,
    folder: Path,
    cache: Path,
    workers: Hire,
    advance: Callable[[str, int], None],
) -> None:
    """Put a PDF of each report that stands into its folder under `folder`, the site's root.

    What `cache` has kept of earlier builds is used again. `advance` is told of each file and how
    many there are. Raises JixiaoError where fonts are missing or Typst fails. Nothing is done
    where the site wants no PDF.
    """
    if not (catalogue.site.makes_pdf and catalogue.current):
        return
    cache.mkdir(parents=True, exist_ok=True)
    jobs = _jobs(catalogue, cache)
    kept = cached_files.kept(cache, {job.kept.name for job in jobs})
    missing = [job for job in jobs if job.kept.name not in kept]

    def step(number: int) -> None:
        for _ in range(number):
            advance(LABEL, len(jobs))

    step(len(jobs) - len(missing))
    _make(missing, catalogue.site, workers, step)
    for job in jobs:
        target = folder / job.entry.address
        target.mkdir(parents=True, exist_ok=True)
        cached_files.place(str(job.kept), str(target / job.entry.pdf_file))


def _jobs(catalogue: Catalogue, cache: Path) -> list[Job]:
    """A file is kept under all that it rests on."""
    recipe = hashlib.sha256(typesetting.recipe())
    site = catalogue.site
    recipe.update(program.fingerprint("model", "pages", "pdf").encode())
    recipe.update(repr((site.name, site.organiser, site.base_url)).encode())
    told: dict[int, str] = {}

    def tell(one: BaseModel | None) -> str:
        if id(one) not in told:
            told[id(one)] = one.model_dump_json() if one else ""
        return told[id(one)]

    def name(entry: Entry) -> str:
        digest = recipe.copy()
        attached = [(one.name, one.file.name) for one in entry.attachments]
        around = entry.issued_by, tell(entry.outline)
        digest.update(repr((entry.address, entry.said, around, attached)).encode())
        return f"{digest.hexdigest()[:40]}.pdf"

    return [Job(entry, cache / name(entry)) for entry in catalogue.current]


def _make(
    missing: Sequence[Job], site: Site, workers: Hire, advance: Callable[[int], None]
) -> None:
    """Make the files."""
    if not missing:
        return
    batches = [missing[start : start + BATCH] for start in range(0, len(missing), BATCH)]
    with typesetting.fonts() as folder:
        pool = workers(len(missing) * EACH)
        work = partial(_make_batch, folder, site)
        for number in pool.map(work, batches) if pool else map(work, batches):
            advance(number)


def _make_batch(fonts: Path, site: Site, jobs: Sequence[Job]) -> int:
    for entry, kept in jobs:
        shown = json.dumps(document(site, whole(entry)), ensure_ascii=False)
        cached_files.keep(str(kept), typesetting.opened(fonts).make(entry.address, shown))
    return len(jobs)

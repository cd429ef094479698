"""The PDF files of a site: made where something changed, cached, and linked into the site."""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.content.full_report import full_entry
from generator.model.catalogue import Catalogue, Entry
from generator.model.report import Site
from generator.pages.record_digests import RecordDigests
from generator.pdf import typesetting
from generator.pdf.document import document
from generator.runtime import cached_files, program
from generator.runtime.executors import ExecutorFor

LABEL = "生成 PDF"
BATCH = 4  # files that a process makes at a time
SECONDS_EACH = 0.1  # that one takes


class Job(NamedTuple):
    """A report and the cached file of its PDF."""

    entry: Entry
    cached: Path


def write(
    catalogue: Catalogue,
    folder: Path,
    cache: Path,
    executor_for: ExecutorFor,
    progress: Callable[[str, int], None],
) -> None:
    """Put a PDF of each current report into its folder under `folder`, the site's root.

    Files that did not change come from `cache`. `progress` is called once a file, with a label and
    how many there are. Raises JixiaoError where fonts are missing or Typst fails. Does nothing
    where the site wants no PDF.
    """
    if not (catalogue.site.makes_pdf and catalogue.current):
        return
    cache.mkdir(parents=True, exist_ok=True)
    jobs = _jobs(catalogue, cache)
    cached = cached_files.cached(cache, {job.cached.name for job in jobs})
    missing = [job for job in jobs if job.cached.name not in cached]

    def step(number: int) -> None:
        for _ in range(number):
            progress(LABEL, len(jobs))

    step(len(cached))
    if missing:
        _make(missing, catalogue.site, executor_for, step)
    for job in jobs:
        target = folder / job.entry.address
        target.mkdir(parents=True, exist_ok=True)
        cached_files.link_or_copy(str(job.cached), str(target / job.entry.pdf_file))


def _jobs(catalogue: Catalogue, cache: Path) -> list[Job]:
    """A file is cached under the digest of all that it depends on."""
    site = catalogue.site
    shared = hashlib.sha256(typesetting.fingerprint())
    shared.update(program.fingerprint("model", "pages", "pdf").encode())
    shared.update(repr((site.name, site.organiser, site.base_url)).encode())
    records = RecordDigests()

    def name(entry: Entry) -> str:
        attached = [(one.name, one.file.name) for one in entry.attachments]
        names = entry.issued_by, records.of(entry.outline)
        digest = shared.copy()
        digest.update(repr((entry.address, entry.content_digest, names, attached)).encode())
        return f"{digest.hexdigest()[:40]}.pdf"

    return [Job(entry, cache / name(entry)) for entry in catalogue.current]


def _make(
    jobs: Sequence[Job], site: Site, executor_for: ExecutorFor, step: Callable[[int], None]
) -> None:
    batches = [jobs[start : start + BATCH] for start in range(0, len(jobs), BATCH)]
    with typesetting.fonts() as folder:
        executor = executor_for(len(jobs) * SECONDS_EACH)
        work = partial(_make_batch, folder, site)
        for number in executor.map(work, batches) if executor else map(work, batches):
            step(number)


def _make_batch(fonts: Path, site: Site, jobs: Sequence[Job]) -> int:
    for entry, cached in jobs:
        values = json.dumps(document(site, full_entry(entry)), ensure_ascii=False)
        cached_files.store(str(cached), typesetting.typesetter(fonts).pdf(entry.address, values))
    return len(jobs)

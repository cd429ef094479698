"""The PDF files of a site: made where something changed, cached, and linked into the site."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path

from generator.content.full_report import full_entry
from generator.model.catalogue import Catalogue
from generator.model.entry import Entry
from generator.model.site import Site
from generator.pages.record_digests import record_digest
from generator.pdf import typesetting
from generator.pdf.document import document
from generator.runtime import cached_files, program
from generator.runtime.executors import ExecutorFor

LABEL = "生成 PDF"
BATCH = 4  # files that a process makes at a time
SECONDS_EACH = 0.1  # that one takes

Job = tuple[Entry, str]  # a report and the name of its PDF in the cache
_compiler = lru_cache(maxsize=1)(typesetting.compiler)  # the one of this process


def write(
    catalogue: Catalogue,
    folder: Path,
    cache: Path,
    executor_for: ExecutorFor,
    progress: Callable[[str, int], None],
) -> dict[str, str]:
    """Put a PDF of each current report into its folder under `folder`, the site's root.

    Files that did not change come from `cache`. `progress` is called once a file, with a label and
    how many there are. Returns path to SHA-256 of each, of none where the site wants no PDF. Raises
    JixiaoError where fonts are missing or Typst fails.
    """
    if not (catalogue.site.makes_pdf and catalogue.current):
        return {}
    cache.mkdir(parents=True, exist_ok=True)
    jobs = _jobs(catalogue)
    digests = cached_files.cached(cache, {name for _, name in jobs})
    missing = [job for job in jobs if job[1] not in digests]
    made = _make(missing, catalogue.site, cache, executor_for) if missing else ()
    for done in chain([dict(digests)], made):
        digests |= done
        for _ in done:
            progress(LABEL, len(jobs))
    for entry, name in jobs:
        target = folder / entry.address
        target.mkdir(parents=True, exist_ok=True)
        cached_files.place(
            os.fspath(cache), name, digests[name], os.fspath(target / entry.pdf_file)
        )
    return {f"{entry.address}{entry.pdf_file}": digests[name] for entry, name in jobs}


def _jobs(catalogue: Catalogue) -> list[Job]:
    """A file is cached under the digest of all that it depends on."""
    site = catalogue.site
    shared = hashlib.sha256(typesetting.fingerprint())
    shared.update(program.fingerprint("model", "check", "pages", "pdf").encode())
    shared.update(repr((site.name, site.organiser, site.base_url)).encode())
    jobs = []
    for entry in catalogue.current:
        attached = [(one.name, one.file.name) for one in entry.attachments]
        names = entry.issued_by, record_digest(entry.form)
        digest = shared.copy()
        digest.update(repr((entry.address, entry.content_digest, names, attached)).encode())
        jobs.append((entry, f"{digest.hexdigest()[:40]}.pdf"))
    return jobs


def _make(
    jobs: Sequence[Job], site: Site, cache: Path, executor_for: ExecutorFor
) -> Iterator[dict[str, str]]:
    """Make files in batches; yields name to SHA-256 of each batch, when it is done."""
    batches = [jobs[start : start + BATCH] for start in range(0, len(jobs), BATCH)]
    with typesetting.fonts() as folder:
        executor = executor_for(len(jobs) * SECONDS_EACH)
        work = partial(_make_batch, folder, site, os.fspath(cache))
        yield from executor.map(work, batches) if executor else map(work, batches)


def _make_batch(fonts: Path, site: Site, cache: str, jobs: Sequence[Job]) -> dict[str, str]:
    digests = {}
    for entry, name in jobs:
        values = json.dumps(document(site, full_entry(entry)), ensure_ascii=False)
        data = typesetting.pdf(_compiler(fonts), entry.address, values)
        digests[name] = cached_files.store(cache, name, data)
    return digests

"""Puts pages and attachments into the site by way of the cache: only what changed is made again.

MkDocs' own loop makes only the pages of its navigation and those written by hand. All others are
rendered here, on all processors, with MkDocs' own page, context and template, so that they are what
its loop would make of them. A rendered page is cached under a digest of all that it depends on, an
attachment under its SHA-256; the site shares the file.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from generator.content.full_report import full_entry
from generator.data import report_json, report_record
from generator.model.catalogue import Catalogue
from generator.model.entry import AttachedFile
from generator.model.problems import JixiaoError
from generator.model.site import Site
from generator.pages import chart_pictures
from generator.pages.catalogue_pages import DeferredPage
from generator.pages.indexes import IndexPage
from generator.pages.project_page import ProjectPage
from generator.pages.report_page import ReportPage
from generator.pages.templating import Page
from generator.runtime import cached_files
from generator.runtime.executors import ExecutorFor
from generator.site.theme import RenderContext, Theme

BATCH_SIZE = 40  # pages that a process takes at a time
SECONDS_PER_PAGE = 0.003
_NO_PICTURES = hashlib.sha256(b"{}").hexdigest()


# The last one is kept: a process renders page after page in one context.
_theme_of = lru_cache(maxsize=1)(Theme)


class OutputFolders(NamedTuple):
    """The site that pages are put into, the cache that they are shared with.

    `records` is the cache of open data: while a report is in memory, its record is made as well.
    """

    site: Path
    cache: Path
    records: Path


class _Job(NamedTuple):
    page: DeferredPage
    name: str  # of its files in the cache, without the suffix

    @property
    def cache_names(self) -> list[str]:
        """The page's file, that of a report's data, that of the pictures of charts."""
        data = [f"{self.name}.json"] if isinstance(self.page, ReportPage) else []
        return [f"{self.name}.html", *data, *self.pictures]

    @property
    def pictures(self) -> list[str]:
        """The cached file that holds the pictures of the page's charts, where it may have some."""
        is_charted = isinstance(self.page, IndexPage | ProjectPage)
        return [f"{self.name}.pictures"] if is_charted else []


def write(
    pages: Iterable[DeferredPage],
    context: RenderContext,
    folders: OutputFolders,
    executor_for: ExecutorFor,
    progress: Callable[[], None],
) -> dict[str, str]:
    """Put every page into the site, with the data file beside a report's; path to SHA-256 of each.

    `executor_for` is asked for an executor for the pages that are not in the cache; with None they
    are rendered in this process. `progress` is called once a page.
    """
    site, cache, records = folders
    for folder in (cache, records):
        folder.mkdir(parents=True, exist_ok=True)
    jobs = [_Job(page, _cache_name(page, context)) for page in pages]
    cached = cached_files.cached(cache, {name for job in jobs for name in job.cache_names})
    ready: list[_Job] = []
    missing: list[_Job] = []
    lists: list[list[_Job]] = []
    for job in jobs:
        if cached.keys() >= set(job.cache_names) and _can_be_read(job, cached, os.fspath(cache)):
            ready.append(job)
        elif isinstance(job.page, IndexPage):  # rendered here sooner than sent to another process
            lists.append([job])
        else:
            missing.append(job)
    batches = [missing[start : start + BATCH_SIZE] for start in range(0, len(missing), BATCH_SIZE)]
    executor = executor_for(len(missing) * SECONDS_PER_PAGE)
    work = partial(_render_batch, context, cache, records)
    begun = executor.map(work, batches) if executor else map(work, batches)
    rendered = chain(zip(lists, map(work, lists), strict=True), zip(batches, begun, strict=True))
    sums: dict[str, str] = {}
    for done, digests in chain([(ready, cached)], rendered):  # others are being rendered meanwhile
        for job in done:
            sums |= _put_into_site(job, digests, os.fspath(site), os.fspath(cache))
            progress()
    return sums


def _render_batch(
    context: RenderContext, cache: Path, records: Path, jobs: Sequence[_Job]
) -> dict[str, str]:
    """Render pages into the cache, in any process that sees it; the SHA-256 of each file's name."""
    theme = _theme_of(context)
    digests = {}
    for job in jobs:
        page = job.page
        if isinstance(page, ReportPage):
            page = page._replace(entry=full_entry(page.entry))
            name, data = f"{job.name}.json", report_json.text(page.entry).encode()
            digests[name] = cached_files.store(os.fspath(cache), name, data)
            record = report_record.file(page.entry, page.site.base_url or "")
            cached_files.store(os.fspath(records), record.cache_name, record.make())
        rendered = page.rendered()
        for name in job.pictures:
            made = chart_pictures.pictures(rendered.body, page.address, context.extra["site"])
            held = json.dumps({one: svg.decode() for one, svg in made.items()}).encode()
            digests[name] = cached_files.store(os.fspath(cache), name, held)
        html = theme.html(rendered).encode(errors="xmlcharrefreplace")
        digests[f"{job.name}.html"] = cached_files.store(os.fspath(cache), f"{job.name}.html", html)
    return digests


def _cache_name(page: DeferredPage, context: RenderContext) -> str:
    digest = hashlib.sha256(context.fingerprint.encode())
    digest.update(repr((page.address, page.depends_on)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:40]


def _put_into_site(job: _Job, digests: Mapping[str, str], site: str, cache: str) -> dict[str, str]:
    folder = f"{site}/{job.page.address}"
    try:
        os.mkdir(folder)  # noqa: PTH102  ten thousands of them, most beside others
    except FileExistsError:
        pass
    except OSError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    targets = ["index.html"]
    if isinstance(job.page, ReportPage):
        targets.append(job.page.entry.data_file)
    sums = {}
    for name, target in zip(job.cache_names, targets, strict=False):
        cached_files.place(cache, name, digests[name], f"{folder}{target}")
        sums[f"{job.page.address}{target}"] = digests[name]
    for name in job.pictures:
        if digests[name] != _NO_PICTURES:
            with open(cached_files.path(cache, name, digests[name]), "rb") as held:  # noqa: PTH123
                sums |= _write_pictures(json.load(held), job.page.address, site)
    return sums


def _can_be_read(job: _Job, digests: Mapping[str, str], cache: str) -> bool:
    """Whether the pictures are as they were stored: they are read, where pages are only linked."""
    return all(
        digests[name] == _NO_PICTURES or cached_files.load(cache, name, digests[name]) is not None
        for name in job.pictures
    )


def _write_pictures(made: Mapping[str, str], address: str, site: str) -> dict[str, str]:
    sums = {}
    for name, svg in made.items():
        data = svg.encode()
        with open(f"{site}/{address}{name}", "wb") as file:  # noqa: PTH123
            file.write(data)
        sums[f"{address}{name}"] = hashlib.sha256(data).hexdigest()
    return sums


def write_pictures(page: Page, of: Site, site: Path) -> dict[str, str]:
    """Put the pictures of a rendered page's charts beside it; path to SHA-256 of each."""
    made = chart_pictures.pictures(page.body, page.address, of)
    shown = {name: svg.decode() for name, svg in made.items()}
    return _write_pictures(shown, page.address, os.fspath(site))


def write_attachments(catalogue: Catalogue, site: Path, cache: Path) -> dict[str, str]:
    """Put each attachment into the folder of its report, which exists; path to SHA-256 of each.

    Raises JixiaoError where a file changed since the content was read.
    """
    cache.mkdir(parents=True, exist_ok=True)
    attachments = [(address, one, one.sha256[:40]) for address, one in catalogue.attachments()]
    cached = cached_files.cached(cache, {name for _, _, name in attachments})
    for address, one, name in attachments:
        if name not in cached:
            cached[name] = cached_files.store(os.fspath(cache), name, _unchanged(one))
        cached_files.place(os.fspath(cache), name, one.sha256, os.fspath(site / address))
    return {address: one.sha256 for address, one, _ in attachments}


def _unchanged(one: AttachedFile) -> bytes:
    data = one.file.read_bytes()
    if hashlib.sha256(data).hexdigest() != one.sha256:
        raise JixiaoError(f"{one.file} 在生成途中改动了。请再生成一次。")
    return data

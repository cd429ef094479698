"""What a release of the content would hold, told without building a site.

Reports have their data files, whose SHA-256 is what the record compares; of pages only their
addresses count. What the theme brings along is taken for given.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.content.full_report import whole
from generator.data import report_json
from generator.model.catalogue import Catalogue, Entry
from generator.model.problems import Problem
from generator.pages import catalogue_pages
from generator.release import guard
from generator.release import previous as release_former
from generator.release.differences import Data
from generator.release.published_site import Release

# Where pages stand that the content makes.
OF_CONTENT = ("about/", "departments/", "projects/", "reports/", "years/")


@dataclass(frozen=True)
class Prospect(guard.Report):
    """A report as its data file would have it."""

    entry: Entry

    @cached_property
    def data(self) -> Data:
        """What the file would say."""
        found: Data = json.loads(report_json.text(whole(self.entry)))
        return found


def problems(
    catalogue: Catalogue, release: Release, content: str, advance: Callable[[], None]
) -> list[Problem]:
    """Everything that a release of the content would refuse or warn of, compared with the last."""
    reports = {one.address: one for one in _reports(catalogue, advance)}
    former = release_former.former(release, reports.values())
    given = {path for path in former.paths if not path.startswith(OF_CONTENT)}
    retired = {one.address: one.reason for one in catalogue.site.retired}
    departments = map(catalogue.department, catalogue.by_department)
    names = {one.slug: (one.name, *one.former_names) for one in departments}
    new = guard.New(frozenset({*_paths(catalogue), *given}), reports, retired, names)
    return guard.problems(new, former, content)


def _reports(catalogue: Catalogue, advance: Callable[[], None]) -> Iterator[Prospect]:
    for entry in catalogue.public:
        text = report_json.text(whole(entry)).encode()
        advance()
        yield Prospect(entry.address, hashlib.sha256(text).hexdigest(), Path(), entry)


def _paths(catalogue: Catalogue) -> Iterator[str]:
    """Paths of all files that the content makes."""
    for made in (*catalogue_pages.few(catalogue), *catalogue_pages.many(catalogue)):
        yield f"{made.address}index.html"
    for address, _ in (*catalogue.pictures(), *catalogue.attachments()):
        yield address
    for entry in catalogue.public:
        yield f"{entry.address}{entry.data_file}"
    for entry in catalogue.current if catalogue.site.makes_pdf else ():
        yield f"{entry.address}{entry.pdf_file}"

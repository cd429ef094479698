"""What a release of the content would be refused for, found without building the site.

Of a report the data file is made, because the record compares its SHA-256; of a page only the
address counts. Files of the theme are assumed to stay.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.content.full_report import full_entry
from generator.data import report_json
from generator.model.catalogue import Catalogue, Entry
from generator.model.problems import Problem
from generator.pages import catalogue_pages
from generator.release import guard
from generator.release.compared import BuiltReport, FormerRelease, NewRelease
from generator.release.differences import Data
from generator.release.published_site import Release
from generator.site.build_info import BuildInfo

# Below these stand the pages and files that the content makes.
CONTENT_FOLDERS = ("about/", "departments/", "projects/", "reports/", "years/")


@dataclass(frozen=True)
class UnbuiltReport(BuiltReport):
    """A report of the catalogue, as if its data file had been built."""

    entry: Entry

    @cached_property
    def data(self) -> Data:
        """The values that the data file would hold."""
        found: Data = json.loads(report_json.text(full_entry(self.entry)))
        return found


def problems(
    catalogue: Catalogue, release: Release, content: str, progress: Callable[[], None]
) -> list[Problem]:
    """Everything that a release of the content would refuse or warn of after the last one.

    `content` is the content folder, for the paths in messages; `progress` is called once a report.
    """
    reports = {one.address: one for one in _reports(catalogue, progress)}
    former = FormerRelease.of(release, reports.values())
    others = {path for path in former.paths if not path.startswith(CONTENT_FOLDERS)}
    info = BuildInfo.of(catalogue)
    paths = frozenset({*_paths(catalogue), *others})
    new = NewRelease(paths, reports, info.retired, info.departments)
    return guard.problems(new, former, content)


def _reports(catalogue: Catalogue, progress: Callable[[], None]) -> Iterator[UnbuiltReport]:
    for entry in catalogue.public:
        text = report_json.text(full_entry(entry)).encode()
        progress()
        yield UnbuiltReport(entry.address, hashlib.sha256(text).hexdigest(), Path(), entry)


def _paths(catalogue: Catalogue) -> Iterator[str]:
    """Paths of all files that the content makes."""
    for page in (*catalogue_pages.index_pages(catalogue), *catalogue_pages.detail_pages(catalogue)):
        yield f"{page.address}index.html"
    for address, _ in (*catalogue.pictures(), *catalogue.attachments()):
        yield address
    for entry in catalogue.public:
        yield f"{entry.address}{entry.data_file}"
    for entry in catalogue.current if catalogue.site.makes_pdf else ():
        yield f"{entry.address}{entry.pdf_file}"

"""What a release of the content would be refused for, found without building the site.

Of a report the data file is made, because the record compares its SHA-256; of a page only the
address counts. Files of the theme are assumed to stay.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import partial

from generator.content.full_report import full_entry
from generator.data import feeds, report_json
from generator.model.catalogue import Catalogue
from generator.model.entry import Entry
from generator.model.problems import Problem
from generator.pages import catalogue_pages
from generator.release import guard
from generator.release.compared import BuiltReport, FormerRelease, NewRelease
from generator.release.published_site import Release
from generator.site.build_info import BuildInfo

# Below these stand the pages and files that the content makes.
CONTENT_FOLDERS = ("about/", "departments/", "projects/", "reports/", "years/")


def problems(
    catalogue: Catalogue, release: Release, content: str, progress: Callable[[], None]
) -> list[Problem]:
    """Everything that a release of the content would refuse or warn of after the last one.

    `content` is the content folder, for the paths in messages; `progress` is called once a report.
    """
    reports = {one.address: one for one in _reports(catalogue, progress)}
    former = FormerRelease(release, reports.values())
    others = (path for path in former.paths if not path.startswith(CONTENT_FOLDERS))
    info = BuildInfo.of(catalogue)
    new = NewRelease(
        frozenset([*_paths(catalogue), *others]), reports, info.retired, info.departments
    )
    return guard.problems(new, former, content)


def _reports(catalogue: Catalogue, progress: Callable[[], None]) -> Iterator[BuiltReport]:
    for entry in catalogue.public:
        read = partial(_data_text, entry)
        digest = hashlib.sha256(read().encode()).hexdigest()
        progress()
        yield BuiltReport(entry.address, digest, read)


def _data_text(entry: Entry) -> str:
    """The data file of a report as it would be built."""
    return report_json.text(full_entry(entry))


def _paths(catalogue: Catalogue) -> Iterator[str]:
    """Paths of all files that the content makes."""
    for page in (*catalogue_pages.index_pages(catalogue), *catalogue_pages.detail_pages(catalogue)):
        yield f"{page.address}index.html"
    for address, _ in (*catalogue.pictures(), *catalogue.attachments()):
        yield address
    for made in feeds.files(catalogue):
        yield made.address
    for entry in catalogue.public:
        yield f"{entry.address}{entry.data_file}"
    for entry in catalogue.current if catalogue.site.makes_pdf else ():
        yield f"{entry.address}{entry.pdf_file}"

"""Which files of the last release may be gone from the next: nobody was told to keep their address.

Or the reason why they are gone is told already, of the reports that they were made of.
"""

import re
from collections.abc import Iterable, Sequence

from generator.pages.feeds import NAME as FEED
from generator.release.compared import BuiltReport
from generator.release.files import COMPRESSED
from generator.site.build_info import RELEASE_FOLDER

_FOR_ROBOTS = re.compile(r"robots\.txt|sitemap(-\d+)?\.xml")
# There only where enough reports state figures; the page that it stands on has them too.
_CHART = re.compile(r"(years|departments|projects)/(.+/)?chart-\w+\.svg")
# Lists of what happened in a year, where something did.
_CHANGES = re.compile(r"changes/\d{4}/.*|data/v1/changes/\d{4}\.json")
_OF_ALL_REPORTS = ("changes/", "compare/", "data/", "explore/", "rankings/")


def may_go(path: str) -> bool:
    """Files that only other files link to: style sheets, the search index, compressed copies.

    And those that robots read, which follow from the site's address and the number of its pages;
    and the pictures of charts, and what happened in a year of which nothing stands any more.
    """
    return (
        path.startswith((f"{RELEASE_FOLDER}/", "assets/", "search/data/"))
        or path.endswith(COMPRESSED)
        or any(one.fullmatch(path) for one in (_FOR_ROBOTS, _CHART, _CHANGES))
    )


def is_consequence(address: str, gone_reports: Sequence[tuple[str, ...]]) -> bool:
    """Whether a page is gone because a report is: its own files, lists that held nothing else."""
    if address.startswith(_OF_ALL_REPORTS) or address in ("years/", "departments/", FEED):
        return bool(gone_reports)
    page = address.removesuffix(FEED)
    return any(
        page.startswith(f"reports/{year}/{department}/{slug}/")
        or page in (f"years/{year}/", f"departments/{department}/",
                    f"departments/{department}/{year}/", f"projects/{department}/{slug}/")
        for year, department, slug in gone_reports
    )  # fmt: skip


def lists_of_withdrawn(reports: Iterable[BuiltReport]) -> frozenset[str]:
    """Addresses of lists of current reports, of the years all of whose reports are withdrawn.

    They go with the last report of a year; the record says of each that it was withdrawn.
    """
    every = [(one.address.split("/")[1], one.withdrawn) for one in reports]
    years = {year for year, _ in every} - {year for year, is_gone in every if not is_gone}
    lists = ("rankings/", "rankings/{}/", "data/v1/years/{}.json")
    return frozenset(one.format(year) for year in years for one in lists)

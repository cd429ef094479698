"""One page of every type that a built site has, for what must hold on all of them."""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import Page

from tests.conftest import run
from tests.support import explorer
from tests.support.search_page import SHOWN

EVERYWHERE = "绩效"  # stands in every report
NOWHERE = "没有这样的词语"
UNSTATED = "未填报"
WITHDRAWN = "本报告已撤回"
CORRECTED = 'id="corrections"'
DEVIATION = "偏差原因"
# Kinds of reports beside that of one project and year, by the part that only they have.
KINDS = {
    "report-overall": "overview",
    "report-evaluation": "scores",
    "report-projects": "projects",
    "report-years": "covered",
    "report-transfer": "fund-management",
}


class PageType(NamedTuple):
    """What a kind of page is called, and the address of one below the site's root."""

    name: str
    address: str


def page_types(site: Path) -> list[PageType]:
    """Every type of page of a site; of many pages of a type the one that holds the most."""
    found = [
        PageType("home", ""),
        *_largest(site, "year", "years/*/"),
        *_largest(site, "department", "departments/*/"),
        *_largest(site, "department-year", "departments/*/*/"),
        *_largest(site, "rankings-year", "rankings/*/"),
        *_largest(site, "project", "projects/*/*/"),
        *_largest(site, "changes-year", "changes/*/"),
        *_reports(site),
        PageType("search", "search/"),
        PageType("search-results", f"search/?q={quote(EVERYWHERE)}"),
        PageType("search-nothing", f"search/?q={quote(NOWHERE)}"),
        PageType("explore-charts", "explore/?charts=1"),
        PageType("explore-groups", "explore/?group=department"),
        *_comparison(site),
        PageType("not-found", "no/such/page/"),
    ]
    kinds = ("", "search/")
    singles = (a for a in addresses(site, "**/") if a not in kinds and _stands_alone(a))
    return [
        *found,
        *(PageType(address.strip("/").replace("/", "-"), address) for address in singles),
    ]


def build_sites(folder: Path) -> dict[str, Path]:
    """Build the site of 300 made-up reports and that of our own content, on the day of the tests."""
    content = folder / "content"
    shutil.rmtree(content, ignore_errors=True)
    sites = {name: folder / f"{name}-site" for name in ("demo", "real")}
    for command in (
        ("demo", "--reports", "300", "--out", content),
        ("build", "--content", content, "--site", sites["demo"]),
        ("build", "--site", sites["real"]),
    ):
        done = run("jixiao", *command)
        if done.returncode:
            raise SystemExit(done.stderr)
    return sites


def open_page(page: Page, url: str) -> None:
    """Go to a page and wait until it shows what its address asks for."""
    page.goto(url)
    if "/search/" in url:
        page.evaluate(SHOWN)
    elif "/explore/" in url:
        page.evaluate(explorer.SHOWN)
    elif "/compare/" in url:
        page.evaluate(explorer.COMPARED)


def addresses(site: Path, pattern: str) -> list[str]:
    """Addresses of the pages below a site's root whose folder the pattern matches, in order."""
    files = sorted(site.glob(f"{pattern}index.html"))
    return ["" if f.parent == site else f"{f.parent.relative_to(site)}/" for f in files]


def address_named(types: Iterable[PageType], name: str) -> str:
    """The address of the page of a type, which must be there."""
    return next(address for known, address in types if known == name)


def _stands_alone(address: str) -> bool:
    """Whether a page is the only one of its type: the registers, the pages about the site."""
    return not re.match(r"(reports|projects)/|(years|departments|changes|rankings)/.", address)


def _largest(site: Path, name: str, pattern: str) -> Iterator[PageType]:
    found = addresses(site, pattern)
    if found:
        yield PageType(name, max(found, key=lambda a: (site / a / "index.html").stat().st_size))


def _comparison(site: Path) -> Iterator[PageType]:
    """Two reports side by side, of a site that has as many."""
    found = [one.removeprefix("reports/").rstrip("/") for one in explorer.listed(site)]
    if len(found) > 1:
        yield PageType("comparison", f"compare/?report={found[0]}&report={found[-1]}")


def _reports(site: Path) -> Iterator[PageType]:
    """The report that states the most, the one that states the least, one that was withdrawn.

    And the one that states the most of each other kind.
    """
    found = {
        address: (site / address / "index.html").read_text(encoding="utf-8")
        for address in addresses(site, "reports/*/*/*/")
    }
    standing = {address: text for address, text in found.items() if WITHDRAWN not in text}
    gone = sorted(found.keys() - standing.keys())
    if standing:
        fullest = _most(standing, _stated)
        yield PageType("report", fullest)
        if len(standing) > 1:
            del standing[fullest]
            yield PageType("report-sparse", _most(standing, lambda text: text.count(UNSTATED)))
    if gone:
        yield PageType("report-withdrawn", gone[0])
    for name, part in KINDS.items():
        if of_kind := {one: text for one, text in standing.items() if f'id="{part}"' in text}:
            yield PageType(name, _most(of_kind, _stated))


def _stated(text: str) -> int:
    """How much there is in a report of what not every report has."""
    return 1000 * (CORRECTED in text) + 100 * text.count(DEVIATION) + text.count("<tr>")


def _most(pages: dict[str, str], measure: Callable[[str], int]) -> str:
    return max(pages, key=lambda address: (measure(pages[address]), address))

"""Two sites behind the shipped configuration, and what a reader opens on their pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.support.nginx import serving
from tests.support.page_types import EVERYWHERE, PageType, address_named, open_page, page_types
from tests.support.reading import ask


class Site(NamedTuple):
    """A site behind nginx: its folder, its root, which ends in a slash, one page of each type."""

    folder: Path
    root: str
    types: list[PageType]

    def url(self, name: str) -> str:
        return self.root + address_named(self.types, name)


@contextmanager
def serving_both(demo: Path, real: Path) -> Iterator[dict[str, Site]]:
    """The site of made-up reports and that of our own content."""
    with serving(demo) as one, serving(real) as other:
        yield {
            "demo": Site(demo, one, page_types(demo)),
            "real": Site(real, other, page_types(real)),
        }


def suggestions_open(page: Page, site: Site) -> None:
    page.goto(site.url("about"))
    page.locator("form.jx-find input").press_sequentially("公安")
    expect(page.get_by_role("option").last).to_be_visible()
    page.keyboard.press("ArrowDown")


def facets_open(page: Page, site: Site) -> None:
    open_page(page, site.url("search-results"))
    if page.locator("#jx-facets").get_attribute("open") is None:
        page.locator("#jx-facets summary").click()
    page.locator("fieldset[data-facet=year] label").first.click()
    expect(page.locator("#jx-tags button").first).to_be_visible()


def marks_bar_open(page: Page, site: Site) -> None:
    page.goto(f"{site.url('report')}?q={EVERYWHERE}")
    expect(page.locator(".jx-marks button").first).to_be_visible()


def all_unfolded(page: Page, site: Site) -> None:
    page.goto(site.url("report"))
    assert ask(page, "unfold") > 0


def other_colours_chosen(page: Page, site: Site) -> None:
    page.goto(site.url("year"))
    page.get_by_role("button", name="深色").click()


def rows_open(page: Page, site: Site) -> None:
    page.goto(site.url("year"))
    button = page.locator("table[data-name=reports] .jx-open").first
    if button.is_visible():  # on a narrow screen
        button.click()
        expect(page.locator(".jx-opened")).to_have_count(1)


def filters_offered(page: Page, site: Site) -> None:
    open_page(page, f"{site.root}search/?q={quote('公安局 2021')}")
    expect(page.locator("#jx-offers button").first).to_be_visible()


def figure_copied(page: Page, site: Site) -> None:
    page.goto(site.url("report"))
    page.locator(".jx-copy").first.click()
    expect(page.locator(".jx-copied")).not_to_be_empty()


def ticked(page: Page, site: Site) -> None:
    page.goto(site.url("department-year"))
    for number in range(2):
        page.locator(".jx-pick").nth(number).check()
    expect(page.locator(".jx-picks a")).to_be_visible()
    page.evaluate("sessionStorage.clear()")


STATES = [suggestions_open, facets_open, marks_bar_open, all_unfolded, other_colours_chosen,
          rows_open, filters_offered, figure_copied, ticked]  # fmt: skip

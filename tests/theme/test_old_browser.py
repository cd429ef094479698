"""Every type of page in the oldest browser that it is made for: Chromium 83, at a desk and on a phone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.support.page_states import STATES, Site, serving_both
from tests.support.page_types import open_page
from tests.support.qtwebengine import qtwebengine
from tests.support.reading import QUESTIONS, ask, assert_none
from tests.support.search_page import heard

pytestmark = pytest.mark.slow("opens every type of page in QtWebEngine")

WIDTHS = [1280, 360]
# Flexible boxes whose neighbours stand closer than they should: Chromium 83 knows no gap there.
STUCK = """
() => [...document.querySelectorAll("*")].flatMap((one) => {
  const {display, columnGap} = getComputedStyle(one);
  const gap = parseFloat(columnGap);
  if (!display.endsWith("flex") || !gap) return [];
  const boxes = [...one.children].map((child) => child.getBoundingClientRect()).filter(({width}) => width > 1);
  boxes.sort((left, right) => left.left - right.left);
  const stuck = boxes.slice(1).some((box, place) => {
    const before = boxes[place];
    const isBeside = before.top < box.bottom && box.top < before.bottom;
    return isBeside && box.left - before.right < gap / 3;
  });
  return stuck ? [`stuck together: ${one.localName}.${one.className}: ${one.textContent.trim().slice(0, 30)}`] : [];
})
"""
# Tables move sideways at most.
MOVES = """
() => [...document.querySelectorAll(".jx-scroll")]
  .filter(({scrollHeight, clientHeight}) => scrollHeight > clientHeight)
  .map((one) => `moves up and down: ${one.textContent.trim().slice(0, 30)}`)
"""


@pytest.fixture(scope="module")
def sites(released_demo: Path, real_site: Path) -> Iterator[dict[str, Site]]:
    with serving_both(released_demo, real_site) as found:
        yield found


@pytest.fixture(scope="module")
def oldest(playwright: Playwright) -> Iterator[Page]:
    with qtwebengine(playwright) as page:
        page.add_init_script(QUESTIONS)
        yield page


def complaints(page: Page) -> list[str]:
    """What cannot be read, also where all is unfolded."""
    found = [*ask(page, "lost"), *page.evaluate(STUCK), *page.evaluate(MOVES)]
    return [*found, *(ask(page, "lost") if ask(page, "unfold") else [])]


def assert_readable(page: Page, site: Site) -> None:
    found = {}
    noise = heard(page)
    for name, address in site.types:
        noise.clear()
        open_page(page, site.root + address)
        unread = complaints(page)
        is_expected = name == "not-found"
        found[name] = [*unread, *(one for one in noise if not (is_expected and "404" in one))]
    assert_none(found)


def test_it_is_as_old_as_it_should_be(oldest: Page) -> None:
    assert "Chrome/83." in oldest.evaluate("navigator.userAgent")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("site", ["demo", "real"])
def test_pages_can_be_read(oldest: Page, sites: dict[str, Site], site: str, width: int) -> None:
    oldest.set_viewport_size({"width": width, "height": 800})
    assert_readable(oldest, sites[site])


def test_larger_letters_can_be_read(oldest: Page, sites: dict[str, Site]) -> None:
    """Its bar to scroll takes room from the page, as that of most browsers does."""
    oldest.set_viewport_size({"width": 360, "height": 800})
    oldest.goto(sites["demo"].root)
    oldest.get_by_role("button", name="大字").click()
    assert_readable(oldest, sites["demo"])
    oldest.evaluate("localStorage.clear()")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("state", STATES)
def test_what_opens_can_be_read(
    oldest: Page, sites: dict[str, Site], state: Callable[[Page, Site], None], width: int
) -> None:
    oldest.set_viewport_size({"width": width, "height": 800})
    state(oldest, sites["demo"])
    found = complaints(oldest)
    oldest.evaluate("localStorage.clear()")
    assert found == []


SCRIPT, OLD, FILE = "它没有运行脚本", "版本太旧", "从文件夹直接打开"


def test_the_search_page_says_why_nothing_can_be_searched(
    browser: Browser, sites: dict[str, Site]
) -> None:
    site = sites["demo"]
    banner = ".jx-search-missing"
    for shown, hidden, address, options in (
        ([SCRIPT, OLD], [FILE], site.url("search"), {"java_script_enabled": False}),
        ([OLD], [SCRIPT, FILE], site.url("search"), {}),
        ([FILE], [SCRIPT, OLD], (site.folder / "search/index.html").as_uri(), {}),
    ):
        page = browser.new_page(**options)  # type: ignore[arg-type]
        if address.startswith("http"):  # what no old browser can read stops the script
            page.route("**/reader.js", lambda route: route.fulfill(body="one.#two"))
        page.goto(address)
        expect(page.locator(banner)).to_contain_text("份报告都可以从下面的年度、部门进入")
        told = page.locator(banner).inner_text()
        assert [one for one in shown if one not in told] == []
        assert [one for one in hidden if one in told] == []
        expect(page.locator("#jx-finder")).to_be_hidden()
        page.close()
    page = browser.new_page()
    page.goto(site.url("search"))
    expect(page.locator("#jx-finder")).to_be_visible()
    expect(page.locator(banner)).to_be_hidden()
    page.close()

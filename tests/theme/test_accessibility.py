"""Every type of page can be read by everyone: axe-core, large text, keyboard, without JavaScript."""

import html
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.conftest import ROOT
from tests.support import made_up
from tests.support.page_states import STATES, Site, serving_both
from tests.support.page_types import (
    EVERYWHERE,
    addresses,
    open_page,
)
from tests.support.reading import QUESTIONS, ask, assert_none

pytestmark = pytest.mark.slow("opens every type of page in Chromium, on three screens")

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Nothing is preloaded: only rules that are not asked use it, and the content policy forbids it.
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
    "preload": False,
}
CONTRAST = {**OPTIONS, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
# Nothing but the contrast is another in other colours.
ASKED = {"light": OPTIONS, "dark": CONTRAST}
SCREENS = [(1280, "light"), (360, "light"), (360, "dark")]
if os.environ.get("JIXIAO_SCREENS") == "all":  # `make audit`: what only a desk shows, dark
    SCREENS.append((1280, "dark"))


@pytest.fixture(scope="module")
def sites(released_demo: Path, real_site: Path) -> Iterator[dict[str, Site]]:
    with serving_both(released_demo, real_site) as found:
        yield found


@contextmanager
def reading(
    browser: Browser, width: int, scheme: str = "light", **options: object
) -> Iterator[Page]:
    """A page of a width in a colour scheme, with axe-core in it; the content policy holds."""
    size = {"width": width, "height": 800}
    context = browser.new_context(viewport=size, color_scheme=scheme, **options)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    context.add_init_script(AXE)
    context.add_init_script(QUESTIONS)
    yield context.new_page()
    context.close()


# Rows of a table are made alike: axe-core looks at the first ones of each, not at a hundred.
LOOK = """
async (options) => {
  const alike = [...document.querySelectorAll("tbody, ul, ol")].flatMap(({children}) => [...children].slice(12));
  for (const one of alike) one.style.setProperty("display", "none", "important");
  const {violations} = await axe.run(document, options);
  for (const one of alike) one.style.removeProperty("display");
  return violations;
}
"""


def violations(page: Page, options: Mapping[str, object] = OPTIONS) -> list[str]:
    """What axe-core finds, a line for each element: rule, element, what is wrong."""
    found = page.evaluate(LOOK, options)
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {' '.join(node['failureSummary'].split())}"
        for rule in found
        for node in rule["nodes"]
    ]


def assert_on_every_page(page: Page, site: Site, complaints: Callable[[Page], list[str]]) -> None:
    """Fail with all that is wrong on one page of each type."""
    found = {}
    for name, address in site.types:
        open_page(page, site.root + address)
        found[name] = complaints(page)
    assert_none(found)


def test_there_is_a_page_of_every_type(sites: dict[str, Site]) -> None:
    both = {
        "home", "years", "year", "departments", "department", "department-year", "report", "about",
        "about-how-to-read", "search", "search-results", "search-nothing", "not-found",
        "explore", "explore-charts", "explore-groups", "compare", "rankings", "rankings-year",
    }  # fmt: skip
    assert both <= {name for name, _ in sites["real"].types}
    only = {"comparison", "project", "report-sparse", "report-withdrawn"}
    assert both | only <= {name for name, _ in sites["demo"].types}
    for site in sites.values():
        assert len({name for name, _ in site.types}) == len(site.types)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("site", ["demo", "real"])
def test_axe_finds_nothing(
    browser: Browser, sites: dict[str, Site], site: str, width: int, scheme: str
) -> None:
    with reading(browser, width, scheme) as page:
        assert_on_every_page(page, sites[site], lambda page: violations(page, ASKED[scheme]))


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_in_what_opens(
    browser: Browser, sites: dict[str, Site], width: int, scheme: str
) -> None:
    found = {}
    for state in STATES:
        with reading(browser, width, scheme) as page:
            state(page, sites["demo"])
            found[state.__name__] = violations(page, ASKED[scheme]) + ask(page, "lost")
    assert_none(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_printed_can_be_read(browser: Browser, sites: dict[str, Site], scheme: str) -> None:
    with reading(browser, 660, scheme) as page:  # what margins leave of A4
        page.goto(sites["demo"].url("report"))
        page.emulate_media(media="print")
        assert_none({"report": violations(page, CONTRAST) + ask(page, "lost")})


def test_no_printed_sheet_is_empty(browser: Browser, sites: dict[str, Site]) -> None:
    found = {}
    with reading(browser, 1280) as page:
        for name in ("department-year", "project", "report", "report-withdrawn", "about"):
            page.goto(sites["demo"].url(name))
            sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
            texts = [re.sub(r"— \d+ —", "", sheet.extract_text()).strip() for sheet in sheets]
            found[name] = [f"sheet {number}" for number, text in enumerate(texts, 1) if not text]
    assert_none(found)


def test_the_head_of_a_printed_table_stands_with_its_first_row(
    browser: Browser, sites: dict[str, Site]
) -> None:
    """Wherever the sheet ends: the table is moved down step by step."""
    with reading(browser, 1280) as page:
        page.goto(sites["demo"].url("report"))
        first = page.locator("#indicators ~ .jx-scroll tbody th").first.evaluate(
            "one => one.firstChild.textContent"
        )
        head = page.locator("#indicators ~ .jx-scroll thead th").nth(1).text_content() or ""
        assert head
        for pushed in range(0, 400, 25):
            page.locator("#indicators").evaluate(f"one => one.style.marginTop = '{pushed}px'")
            sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
            texts = (unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in sheets)
            assert first in next(text for text in texts if head in text), pushed


def test_the_citation_does_not_stand_alone_on_the_last_sheet(
    browser: Browser, tmp_path: Path
) -> None:
    """Wherever the sheet ends: an overall report, moved down step by step."""
    made = made_up.content(tmp_path)
    shutil.copytree(ROOT / "generator/intake/starter/county/content/forms", made / "forms")
    text = {f"第{number}项工作": "示例文字，写的是部门的情况。" * 22 for number in range(6)}
    more = {"评价类型": "部门整体支出自评", "表单": "zi-you", "正文": text}
    for year in (2021, 2022):
        address = made_up.report(made, "zheng-ti", year, more=more)
    url = (made_up.build(made) / address / "index.html").as_uri()
    with reading(browser, 1280) as page:
        page.goto(url)
        for pushed in range(0, 1000, 50):
            page.locator("h1").first.evaluate(f"one => one.style.marginTop = '{pushed}px'")
            last = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages[-1]
            shown = unicodedata.normalize("NFKC", last.extract_text())
            text_of_last = re.sub(r"— \d+ —", "", shown).strip()
            assert "[R/OL]" in text_of_last, pushed
            assert not text_of_last.startswith(("引用", "示例县公安局")), pushed


@pytest.mark.parametrize("site", ["demo", "real"])
def test_nothing_is_lost_on_a_narrow_page(
    browser: Browser, sites: dict[str, Site], site: str
) -> None:
    def folded_and_unfolded(page: Page) -> list[str]:
        return [*ask(page, "lost"), *(ask(page, "lost") if ask(page, "unfold") else [])]

    with reading(browser, 320) as page:
        assert_on_every_page(page, sites[site], folded_and_unfolded)


def test_nothing_is_lost_in_larger_letters(browser: Browser, sites: dict[str, Site]) -> None:
    with reading(browser, 360) as page:
        page.goto(sites["demo"].root)
        page.get_by_role("button", name="大字").click()
        assert_on_every_page(page, sites["demo"], lambda p: ask(p, "lost"))


@pytest.mark.parametrize("site", ["demo", "real"])
def test_nothing_is_lost_in_text_of_twice_the_size(
    browser: Browser, sites: dict[str, Site], site: str
) -> None:
    with reading(browser, 640) as page:
        assert_on_every_page(page, sites[site], lambda p: ask(p, "double") + ask(p, "lost"))


def test_what_is_lost_would_be_noticed(browser: Browser, sites: dict[str, Site]) -> None:
    harm = {
        "style.cssText = 'width: 3em; overflow: hidden; white-space: nowrap'": "clipped: ",
        "style.cssText = 'margin-bottom: -4em'": "overlapping: ",
        "style.cssText = 'width: 2000px'": "the page scrolls sideways: ",
        "style.cssText = 'margin-left: -3em'": "outside the page: ",
    }
    with reading(browser, 360) as page:
        page.goto(sites["demo"].url("report"))
        page.evaluate("document.documentElement.removeAttribute('lang')")
        page.evaluate("document.querySelector('h1').style.color = '#eee'")
        rules = {line.split(":")[0] for line in violations(page)}
        assert {"html-has-lang", "color-contrast"} <= rules
        assert {line.split(":")[0] for line in violations(page, CONTRAST)} == {"color-contrast"}
        for change, complaint in harm.items():
            page.goto(sites["demo"].url("report"))
            page.evaluate(f"document.querySelector('h1').{change}")
            assert [line for line in ask(page, "lost") if line.startswith(complaint)], change


def moves(before: dict[str, int], after: dict[str, int], names: list[str]) -> list[str]:
    """The first of all things that move together, from top to bottom."""
    found, moved = [], 0
    for name in names:
        if abs(after[name] - before[name] - moved) > 1:
            moved = after[name] - before[name]
            found.append(f"moves by {moved} px, and what follows: {name}")
    return found


@pytest.mark.parametrize("width", [412, 1280])
def test_scripts_that_come_late_move_nothing(
    browser: Browser, sites: dict[str, Site], width: int
) -> None:
    """What is drawn before such scripts have come stays where it is."""
    site = sites["demo"]
    waited_for = {
        urlsplit(source).path.rsplit("/", 1)[-1]
        for file in ("index.html", "search/index.html")
        for source in re.findall(r'<script src="([^"]+)"', (site.folder / file).read_text())
    }
    found = {}
    with reading(browser, width) as early, reading(browser, width) as page:
        early.route(
            lambda url: url.endswith(".js") and url.rsplit("/", 1)[-1] not in waited_for,
            lambda route: route.abort(),
        )
        for name, address in site.types:
            early.goto(site.root + address)
            open_page(page, site.root + address)
            before, after = dict(ask(early, "tops")), dict(ask(page, "tops"))
            there = [one for one in before if one in after]
            # Of a search the results are made by such a script, and what they replace goes.
            found[name] = moves(before, after, there[:1] if name.startswith("search-") else there)
    assert_none(found)


def to_the_start(page: Page) -> None:
    """Put the focus before the first stop, where it is unless the page took it."""
    for _ in range(50):
        if page.evaluate("document.activeElement === document.body"):
            return
        page.keyboard.press("Shift+Tab")
    raise AssertionError("Shift+Tab does not lead to the start of the page")


def tab_through(page: Page, until: Callable[[], bool] = lambda: False) -> list[str]:
    """Press Tab through the page, or until something holds; what is wrong with the stops."""
    to_the_start(page)
    ask(page, "remember")
    found: list[str] = []
    for number in range(500):
        page.keyboard.press("Tab")
        stop = ask(page, "stop")
        if stop is None:
            assert number > 5, "the page has no stops"
            return found + [f"is not reached: {one}" for one in ask(page, "missed")]
        found += [f"{stop[0]} {wrong}" for wrong in stop[1]]
        if until():
            return found
    raise AssertionError("Tab goes round without end")


@pytest.mark.parametrize("width", [360, 1280])
def test_keyboard_leads_from_home_to_a_report_and_through_it(
    browser: Browser, sites: dict[str, Site], width: int
) -> None:
    def on_a_report() -> bool:
        return bool(
            page.evaluate("document.activeElement.matches('article a[href*=\"reports/\"]')")
        )

    with reading(browser, width) as page:
        page.goto(sites["demo"].root)
        found = {"home": tab_through(page, until=on_a_report)}
        page.keyboard.press("Enter")
        page.wait_for_url(f"{sites['demo'].root}reports/**")
        page.goto(sites["demo"].url("report"))
        found["report"] = tab_through(page)
        assert_none(found)


def test_every_stop_of_the_keyboard_is_seen(browser: Browser, sites: dict[str, Site]) -> None:
    # Left out: what is walked through above, long pages that have nothing else than others.
    long = {
        "home", "report", "report-sparse", "report-transfer", "report-overall", "report-years",
        "year", "department", "departments", "rankings-year", "changes-year", "explore-charts",
    }  # fmt: skip
    site = sites["demo"]
    types = [one for one in site.types if one.name not in long]
    with reading(browser, 1280) as page:
        assert_on_every_page(page, site._replace(types=types), tab_through)


def test_skip_link_leads_past_the_header(browser: Browser, sites: dict[str, Site]) -> None:
    def complaints(page: Page) -> list[str]:
        to_the_start(page)
        page.keyboard.press("Tab")
        found: list[str] = ask(page, "skipLink")
        if found:
            return found
        page.keyboard.press("Enter")
        found = ask(page, "skipped")
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('header')"):
            found.append("the skip link does not lead past the header")
        return found

    with reading(browser, 1280) as page:
        assert_on_every_page(page, sites["demo"], complaints)


def test_without_javascript_every_page_is_read_in_full(
    browser: Browser, sites: dict[str, Site]
) -> None:
    """What is seen with scripts, and is in the page without them, is seen without them."""
    found = {}
    site = sites["demo"]
    with (
        reading(browser, 1280) as page,
        reading(browser, 1280, java_script_enabled=False) as plain,
    ):
        for name, address in site.types:
            open_page(page, site.root + address)
            plain.goto(site.root + address)
            plain.evaluate(QUESTIONS)
            _, seen = ask(page, "read")
            there, plainly_seen = ask(plain, "read")
            assert len(plainly_seen) >= 3, name
            found[name] = sorted(set(seen) & set(there) - set(plainly_seen))
    assert_none(found)


def test_without_javascript_the_search_leads_to_the_indexes(
    browser: Browser, sites: dict[str, Site]
) -> None:
    site = sites["demo"]
    with reading(browser, 360, java_script_enabled=False) as page:
        page.goto(site.url("about"))
        page.locator("form.jx-find input").fill(EVERYWHERE)
        page.locator("form.jx-find input").press("Enter")
        page.wait_for_url(f"{site.root}search/?q=*")
        expect(page.locator(".jx-search-missing")).to_be_visible()
        for address in addresses(site.folder, "years/*/") + addresses(
            site.folder, "departments/*/"
        ):
            expect(page.locator(f"article a[href='../{address}']").first).to_be_visible()


@pytest.mark.parametrize("site", ["demo", "real"])
def test_without_javascript_links_lead_from_home_to_every_report(
    sites: dict[str, Site], site: str
) -> None:
    folder = sites[site].folder
    reached, waiting = {""}, [""]
    while waiting:
        address = waiting.pop()
        text = (folder / address / "index.html").read_text(encoding="utf-8")
        for link in re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', text):
            path = unquote(urlsplit(urljoin(f"/{address}", html.unescape(link))).path)[1:]
            if path not in reached and (folder / path / "index.html").is_file():
                reached.add(path)
                waiting.append(path)
    reports = set(addresses(folder, "reports/*/*/*/"))
    assert reports
    assert reports - reached == set()

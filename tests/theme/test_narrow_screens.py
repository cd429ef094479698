"""Lists and comparisons on a phone: rows that open, first columns that stay, nothing out of reach."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect

from tests.support.search_page import watched

pytestmark = pytest.mark.slow("opens pages in Chromium at the width of a phone")

PHONE = {"width": 390, "height": 844}
LIMIT = 6000 / 50  # pixels that a year's page may be long for each of fifty reports and more
PROJECT = "projects/gonganju/jiaotong-sheshi-gengxin-dingzhen/"
LENGTH = "document.documentElement.scrollHeight"


@pytest.fixture
def phone(browser: Browser, root: str) -> Iterator[Page]:
    with watched(browser, viewport=PHONE, has_touch=True) as page:
        yield page


@pytest.fixture(scope="module")
def full_year(demo: Path) -> str:
    """The address of the year with the most reports."""
    rows = {
        f"years/{file.parent.name}/": len(
            BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
            .select("table:is([data-name=reports], [data-name=overall]) tbody tr")
        )
        for file in (demo / "site/years").glob("*/index.html")
    }  # fmt: skip
    address, number = Counter(rows).most_common(1)[0]
    assert number >= 50
    return address


@pytest.mark.parametrize("scripts", [True, False])
def test_a_year_of_fifty_reports_is_short(
    browser: Browser, root: str, full_year: str, scripts: bool
) -> None:
    with watched(browser, viewport=PHONE, java_script_enabled=scripts) as page:
        page.goto(root + full_year)
        rows = page.locator("table:is([data-name=reports], [data-name=overall]) tbody tr").count()
        assert rows >= 50
        assert page.evaluate(LENGTH) < LIMIT * rows
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_row_shows_what_matters_and_opens_to_everything(
    phone: Page, root: str, full_year: str
) -> None:
    phone.goto(root + full_year)
    row = phone.locator("table[data-name=reports] tbody tr").first
    cells = row.locator("td")
    told = {"执行率", "等级"}
    for cell in cells.all():
        is_told = cell.get_attribute("data-label") in told
        expect(cell).to_be_visible(visible=is_told)
    name = row.get_by_role("link").inner_text()
    button = row.get_by_role("button", name=f"{name}：全部数字")
    expect(button).to_have_attribute("aria-expanded", "false")
    box = button.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    row.get_by_role("link").focus()
    phone.keyboard.press("Tab")
    expect(button).to_be_focused()
    phone.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    for cell in cells.all():
        expect(cell).to_be_visible()
    phone.keyboard.press("Space")
    expect(button).to_have_attribute("aria-expanded", "false")
    row.locator("td[data-label=等级]").tap()
    expect(button).to_have_attribute("aria-expanded", "true")
    row.get_by_role("link").tap()
    phone.wait_for_url(f"{root}reports/**")


def test_rows_that_open_are_sorted_and_narrowed_down(
    phone: Page, root: str, full_year: str
) -> None:
    phone.goto(root + full_year)
    table = phone.locator("table[data-name=reports]")
    first = table.locator("tbody tr").first
    first.get_by_role("button").tap()
    name = first.get_by_role("link").inner_text()
    phone.get_by_role("searchbox", name="在表中查找项目").fill("全部数字")
    expect(phone.locator(".jx-narrow output")).to_contain_text("显示 0 份")
    phone.get_by_role("searchbox", name="在表中查找项目").fill(name)
    expect(table.locator("tbody tr.jx-opened")).to_have_count(1)
    phone.get_by_role("searchbox", name="在表中查找项目").fill("")
    phone.get_by_role("combobox", name="排序").select_option(label="支出从高到低")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


# What tells rows of the same name apart as long as they are folded.
SEEN = """(rows) => rows.map((row) => [row.querySelector("a"), ...row.cells]
  .filter((one) => one.localName === "a" || (one.offsetParent && ["部门", "年度"].includes(one.dataset.label)))
  .map((one) => one.textContent).join())"""


def test_folded_rows_of_one_name_are_told_apart(phone: Page, root: str) -> None:
    rows = phone.locator("table.jx-opens:not([data-name=groups]) tbody tr")
    for address in ("departments/gonganju/", ""):
        phone.goto(root + address)
        names = rows.locator("th a").all_inner_texts()
        seen = rows.evaluate_all(SEEN)
        assert len(set(names)) < len(names), "there are reports of the same name"
        assert len(set(seen)) == len(seen), address


def test_a_desk_shows_tables_without_such_buttons(
    browser: Browser, root: str, full_year: str
) -> None:
    with watched(browser, viewport={"width": 1280, "height": 800}) as page:
        page.goto(root + full_year)
        assert page.locator(".jx-open").count() >= 50
        expect(page.locator(".jx-open").first).to_be_hidden()
        expect(page.locator("table[data-name=reports] tbody td").nth(3)).to_be_visible()
        page.locator("table[data-name=reports] tbody td").nth(1).click()
        expect(page.locator(".jx-opened")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_comparison_keeps_its_first_column(browser: Browser, root: str, scripts: bool) -> None:
    with watched(browser, viewport=PHONE, java_script_enabled=scripts) as page:
        page.goto(root + PROJECT)
        tables = page.locator(".jx-scroll")
        assert tables.count() == 2
        for place in range(2):
            box = tables.nth(place)
            head, last = (
                box.locator("tbody th").first,
                box.locator("tbody tr").first.locator("td").last,
            )
            before = head.bounding_box()
            assert box.evaluate("(one) => getComputedStyle(one).backgroundImage").startswith(
                "linear"
            )
            last.scroll_into_view_if_needed()
            assert box.evaluate("(one) => one.scrollLeft") > 50
            after, seen = head.bounding_box(), last.bounding_box()
            assert before
            assert after
            assert seen
            assert after["x"] == pytest.approx(before["x"], abs=1)
            assert seen["x"] >= after["x"] + after["width"] - 1, "the last cell is not covered"
            paper = head.evaluate("(one) => getComputedStyle(one).backgroundColor")
            assert paper not in ("transparent", "rgba(0, 0, 0, 0)")


def test_only_what_scrolls_says_so(browser: Browser, root: str) -> None:
    hint = "(one) => getComputedStyle(one, '::after').content"
    for width, said in ((390, '"。可左右滑动"'), (1280, "none")):
        with watched(browser, viewport={"width": width, "height": 800}) as page:
            page.goto(root + PROJECT)
            hints = [one.evaluate(hint) for one in page.locator(".jx-scroll caption small").all()]
            assert hints == [said, said]
            if width == 390:
                page.set_viewport_size({"width": 1280, "height": 800})
                expect(page.locator(".jx-overflows")).to_have_count(0)

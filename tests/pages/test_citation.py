"""What a reader takes along of a report: address, day, figures with their source."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import run
from tests.support import made_up
from tests.support.nginx import serving
from tests.support.search_page import watched

pytestmark = pytest.mark.slow("copies a citation in Chromium")

REPORT = "reports/2021/gonganju/jiaotong-sheshi-gengxin-dingzhen/"
TODAY = "2026-11-23T10:00:00"
DAY = "2026-11-23"
PASTED = "navigator.clipboard.readText()"


@pytest.fixture
def page(browser: Browser, root: str) -> Iterator[Page]:
    with watched(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.clock.set_fixed_time(TODAY)
        page.goto(f"{root}{REPORT}?q=视频#funds")
        yield page


def test_a_citation_has_the_host_and_the_day(page: Page, root: str) -> None:
    cite = page.locator(".jx-cite")
    expect(cite).to_contain_text(f"[{DAY}]. {root}{REPORT}.")
    expect(cite.get_by_role("link")).to_have_attribute("href", re.compile(REPORT))


def test_the_citation_is_copied(page: Page, root: str) -> None:
    page.get_by_role("button", name="复制引用").click()
    expect(page.locator(".jx-copied")).to_contain_text("已复制：")
    text = page.evaluate(PASTED)
    assert text == page.locator(".jx-cite").inner_text()
    pattern = r"示例县公安局\. [^.]+\[R/OL\]\. \(\d{4}-\d\d-\d\d\)"
    assert re.fullmatch(f"{pattern}{re.escape(f'[{DAY}]. {root}{REPORT}.')}", text)


def test_a_figure_is_copied_with_its_source(page: Page, root: str) -> None:
    figure = page.locator(".jx-figures--report > div").filter(has_text="全年预算")
    value = figure.locator("dd").first.inner_text().replace("\xa0", " ")
    button = figure.get_by_role("button")
    expect(button).to_have_attribute("aria-label", f"复制“全年预算 {value}”和出处")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".jx-copied")).to_contain_text("已复制：全年预算")
    text = page.evaluate(PASTED)
    source = page.locator(".jx-cite__source").inner_text()
    assert text == f"全年预算 {value}（来源：{source}[{DAY}]. {root}{REPORT}）"
    rate = page.locator(".jx-figures--report > div").filter(has_text="到位率").get_by_role("button")
    rate.click()
    assert re.match(
        r"到位率 [\d.]+%，自报 [\d.]+%，按数据计算 [\d.]+%（来源：", page.evaluate(PASTED)
    )
    expect(page.locator(".jx-is-copied")).to_have_count(1)


def test_all_figures_are_copied_at_once(page: Page, root: str) -> None:
    page.get_by_role("button", name="复制关键数字").click()
    expect(page.locator(".jx-copied")).to_contain_text("已复制：")
    *figures, source = page.evaluate(PASTED).split("\n")
    assert len(figures) == page.locator(".jx-copy").count() >= 7
    assert any(line.startswith("支出 ") for line in figures)
    assert not any("未填报" in line and "按数据计算" not in line for line in figures)
    assert source.startswith("来源：")
    assert source.endswith(f"[{DAY}]. {root}{REPORT}")


@pytest.mark.parametrize("old_way", [True, False])
def test_what_a_browser_does_not_copy_by_itself(browser: Browser, root: str, old_way: bool) -> None:
    """Pages without encryption have no clipboard: by the old way, else selected for the reader."""
    with watched(browser) as page:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        page.add_init_script(
            f"document.execCommand = () => {{ window.asked = getSelection().toString() || "
            f"document.activeElement.value; return {str(old_way).lower()}; }}"
        )
        page.goto(root + REPORT)
        button = page.get_by_role("button", name="复制引用")
        button.click()
        if old_way:
            expect(page.locator(".jx-copied")).to_contain_text("已复制：")
            expect(button).to_be_focused()
        else:
            box = page.get_by_role("textbox", name="要复制的文字")
            expect(box).to_be_focused()
            assert box.evaluate(
                "(one) => one.value.slice(one.selectionStart, one.selectionEnd)"
            ) == (page.evaluate("window.asked"))


def test_without_a_script_the_day_is_left_to_be_written(browser: Browser, root: str) -> None:
    with watched(browser, java_script_enabled=False) as page:
        page.goto(root + REPORT)
        expect(page.locator(".jx-cite")).to_contain_text("[____-__-__]. /reports/")
        expect(page.get_by_role("button", name="复制")).to_have_count(0)


def test_the_address_of_the_site_comes_first(browser: Browser, tmp_path: Path) -> None:
    content = made_up.content(tmp_path, 地址="https://www.example.gov.cn/jixiao/")
    address = made_up.report(content, "shili", 2021)
    with serving(made_up.build(content)) as root, watched(browser) as page:
        page.goto(root + address)
        expect(page.locator(".jx-cite__day")).not_to_contain_text("_")
        cite = page.locator(".jx-cite")
        expect(cite).to_contain_text(f". https://www.example.gov.cn/jixiao/{address}")
        assert "127.0.0.1" not in cite.inner_text()


def test_check_tells_of_an_address_that_is_still_empty(tmp_path: Path) -> None:
    content = made_up.content(tmp_path, 地址="")
    made_up.report(content, "shili", 2021)
    number = (content / "site.yml").read_text(encoding="utf-8").splitlines().index("地址: ") + 1
    done = run("jixiao", "check", "--format", "lines", "--content", content)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{content}/site.yml:{number}:1: 提示: “地址”还空着：")
    assert done.stdout.endswith("(site-address)\n")
    made_up.build(content)

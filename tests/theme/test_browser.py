"""The built site in a real browser: reached by clicks, quiet, at home under any path."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow("opens pages in Chromium")

REPORT = "reports/2021/gonganju/shipin-huiyi-xitong/"
Serve = Callable[[Path], str]


@contextmanager
def quiet_page(browser: Browser, host: str, **options: object) -> Iterator[Page]:
    """A page that fails the test on a console error, a failed or a foreign request."""
    noise: list[str] = []
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("console", lambda m: noise.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("response", lambda r: noise.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on(
        "request",
        lambda request: (
            None
            if urlsplit(request.url).netloc == host or request.url.startswith(("data:", "blob:"))
            else noise.append(f"another host: {request.url}")
        ),
    )
    yield page
    context.close()
    assert noise == []


def under(folder: Path, site: Path, prefix: str) -> Path:
    """A folder to serve in which the site lies under `prefix`."""
    place = folder / prefix
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(site)
    return folder


@pytest.mark.parametrize("prefix", ["", "a/b/"])
@pytest.mark.parametrize(
    "clicks",
    [
        ["2021 年度", "盐边县公安局", "视频会议系统升级改造经费"],
        ["县公安局", "视频会议系统升级改造经费"],
        ["视频会议系统升级改造经费"],
        ["年度", "2021 年度", "视频会议系统升级改造经费"],
        ["部门", "盐边县公安局", "视频会议系统升级改造经费"],
    ],
    ids=["year", "department", "latest", "years index", "departments index"],
)  # fmt: skip
def test_home_to_the_report_in_three_clicks(
    real_site: Path, serve: Serve, browser: Browser, tmp_path: Path, prefix: str, clicks: list[str]
) -> None:
    root = serve(under(tmp_path / "www", real_site, prefix) if prefix else real_site)
    assert len(clicks) <= 3
    with quiet_page(browser, urlsplit(root).netloc) as page:
        page.goto(root + prefix)
        for text in clicks:
            in_header = text in ("年度", "部门")
            area = page.locator("header" if in_header else "article")
            area.get_by_role("link", name=text).first.click()
        assert page.url == root + prefix + REPORT
        assert page.locator("h1").inner_text() == "视频会议系统升级改造经费资金绩效自评报告"
        page.get_by_role("link", name="首页").first.click()
        assert page.url == root + prefix


def test_without_javascript_the_report_is_reached_and_read(
    real_site: Path, serve: Serve, browser: Browser
) -> None:
    root = serve(real_site)
    with quiet_page(browser, urlsplit(root).netloc, java_script_enabled=False) as page:
        page.goto(root)
        for text in ("2021 年度", "盐边县公安局", "视频会议系统升级改造经费"):
            page.locator("article").get_by_role("link", name=text).first.click()
        assert "打防控一体的立体化治安防范体系" in page.locator("article").inner_text()


PAGES = ["", "search/", "years/", "years/2021/", "departments/", "departments/gonganju/",
         "departments/gonganju/2021/", REPORT, "about/", "about/how-to-read/", "404.html"]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_scrolls_sideways(
    real_site: Path, serve: Serve, browser: Browser, width: int, scheme: str
) -> None:
    root = serve(real_site)
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    with quiet_page(browser, urlsplit(root).netloc, **options) as page:
        for address in PAGES:
            page.goto(root + address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            background = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert background == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(18, 24, 31)")


def test_the_page_of_a_lost_address_has_the_letters_of_all_pages(
    real_site: Path, serve: Serve, browser: Browser
) -> None:
    root = serve(real_site)
    colour = "getComputedStyle(document.querySelector('article')).color"
    with quiet_page(browser, urlsplit(root).netloc) as page:
        page.goto(f"{root}about/")
        usual = page.evaluate(colour)
        page.goto(f"{root}404.html")
        assert page.evaluate(colour) == usual


def test_demo_report_with_indicators_fits_a_phone(
    demo: Path, serve: Serve, browser: Browser
) -> None:
    root = serve(demo / "site")
    found = [f for f in (demo / "site/reports").rglob("index.html") if "偏差原因" in f.read_text()]
    with quiet_page(browser, urlsplit(root).netloc, viewport={"width": 360, "height": 800}) as page:
        for file in sorted(found)[:5]:
            page.goto(root + str(file.parent.relative_to(demo / "site")) + "/")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_contents_list_leads_to_the_section_on_desk_and_phone(
    real_site: Path, serve: Serve, browser: Browser
) -> None:
    root = serve(real_site)
    for width, area in ((1280, ".jx-contents"), (360, "details.jx-toc")):
        size = {"width": width, "height": 800}
        with quiet_page(browser, urlsplit(root).netloc, viewport=size) as page:
            page.goto(root + REPORT)
            if width == 360:
                page.locator("details.jx-toc summary").click()
            page.locator(area).get_by_role("link", name="（二）存在的问题").click()
            assert page.url.endswith("#s5-2")
            page.wait_for_function(
                "() => { const r = document.getElementById('s5-2').getBoundingClientRect();"
                " return r.top >= 0 && r.top < innerHeight; }"
            )


@pytest.mark.parametrize("prefix", ["", "a/b/"])
def test_search_finds_the_report(
    real_site: Path, serve: Serve, browser: Browser, tmp_path: Path, prefix: str
) -> None:
    root = serve(under(tmp_path / "www", real_site, prefix) if prefix else real_site)
    with quiet_page(browser, urlsplit(root).netloc) as page:
        page.goto(root + prefix)
        page.locator("form.jx-find input").fill("视频会议系统")
        page.locator("form.jx-find input").press("Enter")
        page.locator("#jx-results").get_by_role("link").first.click()
        page.wait_for_url("**/" + REPORT + "**")
        page.locator("mark.jx-mark--current").wait_for()


def test_theme_can_be_switched_and_is_remembered(
    real_site: Path, serve: Serve, browser: Browser
) -> None:
    root = serve(real_site)
    with quiet_page(browser, urlsplit(root).netloc, color_scheme="light") as page:
        page.goto(root)
        paper = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(paper)
        page.get_by_role("button", name="深色").click()
        dark = page.evaluate(paper)
        assert dark != light
        page.goto(root + REPORT)
        assert page.evaluate(paper) == dark
        page.emulate_media(color_scheme="dark")
        page.get_by_role("button", name="深色").click()
        page.goto(root)
        assert page.evaluate(paper) == light, "the reader's choice goes before the system's"


def test_contents_list_follows_the_reader(real_site: Path, serve: Serve, browser: Browser) -> None:
    root = serve(real_site)
    size = {"width": 1280, "height": 700}
    with quiet_page(browser, urlsplit(root).netloc, viewport=size) as page:
        page.goto(root + REPORT)
        current = page.locator(".jx-contents a[aria-current]")
        for anchor, heading in (("s3", "三、项目实施及管理情况"), ("s1-2", "（二）项目绩效目标")):
            page.evaluate(f"document.getElementById('{anchor}').scrollIntoView()")
            expect(current).to_have_text(heading)
            expect(current).to_be_in_viewport()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(current).to_have_text("引用")


def test_print_shows_the_report_without_the_site_around_it(
    real_site: Path, serve: Serve, browser: Browser
) -> None:
    root = serve(real_site)
    with quiet_page(browser, urlsplit(root).netloc) as page:
        page.goto(root + REPORT)
        page.emulate_media(media="print")
        for part in (
            "header.jx-header",
            ".jx-crumbs",
            ".jx-contents",
            "footer",
            "details.jx-toc",
        ):
            assert not page.locator(part).first.is_visible(), part
        assert page.locator("#s5-3").is_visible()

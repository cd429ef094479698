"""The archive of a whole site, opened from a folder by two engines; every link of it followed."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect
from selectolax.lexbor import LexborHTMLParser

from generator.runtime.checksums import parse_sums
from tests.conftest import run
from tests.support import made_up
from tests.support.firefox import firefox
from tests.support.search_page import watched

pytestmark = pytest.mark.slow("packs a site of three hundred reports, opens it in two browsers")

LINKS = "a[href], area[href], link[href], script[src], img[src], form[action]"
REPORT = "reports/2021/gonganju/jiaotong-sheshi-gengxin-dingzhen/"


class Archive(NamedTuple):
    """A released site, its archive, and what was unpacked of that."""

    site: Path
    file: Path
    folder: Path


@pytest.fixture(scope="module")
def archive(once: Callable[[str, Callable[[Path], None]], Path], released_demo: Path) -> Archive:
    def fill(folder: Path) -> None:
        done = run("jixiao", "archive", "--site", released_demo, "--out", folder / "all.zip")
        assert done.returncode == 0, done.stderr
        with ZipFile(folder / "all.zip") as opened:
            assert opened.testzip() is None
            opened.extractall(folder / "unpacked")

    made = once("archive", fill)
    return Archive(released_demo, made / "all.zip", made / "unpacked")


def test_every_link_leads_to_a_file(archive: Archive) -> None:
    root = archive.folder / "site"
    pages = {file: LexborHTMLParser(file.read_text("utf-8")) for file in root.rglob("*.html")}
    ids: dict[Path, set[str | None]] = {}
    followed = 0
    for file, page in pages.items():
        for one in page.css(LINKS):
            given = one.attributes
            target = given.get("href") or given.get("src") or given.get("action") or ""
            parts = urlsplit(target)
            if parts.scheme in ("data", "mailto") or given.get("rel") == "canonical":
                continue
            assert not parts.scheme, (file, target)
            goal = Path(unquote(urlsplit(urljoin(file.as_uri(), target)).path))
            assert goal.is_file(), (file, target)
            followed += 1
            if parts.fragment and one.tag == "a" and goal in pages:
                if goal not in ids:
                    ids[goal] = {found.attributes["id"] for found in pages[goal].css("[id]")}
                assert unquote(parts.fragment) in ids[goal], (file, target)
    assert len(pages) > 500
    assert followed > 10_000


def test_its_list_names_every_file(archive: Archive) -> None:
    sums = parse_sums((archive.folder / "SHA256SUMS").read_text(encoding="utf-8"))
    files = {
        file.relative_to(archive.folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in archive.folder.rglob("*")
        if file.is_file()
    }
    del files["SHA256SUMS"]
    assert sums == files


def test_all_but_pages_and_scripts_is_as_on_the_site(archive: Archive) -> None:
    site, packed = archive.site, archive.folder / "site"
    same = 0
    for file in site.rglob("*"):
        name = file.relative_to(site).as_posix()
        if not file.is_file() or file.suffix in (".html", ".js", ".gz"):
            continue
        if name.startswith("search/data/") or name == "release/build.sha256":
            continue
        assert (packed / name).read_bytes() == file.read_bytes(), name
        same += 1
    assert same > 1000
    assert not list(packed.rglob("*.gz"))


def test_it_says_how_to_open_it(archive: Archive) -> None:
    text = (archive.folder / "如何打开.txt").read_text(encoding="utf-8-sig")
    assert text.startswith("示例县预算绩效公开（演示）：整站存档")
    assert "site/index.html" in text


def test_it_is_the_same_to_the_byte(archive: Archive, tmp_path: Path) -> None:
    site = tmp_path / "copy"
    shutil.copytree(archive.site, site, copy_function=os.link)
    for file in site.rglob("*.html"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    done = run("jixiao", "archive", "--site", site, "--out", tmp_path / "again.zip")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "again.zip").open("rb") as one, archive.file.open("rb") as other:
        assert hashlib.file_digest(one, "sha256").digest() == (
            hashlib.file_digest(other, "sha256").digest()
        )


def test_a_reader_walks_from_home_to_a_report(browser: Browser, archive: Archive) -> None:
    root = (archive.folder / "site").as_uri()
    with watched(browser) as page:
        page.goto(f"{root}/index.html")
        page.get_by_role("link", name="年度", exact=True).first.click()
        expect(page.locator("h1")).to_have_text("按年度浏览")
        page.locator("tbody a").first.click()
        expect(page.locator("h1")).to_contain_text("年度")
        assert page.url.endswith("/index.html")
        page.goto(f"{root}/{REPORT}index.html")
        expect(page.locator(".jx-cite__day")).not_to_contain_text("_")  # its scripts run
        expect(page.locator(".jx-from-file")).to_have_count(0)
        with page.expect_download() as got:
            page.get_by_role("link", name="PDF 版").click()
        assert got.value.path().read_bytes().startswith(b"%PDF-")


def test_a_reader_searches_and_queries(browser: Browser, archive: Archive) -> None:
    root = (archive.folder / "site").as_uri()
    with watched(browser) as page:
        page.goto(f"{root}/index.html")
        page.locator("form.jx-find input").fill("公安")
        page.keyboard.press("Enter")
        expect(page.locator("#jx-status")).to_contain_text("找到", timeout=60_000)
        link = page.locator("#jx-results a").first
        expect(link).to_be_visible()
        link.click()
        expect(page.locator("mark, .jx-mark").first).to_be_visible()
        assert re.search(r"/reports/\d+/.+/index\.html\?q=", page.url)
        page.goto(f"{root}/explore/index.html")
        expect(page.locator("#jx-explorer tbody tr").first).to_be_visible(timeout=60_000)


def test_firefox_searches_and_queries(archive: Archive) -> None:
    waiting = """async (selector) => {
        while (!document.querySelector(selector)) {
            await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        return document.querySelectorAll(selector).length;
    }"""
    root = (archive.folder / "site").as_uri()
    with firefox() as page:
        page.goto(f"{root}/search/index.html?q=公安")
        assert page.evaluate(waiting, "#jx-results li") > 0
        page.goto(f"{root}/explore/index.html")
        assert page.evaluate(waiting, "#jx-explorer tbody tr") > 0
        page.goto(f"{root}/{REPORT}index.html")
        assert page.evaluate(waiting, ".jx-copy") > 0


def test_what_is_not_as_it_was_built_is_not_packed(tmp_path: Path) -> None:
    content = made_up.content(tmp_path)
    address = made_up.report(content, "shili", 2021)
    site = made_up.build(content)
    out = tmp_path / "all.zip"

    def refused(target: Path = out) -> str:
        done = run("jixiao", "archive", "--site", site, "--out", target)
        assert done.returncode == 1
        assert not target.exists()
        assert "Traceback" not in done.stderr
        return str(done.stderr)

    data = site / address / "shili.json"
    before = data.read_text(encoding="utf-8")
    assert f"{site / 'inside.zip'} 在网站的文件夹里" in refused(site / "inside.zip")
    data.write_text(json.dumps({"支出": 1}), encoding="utf-8")
    assert f"{data} 和生成时不同" in refused()
    data.unlink()
    assert f"{data} 和生成时不同或没有了" in refused()
    data.write_text(before, encoding="utf-8")
    (site / "release/build.json").unlink()
    assert "不是生成好的网站" in refused()
    assert [one.name for one in tmp_path.iterdir() if ".new-" in one.name] == []

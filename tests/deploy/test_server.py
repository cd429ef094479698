"""The shipped nginx configuration: what it lets through, what it forbids, in two browsers."""

import hashlib
import json
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
import urllib3
from playwright.sync_api import Browser, expect

from tests.conftest import run, tree
from tests.support import releases
from tests.support.firefox import firefox
from tests.support.nginx import serving, serving_target
from tests.support.page_types import open_page, page_types
from tests.support.releases import release
from tests.support.search_page import SHOWN
from tests.theme.test_browser import quiet_page

pytestmark = pytest.mark.slow("asks nginx, in two browsers")

Once = Callable[[str, Callable[[Path], None]], Path]
ATTACHED = "reports/2021/gonganju/shipin-huiyi-xitong"
# What a page that broke its policy would have told, before anything else of it ran.
WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture
def target(once: Once, tmp_path: Path) -> Path:
    """A target that serves a release, packed for both ways."""

    def fill(folder: Path) -> None:
        one, _ = releases.two_sites(once)
        copied = releases.copy(one, folder / "one")
        done = release(copied / "site", "--first", "--brotli")
        assert done.returncode == 0, done.stderr
        assert releases.deploy(copied / "site", folder / "srv").returncode == 0

    made = once("served", fill)
    (tmp_path / "srv").symlink_to(made / "srv")
    return tmp_path / "srv"


def get(address: str, method: str = "GET", **headers: str) -> urllib3.BaseHTTPResponse:
    """One answer, as it comes over the line."""
    with urllib3.PoolManager(retries=False) as web:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.request(method, address, headers=sent, decode_content=False, redirect=False)


@pytest.fixture(params=["demo", "real"])
def site(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(
        f"{request.param}_site" if request.param == "real" else "demo"
    )
    return found if request.param == "real" else found / "site"


def test_no_page_of_any_type_breaks_the_policy_in_chromium(
    site: Path, whole_browser: Browser
) -> None:
    said: list[str] = []
    with serving(site) as root:
        for scheme in ("light", "dark"):
            context = whole_browser.new_context(color_scheme=scheme)
            context.add_init_script(WATCH)
            page = context.new_page()
            page.on("console", lambda message: said.append(message.text))
            for kind in page_types(site):
                open_page(page, root + kind.address)
                assert page.evaluate("window.violations") == [], kind
            context.close()
    assert [text for text in said if "Content Security Policy" in text] == []


def test_no_page_of_any_type_breaks_the_policy_in_firefox(site: Path) -> None:
    with serving(site) as root, firefox() as other:
        other.before_each_page(WATCH)
        for kind in page_types(site):
            other.goto(root + kind.address)
            if "search/" in kind.address:
                other.evaluate(SHOWN)
            assert other.evaluate("() => window.violations") == [], kind


def test_the_watch_sees_a_violation_in_both_browsers(
    real_site: Path, whole_browser: Browser
) -> None:
    """Otherwise the two tests above would pass whatever happened."""
    spoil = """() => new Promise((done) => {
      document.addEventListener("securitypolicyviolation", () => done(true));
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
    })"""
    with serving(real_site) as root, firefox() as other:
        other.before_each_page(WATCH)
        other.goto(root)
        other.evaluate(spoil)
        assert len(other.evaluate("() => window.violations")) == 1
        assert not other.evaluate("() => window.ran ?? false")
        context = whole_browser.new_context()
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(root)
        page.evaluate(spoil)
        assert len(page.evaluate("window.violations")) == 1
        assert not page.evaluate("window.ran ?? false")
        context.close()


def test_every_answer_has_a_policy_without_unsafe_inline(real_site: Path) -> None:
    with serving(real_site) as root:
        for path in [*tree(real_site), "no/such/page/", "search/data/none/none.json", "reports"]:
            answer = get(root + path.removesuffix("index.html"))
            policy = answer.headers["Content-Security-Policy"]
            assert "unsafe-inline" not in policy
            assert "'unsafe-eval'" not in policy
            assert "default-src 'none'" in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_data_and_feeds_can_be_read_by_pages_of_other_sites(real_site: Path) -> None:
    report = "reports/2021/gonganju/shipin-huiyi-xitong/"
    with serving(real_site) as root:
        for path in ("data/v1/index.json", "feed.xml", f"{report}shipin-huiyi-xitong.json"):
            assert get(root + path).headers["Access-Control-Allow-Origin"] == "*", path
        for path in ("", report, "search/", f"{report}shipin-huiyi-xitong.pdf"):
            assert "Access-Control-Allow-Origin" not in get(root + path).headers, path


def test_the_policy_is_the_one_that_the_build_needs(target: Path) -> None:
    manifest = json.loads((target / "current/release/manifest.json").read_text(encoding="utf-8"))
    with serving_target(target) as root:
        assert get(root).headers["Content-Security-Policy"] == manifest["policy"]


def test_files_are_sent_packed_as_they_were_packed(target: Path) -> None:
    current = (target / "current").resolve()
    with serving_target(target, brotli=True) as root:
        for path in ("index.html", "about/record/index.html", "search/index.html"):
            address = root + path.removesuffix("index.html")
            plain = (current / path).read_bytes()
            assert get(address).data == plain
            packed = get(address, Accept_Encoding="gzip")
            assert packed.headers["Content-Encoding"] == "gzip"
            assert packed.data == (current / f"{path}.gz").read_bytes()
            packed = get(address, Accept_Encoding="br, gzip")
            assert packed.headers["Content-Encoding"] == "br"
            assert brotli.decompress(packed.data) == plain
            assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_page_is_asked_for_again_and_not_sent_again(target: Path) -> None:
    with serving_target(target) as root:
        first = get(root)
        assert first.headers["Cache-Control"] == "no-cache"
        again = get(root, If_None_Match=first.headers["ETag"])
        assert (again.status, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("HEAD", "", 200), ("POST", "", 405), ("PUT", "x", 405), ("DELETE", "index.html", 405),
        ("GET", ".git/config", 404), ("GET", "about/.hidden", 404), ("GET", "kept/", 404),
        ("GET", "history", 404), ("GET", "../history", 400), ("GET", "%2e%2e/history", 400),
        ("GET", "incoming/", 404), ("GET", "assets/", 403), ("GET", "search/data/", 403),
        ("GET", "release/SHA256SUMS", 200), ("GET", "release/publications.jsonl", 200),
    ],
)  # fmt: skip
def test_access_is_limited_to_what_exists(
    target: Path, method: str, path: str, status: int
) -> None:
    with serving_target(target) as root:
        assert raw(urlsplit(root).port or 0, method, path) == status


def raw(port: int, method: str, path: str) -> int:
    """The status of a request whose path nobody has tidied up."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(f"{method} /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        return int(line.recv(4096).split()[1])


def test_under_a_path_of_the_portal(target: Path, whole_browser: Browser) -> None:
    with serving_target(target, portal=True) as root:
        host = urlsplit(root).netloc
        with quiet_page(whole_browser, host) as page:
            page.goto(root)
            page.locator("article").get_by_role("link").filter(has_text="年度").first.click()
            assert page.url.startswith(f"{root}years/")
            page.goto(f"{root}search/?q=绩效")
            page.evaluate(SHOWN)
            page.locator("#jx-results h2 a").first.click()
            assert page.url.startswith(f"{root}reports/")
        moved = get(f"{root}years")
        assert (moved.status, moved.headers["Location"]) == (301, f"{root}years/")
        assert get(root.rstrip("/")).headers["Location"].endswith("/jixiao/")
        packed = get(root, Accept_Encoding="gzip")
        assert packed.headers["Content-Encoding"] == "gzip"
        policies = packed.headers.getlist("Content-Security-Policy")
        assert len(policies) == 1
        done = run("jixiao", "verify", root)
        assert done.returncode == 0, done.stdout


EVIL = {
    "evil.html": "<!doctype html><title>x</title><script>document.title = 'ran'</script>",
    "evil.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "ran"</script></svg>',
    "evil.xml": '<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">document.title="ran"</x:script>',
    "evil.js": "window.ran = true",
    "evil.pdf": "%PDF-1.4 not really",
    "evil.htm": "<script>document.title = 'ran'</script>",
}


def test_what_rides_with_a_report_is_saved_never_opened(
    real_site: Path, tmp_path: Path, whole_browser: Browser
) -> None:
    """Even what the check of attachments refuses, had it got there."""
    site = releases.copy(real_site, tmp_path / "site")
    for name, text in EVIL.items():
        (site / ATTACHED / name).write_text(text, encoding="utf-8")
    with serving(site) as root:
        page = whole_browser.new_page()
        for name, text in EVIL.items():
            address = f"{root}{ATTACHED}/{name}"
            answer = get(address)
            assert answer.headers["Content-Disposition"] == "attachment", name
            assert "sandbox" in answer.headers["Content-Security-Policy"], name
            page.goto(f"{root}{ATTACHED}/")
            with page.expect_download() as saved:
                page.evaluate("(address) => { location.href = address }", address)
            assert Path(saved.value.path()).read_text(encoding="utf-8") == text
            assert page.title() != "ran"
        # and within a page of somebody else, or of ours
        page.goto(f"{root}{ATTACHED}/")
        ran = page.evaluate(
            """async (address) => {
              const frame = document.createElement("iframe");
              frame.src = address;
              const blocked = new Promise((done) =>
                document.addEventListener("securitypolicyviolation", () => done(true)));
              document.body.append(frame);
              return !(await blocked);
            }""",
            f"{root}{ATTACHED}/evil.html",
        )
        assert not ran
        page.close()


def test_the_report_itself_and_the_site_are_pages_not_downloads(real_site: Path) -> None:
    with serving(real_site) as root:
        for path in ("", f"{ATTACHED}/", f"{ATTACHED}/index.html", "search/", "about/record/"):
            assert "Content-Disposition" not in get(root + path).headers
        pdf = next((real_site / ATTACHED).glob("*.pdf"))
        assert get(f"{root}{ATTACHED}/{pdf.name}").headers["Content-Disposition"] == "attachment"


def test_the_record_page_shows_what_its_links_prove(target: Path, whole_browser: Browser) -> None:
    with serving_target(target) as root:
        with quiet_page(whole_browser, urlsplit(root).netloc) as page:
            page.goto(f"{root}about/record/")
            rows = page.locator("#record tbody tr")
            expect(rows).to_have_count(releases.REPORTS)
            shown = rows.first.locator("code").inner_text()
            rows.first.get_by_role("link").click()
            link = page.get_by_role("link", name="数据（JSON）")
            if link.count():
                data = get(page.url + (link.get_attribute("href") or "")).data
            else:  # a withdrawn one: its file is there, the page does not offer it
                slug = page.url.rstrip("/").rsplit("/", 1)[1]
                data = get(f"{page.url}{slug}.json").data
            assert hashlib.sha256(data).hexdigest().startswith(shown)
        for path in ("publications.jsonl", "manifest.json", "SHA256SUMS"):
            assert get(f"{root}release/{path}").status == 200

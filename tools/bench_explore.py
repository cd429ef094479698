"""`make bench-explore`: the table of all reports in a real Chromium behind a real nginx.

Usage: python tools/bench_explore.py [REPORTS …], 10,000 and 100,000 if none is named; the table
goes to standard output and build/bench-explore.txt. The listings of so many made-up reports are
written beside the pages of a small site. Up to 10,000 reports are read and written as a build does
it; more are those of 10,000, each several times under another name: the browser cannot tell.
"""

import itertools
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from measuring import clear_aside
from playwright.sync_api import Browser, Page, sync_playwright

from generator.content import loader
from generator.content.examination_store import Store
from generator.content.loader import ReadOptions
from generator.data import listing
from generator.runtime.executors import LazyExecutor

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.support.explorer import SHOWN
from tests.support.nginx import serving

OUT = Path("build/bench-explore")
SMALL = 40  # reports of the site whose pages are used
READ = 10_000  # reports that are made up; more are copies
TODAY = date(2026, 11, 23)
RUNS = 5
SCREENS = {"desk": (1280, 900), "phone": (390, 844)}

FIRST = """
window.first = new Promise((done) => addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("jx-explorer");
  new MutationObserver((_, watch) => {
    if (!document.querySelector(".jx-explored tbody tr")) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  }).observe(place, {subtree: true, childList: true});
}));
"""
ENTRIES = """
() => performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
  .map((one) => [one.responseEnd, one.transferSize])
"""
# What a reader does, and milliseconds until it is drawn.
CHANGES = {
    "a word typed": """(text) => {
      const box = document.querySelector(".jx-facets input[type=search]");
      box.value = text; box.dispatchEvent(new Event("input", {bubbles: true})); }""",
    "a year ticked": """(text) => document.querySelector(
      `.jx-facets input[name=year][value="${text}"]`).click()""",
    "a range": """(text) => {
      const box = document.querySelector("[data-range=rate] input:last-child");
      box.value = text; box.dispatchEvent(new Event("change", {bubbles: true})); }""",
    "another order": """(text) => { const box = document.querySelector(".jx-explorer-bar select");
      box.value = text; box.dispatchEvent(new Event("change", {bubbles: true})); }""",
    "groups": """(text) => { const box = document.querySelectorAll(".jx-explorer-bar select")[1];
      box.value = text; box.dispatchEvent(new Event("change", {bubbles: true})); }""",
}
VALUES = {
    "a word typed": ("公路", "学校", "补贴", "局", ""),
    "a year ticked": ("2021", "2020", "2021", "2020", "2022", "2022"),
    "a range": ("60", "80", "95", "50", ""),
    "another order": ("rate-up", "budget-down", "score-up", "project-up", "published-down"),
    "groups": ("department", "year", "department", "year", ""),
}
PATIENCE = 120_000  # milliseconds, for all years
TYPING = 150  # milliseconds that the page waits for the next key
TIMED = """
async ([change, text]) => {
  const before = performance.now();
  const place = document.getElementById("jx-explorer");
  const drawn = new Promise((done) => new MutationObserver((_, watch) => {
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - before)));
  }).observe(place, {attributes: true, attributeFilter: ["data-shows"]}));
  (0, eval)(change)(text);
  return drawn;
}
"""


class Busy:
    """The processor's time of a page's main thread: what else runs on the machine is not in it."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def milliseconds(self) -> float:
        """Of all that it did so far: scripts, styles, layout, drawing."""
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def line(name: str, values: Sequence[float], unit: str) -> str:
    """`cold, first table at a desk  median 210 ms  worst 420 ms`."""
    return (
        f"{name:<40}median {statistics.median(values):7.0f} {unit}  worst {max(values):7.0f} {unit}"
    )


def jixiao(*arguments: str) -> None:
    """Run the command."""
    command = [str(Path(sys.executable).parent / "jixiao"), *arguments]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603


def small_site() -> Path:
    """The site whose pages are used, without PDF files."""
    site, content = OUT / "site", OUT / "small"
    jixiao("demo", "--reports", str(SMALL), "--out", str(content))
    with (content / "site.yml").open("a", encoding="utf-8") as file:
        file.write("生成PDF: 否\n")
    jixiao("build", "--content", str(content), "--site", str(site))
    return site


def listings(reports: int) -> dict[str, bytes]:
    """The files of the listing of made-up reports, by address."""
    content = OUT / f"content-{reports}"
    if not content.exists():
        jixiao("demo", "--reports", str(reports), "--out", str(content))
    with LazyExecutor() as executor_for:
        options = ReadOptions(TODAY, Store(OUT / "check"), executor_for)
        catalogue = loader.load(content, options).catalogue
    assert catalogue  # noqa: S101
    return {one.address: one.make() for one in listing.files(catalogue)}


def multiplied(year: dict[str, Any], times: int) -> dict[str, Any]:
    """A year's listing with each report several times, the copies under other names."""
    count, columns = year["count"], {}
    for name, values in year["columns"].items():
        texts = name in ("id", "project", "title")
        columns[name] = [
            f"{value}-{number}" if texts and number else value
            for number in range(times)
            for value in values
        ]
    moved = [[place + count * n for place in group] for n in range(times) for group in year["same"]]
    covered = [
        [row + count * n, [one + count * n for one in by]]
        for n in range(times)
        for row, by in year["covered"]
    ]
    rest = {"count": count * times, "columns": columns, "same": moved, "covered": covered}
    return {**year, **rest}


def put(site: Path, reports: int) -> Iterator[str]:
    """Write the listings into the site and their counts into the page."""
    files = listings(min(reports, READ))
    times = max(1, reports // READ)
    counts = {}
    for address, data in files.items():
        if address == listing.YEARS:
            continue
        year = multiplied(json.loads(data), times)
        counts[year["year"]] = year["count"]
        target = site / address
        target.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(year, ensure_ascii=False, separators=(",", ":"))
        target.write_text(text, encoding="utf-8")
    page = site / "explore/index.html"
    before, mark, rest = page.read_text(encoding="utf-8").partition('data-years="')
    told = " ".join(f"{year}:{counts[year]}" for year in sorted(counts, reverse=True))
    page.write_text(f"{before}{mark}{told}{rest[rest.index(chr(34)) :]}", encoding="utf-8")
    size = sum((site / listing.address(year)).stat().st_size for year in counts)
    total = sum(counts.values())
    yield f"{total} reports: {len(counts)} years, {size / total:.0f} bytes a report, not packed"


class Cold(NamedTuple):
    """Till the first table is drawn, page included: ms, ms of the processor, KB."""

    waited: float
    worked: float
    kilobytes: float


def cold(browser: Browser, root: str, screen: tuple[int, int]) -> Cold:
    """Open the page as who was never there."""
    context = browser.new_context(viewport={"width": screen[0], "height": screen[1]})
    page = context.new_page()
    page.add_init_script(FIRST)
    busy = Busy(page)
    page.goto(f"{root}explore/", wait_until="commit")
    first = page.evaluate("window.first")
    worked = busy.milliseconds()
    kilobytes = sum(size / 1024 for end, size in page.evaluate(ENTRIES) if end <= first)
    context.close()
    return Cold(first, worked, kilobytes)


def whole(browser: Browser, root: str, screen: tuple[int, int]) -> tuple[Page, float, float]:
    """A page that has read all; milliseconds and KB till then."""
    size = {"width": screen[0], "height": screen[1]}
    context = browser.new_context(viewport=size, bypass_csp=True)  # the clock is ours
    page = context.new_page()
    page.goto(f"{root}explore/", wait_until="commit")
    page.evaluate(SHOWN.replace("8000", str(PATIENCE)))
    took = page.evaluate("performance.now()")
    return page, took, sum(size / 1024 for _, size in page.evaluate(ENTRIES))


def measure(site: Path) -> Iterator[str]:
    """Cold, all of it, each kind of change; at a desk and on a phone."""
    with serving(site) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        cold(browser, root, SCREENS["desk"])  # the machine's own caches
        for name, screen in SCREENS.items():
            found = [cold(browser, root, screen) for _ in range(RUNS)]
            yield line(f"{name}: cold, first table", [one.waited for one in found], "ms")
            yield line(f"{name}: cold, processor", [one.worked for one in found], "ms")
            yield line(f"{name}: cold, first table", [one.kilobytes for one in found], "KB")
            page, took, kilobytes = whole(browser, root, screen)
            yield line(f"{name}: all years read", [took], "ms")
            yield line(f"{name}: all years read", [kilobytes], "KB")
            busy = Busy(page)
            for change, script in CHANGES.items():
                waits = TYPING if change == "a word typed" else 0
                times, worked = [], []
                for text in VALUES[change]:
                    before = busy.milliseconds()
                    times.append(page.evaluate(TIMED, [f"({script})", text]) - waits)
                    worked.append(busy.milliseconds() - before)
                yield line(f"{name}: {change}, till drawn", times, "ms")
                yield line(f"{name}: {change}, processor", worked, "ms")
            page.context.close()
        browser.close()


def main() -> None:
    """Measure and print."""
    OUT.mkdir(parents=True, exist_ok=True)
    site = small_site()
    with Path("build/bench-explore.txt").open("w", encoding="utf-8") as file:
        for reports in map(int, sys.argv[1:] or ("10000", "100000")):
            for text in itertools.chain(put(site, reports), measure(site)):
                print(text, flush=True)
                print(text, file=file)
    clear_aside()


if __name__ == "__main__":
    main()

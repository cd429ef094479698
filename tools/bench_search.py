"""`make bench`: the search index and the search, in a real Chromium behind a real nginx.

Usage: python tools/bench_search.py [REPORTS]; the table goes to standard output and
build/bench-search.txt. The index of so many made-up reports is written beside the pages of a
small site: what is measured does not depend on how many pages there are.
"""

import itertools
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import quote

from jinja2.utils import htmlsafe_json_dumps
from measuring import Memory, clear_aside, put_aside
from playwright.sync_api import Browser, Page, sync_playwright

from generator.content import loader
from generator.content.examination_store import Store
from generator.content.loader import ReadOptions
from generator.runtime.executors import LazyExecutor
from generator.search import index

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.support.nginx import serving

OUT = Path("build/bench-search")
SMALL = 300  # reports of the site whose pages are used
TODAY = date(2026, 11, 23)

# Common words, rare ones, numbers, several terms, words that dictionaries cut wrongly.
QUERIES = """
整改|整改措施|达标率|营商环境|项目|资金|绩效目标|绩效自评报告|预算执行率|群众满意度|
公安局|公安局 2021|教育局 营养改善|视频监控|农村饮水安全|道路交通安全设施更新|
森林防火 林业局|老旧小区改造 2023年度|100%|95.6%|优|县|的|第65批|地质灾害综合防治 丁镇|
档案资料齐全|资金使用效益进一步提高|评价小组通过查阅资料、实地核查|示例县公安局|
部门整体支出|财政评价|监控点位|gaj|sphy|
提高财务人员和项目管理人员的绩效管理意识与业务水平|满意度 偏差 原因|没有这样的词语
""".replace("\n", "").split("|")
TYPED = (
    "道路交通安全",
    "公安局",
    "视频监控系统",
    "nongcun",
    "2021",
    "义务教育营养",
    "森林防火",
    "gaj",
)

WATCH = """
window.first = new Promise((done) => addEventListener("DOMContentLoaded", () => {
  const finder = document.getElementById("jx-finder");
  if (!finder) return;
  new MutationObserver(() => {
    const complete = JSON.parse(finder.dataset.shows ?? "[]")[1];
    if (complete || document.querySelector("#jx-results > li")) done(performance.now());
  }).observe(finder, {subtree: true, childList: true, attributes: true});
}));
"""
COMPLETE = """
() => new Promise((done) => {
  const finder = document.getElementById("jx-finder");
  const look = () => JSON.parse(finder.dataset.shows ?? "[]")[1] && done(true);
  new MutationObserver(look).observe(finder, {attributes: true});
  look();
})
"""
WARM = """
async (query) => {
  const input = document.querySelector("form.jx-find input");
  const finder = document.getElementById("jx-finder");
  const start = performance.now();
  input.value = query;
  input.form.requestSubmit();
  const shown = () => {
    const [address, complete] = JSON.parse(finder.dataset.shows);
    const asked = new URLSearchParams(address).get("q") === query;
    const any = !document.getElementById("jx-found").hidden;
    return asked ? (complete ? 2 : Number(any)) : 0;
  };
  const until = (least) => new Promise((done) => {
    const look = () => {
      if (shown() < least) return;
      watch.disconnect();
      done(performance.now() - start);
    };
    const watch = new MutationObserver(look);
    watch.observe(finder, {attributes: true});
    look();
  });
  return [await until(1), await until(2)];
}
"""
KEY = """
async (text) => {
  const input = document.querySelector("form.jx-find input");
  const list = document.querySelector("form.jx-find [role=listbox]");
  const start = performance.now();
  input.value = text;
  input.dispatchEvent(new InputEvent("input", {bubbles: true}));
  return await new Promise((done) => {
    const watch = new MutationObserver(() => {
      if (list.dataset.shows === text) { watch.disconnect(); done(performance.now() - start); }
    });
    watch.observe(list, {attributes: true});
  });
}
"""


def percentile(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]


def line(name: str, values: Sequence[float], unit: str) -> str:
    """`cold first results  median 210 ms  p95 380 ms  worst 420 ms`."""
    figures = (
        f"median {statistics.median(values):7.0f} {unit}  p95 {percentile(values):7.0f} {unit}"
    )
    return f"{name:<28}{figures}  worst {max(values):7.0f} {unit}"


def cold(browser: Browser, root: str, query: str) -> tuple[float, float]:
    """Milliseconds from the click to the first result, and KB till then, page included."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{root}search/?q={quote(query)}", wait_until="commit")
    first = page.evaluate("window.first")
    kilobytes = sum(size for size in sizes(page, first))
    context.close()
    return first, kilobytes


def sizes(page: Page, first: float) -> Iterator[float]:
    """KB of each answer that the page and its worker had by `first`."""
    own = page.evaluate(ENTRIES)
    worker = page.workers[0].evaluate(ENTRIES)
    offset = page.workers[0].evaluate("performance.timeOrigin") - page.evaluate(
        "performance.timeOrigin"
    )
    for end, size in own:
        if end <= first:
            yield size / 1024
    for end, size in worker:
        if end + offset <= first:
            yield size / 1024


ENTRIES = """
() => performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
  .map((one) => [one.responseEnd, one.transferSize])
"""


def jixiao(*arguments: str) -> None:
    """Run the command."""
    command = [str(Path(sys.executable).parent / "jixiao"), *arguments]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603


def build_index(content: Path, site: Path, cache: Path) -> tuple[float, float]:
    """Seconds to write the index, reading the reports not counted, and MB."""
    put_aside(site / "search/data")
    catalogue = loader.load(content, ReadOptions(TODAY, Store(OUT / "check"))).catalogue
    assert catalogue  # noqa: S101
    memory = Memory()
    memory.start()
    start = time.perf_counter()
    with LazyExecutor() as executor_for:
        made = index.IndexBuilder(catalogue, cache, executor_for, lambda *_: None)
        manifest = made.write(site / "search/data")
    seconds = time.perf_counter() - start
    page = site / "search/index.html"
    before, mark, rest = page.read_text(encoding="utf-8").partition('id="jx-index">')
    after = rest[rest.index("</script>") :]
    # What the template does with it.
    text = "".join((before, mark, htmlsafe_json_dumps(manifest), after))
    page.write_text(text, encoding="utf-8")
    return seconds, memory.stop()


def measure_index(content: Path, site: Path) -> Iterator[str]:
    """Build, build again after one change."""
    cache = OUT / "cache"
    put_aside(cache)
    seconds, megabytes = build_index(content, site, cache)
    yield f"index from nothing             {seconds:7.1f} s  {megabytes:.0f} MB, all processes"
    changed = sorted((content / "reports/2021").rglob("*.yml"))[0]
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace("项目名称: ", "项目名称: 改", 1), encoding="utf-8")
    seconds, _ = build_index(content, site, cache)
    changed.write_text(text, encoding="utf-8")
    yield f"index after one changed report {seconds:7.1f} s"
    manifest = json.loads((site / "search/data/manifest.json").read_text(encoding="utf-8"))
    reports = sum(part[2] for part in manifest["parts"])
    size = sum(f.stat().st_size for f in (site / "search/data").rglob("*") if f.is_file()) / 1024
    parts = len(manifest["parts"])
    yield f"index of {reports} reports: {parts} parts, {size / reports:.1f} KB a report"


def measure_search(site: Path) -> Iterator[str]:
    """Cold, warm, as one types."""
    with serving(site) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        cold(browser, root, QUERIES[0])  # the machine's own caches
        found = [cold(browser, root, query) for query in QUERIES]
        yield line("cold, first results", [one for one, _ in found], "ms")
        yield line("cold, first results", [one for _, one in found], "KB")
        idle = [cold(browser, root, QUERIES[-1])[0] for _ in range(5)]
        yield line("cold, a word that is nowhere", idle, "ms")
        page = browser.new_page()
        page.goto(f"{root}search/?q={quote('县')}")
        page.evaluate(COMPLETE)
        for name in ("warm", "asked again"):
            warm = [page.evaluate(WARM, query) for query in QUERIES]
            yield line(f"{name}, first results", [one for one, _ in warm], "ms")
            yield line(f"{name}, all results", [one for _, one in warm], "ms")
        page.goto(root)
        page.locator("form.jx-find input").focus()
        keys = [
            page.evaluate(KEY, text[: length + 1]) for text in TYPED for length in range(len(text))
        ]
        yield line("suggestions, a keystroke", keys, "ms")
        browser.close()


def main() -> None:
    """Measure and print."""
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    content, site = OUT / f"content-{reports}", OUT / "site"
    OUT.mkdir(parents=True, exist_ok=True)
    if not content.exists():
        jixiao("demo", "--reports", str(reports), "--out", str(content))
    jixiao("demo", "--reports", str(SMALL), "--out", str(OUT / "small"))
    with (OUT / "small/site.yml").open("a", encoding="utf-8") as file:
        file.write("生成PDF: 否\n")  # not searched, and not to be waited for
    jixiao("build", "--content", str(OUT / "small"), "--site", str(site))
    with Path("build/bench-search.txt").open("w", encoding="utf-8") as file:
        measured = measure_index(content, site), measure_search(site)
        for text in itertools.chain([f"{reports} reports"], *measured):
            print(text, flush=True)
            print(text, file=file)
    clear_aside()


if __name__ == "__main__":
    main()

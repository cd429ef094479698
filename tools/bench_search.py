"""How fast the search is in a real Chromium, behind a real nginx with the shipped configuration.

Usage: python tools/bench_search.py SITE; prints medians, 95th percentiles and the worst.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.nginx import serving

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
  const list = document.querySelector("form.jx-find ul");
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


def main() -> None:
    """Measure and print."""
    site = Path(sys.argv[1])
    lines = []
    with serving(site) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        cold(browser, root, "整改")  # the machine's own caches
        found = [cold(browser, root, query) for query in QUERIES]
        if "-v" in sys.argv:
            for query, (ms, kb) in zip(QUERIES, found, strict=True):
                print(f"{ms:7.0f} ms {kb:6.0f} KB  {query}")
        lines.append(line("cold, first results", [one for one, _ in found], "ms"))
        lines.append(line("cold, first results", [one for _, one in found], "KB"))
        page = browser.new_page()
        page.goto(f"{root}search/?q={quote('县')}")
        page.evaluate(COMPLETE)
        warm = [page.evaluate(WARM, query) for query in QUERIES]
        if "-v" in sys.argv:
            for query, (ms, all_ms) in zip(QUERIES, warm, strict=True):
                print(f"{ms:7.0f} ms {all_ms:6.0f} ms  {query}")
        lines.append(line("warm, first results", [one for one, _ in warm], "ms"))
        lines.append(line("warm, all results", [one for _, one in warm], "ms"))
        again = [page.evaluate(WARM, query) for query in QUERIES]
        lines.append(line("again, first results", [one for one, _ in again], "ms"))
        lines.append(line("again, all results", [one for _, one in again], "ms"))
        page.goto(root)
        page.locator("form.jx-find input").focus()
        keys = [
            page.evaluate(KEY, text[: length + 1]) for text in TYPED for length in range(len(text))
        ]
        lines.append(line("suggestions, a keystroke", keys, "ms"))
        browser.close()
    print("\n".join(lines))
    parts = json.loads((site / "search/data/manifest.json").read_text(encoding="utf-8"))["parts"]
    reports = sum(part[2] for part in parts)
    size = sum(f.stat().st_size for f in (site / "search/data").rglob("*") if f.is_file()) / 1024
    print(f"index of {reports} reports: {len(parts)} parts, {size / reports:.1f} KB a report")


if __name__ == "__main__":
    main()

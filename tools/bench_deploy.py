"""Measure releases and deploys: one changed report among many, over sshd on loopback.

Usage: tools/bench_deploy.py [REPORTS]   (1000 where not said; no PDF, as in the other benches)
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import BIN, ROOT
from tests.support.nginx import serving_target
from tests.support.sshd import sshd

FOLDER = ROOT / "build/bench-deploy"


def timed(label: str, *command: str | Path, **environment: str) -> str:
    """Run a step, print how long it took; what it printed."""
    started = time.monotonic()
    done = subprocess.run(
        [str(BIN / "jixiao"), *map(str, command)], cwd=ROOT, env={**os.environ, **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    told = done.stdout.splitlines()[-1] if done.stdout else ""
    print(f"{label:<44}{time.monotonic() - started:8.2f} s   {told}", flush=True)
    return done.stdout


def content(reports: int) -> Path:
    """Made-up content without PDF, kept from run to run."""
    made = FOLDER / f"content-{reports}"
    if not made.exists():
        timed("content made", "demo", "--reports", str(reports), "--out", made)
        with (made / "site.yml").open("a", encoding="utf-8") as site:
            site.write("生成PDF: 否\n")
    return made


def change_one(made: Path, number: int) -> None:
    """Another spent amount and a correction in one report of the newest year."""
    spent = re.compile(r"^  支出: \d", re.MULTILINE)
    texts = (
        (f, f.read_text("utf-8")) for f in sorted(made.glob("reports/*/*/*.yml"), reverse=True)
    )
    file = next(f for f, text in texts
                if "状态: 公开" in text and spent.search(text) and "更正:" not in text)  # fmt: skip
    text = re.sub(
        r"^(  支出: \S+)", r"\g<1>1", file.read_text("utf-8"), count=1, flags=re.MULTILINE
    )
    file.write_text(
        f"{text.rstrip()}\n更正:\n  - {{日期: 2026-11-24, 说明: 第 {number} 次改动}}\n", "utf-8"
    )


def main() -> None:
    """Print the table."""
    reports = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else 1000
    FOLDER.mkdir(parents=True, exist_ok=True)
    original = content(reports)
    with tempfile.TemporaryDirectory(dir=FOLDER) as place:
        work = Path(place)
        made, site, base = work / "content", work / "site", work / "srv"
        shutil.copytree(original, made)
        base.mkdir()
        keys = work / "sshd"
        keys.mkdir()
        with sshd(keys) as server, serving_target(base) as address:
            ssh = {"JIXIAO_SSH": server.ssh(), "JIXIAO_CACHE": str(FOLDER / "cache")}
            target = f"{server.host}:{base}"
            for turn, what in enumerate(("all", "one report changed")):
                if turn:
                    change_one(made, turn)
                label = f"{reports} reports, {what}: "
                timed(f"{label}build", "build", "--content", made, "--site", site, **ssh)
                timed(f"{label}release", "release", "--content", made, "--site", site,
                      *(("--since", target) if turn else ("--first",)), **ssh)  # fmt: skip
                timed(f"{label}deploy", "deploy", target, "--site", site, "--url", address, **ssh)
            timed(f"{reports} reports: rollback", "rollback", target, "--url", address, **ssh)
            timed(f"{reports} reports: verify over HTTP", "verify", address)
            timed(f"{reports} reports: verify in the folder", "verify", base / "current")
            size = sum(f.stat().st_size for f in site.rglob("*") if f.is_file())
            count = sum(1 for f in site.rglob("*") if f.is_file())
            print(f"{count} files, {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()

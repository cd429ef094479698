"""`make bench` measures what it says, beside others; the figures are for people, not for tests."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow("runs the bench on a few reports")

ROWS = (
    "ours, cold", "ours, nothing changed", "ours, nothing changed, site folder gone",
    "ours, one report changed", "ours, one report added", "preview, start to first page",
    "preview, edit to page", "check alone, cold", "check alone, nothing changed",
    "stock MkDocs + Material, its search", "stock MkDocs + Material, the same pages",
)  # fmt: skip


def test_every_row_has_its_figure(tmp_path: Path) -> None:
    script = ROOT / "tools/bench.py"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("JIXIAO")}
    done = subprocess.run(
        [sys.executable, script, "30", "--once"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "build/bench.txt").read_text(encoding="utf-8") == done.stdout
    figures = dict(re.findall(r"(?m)^(\S.*?) {2,}(\d+\.\d\d) s", done.stdout))
    expected = [*ROWS, "Hugo + Pagefind", "Hugo + bare Pagefind"] if shutil.which("hugo") else ROWS
    assert set(expected) <= set(figures)
    assert all(float(figure) > 0 for figure in figures.values())
    assert re.search(r"cost a report at 30 against 10: \d+\.\d\d times", done.stdout)

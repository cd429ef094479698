"""A new clerk's first report: the manual's short section leads from a Word file to a merge request."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow("drives the desk in a browser, with a server of git")

MOST = {"clicks": 10, "keys": 25, "read": 1200}  # counted, on whatever machine


def test_the_way_is_short_and_ends_at_a_merge_request(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools/clerk_minutes.py", tmp_path],
        cwd=ROOT, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    head, *_, total, _ = done.stdout.splitlines()
    figures = dict(zip(re.split(r"\s{2,}", head.strip())[1:], total.split()[1:], strict=True))
    assert all(int(figures[one]) <= most for one, most in MOST.items()), done.stdout
    assert list(tmp_path.glob("*-handed.png"))

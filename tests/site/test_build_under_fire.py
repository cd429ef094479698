"""Builds that are killed at any moment: the former site stands, the next build is right."""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import BIN, ROOT, TODAY, run, tree
from tests.support import releases

pytestmark = pytest.mark.slow("kills builds at every moment")

Once = Callable[[str, Callable[[Path], None]], Path]
KILLS = int(os.environ.get("JIXIAO_KILLS", "4"))  # `make bench-kills` asks for 100
WORKERS = "2"  # as where there are many reports


def build(content: Path, site: Path, cache: Path, *options: str) -> float:
    """Build a site; the seconds that it took."""
    start = time.monotonic()
    command = ("jixiao", "build", "--content", content, "--site", site)
    done = run(*command, *options, JIXIAO_CACHE=str(cache), JIXIAO_WORKERS=WORKERS)
    assert done.returncode == 0, done.stderr
    return time.monotonic() - start


@pytest.fixture(scope="module")
def before_and_after(once: Once) -> Path:
    """Content of many reports, the same with changes in ten of them, and the site of each."""

    def fill(folder: Path) -> None:
        made = folder / "before"
        done = run("jixiao", "demo", "--reports", "80", "--out", made)
        assert done.returncode == 0, done.stderr
        releases.append(made / "site.yml", "生成PDF: 否\n")
        shutil.copytree(made, folder / "after")
        reports = sorted((folder / "after/reports").rglob("*.yml"))
        for file in [one for one in reports if "状态: 公开" in one.read_text("utf-8")][:10]:
            releases.append(file, "数据说明:\n  - 后来补写的话\n")
        for name in ("before", "after"):
            build(folder / name, folder / f"{name}-site", folder / f"{name}-cache")

    return once("under-fire", fill)


def test_killed_at_any_moment_the_former_site_stands_and_the_next_build_is_right(
    before_and_after: Path, tmp_path: Path
) -> None:
    content, cache = tmp_path / "content", tmp_path / "cache"
    site = tmp_path / "site"
    shutil.copytree(before_and_after / "before", content)
    former = tree(before_and_after / "before-site")
    later = tree(before_and_after / "after-site")
    whole = build(content, site, cache)
    shutil.rmtree(content)
    shutil.copytree(before_and_after / "after", content)
    chance = random.Random(7)
    seen = {"former": 0, "later": 0}
    for number in range(KILLS):
        if number % 2:  # every second time as on a new machine
            shutil.rmtree(cache, ignore_errors=True)
        kill(content, site, cache, chance.uniform(0.1, whole * 1.1))
        found = tree(site)
        assert found in (former, later), "neither the former site nor the new one"
        seen["former" if found == former else "later"] += 1
        if found == later:  # it was over before the signal came: from the former site again
            shutil.rmtree(site)
            shutil.copytree(before_and_after / "before-site", site)
    build(content, site, cache)
    assert tree(site) == later
    assert sorted(one.name for one in tmp_path.iterdir()) == ["cache", "content", "site"]
    assert seen["former"], seen
    print(f"\n{KILLS} kills: {seen['former']} before the switch, {seen['later']} after it")


def kill(content: Path, site: Path, cache: Path, after: float) -> None:
    """Begin a build and kill it with all that it started, or its first process alone."""
    command = [BIN / "jixiao", "build", "--content", content, "--site", site]
    process = subprocess.Popen(
        list(map(str, command)), cwd=ROOT, start_new_session=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": TODAY, "JIXIAO_CACHE": str(cache),
             "JIXIAO_WORKERS": WORKERS},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with suppress(subprocess.TimeoutExpired):
        process.wait(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    while is_there(process.pid):  # those that it started end by themselves
        pass


def is_there(group: int) -> bool:
    """Whether any process of a session is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True

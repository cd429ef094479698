"""Other processes are started where they pay, or where somebody asked for a number of them."""

import os
from pathlib import Path

import pytest

from generator.runtime.executors import WORTH_STARTING, LazyExecutor
from tests.conftest import run, tree
from tests.support import releases

pytestmark = pytest.mark.slow("starts processes")

LITTLE, MUCH = WORTH_STARTING / 2, WORTH_STARTING * 2  # seconds of work


def test_little_work_is_done_here_and_much_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with LazyExecutor() as executor_for:
        assert executor_for(LITTLE) is None
        pool = executor_for(MUCH)
        assert pool
        assert pool.submit(os.getpid).result() != os.getpid()
        assert executor_for(LITTLE) is pool, "they are there: they help with little as well"


def test_on_one_processor_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with LazyExecutor() as executor_for:
        assert executor_for(MUCH) is None


def test_a_number_that_was_asked_for_is_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_WORKERS", "1")
    with LazyExecutor() as executor_for:
        pool = executor_for(LITTLE)
        assert pool
        numbers = {pool.submit(os.getpid).result() for _ in range(4)}
        assert len(numbers - {os.getpid()}) == 1
    monkeypatch.setenv("JIXIAO_WORKERS", "0")
    with LazyExecutor() as executor_for:
        assert executor_for(MUCH) is None


def test_the_site_is_the_same_however_many_there_are(tmp_path: Path) -> None:
    releases.content(tmp_path)
    sites = []
    for number in ("0", "3"):
        site = tmp_path / f"site{number}"
        command = ("jixiao", "build", "--no-cache", "--content", tmp_path / "content")
        done = run(*command, "--site", site, JIXIAO_WORKERS=number)
        assert done.returncode == 0, done.stderr
        sites.append(tree(site))
    assert sites[0] == sites[1]


@pytest.mark.parametrize("said", ["两个", "-1", "2.5", "4000"])
def test_no_number_is_told_and_nothing_is_built(tmp_path: Path, said: str) -> None:
    site = tmp_path / "site"
    done = run("jixiao", "build", "--site", site, JIXIAO_WORKERS=said)
    assert done.returncode == 1
    assert (
        f"环境变量 JIXIAO_WORKERS 应为进程数（如 4；0 表示不另开进程），现为“{said}”。"
        in done.stderr
    )
    assert "Traceback" not in done.stderr
    assert not site.exists()

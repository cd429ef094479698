"""Pages made on a Dask cluster: the same bytes, also where a worker dies midway."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.runtime import cached_files
from tests.conftest import BIN, ROOT, TODAY, run, tree

pytestmark = pytest.mark.slow("starts a cluster on loopback")

CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        print(cluster.scheduler_address, *(w.pid for w in cluster.workers.values()), flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[int]]]:
    """The address of a scheduler with two workers, and their processes."""
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER, "utf-8")
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        address, *workers = process.stdout.readline().split()
        yield address, [int(number) for number in workers]
        process.stdin.close()


def test_a_cluster_that_loses_a_worker_makes_the_same_site(
    demo: Path, tmp_path: Path, cluster: tuple[str, list[int]]
) -> None:
    address, workers = cluster
    assert len(workers) == 2
    cache = tmp_path / "cache"
    shutil.copytree(cached_files.folder(ROOT, "pdf"), cache / "pdf")  # each takes a while
    for file in sorted((cache / "pdf").iterdir())[::10]:
        file.unlink()
    command = [BIN / "jixiao", "build", "--content", demo / "content", "--site", tmp_path / "site",
               "--scheduler", address]  # fmt: skip
    environment = {**os.environ, "JIXIAO_CACHE": str(cache), "SOURCE_DATE_EPOCH": TODAY}
    killed = threading.Event()

    def kill_one() -> None:
        while process.poll() is None and not killed.is_set():
            made = len(list((cache / "pages").glob("*.html")))
            if made > 20:  # midway: there are more than four hundred
                os.kill(workers[0], signal.SIGKILL)
                killed.set()

    with subprocess.Popen(
        list(map(str, command)), cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        killer = threading.Thread(target=kill_one)
        killer.start()
        _, said = process.communicate()
        killer.join()
    assert process.returncode == 0, said
    assert killed.is_set()
    assert tree(tmp_path / "site") == tree(demo / "site")


def test_a_scheduler_that_is_not_there_is_named(tmp_path: Path, demo: Path) -> None:
    done = run(
        "jixiao", "build", "--content", demo / "content", "--site", tmp_path / "site",
        "--scheduler", "tcp://127.0.0.1:9", JIXIAO_CACHE=str(tmp_path / "cache"),
    )  # fmt: skip
    assert done.returncode == 1
    assert "连不上调度程序 tcp://127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "site").exists()

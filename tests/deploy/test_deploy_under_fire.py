"""Deploys while readers read, and deploys that are killed: a whole release serves at any moment."""

import hashlib
import os
import random
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import urllib3

from tests.conftest import BIN, TODAY, run
from tests.support import releases
from tests.support.nginx import serving_target
from tests.support.releases import deploy, publish, release
from tests.support.sshd import Server, sshd

pytestmark = pytest.mark.slow("kills deploys at every moment")

Once = Callable[[str, Callable[[Path], None]], Path]
# `make bench-deploy` asks for 20 and 100.
DEPLOYS = int(os.environ.get("JIXIAO_DEPLOYS", "6"))
KILLS = int(os.environ.get("JIXIAO_KILLS", "4"))
LOAD = """
local paths = {}
for path in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = path end
local number = 0
request = function()
  number = number % #paths + 1
  return wrk.format("GET", paths[number])
end
response = function(status) if status ~= 200 then print("FAILED " .. status) end end
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with sshd(tmp_path_factory.mktemp("sshd")) as started:
        yield started


@pytest.fixture
def sites(once: Once, tmp_path: Path) -> tuple[Path, Path]:
    one, two = releases.two_sites(once)
    copies = releases.copy(one, tmp_path / "one"), releases.copy(two, tmp_path / "two")
    return copies[0] / "site", copies[1] / "site"


def mark(site: Path, number: int) -> None:
    """Write into every page which release it is of: a mixture would be seen."""
    for file in site.rglob("*.html"):
        text = re.sub(r"\n<!-- release \d+ -->$", "", file.read_text(encoding="utf-8"))
        file.write_text(f"{text}\n<!-- release {number} -->", encoding="utf-8")
    releases.as_built(site)


class Reader(threading.Thread):
    """Reads as a browser does, again and again: a page, then every file that it names.

    What a page names, and what the search page's index names, must be there for as long as the
    reader needs, whatever is released meanwhile; a file whose name tells its content must be that.
    """

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address, self.ended = address, False
        self.faults: list[str] = []
        self.rounds, self.requests = 0, 0
        self.releases: set[str] = set()
        self._web = urllib3.PoolManager(maxsize=1, retries=False)
        self._digests: dict[str, str] = {}

    def run(self) -> None:
        while not self.ended:
            self._read("search/", r'(?:src|href)="\.\./((?:assets|search/data)/[^"]+)"')
            self._read("", r'(?:src|href)="(?:\./)?(assets/[^"]+)"')
            self.rounds += 1

    def _read(self, address: str, names: str) -> None:
        page = self._get(address)
        self.releases |= set(re.findall(r"<!-- release (\d+) -->", page.decode()))
        found = re.findall(names, page.decode())
        if not found:
            self.faults.append(f"{address}: names nothing")
        index = re.search(r'id="jx-index">(.*?)</script>', page.decode())
        parts = re.findall(
            r'"((?:\d{4}|tokens|simplified)-[0-9a-f]{12})"', index[1] if index else ""
        )
        for name in found + [
            f"search/data/{part}/register.json" for part in parts if part[0] == "2"
        ]:
            digest = hashlib.sha256(self._get(name)).hexdigest()
            if self._digests.setdefault(name, digest) != digest:
                self.faults.append(f"{name}: two contents under one name")

    def _get(self, path: str) -> bytes:
        answer = self._web.request("GET", self.address + path)
        self.requests += 1
        if answer.status != 200:
            self.faults.append(f"{path}: {answer.status}")
        return answer.data


@contextmanager
def under_load(address: str, paths: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A load tool that asks for the pages of a list, as fast as it gets them.

    It yields to the other tests, which would take longer beside it.
    """
    script = folder / "load.lua"
    script.write_text(LOAD, encoding="utf-8")
    command = ["nice", "wrk", "-t1", "-c4", "-d600s", "-s", str(script), address]
    environment = {**os.environ, "PATHS": str(paths)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as load:
        try:
            yield load
        finally:
            load.kill()


def test_readers_under_load_notice_nothing_of_deploys(
    sites: tuple[Path, Path], tmp_path: Path
) -> None:
    base = tmp_path / "srv"
    for number, site in enumerate(sites):
        mark(site, number)
    publish(sites[0], base)
    paths = tmp_path / "paths"
    pages = [f.parent.relative_to(sites[0]) for f in sites[0].rglob("index.html")]
    paths.write_text("".join(f"/{page}/\n" for page in pages).replace("./", ""), encoding="utf-8")
    with serving_target(base) as address, under_load(address, paths, tmp_path) as load:
        readers = [Reader(address) for _ in range(2)]
        for reader in readers:
            reader.start()
        started = time.monotonic()
        for number in range(DEPLOYS):
            site = sites[(number + 1) % 2]
            mark(site, number + 1)
            publish(site, base, "--keep", "3", "--url", address,
                    SOURCE_DATE_EPOCH=str(int(TODAY) + number))  # fmt: skip
        seconds = time.monotonic() - started
        for reader in readers:
            reader.ended = True
            reader.join()
        load.send_signal(signal.SIGINT)
        said, _ = load.communicate()
    done = re.search(r"(\d+) requests in", said)
    assert done, said
    print(f"{int(done[1]) / seconds:.0f} requests/s through {DEPLOYS} deploys")
    assert int(done[1]) > 200 * DEPLOYS, said
    assert "FAILED" not in said
    assert "Socket errors" not in said
    assert [fault for reader in readers for fault in reader.faults] == []
    assert len(readers[0].releases | readers[1].releases) > DEPLOYS / 2


VICTIMS = ("client", "rsync", "receiver", "sshd")


def kill(victim: str, client: int, server: Server, base: Path) -> None:
    """Kill the client, its rsync, or a process of the server's side of the talk, if there is one."""
    table = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in table.stdout.splitlines()]
    ours = {
        "client": [client],
        "rsync": [int(pid) for pid, _, what in rows if what.startswith("rsync") and str(base) in what],
        "receiver": [int(pid) for pid, _, what in rows
                     if "jixiao-receiver" in what and what.startswith(("sh ", "/bin/sh", "dash"))
                     and str(base) in what],
        "sshd": [int(pid) for pid, _, what in rows
                 if what.startswith("sshd:") and int(pid) != server.process
                 and ancestor(int(pid), server.process, rows)],
    }  # fmt: skip
    for pid in ours[victim]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def ancestor(pid: int, of: int, rows: list[list[str]]) -> bool:
    parents = {int(child): int(parent) for child, parent, _ in rows}
    while pid in parents and pid != of:
        pid = parents[pid]
    return pid == of


def test_killed_at_any_moment_a_whole_release_serves_and_the_next_deploy_is_right(
    sites: tuple[Path, Path], tmp_path: Path, server: Server
) -> None:
    """In turn the client, rsync, the server's half and sshd are killed, at random moments."""
    base = tmp_path / "srv"
    target = f"{server.host}:{base}"
    ssh = {"JIXIAO_SSH": server.ssh()}
    chance = random.Random(KILLS)
    publish(sites[0], target, **ssh)
    longest = timed(sites[1], target, ssh)
    outcomes = {"before": 0, "after": 0}
    record: list[str] = lines(base)
    with serving_target(base) as address:
        for turn in range(KILLS):
            victim = VICTIMS[turn % len(VICTIMS)]
            site = sites[turn % 2]
            releases.append(site / "about/index.html", f"<!-- turn {turn} -->")
            releases.as_built(site)
            assert release(site, "--since", target, **ssh).returncode == 0
            digest = hashlib.sha256((site / "release/SHA256SUMS").read_bytes()).hexdigest()
            client = subprocess.Popen(
                [BIN / "jixiao", "deploy", target, "--site", site, "--url", address],
                env={**os.environ, **ssh}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            )  # fmt: skip
            try:
                client.wait(chance.uniform(0.1, longest))
            except subprocess.TimeoutExpired:
                kill(victim, client.pid, server, base)
            _, said = client.communicate()
            assert b"Traceback" not in said, said
            quiet(base)
            served = run("jixiao", "verify", base / "current")
            assert served.returncode == 0, f"turn {turn}, {victim}: {served.stdout}"
            now = hashlib.sha256((base / "current/release/SHA256SUMS").read_bytes()).hexdigest()
            outcomes["after" if now == digest else "before"] += 1
            assert lines(base)[: len(record)] == record  # nothing that was published is lost
            record = lines(base)
        releases.append(sites[0] / "about/index.html", "<!-- the end -->")
        releases.as_built(sites[0])
        publish(sites[0], target, "--url", address, **ssh)
    print(f"{KILLS} kills: {outcomes}")
    assert run("jixiao", "verify", base / "current").returncode == 0
    assert list((base / "incoming").iterdir()) == []
    kept = {f.name for f in (base / "releases").iterdir()}
    history = (base / "history").read_text(encoding="utf-8")
    assert all(f"\tpublished\t{name}\t" in history for name in kept)


def lines(base: Path) -> list[str]:
    return (base / "current/release/publications.jsonl").read_text(encoding="utf-8").splitlines()


def timed(site: Path, target: str, ssh: dict[str, str]) -> float:
    """How long a deploy takes here, in seconds: the range of the moments."""
    assert release(site, "--since", target, **ssh).returncode == 0
    started = time.monotonic()
    assert deploy(site, target, **ssh).returncode == 0
    return time.monotonic() - started


def quiet(base: Path) -> None:
    """Wait until nothing of a killed deploy works on: the lock is free."""
    subprocess.run(["flock", str(base / ".lock"), "true"], check=True)

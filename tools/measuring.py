"""What a command costs: seconds, and the memory of all its processes at once."""

import os
import shutil
import statistics
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

# Commands are measured as people start them, whatever this machine tells Python of compiled files.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

ASIDE = Path("build/bench-aside")  # what stood in the way of a measurement
PAUSE = 0.1  # seconds between two looks at the memory, at least
SHARE = 50  # of the time, a look takes no more than one part in so many from what is measured


class Cost(NamedTuple):
    """Seconds, and MB of all processes together at their most (PSS: what is shared counts once)."""

    seconds: float
    megabytes: float = 0.0


class CommandError(Exception):
    """A command that did not go well, with the last that it said."""


class Memory(threading.Thread):
    """The most memory that a process and those below it had together, in MB."""

    def __init__(self, root: int | None = None) -> None:
        super().__init__(daemon=True)
        self._root = root or os.getpid()
        self._most, self._over = 0.0, threading.Event()

    def run(self) -> None:
        """Look ten times a second, or as often as it costs next to nothing."""
        pause = PAUSE
        while not self._over.wait(pause):
            begin = time.thread_time()
            self._most = max(self._most, sum(map(_own, _family(self._root))) / 1024)
            pause = max(PAUSE, SHARE * (time.thread_time() - begin))

    def stop(self) -> float:
        """The figure."""
        self._over.set()
        self.join()
        return self._most


def _family(root: int) -> set[int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    family = {root}
    while more := {one for one, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _own(process: int) -> int:
    """KB; memory that several share is divided among them."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(li.split()[1]) for li in rollup.splitlines() if li.startswith("Pss:")), 0)


def run(
    *command: str | Path,
    environment: Mapping[str, str] | None = None,
    accepts: Sequence[int] = (0,),
) -> Cost:
    """Run a command; raises CommandError where its code is not one that is accepted."""
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603
        list(map(str, command)), env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        memory = Memory(process.pid)
        memory.start()
        said = process.communicate()[1]
        seconds = time.perf_counter() - start
    if process.returncode not in accepts:
        raise CommandError("\n".join(said.splitlines()[-5:]))
    return Cost(seconds, memory.stop())


def additions() -> float:
    """Seconds of this machine, at this moment, for ten million additions in Python."""
    start, total = time.perf_counter(), 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - start


def put_aside(folder: Path) -> None:
    """Out of the way of what is measured next; deleted when all is measured.

    Deleting it here would be paid for by what comes next: ext4 passes over each file that it has
    deleted within the last minutes before it makes a new one.
    """
    if folder.exists():
        ASIDE.mkdir(parents=True, exist_ok=True)
        folder.rename(ASIDE / uuid.uuid4().hex)


def clear_aside() -> None:
    """Delete what was put aside."""
    shutil.rmtree(ASIDE, ignore_errors=True)


def median(costs: Iterable[Cost]) -> Cost:
    """Of the seconds; of the memory the most."""
    found = list(costs)
    return Cost(
        statistics.median(one.seconds for one in found), max(one.megabytes for one in found)
    )


def repeated(times: int, once: Callable[[], Cost]) -> Cost:
    """The median of several runs."""
    return median([once() for _ in range(times)])


def size(folder: Path) -> float:
    """KB of all files; what is linked twice counts once."""
    found = {}
    for file in folder.rglob("*"):
        if file.is_file():
            stat = file.stat()
            found[stat.st_ino] = stat.st_size
    return sum(found.values()) / 1024

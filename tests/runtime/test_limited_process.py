"""A process that reads strangers' files: it answers, hangs, dies, takes too much, leaves children."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from generator.runtime import limited_process
from generator.runtime.limited_process import Died, LimitedProcess, TooSlow

GENEROUS, HURRIED = 60.0, 5.0  # seconds
MEMORY = 2_000_000_000
# Answers with its process id; told a program, it runs that.
ECHO = """
import os
from generator.runtime.limited_process import serve

def answer(request):
    print("said by a library")
    exec(request)
    return str(os.getpid())

serve(answer, %d)
"""

Start = Callable[[int], LimitedProcess]


@pytest.fixture
def start() -> Iterator[Start]:
    started = []

    def with_memory(memory: int) -> LimitedProcess:
        started.append(LimitedProcess((sys.executable, "-c", ECHO % MEMORY), memory))
        return started[-1]

    yield with_memory
    for one in started:
        one.stop()


def test_one_process_answers_all_requests(start: Start) -> None:
    process = start(MEMORY)
    answers = {process.ask("pass", GENEROUS) for _ in range(5)}
    assert len(answers) == 1
    assert answers != {str(os.getpid())}


def test_after_its_end_there_is_another(start: Start) -> None:
    process = start(MEMORY)
    first = process.ask("pass", GENEROUS)
    with pytest.raises(Died):
        process.ask("os._exit(3)", GENEROUS)
    second = process.ask("pass", GENEROUS)
    process.stop()
    assert len({first, second, process.ask("pass", GENEROUS)}) == 3


def test_what_is_closed_starts_no_more(start: Start) -> None:
    process = start(MEMORY)
    process.ask("pass", GENEROUS)
    process.close()
    with pytest.raises(Died):
        process.ask("pass", GENEROUS)


def test_what_died_of_what_came_before_is_asked_again(start: Start, tmp_path: Path) -> None:
    """It ends where it has read a file before, as one does whose memory is in pieces."""
    process = start(MEMORY)
    process.ask("os.environ['HAS_READ'] = '1'", GENEROUS)
    assert process.ask("'HAS_READ' in os.environ and os._exit(3)", GENEROUS).isdecimal()


def test_what_hangs_is_ended_with_what_it_started(start: Start, tmp_path: Path) -> None:
    process, told = start(MEMORY), tmp_path / "child"
    process.ask("pass", GENEROUS)
    hanging = (
        "import subprocess, sys, time, pathlib; "
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
        f"pathlib.Path({os.fspath(told)!r}).write_text(str(child.pid)); time.sleep(600)"
    )
    with pytest.raises(TooSlow):
        process.ask(hanging, HURRIED)
    with suppress(psutil.NoSuchProcess):
        psutil.Process(int(told.read_text("utf-8"))).wait(GENEROUS)


@pytest.mark.parametrize("limits_itself", [True, False])
def test_what_takes_too_much_memory_is_ended(
    start: Start, monkeypatch: pytest.MonkeyPatch, limits_itself: bool
) -> None:
    """By its own limit, and by who watches it where it has none, as on Windows."""
    monkeypatch.setattr(limited_process, "LIMITS_ITSELF", limits_itself)
    process = start(MEMORY if limits_itself else 200_000_000)
    much = MEMORY if limits_itself else 400_000_000
    with pytest.raises(Died):
        process.ask(f"held = b'x' * {much}; import time; time.sleep(600)", GENEROUS)


def test_who_is_killed_for_its_time_was_too_slow_even_before_the_killer_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The end of the process is seen while the thread that ended it is still at it."""
    told = threading.Event()
    kill = limited_process._kill

    def slowly(worker: subprocess.Popen[str]) -> None:
        kill(worker)
        if threading.current_thread() is not threading.main_thread():
            told.wait(60)

    monkeypatch.setattr(limited_process, "_kill", slowly)
    command = (sys.executable, "-c", "import time; time.sleep(60)")
    process = LimitedProcess(command, 200_000_000)
    try:
        with pytest.raises(TooSlow):
            process.ask("x", 0.2)
    finally:
        told.set()
        process.stop()

"""A process of our own that takes apart what strangers made: within limits, replaced when it dies.

Both ends speak in lines: a request is one, its response is one. What a file does there brings that
process down, not the program; the next request gets a new one.
"""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Lock, Thread, Timer

LIMITS_ITSELF = sys.platform == "linux"  # macOS keeps to no such limit, Windows has none


class TooSlow(Exception):  # noqa: N818  what it says of the work, not of us
    """The process was still at work when its time was over."""


class Died(Exception):  # noqa: N818
    """The process ended before it had answered."""


class LimitedProcess:
    """A program that answers one request after another; it starts when it is first asked.

    `command` starts it, with our modules where Python finds them; it may take `memory` bytes.
    """

    def __init__(self, command: Sequence[str], memory: int) -> None:
        self._command, self._memory = command, memory
        self._lock = Lock()
        # By the process that started it: a fork must not read its parent's responses.
        self._running: dict[int, subprocess.Popen[str]] = {}
        self.is_closed = False

    def ask(self, request: str, seconds: float) -> str:
        """The response to a line, without its end.

        Raises TooSlow after so many seconds, Died where the process ended. One that had answered
        before may have died of what it still held: then a new one is asked once more.
        """
        with self._lock:
            worker = self._running.get(os.getpid())
            try:
                return self._answer(request, seconds)
            except Died:
                if worker is None or self.is_closed:
                    raise
                return self._answer(request, seconds)

    def stop(self) -> None:
        """End the process with all that it started; the next request starts another."""
        with self._lock:
            self._end()

    def close(self) -> None:
        """End it for good and at once: who waits for it, or asks later, is told that it died."""
        self.is_closed = True
        if worker := self._running.get(os.getpid()):
            _kill(worker)
        self.stop()

    def _answer(self, request: str, seconds: float) -> str:
        worker = self._worker()
        if self.is_closed:  # perhaps when there was nothing yet to end
            self._end()
            raise Died
        done, is_late = Event(), Event()

        def end() -> None:
            is_late.set()  # first: the reader sees the end of the other at once
            _kill(worker)

        timer = Timer(seconds, end)
        timer.start()
        if not LIMITS_ITSELF:
            watch = Thread(target=_end_when_too_big, args=(worker, done, self._memory), daemon=True)
            watch.start()
        try:
            response = _response(worker, request)
        finally:
            timer.cancel()
            done.set()
        if response:
            return response.removesuffix("\n")
        self._end()
        raise TooSlow if is_late.is_set() else Died

    def _worker(self) -> subprocess.Popen[str]:
        worker = self._running.get(os.getpid())
        if worker and worker.poll() is not None:
            self._end()
            worker = None
        if worker is None:
            paths = os.pathsep.join(os.fspath(Path(path).resolve()) for path in sys.path)
            worker = self._running[os.getpid()] = subprocess.Popen(  # noqa: S603
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env={**os.environ, "PYTHONPATH": paths},
                start_new_session=True,  # what it starts belongs to its group, and ends with it
            )
        return worker

    def _end(self) -> None:
        if worker := self._running.pop(os.getpid(), None):
            _kill(worker)
            worker.communicate()


def serve(answer: Callable[[str], str], memory: int) -> None:
    """Answer each request until there are no more: what a program for `LimitedProcess` does.

    The limit on memory may be lifted again by a program that this one starts.
    """
    if sys.platform == "linux":  # elsewhere who started it watches it
        import resource  # noqa: PLC0415  Windows has none

        with contextlib.suppress(ValueError, OSError):
            _, most = resource.getrlimit(resource.RLIMIT_AS)
            resource.setrlimit(resource.RLIMIT_AS, (memory, most))
    own_output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no response
    with contextlib.suppress(KeyboardInterrupt):
        for request in sys.stdin:
            own_output.write(answer(request.removesuffix("\n")) + "\n")
            own_output.flush()


def _response(worker: subprocess.Popen[str], request: str) -> str:
    """A line; empty if the process ended before it was complete."""
    assert worker.stdin  # noqa: S101  both are pipes
    assert worker.stdout  # noqa: S101
    try:
        worker.stdin.write(request + "\n")
        worker.stdin.flush()
        line = worker.stdout.readline()
    except OSError:
        return ""
    return line if line.endswith("\n") else ""


def _end_when_too_big(worker: subprocess.Popen[str], done: Event, memory: int) -> None:
    """Kill the process, until it is done, when it has more memory than it may.

    A look now and then: it may have more for a moment.
    """
    import psutil  # noqa: PLC0415  only there it is installed

    with contextlib.suppress(psutil.Error):
        process = psutil.Process(worker.pid)
        while process.memory_info().rss <= memory:
            if done.wait(0.05):
                return
        _kill(worker)


def _kill(worker: subprocess.Popen[str]) -> None:
    """Kill it and what it started."""
    if sys.platform == "win32":
        import psutil  # noqa: PLC0415  only there it is installed

        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(worker.pid).children(recursive=True):
                child.kill()
    else:
        with contextlib.suppress(OSError):
            os.killpg(worker.pid, signal.SIGKILL)
    worker.kill()

"""Asks the worker process for the contents of a file; starts a new one if it dies or hangs."""

import atexit
import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Lock, Timer

from generator.check.attachments.contents import BROKEN, Contents

TIMEOUT = 30.0  # seconds for one file
_COMMAND = (sys.executable, "-P", "-m", "generator.check.attachments.worker")
_lock = Lock()


class _Worker:
    """The worker of this process alone: a fork must not read its parent's responses."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._owner = 0

    def started(self) -> subprocess.Popen[str]:
        """The running process; a new one if there is none."""
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            paths = os.pathsep.join(str(Path(path).resolve()) for path in sys.path)
            self._process = subprocess.Popen(  # noqa: S603
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env={**os.environ, "PYTHONPATH": paths},
            )
            self._owner = os.getpid()
        return self._process

    def stop(self) -> None:
        """Kill it; the next request starts another."""
        process, self._process = self._process, None
        if process and self._owner == os.getpid():
            process.kill()
            process.communicate()


_worker = _Worker()
atexit.register(_worker.stop)


def ask_worker(file: Path) -> Contents:
    """The texts of a file; with a reason in `unread` if the worker died or took too long."""
    with _lock:
        process = _worker.started()
        timer = Timer(TIMEOUT, process.kill)
        timer.start()
        try:
            response = _response(process, file)
        finally:
            in_time = timer.is_alive()
            timer.cancel()
        if response:
            parts, hidden, unread = json.loads(response)
            return Contents([tuple(one) for one in parts], [tuple(one) for one in hidden], unread)
        _worker.stop()
        return Contents(unread=[BROKEN if in_time else f"读了 {TIMEOUT:.0f} 秒还没有读完"])


def _response(process: subprocess.Popen[str], file: Path) -> str:
    """A line of JSON; empty if the process ended before it was complete."""
    assert process.stdin  # noqa: S101  both are pipes
    assert process.stdout  # noqa: S101
    try:
        process.stdin.write(json.dumps(str(file.resolve())) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except OSError:
        return ""
    return line if line.endswith("\n") else ""

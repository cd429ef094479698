"""Asks the process that takes files apart, and starts another where it died or takes too long."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Lock, Timer

from generator.check.attachments.contents import BROKEN, Contents

PATIENCE = 30.0  # seconds for one file
_COMMAND = (sys.executable, "-P", "-m", "generator.check.attachments.worker")
_lock = Lock()


class _Helper:
    """The process, of this process alone: a fork must not read its parent's answers."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._owner = 0

    def started(self) -> subprocess.Popen[str]:
        """The process, fresh where there is none."""
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
        """End it; the next file starts another."""
        process, self._process = self._process, None
        if process and self._owner == os.getpid():
            process.kill()
            process.communicate()


_helper = _Helper()
atexit.register(_helper.stop)


def ask(file: Path) -> Contents:
    """What is in a file; a reason where nobody could tell."""
    with _lock:
        process = _helper.started()
        late = Timer(PATIENCE, process.kill)
        late.start()
        try:
            said = _answer(process, file)
        finally:
            in_time = late.is_alive()
            late.cancel()
        if said:
            parts, hidden, unread = json.loads(said)
            return Contents([tuple(one) for one in parts], [tuple(one) for one in hidden], unread)
        _helper.stop()
        return Contents(unread=[BROKEN if in_time else f"读了 {PATIENCE:.0f} 秒还没有读完"])


def _answer(process: subprocess.Popen[str], file: Path) -> str:
    assert process.stdin  # noqa: S101  both are pipes
    assert process.stdout  # noqa: S101
    try:
        process.stdin.write(json.dumps(str(file.resolve())) + "\n")
        process.stdin.flush()
        said = process.stdout.readline()
    except OSError:
        return ""
    return said if said.endswith("\n") else ""

"""The text of a file that is published with a report, and what is hidden in it.

A process of its own takes the file apart; if it dies or hangs, the next file gets a new one.
"""

import atexit
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread, Timer

from generator.check.attachments.contents import BROKEN, MAX_FILE_SIZE, MAX_MEMORY, TOO_BIG
from generator.check.attachments.plain_text import decoded, is_plain
from generator.check.rule import AttachmentText

TIMEOUT = 30.0  # seconds for one file
_LIMITS_ITSELF = sys.platform == "linux"  # macOS keeps to no such limit, Windows has none
_TEXT_TYPES = frozenset({".txt", ".csv"})
_TYPES = _TEXT_TYPES | {
    ".pdf", ".ofd", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".zip",
    ".jpg", ".jpeg", ".png",
}  # fmt: skip
_NO_TEXT = (
    b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8",
)  # fmt: skip
_COMMAND = (sys.executable, "-P", "-m", "generator.check.attachments.extraction")
_lock = Lock()
# By the process that started it: a fork must not read its parent's responses.
_workers: dict[int, subprocess.Popen[str]] = {}


def is_text(file: Path) -> bool:
    """Whether it is plain text of at most `MAX_FILE_SIZE` bytes: a message can name its lines."""
    if file.suffix.lower() not in _TEXT_TYPES or file.stat().st_size > MAX_FILE_SIZE:
        return False
    data = file.read_bytes()
    marked = data.startswith(_NO_TEXT) or b"%PDF-" in data[:1024] or b"PK\x05\x06" in data
    return not marked and is_plain(data)


def text(file: Path) -> str:
    """The text of a plain file, however it is encoded; bytes that are no text become U+FFFD."""
    return decoded(file.read_bytes())


def read(file: Path) -> AttachmentText:
    """The texts of a file, read in another process; `unreadable` says why one has none.

    Types that may not be published are not read; of pictures, what their properties say.
    """
    if file.suffix.lower() not in _TYPES:
        return AttachmentText(file.name)
    if file.stat().st_size > MAX_FILE_SIZE:
        return AttachmentText(file.name, unreadable=TOO_BIG)
    with _lock:
        worker = _running_worker()
        timer = Timer(TIMEOUT, worker.kill)
        timer.start()
        done = Event()
        if not _LIMITS_ITSELF:
            Thread(target=_end_when_too_big, args=(worker, done), daemon=True).start()
        try:
            response = _response(worker, file)
        finally:
            in_time = timer.is_alive()
            timer.cancel()
            done.set()
        if not response:
            stop_worker()
            reason = BROKEN if in_time else f"读了 {TIMEOUT:.0f} 秒还没有读完"
            return AttachmentText(file.name, unreadable=reason)
    parts, hidden, unread, disguised = json.loads(response)
    return AttachmentText(
        file.name,
        tuple(map(tuple, parts)),
        tuple(map(tuple, hidden)),
        "；".join(dict.fromkeys(unread)),
        disguised,
    )


def _running_worker() -> subprocess.Popen[str]:
    worker = _workers.get(os.getpid())
    if worker is None or worker.poll() is not None:
        paths = os.pathsep.join(os.fspath(Path(path).resolve()) for path in sys.path)
        worker = _workers[os.getpid()] = subprocess.Popen(  # noqa: S603
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": paths},
        )
    return worker


def _end_when_too_big(worker: subprocess.Popen[str], done: Event) -> None:
    """Kill the process, until it is done, when it has more memory than it may.

    A look now and then: it may have more for a moment.
    """
    import psutil  # noqa: PLC0415  only there it is installed

    with suppress(psutil.Error):
        process = psutil.Process(worker.pid)
        while process.memory_info().rss <= MAX_MEMORY:
            if done.wait(0.05):
                return
        worker.kill()


def _response(worker: subprocess.Popen[str], file: Path) -> str:
    """A line of JSON; empty if the process ended before it was complete."""
    assert worker.stdin  # noqa: S101  both are pipes
    assert worker.stdout  # noqa: S101
    try:
        worker.stdin.write(json.dumps(os.fspath(file.resolve())) + "\n")
        worker.stdin.flush()
        line = worker.stdout.readline()
    except OSError:
        return ""
    return line if line.endswith("\n") else ""


@atexit.register
def stop_worker() -> None:
    """Kill it; the next file starts another."""
    if worker := _workers.pop(os.getpid(), None):
        worker.kill()
        worker.communicate()

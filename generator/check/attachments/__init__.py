"""The text of a file that is published with a report, and what is hidden in it.

A process of its own takes the file apart; if it dies or hangs, the next file gets a new one.
"""

import atexit
import json
import os
import sys
from pathlib import Path

from generator.check.attachments.contents import BROKEN, MAX_FILE_SIZE, MAX_MEMORY, TOO_BIG
from generator.check.attachments.plain_text import decoded, is_plain
from generator.check.rule import AttachmentText
from generator.runtime.limited_process import Died, LimitedProcess, TooSlow

TIMEOUT = 30.0  # seconds for one file
_TEXT_TYPES = frozenset({".txt", ".csv"})
_TYPES = _TEXT_TYPES | {
    ".pdf", ".ofd", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".zip",
    ".jpg", ".jpeg", ".png",
}  # fmt: skip
_NO_TEXT = (
    b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8",
)  # fmt: skip
_worker = LimitedProcess(
    (sys.executable, "-P", "-m", "generator.check.attachments.extraction"), MAX_MEMORY
)


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
    try:
        response = _worker.ask(json.dumps(os.fspath(file.resolve())), TIMEOUT)
    except Died:
        return AttachmentText(file.name, unreadable=BROKEN)
    except TooSlow:
        return AttachmentText(file.name, unreadable=f"读了 {TIMEOUT:.0f} 秒还没有读完")
    parts, hidden, unread, disguised = json.loads(response)
    return AttachmentText(
        file.name,
        tuple(map(tuple, parts)),
        tuple(map(tuple, hidden)),
        "；".join(dict.fromkeys(unread)),
        disguised,
    )


@atexit.register
def stop_worker() -> None:
    """Kill it; the next file starts another."""
    _worker.stop()

"""The text of a file that is published with a report, and what is hidden in it."""

from pathlib import Path

from generator.check.attachments.contents import MAX_FILE_SIZE
from generator.check.attachments.plain_text import decoded
from generator.check.attachments.worker_client import ask_worker
from generator.check.rule import AttachmentText

TEXT_TYPES = frozenset({".txt", ".csv"})
_TYPES = TEXT_TYPES | {".pdf", ".ofd", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".zip"}
_NO_TEXT = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"{\\rtf")


def is_text(file: Path) -> bool:
    """Whether it is plain text of at most `MAX_FILE_SIZE` bytes: a message can name its lines."""
    if file.suffix.lower() not in TEXT_TYPES or file.stat().st_size > MAX_FILE_SIZE:
        return False
    with file.open("rb") as opened:
        return not opened.read(8).startswith(_NO_TEXT)


def text(file: Path) -> str:
    """The text of a plain file in UTF-8, UTF-16 or GB 18030; bytes that are none become U+FFFD."""
    return decoded(file.read_bytes())


def read(file: Path) -> AttachmentText:
    """The texts of a file, read in another process; `unreadable` says why one has none.

    Pictures, and types that may not be published, are not read.
    """
    if file.suffix.lower() not in _TYPES:
        return AttachmentText(file.name)
    found = ask_worker(file)
    return AttachmentText(
        file.name, tuple(found.parts), tuple(found.hidden), "；".join(dict.fromkeys(found.unread))
    )

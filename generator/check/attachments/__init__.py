"""What stands in a file that rides with a report, and what hides in it."""

from __future__ import annotations

from pathlib import Path

from generator.check.attachments.asking import ask
from generator.check.attachments.contents import MOST_READ
from generator.check.attachments.plain import decoded
from generator.check.rule import Attached

TEXT_TYPES = frozenset({".txt", ".csv"})
_TYPES = TEXT_TYPES | {".pdf", ".ofd", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".zip"}
_NO_TEXT = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"{\\rtf")


def is_text(file: Path) -> bool:
    """Whether the file is plain text, with lines that a message can name, and no more than that."""
    if file.suffix.lower() not in TEXT_TYPES or file.stat().st_size > MOST_READ:
        return False
    with file.open("rb") as opened:
        return not opened.read(8).startswith(_NO_TEXT)


def text(file: Path) -> str:
    """The text of a plain file: UTF-8, UTF-16, else GB 18030; what is none is shown as a mark."""
    return decoded(file.read_bytes())


def read(file: Path) -> Attached:
    """The file taken apart; one that cannot be read says why.

    Nothing is read of a picture, nor of a kind that may not be published anyway.
    """
    if file.suffix.lower() not in _TYPES:
        return Attached(file.name)
    found = ask(file)
    return Attached(
        file.name, tuple(found.parts), tuple(found.hidden), "；".join(dict.fromkeys(found.unread))
    )

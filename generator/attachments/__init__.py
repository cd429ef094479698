"""What stands in a file that rides with a report, and what hides in it."""

from __future__ import annotations

from pathlib import Path

from generator.rule import Attached

TEXT_TYPES = frozenset({".txt", ".csv"})


def is_text(file: Path) -> bool:
    """Whether the file is plain text, with lines that a message can name."""
    return file.suffix.lower() in TEXT_TYPES


def text(file: Path) -> str:
    """The text of a plain file: UTF-8, else GB 18030; what is neither is shown as a mark."""
    data = file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def read(file: Path) -> Attached:
    """The file taken apart; one that cannot be read says why."""
    return Attached(file.name)

"""Word and Excel files of the former kind (.doc, .xls, .wps, .et): compound files of streams."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import olefile

from generator.check.attachments import old_sheets, old_word
from generator.check.attachments.contents import (
    AUTHOR,
    BROKEN,
    COMPANY,
    ENCRYPTED,
    INSIDE,
    LAST_EDITOR,
    MANAGER,
    MOST_MEMBERS,
    PROPERTY,
    Budget,
    Contents,
    Unreadable,
)

MAGIC = olefile.MAGIC
_PROPERTIES = {
    "author": AUTHOR,
    "last_saved_by": LAST_EDITOR,
    "company": COMPANY,
    "manager": MANAGER,
    **dict.fromkeys(("title", "subject", "keywords", "comments", "category"), PROPERTY),
}
_WORD, _BOOKS, _LOCKED = "WordDocument", ("Workbook", "Book"), "EncryptedPackage"
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]|[\x00-\x5e]\xff){6,}")
_NARROW = re.compile(rb"[\x20-\x7e\x81-\xfe]{6,}")
_TELLING = re.compile(r"\d[\d \-.]{9,}|密")


def read(data: bytes, budget: Budget, contents: Contents) -> None:
    """Take a compound file apart."""
    budget.unpack(len(data))
    try:
        compound = olefile.OleFileIO(io.BytesIO(data))
    except Exception as error:
        raise Unreadable(BROKEN) from error
    with compound:
        _properties(compound, contents)
        streams = {path[-1]: path for path in compound.listdir()[:MOST_MEMBERS]}
        if _LOCKED in streams:
            raise Unreadable(ENCRYPTED)
        if _WORD in streams:
            old_word.read(compound, contents)
            _left_over(_stream(compound, streams[_WORD]), contents)
        elif book := next((streams[name] for name in _BOOKS if name in streams), None):
            old_sheets.read(data, budget, contents)
            _left_over(_stream(compound, book), contents)
        else:
            raise Unreadable(BROKEN)


def _stream(compound: olefile.OleFileIO, path: list[str]) -> bytes:
    found: bytes = compound.openstream(path).read()
    return found


def _properties(compound: olefile.OleFileIO, contents: Contents) -> None:
    try:
        about = compound.get_metadata()
    except Exception:  # properties that are broken hide no text
        return
    for name, what in _PROPERTIES.items():
        value = getattr(about, name, None)
        if isinstance(value, bytes):
            value = _decoded(value, about.codepage)
        if isinstance(value, str):
            contents.hide(what, value.strip("\0 "))


def _decoded(value: bytes, codepage: int | None) -> str:
    utf8 = codepage in (65001, -535)
    return value.decode("utf-8" if utf8 else "gb18030", errors="replace")


def _left_over(stream: bytes, contents: Contents) -> None:
    """Text that the file's own tables do not lead to: what was saved before, drawings."""
    known = "\n".join(text for _, text in (*contents.parts, *contents.hidden))
    found = dict.fromkeys(
        one for one in _strings(stream) if any(tell not in known for tell in _TELLING.findall(one))
    )
    contents.hide(INSIDE, "\n".join(list(found)[:2000]))


def _strings(stream: bytes) -> Iterator[str]:
    for first in (0, 1):  # letters of two bytes may begin at any of them
        for found in _WIDE.finditer(stream, first):
            yield from re.split(r"[\r\n\x07]+", found[0].decode("utf-16-le", errors="replace"))
    for found in _NARROW.finditer(stream):
        yield found[0].decode("gb18030", errors="replace")

"""Word and Excel 97–2003 files (.doc, .xls, .wps, .et): compound files of streams."""

import io
import re
from collections.abc import Iterator

import olefile

from generator.check.attachments import legacy_excel, legacy_word
from generator.check.attachments.contents import (
    AUTHOR,
    BROKEN,
    COMPANY,
    ENCRYPTED,
    INTERNAL,
    LAST_EDITOR,
    MANAGER,
    MAX_MEMBERS,
    PROPERTY,
    Contents,
    Quota,
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
_SENSITIVE = re.compile(r"\d[\d \-.]{9,}|密")


def read(data: bytes, quota: Quota, contents: Contents) -> None:
    """Add the texts of a compound file; raises Unreadable."""
    quota.count_bytes(len(data))
    try:
        compound = olefile.OleFileIO(io.BytesIO(data))
    except Exception as error:
        raise Unreadable(BROKEN) from error
    with compound:
        _add_properties(compound, contents)
        streams = {path[-1]: path for path in compound.listdir()[:MAX_MEMBERS]}
        if _LOCKED in streams:
            raise Unreadable(ENCRYPTED)
        if _WORD in streams:
            legacy_word.read(compound, contents)
            _add_leftovers(_stream(compound, streams[_WORD]), contents)
        elif book := next((streams[name] for name in _BOOKS if name in streams), None):
            legacy_excel.read(data, quota, contents)
            _add_leftovers(_stream(compound, book), contents)
        else:
            raise Unreadable(BROKEN)


def _stream(compound: olefile.OleFileIO, path: list[str]) -> bytes:
    found: bytes = compound.openstream(path).read()
    return found


def _add_properties(compound: olefile.OleFileIO, contents: Contents) -> None:
    try:
        about = compound.get_metadata()
    except Exception:  # properties that are broken hide no text
        return
    for name, what in _PROPERTIES.items():
        value = getattr(about, name, None)
        if isinstance(value, bytes):
            value = _decoded(value, about.codepage)
        if isinstance(value, str):
            contents.add_hidden(what, value.strip("\0 "))


def _decoded(value: bytes, codepage: int | None) -> str:
    utf8 = codepage in (65001, -535)
    return value.decode("utf-8" if utf8 else "gb18030", errors="replace")


def _add_leftovers(stream: bytes, contents: Contents) -> None:
    """Text that the file's own tables do not lead to: what was saved before, drawings."""
    known = "\n".join(text for _, text in (*contents.parts, *contents.hidden))
    found = dict.fromkeys(
        one
        for one in _strings(stream)
        if any(words not in known for words in _SENSITIVE.findall(one))
    )
    contents.add_hidden(INTERNAL, "\n".join(list(found)[:2000]))


def _strings(stream: bytes) -> Iterator[str]:
    for first in (0, 1):  # letters of two bytes may begin at any of them
        for found in _WIDE.finditer(stream, first):
            yield from re.split(r"[\r\n\x07]+", found[0].decode("utf-16-le", errors="replace"))
    for found in _NARROW.finditer(stream):
        yield found[0].decode("gb18030", errors="replace")

"""One file to what is in it: by what it is, whatever it is called, files within files too."""

from __future__ import annotations

from pathlib import PurePath

from generator.check.attachments import ofd, office, old_office, pdf, plain, sheets, word
from generator.check.attachments.contents import (
    BROKEN,
    DEEPEST,
    MOST_TEXT,
    TOO_MUCH,
    Budget,
    Contents,
    Inner,
    Unreadable,
)
from generator.check.attachments.packed import Package

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_TEXT_LIKE = {".txt", ".csv", ".doc", ".xls", ".wps", ".et", ".htm", ".html", ".rtf", ".xml", ".md"}
_PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"}
_CLUTTER = {"thumbs.db", ".ds_store", "desktop.ini"}
_PDF_HEADER = 1024  # bytes in which its mark may stand


def taken_apart(name: str, data: bytes, budget: Budget | None = None, depth: int = 0) -> Contents:
    """What is in a file; whatever is wrong with it is said in it, never raised."""
    contents = Contents()
    own = budget or Budget()
    try:
        _read(name, data, own, contents)
    except Unreadable as error:
        contents.unread.append(str(error))
    except Exception:
        contents.unread.append(BROKEN)
    for inner in contents.inner:
        _read_inner(inner, own, depth, contents)
    if not depth:
        _bound(contents)
    return contents


def _read(name: str, data: bytes, budget: Budget, contents: Contents) -> None:
    suffix = PurePath(name).suffix.lower()
    if data.startswith(_ZIP):
        _packed(data, budget, contents)
    elif data.startswith(old_office.MAGIC):
        old_office.read(data, budget, contents)
    elif b"%PDF-" in data[:_PDF_HEADER]:
        pdf.read(data, budget, contents)
    elif suffix in _TEXT_LIKE:
        plain.read(data, budget, contents)
    elif suffix not in _PICTURES:
        raise Unreadable(BROKEN if data else "文件是空的")


def _packed(data: bytes, budget: Budget, contents: Contents) -> None:
    package = Package(data, budget)
    names = package.members
    if "OFD.xml" in names:
        ofd.read(package, budget, contents)
    elif any(name.startswith("word/") for name in names):
        word.read(package, budget, contents)
    elif any(name.startswith("xl/") for name in names):
        sheets.read(package, budget, contents)
    elif "[Content_Types].xml" in names:
        office.read(package, budget, contents)
    else:
        _archive(package, contents)


def _archive(package: Package, contents: Contents) -> None:
    contents.part("文件名", "\n".join(package.members))
    for name in package.members:
        if PurePath(name).name.lower() in _CLUTTER or name.startswith("__MACOSX/"):
            continue
        try:
            contents.inner.append(Inner(name, package.read(name)))
        except Unreadable as error:
            contents.unread.append(f"里面的“{name}”：{error}")


def _read_inner(inner: Inner, budget: Budget, depth: int, contents: Contents) -> None:
    if depth >= DEEPEST:
        contents.unread.append(f"里面的“{inner.name}”：套得太深")
        return
    found = taken_apart(inner.name, inner.data, budget, depth + 1)
    contents.within(inner.name, found, embedded=inner.embedded)


def _bound(contents: Contents) -> None:
    left = MOST_TEXT
    for texts in (contents.parts, contents.hidden):
        for number, (place, text) in enumerate(texts):
            texts[number] = (place, text[:left])
            left -= len(texts[number][1])
    if left <= 0:
        contents.unread.append(TOO_MUCH)

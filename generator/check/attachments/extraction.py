"""The texts of one file, by what it is rather than by its name, and of the files within it.

Run as a program, it reads attachments for another process: a hostile file can only bring this one
down. A request is a line with a file's path, the response a line with its texts, both in JSON.
"""

import contextlib
import json
import os
import sys
from pathlib import Path, PurePath
from typing import IO

from generator.check.attachments import excel, legacy_office, ofd, office, pdf, plain_text, word
from generator.check.attachments.contents import BROKEN, Contents, InnerFile, Quota, Unreadable
from generator.check.attachments.xml_package import ZipPackage

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_TEXT_LIKE = {".txt", ".csv", ".doc", ".xls", ".wps", ".et", ".htm", ".html", ".rtf", ".xml", ".md"}
_PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"}
_CLUTTER = {"thumbs.db", ".ds_store", "desktop.ini"}
_PDF_HEADER = 1024  # bytes in which its mark may stand
_MAX_DEPTH = 3  # a document in an archive in an archive in an archive
_MEMORY = 2 * 1024**3  # bytes that the program may take


def extract(name: str, data: bytes, quota: Quota | None = None, depth: int = 0) -> Contents:
    """The texts of a file; never raises: `unread` says what is wrong with it."""
    contents = Contents()
    quota = quota or Quota()
    try:
        _read(name, data, quota, contents)
    except Exception as error:
        contents.unread.append(_reason(error))
    for inner in contents.inner:
        if depth >= _MAX_DEPTH:
            contents.unread.append(f"里面的“{inner.name}”：套得太深")
        else:
            found = extract(inner.name, inner.data, quota, depth + 1)
            contents.add_inner(inner.name, found, embedded=inner.embedded)
    if not depth:
        contents.cut_to_limit()
    return contents


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, Unreadable) else BROKEN


def _read(name: str, data: bytes, quota: Quota, contents: Contents) -> None:
    suffix = PurePath(name).suffix.lower()
    if data.startswith(_ZIP):
        _read_package(data, quota, contents)
    elif data.startswith(legacy_office.MAGIC):
        legacy_office.read(data, quota, contents)
    elif b"%PDF-" in data[:_PDF_HEADER]:
        pdf.read(data, quota, contents)
    elif suffix in _TEXT_LIKE:
        plain_text.read(data, quota, contents)
    elif suffix not in _PICTURES:
        raise Unreadable(BROKEN if data else "文件是空的")


def _read_package(data: bytes, quota: Quota, contents: Contents) -> None:
    package = ZipPackage(data, quota)
    names = package.members
    if "OFD.xml" in names:
        ofd.read(package, contents)
    elif any(name.startswith("word/") for name in names):
        office.read(package, contents, word.read(package, contents))
    elif any(name.startswith("xl/") for name in names):
        office.read(package, contents, excel.read(package, contents))
    elif "[Content_Types].xml" in names:
        office.read(package, contents)
    else:
        _read_archive(package, contents)


def _read_archive(package: ZipPackage, contents: Contents) -> None:
    contents.add_part("文件名", "\n".join(package.members))
    for name in package.members:
        if PurePath(name).name.lower() in _CLUTTER or name.startswith("__MACOSX/"):
            continue
        try:
            contents.inner.append(InnerFile(name, package.read(name)))
        except Exception as error:
            contents.unread.append(f"里面的“{name}”：{_reason(error)}")


def serve(requests: IO[str], responses: IO[str]) -> None:
    """Answer each request until there are no more."""
    for request in requests:
        file = Path(json.loads(request))
        found = extract(file.name, file.read_bytes())
        responses.write(json.dumps([found.parts, found.hidden, found.unread]) + "\n")
        responses.flush()


if __name__ == "__main__":
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    own_output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no response
    with contextlib.suppress(KeyboardInterrupt):
        serve(sys.stdin, own_output)

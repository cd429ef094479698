"""The texts of one file, by what it is rather than by its name, and of the files within it."""

from pathlib import PurePath

from generator.check.attachments import (
    excel,
    legacy_office,
    ofd,
    office,
    pdf,
    plain_text,
    word,
)
from generator.check.attachments.contents import (
    BROKEN,
    MAX_DEPTH,
    MAX_TEXT,
    TOO_MUCH,
    Contents,
    InnerFile,
    Quota,
    Unreadable,
)
from generator.check.attachments.zip_package import ZipPackage

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_TEXT_LIKE = {".txt", ".csv", ".doc", ".xls", ".wps", ".et", ".htm", ".html", ".rtf", ".xml", ".md"}
_PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"}
_CLUTTER = {"thumbs.db", ".ds_store", "desktop.ini"}
_PDF_HEADER = 1024  # bytes in which its mark may stand


def extract(name: str, data: bytes, quota: Quota | None = None, depth: int = 0) -> Contents:
    """The texts of a file; never raises: `unread` says what is wrong with it."""
    contents = Contents()
    own = quota or Quota()
    try:
        _read(name, data, own, contents)
    except Unreadable as error:
        contents.unread.append(str(error))
    except Exception:
        contents.unread.append(BROKEN)
    for inner in contents.inner:
        _read_inner(inner, own, depth, contents)
    if not depth:
        _cut_to_limit(contents)
    return contents


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
        word.read(package, contents)
    elif any(name.startswith("xl/") for name in names):
        excel.read(package, contents)
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
        except Unreadable as error:
            contents.unread.append(f"里面的“{name}”：{error}")


def _read_inner(inner: InnerFile, quota: Quota, depth: int, contents: Contents) -> None:
    if depth >= MAX_DEPTH:
        contents.unread.append(f"里面的“{inner.name}”：套得太深")
        return
    found = extract(inner.name, inner.data, quota, depth + 1)
    contents.add_inner(inner.name, found, embedded=inner.embedded)


def _cut_to_limit(contents: Contents) -> None:
    left = MAX_TEXT
    for texts in (contents.parts, contents.hidden):
        for number, (place, text) in enumerate(texts):
            texts[number] = (place, text[:left])
            left -= len(texts[number][1])
    if left <= 0:
        contents.unread.append(TOO_MUCH)

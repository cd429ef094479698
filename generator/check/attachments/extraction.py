"""The texts of one file, by what it is rather than by its name, and of the files within it.

Run as a program, it reads attachments for another process: a hostile file can only bring this one
down. A request is a line with a file's path, the response a line with its texts, both in JSON.
"""

import contextlib
import json
import os
import sys
import zipfile
from pathlib import Path, PurePath
from typing import IO

from generator.check.attachments import (
    excel,
    legacy_office,
    odf,
    ofd,
    office,
    other_parts,
    pdf,
    pictures,
    plain_text,
    rtf,
    word,
)
from generator.check.attachments.contents import (
    ARCHIVE,
    BROKEN,
    EXCEL,
    OFD,
    OLD_EXCEL,
    OLD_WORD,
    PDF,
    PICTURE,
    RTF,
    TEXT,
    WEB_PAGE,
    WORD,
    Contents,
    InnerFile,
    Quota,
    Unreadable,
)  # fmt: skip
from generator.check.attachments.xml_package import ZipPackage

_ZIP_END, _ZIP_END_SIZE = b"PK\x05\x06", 22
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_CLUTTER = {"thumbs.db", ".ds_store", "desktop.ini"}
_PDF_HEADER = 1024  # bytes in which its mark may stand
# What a file may be by its ending. Programs write web pages and RTF under the names of old Office.
_OLD_WORD = {OLD_WORD, WORD, RTF, WEB_PAGE, TEXT}
_OLD_EXCEL = {OLD_EXCEL, EXCEL, WEB_PAGE, TEXT}
_EXPECTED = {
    ".pdf": {PDF}, ".ofd": {OFD}, ".docx": {WORD}, ".xlsx": {EXCEL}, ".zip": {ARCHIVE},
    ".doc": _OLD_WORD, ".wps": _OLD_WORD, ".xls": _OLD_EXCEL, ".et": _OLD_EXCEL,
    ".txt": {TEXT}, ".csv": {TEXT},
    ".jpg": {PICTURE}, ".jpeg": {PICTURE}, ".png": {PICTURE},
}  # fmt: skip
_MAX_DEPTH = 3  # a document in an archive in an archive in an archive
_MEMORY = 2 * 1024**3  # bytes that the program may take


def extract(name: str, data: bytes, quota: Quota | None = None, depth: int = 0) -> Contents:
    """The texts of a file; never raises: `unread` says what is wrong with it."""
    contents = Contents()
    quota = quota or Quota()
    try:
        _read(data, quota, contents)
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


def disguise(name: str, contents: Contents) -> str:
    """What the file is, where it is not what its ending says; empty where it is."""
    expected = _EXPECTED.get(PurePath(name).suffix.lower())
    return contents.kind if expected and contents.kind not in {"", *expected} else ""


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, Unreadable) else BROKEN


def _read(data: bytes, quota: Quota, contents: Contents) -> None:
    if data.startswith(_ZIP):
        _read_package(data, quota, contents)
    elif data.startswith(legacy_office.MAGIC):
        legacy_office.read(data, quota, contents)
    elif b"%PDF-" in data[:_PDF_HEADER]:
        contents.kind = PDF
        pdf.read(data, quota, contents)
        _read_what_hangs_behind(data, quota, contents)
    elif pictures.is_picture(data):
        contents.kind = PICTURE
        pictures.read(data, quota, contents)
    elif data.startswith(b"{\\rtf"):
        rtf.read(data, quota, contents)
    elif data:
        plain_text.read(data, quota, contents)
    else:
        raise Unreadable("文件是空的")


def _read_package(data: bytes, quota: Quota, contents: Contents) -> None:
    package = ZipPackage(data, quota)
    package.add_leftovers(contents)
    roots = {name: package.root(name) for name in package.members}
    if "OFD.xml" in roots:
        contents.kind = OFD
        ofd.read(package, contents)
    elif "[Content_Types].xml" in roots or any("openxmlformats" in ns for ns, _ in roots.values()):
        by_format: dict[str, dict[str, str]] = {"word": {}, "excel": {}, "": {}}
        for name, (namespace, root) in roots.items():
            by_format[_format(namespace or name)][name] = root
        kinds = (WORD, "document", "word"), (EXCEL, "workbook", "excel")
        found = [kind for kind, root, of in kinds if root in by_format[of].values()]
        contents.kind = found[0] if found else "别的办公文件"
        word.read(package, by_format["word"], contents)
        excel.read(package, by_format["excel"], contents)
        office.read(package, by_format[""], contents)
    elif "mimetype" in roots:
        contents.kind = "OpenDocument 文件"
        odf.read(package, contents)
    else:
        contents.kind = ARCHIVE
        _read_archive(package, contents)
        return
    other_parts.read(package, contents)


def _read_what_hangs_behind(data: bytes, quota: Quota, contents: Contents) -> None:
    """A file may be a PDF for one program and an archive for another: read it as both."""
    with contextlib.suppress(Unreadable, zipfile.BadZipFile, OSError, ValueError):
        _read_archive(ZipPackage(data, quota), contents)
        if data.rfind(_ZIP_END) + _ZIP_END_SIZE == len(data):  # else it is a file within the PDF
            contents.kind = "又是 PDF 又是压缩包"


def _format(namespace: str) -> str:
    """Whose part it is, by its namespace, or by its folder where it has none."""
    if "wordprocessingml" in namespace or namespace.startswith("word/"):
        return "word"
    return "excel" if "spreadsheet" in namespace or namespace.startswith("xl/") else ""


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
        told = [found.parts, found.hidden, found.unread, disguise(file.name, found)]
        responses.write(json.dumps(told) + "\n")
        responses.flush()


if __name__ == "__main__":
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    own_output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no response
    with contextlib.suppress(KeyboardInterrupt):
        serve(sys.stdin, own_output)

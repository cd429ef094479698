"""The texts of one file, by what it is rather than by its name, and of the files within it.

Run as a program, it reads attachments for another process: a hostile file can only bring this one
down. A request is a line with a file's path, the response a line with its texts, both in JSON.
"""

import contextlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

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
    MAX_MEMORY,
    OFD,
    OLD_EXCEL,
    OLD_WORD,
    PDF,
    PICTURE,
    RTF,
    WEB_PAGE,
    Contents,
    InnerFile,
    Quota,
    Unreadable,
)  # fmt: skip
from generator.check.attachments.signatures import (
    OPEN_DOCUMENT,
    OTHER_ARCHIVES,
    RTF_MARK,
    ZIP,
    by_format,
    disguise,
    is_clutter,
    is_pdf,
    package_kind,
)
from generator.check.attachments.xml_package import ZipPackage
from generator.runtime.limited_process import serve

_ZIP_END, _ZIP_END_SIZE = b"PK\x05\x06", 22
_GZIP = b"\x1f\x8b"
_WITHOUT_PARTS = {RTF, WEB_PAGE, OLD_WORD, OLD_EXCEL}  # other_parts.py looks at those with some
_MAX_DEPTH = 3  # a document in an archive in an archive in an archive


def extract(name: str, data: bytes, quota: Quota | None = None, depth: int = 0) -> Contents:
    """The texts of a file; never raises: `unread` says what is wrong with it."""
    contents = Contents()
    quota = quota or Quota()
    try:
        _read(data, quota, contents)
    except Exception as error:
        contents.unread.append(_reason(error))
    drawn = []
    for inner in contents.inner:
        if depth >= _MAX_DEPTH:
            contents.unread.append(f"里面的“{inner.name}”：套得太深")
        else:
            found = extract(inner.name, inner.data, quota, depth + 1)
            if found.kind == PICTURE:
                drawn.append(inner.name)
            contents.add_inner(inner.name, found, embedded=inner.embedded)
    contents.unread += _note_pictures(contents, data, drawn, depth)
    if not depth:
        contents.cut_to_limit()
    return contents


def _note_pictures(contents: Contents, data: bytes, drawn: list[str], depth: int) -> Iterator[str]:
    """Say of a file that it is only pictures, or has some beside other files: nobody reads them."""
    letters = sum(len("".join(text.split())) for _, text in contents.parts)
    if contents.kind == PICTURE and not depth:
        yield f"这{pictures.ONLY_DRAWN}"
    elif contents.kind == ARCHIVE and data.startswith(ZIP) and drawn:
        more = f"等 {len(drawn)} 张" if len(drawn) > 1 else ""
        yield f"里面的“{drawn[0]}”{more}{pictures.ONLY_DRAWN}"
    elif (
        contents.kind in _WITHOUT_PARTS
        and letters < pictures.FEW_LETTERS
        and (drawn or pictures.ANYWHERE.search(data))
    ):
        yield pictures.SCANNED


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, Unreadable) else BROKEN


def _read(data: bytes, quota: Quota, contents: Contents) -> None:
    if data.startswith(ZIP):
        _read_package(data, quota, contents)
    elif data.startswith(legacy_office.MAGIC):
        legacy_office.read(data, quota, contents)
    elif is_pdf(data):
        contents.kind = PDF
        pdf.read(data, quota, contents)
        _read_what_hangs_behind(data, quota, contents)
    elif data.startswith(OTHER_ARCHIVES):
        contents.kind = ARCHIVE
        raise Unreadable("压缩格式少见，程序打不开，请换成 zip")
    elif pictures.is_picture(data):
        contents.kind = ARCHIVE if data.startswith(_GZIP) else PICTURE
        pictures.read(data, quota, contents)
    elif data.startswith(RTF_MARK):
        rtf.read(data, quota, contents)
    elif data:
        if not other_parts.read_xml_file(data, quota, contents):
            plain_text.read(data, quota, contents)
        _read_what_hangs_behind(data, quota, contents)
    else:
        raise Unreadable("文件是空的")


def _read_package(data: bytes, quota: Quota, contents: Contents) -> None:
    package = ZipPackage(data, quota)
    package.add_leftovers(contents)
    roots = {name: package.root(name) for name in package.members}
    contents.kind = package_kind(roots)
    if contents.kind == OFD:
        ofd.read(package, contents)
    elif contents.kind == OPEN_DOCUMENT:
        odf.read(package, contents)
    elif contents.kind == ARCHIVE:
        _read_archive(package, contents)
        return
    else:
        parts = by_format(roots)
        word.read(package, parts["word"], contents)
        excel.read(package, parts["excel"], contents)
        office.read(package, parts[""], contents)
    other_parts.read(package, contents)


def _read_what_hangs_behind(data: bytes, quota: Quota, contents: Contents) -> None:
    """A file may be a PDF or a text for one program, an archive for another: read it as both."""
    if _ZIP_END not in data:
        return
    with contextlib.suppress(Unreadable, zipfile.BadZipFile, OSError, ValueError):
        _read_archive(ZipPackage(data, quota), contents)
        if data.rfind(_ZIP_END) + _ZIP_END_SIZE == len(data):  # else it is a file within the PDF
            contents.kind = f"{contents.kind}，又是压缩包"


def _read_archive(package: ZipPackage, contents: Contents) -> None:
    contents.add_part("文件名", "\n".join(package.members))
    for name in package.members:
        try:
            data = package.read(name)
            if is_clutter(name, data):
                contents.add_internal(pictures.words([data]))
            else:
                contents.inner.append(InnerFile(name, data))
        except Exception as error:
            contents.unread.append(f"里面的“{name}”：{_reason(error)}")


def answer(request: str) -> str:
    """The response to a request."""
    file = Path(json.loads(request))
    found = extract(file.name, file.read_bytes())
    return json.dumps([found.parts, found.hidden, found.unread, disguise(file.name, found.kind)])


if __name__ == "__main__":
    serve(answer, MAX_MEMORY)

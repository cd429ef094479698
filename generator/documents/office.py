"""Files of older office programs: .doc and .wps, .rtf, .odt, .ods, by what they are.

LibreOffice makes .docx of texts, where it is installed; else the words are read without it, and
`missing` says what that lacks. What it made is compared with the original, character by character.
"""

import io
import zipfile
from collections.abc import Sequence
from typing import NamedTuple

import olefile

from generator.check.attachments.contents import (
    BROKEN,
    ENCRYPTED,
    OLD_WORD,
    RTF,
    Exhausted,
    Quota,
    Unreadable,
)
from generator.check.attachments.signatures import OPEN_DOCUMENT
from generator.documents import (
    conversions,
    converted_text,
    libreoffice,
    old_text,
    open_workbook,
    stored_fields,
    word,
)
from generator.documents.document import Document
from generator.documents.libreoffice import Conversion, Source
from generator.documents.old_text import OldText
from generator.documents.stated_numbers import with_stated

UNKNOWN = "不是程序认得的旧格式。请用 Word 或 WPS 打开，另存为 .docx，再导入"
_KINDS = {"doc": OLD_WORD, "rtf": RTF, "odt": OPEN_DOCUMENT}
_MOST_OF_MIMETYPE = 100
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "ods",
}
ALONE = 20.0  # seconds for LibreOffice; who reads strangers' files gives half a minute for each
_SAVE_AS = "用 Word 或 WPS 另存为 .docx"


class OldFile(NamedTuple):
    """A file by its name, and its bytes."""

    name: str
    data: bytes


def ending(data: bytes) -> str:
    """What the file is by its content: doc (.wps too), rtf, odt, ods; empty for all else."""
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    try:
        if data.startswith(olefile.MAGIC):
            with olefile.OleFileIO(io.BytesIO(data)) as compound:
                return "doc" if compound.exists("WordDocument") else ""
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("mimetype") as file:
                return _MIMETYPES.get(file.read(_MOST_OF_MIMETYPE).strip(), "")
    except Exception:  # whatever it is, it is none of these
        return ""
    return ""


def source(data: bytes) -> Source | None:
    """The file as LibreOffice is to have it; none where it is not asked.

    For a batch: `libreoffice.convert` takes many at once, `read` then takes what came of each.
    """
    found = ending(data)
    if found not in _KINDS:
        return None
    try:
        return Source(found, stored_fields.settled(found, data))
    except Exhausted:
        return None


def read(data: bytes, name: str, quota: Quota, conversion: Conversion | None = None) -> Document:
    """The document; without a `conversion`, LibreOffice is asked for one where it is needed.

    Raises Unreadable where the file is none of these, is broken, or has a password.
    """
    found = ending(data)
    if found == "ods":
        return open_workbook.read(data, name, quota)
    if found not in _KINDS:
        raise Unreadable(UNKNOWN)
    original = _original(found, data, quota)
    if conversion is None and conversions.prepared:
        conversion = conversions.prepared.get(data)
    if conversion is None:
        made = Source(found, stored_fields.settled(found, data))
        conversion = libreoffice.convert([made], ALONE)[0]
    if conversion.data:
        return _converted(_KINDS[found], conversion.data, name, original, quota)
    if not original:
        raise Unreadable(f"{BROKEN}；如果是 Word 97 以前的格式，请{_SAVE_AS}再导入")
    return Document(
        name, _KINDS[found], original.blocks, original.asides, tuple(_lacks(conversion, original))
    )


def read_all(files: Sequence[OldFile]) -> list[Document | Unreadable]:
    """The documents of many files, in their order; all conversions are done in one go."""
    sources = {number: has for number, one in enumerate(files) if (has := source(one.data))}
    made = dict(zip(sources, libreoffice.convert([*sources.values()]), strict=True))
    found: list[Document | Unreadable] = []
    for number, one in enumerate(files):
        try:
            found.append(read(one.data, one.name, Quota(), made.get(number)))
        except Unreadable as error:
            found.append(error)
    return found


def _original(found: str, data: bytes, quota: Quota) -> OldText | None:
    """What it says by itself; none where only LibreOffice may still read it."""
    try:
        original = old_text.read(found, data, quota)
    except (Exhausted, RecursionError):
        raise
    except Exception as error:
        if str(error) == ENCRYPTED:
            raise
        return None
    is_older = found == "doc" and not original.lines  # than Word 97
    return None if is_older else original


def _converted(
    kind: str, data: bytes, name: str, original: OldText | None, quota: Quota
) -> Document:
    document = word.read(data, name, quota)
    missing = list(document.missing)
    if original is None:
        missing.append(
            "原文件是很早的格式，或者有损坏，转换出来的文字没法和它比对。请对照原文件看一遍。"
        )
    elif told := converted_text.difference(original.lines, data, quota):
        missing.append(
            f"LibreOffice 转换以后，文字和原文件不一样：{told}。"
            f"请对照原文件核对，或{_SAVE_AS}再导入。"
        )
    blocks = with_stated(document.blocks, original.lines if original else ())
    return Document(name, kind, blocks, document.asides, tuple(missing))


def _lacks(conversion: Conversion, original: OldText) -> list[str]:
    """What is missing without LibreOffice, and how to mend it."""
    lost = "自动编号读不出来" if original.has_tables else "自动编号和表格读不出来，只有文字"
    if original.has_deleted:
        lost += "；修订中删去的文字、隐藏的文字也分不出来，都算在正文里"
    if conversion.problem == libreoffice.MISSING:
        return [
            f"{libreoffice.MISSING}，{lost}。"
            f"请装上 LibreOffice（免费，https://zh-cn.libreoffice.org）再导入，或{_SAVE_AS}再导入。"
        ]
    return [f"{conversion.problem}，{lost}。请{_SAVE_AS}再导入。"]

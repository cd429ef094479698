"""What a file is by its first bytes, and a package by the first elements of its parts."""

from collections.abc import Mapping
from pathlib import PurePath

from generator.check.attachments.contents import (
    ARCHIVE,
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
)

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OTHER_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\0", b"BZh91AY")
OTHER_OFFICE, OPEN_DOCUMENT = "别的办公文件", "OpenDocument 文件"
RTF_MARK = b"{\\rtf"
_PDF_MARK, _PDF_HEADER = b"%PDF-", 1024  # bytes in which its mark may stand
_OF_A_MAC = (b"\0\x05\x16\x07", b"\0\0\0\x01Bud1")  # notes on files and folders
_COMPOUND = b"\xd0\xcf\x11\xe0"

# What a file may be by its ending. Programs write web pages and RTF under the names of old Office.
_OLD_WORD = {OLD_WORD, WORD, RTF, WEB_PAGE, TEXT}
_OLD_EXCEL = {OLD_EXCEL, EXCEL, WEB_PAGE, TEXT}
_EXPECTED = {
    ".pdf": {PDF}, ".ofd": {OFD}, ".docx": {WORD}, ".xlsx": {EXCEL}, ".zip": {ARCHIVE},
    ".doc": _OLD_WORD, ".wps": _OLD_WORD, ".xls": _OLD_EXCEL, ".et": _OLD_EXCEL,
    ".txt": {TEXT}, ".csv": {TEXT},
    ".jpg": {PICTURE}, ".jpeg": {PICTURE}, ".png": {PICTURE},
}  # fmt: skip


def is_pdf(data: bytes) -> bool:
    """Whether it begins as a PDF does."""
    return _PDF_MARK in data[:_PDF_HEADER]


def is_clutter(name: str, data: bytes) -> bool:
    """Whether it is what a file manager leaves in folders, by what it is rather than its name."""
    is_small_pictures = name.lower().endswith("thumbs.db") and data.startswith(_COMPOUND)
    return is_small_pictures or data.startswith(_OF_A_MAC)


def by_format(roots: Mapping[str, tuple[str, str]]) -> Mapping[str, Mapping[str, str]]:
    """The parts of an office file, by whose they are (word, excel, others): their first elements.

    `roots` has the namespace and the name of the first element of each part.
    """
    found: dict[str, dict[str, str]] = {"word": {}, "excel": {}, "": {}}
    for name, (namespace, root) in roots.items():
        found[_format(namespace or name)][name] = root
    return found


def package_kind(roots: Mapping[str, tuple[str, str]]) -> str:
    """What a ZIP file is."""
    if "OFD.xml" in roots:
        return OFD
    if "[Content_Types].xml" in roots or any("openxmlformats" in ns for ns, _ in roots.values()):
        parts = by_format(roots)
        kinds = (WORD, "document", "word"), (EXCEL, "workbook", "excel")
        return next((kind for kind, root, of in kinds if root in parts[of].values()), OTHER_OFFICE)
    return OPEN_DOCUMENT if "mimetype" in roots else ARCHIVE


def _format(namespace: str) -> str:
    """Whose part it is, by its namespace, or by its folder where it has none."""
    if "wordprocessingml" in namespace or namespace.startswith("word/"):
        return "word"
    return "excel" if "spreadsheet" in namespace or namespace.startswith("xl/") else ""


def disguise(name: str, kind: str) -> str:
    """What the file is, where it is not what its ending says; empty where it is."""
    expected = _EXPECTED.get(PurePath(name).suffix.lower())
    return kind if expected and kind not in {"", *expected} else ""

"""The original of an imported report as its attachment: its bytes, its name, or why it is none."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.check.report_checks import ATTACHMENT_TYPES
from generator.documents.document import Document
from generator.intake.cleaned_copy import cleaned
from generator.model.file_names import name_complaint

_UTF_8_NAMES = 0x800  # the flag of a zip's entry
_MAX_BYTES = 100_000_000


class Original(NamedTuple):
    """A file to put beside a draft; `data` is None where it is not put, `note` says why.

    Of a cleaned one `note` says what was taken out.
    """

    name: str
    data: bytes | None
    note: str = ""


def originals(file: Path, documents: list[Document], *, clean: bool) -> list[Original]:
    """The originals of a report that was read from the file: of an archive those within it."""
    if zipfile.is_zipfile(file) and file.suffix.lower() == ".zip":
        return [_original(name, data, clean=clean) for name, data in _members(file, documents)]
    if file.stat().st_size > _MAX_BYTES:
        return [Original(file.name, None, "太大，没有放作附件")]
    return [_original(file.name, file.read_bytes(), clean=clean)]


def _original(name: str, data: bytes, *, clean: bool) -> Original:
    ending = Path(name).suffix.lower()
    if ending not in ATTACHMENT_TYPES:
        what = f"{ending} 文件" if ending else "没有扩展名的文件"
        return Original(name, None, f"{what}不能作附件公开，没有放；另存为 PDF、Word 后再放")
    if not clean:
        return Original(_usable(name), data)
    made, note = cleaned(data)
    return Original(_usable(name), made, note)


def _usable(name: str) -> str:
    """The name, or one like it that every system takes."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name).lstrip(".")
    if name_complaint(name):
        name = f"original{Path(name).suffix.lower()}"
    return name


def _members(file: Path, documents: list[Document]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of the entries of an archive that the documents were read from."""
    wanted = {re.split(r"[/\\]", one.name)[-1] for one in documents}
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            name = re.split(r"[/\\]", _entry_name(entry))[-1]
            if name in wanted and entry.file_size <= _MAX_BYTES and not entry.flag_bits & 1:
                yield name, archive.read(entry)


def _entry_name(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _UTF_8_NAMES:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename

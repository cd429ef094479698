"""Word and Excel 97–2003 files (.doc, .xls, .wps, .et): compound files of streams."""

import io
import re
import struct
from collections.abc import Iterable, Iterator, Sequence

import olefile
import xlrd
from xlrd.book import Book
from xlrd.sheet import Cell, Sheet

from generator.check.attachments.contents import (
    BROKEN,
    ENCRYPTED,
    MAX_MEMBERS,
    OLD_EXCEL,
    OLD_WORD,
    Contents,
    Hidden,
    InnerFile,
    Quota,
    Unreadable,
)
from generator.check.attachments.excel import (
    Row,
    add_sheet,
    as_formatted,
    margin_as_shown,
    number_as_shown,
)

MAGIC = olefile.MAGIC
_PROPERTIES = {
    "author": Hidden.AUTHOR,
    "last_saved_by": Hidden.LAST_EDITOR,
    "company": Hidden.COMPANY,
    "manager": Hidden.MANAGER,
    **dict.fromkeys(("title", "subject", "keywords", "comments", "category"), Hidden.PROPERTY),
}
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]|[\x00-\x5e]\xff){6,}")
_NARROW = re.compile(rb"[\x20-\x7e\x81-\xfe]{6,}")
_SENSITIVE = re.compile(r"\d(?:[^\w\t\n]{0,3}\d){6,}|密|password|pwd|\w{3,}@\w+\.\w", re.IGNORECASE)

_MACROS = {"VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "MACROS"}
_DOCUMENTS = (
    b"PK\x03\x04", b"%PDF-", olefile.MAGIC, b"{\\rtf", b"MIME-Version:", b"<html", b"<?xml",
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b\x08", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07",
    b"\xfd7zXZ\0", b"BZh91AY",
)  # fmt: skip
_PACKAGE = "\x01Ole10Native"
# Its size, kind, name, path; then the size of the path that it had for a while.
_PACKAGED = re.compile(rb".{4}\x02\0([^\0]*)\0[^\0]*\0\0\0\x03\0(?=(.{4}))", re.DOTALL)
_BOOKS, _LETTER = {"Workbook", "Book"}, "WordDocument"
HEADER, FOOTER = 0x14, 0x15  # records of Excel
_MARGIN_HEAD = 3  # bytes before their text: its length, and whether its letters have two bytes
_OWN_STREAMS = {
    "WordDocument", "Workbook", "Book", "1Table", "0Table", "Data",
    "\x05SummaryInformation", "\x05DocumentSummaryInformation",
}  # fmt: skip
_HEAD = 1024  # bytes before an embedded file: its name and size
_WORD_97 = 0xC1
_FLAGS, _LENGTHS, _PIECES = 0x0A, 0x4C, 0x01A2  # places in the header
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_PLACES = ("正文", "脚注", "页眉页脚", "", "批注", "尾注", "文本框", "页眉的文本框")
# Marks of paragraphs, cells, fields and drawings.
_CONTROL_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("\r\x0b\x0c\x0e", "\n"),
        "\x07": "\t",
        "\x1e": "-",
        **dict.fromkeys("\x01\x02\x03\x04\x05\x08\x1f\0"),
        **dict.fromkeys("\x13\x14\x15", " "),
    }
)


def read(data: bytes, quota: Quota, contents: Contents) -> None:
    """Add the texts of a compound file."""
    quota.count("bytes", len(data))
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        _add_properties(compound, contents)
        paths = compound.listdir()[:MAX_MEMBERS]
        top = {path[0] for path in paths if len(path) == 1}
        if "EncryptedPackage" in top:
            raise Unreadable(ENCRYPTED)
        contents.kind = OLD_WORD if _LETTER in top else OLD_EXCEL if _BOOKS & top else "复合文件"
        for *folder, name in paths:
            found = Contents() if folder else contents
            try:
                if name == _LETTER:
                    _add_word(compound, folder, found)
                elif name in _BOOKS:
                    _add_excel(compound.openstream([*folder, name]).read(), quota, found)
            except Exception as error:
                if not folder:
                    raise
                found.unread.append(str(error) if isinstance(error, Unreadable) else BROKEN)
            if folder:
                contents.add_inner("/".join(folder), found, embedded=True)
        _add_streams(compound, paths, quota, contents)


def _add_properties(compound: olefile.OleFileIO, contents: Contents) -> None:
    try:
        about = compound.get_metadata()
    except Exception:  # properties that are broken hide no text
        return
    for name, what in _PROPERTIES.items():
        value = getattr(about, name)
        if isinstance(value, bytes):
            encoding = "utf-8" if about.codepage in (65001, -535) else "gb18030"
            value = value.decode(encoding, errors="replace")
        if isinstance(value, str):
            contents.add_hidden(what, value.strip("\0 "))


def _add_word(compound: olefile.OleFileIO, folder: list[str], contents: Contents) -> None:
    """Add body, notes, headers, comments and text boxes."""
    for place, text in word_stories(compound, folder):
        add = contents.add_hidden if place == "批注" else contents.add_part
        add(place, text.translate(_CONTROL_CHARACTERS))


def word_stories(compound: olefile.OleFileIO, folder: list[str]) -> Iterator[tuple[str, str]]:
    """Body, notes, headers, comments and text boxes as they are stored ([MS-DOC]), with all marks.

    None of a file older than Word 97. Raises Unreadable where it is broken or has a password.
    """
    stream = compound.openstream([*folder, _LETTER]).read()
    if len(stream) < _PIECES + 8:
        raise Unreadable(BROKEN)
    (version,) = struct.unpack_from("<H", stream, 2)
    (flags,) = struct.unpack_from("<H", stream, _FLAGS)
    if flags & _ENCRYPTED:
        raise Unreadable(ENCRYPTED)
    if version < _WORD_97:
        return  # the strings of the stream are all that there is to be had
    table = compound.openstream([*folder, "1Table" if flags & _SECOND_TABLE else "0Table"]).read()
    text = "".join(_pieces(stream, table))
    start = 0
    for place, length in zip(_PLACES, struct.unpack_from("<8i", stream, _LENGTHS), strict=True):
        end = start + max(length, 0)
        if place:
            yield place, text[start:end]
        start = end


def _pieces(stream: bytes, table: bytes) -> Iterator[str]:
    """The text, by the table of pieces, which comes behind what changed in their looks."""
    place, size = struct.unpack_from("<II", stream, _PIECES)
    end = min(place + size, len(table))
    while place + 5 <= end and table[place] == 1:
        place += 3 + struct.unpack_from("<H", table, place + 1)[0]
    if place + 5 > end or table[place] != 2:
        raise Unreadable(BROKEN)
    (size,) = struct.unpack_from("<I", table, place + 1)
    first, count = place + 5, (min(size, end - place - 5) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", table, first)
    for number in range(count):
        (where,) = struct.unpack_from("<I", table, first + 4 * (count + 1) + 8 * number + 2)
        offset, length = where & 0x3FFFFFFF, starts[number + 1] - starts[number]
        if length <= 0:
            continue
        if where & 0x40000000:
            yield stream[offset // 2 : offset // 2 + length].decode("cp1252", errors="replace")
        else:
            yield stream[offset : offset + 2 * length].decode("utf-16-le", errors="replace")


def opened_book(data: bytes) -> Book:
    """An Excel 97 file, or its stream, with how its cells look; raises Unreadable."""
    try:
        return xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except Exception as error:
        raise Unreadable(ENCRYPTED if "encrypted" in str(error) else BROKEN) from error


def _add_excel(data: bytes, quota: Quota, contents: Contents) -> None:
    book = opened_book(data)
    formats = [
        about.format_str if (about := book.format_map.get(style.format_key)) else ""
        for style in book.xf_list
    ]
    for sheet in book.sheets():
        rows = _rows(sheet, formats, quota)
        add_sheet(contents, sheet.name, rows, hidden=bool(sheet.visibility))
        for note in sheet.cell_note_map.values():
            contents.add_hidden(f"批注（{note.author}）" if note.author else "批注", note.text)
    _add_margins(data, contents)
    contents.add_hidden(
        Hidden.INTERNAL,
        "\n".join(str(name.result.value) for name in book.name_obj_list if name.result),
    )


def _add_margins(stream: bytes, contents: Contents) -> None:
    """Add headers and footers, which the reader of cells passes over."""
    for kind, data in records(stream):
        if kind in (HEADER, FOOTER) and len(data) > _MARGIN_HEAD:
            contents.add_part("页眉页脚", "\n".join(margin(data)))


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and data of each record of an Excel 97 stream."""
    place = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def margin(data: bytes) -> Iterable[str]:
    """The ways to read the record of a header or footer."""
    is_wide = data[_MARGIN_HEAD - 1] & 1 if len(data) >= _MARGIN_HEAD else 0
    text = data[_MARGIN_HEAD:].decode("utf-16-le" if is_wide else "latin-1", errors="replace")
    return margin_as_shown(text)


def _rows(sheet: Sheet, formats: Sequence[str], quota: Quota) -> Iterator[Row]:
    columns = {number for number, about in sheet.colinfo_map.items() if about.hidden}
    for number in range(sheet.nrows):
        about = sheet.rowinfo_map.get(number)
        cells = [
            (column in columns, text)
            for column, cell in enumerate(sheet.row(number))
            if (text := _cell_text(cell, formats))
        ]
        quota.count("characters", sum(len(text) for _, text in cells))
        yield Row(number + 1, bool(about and about.hidden), cells)


def _cell_text(cell: Cell, formats: Sequence[str]) -> str:
    number = cell.ctype == xlrd.XL_CELL_NUMBER
    text = number_as_shown(repr(cell.value)) if number else str(cell.value)
    style = cell.xf_index
    return as_formatted(text, formats[style]) if text and style is not None else text


def _add_streams(
    compound: olefile.OleFileIO, paths: list[list[str]], quota: Quota, contents: Contents
) -> None:
    """What is embedded, and text that the file's own tables do not lead to; macros are named."""
    if any(_MACROS & {part.upper() for part in path} for path in paths):
        contents.unread.append("里面有宏，程序读不了")
    for path in paths:
        stream = compound.openstream(path).read()
        quota.count("bytes", len(stream))
        if path[-1] == _PACKAGE and (inner := _packaged(stream)):
            contents.inner.append(inner)
        elif path[-1] in _OWN_STREAMS:
            _add_leftovers(stream, contents)
        else:
            add_stream(path[-1].strip("\x01\x03"), stream, contents)


def _packaged(stream: bytes) -> InnerFile | None:
    """The file in a package; none where it is not made as Windows makes it."""
    found = _PACKAGED.match(stream)
    if not found:
        return None
    start = found.end() + 4 + int.from_bytes(found[2], "little")
    size = int.from_bytes(stream[start : start + 4], "little")
    data = stream[start + 4 : start + 4 + size]
    if not data or len(data) < size:
        return None
    return InnerFile(found[1].decode("gb18030", errors="replace"), data, embedded=True)


def add_stream(name: str, stream: bytes, contents: Contents) -> None:
    """Add the file that is embedded in a stream, and text of any other kind."""
    start = min((at for at in map(stream.find, _DOCUMENTS) if at >= 0), default=-1)
    if 0 <= start < _HEAD:
        contents.inner.append(InnerFile(name, stream[start:], embedded=True))
    _add_leftovers(stream, contents)


def _add_leftovers(stream: bytes, contents: Contents) -> None:
    """Text that the file's own tables do not lead to: what was saved before, drawings."""
    known = "\n".join(text for _, text in (*contents.parts, *contents.hidden))
    known_words = set(_SENSITIVE.findall(known))
    found = dict.fromkeys(
        one
        for one in _strings(stream)
        if any(words not in known_words and words not in known for words in _SENSITIVE.findall(one))
    )
    contents.add_hidden(Hidden.INTERNAL, "\n".join(found))


def _strings(stream: bytes) -> Iterator[str]:
    for first in (0, 1):  # letters of two bytes may begin at any of them
        for found in _WIDE.finditer(stream, first):
            yield from re.split(r"[\r\n\x07]+", found[0].decode("utf-16-le", errors="replace"))
    for found in _NARROW.finditer(stream):
        yield found[0].decode("gb18030", errors="replace")

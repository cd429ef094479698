"""The text of a Word 97–2003 file ([MS-DOC]), from its table of pieces."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

import olefile

from generator.check.attachments.contents import BROKEN, ENCRYPTED, Contents, Unreadable

_WORD_97 = 0xC1
_FLAGS, _LENGTHS, _PIECES = 0x0A, 0x4C, 0x01A2  # places in the header
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_PLACES = ("正文", "脚注", "页眉页脚", "", "批注", "尾注", "文本框", "页眉的文本框")
_HIDDEN = {"批注"}
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


class _Piece(NamedTuple):
    """Where some of the text stands in the stream."""

    length: int
    offset: int
    wide: bool


def read(compound: olefile.OleFileIO, contents: Contents) -> None:
    """Add body, notes, headers, comments and text boxes; raises Unreadable."""
    stream = compound.openstream("WordDocument").read()
    if len(stream) < _PIECES + 8:
        raise Unreadable(BROKEN)
    (version,) = struct.unpack_from("<H", stream, 2)
    (flags,) = struct.unpack_from("<H", stream, _FLAGS)
    if flags & _ENCRYPTED:
        raise Unreadable(ENCRYPTED)
    if version < _WORD_97:
        return  # the strings of the stream are all that there is to be had
    table = compound.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
    text = "".join(_text(stream, piece) for piece in _pieces(stream, table))
    for place, part in _by_place(stream, text):
        add = contents.add_hidden if place in _HIDDEN else contents.add_part
        add(place, part.translate(_CONTROL_CHARACTERS))


def _by_place(stream: bytes, text: str) -> Iterator[tuple[str, str]]:
    start = 0
    for place, length in zip(_PLACES, struct.unpack_from("<8i", stream, _LENGTHS), strict=True):
        if length > 0 and place:
            yield place, text[start : start + length]
        start += max(length, 0)


def _pieces(stream: bytes, table: bytes) -> Iterator[_Piece]:
    """The table of pieces, which comes behind what changed in their looks."""
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
        narrow, offset = bool(where & 0x40000000), where & 0x3FFFFFFF
        length = starts[number + 1] - starts[number]
        if length > 0:
            yield _Piece(length, offset // 2 if narrow else offset, not narrow)


def _text(stream: bytes, piece: _Piece) -> str:
    size = piece.length * 2 if piece.wide else piece.length
    data = stream[piece.offset : piece.offset + size]
    return data.decode("utf-16-le" if piece.wide else "cp1252", errors="replace")

"""Windows metafiles (EMF, WMF): the text that they draw, put together from its pieces."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

_PLACEABLE, _PLACEABLE_SIZE, _WMF_HEAD = b"\xd7\xcd\xc6\x9a", 22, 18
_EMF_TEXT, _EMF_TEXTS, _EMF_SMALL_TEXT = {83: 1, 84: 2}, {96: 1, 97: 2}, 108  # bytes of a letter
_EMF_COMMENT, _PLUS_TEXT, _PLUS_DRIVER_TEXT = 70, 0x401C, 0x4036
_WMF_TEXT, _WMF_TEXT_IN_BOX = 0x0521, 0x0A32
_GLYPHS, _NO_BOX, _SMALL, _IN_BOX = 0x10, 0x100, 0x200, 0x06  # options of a text
_LETTERS = 0x1  # of a driver's text: no glyphs
_FEW = 6  # glyphs that may be signs before lines


class Piece(NamedTuple):
    """A text as one record draws it; glyphs are numbers in a font, from which no letters follow."""

    x: int
    y: int
    text: str
    glyphs: int = 0


def text_of(data: bytes) -> tuple[str, bool]:
    """The text of a metafile in lines, and whether all of it says which letters it is."""
    is_emf = data[40:44] == b" EMF"
    lines, glyphs, last = [""], 0, Piece(0, 0, "")
    try:
        for piece in _emf(data) if is_emf else _wmf(data):
            glyphs += piece.glyphs
            if piece.y != last.y:
                lines.append("")
            elif lines[-1] and max(len(piece.text), len(last.text)) > 1:
                lines[-1] += "\t"
            lines[-1] += piece.text
            last = piece
    except (struct.error, ValueError, OverflowError):  # cut off, or no numbers
        pass
    return "\n".join(lines), glyphs < _FEW


def _emf(data: bytes) -> Iterator[Piece]:
    place = 0
    while place + 8 <= len(data):
        kind, size = struct.unpack_from("<II", data, place)
        record = data[place : place + size]
        if width := _EMF_TEXT.get(kind):
            yield _emf_piece(record, 36, width)
        elif width := _EMF_TEXTS.get(kind):
            (count,) = struct.unpack_from("<I", record, 32)
            for number in range(min(count, size // 40)):
                yield _emf_piece(record, 36 + 40 * number, width)
        elif kind == _EMF_SMALL_TEXT:
            x, y, count, options = struct.unpack_from("<iiII", record, 8)
            start = 36 if options & _NO_BOX else 52
            encoding = _encoding(options, 1 if options & _SMALL else 2)
            yield _piece((x, y), record[start:], count, encoding)
        elif kind == _EMF_COMMENT and record[12:16] == b"EMF+":
            yield from _emf_plus(record[16:])
        place += max(size, 8)


def _emf_plus(data: bytes) -> Iterator[Piece]:
    """The text of newer records, which stand in comments of the older."""
    place = 0
    while place + 12 <= len(data):
        kind, _, size = struct.unpack_from("<HHI", data, place)
        record = data[place + 12 : place + size]
        if kind == _PLUS_TEXT:
            count, x, y = struct.unpack_from("<Iff", record, 8)
            yield _piece((int(x), int(y)), record[28:], count, "utf-16-le")
        elif kind == _PLUS_DRIVER_TEXT:
            options, _, count = struct.unpack_from("<III", record, 4)
            (y,) = struct.unpack_from("<f", record, 16 + 2 * count + 4)
            encoding = "utf-16-le" if options & _LETTERS else ""
            yield _piece((0, int(y)), record[16:], count, encoding)
        place += max(size, 12)


def _emf_piece(record: bytes, place: int, width: int) -> Piece:
    x, y, count, start, options = struct.unpack_from("<iiIII", record, place)
    return _piece((x, y), record[start:], count, _encoding(options, width))


def _wmf(data: bytes) -> Iterator[Piece]:
    place = _WMF_HEAD + (_PLACEABLE_SIZE if data.startswith(_PLACEABLE) else 0)
    while place + 6 <= len(data):
        words, kind = struct.unpack_from("<IH", data, place)
        record = data[place + 6 : place + 2 * words]
        if kind == _WMF_TEXT:
            (count,) = struct.unpack_from("<H", record)
            y, x = struct.unpack_from("<hh", record, 2 + count + count % 2)
            yield _piece((x, y), record[2:], count, _encoding(0, 1))
        elif kind == _WMF_TEXT_IN_BOX:
            y, x, count, options = struct.unpack_from("<hhHH", record)
            start = 16 if options & _IN_BOX else 8
            yield _piece((x, y), record[start:], count, _encoding(options, 1))
        place += max(2 * words, 6)


def _encoding(options: int, width: int) -> str:
    """How letters of so many bytes are written; empty where they are glyphs."""
    return "" if options & _GLYPHS else {1: "gb18030", 2: "utf-16-le"}[width]


def _piece(place: tuple[int, int], data: bytes, count: int, encoding: str) -> Piece:
    if not encoding:
        return Piece(*place, "", count)
    width = 2 if encoding == "utf-16-le" else 1
    return Piece(*place, data[: width * count].decode(encoding, errors="replace"))

"""Compound files and what stands in them, as Office 97 wrote them, made by hand."""

import struct
from collections.abc import Mapping, Sequence

_SECTOR, _MANY, _END, _FREE, _TABLE = 512, 4096, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of streams by their paths; each is filled up to the size of a large one."""
    sectors: list[bytes] = []
    table: list[int] = []

    def add(data: bytes) -> int:
        first = len(sectors)
        for start in range(0, len(data), _SECTOR):
            sectors.append(data[start : start + _SECTOR].ljust(_SECTOR, b"\0"))
            table.append(len(table) + 1)
        table[-1] = _END
        return first

    paths = dict.fromkeys(
        "/".join(one.split("/")[:depth]) for one in streams for depth in range(1, 9)
    )
    entries = ["", *paths]
    rows = []
    for number, path in enumerate(entries):
        kind = _STREAM if path in streams else _STORAGE if path else _ROOT
        data = streams.get(path, b"").ljust(_MANY, b"\0")
        place = (add(data), len(data)) if kind == _STREAM else (0 if path else _END, 0)
        parent = path.rpartition("/")[0]
        inner = [at for at, one in enumerate(entries) if at and one.rpartition("/")[0] == path]
        beside = [
            at
            for at, one in enumerate(entries)
            if at > number and path and one.rpartition("/")[0] == parent
        ]
        name = (path.rpartition("/")[2] or "Root Entry") + "\0"
        rows.append(
            name.encode("utf-16-le").ljust(64, b"\0")
            + struct.pack("<HBB", 2 * len(name), kind, 1)
            + struct.pack("<3I", _FREE, (beside or [_FREE])[0], (inner or [_FREE])[0])
            + bytes(36)
            + struct.pack("<IQ", *place)
        )
    rows += [bytes(64) + struct.pack("<HBB3I", 0, 0, 0, *[_FREE] * 3) + bytes(48)] * (
        -len(rows) % 4
    )
    directory = add(b"".join(rows))
    sectors.append(struct.pack("<128I", *table, _TABLE, *[_FREE] * (127 - len(table))))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<9I", 0, 1, directory, 0, _MANY, _END, 0, _END, 0)
    return head + struct.pack("<109I", len(table), *[_FREE] * 108) + b"".join(sectors)


def package(name: str, data: bytes) -> bytes:
    """A compound file with a file in it, as Word embeds one of a kind that it does not know."""
    written = name.encode("gbk") + b"\0"
    body = b"\x02\0" + 2 * written + b"\0\0\x03\0" + struct.pack("<I", len(written)) + written
    body += struct.pack("<I", len(data)) + data
    return compound({"\x01Ole10Native": struct.pack("<I", len(body)) + body})


def old_book(
    numbers: Sequence[float] = (1,), code: str = "General", header: str = "", footer: str = ""
) -> bytes:
    """The stream of an Excel 97 file of one sheet: numbers in a column, a format, margins."""
    styles = _record(0x41E, struct.pack("<H", 200) + _text(code))
    styles += _record(0xE0, struct.pack("<HH", 0, 200).ljust(20, b"\0"))
    cells = b"".join(
        _record(0x203, struct.pack("<HHHd", row, 0, 0, value)) for row, value in enumerate(numbers)
    )
    margins = b"".join(
        _record(kind, _text(text)) for kind, text in ((0x14, header), (0x15, footer)) if text
    )
    sheet = _record(0x809, struct.pack("<HH", 0x600, 0x10).ljust(16, b"\0"))
    sheet += margins + cells + _record(0x0A)
    name = b"\x01\0A"  # of the sheet
    start = 4 + 16 + len(styles) + 4 + 6 + len(name) + 4
    book = _record(0x809, struct.pack("<HH", 0x600, 5).ljust(16, b"\0")) + styles
    return book + _record(0x85, struct.pack("<IH", start, 0) + name) + _record(0x0A) + sheet


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")

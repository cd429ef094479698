"""A font of one glyph: an empty box for every character that no other font has.

It stands last in the template's lists of fonts. So a character without a glyph (an emoji, a rare
name, a bullet of a word processor) is seen to be there, and is copied and searched as what it is.
The standards for archives and for screen readers forbid characters without a glyph. The tables are
those that OpenType requires, and nothing else.
"""

import itertools
import struct
from collections.abc import Sequence

NAME = "Jixiao Boxes"
_EM, _ASCENT, _DESCENT = 1000, 880, -120
_EDGES = (100, -80, 900, 840)  # left, bottom, right, top
_STROKE = 60
_BOX = 1  # number of the glyph; 0 is for characters that are not in the font, and stays empty
_MAGIC = 0x5F0F3CF5  # by which a head table is known
_REGULAR = 400
_CHARACTERS = ((0x20, 0xD7FF), (0xE000, 0x10FFFF))  # all but controls and surrogates


def font() -> bytes:
    """The font file, the same bytes each time."""
    glyph = _glyph()
    tables = {
        b"OS/2": _metrics(),
        b"cmap": _character_map(),
        b"glyf": glyph,
        b"head": struct.pack(
            ">4I2H2q4h2H3h", 0x10000, 0x10000, 0, _MAGIC, 3, _EM, 0, 0, *_EDGES, 0, 8, 2, 0, 0
        ),
        b"hhea": struct.pack(
            ">I3hH11hH", 0x10000, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EDGES[2], 1, *[0] * 7, 2
        ),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, _EDGES[0]),
        b"loca": struct.pack(">3H", 0, 0, len(glyph) // 2),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 8, 2, 0, 0, 1, *[0] * 8),
        b"name": _names(),
        b"post": struct.pack(">IIhh5I", 0x30000, 0, -100, 50, *[0] * 5),
    }
    return _file(tables)


def _file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    directory = struct.pack(">I4H", 0x10000, count, 128, 3, 16 * count - 128)
    body = b""
    for tag, table in sorted(tables.items()):
        padded = _padded(table)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        place = 12 + 16 * count + len(body)
        directory += struct.pack(">4s3I", tag, checksum, place, len(table))
        body += padded
    return directory + body


def _padded(table: bytes) -> bytes:
    return table + bytes(-len(table) % 4)


def _glyph() -> bytes:
    left, bottom, right, top = _EDGES
    in_left, in_bottom = left + _STROKE, bottom + _STROKE
    in_right, in_top = right - _STROKE, top - _STROKE
    # Two outlines of four points; the inner one runs the other way round: a hole.
    across = (left, left, right, right, in_left, in_right, in_right, in_left)
    up = (bottom, top, top, bottom, in_bottom, in_bottom, in_top, in_top)
    head = struct.pack(">5h", 2, *_EDGES) + struct.pack(">3H", 3, 7, 0)
    return _padded(head + bytes([1] * 8) + _deltas(across) + _deltas(up))


def _deltas(places: Sequence[int]) -> bytes:
    deltas = (end - start for start, end in itertools.pairwise((0, *places)))
    return struct.pack(f">{len(places)}h", *deltas)


def _character_map() -> bytes:
    """A cmap of format 13: many characters, one glyph."""
    groups = b"".join(struct.pack(">3I", first, last, _BOX) for first, last in _CHARACTERS)
    table = struct.pack(">2H3I", 13, 0, 16 + len(groups), 0, len(_CHARACTERS)) + groups
    return struct.pack(">4HI", 0, 1, 3, 10, 12) + table


def _names() -> bytes:
    names = {1: NAME, 2: "Regular", 4: NAME, 6: NAME.replace(" ", "")}
    records, texts = b"", b""
    for number, name in names.items():
        text = name.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(text), len(texts))
        texts += text
    return struct.pack(">3H", 0, len(names), 6 + len(records)) + records + texts


def _metrics() -> bytes:
    return (
        struct.pack(">Hh3H11h", 4, _EM, _REGULAR, 5, 0, *[0] * 11)
        + bytes(26)  # no class, no claims on scripts
        + b"    "
        + struct.pack(">3H3h2H", 64, 32, 0xFFFF, _ASCENT, _DESCENT, 0, _ASCENT, -_DESCENT)
        + bytes(8)
        + struct.pack(">2h3H", 500, 700, 0, 32, 1)
    )

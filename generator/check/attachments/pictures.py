"""Pictures: what is written in their properties, and whether anything hangs behind them."""

import re
import zlib
from collections.abc import Iterator

from generator.check.attachments.contents import Contents, Hidden, Quota, Unreadable

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_OTHERS = (
    b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00",
    b"\x02\x00\x09\x00",
)  # fmt: skip
_COLOURS = (b"ICC_PROFILE", b"Adobe")  # what colours mean
_EMF = b" EMF"
_GZIP = b"\x1f\x8b"  # of EMZ and WMZ
_BEHIND = "图片后面还藏着别的内容"
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]|[\x00-\x5e]\xff){4,}")
_NARROW = re.compile(rb"[\x20-\x7e\x81-\xfe]{6,}")
_WORDY = re.compile(r"\d{7}|[\u4e00-\u9fff]{4}|[\w.]+@[\w.]+")
_SMALL = 64  # bytes behind the end, as some cameras and programs leave them


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin as those of a picture do."""
    riff = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    emf = data.startswith(b"\x01\0\0\0") and data[40:44] == _EMF
    return riff or emf or data.startswith((_JPEG, _PNG, *_OTHERS))


def read(data: bytes, quota: Quota, contents: Contents) -> None:
    """Add the words of its properties; raises Unreadable where more than a picture is there."""
    quota.count("bytes", len(data))
    if data.startswith(_JPEG):
        blocks, end = _jpeg(data)
    elif data.startswith(_PNG):
        blocks, end = _png(data)
    else:
        blocks, end = [data], len(data)
    contents.add_hidden(Hidden.PICTURE, "\n".join(dict.fromkeys(_words(blocks))))
    if len(data) - end > _SMALL and data[end:].strip(b"\0"):
        raise Unreadable(_BEHIND)


def _jpeg(data: bytes) -> tuple[list[bytes], int]:
    """The blocks that may hold words (APPn, COM), and where the picture ends."""
    blocks, place = [], 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        kind, size = data[place + 1], int.from_bytes(data[place + 2 : place + 4])
        if kind == 0xDA:
            break
        block = data[place + 4 : place + 2 + size]
        if (0xE0 <= kind <= 0xEF or kind == 0xFE) and not block.startswith(_COLOURS):
            blocks.append(block)
        place += 2 + size
    end = data.rfind(b"\xff\xd9", place)
    return blocks, end + 2 if end > 0 else len(data)


def _png(data: bytes) -> tuple[list[bytes], int]:
    """The chunks of text, and where the picture ends."""
    blocks, place = [], len(_PNG)
    while place + 12 <= len(data):
        size, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        if kind in (b"tEXt", b"iTXt", b"eXIf"):
            blocks.append(data[place + 8 : place + 8 + size])
        elif kind == b"zTXt":
            blocks.append(_unpacked(data[place + 8 : place + 8 + size]))
        place += 12 + size
        if kind == b"IEND":
            break
    return blocks, min(place, len(data))


def _unpacked(chunk: bytes) -> bytes:
    keyword, _, packed = chunk.partition(b"\0")
    try:
        return keyword + b"\0" + zlib.decompressobj().decompress(packed[1:], 1_000_000)
    except zlib.error:
        return keyword


def _words(blocks: list[bytes]) -> Iterator[str]:
    for block in blocks:
        for first in (0, 1):
            for found in _WIDE.finditer(block, first):
                yield from _wordy(found[0].decode("utf-16-le", errors="replace"))
        for found in _NARROW.finditer(block):
            for encoding in ("utf-8", "gb18030"):
                yield from _wordy(found[0].decode(encoding, errors="replace"))


def _wordy(text: str) -> Iterator[str]:
    if _WORDY.search(text):
        yield text

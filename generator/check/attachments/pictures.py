"""Pictures: what is written in their properties, and whether anything hangs behind them."""

import contextlib
import re
import zlib
from collections.abc import Iterable, Iterator

from generator.check.attachments import metafiles
from generator.check.attachments.contents import (
    MAX_UNPACKED,
    Contents,
    Hidden,
    InnerFile,
    Quota,
    Unreadable,
)

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_WMF = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00")
_OTHERS = (b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*", *_WMF)
_COLOURS = (b"ICC_PROFILE", b"Adobe")  # what colours mean
_EMF = b" EMF"
_GZIP = b"\x1f\x8b"  # of EMZ and WMZ
_BEHIND = "图片后面还藏着别的内容"
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]|[\x00-\x5e]\xff){4,}")
_NARROW = re.compile(rb"[\x20-\x7e\x80-\xfe]{6,}")
_WORDY = re.compile(r"\d{7}|[\u4e00-\u9fff]{4}|[\w.]+@[\w.]+")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_SMALL = 64  # bytes behind the end, as some cameras and programs leave them


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin as those of a picture do."""
    riff = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    return riff or _is_metafile(data) or data.startswith((_JPEG, _PNG, _GZIP, *_OTHERS))


def _is_metafile(data: bytes) -> bool:
    return data.startswith(_WMF) or (data.startswith(b"\x01\0\0\0") and data[40:44] == _EMF)


def read(data: bytes, quota: Quota, contents: Contents) -> None:
    """Add the words of its properties; raises Unreadable where more than a picture is there."""
    quota.count("bytes", len(data))
    if data.startswith(_GZIP):
        unpacked = zlib.decompressobj(wbits=31).decompress(data, MAX_UNPACKED)
        contents.inner.append(InnerFile("展开的图片", unpacked))
        return
    drawn, is_lettered = metafiles.text_of(data) if _is_metafile(data) else ("", True)
    contents.add_hidden(Hidden.PICTURE, drawn)
    if data.startswith(_JPEG):
        blocks, end = _jpeg(data)
    elif data.startswith(_PNG):
        blocks, end = _png(data)
    else:
        blocks, end = [data], len(data)
    found = dict.fromkeys(one for one in words(blocks) if one not in drawn)
    contents.add_hidden(Hidden.PICTURE, "\n".join(found))
    if not is_lettered:
        contents.unread.append("图里有的文字只有字形编号，程序读不了")
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
        if kind in (b"tEXt", b"iTXt", b"eXIf", b"zTXt"):
            block = data[place + 8 : place + 8 + size]
            blocks.append(_unpacked(block) if kind in (b"zTXt", b"iTXt") else block)
        place += 12 + size
        if kind == b"IEND":
            break
    return blocks, min(place, len(data))


def _unpacked(chunk: bytes) -> bytes:
    """A chunk's text, and what is packed in it: it begins as zlib's data do."""
    for start in (found.start() for found in _ZLIB.finditer(chunk)):
        with contextlib.suppress(zlib.error):
            return chunk[:start] + zlib.decompressobj().decompress(chunk[start:], 1_000_000)
    return chunk


def words(blocks: Iterable[bytes]) -> Iterator[str]:
    """What may be words in bytes of any kind."""
    for block in blocks:
        for first in (0, 1):
            for found in _WIDE.finditer(block, first):
                yield from _wordy(found[0].decode("utf-16-le", errors="replace"))
        for found in _NARROW.finditer(block):
            readings = (found[0].decode(one, errors="replace") for one in ("utf-8", "gb18030"))
            yield from _wordy(min(readings, key=lambda text: text.count("\ufffd")))


def _wordy(text: str) -> Iterator[str]:
    if _WORDY.search(text):
        yield text

"""Pictures: what is written in their properties, and whether anything hangs behind them."""

import contextlib
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Literal

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
_GIF, _GIF_HEAD = (b"GIF87a", b"GIF89a"), 13  # a table of colours follows
_BMP = re.compile(rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0{3}", re.DOTALL)
_TIFF: dict[bytes, Literal["little", "big"]] = {b"II*\0": "little", b"MM\0*": "big"}
# Of a JPEG: what is drawn holds no mark, but of restarts; what else has a mark has a length.
_MARK, _SCAN, _END = re.compile(rb"\xff+([^\0\xff\xd0-\xd7])"), 0xDA, 0xD9
_WITHOUT_LENGTH = (0x01, 0xD8)
_TABLES = (*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDD)  # figures that may look like digits
_PROFILE_TEXT = re.compile(rb"(?:text|desc|mluc)\0{4}.{0,300}", re.DOTALL)
_ONE_MORE = re.compile(rb"\0*" + _JPEG)  # as cameras put a smaller one behind
_DRAWN = (b"IDAT", b"fdAT")  # of a PNG
_PALETTE = 768  # bytes
_KEY = 1024  # bytes before what is packed: its name and language
_EMF = b" EMF"
_GZIP = b"\x1f\x8b"  # of EMZ and WMZ
ONLY_DRAWN = "是图片，图上的字程序看不见"
SCANNED, FEW_LETTERS = "几乎没有文字，只有图，多半是扫描件", 20
ANYWHERE = re.compile(rb"\xff\xd8\xff[\xdb\xe0-\xef]|" + re.escape(_PNG))
_BEHIND = "图片后面还藏着别的内容"
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]|[\x00-\x5e]\xff){4,}")
_NARROW, _ASCII = re.compile(rb"[\x20-\x7e\x80-\xfe]{6,}"), re.compile(rb"[\x20-\x7e]+")
_WORDY = re.compile(
    r"(?:\d\W{0,3}){7}|[\u4e00-\u9fff]{4}|[\w.]+@[\w.]+|p(?:ass)?w(?:or)?d\W", re.IGNORECASE
)
_HEADS = (bytes((method, check)) for method in range(0x08, 0x80, 0x10) for check in range(256))
_ZLIB = re.compile(b"|".join(re.escape(one) for one in _HEADS if int.from_bytes(one) % 31 == 0))
_SMALL = 64  # bytes behind the end, as some cameras and programs leave them


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin as those of a picture do."""
    riff = data.startswith(b"RIFF") and data[8:15] == b"WEBPVP8"
    order = _TIFF.get(data[:4])
    tiff = order is not None and int.from_bytes(data[4:8], order) < len(data)
    marked = data.startswith((_JPEG, _PNG, _GZIP, *_GIF, *_WMF)) or bool(_BMP.match(data))
    return riff or tiff or marked or _is_metafile(data)


def _is_metafile(data: bytes) -> bool:
    return data.startswith(_WMF) or (data.startswith(b"\x01\0\0\0") and data[40:44] == _EMF)


def read(data: bytes, quota: Quota, contents: Contents) -> None:
    """Add the words of its properties; raises Unreadable where more than a picture is there."""
    quota.count("bytes", len(data))
    if data.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        contents.inner.append(InnerFile("展开后的内容", unpacker.decompress(data, MAX_UNPACKED)))
        if unpacker.unused_data.strip(b"\0"):
            raise Unreadable(_BEHIND)
        return
    drawn, is_lettered = metafiles.text_of(data) if _is_metafile(data) else ("", True)
    contents.add_hidden(Hidden.PICTURE, drawn)
    if data.startswith(_JPEG):
        blocks, end = _jpeg(data)
    elif data.startswith(_PNG):
        blocks, end = _png(data, quota)
    elif data.startswith(_GIF) and len(data) > _GIF_HEAD and data[10] & 0x80:
        blocks, end = [data[:_GIF_HEAD], data[_GIF_HEAD + (6 << (data[10] & 7)) :]], len(data)
    else:
        blocks, end = [data], len(data)
    found = dict.fromkeys(one for one in words([*blocks, data[end:]]) if one not in drawn)
    contents.add_hidden(Hidden.PICTURE, "\n".join(found))
    if not is_lettered:
        contents.unread.append("图里有的文字只有字形编号，程序读不了")
    if len(data) - end > _SMALL and data[end:].strip(b"\0"):
        raise Unreadable(_BEHIND)


def _jpeg(data: bytes) -> tuple[list[bytes], int]:
    """All but what is drawn, and where the picture ends."""
    blocks, place, is_drawn = [], 2, False
    while found := _MARK.search(data, place):
        if not is_drawn:
            blocks.append(data[place : found.start()])
        kind, place = found[1][0], found.end()
        if kind == _END and not _ONE_MORE.match(data, place):
            return blocks, place
        is_drawn = kind == _SCAN
        if kind not in (_END, *_WITHOUT_LENGTH):
            size = int.from_bytes(data[place : place + 2])
            if kind not in _TABLES:
                blocks += _without_tables(data[place + 2 : place + size])
            place += size
    return [*blocks, data[place:]], len(data)


def _png(data: bytes, quota: Quota) -> tuple[list[bytes], int]:
    """All chunks but those that are drawn, packed ones also unpacked; where the picture ends."""
    blocks, place = [], len(_PNG)
    while place + 12 <= len(data):
        size, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        end = place + 12 + size
        if kind not in _DRAWN or end > len(data):
            block = data[place + 8 : end - 4]
            is_palette = kind == b"PLTE" and size % 3 == 0 and size <= _PALETTE
            blocks += [] if is_palette else [block, *_unpacked(block, quota)]
        place = end
        if kind == b"IEND":
            break
    return blocks, min(place, len(data))


def _unpacked(chunk: bytes, quota: Quota) -> Iterator[bytes]:
    """What is packed in a chunk: it begins as zlib's data do."""
    for start in (found.start() for found in _ZLIB.finditer(chunk, 0, _KEY)):
        with contextlib.suppress(zlib.error):
            unpacked = zlib.decompressobj().decompress(memoryview(chunk)[start:], MAX_UNPACKED)
            quota.count("bytes", len(unpacked))
            yield from _without_tables(unpacked)


def _without_tables(block: bytes) -> list[bytes]:
    """What has words in it: of what says how colours look, the texts beside tables of figures."""
    is_profile = b"acsp" in (block[36:40], block[50:54])
    is_more_of_one = block.startswith(b"ICC_PROFILE\0") and block[12:13] > b"\1"
    return _PROFILE_TEXT.findall(block) if is_profile or is_more_of_one else [block]


def words(blocks: Iterable[bytes]) -> Iterator[str]:
    """What may be words in bytes of any kind."""
    for block in blocks:
        for first in (0, 1):
            for found in _WIDE.finditer(block, first):
                if not _ASCII.fullmatch(found[0]):  # else letters of one byte, taken in pairs
                    yield from _wordy(found[0].decode("utf-16-le", errors="replace"))
        for found in _NARROW.finditer(block):
            readings = (found[0].decode(one, errors="replace") for one in ("utf-8", "gb18030"))
            yield from _wordy(min(readings, key=lambda text: text.count("\ufffd")))


def _wordy(text: str) -> Iterator[str]:
    if _WORDY.search(text):
        yield text

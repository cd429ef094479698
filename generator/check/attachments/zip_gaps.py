"""Bytes of a ZIP file that belong to none of its members: other programs may show them."""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence

from generator.check.attachments.contents import MAX_UNPACKED

_ENCRYPTED, _HAS_DESCRIPTOR = 0x1, 0x8
_LONG_END, _LONG_LOCATOR, _LOCATOR_SIZE, _END, _END_SIZE = b"PK\6\6", b"PK\6\7", 20, b"PK\5\6", 22


def has_gaps(data: bytes, members: Sequence[zipfile.ZipInfo], directory: int) -> bool:
    """Whether more than zeros stands before, between or behind what the directory lists."""
    spans = [*_spans(data, members), (directory, _end(data, directory, len(members)))]
    end = 0
    for start, stop in sorted(spans):
        if data[end:start].strip(b"\0"):
            return True
        end = max(end, stop)
    sizes = sum(member.file_size for member in members)
    is_read = sizes <= MAX_UNPACKED  # else its reader says why not
    return bool(data[end:].strip(b"\0")) or (
        is_read and not all(_is_whole(data, one) for one in members)
    )


def _is_whole(data: bytes, member: zipfile.ZipInfo) -> bool:
    """Whether what is packed is as long as the directory says; what is broken, its reader names."""
    if member.compress_type != zipfile.ZIP_DEFLATED or member.flag_bits & _ENCRYPTED:
        return True
    start = _start(data, member)
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = stream.decompress(data[start : start + member.compress_size], member.file_size + 1)
    except zlib.error:
        return True
    return len(found) == member.file_size and not stream.unused_data


def _start(data: bytes, member: zipfile.ZipInfo) -> int:
    name, extra = struct.unpack_from("<HH", data, member.header_offset + 26)
    return member.header_offset + 30 + int(name) + int(extra)


def _spans(data: bytes, members: Iterable[zipfile.ZipInfo]) -> Iterator[tuple[int, int]]:
    for member in members:
        end = _start(data, member) + member.compress_size
        if member.flag_bits & _HAS_DESCRIPTOR:
            end += _size_of_descriptor(data, end, member)
        yield member.header_offset, end


def _size_of_descriptor(data: bytes, place: int, member: zipfile.ZipInfo) -> int:
    for mark in (b"PK\7\x08", b""):
        for form in ("<III", "<IQQ"):
            try:
                sizes = struct.pack(form, member.CRC, member.compress_size, member.file_size)
            except struct.error:  # too long for this form
                continue
            if data.startswith(mark + sizes, place):
                return len(mark + sizes)
    return 0


def _end(data: bytes, place: int, count: int) -> int:
    """Where the directory ends, with the records behind it."""
    for _ in range(count):
        place += 46 + sum(struct.unpack_from("<HHH", data, place + 28))
    if data.startswith(_LONG_END, place):
        place += 12 + int(struct.unpack_from("<Q", data, place + 4)[0])
    if data.startswith(_LONG_LOCATOR, place):
        place += _LOCATOR_SIZE
    if data.startswith(_END, place):
        place += _END_SIZE + int(struct.unpack_from("<H", data, place + 20)[0])
    return place

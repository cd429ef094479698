"""ZIP files of XML, as Word, Excel and OFD write them, read as streams and with bounds.

No more is unpacked than the quota allows, whatever the file claims; XML has no entities, no DTD.
"""

import codecs
import contextlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import PurePosixPath
from typing import TypeVar

from defusedxml.ElementTree import DefusedXMLParser

from generator.check.attachments import pictures, zip_gaps
from generator.check.attachments.contents import (
    ENCRYPTED,
    Contents,
    Quota,
    Unreadable,
)
from generator.check.attachments.plain_text import decoded
from generator.check.attachments.xml_handlers import PropertyHandler, XmlHandler

_ENTRY = b"PK\x01\x02"
_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_UTF8 = 0x800
_BEFORE_XML = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n"  # marks of encodings, blanks
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for gigabytes of memory
_BODIES = {"document", "sld", "wsDr", "document-content"}
_PICTURES = {"blip", "imagedata", "image"}
# What the parser of XML does not know.
_CHINESE = re.compile(rb"\s*<\?xml[^>]*?encoding=[\"'](gb[\w-]*|big5[\w-]*)", re.IGNORECASE)


class _RootHandler:
    """Keeps the name of the first element."""

    name = ""

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        self.name = self.name or name


HandlerType = TypeVar("HandlerType", bound=XmlHandler)


class ZipPackage:
    """The files in a ZIP file, by their names."""

    def __init__(self, data: bytes, quota: Quota) -> None:
        quota.count("members", data.count(_ENTRY))  # before the list of members fills the memory
        self.quota = quota
        self._data = data
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self.members = {_name(one): one for one in self._zip.infolist() if not _is_empty(one)}
        self.parsed: set[str] = set()
        # Of the members that were parsed, what no handler takes, and files in base64.
        self.rest: list[str] = []
        self.files: list[bytes] = []
        self.has_pictures = False  # in a text, not only behind or beside it

    def add_leftovers(self, contents: Contents) -> None:
        """Add comments and names of folders; name what no reader of its parts may see."""
        listed = self._zip.infolist()
        comments = [self._zip.comment, *(one.comment for one in listed)]
        folders = {_name(one) for one in listed if one.is_dir()}
        in_use = {f"{folder}/" for name in self.members for folder in PurePosixPath(name).parents}
        extra = pictures.words(one.extra for one in listed)
        contents.add_internal((*map(decoded, comments), *sorted(folders - in_use), *extra))
        counted = Counter(map(_name, listed))
        if twice := [name for name, count in counted.items() if count > 1]:
            contents.unread.append(f"里面有几份都叫“{twice[0]}”，别的软件打开的可能不是同一份")
        if zip_gaps.has_gaps(self._data, listed, self._zip.start_dir):
            contents.unread.append("里面夹着目录没有列出的内容，程序读不了")

    def read(self, name: str) -> bytes:
        """A member's bytes."""
        return b"".join(self.chunks(name))

    def start_of(self, name: str, size: int) -> bytes:
        """The first bytes of a member."""
        return next(self.chunks(name), b"")[:size]

    def root(self, name: str) -> tuple[str, str]:
        """The namespace and the name of a member's first element; empty where it is no XML."""
        handler = _RootHandler()
        with contextlib.suppress(Exception):
            chunks = self.chunks(name)
            first = next(chunks, b"")
            # A parser looks for the end of what is no XML until it has all of it.
            if first.lstrip(_BEFORE_XML)[:1] not in b"<":
                return "", ""
            for _ in parsed(chain((first,), chunks), handler):
                if handler.name:
                    break
        namespace, _, local = handler.name.rpartition("}")
        return namespace.lstrip("{"), local

    def parse(self, name: str, handler: HandlerType) -> HandlerType:
        """The handler, after it was handed a member's XML; nothing, if there is no such member."""
        if name in self.members:
            for _ in parsed(self.chunks(name), handler):
                pass
            self.parsed.add(name)
            self.rest += handler.left_over()
            self.files += handler.files
            if handler.root in _BODIES and not handler.local_names.isdisjoint(_PICTURES):
                self.has_pictures = True
        return handler

    def add_properties(self, name: str, kinds: Mapping[str, str], contents: Contents) -> None:
        """Add the texts of a member's elements that `kinds` names, as what it says they are."""
        for what, text in self.parse(name, PropertyHandler(self.quota, kinds)).found:
            contents.add_hidden(what, text)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member's bytes, piece by piece."""
        member = self.members[name]
        if member.flag_bits & _ENCRYPTED:
            raise Unreadable(ENCRYPTED)
        if member.compress_type not in _METHODS:
            raise Unreadable("压缩方式少见，程序打不开")
        with self._zip.open(member) as opened:
            while chunk := opened.read(_CHUNK):
                self.quota.count("bytes", len(chunk))
                yield chunk


def parsed(chunks: Iterable[bytes], handler: object) -> Iterator[None]:
    """Hand XML to a handler, a step a chunk: without DTD, without entities."""
    chunks = iter(chunks)
    first = next(chunks, b"")
    chinese = _CHINESE.match(first)
    decoder = codecs.getincrementaldecoder(chinese[1].decode())("replace") if chinese else None
    parser = DefusedXMLParser(target=handler, forbid_dtd=True)
    for chunk in chain((first,), chunks):
        parser.feed(decoder.decode(chunk) if decoder else chunk)
        yield
    parser.close()


def _is_empty(member: zipfile.ZipInfo) -> bool:
    return member.is_dir() and not member.file_size


def _name(member: zipfile.ZipInfo) -> str:
    """The name; Chinese Windows writes it in GBK and does not say so."""
    if member.flag_bits & _UTF8:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return member.filename

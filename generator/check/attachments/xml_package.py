"""ZIP files of XML, as Word, Excel and OFD write them, read as streams and with bounds.

No more is unpacked than the quota allows, whatever the file claims; XML has no entities, no DTD.
"""

import contextlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import ClassVar, TypeVar

from defusedxml.ElementTree import DefusedXMLParser

from generator.check.attachments import pictures, zip_gaps
from generator.check.attachments.contents import (
    ENCRYPTED,
    TOO_MUCH,
    Contents,
    Exhausted,
    Quota,
    Unreadable,
)
from generator.check.attachments.plain_text import decoded

_ENTRY = b"PK\x01\x02"
_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_UTF8 = 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for gigabytes of memory
_MAX_DEPTH = 250
# Elements that go on in the same line; all others end one.
_INLINE = frozenset({"t", "r", "rPr", "rPh", "span", "fld", "TextCode", "a", "b", "i", "font"})


# Attributes that hold measures, coordinates or hashes: figures that nobody wrote.
_MEASURES = frozenset(
    [
        "path",
        "d",
        "points",
        "adj",
        "formulas",
        "eqn",
        "viewBox",
        "transform",
        "textboxrect",
        "connectlocs",
        "coordsize",
        "coordorigin",
        "wrapcoords",
        "limo",
        "hashValue",
        "saltValue",
        "hash",
        "salt",
        "panose",
        "sig",
        "paraId",
        "textId",
        "xmlns",
        "schemaLocation",
        "Boundary",
        "CTM",
        "DeltaX",
        "DeltaY",
        "PhysicalBox",
    ]
)
_WORDS = re.compile(r"[^\x00-\x7f]|(?:\d\D{0,3}){7}|[=@]")
_GUID = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")


@dataclass
class XmlHandler:
    """Is called with each piece of the XML; `path` has the names of the open elements.

    Names come without namespaces: the strict and the usual format differ in nothing else. What no
    handler takes, text of elements that are not `handled`, attributes that may hold words, comments
    and instructions, is collected in `rest`: nothing of a file is passed over.
    """

    quota: Quota
    path: list[str] = field(default_factory=list, init=False)
    rest: list[str] = field(default_factory=list, init=False)
    _line: list[str] = field(default_factory=list, init=False)  # of the rest
    handled: ClassVar[Collection[str]] = ()  # elements whose text is for `on_text`
    handled_attributes: ClassVar[Collection[str]] = ()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """For the parser."""
        self.quota.count("elements")
        self.path.append(_local(name))
        if len(self.path) > _MAX_DEPTH:
            raise Exhausted(TOO_MUCH)
        by_name = {_local(key): value for key, value in attributes.items()} if attributes else {}
        for key, value in by_name.items():
            if len(value) > 1 and _WORDS.search(value) and self._is_unread(key, value):
                self.rest.append(value)
        self.on_start(self.path[-1], by_name)

    def _is_unread(self, key: str, value: str) -> bool:
        known = key in _MEASURES or key in self.handled_attributes
        return not known and not _GUID.fullmatch(value)

    def end(self, _name: str) -> None:
        """For the parser."""
        name = self.path.pop()
        if self._line and (name not in _INLINE or not self.path):
            self.rest.append("".join(self._line))
            self._line.clear()
        self.on_end(name)

    def data(self, text: str) -> None:
        """For the parser."""
        if self.takes(self.path[-1]):
            self.on_text(text)
        elif text.strip():
            self._line.append(text)
        elif self._line:
            self._line.append(" ")

    def comment(self, text: str) -> None:
        """For the parser."""
        self.rest.append(text)

    def pi(self, _target: str, text: str) -> None:
        """For the parser."""
        self.comment(text)

    def takes(self, name: str) -> bool:
        """Whether the text of an element of this name is for `on_text`."""
        return name in self.handled

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; it is the last of `path`."""

    def on_end(self, name: str) -> None:
        """An element ended; it is no longer in `path`."""

    def on_text(self, text: str) -> None:
        """A piece of the text of the last of `path`, which is one of `handled`."""


@dataclass
class TextHandler(XmlHandler):
    """All text, or that of `only` some elements, in lines."""

    only: Collection[str] = ()
    _found: list[str] = field(default_factory=list)

    def takes(self, name: str) -> bool:
        """All, where none are named."""
        return not self.only or name in self.only

    def on_end(self, name: str) -> None:
        """End the line."""
        inline = name in _INLINE or "rPr" in self.path
        if not inline and self._found and not self._found[-1].endswith("\n"):
            self._found.append("\n")

    def on_text(self, text: str) -> None:
        """Take text, but not the indents of a file that was made to be read."""
        if text.strip() or not text.startswith("\n"):
            self._found.append(text)

    @property
    def text(self) -> str:
        """What was found."""
        return "".join(self._found).strip()


@dataclass
class _PropertyHandler(XmlHandler):
    kinds: Mapping[str, str]
    found: list[tuple[str, str]] = field(default_factory=list)

    def takes(self, name: str) -> bool:
        return name in self.kinds

    def on_text(self, text: str) -> None:
        self.found.append((self.kinds[self.path[-1]], text.strip()))


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
        self.rest: list[str] = []  # of the members that were parsed, what no handler takes

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
        return b"".join(self._chunks(name))

    def start_of(self, name: str, size: int) -> bytes:
        """The first bytes of a member."""
        return next(self._chunks(name), b"")[:size]

    def root(self, name: str) -> tuple[str, str]:
        """The namespace and the name of a member's first element; empty where it is no XML."""
        handler = _RootHandler()
        parser = DefusedXMLParser(target=handler, forbid_dtd=True)
        with contextlib.suppress(Exception):
            for chunk in self._chunks(name):
                parser.feed(chunk)
                break
        namespace, _, local = handler.name.rpartition("}")
        return namespace.lstrip("{"), local

    def parse(self, name: str, handler: HandlerType) -> HandlerType:
        """The handler, after it was handed a member's XML; nothing, if there is no such member."""
        if name in self.members:
            parser = DefusedXMLParser(target=handler, forbid_dtd=True)
            for chunk in self._chunks(name):
                parser.feed(chunk)
            parser.close()
            self.parsed.add(name)
            self.rest += handler.rest
        return handler

    def add_properties(self, name: str, kinds: Mapping[str, str], contents: Contents) -> None:
        """Add the texts of a member's elements that `kinds` names, as what it says they are."""
        for what, text in self.parse(name, _PropertyHandler(self.quota, kinds)).found:
            contents.add_hidden(what, text)

    def _chunks(self, name: str) -> Iterator[bytes]:
        member = self.members[name]
        if member.flag_bits & _ENCRYPTED:
            raise Unreadable(ENCRYPTED)
        if member.compress_type not in _METHODS:
            raise Unreadable("压缩方式少见，程序打不开")
        with self._zip.open(member) as opened:
            while chunk := opened.read(_CHUNK):
                self.quota.count("bytes", len(chunk))
                yield chunk


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


def _local(name: str) -> str:
    return name.rpartition("}")[2]

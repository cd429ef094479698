"""ZIP files of XML, as Word, Excel and OFD write them, read as streams and with bounds.

No more is unpacked than the quota allows, whatever the file claims; XML has no entities, no DTD.
"""

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from defusedxml.ElementTree import DefusedXMLParser

from generator.check.attachments.contents import ENCRYPTED, TOO_MUCH, Contents, Quota, Unreadable

_ENTRY = b"PK\x01\x02"
_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_UTF8 = 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for gigabytes of memory
_MAX_DEPTH = 250
# Elements that go on in the same line; all others end one.
_INLINE = frozenset({"t", "r", "rPr", "rPh", "span", "fld", "TextCode", "a", "b", "i", "font"})


@dataclass
class XmlHandler:
    """Is called with each piece of the XML; `path` has the names of the open elements.

    Names come without namespaces: the strict and the usual format differ in nothing else.
    """

    quota: Quota
    path: list[str] = field(default_factory=list, init=False)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """For the parser."""
        self.quota.count("elements")
        self.path.append(_local(name))
        if len(self.path) > _MAX_DEPTH:
            raise Unreadable(TOO_MUCH)
        self.on_start(self.path[-1], {_local(key): value for key, value in attributes.items()})

    def end(self, _name: str) -> None:
        """For the parser."""
        self.on_end(self.path.pop())

    def data(self, text: str) -> None:
        """For the parser."""
        self.on_text(text)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; it is the last of `path`."""

    def on_end(self, name: str) -> None:
        """An element ended; it is no longer in `path`."""

    def on_text(self, text: str) -> None:
        """A piece of the text of the last of `path`."""


@dataclass
class TextHandler(XmlHandler):
    """All text, or that of `only` some elements, in lines; `attribute` has text as well."""

    attribute: str = ""
    only: Collection[str] = ()
    _found: list[str] = field(default_factory=list)

    def on_start(self, _name: str, attributes: Mapping[str, str]) -> None:
        """Take an attribute's text."""
        if value := attributes.get(self.attribute):
            self._found.append(f"{value}\n")

    def on_end(self, name: str) -> None:
        """End the line."""
        inline = name in _INLINE or "rPr" in self.path
        if not inline and self._found and not self._found[-1].endswith("\n"):
            self._found.append("\n")

    def on_text(self, text: str) -> None:
        """Take text, but not the indents of a file that was made to be read."""
        wanted = not self.only or self.path[-1] in self.only
        if wanted and (text.strip() or not text.startswith("\n")):
            self._found.append(text)

    @property
    def text(self) -> str:
        """What was found."""
        return "".join(self._found).strip()


@dataclass
class _PropertyHandler(XmlHandler):
    kinds: Mapping[str, str]
    found: list[tuple[str, str]] = field(default_factory=list)

    def on_text(self, text: str) -> None:
        if self.path[-1] in self.kinds:
            self.found.append((self.kinds[self.path[-1]], text.strip()))


HandlerType = TypeVar("HandlerType", bound=XmlHandler)


class ZipPackage:
    """The files in a ZIP file, by their names."""

    def __init__(self, data: bytes, quota: Quota) -> None:
        quota.count("members", data.count(_ENTRY))  # before the list of members fills the memory
        self.quota = quota
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self.members = {_name(one): one for one in self._zip.infolist() if not one.is_dir()}

    def read(self, name: str) -> bytes:
        """A member's bytes."""
        return b"".join(self._chunks(name))

    def parse(self, name: str, handler: HandlerType) -> HandlerType:
        """The handler, after it was handed a member's XML; nothing, if there is no such member."""
        if name in self.members:
            parser = DefusedXMLParser(target=handler, forbid_dtd=True)
            for chunk in self._chunks(name):
                parser.feed(chunk)
            parser.close()
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

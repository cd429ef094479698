"""What is read of a stream of XML: its text in lines, and the words that stand elsewhere."""

import base64
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import unquote_to_bytes

from generator.check.attachments import pictures
from generator.check.attachments.contents import TOO_MUCH, Exhausted, Quota
from generator.check.attachments.text_flow import Flow

_MAX_DEPTH = 250
# What an element is in a text: a break, a cell.
_BREAKS = {"br": "\n", "cr": "\n", "line-break": "\n", "tab": "\t", "s": " "}
_CELLS = frozenset({"tc", "table-cell", "covered-table-cell", "Cell", "td", "th"})
# Elements that go on in the same line; all others with text end one.
_INLINE = frozenset([
    "t", "r", "rPr", "rPh", "fld", "smartTag", "TextCode", "tspan", "textPath",
    "span", "a", "meta", "ruby", "ruby-base", "placeholder", "text-input", "user-field-get",
    "b", "i", "u", "s", "em", "strong", "sub", "sup", "font", "B", "I", "U", "S", "Sub", "Sup",
    "Font", "Span",
])  # fmt: skip
# Stands in the middle of a text, but is none of it.
_DRAWN = frozenset({"text", "tspan"})  # of an SVG
_ASIDE = frozenset({"note", "annotation", "frame", "ruby-text", "rt", "txbxContent"})
_SPECIAL = _ASIDE | _DRAWN

# Attributes and elements that hold measures, coordinates or hashes: figures that nobody wrote.
_MEASURES = frozenset([
    "path", "d", "points", "adj", "formulas", "eqn", "viewBox", "transform", "textboxrect",
    "connectlocs", "coordsize", "coordorigin", "wrapcoords", "limo", "hashValue", "saltValue",
    "hash", "salt", "panose", "sig", "paraId", "textId", "Boundary", "CTM", "DeltaX", "DeltaY",
    "PhysicalBox", "posOffset", "pctWidth", "pctHeight", "col", "colOff", "row", "rowOff", "Row",
    "Column", "Anchor",
])  # fmt: skip
_NO_MEASURE = re.compile(r"[\u3400-\u9fff]|(?<![\w.])(?:\d{11}|\d{16,18}[\dXx])(?!\w)")
_WORDS = re.compile(r"[^\x00-\x7f]|(?:\d\D{0,3}){7}|[=@]|^data:")
_GUID = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{16}")  # its beginning
_FILES = (
    b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<?xml", b"\x1f\x8b",
)  # fmt: skip


@dataclass
class XmlHandler:
    """Is called with each piece of the XML; `path` has the names of the open elements.

    Names come without namespaces: the strict and the usual format differ in nothing else. What no
    handler takes, text of elements that are not `handled`, attributes and names that may hold
    words, comments and instructions, is `left_over`: nothing of a file is passed over.
    """

    quota: Quota
    path: list[str] = field(default_factory=list, init=False)
    rest: list[str] = field(default_factory=list, init=False)
    files: list[bytes] = field(default_factory=list, init=False)  # written in base64
    root: str = field(default="", init=False)  # the name of the first element
    flow: Flow = field(default_factory=Flow, init=False)
    _counts: list[int] = field(default_factory=list, init=False)  # of the flow at each start
    _is_leaf: bool = field(default=False, init=False)
    _is_indented: bool = field(default=False, init=False)  # a line break came, and no text yet
    _begins_line: bool = field(default=False, init=False)  # text comes in a line of its own
    _names: dict[str, str] = field(default_factory=dict, init=False)
    _namespaces: set[str] = field(default_factory=set, init=False)
    _height: str = field(default="", init=False)  # at which an SVG draws
    handled: ClassVar[Collection[str]] = ()  # elements whose text is for `on_text`
    handled_attributes: ClassVar[Collection[str]] = ()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """For the parser."""
        self.quota.count("elements")
        local = self._names.get(name) or self._local(name)
        self.path.append(local)
        if len(self.path) > _MAX_DEPTH:
            raise Exhausted(TOO_MUCH)
        self._begins_line = self._is_indented and local not in _INLINE
        self._is_leaf, self._is_indented = True, False
        self._counts.append(self.flow.count)
        by_name = self._by_name(attributes) if attributes else {}
        if local in _SPECIAL:
            self._start_special(local, by_name)
        self.on_start(local, by_name)

    def _start_special(self, name: str, attributes: Mapping[str, str]) -> None:
        """Text aside begins, or a piece of an SVG's text: at another height it is another line."""
        if name in _ASIDE:
            self.flow.open_aside()
        elif name in _DRAWN:
            height = attributes.get("y", self._height)
            if height != self._height:
                self.flow.end("\n")
            self._height = height

    def _local(self, name: str) -> str:
        """The name without its namespace; each that may hold words is left over, once."""
        self.quota.count("elements")
        local = self._names[name] = name.rpartition("}")[2]
        self.root = self.root or local
        if _WORDS.search(name):
            self.rest.append(name)
        return local

    def _by_name(self, attributes: Mapping[str, str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, value in attributes.items():
            local = self._names.get(key) or self._local(key)
            is_known = local in self.handled_attributes and local not in found
            if len(value) > 1 and not is_known and _WORDS.search(value):
                self._add_attribute(local, value)
            found.setdefault(local, value)
        return found

    def _add_attribute(self, name: str, value: str) -> None:
        if value.startswith("data:") and (data := self._unpacked(value)):
            self.files.append(data)
        elif not _GUID.fullmatch(value) and (name not in _MEASURES or _NO_MEASURE.search(value)):
            self.rest.append(value)

    @property
    def local_names(self) -> frozenset[str]:
        """Those of elements and attributes."""
        return frozenset(self._names.values())

    def start_ns(self, _prefix: str, uri: str) -> None:
        """For the parser."""
        if uri not in self._namespaces and _WORDS.search(uri):
            self.rest.append(uri)
        self._namespaces.add(uri)

    def end(self, _name: str) -> None:
        """For the parser."""
        name = self.path.pop()
        count = self.flow.count - self._counts.pop()
        if count and self._is_leaf:
            self._take_file(count)
        self._is_leaf = self._is_indented = self._begins_line = False
        if name in _BREAKS:
            self.flow.part(_BREAKS[name])
        elif name in _ASIDE:
            self.flow.close_aside()
        elif count and (name not in _INLINE or not self.path):
            self.flow.end("\t" if name in _CELLS else "\n")
        self.on_end(name)

    def _take_file(self, count: int) -> None:
        """Take what the last pieces are in base64; what is none stays a text."""
        text = self.flow.take(count)
        packed = "".join(text.split()) if _BASE64.match(text.lstrip()) else ""
        if data := packed and self._unpacked(packed):
            self.files.append(data)
        else:
            self.flow.add(text)

    def _unpacked(self, text: str) -> bytes:
        """A file or a text in base64 or in a `data:` address; of other bytes, the words."""
        head, _, body = text.partition(",") if text.startswith("data:") else ("base64", "", text)
        data = unquote_to_bytes(body)
        try:
            data = base64.b64decode(data, validate=True) if head.endswith("base64") else data
        except ValueError:
            return b""
        if data[8:12] == _FILES[0]:  # of Power Query: a version, a size, an archive, more
            self.rest += pictures.words([data[8 + int.from_bytes(data[4:8], "little") :]])
            return data[8 : 8 + int.from_bytes(data[4:8], "little")]
        if data.startswith(_FILES) or pictures.is_picture(data) or _is_readable(data):
            return data
        self.rest += pictures.words([data])
        return b""

    def data(self, text: str) -> None:
        """For the parser."""
        name = self.path[-1]
        if self.takes(name):
            self.on_text(text)
        elif text.isspace():
            self._add_space(text)
        elif name not in _MEASURES or _NO_MEASURE.search(text):
            if self._begins_line:
                self.flow.begin()
                self._begins_line = False
            self.flow.add(text)

    def _add_space(self, text: str) -> None:
        """Add blanks, but not the indents of a file that was made to be read."""
        if self._is_leaf and self.flow.count > self._counts[-1]:
            self.flow.add(text)
        elif text.startswith("\n"):
            self._is_indented = True
        elif not self._is_indented:
            self.flow.part(text)

    def comment(self, text: str) -> None:
        """For the parser."""
        self.rest.append(text)

    def pi(self, _target: str, text: str) -> None:
        """For the parser."""
        self.comment(text)

    def left_over(self) -> Iterator[str]:
        """What no handler took."""
        yield from self.rest
        yield self.flow.text

    def takes(self, name: str) -> bool:
        """Whether the text of an element of this name is for `on_text`."""
        return name in self.handled

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; it is the last of `path`."""

    def on_end(self, name: str) -> None:
        """An element ended; it is no longer in `path`."""

    def on_text(self, text: str) -> None:
        """A piece of the text of the last of `path`, which is one of `handled`."""


class TextHandler(XmlHandler):
    """All text, in lines."""

    @property
    def text(self) -> str:
        """What was found."""
        return self.flow.text.strip()

    def left_over(self) -> Iterator[str]:
        """What is no text."""
        yield from self.rest


@dataclass
class PropertyHandler(XmlHandler):
    """The texts of elements that `kinds` names, as what it says they are."""

    kinds: Mapping[str, str]
    found: list[tuple[str, str]] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)

    def takes(self, name: str) -> bool:
        """Those."""
        return name in self.kinds

    def on_text(self, text: str) -> None:
        """Take a piece."""
        self._text.append(text)

    def on_end(self, name: str) -> None:
        """Add the whole."""
        if name in self.kinds:
            self.found.append((self.kinds[name], "".join(self._text).strip()))
            self._text.clear()


def _is_readable(data: bytes) -> bool:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return all(one.isprintable() or one in "\t\r\n" for one in text)

"""OFD files (GB/T 33190): the text of each page, put together from pieces by where they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from generator.check.attachments.contents import AUTHOR, PROPERTY, Budget, Contents, Inner
from generator.check.attachments.markup import Reader, Words, walk
from generator.check.attachments.packed import Package

_PAGE = re.compile(r"(?:^|/)(?:Pages?_?)(\d+)/Content\.xml$", re.IGNORECASE)
_PROPERTIES = {
    "Author": AUTHOR,
    **dict.fromkeys(("Title", "Subject", "Abstract", "Keyword", "CustomData"), PROPERTY),
}
_TEXT = frozenset({"TextCode"})
_NOTES = ("Annot", "批注")
_NO_GAP = 0.6  # of the height of the letters: less is the next letter of the same word


def read(package: Package, budget: Budget, contents: Contents) -> None:
    """Take an OFD file apart."""
    pictures = 0
    for name in package.members:
        path = PurePosixPath(name)
        if found := _PAGE.search(name):
            page = _Page(budget)
            walk(package.chunks(name), page)
            pictures += page.pictures
            contents.part(f"第 {int(found[1]) + 1} 页", page.text)
        elif path.name == "OFD.xml":
            _about(package, name, budget, contents)
        elif "attach" in path.parent.name.lower() and path.suffix.lower() != ".xml":
            contents.inner.append(Inner(path.name, package.read(name), embedded=True))
        elif path.suffix.lower() == ".xml":
            _other(package, name, budget, contents)
    if pictures and not contents.parts:
        contents.unread.append("这份 OFD 没有文字，多半是扫描件")


def _about(package: Package, name: str, budget: Budget, contents: Contents) -> None:
    properties = _Properties(budget)
    walk(package.chunks(name), properties)
    for what, text in properties.found:
        contents.hide(what, text)


def _other(package: Package, name: str, budget: Budget, contents: Contents) -> None:
    """Templates of pages, notes: text that is drawn too."""
    if _NOTES[0].lower() in name.lower():
        words = Words(budget)
        walk(package.chunks(name), words)
        contents.hide(_NOTES[1], words.text)
        return
    words = Words(budget, only=_TEXT)
    walk(package.chunks(name), words)
    contents.part("页面模板", words.text)


class _Properties(Reader):
    """Properties by what they are."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.found: list[tuple[str, str]] = []

    def said(self, text: str) -> None:
        """The text of a property."""
        if text.strip() and self.path[-1] in _PROPERTIES:
            self.found.append((_PROPERTIES[self.path[-1]], text.strip()))


class _Page(Reader):
    """The text objects of a page, in their order."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.pictures = 0
        self._found: list[str] = []
        self._box = _Box(0, 0, 0, 0)
        self._last: _Box | None = None

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """Where the next text stands."""
        if name == "TextObject":
            self._box = _box(attributes.get("Boundary", ""))
            if self._last:
                self._found.append(self._last.gap_to(self._box))
            self._last = self._box
        elif name == "ImageObject":
            self.pictures += 1

    def said(self, text: str) -> None:
        """Some letters."""
        if self.path[-1] == "TextCode":
            self._found.append(text.strip("\n\r"))

    @property
    def text(self) -> str:
        """The page's text."""
        return "".join(self._found)


class _Box:
    """Where a text object stands, in millimetres."""

    def __init__(self, x: float, y: float, width: float, height: float) -> None:
        self.x, self.y, self.width, self.height = x, y, width, height

    def gap_to(self, other: _Box) -> str:
        """What a reader sees between this text and the next."""
        if abs(self.y - other.y) > max(self.height, other.height) / 2:
            return "\n"
        gap = other.x - self.x - self.width
        return "" if abs(gap) <= _NO_GAP * max(self.height, other.height) else "\t"


def _box(boundary: str) -> _Box:
    try:
        x, y, width, height = (float(one) for one in boundary.split())
    except ValueError:
        return _Box(0, 0, 0, 0)
    return _Box(x, y, width, height)

"""OFD files (GB/T 33190): the text of each page, put together from pieces by where they stand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from generator.check.attachments.contents import Contents, Hidden, InnerFile
from generator.check.attachments.layout import Piece, drawn_apart
from generator.check.attachments.xml_handlers import TextHandler, XmlHandler
from generator.check.attachments.xml_package import ZipPackage

_PAGE = re.compile(r"(?:^|/)(?:Pages?_?)(\d+)/Content\.xml$", re.IGNORECASE)
_PROPERTIES = {
    "Author": Hidden.AUTHOR,
    **dict.fromkeys(("Title", "Subject", "Abstract", "Keyword", "CustomData"), Hidden.PROPERTY),
}
_FEW_LETTERS = 20  # on a page
_NO_GAP = 0.6  # of the height of the letters: less is the next letter of the same word


def read(package: ZipPackage, contents: Contents) -> None:
    """Add the texts of an OFD file."""
    scanned = []
    for name in package.members:
        path = PurePosixPath(name)
        if found := _PAGE.search(name):
            page = package.parse(name, _Page(package.quota))
            letters = "".join("".join(page.found).split())
            if page.pictures and len(letters) < _FEW_LETTERS:
                scanned.append(int(found[1]) + 1)
            contents.add_part(f"第 {int(found[1]) + 1} 页", "".join(page.found))
            apart = drawn_apart(page.digits, _NO_GAP)
            contents.add_part(f"第 {int(found[1]) + 1} 页", "\n".join(apart))
        elif path.name == "OFD.xml":
            package.add_properties(name, _PROPERTIES, contents)
        elif "attach" in path.parent.name.lower() and path.suffix.lower() != ".xml":
            contents.inner.append(InnerFile(path.name, package.read(name), embedded=True))
        elif path.suffix.lower() == ".xml" and "annot" in name.lower():
            contents.add_hidden("批注", package.parse(name, TextHandler(package.quota)).text)
        elif path.suffix.lower() == ".xml":  # templates of pages are drawn too
            template = package.parse(name, _Page(package.quota))
            contents.add_part("页面模板", "".join(template.found))
    if scanned and not contents.parts:
        contents.unread.append("这份 OFD 没有文字，多半是扫描件")
    elif scanned:
        contents.unread.append(f"第 {'、'.join(map(str, scanned))} 页几乎没有文字，只有图")


class _Box(NamedTuple):
    """Where a text object stands, in millimetres."""

    x: float
    y: float
    width: float
    height: float

    def gap_to(self, other: "_Box") -> str:
        """What a reader sees between this text and the next: line break, tab or nothing."""
        if abs(self.y - other.y) > max(self.height, other.height) / 2:
            return "\n"
        gap = other.x - self.x - self.width
        return "" if abs(gap) <= _NO_GAP * max(self.height, other.height) else "\t"


@dataclass
class _Page(XmlHandler):
    """The text objects of a page, in their order."""

    pictures: int = 0
    found: list[str] = field(default_factory=list)
    digits: list[Piece] = field(default_factory=list)
    _last: _Box | None = None
    handled = ("TextCode",)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "TextObject":
            box = _box(attributes.get("Boundary", ""))
            if self._last:
                self.found.append(self._last.gap_to(box))
            self._last = box
        elif name == "ImageObject":
            self.pictures += 1

    def on_text(self, text: str) -> None:
        self.found.append(text.strip("\n\r"))
        if self._last and text.strip().isdecimal():
            self.digits.append(Piece(text.strip(), *self._last))


def _box(boundary: str) -> _Box:
    try:
        x, y, width, height = (float(one) for one in boundary.split())
    except ValueError:
        return _Box(0, 0, 0, 0)
    return _Box(x, y, width, height)

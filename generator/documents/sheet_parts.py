"""Parts of an Excel file beside its sheets: the book, its strings and styles, notes, drawings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.check.attachments.excel import unescaped
from generator.check.attachments.xml_handlers import XmlHandler
from generator.documents.format_codes import BUILT_IN
from generator.documents.number_formats import GENERAL
from generator.documents.sheets import MAX_COLUMNS, MAX_ROWS, Position, Range

ON = frozenset({"1", "true", "on"})
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_CENTRED = {"center", "centerContinuous"}


class Style(NamedTuple):
    """How cells look: the format of their numbers, and what makes a heading."""

    code: str = GENERAL
    is_bold: bool = False
    is_centred: bool = False


def position(name: str) -> Position | None:
    """Where a cell stands; None for what is no name of one."""
    found = _CELL.fullmatch(name)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    return (
        Position(row - 1, column - 1)
        if row in range(1, MAX_ROWS + 1) and column <= MAX_COLUMNS
        else None
    )


def area(name: str) -> Range | None:
    """What cells the name of an area stands for; None for what is no such name."""
    first, _, last = name.partition(":")
    start, end = position(first), position(last or first)
    if not start or not end or start.row > end.row or start.column > end.column:
        return None
    return Range(*start, *end)


class PartHandler(XmlHandler):
    """Is handed all text; nothing of the part is left over."""

    def takes(self, _name: str) -> bool:
        """All."""
        return True


@dataclass
class Book(PartHandler):
    """The sheets (name, id, whether they are hidden), and from which year days are counted."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    is_1904: bool = False

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), attributes.get("id", ""), is_hidden))
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904") in ON


@dataclass
class Strings(PartHandler):
    """The texts that cells refer to by number."""

    found: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)

    def on_text(self, text: str) -> None:
        """Take a piece; how it is pronounced is none."""
        if self.path[-1] == "t" and "rPh" not in self.path:
            self._pieces.append(text)

    def on_end(self, name: str) -> None:
        """An element ended."""
        if name == "si":
            self.found.append(unescaped("".join(self._pieces)))
            self._pieces.clear()

    def text(self, number: str) -> str | None:
        """The text of a number; None where there is none."""
        known = number.isdecimal() and int(number) < len(self.found)
        return self.found[int(number)] if known else None


@dataclass
class Styles(PartHandler):
    """The styles of cells, by the numbers that cells have for them."""

    of_cells: list[Style] = field(default_factory=list)
    _codes: dict[str, str] = field(default_factory=dict)
    _bold: list[bool] = field(default_factory=list)  # of each font

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "numFmt" and "dxf" not in self.path:
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "font" and self.path[-2:-1] == ["fonts"]:
            self._bold.append(False)
        elif name == "b" and self.path[-3:-1] == ["fonts", "font"]:
            self._bold[-1] = attributes.get("val", "1") in ON
        elif name == "xf" and self.path[-2:-1] == ["cellXfs"]:
            self.of_cells.append(self._style(attributes))
        elif name == "alignment" and self.path[-3:-1] == ["cellXfs", "xf"]:
            is_centred = attributes.get("horizontal") in _CENTRED
            self.of_cells[-1] = self.of_cells[-1]._replace(is_centred=is_centred)

    def _style(self, attributes: Mapping[str, str]) -> Style:
        number, font = attributes.get("numFmtId", "0"), attributes.get("fontId", "")
        known = int(number) if number.isdecimal() else 0
        code = self._codes.get(number) or BUILT_IN.get(known, GENERAL)
        is_bold = font.isdecimal() and int(font) < len(self._bold) and self._bold[int(font)]
        return Style(code, is_bold)

    def style(self, number: str) -> Style:
        """The style of a number; a plain one where there is none."""
        known = number.isdecimal() and int(number) < len(self.of_cells)
        return self.of_cells[int(number)] if known else Style()


@dataclass
class Notes(PartHandler):
    """The notes of a sheet, and the cells that they belong to."""

    found: list[tuple[Position | None, str]] = field(default_factory=list)
    _at: Position | None = None
    _pieces: list[str] = field(default_factory=list)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name in ("comment", "threadedComment"):
            self._at = position(attributes.get("ref", ""))

    def on_text(self, text: str) -> None:
        """Take a piece of a note."""
        if self.path[-1] in ("t", "text") and "rPh" not in self.path:
            self._pieces.append(text)

    def on_end(self, name: str) -> None:
        """An element ended."""
        if name in ("comment", "threadedComment"):
            text = unescaped("".join(self._pieces)).strip()
            self._pieces.clear()
            if text:
                self.found.append((self._at, text))


@dataclass
class Drawing(PartHandler):
    """What is drawn over a sheet: boxes with text, pictures, graphics whose text is elsewhere.

    Each with the cell over which it begins.
    """

    texts: list[tuple[Position, str]] = field(default_factory=list)
    pictures: list[tuple[str, Position]] = field(default_factory=list)
    graphics: list[Position] = field(default_factory=list)
    _row: str = ""
    _column: str = ""
    _lines: list[str] = field(default_factory=list)
    _alternative: str = ""

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name in ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"):
            self._row, self._column = "", ""
        elif name == "p":
            self._lines.append("")
        elif name == "br" and self._lines:
            self._lines[-1] += "\n"
        elif name == "cNvPr":
            self._alternative = attributes.get("descr", "")
        elif name == "pic" and "Fallback" not in self.path:
            self._alternative = ""
        elif name == "graphicFrame" and "Fallback" not in self.path:
            self.graphics.append(self._position())

    def on_text(self, text: str) -> None:
        """Take a coordinate, or a piece of a text that is shown; a fallback repeats it."""
        name = self.path[-1]
        if name == "row" and "from" in self.path:
            self._row += text
        elif name == "col" and "from" in self.path:
            self._column += text
        elif name == "t" and self._lines and "Fallback" not in self.path:
            self._lines[-1] += text

    def on_end(self, name: str) -> None:
        """An element ended."""
        if name == "txBody":
            if text := "\n".join(self._lines).strip():
                self.texts.append((self._position(), text))
            self._lines.clear()
        elif name == "pic" and "Fallback" not in self.path:
            self.pictures.append((self._alternative, self._position()))

    def _position(self) -> Position:
        row, column = self._row.strip(), self._column.strip()
        return Position(
            min(int(row), MAX_ROWS - 1) if row.isdecimal() else 0,
            min(int(column), MAX_COLUMNS - 1) if column.isdecimal() else 0,
        )

"""Excel files (.xlsx, newer .et): cells as they are written, and hidden sheets, rows, columns."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from generator.check.attachments import office
from generator.check.attachments.contents import Contents, Hidden
from generator.check.attachments.xml_handlers import TextHandler, XmlHandler
from generator.check.attachments.xml_package import ZipPackage

# Codes in headers and footers: looks, which part nothing; the sections and what is filled in.
_MARGIN_LOOKS = (
    r'&"[^"]*"|&K(?:\d\d[+-]\d{{3}}|[0-9A-Fa-f]{{6}})|&[BEHIOSUXYK]|&\d{{1,3}}(?!\d)|&\d{{{}}}'
)
_MARGIN_SECTION = re.compile(r"\s*&[LCR]")
_ESCAPED = re.compile(r"_x(?![dD][89A-Fa-f])([0-9A-Fa-f]{4})_")
_KEPT_CONTROLS = {"\t", "\n"}
# What joins digits in a formula: ="138"&"12345678", CONCATENATE("138","12345678").
_JOINT = re.compile(r'(?<=\d)["\s]*&\s*(?:TEXT\()?["\s]*(?=\d)', re.IGNORECASE)
_LISTED_JOINT = re.compile(r'(?<=\d)"\s*,\s*"(?=\d)')
# In a format of numbers: letters to be shown as they are; what only spaces; the number's place.
_FORMAT = re.compile(
    r'"([^"]*)"|\\(.)|([1-9])|([0#?][0#?,.]*|General|@)|\[[^\]]*\]|[_*].', re.IGNORECASE
)
_LETTERS = re.compile(r"[A-Z]{1,3}")
_ANNOTATIONS = {"comments": "批注", "ThreadedComments": "批注", "wsDr": "文本框或图形"}
_MARGINS = (
    "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter",
)  # fmt: skip
_DIGITS = 15
_ON = {"1", "true"}


class Row(NamedTuple):
    """A row of a sheet; of each cell, whether its column is hidden, and its text."""

    number: int
    hidden: bool
    cells: list[tuple[bool, str]]


def add_sheet(contents: Contents, name: str, rows: Iterable[Row], *, hidden: bool) -> None:
    """Add a sheet's text, a line a row, tabs between cells; hidden rows and columns apart."""
    shown, in_rows, in_columns, numbers = [], [], [], []
    for row in rows:
        if row.hidden and any(text for _, text in row.cells):
            numbers.append(row.number)
            in_rows.append("\t".join(text for _, text in row.cells))
            continue
        shown.append("\t".join(text for concealed, text in row.cells if not concealed))
        in_columns.append("\t".join(text for concealed, text in row.cells if concealed))
    if hidden:
        everything = (*shown, *in_rows, *in_columns)
        contents.add_hidden(f"隐藏的工作表“{name}”", "\n".join(filter(None, everything)))
        return
    contents.add_part(f"工作表“{name}”", "\n".join(shown))
    which = "、".join(map(str, numbers[:3])) + (" 等" if len(numbers) > 3 else "")
    contents.add_hidden(f"工作表“{name}”隐藏的第 {which} 行", "\n".join(in_rows))
    contents.add_hidden(f"工作表“{name}”隐藏的列", "\n".join(filter(None, in_columns)))


def read(package: ZipPackage, roots: Mapping[str, str], contents: Contents) -> None:
    """Add the texts of an Excel file's parts; `roots` has the first element of each, by name."""
    strings = _SharedStrings(package.quota)
    for name in (name for name, root in roots.items() if root == "sst"):
        package.parse(name, strings)
    formats = _Formats(package.quota)
    for name in (name for name, root in roots.items() if root == "styleSheet"):
        package.parse(name, formats)
    for file, sheet, hidden in _sheets(package, roots, contents):
        if file in package.members and file not in package.parsed:
            rows = package.parse(file, _Rows(package.quota, strings, formats.of_cells))
            add_sheet(contents, sheet, rows.found, hidden=hidden)
            contents.add_part(f"工作表“{sheet}”的页眉页脚", "\n".join(rows.margins))
            contents.add_hidden(Hidden.FORMULA, "\n".join(rows.formulas))
    for name, root in roots.items():
        if (place := _ANNOTATIONS.get(root)) and name not in package.parsed:
            words = package.parse(name, TextHandler(package.quota))
            add = contents.add_part if root == "wsDr" else contents.add_hidden
            add(place, unescaped(words.text))
    unused = (text for number, text in enumerate(strings.found) if number not in strings.used)
    contents.add_hidden(Hidden.INTERNAL, unescaped("\n".join(unused)))


def _sheets(
    package: ZipPackage, roots: Mapping[str, str], contents: Contents
) -> Iterator[tuple[str, str, bool]]:
    """File, name and whether it is hidden of each sheet, those last that no workbook leads to."""
    for name in (name for name, root in roots.items() if root == "workbook"):
        workbook = package.parse(name, _Workbook(package.quota))
        contents.add_hidden(Hidden.INTERNAL, "\n".join(workbook.names))
        files = office.relations(package, name)
        for sheet, relation, hidden in workbook.sheets:
            contents.add_part("工作表的名称", sheet)
            yield files.get(relation, ""), sheet, hidden
    for name in (name for name, root in roots.items() if root == "worksheet"):
        yield name, PurePosixPath(name).stem, True


@dataclass
class _Workbook(XmlHandler):
    """The sheets (name, id, whether they are hidden), and what names stand for."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    handled = ("definedName",)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), attributes.get("id", ""), hidden))

    def on_text(self, text: str) -> None:
        self.names.append(text)


@dataclass
class _SharedStrings(XmlHandler):
    """The texts that cells refer to by number, and the numbers that were asked for."""

    found: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    _is_raised: bool = False
    handled = ("t",)

    def on_start(self, name: str, _attributes: Mapping[str, str]) -> None:
        if name == "si":
            self.found.append("")
        if name in ("si", "r", "vertAlign"):
            self._is_raised = name == "vertAlign"

    def on_text(self, text: str) -> None:
        """Take a piece of it; how it is pronounced is none."""
        if self.found and "rPh" not in self.path:
            # A digit set high is none of the number beside it.
            self.found[-1] += f" {text} " if self._is_raised else text
        else:
            self.rest.append(text)

    def text(self, number: int) -> str:
        """The text of a number; empty where there is none."""
        self.used.add(number)
        return self.found[number] if 0 <= number < len(self.found) else ""


@dataclass
class _Formats(XmlHandler):
    """The formats of numbers by their ids, and for each style of cells its format."""

    by_id: dict[str, str] = field(default_factory=dict)
    of_cells: list[str] = field(default_factory=list)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        number = attributes.get("numFmtId", "")
        if name == "numFmt":
            self.by_id[number] = attributes.get("formatCode", "")
        elif name == "xf" and self.path[-2:-1] == ["cellXfs"]:
            self.of_cells.append(self.by_id.get(number, ""))


@dataclass
class _Rows(XmlHandler):
    """The rows of one sheet, its formulas, the headers and footers of its print."""

    strings: _SharedStrings
    formats: Sequence[str]
    found: list[Row] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    _hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    _margin: str = ""
    _formula: str = ""
    _column: int = 0
    _type: str = ""
    _format: str = ""
    _value: list[str] = field(default_factory=list)
    handled = ("v", "t", "f", "formula1", "formula2", *_MARGINS)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._type, self._value = attributes.get("t", "n"), []
            self._column = _column(attributes.get("r", "")) or self._column + 1
            style = attributes.get("s", "")
            known = style.isdecimal() and int(style) < len(self.formats)
            self._format = self.formats[int(style)] if known else ""
        elif name in ("is", "v") and self._value:  # a cell with both shows one of them
            self._value.append("\t")
        elif name == "row":
            number = attributes.get("r", "")
            hidden = attributes.get("hidden") in _ON or attributes.get("ht") == "0"
            following = self.found[-1].number + 1 if self.found else 1
            number_of_row = int(number) if number.isdecimal() else following
            self.found.append(Row(number_of_row, hidden, []))
            self._column = 0
        elif name == "col" and (
            attributes.get("hidden") in _ON or attributes.get("width") in ("0", "0.0")
        ):
            columns = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            self._hidden_columns.append(columns)

    def on_text(self, text: str) -> None:
        name = self.path[-1]
        if name in ("v", "t") and "c" in self.path and "rPh" not in self.path:
            self._value.append(text)
        elif name in _MARGINS:
            self._margin += text
        elif name in ("f", "formula1", "formula2"):
            self._formula += text
        else:
            self.rest.append(text)

    def on_end(self, name: str) -> None:
        if name in _MARGINS:
            self.margins += margin_as_shown(unescaped(self._margin))
            self._margin = ""
        elif name in ("f", "formula1", "formula2"):
            self.formulas.append(_joined(self._formula))
            self._formula = ""
        elif name == "c" and self._value:
            if not self.found:
                self.found.append(Row(1, False, []))
            text = self._shown("".join(self._value))
            self.quota.count("characters", len(text))
            hidden = any(first <= self._column <= last for first, last in self._hidden_columns)
            self.found[-1].cells.append((hidden, text))

    def _shown(self, value: str) -> str:
        if self._type == "n":
            value = number_as_shown(value)
        elif self._type == "s" and value.isdecimal():
            value = self.strings.text(int(value))
        return as_formatted(unescaped(value), self._format)


def _column(place: str) -> int:
    found = _LETTERS.match(place)
    number = 0
    for letter in found[0] if found else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _joined(formula: str) -> str:
    """A formula with the digits side by side that it puts there."""
    joined = _JOINT.sub("", formula)
    return _LISTED_JOINT.sub("", joined) if "CONCAT" in joined.upper() else joined


def margin_as_shown(text: str) -> Iterable[str]:
    """A header or footer without its codes; where a size runs into digits, each way to read it."""
    text = _MARGIN_SECTION.sub("\n", text.replace("&&", "＆"))  # the sign itself
    looks = (re.sub(_MARGIN_LOOKS.format(digits), "", text) for digits in (2, 1, 3))
    return dict.fromkeys(re.sub("&[A-Z]", " ", one).strip() for one in looks)


def unescaped(text: str) -> str:
    """A text with the characters that Excel writes as _x000D_; such as do not show are left out."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character.isprintable() or character in _KEPT_CONTROLS else ""


def as_formatted(text: str, code: str) -> str:
    """A cell's text with what its format adds: digits, units."""
    pieces = list(_FORMAT.finditer(code.partition(";")[0]))
    places = [at for at, piece in enumerate(pieces) if piece[4]]
    literals = [piece[1] or piece[2] or piece[3] or "" for piece in pieces]
    if not places or not any(literals):
        return text
    zeros = sum(pieces[at][4].partition(".")[0].count("0") for at in places)
    literals[places[0]] = text.zfill(zeros) if text.isdecimal() else text
    return "".join(literals)


def number_as_shown(text: str) -> str:
    """A stored number as a person reads it: no exponent, no digits that only the machine made."""
    try:
        value = float(text)
    except ValueError:
        return text
    if (len(text) <= _DIGITS and text.isdecimal()) or not abs(value) < 1e21:
        return text
    # Excel keeps and shows 15 digits.
    rounded = float(f"{value:.{_DIGITS}g}")
    return f"{rounded:.0f}" if rounded == int(rounded) else f"{rounded:.{_DIGITS}g}"

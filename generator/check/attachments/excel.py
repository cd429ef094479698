"""Excel files (.xlsx, newer .et): cells as they are written, and hidden sheets, rows, columns."""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from generator.check.attachments import office
from generator.check.attachments.contents import FORMULA, INTERNAL, Contents, Quota
from generator.check.attachments.worksheet import Row, add_sheet, number_as_shown
from generator.check.attachments.xml_reader import TextHandler, XmlHandler
from generator.check.attachments.zip_package import ZipPackage

_WORKBOOK = "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"
_MARGIN_CODE = re.compile(r'&"[^"]*"|&\d{1,3}|&[A-Z]')
_LETTERS = re.compile(r"[A-Z]{1,3}")
_ANNOTATIONS = {"comments": "批注", "threadedComments": "批注", "drawings": "文本框或图形"}
_ANNOTATION_TEXT = frozenset({"t", "text", "author"})
_ON = {"1", "true"}


class _Sheet(NamedTuple):
    name: str
    relation: str
    hidden: bool


def read(package: ZipPackage, contents: Contents) -> None:
    """Add the texts of an Excel file."""
    office.read(package, contents, _workbook)


def _workbook(package: ZipPackage, contents: Contents) -> Collection[str]:
    if _WORKBOOK not in package.members:
        return ()
    workbook = package.parse(_WORKBOOK, _Workbook(package.quota))
    strings = _SharedStrings(package.quota)
    contents.add_hidden(INTERNAL, "\n".join(workbook.names))
    if _STRINGS in package.members:
        package.parse(_STRINGS, strings)
    files = office.relations(package, _WORKBOOK)
    known = {_WORKBOOK, _STRINGS}
    for sheet in workbook.sheets:
        file = files.get(sheet.relation, "")
        if file in package.members and file not in known:
            known.add(file)
            rows = package.parse(file, _Rows(package.quota, strings.found))
            add_sheet(contents, sheet.name, rows.found, hidden=sheet.hidden)
            contents.add_part(f"工作表“{sheet.name}”的页眉页脚", rows.margins)
            contents.add_hidden(FORMULA, rows.formulas)
    return known | _annotations(package, contents)


def _annotations(package: ZipPackage, contents: Contents) -> set[str]:
    """Comments and drawings, which stand in files of their own."""
    known = set()
    for name in package.members:
        path = PurePosixPath(name)
        kind = re.sub(r"\d+$", "", path.stem) if path.parent.name == "xl" else path.parent.name
        if kind not in _ANNOTATIONS or path.suffix != ".xml":
            continue
        known.add(name)
        words = package.parse(name, TextHandler(package.quota, only=_ANNOTATION_TEXT))
        add = contents.add_part if kind == "drawings" else contents.add_hidden
        add(_ANNOTATIONS[kind], words.text)
    return known


class _Workbook(XmlHandler):
    """The sheets, and what names stand for."""

    def __init__(self, quota: Quota) -> None:
        super().__init__(quota)
        self.sheets: list[_Sheet] = []
        self.names: list[str] = []

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take a sheet."""
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(_Sheet(attributes.get("name", ""), attributes.get("id", ""), hidden))

    def on_text(self, text: str) -> None:
        """Take what a name stands for."""
        if self.path[-1] == "definedName":
            self.names.append(text)


class _SharedStrings(XmlHandler):
    """The texts that cells refer to by number."""

    def __init__(self, quota: Quota) -> None:
        super().__init__(quota)
        self.found: list[str] = []

    def on_start(self, name: str, _attributes: Mapping[str, str]) -> None:
        """Begin the next text."""
        if name == "si":
            self.found.append("")

    def on_text(self, text: str) -> None:
        """Take a piece of it; how it is pronounced is none."""
        if self.path[-1] == "t" and self.found and "rPh" not in self.path:
            self.found[-1] += text


class _Rows(XmlHandler):
    """The rows of one sheet."""

    def __init__(self, quota: Quota, strings: Sequence[str]) -> None:
        super().__init__(quota)
        self.found: list[Row] = []
        self._strings = strings
        self._hidden_columns: list[tuple[int, int]] = []
        self._column = 0
        self._type = ""
        self._value: list[str] = []
        self._formulas: list[str] = []
        self._margins: list[str] = []

    @property
    def formulas(self) -> str:
        """The formulas, which may hold what no cell shows."""
        return "\n".join(self._formulas)

    @property
    def margins(self) -> str:
        """Headers and footers of the printed sheet."""
        return "\n".join(self._margins)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin a row or a cell, or note a hidden column."""
        if name == "c":
            self._type, self._value = attributes.get("t", "n"), []
            self._column = _column(attributes.get("r", "")) or self._column + 1
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
        """Take a value, a formula, a header or a footer."""
        name = self.path[-1]
        if name == "v" or (name == "t" and "is" in self.path):
            self._value.append(text)
        elif name in ("f", "formula1", "formula2"):
            self._formulas.append(text)
        elif len(self.path) > 1 and self.path[-2] == "headerFooter":
            self._margins.append(_MARGIN_CODE.sub(" ", text))

    def on_end(self, name: str) -> None:
        """End a cell."""
        if name == "c" and self._value and self.found:
            text = self._shown("".join(self._value))
            self._quota.count_text(len(text))
            self.found[-1].cells.append((self._is_hidden(), text))

    def _shown(self, value: str) -> str:
        if self._type == "s":
            number = int(value) if value.isdecimal() else -1
            return self._strings[number] if 0 <= number < len(self._strings) else ""
        return number_as_shown(value) if self._type == "n" else value

    def _is_hidden(self) -> bool:
        return any(first <= self._column <= last for first, last in self._hidden_columns)


def _column(place: str) -> int:
    found = _LETTERS.match(place)
    number = 0
    for letter in found[0] if found else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number

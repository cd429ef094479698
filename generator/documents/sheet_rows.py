"""The rows of a sheet of an Excel file, as a stream: cells, merged areas, what is hidden."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from generator.check.attachments.excel import margin_as_shown, unescaped
from generator.documents.sheet_parts import ON, PartHandler, Strings, Styles, area, position
from generator.documents.sheet_values import shown_number, shown_text
from generator.documents.sheets import (
    MAX_COLUMNS,
    MAX_ROWS,
    NO_RESULT,
    NO_TEXT,
    Beside,
    Position,
    Sheet,
    Shown,
    check_count,
)

_MARGINS = {
    **dict.fromkeys(("oddHeader", "evenHeader", "firstHeader"), "页眉"),
    **dict.fromkeys(("oddFooter", "evenFooter", "firstFooter"), "页脚"),
}
_NO_SIZE = {"0", "0.0"}
_TEXTS = {"s", "str", "inlineStr"}
_LOGICAL = {"1": "TRUE", "0": "FALSE"}
_EPOCH, _DAY = datetime(1899, 12, 30), 86400


@dataclass
class Rows(PartHandler):
    """Fills the sheet."""

    sheet: Sheet
    strings: Strings
    styles: Styles
    is_1904: bool = False
    _row: int = -1
    _column: int = -1
    _attributes: Mapping[str, str] = field(default_factory=dict)
    _value: list[str] = field(default_factory=list)
    _inline: list[str] = field(default_factory=list)
    _has_formula: bool = False
    _margin: list[str] = field(default_factory=list)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes)
        elif name == "f":
            self._has_formula = True
        elif name == "mergeCell":
            if merged := area(attributes.get("ref", "")):
                self.sheet.merged.append(merged)
        elif name == "col":
            self._add_column(attributes)
        elif name == "sheetView":
            self.sheet.shows_zeros = attributes.get("showZeros", "1") in ON

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = min(int(number) - 1 if number.isdecimal() else self._row + 1, MAX_ROWS - 1)
        self._column = -1
        if attributes.get("hidden") in ON or attributes.get("ht") in _NO_SIZE:
            self.sheet.hidden_rows.add(self._row)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        at = position(attributes.get("r", ""))
        self._row, self._column = at or (max(self._row, 0), min(self._column + 1, MAX_COLUMNS - 1))
        self._attributes = attributes
        self._has_formula = False
        self._value.clear()
        self._inline.clear()

    def _add_column(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden") in ON or attributes.get("width") in _NO_SIZE:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self.sheet.hidden_columns.append((int(first) - 1, int(last) - 1))

    def on_text(self, text: str) -> None:
        """Take a piece of a value, or of a margin."""
        name = self.path[-1]
        if name == "v":
            self._value.append(text)
        elif name == "t" and "rPh" not in self.path:
            self._inline.append(text)
        elif name in _MARGINS:
            self._margin.append(text)

    def on_end(self, name: str) -> None:
        """An element ended."""
        if name == "c":
            self._end_cell()
        elif name in _MARGINS:
            written = unescaped("".join(self._margin))
            self._margin.clear()
            # The first way to read it: of figures behind a sign two at most are a size.
            text = next(iter(margin_as_shown(written)), "")
            beside = Beside(_MARGINS[name], text)
            if text and beside not in self.sheet.beside:
                self.sheet.beside.append(beside)

    def _end_cell(self) -> None:
        at = Position(self._row, self._column)
        kind, value = self._attributes.get("t", "n"), "".join(self._value)
        if self._has_formula and not value.strip() and kind not in _TEXTS:
            self.sheet.remarks[NO_RESULT].append(at)
            return
        style = self.styles.style(self._attributes.get("s", ""))
        shown = self._shown(at, kind, value, style.code)
        if shown.text.strip() or shown.hidden:
            self.quota.count("characters", len(shown.text))
            self.sheet.cells[at] = shown._replace(
                text=shown.text.replace("\r\n", "\n").replace("\r", "\n"),
                is_bold=style.is_bold,
                is_centred=style.is_centred,
            )
            check_count(len(self.sheet.cells))

    def _shown(self, at: Position, kind: str, value: str, code: str) -> Shown:
        if kind == "s" and value.strip():
            text = self.strings.text(value.strip())
            if text is None:
                self.sheet.remarks[NO_TEXT].append(at)
            return shown_text(self.sheet, at, text or "", code)
        if kind in _TEXTS or self._inline:
            written = "".join(self._inline) or value
            return shown_text(self.sheet, at, unescaped(written), code)
        if kind == "b":
            return Shown(_LOGICAL.get(value.strip(), value))
        if kind == "d":
            with contextlib.suppress(ValueError, OverflowError):
                value = _serial(value)
        if kind in ("n", "d") and value.strip():
            with contextlib.suppress(ValueError):
                return self._number(at, float(value), code)
        return Shown(value)  # an error, as #N/A

    def _number(self, at: Position, value: float, code: str) -> Shown:
        if not value and not self.sheet.shows_zeros:
            return Shown("", hidden="0")
        return shown_number(self.sheet, at, value, code, is_1904=self.is_1904)


def _serial(value: str) -> str:
    """A date in ISO form as the number that workbooks have for it."""
    moment = datetime.fromisoformat(value.removesuffix("Z")).replace(tzinfo=None)
    return str((moment - _EPOCH).total_seconds() / _DAY)

"""Rows of a table as text: CSV, JSON Lines, the rows of a sheet of Excel.

All three are written so that pieces can be put one behind the other: rows know no number of theirs.
"""

import csv
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from json.encoder import encode_basestring
from typing import TypeAlias

from generator.model.record_columns import Cell, Column

# What is between the two: a cell as JSON gives it back, its figure as it is written.
Text: TypeAlias = str | None

BOM = "\ufeff"  # without it Excel reads Chinese in a CSV file as 乱码
MOST_IN_CELL = 32_767  # characters, which Excel allows; one beyond the BMP counts twice
_CUT = "……（太长，全文见 JSON）"
# What a spreadsheet would take for a formula: plain figures and strokes are none.
# Full-width signs are formulas in some East Asian settings.
_SIGNS = "=+@-＝＋＠－"
_FORMULA = re.compile(rf"\s*[\t\r{re.escape(_SIGNS)}]")
_SUSPECT = frozenset(_SIGNS).union(filter(str.isspace, map(chr, range(0x3001))))
_HARMLESS = re.compile(r"[-=+—＝＋－]+|[-+＋－]?\s*[\d.,]+\s*[%％]?", re.ASCII)
_NOT_IN_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)"
)
_DAY_ZERO = date(1899, 12, 30)  # of Excel's days
# The formats of numbers, in the order of their styles from 1: by decimals, then days.
NUMBER_FORMATS = ("0", *("0." + "0" * places for places in range(1, 9)), "yyyy-mm-dd")
_DAY_STYLE = len(NUMBER_FORMATS)
_LEVEL = 6  # of compression
_EXACT_DIGITS = 15  # significant ones that Excel keeps

# Reads what is written here, figures as they are written.
FIGURES_AS_TEXT = json.JSONDecoder(parse_float=str, parse_int=str)


def json_objects(names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Rows as JSON objects of one line; what is not stated has no key. Figures are numbers.

    A number has the decimals that the report gives it: `50.00`.
    """
    keys = [f"{encode_basestring(one)}:" for one in names]
    for row in rows:
        cells = zip(keys, row, strict=True)
        told = [key + _json_value(cell) for key, cell in cells if cell is not None]
        yield "{" + ",".join(told) + "}"


def _json_value(cell: Cell) -> str:
    if isinstance(cell, str):
        return encode_basestring(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def json_lines(columns: Sequence[Column], rows: Iterable[Sequence[Text]]) -> bytes:
    """Rows as `json_objects` writes them, a line each; figures as they are."""
    names = [(encode_basestring(one.name), one.kind in ("text", "date")) for one in columns]
    lines = []
    for row in rows:
        pairs = zip(names, row, strict=True)
        values = (
            f"{name}:{encode_basestring(cell) if is_text else cell}"
            for (name, is_text), cell in pairs
            if cell is not None
        )
        lines.append("{" + ",".join(values) + "}\n")
    return "".join(lines).encode()


def csv_head(names: Sequence[str]) -> bytes:
    """How a CSV file begins: the mark of UTF-8, the names of the columns."""
    return (BOM + _csv([names])).encode()


def csv_rows(rows: Iterable[Sequence[Text]]) -> bytes:
    """Rows by RFC 4180; an empty cell is 未填报. No cell is a formula of a spreadsheet."""
    return _csv(
        ["" if cell is None else _neutral(cell) if cell[:1] in _SUSPECT else cell for cell in row]
        for row in rows
    ).encode()


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _neutral(cell: str) -> str:
    """The cell; before one that a spreadsheet would run, an apostrophe says that it is text."""
    if _FORMULA.match(cell) and not _HARMLESS.fullmatch(cell):
        return f"'{cell}"
    return cell


def sheet_rows(columns: Sequence[Column], rows: Iterable[Sequence[Text]]) -> bytes:
    """The same rows for `<sheetData>`: text as text, figures with their decimals, days as days.

    Cells name their styles by the number of a format.
    """
    kinds = [one.kind for one in columns]
    made = []
    for row in rows:
        cells = "".join(
            "<c/>" if cell is None else _sheet_cell(kind, cell)
            for kind, cell in zip(kinds, row, strict=True)
        )
        made.append(f"<row>{cells}</row>")
    return "".join(made).encode()


def _sheet_cell(kind: str, cell: str) -> str:
    if kind == "date":
        return f'<c s="{_DAY_STYLE}"><v>{(date.fromisoformat(cell) - _DAY_ZERO).days}</v></c>'
    if kind != "text":
        places = len(cell.partition(".")[2])
        # A figure with more digits than Excel keeps stays text: it would be another one.
        is_kept = len(cell.replace(".", "").strip("0")) <= _EXACT_DIGITS
        if places < _DAY_STYLE - 1 and is_kept:
            return f'<c s="{places + 1}"><v>{cell}</v></c>'
    if len(cell) > MOST_IN_CELL // 2:
        cell = _shortened(cell)
    if "_x" in cell or not cell.isprintable():  # most need no search
        cell = _NOT_IN_XML.sub(lambda one: f"_x{ord(one[0]):04X}_", cell)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell, quote=False)}</t></is></c>'


def _shortened(cell: str) -> str:
    """The cell, or as much of it as Excel allows."""
    units = cell.encode("utf-16-le")
    if len(units) <= 2 * MOST_IN_CELL:
        return cell
    room = 2 * (MOST_IN_CELL - len(_CUT))
    return units[:room].decode("utf-16-le", errors="ignore") + _CUT  # without half a character


def deflated(data: bytes) -> bytes:
    """A piece of a deflated stream, which refers to nothing before it and does not end it."""
    made = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return made.compress(data) + made.flush(zlib.Z_FULL_FLUSH)

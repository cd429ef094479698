"""What a cell shows, from what it holds and the format it has; what is odd about it is remarked."""

import math

from generator.documents.format_codes import UnknownFormat
from generator.documents.number_formats import general, number_shown, text_shown
from generator.documents.sheets import NO_SUCH_FORMAT, TOO_LONG, Position, Sheet, Shown

_LONGEST = 1e15  # from here on a number has digits that no workbook keeps


def shown_number(
    sheet: Sheet, at: Position, value: float, code: str, *, is_1904: bool = False
) -> Shown:
    """A number in its format."""
    if not math.isfinite(value):
        return Shown(str(value))
    if abs(value) >= _LONGEST and value == int(value):
        sheet.remarks[TOO_LONG].append(at)
    try:
        text = number_shown(value, code, is_1904=is_1904)
    except UnknownFormat:
        sheet.remarks[NO_SUCH_FORMAT].append(at)
        return Shown(general(value))
    return Shown(text, hidden="" if text else general(value))


def shown_text(sheet: Sheet, at: Position, text: str, code: str) -> Shown:
    """A text in its format."""
    try:
        found = text_shown(text, code)
    except UnknownFormat:
        if text.strip():
            sheet.remarks[NO_SUCH_FORMAT].append(at)
        return Shown(text)
    return Shown(found, hidden="" if found.strip() else text.strip())

"""A page of a PDF as it is seen: its characters, its ruled lines, what is filled, its pictures.

All lengths are points (1/72 inch); `x` grows to the right and `y` downwards from the upper left
corner of the page as it is shown, turned pages and cut margins included.
"""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, repeat
from typing import Any, NamedTuple, TypeAlias

import pypdfium2
from pypdfium2 import raw

from generator.check.attachments.contents import Quota
from generator.documents.pdf_drawings import Box, Matrix, Rule, combined, rules_of_path

_ASCENT = 0.88  # of the size of letters: what stands above the base line
_MAX_DEPTH = 15  # of forms within forms
_NOTHING_SHOWN = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_SMALLEST = 0.5  # points: smaller letters are dots
_WHITE = 250  # of 255, each colour
_HYPHEN = 2  # what PDFium gives for a hyphen at the end of a line
_PICTURE = 30.0  # points: what is smaller is an ornament
_BOLD = ("bold", "black", "heavy", "simhei", "-hei", "heiti", "黑体")

Turn: TypeAlias = Matrix


class Character(NamedTuple):
    """A character and the box that it takes; `size` is the height of its letters."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    is_bold: bool

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class _Style(NamedTuple):
    """What all characters of a piece of text share."""

    size: float
    direction: tuple[float, float]
    is_bold: bool
    is_drawn: bool
    is_white: bool


@dataclass(slots=True)
class Page:
    """What stands on a page; `number` counts from 1."""

    number: int
    width: float
    height: float
    characters: list[Character] = field(default_factory=list)
    hidden: list[Character] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    filled: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    unmapped: int = 0  # characters of which the file does not say what they are
    lost: int = 0  # those of them for which nothing stands

    @property
    def is_recognised_scan(self) -> bool:
        """Whether it is a picture, with text that a program recognised and put behind it."""
        area = sum((one.right - one.left) * (one.bottom - one.top) for one in self.pictures)
        return not self.characters and bool(self.hidden) and area > self.width * self.height / 2


def read_page(page: pypdfium2.PdfPage, number: int, quota: Quota) -> Page:
    """What stands on a page; raises Exhausted."""
    left, bottom, right, top = page.get_bbox()
    turn = _turn(page.get_rotation(), left, bottom, right, top)
    width, height = right - left, top - bottom
    if page.get_rotation() in {90, 270}:
        width, height = height, width
    found = Page(number, width, height)
    for one, kind, matrix in _objects(page.raw, combined((1, 0, 0, 1, 0, 0), turn), quota):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            drawn = rules_of_path(one, matrix, quota)
            found.rules += drawn.rules
            found.filled += drawn.filled
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = _unit_square(combined(_matrix(one), matrix))
            found.filled.append(box)
            if min(box.right - box.left, box.bottom - box.top) >= _PICTURE:
                found.pictures.append(box)
    _add_characters(page, turn, found, quota)
    return found


def _turn(rotation: int, left: float, bottom: float, right: float, top: float) -> Turn:
    """From the coordinates of the file to those of the page as it is shown."""
    if rotation == 90:
        return 0, 1, 1, 0, -bottom, -left
    if rotation == 180:
        return -1, 0, 0, 1, right, -bottom
    if rotation == 270:
        return 0, -1, -1, 0, top, right
    return 1, 0, 0, -1, -left, top


def _objects(
    parent: Any, matrix: Matrix, quota: Quota, depth: int = 0
) -> Iterator[tuple[Any, int, Matrix]]:
    """What is drawn, also within forms, each with its kind and what turns it to the page."""
    counted = raw.FPDFFormObj_CountObjects if depth else raw.FPDFPage_CountObjects
    one_of = raw.FPDFFormObj_GetObject if depth else raw.FPDFPage_GetObject
    count = max(counted(parent), 0)
    quota.count("elements", count)
    for number in range(count):
        one = one_of(parent, number)
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            yield from _objects(one, combined(_matrix(one), matrix), quota, depth + 1)
        elif kind in {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE}:
            yield one, kind, matrix


def _matrix(one: Any) -> Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(one, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _unit_square(matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _add_characters(page: pypdfium2.PdfPage, turn: Turn, found: Page, quota: Quota) -> None:
    text = page.get_textpage()
    length = text.count_chars()
    quota.count("characters", length)
    places = _Places(text, turn)
    styles: dict[int, _Style] = {}
    for number, code, is_generated, is_unmapped in zip(
        range(length), _each(raw.FPDFText_GetUnicode, text), _each(raw.FPDFText_IsGenerated, text),
        _each(raw.FPDFText_HasUnicodeMapError, text), strict=False,
    ):  # fmt: skip
        if is_generated:
            continue
        shown = "-" if code in {_HYPHEN, 0xFFFE} else chr(code)
        is_lost = code < 32 and shown != "-"
        found.unmapped += is_unmapped > 0
        found.lost += is_lost and is_unmapped > 0
        if is_lost:
            continue
        handle = raw.FPDFText_GetTextObject(text.raw, number)
        key = ctypes.addressof(handle.contents) if handle else 0
        if key not in styles:
            styles[key] = _style(text, number, handle, turn)
        style = styles[key]
        one = places.placed(number, shown, style)
        is_shown = _is_shown(one, style, found)
        (found.characters if is_shown else found.hidden).append(one)
    text.close()


def _each(asked: Any, text: pypdfium2.PdfTextPage) -> Iterator[int]:
    """What PDFium answers for each character; a `map` takes less time than a loop."""
    return map(asked, repeat(text.raw), count())


def _style(text: pypdfium2.PdfTextPage, number: int, handle: Any, turn: Turn) -> _Style:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text.raw, number, matrix)
    a, b, c, d, _, _ = combined((matrix.a, matrix.b, matrix.c, matrix.d, 0, 0), turn)
    size = raw.FPDFText_GetFontSize(text.raw, number) * math.hypot(c, d)
    length = math.hypot(a, b) or 1
    red, green, blue, alpha = (ctypes.c_uint(255) for _ in range(4))
    raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    mode = raw.FPDFTextObj_GetTextRenderMode(handle)
    is_drawn = mode not in _NOTHING_SHOWN and size >= _SMALLEST and bool(alpha.value)
    is_white = min(red.value, green.value, blue.value) >= _WHITE and mode in {
        raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_CLIP
    }  # fmt: skip
    return _Style(size, (a / length, b / length), _is_bold(handle), is_drawn, is_white)


def _is_bold(handle: Any) -> bool:
    font = raw.FPDFTextObj_GetFont(handle)
    if not font:
        return False
    buffer = ctypes.create_string_buffer(200)
    raw.FPDFFont_GetBaseFontName(font, buffer, 200)
    name = buffer.value.decode("utf-8", errors="replace").lower()
    return any(word in name for word in _BOLD) or raw.FPDFFont_GetWeight(font) >= 600


class _Places:
    """Where the characters of a page stand; what PDFium writes its answers into is made once."""

    def __init__(self, text: pypdfium2.PdfTextPage, turn: Turn) -> None:
        self._text, self._turn = text, turn
        self._box = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def placed(self, number: int, shown: str, style: _Style) -> Character:
        """The character with its box on the page as it is shown."""
        box = self._box
        raw.FPDFText_GetLooseCharBox(self._text.raw, number, box)
        a, b, c, d, e, f = self._turn
        x1, x2 = a * box.left + c * box.bottom + e, a * box.right + c * box.top + e
        left, right = (x1, x2) if x1 < x2 else (x2, x1)
        if style.direction[0] > 0.9:  # upright: by the base line, which letters of all fonts share
            raw.FPDFText_GetCharOrigin(self._text.raw, number, self._x, self._y)
            base = b * self._x.value + d * self._y.value + f
            top, bottom = base - _ASCENT * style.size, base + (1 - _ASCENT) * style.size
        else:
            y1, y2 = b * box.left + d * box.bottom + f, b * box.right + d * box.top + f
            top, bottom = (y1, y2) if y1 < y2 else (y2, y1)
        return Character(shown, left, top, right, bottom, style.size, style.is_bold)


def _is_shown(one: Character, style: _Style, page: Page) -> bool:
    x, y = one.middle
    if not style.is_drawn or not (-1 <= x <= page.width + 1 and -1 <= y <= page.height + 1):
        return False
    return not style.is_white or any(box.holds(x, y) for box in page.filled)

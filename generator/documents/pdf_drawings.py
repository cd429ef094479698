"""The straight lines that are drawn on a page, however a program draws them, and what is filled."""

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

from pypdfium2 import raw

from generator.check.attachments.contents import Quota

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_Point: TypeAlias = tuple[float, float]

_THICKEST = 3.5  # points: what is thicker is a bar, no line
_SHORTEST = 3.0
_SLANT = 1.0
_WHITE = 250  # of 255, each colour


class Box(NamedTuple):
    """A rectangle; `y` grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    @property
    def area(self) -> float:
        """Its area in square points."""
        return (self.right - self.left) * (self.bottom - self.top)


class Rule(NamedTuple):
    """A line across (`at` is its y, from `start` to `end` in x) or, upright, the other way."""

    is_upright: bool
    at: float
    start: float
    end: float


class Drawn(NamedTuple):
    """What a path draws: lines, and areas that are not white."""

    rules: list[Rule]
    filled: list[Box]


def combined(first: Matrix, then: Matrix) -> Matrix:
    """One matrix that does what the two do one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def rules_of_path(path: Any, matrix: Matrix, quota: Quota) -> Drawn:
    """The lines of a path object; `matrix` turns the coordinates around it to those of the page."""
    mode, is_stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, mode, is_stroked)
    draws_lines = bool(is_stroked.value) and _is_seen(path, raw.FPDFPageObj_GetStrokeColor)
    fills = bool(mode.value) and _is_seen(path, raw.FPDFPageObj_GetFillColor)
    found = Drawn([], [])
    if not (draws_lines or fills):
        return found
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, own)
    whole = combined((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    for points in _subpaths(path, whole, quota):
        if draws_lines:
            found.rules.extend(_straight(points))
        if fills and len(points) > 2:
            _add_filled(points, found)
    return found


def _is_seen(path: Any, colour_of: Any) -> bool:
    colours = [ctypes.c_uint() for _ in range(4)]
    if not colour_of(path, *colours):
        return True  # a pattern
    red, green, blue, alpha = (one.value for one in colours)
    return alpha > 0 and min(red, green, blue) < _WHITE


def _subpaths(path: Any, matrix: Matrix, quota: Quota) -> Iterator[list[_Point]]:
    """The corners of each part of a path; those that are closed end where they began."""
    a, b, c, d, e, f = matrix
    points: list[_Point] = []
    count = raw.FPDFPath_CountSegments(path)
    quota.count("elements", max(count, 0))
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _straight(points: list[_Point]) -> Iterator[Rule]:
    for (x1, y1), (x2, y2) in pairwise(points):
        if abs(y1 - y2) <= _SLANT and abs(x1 - x2) >= _SHORTEST:
            yield Rule(False, (y1 + y2) / 2, min(x1, x2), max(x1, x2))
        elif abs(x1 - x2) <= _SLANT and abs(y1 - y2) >= _SHORTEST:
            yield Rule(True, (x1 + x2) / 2, min(y1, y2), max(y1, y2))


def _add_filled(points: list[_Point], found: Drawn) -> None:
    """A thin rectangle that is filled is a line to the eye: so Word draws borders."""
    xs, ys = zip(*points, strict=True)
    box = Box(min(xs), min(ys), max(xs), max(ys))
    width, height = box.right - box.left, box.bottom - box.top
    if height <= _THICKEST and width >= _SHORTEST and width > height:
        found.rules.append(Rule(False, (box.top + box.bottom) / 2, box.left, box.right))
    elif width <= _THICKEST and height >= _SHORTEST:
        found.rules.append(Rule(True, (box.left + box.right) / 2, box.top, box.bottom))
    else:
        found.filled.append(box)

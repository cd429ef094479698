"""PDF files that a program drew: paragraphs, tables with lines, tables whose cells blanks part."""

import io
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from tests.support.grids import cells_of

_FONT = "STSong-Light"
_WIDTH = 451.0  # points between the margins
_BODY = ParagraphStyle("body", fontName=_FONT, fontSize=12, leading=20, wordWrap="CJK")
_STYLES: Mapping[str, ParagraphStyle] = {
    "": ParagraphStyle("text", _BODY, firstLineIndent=24),
    "#": ParagraphStyle("title", _BODY, fontSize=18, leading=30, alignment=TA_CENTER),
    ">": ParagraphStyle("right", _BODY, alignment=TA_RIGHT),
}
_CELL = ParagraphStyle("cell", fontName=_FONT, fontSize=9, leading=13, wordWrap="CJK")
_SMALL = ParagraphStyle("small", _CELL, fontSize=8)


def printed(*parts: str | Flowable, foot: str = "— {} —", **options: Any) -> bytes:
    """A file of lines and tables, a number at the foot of each page.

    A line is centred and large behind #, at the right behind >; an empty one begins a page.
    """
    registerFont(UnicodeCIDFont(_FONT))
    stream = io.BytesIO()

    def number(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(_FONT, 9)
        canvas.drawCentredString(A4[0] / 2, 36, foot.format(document.page))

    made = SimpleDocTemplate(stream, pagesize=A4, **options)
    story = [_line(one) if isinstance(one, str) else one for one in parts]
    made.build(story, onFirstPage=number, onLaterPages=number)
    return stream.getvalue()


def _line(line: str) -> Flowable:
    if not line:
        return PageBreak()
    mark = line[0] if line[0] in _STYLES else ""
    return Paragraph(escape(line.removeprefix(mark)), _STYLES[mark])


def lined(drawing: str, shares: Sequence[float]) -> Table:
    """A table with all its lines; its columns have shares of the width."""
    return _table(drawing, shares, _CELL, [("GRID", (0, 0), (-1, -1), 0.5, "black")])


def unlined(drawing: str, shares: Sequence[float]) -> Table:
    """A table without lines."""
    return _table(drawing, shares, _SMALL, [])


def _table(
    drawing: str, shares: Sequence[float], letters: ParagraphStyle, style: list[tuple[Any, ...]]
) -> Table:
    registerFont(UnicodeCIDFont(_FONT))
    found = cells_of(drawing)
    rows = [[""] * len(shares) for _ in range(1 + max(one.row + one.down - 1 for one in found))]
    spans: list[tuple[Any, ...]] = []
    for one in found:
        rows[one.row][one.column] = Paragraph(escape(one.text).replace("\n", "<br/>"), letters)
        end = (one.column + one.across - 1, one.row + one.down - 1)
        if end != (one.column, one.row):
            spans.append(("SPAN", (one.column, one.row), end))
    widths = [_WIDTH * share / sum(shares) for share in shares]
    return Table(rows, widths, style=[("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *style, *spans])


def space(height: float) -> Flowable:
    """Room between lines."""
    return Spacer(1, height)

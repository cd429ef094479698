"""Pages of PDF files for tests, drawn with reportlab, and what a document shows of them."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from generator.documents.document import Block, Document, Paragraph, Table

FONT = "STSong-Light"
LEFT, TOP = 72.0, 740.0  # points; y grows upwards here
SIZE, PITCH = 12, 20.0
WIDTH = 36  # 汉字 of a line
HEIGHT = 20.0  # of a row

_TOKENS = re.compile(r"(?:[A-Za-z0-9.%]+|.)[，。、；]*")

Draw = Callable[[Canvas], object]
Row = Sequence[str]


def pdf(*pages: Draw, size: tuple[float, float] = A4, rotation: int = 0, **options: Any) -> bytes:
    """A file of these pages."""
    registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, **options)
    for draw in pages:
        canvas.setFont(FONT, SIZE)
        draw(canvas)
        if rotation:
            canvas.setPageRotation(rotation)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def broken(paragraphs: Iterable[str], width: int = WIDTH) -> Iterator[tuple[int, str]]:
    """The lines of paragraphs whose first line is two 汉字 in: by how many, and the text.

    Words, numbers and what follows them closely are not broken; no comma begins a line.
    """
    for text in paragraphs:
        indent, line = 2, ""
        for token in _TOKENS.findall(text):
            if indent + _width(line + token) > width:
                yield indent, line
                indent, line = 0, ""
            line += token
        yield indent, line


def _width(text: str) -> float:
    return sum(0.5 if one.isascii() else 1 for one in text)


def lines(every: Iterable[tuple[int, str]], top: float = TOP, left: float = LEFT) -> Draw:
    """Draws lines of text one below the other."""

    def draw(canvas: Canvas) -> None:
        for number, (indent, text) in enumerate(every):
            canvas.drawString(left + indent * SIZE, top - number * PITCH, text)

    return draw


def both(*draws: Draw) -> Draw:
    """Draws one after the other."""
    return lambda canvas: [draw(canvas) for draw in draws]


def at(x: float, y: float, text: str, size: float = SIZE) -> Draw:
    """Draws a text at a place."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, size)
        canvas.drawString(x, y, text)
        canvas.setFont(FONT, SIZE)

    return draw


def centred(y: float, text: str, size: float = SIZE) -> Draw:
    """Draws a text in the middle of the page."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, size)
        canvas.drawCentredString(A4[0] / 2, y, text)
        canvas.setFont(FONT, SIZE)

    return draw


def ruled(
    widths: Sequence[float], rows: Sequence[Row], top: float = TOP, left: float = LEFT
) -> Draw:
    """Draws a table with all its lines; a text with \\n takes a line each, in a higher row."""

    def draw(canvas: Canvas) -> None:
        edges = [left + sum(widths[:number]) for number in range(len(widths) + 1)]
        heights = [HEIGHT * max(text.count("\n") + 1 for text in row) for row in rows]
        levels = [top - sum(heights[:number]) for number in range(len(rows) + 1)]
        canvas.grid(edges, levels)
        for row, level in zip(rows, levels, strict=False):
            for text, edge in zip(row, edges, strict=False):
                for number, line in enumerate(text.split("\n")):
                    canvas.drawString(edge + 5, level - 14 - number * HEIGHT, line)

    return draw


def texts(document: Document) -> list[str]:
    """The paragraphs of the text that stand in no table."""
    return [one.shown for one in document.blocks if isinstance(one, Paragraph)]


def tables(blocks: Iterable[Block]) -> list[Table]:
    """The tables among blocks."""
    return [one for one in blocks if isinstance(one, Table)]


def cells(table: Table) -> dict[tuple[int, int], str]:
    """The text of each cell that has one by row and column."""
    return {(one.row, one.column): one.text for one in table.cells if one.text}


def beside(document: Document, kind: str) -> list[str]:
    """What stands beside the text, of a kind."""
    return [
        one.shown
        for aside in document.asides
        if aside.kind == kind
        for one in aside.blocks
        if isinstance(one, Paragraph)
    ]


def seen(document: Document) -> str:
    """All visible characters, sorted."""
    return letters("".join(piece.text for piece in document.pieces()))


def letters(text: str) -> str:
    """The characters of a text without blanks, sorted."""
    return "".join(sorted("".join(text.split())))

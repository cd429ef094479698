"""Tables of Word files for tests, drawn as text: a line a row, `|` between cells.

`<` continues the cell to the left, `^` the cell above; ` / ` begins a paragraph.
"""

import itertools
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import docx
from docx.document import Document

from tests.support.word_files import cell, paragraph, row, run, word_file
from tests.support.word_texts import Texture, text_paragraph

_LEFT, _ABOVE, _BREAK, _WIDTH = "<", "^", " / ", 9000
_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

_LAST = (  # behind a last table stands a paragraph always
    '<w:p/><w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr>'
)


class Cell(NamedTuple):
    """Where a cell begins, how many columns and rows it takes, its paragraphs."""

    row: int
    column: int
    width: int
    height: int
    paragraphs: Sequence[str]


def drawn(text: str) -> list[list[Cell | None]]:
    """The rows of a drawing by column; None stands where a cell only goes on."""
    rows = [[one.strip() for one in line.split("|")] for line in text.strip().splitlines()]
    return [[_cell(rows, at, column) for column in range(len(line))]
            for at, line in enumerate(rows)]  # fmt: skip


def _cell(rows: Sequence[Sequence[str]], at: int, column: int) -> Cell | None:
    line = rows[at]
    if line[column] in (_LEFT, _ABOVE):
        return None
    width = height = 1
    while line[column + width : column + width + 1] == [_LEFT]:
        width += 1
    while at + height < len(rows) and rows[at + height][column : column + 1] == [_ABOVE]:
        height += 1
    return Cell(at, column, width, height, line[column].split(_BREAK))


def table_of(text: str, texture: Texture = run, *, repeated: int = 0) -> str:
    """The XML of a table as Word writes it; `repeated` rows stand again on each page."""
    rows = drawn(text)
    wide = max(map(len, rows))
    lines = [
        row(*_row_cells(rows, at, _WIDTH // wide, texture),
            properties="<w:cantSplit/><w:tblHeader/>" if at < repeated else "")
        for at in range(len(rows))
    ]  # fmt: skip
    grid = f'<w:gridCol w:w="{_WIDTH // wide}"/>' * wide
    return (f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{_EDGES}'
            f"</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>")  # fmt: skip


def _row_cells(
    rows: Sequence[Sequence[Cell | None]], at: int, unit: int, texture: Texture
) -> Iterator[str]:
    """The cells of a row; one that goes on from above is an empty one that says so."""
    column = 0
    while column < len(rows[at]):
        above = at
        while (one := rows[above][column]) is None:
            above -= 1
        span = f'<w:gridSpan w:val="{one.width}"/>' if one.width > 1 else ""
        properties = f'<w:tcW w:w="{unit * one.width}" w:type="dxa"/>{span}'
        if above < at:
            yield cell(paragraph(), f"{properties}<w:vMerge/>")
        else:
            properties += '<w:vMerge w:val="restart"/>' if one.height > 1 else ""
            inner = "".join(text_paragraph(text, texture) for text in one.paragraphs)
            yield cell(inner, properties)
        column += one.width


def add_table(document: Document, text: str) -> None:
    """The table made by python-docx, with cells merged by it."""
    rows = drawn(text)
    made = document.add_table(len(rows), max(map(len, rows)))
    made.style = "Table Grid"
    for one in filter(None, itertools.chain(*rows)):
        first = made.cell(one.row, one.column)
        if one.width > 1 or one.height > 1:
            first = first.merge(made.cell(one.row + one.height - 1, one.column + one.width - 1))
        first.text = "\n".join(one.paragraphs)


def save(folder: Path, name: str, *blocks: str, texture: Texture = run, **parts: str) -> None:
    """Write a Word file of blocks: marked texts and XML of paragraphs and tables."""
    body = "".join(text_paragraph(one, texture) for one in blocks) + _LAST
    (folder / name).write_bytes(word_file(body, **parts))


def save_by_library(folder: Path, name: str, *blocks: str) -> None:
    """The same by python-docx: blocks that hold `|` are tables."""
    document = docx.Document()
    for one in blocks:
        if "|" in one:
            add_table(document, one)
        else:
            document.add_paragraph(one)
    document.save(os.fspath(folder / name))

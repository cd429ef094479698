"""A document as a stream: paragraphs, and rows of cells, whatever the table was made of.

A table of a document has rows; so has text whose cells stand between ` | ` or tabs, and a form
that lost its lines, with a cell a line or blanks between the cells (`flattened.py`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from generator.documents.document import Block, Document, Paragraph, Table
from generator.recognition.flattened import rows_without_lines
from generator.recognition.row import Item, Row, RowCell

_PIPE = re.compile(r"(?:^|(?<=\s))\|(?=\s|$)")
_FRAMED = re.compile(r"\|[^|]*\|.*\|", re.S)
_DELIMITER = re.compile(r"\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)*\|?")
_SENTENCE = re.compile(r".{15}。\s*$")
_CONTENTS_LINE = re.compile(
    r"[.…·]{3,}\s*\d+$|^\s*(?:第.部分|[一二三四五六七八九十]+、|[（(]|\d+[.、]|附|摘要|目录)[^\t]*\t\s*\d{1,3}$"
)


def items(document: Document) -> list[Item]:
    """The stream of the document's blocks; what stands beside the text is not in it.

    Every visible character of the blocks is in one item, once.
    """
    return block_items(document.blocks)


def block_items(blocks: Iterable[Block]) -> list[Item]:
    """The stream of these blocks: those of a document, or of a cell."""
    stream: list[Item] = []
    number = 0
    for is_text, run in groupby(_unframed(blocks), lambda block: isinstance(block, Paragraph)):
        if is_text:
            lines = [one for one in run if isinstance(one, Paragraph)]
            stream += rows_without_lines(_text_items(lines, number), number)
            number += len(lines)
            continue
        for block in run:
            if isinstance(block, Table):
                stream += _table_items(block, number)
                number += 1
    return stream


def table_rows(table: Table, number: int = 0) -> list[Row]:
    """The rows of a table, a cell for each that covers it there; empty rows as well."""
    rows = []
    for index, line in enumerate(table.grid):
        cells = []
        for cell in dict.fromkeys(one for one in line if one is not None):
            begins = cell.row == index
            cells.append(
                RowCell(
                    cell.text if begins else "",
                    cell.place,
                    cell.column,
                    cell.column_span,
                    is_continued=not begins,
                )
            )
        place = cells[0].place if cells else table.place
        rows.append(Row(tuple(cells), place, number))
    return rows


def _table_items(table: Table, number: int) -> Iterator[Item]:
    """The rows of a table; what it has over, below and between them in one cell as its blocks."""
    rows = table_rows(table, number)
    last = max((at for at, row in enumerate(rows) if len(row.filled) > 1), default=len(rows))
    begun = {(cell.row, cell.column): cell for cell in table.cells}
    between = _text_between(rows)
    is_above = True
    text: list[Block] = []  # of lines one after the other
    for at, row in enumerate(rows):
        only = row.filled[0] if len(row.filled) == 1 else None
        is_wide = only is not None and 2 * only.column_span > table.column_count
        is_above = is_above and len(row.filled) < 2
        is_text = is_above or at > last or at in between
        is_line = len(row.cells) == 1 and is_text  # a sheet has no cells beside it
        if only and not only.column and (is_wide or is_line):
            text += begun[at, only.column].blocks
        elif row.filled or not text:
            yield from block_items(text)
            text.clear()
            yield row
    yield from block_items(text)


def _text_between(rows: Sequence[Row]) -> set[int]:
    """The rows of a sheet that are the text between its tables: a cell each, sentences in some."""
    found: set[int] = set()
    for is_single, run in groupby(enumerate(rows), lambda one: _is_single(one[1])):
        lines = list(run)
        if (
            is_single
            and len(lines) > 1
            and any(_SENTENCE.search(row.characters) for _, row in lines)
        ):
            found |= {at for at, _ in lines}
    return found


def _is_single(row: Row) -> bool:
    return len(row.cells) == 1 and not row.cells[0].column and not row.cells[0].is_continued


def _unframed(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, what stands in a frame (a table of one column) as if it stood without."""
    for block in blocks:
        if isinstance(block, Table) and block.column_count == 1:
            for cell in block.cells:
                yield from _unframed(cell.blocks)
        else:
            yield block


def row_of(paragraph: Paragraph, table: int = 0) -> Row:
    """A paragraph as a row of one cell."""
    return Row((RowCell(paragraph.shown, paragraph.place),), paragraph.place, table)


def _text_items(lines: Sequence[Paragraph], number: int) -> list[Item]:
    """Lines of text, those with strokes or tabs between cells as rows."""
    found: list[Item] = []
    parts = [one for line in lines for one in _lines(line)]
    for separator, run in groupby(parts, _separator):
        group = list(run)
        number += 1
        if separator == "|":
            found += _piped(group, number)
        elif separator == "\t" and (len(group) > 1 or group[0].text.count("\t") > 1):
            found += [_tabbed(one, number) for one in group]
        else:
            found += group
    return found


def _lines(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph, a line at a time where its lines are rows."""
    if "\n" not in paragraph.text or not _PIPE.search(paragraph.text):
        yield paragraph
        return
    for index, line in enumerate(paragraph.text.split("\n")):
        yield Paragraph(line, paragraph.place, "" if index else paragraph.number)


def _separator(line: Paragraph) -> str:
    text = line.text
    if _PIPE.search(text) or _FRAMED.fullmatch(text.strip()) or _DELIMITER.fullmatch(text.strip()):
        return "|"
    filled = sum(bool(one.strip()) for one in text.split("\t"))
    is_row = filled > 1 or (filled and text.endswith("\t\t"))  # a name, its cells all blank
    if is_row and not _CONTENTS_LINE.search(text):
        return "\t"
    return ""


def _piped(lines: Sequence[Paragraph], number: int) -> Iterator[Row]:
    """Rows with strokes between cells; strokes around all rows (Markdown) part nothing."""
    texts = [line.shown.strip() for line in lines]
    is_framed = all(_FRAMED.fullmatch(text) for text in texts)
    for line, text in zip(lines, texts, strict=True):
        if _DELIMITER.fullmatch(text):
            yield Row((), line.place, number, text)
            continue
        cells = text.split("|")[1:-1] if is_framed else _PIPE.split(text)
        strokes = len(cells) + 1 if is_framed else len(cells) - 1
        yield _row(line, cells, number)._replace(lines="|" * strokes)


def _tabbed(line: Paragraph, number: int) -> Row:
    """Cells between tabs; on a page they are gaps, and a blank cell leaves no trace in them."""
    row = _row(line, line.shown.split("\t"), number)
    return row._replace(is_guessed=bool(line.place.page))


def _row(line: Paragraph, texts: Sequence[str], number: int) -> Row:
    cells = []
    is_leading = True
    for column, text in enumerate(texts):
        is_leading = is_leading and not text.strip()
        cells.append(RowCell(text.strip(), line.place, column, 1, is_leading))
    return Row(tuple(cells), line.place, number)

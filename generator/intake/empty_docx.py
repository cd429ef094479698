"""An empty form as a Word document of A4."""

import io

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import (
    WD_CELL_VERTICAL_ALIGNMENT,
    WD_ROW_HEIGHT_RULE,
    WD_TABLE_ALIGNMENT,
)
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from generator.intake.empty_form import EmptyForm

_WIDE, _NARROW = Cm(25.7), Cm(17)  # between the margins of a landscape and a portrait page
_LINE = Cm(0.75)  # at least
_TALL = 2  # empty paragraphs more in a cell to write in


def docx(form: EmptyForm) -> bytes:
    """The file's bytes; nobody is named as its author."""
    document = Document()
    normal = document.styles["Normal"].element
    normal.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    document.core_properties.author = document.core_properties.comments = ""
    _page(document, is_wide=form.columns > 7)
    _line(document.add_paragraph(), form.number, 10)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(title, form.title, 16, bold=True)
    year = document.add_paragraph()
    year.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(year, "（      年度）", 10)
    if form.rows:
        _table(document, form)
    if form.note:
        _line(document.add_paragraph(), form.note, 10)
    for level, heading in form.headings:
        _line(document.add_paragraph(), heading, 12, bold=level == 1)
        document.add_paragraph()
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(document: WordDocument, *, is_wide: bool) -> None:
    section = document.sections[0]
    width, height = Cm(21), Cm(29.7)
    if is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)


def _table(document: WordDocument, form: EmptyForm) -> None:
    table: Table = document.add_table(form.rows, form.columns, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    whole = _WIDE if form.columns > 7 else _NARROW
    for column in table.columns:
        column.width = int(whole / form.columns)
    for row in table.rows:
        row.height, row.height_rule = _LINE, WD_ROW_HEIGHT_RULE.AT_LEAST
    grid = [row.cells for row in table.rows]  # asked for once: it takes long
    for cell in form.cells:
        first = grid[cell.row][cell.column]
        last = grid[cell.row + cell.height - 1][cell.column + cell.width - 1]
        placed = first.merge(last) if first is not last else first
        placed.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = placed.paragraphs[0]
        if cell.is_label:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _line(paragraph, cell.text, 9, bold=cell.is_label)
        for _ in range(_TALL if cell.is_tall else 0):
            placed.add_paragraph()


def _line(paragraph: Paragraph, text: str, size: int, *, bold: bool = False) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold

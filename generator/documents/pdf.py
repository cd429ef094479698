"""PDF files: text in reading order, ruled tables, heads and feet of pages set apart.

PDFium reads them, the library that already reads attachments: compared with pdfplumber 0.11 it is
seven times as fast, and tells which blanks and characters are its own or invisible.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import pypdfium2
from pypdfium2 import raw

from generator.check.attachments.contents import BROKEN, ENCRYPTED, PDF, Quota, Unreadable
from generator.documents.document import Aside, Block, Document, Paragraph, Place
from generator.documents.pdf_grids import Grid, grids
from generator.documents.pdf_lines import Line, lines
from generator.documents.pdf_margins import Margin, margins
from generator.documents.pdf_page import Character, Page, read_page
from generator.documents.pdf_paragraphs import Joined, paragraphs
from generator.documents.pdf_tables import Item, Numbering, TableDraft, joined, table_draft

HIDDEN = "隐藏文字"

_MAX_PAGES = 3000
_FEW_LETTERS = 20  # beside a picture of half a page
_MANY_UNMAPPED = 4  # on a page
_TITLE_SIZE = 1.25  # times the size of most lines
_WIDE = 0.6  # of the width of the page: a title has less
_FEW_LINES, _FULL = 3, 12.0  # lines that end so near, in points, to the longest one

_Content: TypeAlias = "Line | TableDraft"


def read(data: bytes, name: str, quota: Quota) -> Document:
    """The document of a PDF; raises Unreadable where it is locked, damaged or too big."""
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "assword" in str(error)
        raise Unreadable(ENCRYPTED if locked else BROKEN) from error
    try:
        count = min(len(file), _MAX_PAGES)
        pages = [_page(file, number, quota) for number in range(count)]
        missing = [f"超过 {_MAX_PAGES} 页，只读了前面的"] if len(file) > count else []
    except pypdfium2.PdfiumError as error:
        raise Unreadable(BROKEN) from error
    finally:
        file.close()
    missing += _missing(pages)
    for one in pages:
        if one.is_recognised_scan:
            one.characters, one.hidden = one.hidden, []
    blocks, asides = _laid_out(pages)
    return Document(name, PDF, blocks, asides, tuple(missing))


def _page(file: pypdfium2.PdfDocument, number: int, quota: Quota) -> Page:
    """A page, with what is filled in its forms and written into its boxes."""
    page = file[number]
    if raw.FPDFPage_GetAnnotCount(page) > 0:
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = file[number]
    try:
        return read_page(page, number + 1, quota)
    finally:
        page.close()


def _missing(pages: Sequence[Page]) -> list[str]:
    """What of the pages could not be read, in words for people."""
    found = []
    empty = [one for one in pages if _is_picture(one)]
    if empty and not any(one.characters or one.hidden for one in pages):
        return ["整个文件是图片（扫描件），没有文字"]
    for one in empty:
        few = "几乎没有文字" if one.characters else "没有文字"
        found.append(f"第 {one.number} 页是图片，{few}")
    for one in pages:
        if one.is_recognised_scan:
            found.append(f"第 {one.number} 页是扫描的图片，文字是识别软件认出来的，可能有错")
        if one.lost or one.unmapped >= _MANY_UNMAPPED:
            found.append(f"第 {one.number} 页有字没有注明是什么字（字体里没有对应关系），读不了")
    return found


def _is_picture(page: Page) -> bool:
    letters = sum(not one.text.isspace() for one in (*page.characters, *page.hidden))
    if not letters or page.is_recognised_scan:
        return not letters and bool(page.pictures)
    drawn = sum(one.area for one in page.pictures)
    return letters < _FEW_LETTERS and drawn > page.width * page.height / 2


def _laid_out(pages: Sequence[Page]) -> tuple[tuple[Block, ...], tuple[Aside, ...]]:
    """The blocks of the text, and what stands beside it."""
    tables: list[list[TableDraft]] = []
    texts: list[list[Line]] = []
    for page in pages:
        drafts, rest = _tables(page)
        tables.append(drafts)
        texts.append(lines(rest, page.number))
    beside = margins(pages, texts)
    apart = {id(one.line) for one in beside}
    contents: list[list[_Content]] = [
        sorted([*(one for one in text if id(one) not in apart), *drafts], key=lambda one: one.top)
        for text, drafts in zip(texts, tables, strict=True)
    ]
    blocks, asides = _blocks(_items(contents, pages))
    asides += [_margin(one) for one in beside]
    asides += [one for page in pages for one in _hidden(page)]
    return tuple(blocks), tuple(sorted(asides, key=lambda one: one.place.page))


def _tables(page: Page) -> tuple[list[TableDraft], list[Character]]:
    """The tables of a page, and the characters that are in none."""
    found = grids(page.rules)
    parts: list[list[Character]] = [[] for _ in found]
    rest: list[Character] = []
    for one in page.characters:
        inner = [at for at, grid in enumerate(found) if grid.box.holds(*one.middle)]
        (parts[inner[-1]] if inner else rest).append(one)  # the last is the smallest
    drafts: list[TableDraft] = []
    within: list[list[TableDraft]] = [[] for _ in found]
    for at in reversed(range(len(found))):
        draft = table_draft(found[at], parts[at], within[at], page.number)
        outer = _outer(found, at)
        (drafts if outer is None else within[outer]).append(draft)
    return drafts, rest


def _outer(found: Sequence[Grid], at: int) -> int | None:
    """The smallest table around a table."""
    box = found[at].box
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    around = [
        other
        for other in range(at)
        if found[other].box.holds(*middle) and found[other].box.area > 1.5 * box.area
    ]
    return around[-1] if around else None


def _items(contents: Sequence[Sequence[_Content]], pages: Sequence[Page]) -> list[Item]:
    """Paragraphs and tables, both joined over the ends of pages."""
    every = [one for content in contents for one in content if isinstance(one, Line)]
    pitch = _pitch(every)
    bounds = {width: _bounds(contents, pages, width) for width in {one.width for one in pages}}
    items: list[Item] = []
    run: list[Line] = []

    def end_run() -> None:
        if run:
            left, right = bounds[pages[run[0].page - 1].width]
            items.extend(paragraphs(run, left, right, pitch))
            run.clear()

    for content in contents:
        for number, one in enumerate(content):
            if isinstance(one, Line):
                if run and pages[run[-1].page - 1].width != pages[one.page - 1].width:
                    end_run()
                run.append(one)
                continue
            end_run()
            last = items[-1] if items else None
            if number or not isinstance(last, TableDraft) or not joined(last, one):
                items.append(one)
    end_run()
    return items


def _pitch(every: Sequence[Line]) -> float:
    """The usual distance of lines, in parts of the size of their letters."""
    distances = sorted(
        (other.middle - one.middle) / one.size
        for one, other in pairwise(every)
        if one.page == other.page and 0.8 < (other.middle - one.middle) / one.size < 3.5
    )
    return distances[len(distances) // 2] if distances else 0.0


def _bounds(
    contents: Sequence[Sequence[_Content]], pages: Sequence[Page], width: float
) -> tuple[float, float]:
    """Where the text of pages of this width begins and ends, but for lines that stand out.

    Where few lines are full, the text is as wide as the tables, or in the middle of the page.
    """
    every = [
        one
        for content, page in zip(contents, pages, strict=True)
        for one in content
        if page.width == width
    ]
    lefts = sorted(one.left for one in every if isinstance(one, Line))
    rights = sorted(one.right for one in every if isinstance(one, Line))
    if not lefts:
        return 0.0, width
    few = len(lefts) // 20
    left, right = lefts[few], rights[-1 - few]
    full = sum(right - one < _FULL for one in rights)
    if full >= _FEW_LINES and right - left > _WIDE * width:
        return left, right
    tables = [one for one in every if isinstance(one, TableDraft)]
    left = min([left, *(one.xs[0] for one in tables)])
    return left, max([right, width - left, *(one.xs[-1] for one in tables)])


def _blocks(items: Sequence[Item]) -> tuple[list[Block], list[Aside]]:
    numbering = Numbering()
    blocks: list[Block] = []
    sizes = sorted(one.first.size for one in items if isinstance(one, Joined))
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    count = 0
    for one in items:
        if isinstance(one, TableDraft):
            blocks.append(numbering.table(one))
            continue
        count += 1
        is_title = one.is_centred and one.first.size > _TITLE_SIZE * usual
        place = Place(page=one.first.page, paragraph=count)
        blocks.append(Paragraph(one.text, place, style="标题" if is_title else "",
                                is_bold=one.is_bold, is_centred=one.is_centred))  # fmt: skip
    return blocks, numbering.asides


def _margin(one: Margin) -> Aside:
    place = Place(part=one.kind, page=one.line.page, paragraph=1)
    return Aside(one.kind, (Paragraph(one.line.text, place),), place)


def _hidden(page: Page) -> list[Aside]:
    place = Place(part=HIDDEN, page=page.number, paragraph=1)
    text = "\n".join(one.text for one in lines(page.hidden, page.number))
    if not text:
        return []
    return [Aside(HIDDEN, (Paragraph(text, place),), place, is_visible=False)]

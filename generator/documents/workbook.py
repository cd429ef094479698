"""Workbooks (.xlsx, newer .et): every sheet as it is shown, with nothing computed.

Read as a stream with bounds: who builds all cells first takes a second and a half for 100,000 and,
twice, for values and for formulas.
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from generator.check.attachments import office
from generator.check.attachments.contents import BROKEN, EXCEL, Quota, Unreadable
from generator.check.attachments.signatures import by_format
from generator.check.attachments.xml_package import ZipPackage
from generator.documents.document import Aside, Block, Document, Table
from generator.documents.sheet_layout import blocks_and_asides
from generator.documents.sheet_parts import Book, Drawing, Notes, Strings, Styles
from generator.documents.sheet_rows import Rows
from generator.documents.sheets import DRAWN, Beside, Sheet, check_count

_OTHER_SHEET = "工作表“{}”是图表，上面的字没有读"
_LOST_SHEET = "工作表“{}”的内容不在文件里，没有读出来"


def read(data: bytes, name: str, quota: Quota) -> Document:
    """The visible sheets as tables in their order; hidden ones, notes, text boxes as asides.

    Raises Unreadable for what is locked or too big, other errors for what is damaged.
    """
    package = ZipPackage(data, quota)
    roots = by_format({one: package.root(one) for one in package.members})
    workbook = next((one for one, root in roots["excel"].items() if root == "workbook"), "")
    if not workbook:
        raise Unreadable(BROKEN)
    strings, styles = Strings(quota), Styles(quota)
    for part in _related(package, workbook).values():
        _, root = package.root(part) if part in package.members else ("", "none")
        if root in ("sst", "styleSheet", ""):  # one that is no XML is damaged: it raises
            package.parse(part, strings if root == "sst" else styles)
    missing: list[str] = []
    sheets = list(_sheets(package, workbook, strings, styles, missing))
    return document(name, EXCEL, sheets, missing)


def document(name: str, kind: str, sheets: Sequence[Sheet], missing: Sequence[str]) -> Document:
    """A document of sheets."""
    blocks: list[Block] = []
    asides: list[Aside] = []
    told = list(missing)
    for sheet in sheets:
        number = 0 if sheet.is_hidden else 1 + sum(isinstance(one, Table) for one in blocks)
        own, beside = blocks_and_asides(sheet, number)
        blocks += own
        asides += beside
        told += sheet.missing()
    return Document(name, kind, tuple(blocks), tuple(asides), tuple(told))


def _sheets(
    package: ZipPackage, workbook: str, strings: Strings, styles: Styles, missing: list[str]
) -> Iterator[Sheet]:
    book = package.parse(workbook, Book(package.quota))
    parts = _related(package, workbook)
    count = 0
    for name, relation, is_hidden in book.sheets:
        part = parts.get(relation, "")
        if part not in package.members:
            missing.append(_LOST_SHEET.format(name))
            continue
        if package.root(part)[1] not in ("worksheet", ""):  # what is no XML is damaged: it raises
            missing.append(_OTHER_SHEET.format(name))
            continue
        sheet = Sheet(name, is_hidden)
        package.parse(part, Rows(package.quota, sheet, strings, styles, book.is_1904))
        count += len(sheet.cells)
        check_count(count)
        _add_beside(package, part, sheet)
        yield sheet


def _related(package: ZipPackage, part: str) -> Mapping[str, str]:
    """The parts that a part refers to, by id."""
    return {key: posixpath.normpath(one) for key, one in office.relations(package, part).items()}


def _add_beside(package: ZipPackage, part: str, sheet: Sheet) -> None:
    """Add notes, text boxes and pictures of a sheet."""
    for target in dict.fromkeys(_related(package, part).values()):
        if target not in package.members:
            continue
        _, root = package.root(target)
        if root in ("comments", "ThreadedComments"):
            notes = package.parse(target, Notes(package.quota)).found
            sheet.beside += [Beside("批注", text, at) for at, text in notes]
        elif root == "wsDr":
            drawing = package.parse(target, Drawing(package.quota))
            sheet.beside += [Beside("文本框", text, at) for at, text in drawing.texts]
            sheet.pictures += drawing.pictures
            if drawing.graphics:
                sheet.remarks[DRAWN] += drawing.graphics

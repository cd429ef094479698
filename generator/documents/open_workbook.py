"""Workbooks of OpenDocument (.ods).

A cell holds what it shows beside its value: nothing is worked out or formatted anew.
"""

from xml.etree.ElementTree import Element

from generator.check.attachments.contents import Quota
from generator.check.attachments.signatures import OPEN_DOCUMENT
from generator.check.attachments.xml_package import ZipPackage
from generator.documents.document import Aside, Block, Cell, Document, Place, Table
from generator.documents.open_document import (
    MOST_COLUMNS,
    Reader,
    cells_of,
    rows_of,
    span_of,
    times_of,
    tree_of,
)
from generator.documents.sheets import Position

_MOST_ROWS = 2_000_000
_WEIGHT = 10  # a cell takes the memory of so many elements


def read(data: bytes, name: str, quota: Quota) -> Document:
    """An .ods: a table for each sheet, cells as they are shown. Raises Unreadable."""
    content = tree_of(ZipPackage(data, quota), "content.xml")
    unseen = {
        one.get("name", "")
        for one in content.iter("style")
        if one.get("family") == "table"
        and any(inner.get("display") == "false" for inner in one.iter("table-properties"))
    }
    blocks, asides = list[Block](), list[Aside]()
    for element in content.iterfind("body/spreadsheet/table"):
        sheet = _Sheet(element, quota)
        if element.get("style-name") in unseen:
            found = (*sheet.table(visible=True), *sheet.table(visible=False))
            asides.append(Aside("隐藏工作表", found, sheet.place, is_visible=False))
            continue
        blocks += sheet.table(visible=True)
        if rows := sheet.table(visible=False):
            asides.append(Aside("隐藏行列", rows, sheet.place, is_visible=False))
        asides += sheet.asides
    return Document(name, OPEN_DOCUMENT, tuple(blocks), tuple(asides))


class _Sheet:
    """A sheet of a workbook."""

    def __init__(self, element: Element, quota: Quota) -> None:
        self._element, self._reader = element, Reader(quota)
        self.name = element.get("name", "")
        self.place = Place(f"工作表“{self.name}”")
        self._quota = quota

    @property
    def asides(self) -> list[Aside]:
        """Its comments and boxes."""
        return self._reader.asides

    def table(self, *, visible: bool) -> tuple[Table, ...]:
        """The cells that hold something, of rows and columns that are seen or that are not."""
        unseen, cells, row = self._hidden_columns(), [], 0
        for one in rows_of(self._element):
            times = times_of(one, "rows", _MOST_ROWS)
            is_seen = one.get("visibility", "visible") == "visible"
            found = [
                (column, cell)
                for column, cell in cells_of(one)
                if len(cell) and (is_seen and column not in unseen) is visible
            ]
            if not any("".join(cell.itertext()).strip() for _, cell in found):
                found = []
            for number in range(row, row + times if found else row):
                self._quota.count("elements", _WEIGHT * len(found))
                cells += [self._cell(number, column, cell) for column, cell in found]
            row += times
        cells = [one for one in cells if one.blocks]
        return (Table(tuple(cells), self.place),) if cells else ()

    def _hidden_columns(self) -> frozenset[int]:
        unseen, column = set[int](), 0
        for one in self._element.iter("table-column"):
            times = times_of(one, "columns", MOST_COLUMNS)
            if one.get("visibility", "visible") != "visible":
                unseen |= set(range(column, column + times))
            column += times
        return frozenset(unseen)

    def _cell(self, row: int, column: int, element: Element) -> Cell:
        name = Position(row, column).name
        place = Place(self.place.part, row=row + 1, column=column + 1, cell=name)
        blocks = self._reader.blocks(element, place)
        return Cell(
            row, column, blocks, place, span_of(element, "rows"), span_of(element, "columns")
        )

"""The table that is seen of a sheet: without hidden rows and columns, and what is hidden of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from generator.check.attachments.contents import Unreadable
from generator.documents.document import Aside, Block, Cell, Paragraph, Picture, Place, Table
from generator.documents.sheets import MAX_COLUMNS, Position, Range, Sheet, Shown

_MAX_AREA = 2_000_000  # places of a table, empty ones too, and of all merged cells together
_GAP = 3  # empty rows or columns side by side that are kept
# A merged area beyond these is not what someone drew; it ends where the text does.
_MERGED_ROWS, _MERGED_COLUMNS = 512, 64
_TOO_WIDE = "{}里的字隔得太远，排不成表，没有读。请删去多余的内容，另存一份再导入"
_HIDDEN_SHEET, _HIDDEN_CELLS, _HIDDEN_TEXT = "隐藏工作表", "隐藏行列", "隐藏文字"
_VISIBLE = {"文本框", "页眉", "页脚", "页眉页脚"}


class _Seen(NamedTuple):
    """A cell that is seen: where in the sheet its text stands, and what it covers there."""

    position: Position
    shown: Shown
    extent: Range


def blocks_and_asides(sheet: Sheet, number: int) -> tuple[list[Block], list[Aside]]:
    """A sheet as the table of this number, its pictures, and what stands beside it.

    A hidden sheet is an aside. Of many empty rows or columns side by side some are left out;
    none are kept before the first text and behind the last. Raises Unreadable where the cells are
    so far from each other that no table could hold them.
    """
    seen, hidden, covered = _sorted_out(sheet)
    cells = _cells(sheet, seen, number)
    place = Place(part=sheet.part, table=number)
    blocks: list[Block] = [Table(tuple(cells), place)] if cells else []
    blocks += [Picture(text, _place(sheet, at)) for text, at in sheet.pictures]
    asides = [
        Aside(kind, tuple(found), place, is_visible=False)
        for kind, found in ((_HIDDEN_CELLS, hidden), (_HIDDEN_TEXT, covered))
        if found
    ]
    for kind, text, at in sheet.beside:
        where = _place(sheet, at) if at else Place(part=f"{sheet.part}的{kind}")
        is_visible = kind in _VISIBLE and not sheet.is_hidden
        asides.append(Aside(kind, (Paragraph(text, where),), where, is_visible))
    if sheet.is_hidden and blocks:
        return [], [Aside(_HIDDEN_SHEET, tuple(blocks), place, is_visible=False), *asides]
    return blocks, asides


def _place(sheet: Sheet, at: Position) -> Place:
    return Place(part=sheet.part, row=at.row + 1, column=at.column + 1, cell=at.name)


def _paragraph(sheet: Sheet, at: Position, text: str) -> Paragraph:
    return Paragraph(text, _place(sheet, at))


def _sorted_out(sheet: Sheet) -> tuple[list[_Seen], list[Paragraph], list[Paragraph]]:
    """Cells that are seen, texts in hidden rows and columns, texts that the sheet covers."""
    merged = _merged(sheet)
    is_hidden = _hidden_columns(sheet)
    seen, hidden, covered = [], [], []
    for at, shown in sorted(sheet.cells.items()):
        extent = merged.get(at, Range(*at, *at))
        if shown.hidden:
            covered.append(_paragraph(sheet, at, shown.hidden))
        if extent[:2] != at and shown.text.strip():
            covered.append(_paragraph(sheet, at, shown.text))
        elif extent[:2] == at and (shown.text.strip() or extent != (*at, *at)):
            rows = (row for row in _rows(extent) if row not in sheet.hidden_rows)
            columns = (column for column in _columns(extent) if not is_hidden[column])
            if next(rows, None) is not None and next(columns, None) is not None:
                seen.append(_Seen(at, shown, extent))
            elif shown.text.strip():
                hidden.append(_paragraph(sheet, at, shown.text))
    return seen, hidden, covered


def _rows(extent: Range) -> range:
    return range(extent.top, extent.bottom + 1)


def _columns(extent: Range) -> range:
    return range(extent.left, extent.right + 1)


def _merged(sheet: Sheet) -> dict[Position, Range]:
    """For each place in a merged cell what that covers; of those that overlap, the first."""
    last_row = max((at.row for at in sheet.cells), default=0)
    last_column = max((at.column for at in sheet.cells), default=0)
    found: dict[Position, Range] = {}
    area = 0
    for top, left, bottom, right in sheet.merged:
        extent = Range(
            top,
            left,
            min(bottom, max(last_row, top + _MERGED_ROWS)),
            min(right, max(last_column, left + _MERGED_COLUMNS)),
        )
        area += len(_rows(extent)) * len(_columns(extent))
        if area > _MAX_AREA:
            raise Unreadable(_TOO_WIDE.format(sheet.part))
        covers = [Position(row, column) for row in _rows(extent) for column in _columns(extent)]
        if found.keys().isdisjoint(covers):
            found |= dict.fromkeys(covers, extent)
            sheet.cells.setdefault(Position(top, left), Shown(""))
    return found


def _hidden_columns(sheet: Sheet) -> Sequence[bool]:
    """Of each column a sheet may have, whether it is hidden."""
    steps = [0] * (MAX_COLUMNS + 1)
    for first, last in sheet.hidden_columns:
        if 0 <= first <= last:
            steps[min(first, MAX_COLUMNS)] += 1
            steps[min(last + 1, MAX_COLUMNS)] -= 1
    return [count > 0 for count in accumulate(steps)]


def _cells(sheet: Sheet, seen: Sequence[_Seen], number: int) -> list[Cell]:
    is_hidden = _hidden_columns(sheet)
    written = [one for one in seen if one.shown.text.strip()]
    rows = _kept({row for one in written for row in _rows(one.extent)}, sheet.hidden_rows)
    hidden = {column for column, hides in enumerate(is_hidden) if hides}
    columns = _kept({column for one in written for column in _columns(one.extent)}, hidden)
    if len(rows) * len(columns) > _MAX_AREA:
        raise Unreadable(_TOO_WIDE.format(sheet.part))
    return sorted(
        _placed(sheet, seen, rows, columns, number), key=lambda one: (one.row, one.column)
    )


def _placed(
    sheet: Sheet, seen: Sequence[_Seen], rows: Sequence[int], columns: Sequence[int], number: int
) -> Iterator[Cell]:
    for at, shown, extent in seen:
        row, column = bisect_left(rows, extent.top), bisect_left(columns, extent.left)
        row_span = bisect_right(rows, extent.bottom) - row
        column_span = bisect_right(columns, extent.right) - column
        if row_span < 1 or column_span < 1:  # without text, beyond all that has some
            continue
        place = _place(sheet, at)
        place = Place(place.part, 0, 0, number, place.row, place.column, place.cell)
        words = Paragraph(shown.text, place, is_bold=shown.is_bold, is_centred=shown.is_centred)
        blocks = (words,) if shown.text.strip() else ()
        yield Cell(row, column, blocks, place, row_span, column_span)


def _kept(used: Collection[int], hidden: Collection[int]) -> list[int]:
    """Rows, or columns, of the table: those with text, and of empty ones between them a few."""
    found: list[int] = []
    before = min(used, default=0)
    for one in sorted(used):
        empty = (gap for gap in range(before + 1, one) if gap not in hidden)
        found += [gap for gap, _ in zip(empty, range(_GAP), strict=False)]
        if one not in hidden:
            found.append(one)
        before = one
    return found

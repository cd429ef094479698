"""Smaller tables: how money was managed, what it was spent on, scores by part, a department's year.

Some lie on their side: their heads are the names of the rows of the form.
"""

from dataclasses import dataclass
from itertools import takewhile

from generator.recognition import cells
from generator.recognition.cells import Part
from generator.recognition.ledger import (
    CHECKSUM,
    LABEL,
    PERSON,
    STAFF,
    TELEPHONE,
    TEMPLATE,
    Ledger,
    dotted,
)
from generator.recognition.persons import has_amounts
from generator.recognition.record import Sureness
from generator.recognition.row import Row, RowCell
from generator.recognition.vocabulary import Header, Vocabulary
from generator.recognition.words import COLUMNS, FILLER, TOTALS, Kind, bare
from generator.source.tree import FieldPath

_PARTS = {"权重": "分值", "分值": "分值", "得分": "得分", "自评分": "得分", "得分率": "得分率"}
_CORNERS = ("机构名称", "项目名称", "项目")
_AMOUNTS = ("计划", "支出", "预算", "决算")


@dataclass
class Lying:
    """A table on its side: by column the name of the row that the form has there.

    `corner` are the cells before these names: what the table is called, 机构名称; `body` is the
    one whose row is read.
    """

    field: str
    names: dict[int, RowCell]
    rows: dict[int, int]
    corner: list[RowCell]
    body: RowCell | None = None


def lying(row: Row, vocabulary: Vocabulary) -> Lying | None:
    """The heads of a table that lies on its side; None where the row has none."""
    found = [cell for cell in row.filled if bare(cell.text) in vocabulary.lines]
    if len(found) < 2:
        return _lying_parts(row, vocabulary)
    fields = [vocabulary.lines[bare(cell.text)] for cell in found]
    field = max(set(fields), key=fields.count)
    corner = list(takewhile(lambda one: _is_corner(one, vocabulary), row.filled))
    if not corner and bare(row.filled[0].text) not in vocabulary.lines:
        return None
    names = {cell.column: cell for cell in row.filled[len(corner) :]}
    if any(cells.is_figure(cell.text) for cell in names.values()) or len(found) * 2 <= len(names):
        return None
    return Lying(field, names, {}, corner)


def _is_corner(cell: RowCell, vocabulary: Vocabulary) -> bool:
    """Whether a cell stands before the names: what the table is called, 机构名称."""
    word = bare(cell.text)
    is_name = word in vocabulary.lines
    return not is_name and (vocabulary.is_section(cell.text) or word in _CORNERS)


def _lying_parts(row: Row, vocabulary: Vocabulary) -> Lying | None:
    first, *rest = row.filled or (None,)
    if first is None or bare(first.text) != "一级指标" or len(rest) < 3:
        return None
    columns = COLUMNS[Kind.INDICATORS]
    if any(cells.is_figure(one.text) or bare(one.text) in columns for one in rest):
        return None
    return Lying(Kind.PARTS, {one.column: one for one in rest}, {}, [first])


def read_lying(row: Row, table: Lying, ledger: Ledger) -> bool:
    """A row under such heads; False where it is none."""
    if table.field == Kind.PARTS:
        return _read_lying_parts(row, table, ledger)
    first = next(iter(row.filled), None)
    if first is None or (len(row.filled) < 2 and first.column not in table.names):
        return False
    head = [cell for cell in row.filled if cell.column not in table.names]
    if any(
        cell.column not in table.names and cell.column > max(table.names) for cell in row.filled
    ):
        return False
    _open(table, ledger)
    if table.field == "资金管理" and head:
        ledger.value(("项目名称",), head[0])
    for column, name in table.names.items():
        cell = next((one for one in row.filled if one.column == column), None)
        _lying_cell(name, cell, head, table, ledger)
    return True


def _open(table: Lying, ledger: Ledger) -> None:
    for cell in table.corner:
        ledger.leave_cell(cell, LABEL)
    table.corner = []


def _lying_cell(
    name: RowCell, cell: RowCell | None, head: list[RowCell], table: Lying, ledger: Ledger
) -> None:
    rows = dotted(table.field)
    path: FieldPath = (*rows, ledger.count(*rows))
    first = not table.rows.get(name.column)
    label, value = ("项目", "情况说明") if table.field == "资金管理" else ("名称", "决算")
    if head and table.field != "资金管理":
        text = cells.one_line(head[0].text)
        if table.body == head[0]:
            ledger.read_off((*path, "机构"), text, head[0].place, Sureness.SURE)
        else:
            ledger.value((*path, "机构"), head[0])
            table.body = head[0]
    if first:
        ledger.value((*path, label), name)
        table.rows[name.column] = 1
    else:
        ledger.read_off((*path, label), cells.one_line(name.text), name.place, Sureness.SURE)
    if cell is None:
        return
    stated = cells.amount(cell.text) if value == "决算" else cell.text.strip()
    if stated is None:
        ledger.unknown(cell.text, cell.place)
    else:
        ledger.value((*path, value), cell, Part(stated, cell.text))


def _read_lying_parts(row: Row, table: Lying, ledger: Ledger) -> bool:
    first, *rest = row.filled
    key = _PARTS.get(bare(first.text))
    if key is None:
        return False
    _open(table, ledger)
    ledger.leave_cell(first, LABEL)
    for column, name in table.names.items():
        if column not in table.rows:
            table.rows[column] = (
                -1 if bare(name.text) in TOTALS else ledger.count("自评", "分项得分")
            )
            if table.rows[column] < 0:
                ledger.leave_cell(name, LABEL)
            else:
                ledger.value(("自评", "分项得分", table.rows[column], "名称"), name)
    for cell in rest:
        number = table.rows.get(cell.column)
        text = cells.rate(cell.text) if key == "得分率" else cells.number(cell.text)
        if number is None or text is None:
            ledger.unknown(cell.text, cell.place)
        elif number >= 0:
            ledger.value(("自评", "分项得分", number, key), cell, Part(text, cell.text))
        elif key == "得分率":
            ledger.leave_cell(cell, CHECKSUM)
        else:
            total = {"分值": "总分"}.get(key, key)
            ledger.value(("自评", total), cell, Part(text, cell.text))
    return True


def read_row(row: Row, header: Header, ledger: Ledger) -> bool:
    """A row of 资金管理, 支出明细, 分项得分 or of persons under its heads."""
    if header.kind is Kind.PERSONS:
        return _persons(row, header, ledger)
    keyed = [(cell, key) for cell in row.filled if (key := header.key(cell))]
    if keyed and (name := _unheaded_name(row, keyed[0][0], header)):
        keyed.insert(0, name)
    if len(keyed) < 2:
        return False
    named = [cell for cell, _ in keyed]
    rows = dotted(header.kind)
    path: FieldPath = (*rows, ledger.count(*rows))
    for cell in row.filled:
        if cell not in named:
            ledger.leave_cell(cell, LABEL)
    for cell, key in keyed:
        text: str | None = cell.text.strip()
        if key in _AMOUNTS:
            text = cells.amount(cell.text)
        elif key in ("分值", "得分"):
            text = cells.number(cell.text)
        elif key == "得分率":
            text = cells.rate(cell.text)
        if text is None:
            ledger.unknown(cell.text, cell.place)
        else:
            ledger.value((*path, key), cell, Part(text, cell.text))
    return True


def _unheaded_name(row: Row, first: RowCell, header: Header) -> tuple[RowCell, str] | None:
    """The name of what a row is on, where the head over it is blank: the cell before the first."""
    key = "项目" if header.kind is Kind.MANAGEMENT else "名称"
    before = [cell for cell in row.filled if cell.column < first.column]
    return (before[-1], key) if before and key not in header.keys.values() else None


def _persons(row: Row, header: Header, ledger: Ledger) -> bool:
    if not 2 <= len(row.filled) <= header.width or has_amounts(row):
        return False
    for cell in row.filled:
        other = PERSON if header.key(cell) == "姓名" else STAFF
        ledger.leave_cell(cell, TELEPHONE if cells.telephones(cell.text) else other)
    return True


def read_filler(row: Row, ledger: Ledger) -> bool:
    """Leave out a line of dots and blanks between tables."""
    if is_filler(row):
        for cell in row.filled:
            ledger.leave_cell(cell, TEMPLATE)
    return is_filler(row)


def is_filler(row: Row) -> bool:
    """Whether nothing but stops or prompts of the form stands in it."""
    return all(FILLER.fullmatch(cell.text.strip()) for cell in row.filled)

"""A table with a project a row: each row is a report, of which little more than money is known."""

from collections.abc import Mapping, Sequence

from generator.documents.document import Paragraph, Piece
from generator.recognition import cells, totals
from generator.recognition.cells import Part
from generator.recognition.funds import AMOUNTS, enter, total_path
from generator.recognition.ledger import CHECKSUM, HEAD, LABEL, LINES, NOTE, TEMPLATE, Ledger
from generator.recognition.record import RecognisedReport
from generator.recognition.row import Item, Row, RowCell
from generator.recognition.words import COLUMNS, TOTALS, Kind, bare, label_of
from generator.recognition.words import NOTE as NOTE_BEGINS

_NAME, _UNIT = ("项目名称",), ("资金", "单位")
_NUMBERS = ("序号", "编号", "项目序号")
_TEXTS = ("项目名称", "主管部门", "实施单位", "部门", "项目编码")
_SCORES = ("自评.得分", "自评.等级")


def read(body: Sequence[Item], first: RecognisedReport) -> list[RecognisedReport]:
    """The reports of a body that is such a table and nothing else; none where it is another.

    What the head stated is in each of them, its characters in the first.
    """
    rows = [one for one in body if isinstance(one, Row)]
    start, keys = _heads(rows)
    others = [one for one in body if isinstance(one, Paragraph)]
    if not keys or not all(NOTE_BEGINS.match(one.shown) for one in others):
        return []
    lines = rows[start + 1 :]
    projects = [row for row in lines if not _is_total(row) and _cell(row, keys, "项目名称")]
    if len(projects) < 2 or any(_keys(row.filled) for row in lines):
        return []
    if first.values.get(_NAME) and not first.values[_NAME].printed:
        del first.values[_NAME]  # read off the title of the list
    ledger = Ledger(first)
    _leave_heads(rows[: start + 1], ledger)
    for row in lines:
        if row not in projects:
            reason = CHECKSUM if _is_total(row) else TEMPLATE
            _leave(row, reason, ledger)
    for one in others:
        ledger.leave(one.shown, one.place, NOTE)
    shared = {path: found._replace(printed="") for path, found in first.values.items()}
    reports = [first, *(RecognisedReport(dict(shared)) for _ in projects[1:])]
    for row, report in zip(projects, reports, strict=True):
        _read(row, keys, Ledger(report))
    return reports


def _heads(rows: Sequence[Row]) -> tuple[int, Mapping[int, str]]:
    """The last row of heads, one of the first three, and the keys; heads may be over two rows."""
    for at, row in enumerate(rows[:3]):
        upper = [cell for cell in rows[at - 1].filled if cell.column_span == 1] if at else []
        for heads in (row.filled, (*upper, *row.filled)):
            if keys := _keys(heads):
                return at, keys
    return 0, {}


def _keys(heads: Sequence[RowCell]) -> Mapping[int, str]:
    """By column the field of a head; empty where these are no heads of such a table."""
    keys = {cell.column: _key(cell.text) for cell in heads}
    found = set(keys.values())
    amounts = [key for key in found if key in AMOUNTS]
    is_list = "项目名称" in found and all(keys.values()) and len(found) == len(keys)
    return keys if is_list and (len(amounts) > 1 or (amounts and found & set(_SCORES))) else {}


def _key(text: str) -> str:
    word = bare(text)
    if word in _NUMBERS:
        return "序号"
    label = label_of(text) or ""
    if label in (*_TEXTS, *_SCORES):
        return label
    key = COLUMNS[Kind.FUNDS].get(word, "")
    return "自评.得分" if key == "得分" else key


def _is_total(row: Row) -> bool:
    return any(bare(cell.text) in TOTALS or bare(cell.text) == "小计" for cell in row.filled[:2])


def _cell(row: Row, keys: Mapping[int, str], key: str) -> RowCell | None:
    return next((one for one in row.filled if keys.get(one.column) == key), None)


def _leave_heads(rows: Sequence[Row], ledger: Ledger) -> None:
    for row in rows:
        for cell in row.filled:
            unit = cells.unit_in(cell.text)
            if unit:
                ledger.value(_UNIT, cell, Part(unit, unit), rest=HEAD)
            else:
                ledger.leave_cell(cell, HEAD)
        ledger.leave(row.lines, row.place, LINES)


def _leave(row: Row, reason: str, ledger: Ledger) -> None:
    for cell in row.filled:
        ledger.leave_cell(cell, reason)
    ledger.leave(row.lines, row.place, LINES)


def _read(row: Row, keys: Mapping[int, str], ledger: Ledger) -> None:
    for cell in row.filled:
        _enter(keys.get(cell.column, ""), cell, ledger)
    ledger.leave(row.lines, row.place, LINES)


def _enter(key: str, cell: RowCell, ledger: Ledger) -> None:
    score = cells.number(cell.text)
    if key == "序号":
        ledger.leave_cell(cell, LABEL)
    elif key == "自评.等级":
        ledger.value(("自评", totals.grade_key(cell.text)), cell)
    elif key == "自评.得分" and score:
        ledger.value(("自评", "得分"), cell, Part(score, cell.text))
    elif key in _TEXTS:
        ledger.value((key,), cell)
    elif key and key != "自评.得分":
        enter(ledger, total_path(key), cell)
    else:
        ledger.report.unclassified.append(Piece(cell.text.strip(), cell.place))

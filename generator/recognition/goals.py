"""The goals of the year: a row for each, what was expected and what was reached."""

from collections.abc import Sequence

from generator.recognition import cells
from generator.recognition.cells import Part
from generator.recognition.ledger import LABEL, Ledger
from generator.recognition.record import Sureness
from generator.recognition.row import Row, RowCell
from generator.recognition.vocabulary import Header
from generator.recognition.words import FILLER, bare
from generator.source.tree import FieldPath

_NUMBERS = ("分值", "得分")


def read_row(row: Row, header: Header, ledger: Ledger) -> bool:
    """A goal under heads; False where the row is none.

    A row of stops only is a line of the goal before: the form had room for more. What stands
    beside a cell that is merged from above belongs to that goal, too.
    """
    keyed = [(cell, key) for cell in row.filled if (key := header.key(cell))]
    if not keyed:
        return False
    count = ledger.count("年度目标")
    is_line = all(FILLER.fullmatch(cell.text.strip()) for cell, _ in keyed)
    is_line = is_line or (_is_merged(row, header) and all(key != "预期" for _, key in keyed))
    before: FieldPath = ("年度目标", count - 1)
    for cell in row.filled:
        if header.key(cell) is None:
            ledger.leave_cell(cell, LABEL)
    for cell, key in keyed:
        if is_line and count:
            ledger.append((*before, key), cell)
        else:
            _enter(ledger, ("年度目标", count, key), cell)
    return True


def named(label: RowCell, values: list[RowCell], ledger: Ledger) -> None:
    """A goal beside its name: `项目绩效定量目标 | 采集3万件 | 31206件`."""
    path: FieldPath = ("年度目标", ledger.count("年度目标"))
    ledger.value((*path, "名称"), label)
    ledger.words.add(("栏", bare(label.text)))
    for cell, key in zip(values, ("预期", "实际"), strict=False):
        ledger.value((*path, key), cell)
    for cell in values[2:]:
        ledger.unknown(cell.text, cell.place)


def _is_merged(row: Row, header: Header) -> bool:
    return any(cell.is_continued and header.key(cell) == "预期" for cell in row.cells)


def _enter(ledger: Ledger, path: FieldPath, cell: RowCell) -> None:
    text: str | None = cell.text.strip()
    if path[-1] == "完成率":
        text = cells.rate(cell.text)
    elif path[-1] in _NUMBERS:
        text = cells.number(cell.text)
    if text is None:
        ledger.unknown(cell.text, cell.place)
    elif path in ledger.report.values:  # a column that was split: one text
        ledger.append(path, cell)
    else:
        is_changed = path[-1] == "完成率" and text != cells.one_line(cell.text)
        sureness = Sureness.LIKELY if is_changed else Sureness.SURE
        ledger.value(path, cell, Part(text, cell.text), sureness=sureness)


def may_be_named(groups: Sequence[tuple[RowCell, str, list[RowCell]]], key: str) -> bool:
    """Whether a goal may be named here: `预期目标 | … | 实际完成情况 | …`, or first in its row."""
    if not groups:
        return True
    _, before, values = groups[-1]
    return before.startswith("目标.") and before != key and bool(values)

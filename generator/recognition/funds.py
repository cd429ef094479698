"""The rows of a table of money: the total, a row for each source, pairs of name and amount."""

from collections.abc import Sequence
from typing import NamedTuple

from generator.recognition import cells, yearly
from generator.recognition.cells import Part
from generator.recognition.ledger import LABEL, Ledger
from generator.recognition.record import Sureness
from generator.recognition.row import Row, RowCell
from generator.recognition.vocabulary import Header
from generator.recognition.words import FUND_TOTAL, bare, folded
from generator.source.tree import FieldPath

AMOUNTS = ("项目总额", "年初预算", "全年预算", "到位", "支出", "结余")
RATES = ("执行率", "到位率", "到位及时率")
_NUMBERS = ("分值", "得分", "权重占比", "折算得分")


class Pair(NamedTuple):
    """The column of a name of an amount, and the key of the amount that stands behind it."""

    column: int
    key: str


def read_row(row: Row, header: Header, ledger: Ledger) -> bool:
    """A row under heads: the total or a source; False where it is neither."""
    keyed = [(cell, key) for cell in row.filled if (key := header.key(cell)) and key != "名称"]
    names = [cell for cell in row.filled if header.key(cell) in (None, "名称")]
    if (not keyed and not names) or len(names) > 3:
        return False
    is_first = not ledger.count("资金", "来源") and ("资金", "支出") not in ledger.report.values
    if not names and not is_first:
        return False
    label = names[-1] if names else None
    for cell in names[:-1]:
        ledger.leave_cell(cell, LABEL)
    if label is None or FUND_TOTAL.fullmatch(bare(label.text)):
        if label:
            ledger.leave_cell(label, LABEL)
        sureness = Sureness.SURE if label else Sureness.LIKELY
        for cell, key in keyed:
            enter(ledger, total_path(key), cell, sureness, header.word(key))
        return True
    if year := yearly.year_of(label.text):
        _year(year, label, keyed, ledger)
        return True
    path = source(label, ledger)
    for cell, key in keyed:
        enter(ledger, (*path, key), cell, Sureness.SURE, header.word(key))
    return True


def _year(year: str, label: RowCell, keyed: Sequence[tuple[RowCell, str]], ledger: Ledger) -> None:
    """The money of one of several years."""
    path: FieldPath = ("资金", "分年度", ledger.count("资金", "分年度"))
    ledger.value((*path, "年度"), label, Part(year, year))
    for cell, key in keyed:
        if key in yearly.OF_A_YEAR:
            enter(ledger, (*path, key), cell)
        else:
            ledger.unknown(cell.text, cell.place)


def read_pairs(row: Row, pairs: Sequence[Pair], header: Header | None, ledger: Ledger) -> bool:
    """A row of pairs under such pairs: `其中：财政资金 | 20 | 其中：财政资金 | 18`."""
    by_column = {pair.column: pair.key for pair in pairs}
    names = [cell for cell in row.filled if cell.column in by_column]
    if len(row.filled) < 2 or not names or any(cells.is_figure(one.text) for one in names):
        return False
    paths: dict[str, FieldPath] = {}
    rest = [cell for cell in row.filled if cell.column not in by_column]
    for cell in names:
        word = folded(cell.text)
        if word in paths:
            ledger.leave_cell(cell, LABEL)
        else:
            paths[word] = source(cell, ledger)
        value = next((one for one in rest if one.column > cell.column), None)
        following = min((one for one in by_column if one > cell.column), default=10**9)
        if value and value.column < following:
            enter(ledger, (*paths[word], by_column[cell.column]), value)
            rest.remove(value)
    for cell in rest:
        key = header.key(cell) if header else None
        if key in RATES:
            enter(ledger, total_path(key), cell, Sureness.LIKELY)
        else:
            ledger.unknown(cell.text, cell.place)
    return True


def total_path(key: str) -> FieldPath:
    """Where a column of the total stands."""
    return ("自评", key) if key in RATES else ("资金", key)


def enter(
    ledger: Ledger,
    path: FieldPath,
    cell: RowCell,
    sureness: Sureness = Sureness.SURE,
    head: str = "",
) -> None:
    """Enter an amount, a rate, points or a reason; what is none of these is not understood."""
    key = path[-1]
    if key in AMOUNTS:
        text = cells.amount(cell.text)
    elif key in RATES:
        text = cells.rate(cell.text)
    elif key in _NUMBERS:
        text = cells.number(cell.text)
    else:
        text = cell.text
    if text is None:
        ledger.unknown(cell.text, cell.place)
        return
    if text != cells.one_line(cell.text) and key in (*AMOUNTS, *RATES):
        sureness = sureness.at_most(Sureness.LIKELY)
    ledger.value(path, cell, Part(text if key != "说明" else "", cell.text), sureness=sureness)
    if key != "说明" and head:
        ledger.words.add(("资金", head))


def unit_or_label(cell: RowCell, ledger: Ledger) -> None:
    """The name of a table of money: its unit is a value, the rest is left out."""
    unit = cells.unit_in(cell.text)
    if unit:
        ledger.value(("资金", "单位"), cell, Part(unit, unit))
    else:
        ledger.leave_cell(cell, LABEL)


def single_source(ledger: Ledger) -> None:
    """Where the only row of the money is a source, its amounts are those of the project."""
    values = ledger.report.values
    if ledger.count("资金", "来源") != 1:
        return
    if any(("资金", key) in values for key in AMOUNTS):
        return
    index = next(path[2] for path in values if path[:2] == ("资金", "来源"))
    for key in (*AMOUNTS, "到位率", "执行率"):
        found = values.get(("资金", "来源", index, key))
        if found and not cells.is_stroke(found.text):
            ledger.read_off(total_path(key), found.text, found.place, Sureness.LIKELY)


def source(label: RowCell, ledger: Ledger) -> FieldPath:
    """A new row of sources with its name."""
    path: FieldPath = ("资金", "来源", ledger.count("资金", "来源"))
    name = cells.one_line(label.text).rstrip(":：")
    for prefix in ("其中:", "其中：", "其中"):
        name = name.removeprefix(prefix)
    name = name.strip()
    printed = name if name in label.text else label.text
    ledger.value((*path, "名称"), label, Part(name, printed))
    ledger.words.add(("来源", bare(name)))
    return path

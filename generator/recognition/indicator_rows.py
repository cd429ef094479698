"""The rows of a table of indicators: levels that are merged, targets, what was reached, points."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.recognition import cells, funds
from generator.recognition.cells import Part
from generator.recognition.ledger import HINT, LABEL, TEMPLATE, Ledger, dotted
from generator.recognition.record import Sureness
from generator.recognition.row import Row, RowCell
from generator.recognition.totals import EXECUTION
from generator.recognition.vocabulary import OF_LEVEL, Header
from generator.recognition.words import FILLER, SCORES, bare
from generator.source.tree import FieldPath

LEVELS = ("所属目标", "一级", "二级")
_HINT = re.compile(r"([^（(]+)[（(][^（）()\d]{4,}[)）]\s*", re.S)
_PROMPT = re.compile(r"\s*指标\s*\d{1,2}\s*[:：]\s*(?=\S)")  # 指标1：培训人数


@dataclass
class Level:
    """A name that holds for the rows below, too; its characters go to the first of them."""

    cell: RowCell
    is_entered: bool = False


class Keyed(NamedTuple):
    """The cells of a row by key; a key that has several has them in order."""

    by_key: dict[str, list[RowCell]]
    others: list[RowCell]

    def first(self, key: str) -> RowCell | None:
        """The first filled cell of a key."""
        return next(iter(self.by_key.get(key, ())), None)


@dataclass
class Table:
    """What is to be known from row to row."""

    header: Header
    levels: dict[str, Level] = field(default_factory=dict)
    name: RowCell | None = None
    is_scored: bool = False


def read_row(row: Row, table: Table, ledger: Ledger) -> bool:
    """A row under heads: an indicator, the execution of the budget, a row left blank."""
    found = _by_key(row, table.header, ledger)
    if not found.by_key:
        return False
    if _is_execution(found):
        _execution(found, table, ledger)
        return True
    _set_levels(row, found, table, ledger)
    content = {key for key in found.by_key if key not in LEVELS}
    name = found.first("三级")
    if not content - {"三级"} and (name is None or FILLER.fullmatch(name.text.strip())):
        _leave_blank_row(found, table, ledger)
        return True
    _indicator(row, found, table, ledger)
    return True


def finish(table: Table, ledger: Ledger) -> None:
    """Leave out the names of levels under which nothing stood."""
    for level in table.levels.values():
        if not level.is_entered:
            ledger.leave_cell(level.cell, TEMPLATE)
    table.levels.clear()


def _by_key(row: Row, header: Header, ledger: Ledger) -> Keyed:
    by_key: dict[str, list[RowCell]] = {}
    others = []
    has_first = "一级" in header.keys.values()
    for cell in row.filled:
        key = header.key(cell)
        if key is None and not has_first and cell.column < min(header.keys):
            key = "一级"  # under the name of the table
        if key == OF_LEVEL:
            ledger.leave_cell(cell, OF_LEVEL)
        elif key:
            by_key.setdefault(key, []).append(cell)
        else:
            others.append(cell)
    return Keyed(by_key, others)


def _is_execution(found: Keyed) -> bool:
    """Whether it is the row on the budget's execution, which some tables have among the others.

    An indicator of that name stands under levels of other names.
    """
    names = [cell for key in ("一级", "二级", "三级") for cell in found.by_key.get(key, ())]
    words = {bare(cell.text) for cell in (*names, *found.others)}
    first = found.first("一级") or next(iter(found.others), None)
    is_named = len(words) == 1 or not found.first("三级")
    return bool(first) and is_named and bool(words) and words <= EXECUTION


def _execution(found: Keyed, table: Table, ledger: Ledger) -> None:
    finish(table, ledger)
    for key, found_cells in found.by_key.items():
        for cell in found_cells:
            if key in SCORES and key != "复核分":
                funds.enter(ledger, ("资金", key), cell)
            elif key == "完成值" and cells.rate(cell.text):
                funds.enter(ledger, ("自评", "执行率"), cell)
            elif key in (*LEVELS, "三级", "目标值", "性质", "单位"):
                ledger.leave_cell(cell, LABEL)
            elif key == "偏差原因":
                ledger.value(("资金", "说明"), cell)
            else:
                ledger.unknown(cell.text, cell.place)
    for cell in found.others:
        ledger.leave_cell(cell, LABEL)


def _set_levels(row: Row, found: Keyed, table: Table, ledger: Ledger) -> None:
    """Names of levels in this row replace those above; a new name ends the lower ones."""
    for place, key in enumerate(LEVELS):
        parts = found.by_key.pop(key, [])
        if not parts:
            continue
        above = table.levels.get(key)
        is_repeated = above is not None and bare(above.cell.text) == bare(parts[0].text)
        for lower in (key,) if is_repeated else LEVELS[place:]:
            old = table.levels.pop(lower, None)
            if old and not old.is_entered:
                ledger.leave_cell(old.cell, TEMPLATE)
        table.levels[key] = Level(parts[0])
        for cell in parts[1:]:
            found.others.append(cell)


def _leave_blank_row(found: Keyed, table: Table, ledger: Ledger) -> None:
    second = table.levels.get("二级")
    if second and not second.is_entered:
        ledger.leave_cell(second.cell, TEMPLATE)
        del table.levels["二级"]
    for cell in (*found.by_key.get("三级", ()), *found.others):
        if FILLER.fullmatch(cell.text.strip()):
            ledger.leave_cell(cell, TEMPLATE)
        else:
            ledger.unknown(cell.text, cell.place)


def _indicator(row: Row, found: Keyed, table: Table, ledger: Ledger) -> None:
    path: FieldPath = ("指标", ledger.count("指标"))
    _name(path, row, found, table, ledger)
    for key, level in table.levels.items():
        if level.is_entered:
            text = _without_hint(level.cell).text
            ledger.read_off((*path, key), text, level.cell.place, Sureness.SURE)
        else:
            ledger.value((*path, key), level.cell, _without_hint(level.cell), rest=HINT)
            level.is_entered = True
    _target(path, found, ledger)
    for key, parts in found.by_key.items():
        _enter(path, key, parts, found, ledger)
    _merged_score(path, row, table, ledger)
    for cell in found.others:
        ledger.unknown(cell.text, cell.place)


def _without_hint(cell: RowCell) -> Part:
    """The name of a level without what the form explains behind it; its points stay with it."""
    found = _HINT.fullmatch(cell.text)
    name = found[1] if found else cell.text
    return Part(cells.one_line(name), name)


def _name(path: FieldPath, row: Row, found: Keyed, table: Table, ledger: Ledger) -> None:
    """The name of the indicator; where it has none, that of the cell above or of its level."""
    parts = found.by_key.pop("三级", [])
    if parts:
        table.name = parts[0]
        prompt = _PROMPT.match(parts[0].text)
        name = parts[0].text[prompt.end() :] if prompt else parts[0].text
        ledger.value((*path, "三级"), parts[0], Part("", name))
        found.others.extend(parts[1:])
        return
    is_merged = any(one.is_continued and table.header.key(one) == "三级" for one in row.cells)
    level = table.levels.get("二级") or table.levels.get("一级")
    above = table.name if is_merged and table.name else level and level.cell
    if above:
        text = cells.one_line(above.text)
        ledger.read_off((*path, "三级"), text, above.place, Sureness.GUESS)


def _target(path: FieldPath, found: Keyed, ledger: Ledger) -> None:
    """Sign, value and unit, where a column of the table holds more than one of them."""
    parts = found.by_key.get("目标值", [])
    if len(parts) > 1:
        sign = parts.pop(0) if cells.is_sign(parts[0].text) else None
        if sign:
            found.by_key.setdefault("性质", []).insert(0, sign)
        if len(parts) > 1:
            found.by_key.setdefault("单位", []).insert(0, parts.pop())
    unit = found.first("单位")
    split = cells.value_and_unit(unit.text) if unit and not parts else None
    if unit and split:
        value, name = split
        ledger.value((*path, "目标值"), unit._replace(text=value))
        ledger.value((*path, "单位"), unit._replace(text=name))
        found.by_key["单位"].remove(unit)
    sign = found.first("性质")
    if sign and parts and cells.is_sign(sign.text) and not cells.is_direction(sign.text):
        # > and < are none of the format's signs: they stay with the figure.
        whole = RowCell(f"{sign.text}{parts[0].text}", sign.place, sign.column)
        found.by_key["性质"].remove(sign)
        found.by_key["目标值"] = [whole, *parts[1:]]


def _enter(path: FieldPath, key: str, parts: list[RowCell], found: Keyed, ledger: Ledger) -> None:
    for place, cell in enumerate(parts):
        text: str | None = ""
        name = key
        sureness = Sureness.SURE
        if key in SCORES:
            text = cells.number(cell.text)
        elif key == "性质" and not cells.is_direction(cell.text):
            text = None
        if text is None and key == "分值" and "解释" not in found.by_key and _is_words(cell):
            text, name, sureness = "", "解释", Sureness.LIKELY  # heads that slipped by a column
        if text is None or (place and key in SCORES):
            ledger.unknown(cell.text, cell.place)
        elif place:
            ledger.append((*path, *dotted(name)), cell)
        else:
            ledger.value((*path, *dotted(name)), cell, Part(text, cell.text), sureness=sureness)


def _is_words(cell: RowCell) -> bool:
    return len(cell.text) > 4 and bool(re.search("[\u4e00-\u9fff]", cell.text))


def _merged_score(path: FieldPath, row: Row, table: Table, ledger: Ledger) -> None:
    """One cell of points for this row and the one above."""
    values = ledger.report.values
    keys = set(table.header.keys.values())
    if (*path, "得分") in values:
        table.is_scored = True
        return
    if not table.is_scored or "得分" not in keys or (*path, "分值") in values:
        return
    score = next((one for one in row.cells if table.header.key(one) == "得分"), None)
    is_merged = bool(score and score.is_continued)
    if is_merged or "分值" not in keys:
        sureness = Sureness.SURE if is_merged else Sureness.LIKELY
        ledger.read_off((*path, "合并计分"), "是", row.place, sureness)

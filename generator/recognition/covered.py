"""The projects of a report on several: a row each in a list, or a table of its own for each."""

from collections.abc import Sequence

from generator.model.report import CoveredProject
from generator.recognition import cells, funds
from generator.recognition.cells import Part
from generator.recognition.ledger import LABEL, REPEATED, Ledger, dotted
from generator.recognition.record import LeftOut, RecognisedReport, Sureness
from generator.recognition.row import Row, RowCell
from generator.recognition.vocabulary import COVERED, Header
from generator.recognition.words import TOTALS, Kind, bare
from generator.source.tree import FieldPath

PROJECTS = str(Kind.PROJECTS)
_NAME, _NUMBER, _UNIT = "项目名称", "序号", ("资金", "单位")
_FIELDS = frozenset(str(field.alias) for field in CoveredProject.model_fields.values())


def cut(rows: Sequence[Row], heads: frozenset[str]) -> tuple[list[Row], list[list[Row]]]:
    """The rows of the report itself, and those of each of its projects: from 子项目名称 on."""
    own: list[Row] = []
    parts: list[list[Row]] = []
    for row in rows:
        if _names_one(row, heads):
            parts.append([])
        (parts[-1] if parts else own).append(row)
    return own, parts


def _names_one(row: Row, heads: frozenset[str]) -> bool:
    """Whether the row names a project, and is no head of a list."""
    first, second = (*row.filled, None, None)[:2]
    return bool(first and second and bare(first.text) in COVERED and bare(second.text) not in heads)


def add(one: RecognisedReport, report: RecognisedReport) -> None:
    """Add what was read of one project to the report; what a project has no field for is its."""
    number = len({path[1] for path in report.values if path[0] == PROJECTS})
    unit, own = one.values.get(_UNIT), report.values.get(_UNIT)
    if unit and own and unit.text == own.text:
        del one.values[_UNIT]
        if unit.printed:
            report.left_out.append(LeftOut(unit.printed, unit.place, REPEATED))
    for path, found in one.values.items():
        report.add(_below(path, number), found)
    for path, others in one.others.items():
        report.others.setdefault(_below(path, number), []).extend(others)
    report.left_out += one.left_out
    report.unclassified += one.unclassified


def _below(path: FieldPath, number: int) -> FieldPath:
    return (PROJECTS, number, *path) if path[0] in _FIELDS else path


def read_row(row: Row, header: Header, ledger: Ledger) -> bool:
    """A row of a list under its heads: a project, or the total; False where it is neither."""
    found = [(key, cell) for cell in row.filled if (key := header.key(cell))]
    names = [cell for key, cell in found if key in (_NAME, _NUMBER) and bare(cell.text) in TOTALS]
    if names:
        _total(row, names, header, ledger)
        return True
    if not any(key == _NAME for key, _ in found):
        return False
    path: FieldPath = (PROJECTS, ledger.count(PROJECTS))
    for cell in row.filled:
        _enter(path, header.key(cell), cell, ledger)
    unit = ledger.report.values.get(_UNIT)
    is_other = bool(header.unit) and not (unit and unit.text == header.unit)
    if is_other and any(key.startswith("资金.") for key, _ in found):
        ledger.read_off((*path, *_UNIT), header.unit, row.place, Sureness.SURE)
    return True


def _total(row: Row, names: Sequence[RowCell], header: Header, ledger: Ledger) -> None:
    """合计 of a list: the money of the report."""
    for cell in row.filled:
        key = header.key(cell) or ""
        if cell in names:
            ledger.leave_cell(cell, LABEL)
        elif key.startswith(("资金.", "自评.")):
            _enter((), key, cell, ledger)
        else:
            ledger.unknown(cell.text, cell.place)


def _enter(path: FieldPath, key: str | None, cell: RowCell, ledger: Ledger) -> None:
    if key == _NUMBER:
        ledger.leave_cell(cell, LABEL)
    elif key is None:
        ledger.unknown(cell.text, cell.place)
    elif key == _NAME:
        code, name = cells.code_and_name(cell.text, is_project=True)
        ledger.value((*path, key), cell, Part("", name), rest=LABEL)
        if code:
            ledger.read_off((*path, "项目编码"), code, cell.place, Sureness.SURE)
    elif key == "自评.得分":
        score = cells.number(cell.text)
        if score is None:
            ledger.unknown(cell.text, cell.place)
        else:
            ledger.value((*path, *dotted(key)), cell, Part(score, cell.text))
    elif key.startswith("资金.") or key == "自评.执行率":
        funds.enter(ledger, (*path, *dotted(key)), cell)
    else:
        ledger.value((*path, *dotted(key)), cell)

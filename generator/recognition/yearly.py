"""Tables of the money of several years: a year a row, or a year a column.

Levels of the budget may stand beside the totals.
"""

import re
from collections.abc import Mapping, Sequence

from generator.recognition.record import IN_CELLS, Found, RecognisedReport, Sureness
from generator.recognition.row import Row, RowCell
from generator.recognition.words import COLUMNS, Kind, bare
from generator.source.tree import FieldPath

_COLUMNS = (
    ("年初预算", re.compile("年初预算数?")),
    (
        "全年预算",
        re.compile("(?:全年|调整后)?预算(?:合计|数|总额|安排|金额)?|资金计划|计划(?:投资|资金)"),
    ),
    ("到位", re.compile("(?:资金|实际)?到位(?:资金|金额|数|情况)?")),
    ("支出", re.compile("(?:实际)?(?:支出|执行|使用)(?:资金|金额|数)?|全年执行数")),
    ("结余", re.compile("(?:年末)?(?:结转)?结余(?:资金|数)?")),
    ("执行率", re.compile("(?:预算)?执行率(?:[（(]?[%％][）)]?)?")),
)
_LEVELS = (("中央", "中央"), ("省", "省"), ("市", "市"), ("州", "市"), ("县", "县"), ("区", "县"))
_LEVEL = re.compile(r"(?:中央|省|市|州|县|区)级?(?:财政)?(?:资金|配套)?")
_YEAR = re.compile(r"\s*((?:19|20)\d{2})\s*年?度?\s*")
OF_A_YEAR = ("年初预算", "全年预算", "到位", "支出", "结余", "执行率")
_TOTAL = re.compile(r"合\s*计|总\s*计")
_FIGURE = re.compile(r"[\d,]+(?:\.\d+)?%?")


def year_of(text: str) -> str | None:
    """The year that a cell is, and nothing else: 2022, 2022年度."""
    found = _YEAR.fullmatch(text)
    return found[1] if found else None


def upright(rows: Sequence[Row]) -> list[Row]:
    """The rows; where the columns of a table of money are years, its years are rows."""
    found: list[Row] = []
    at = 0
    while at < len(rows):
        end = _end_of_lying(rows, at)
        found += _turned(rows[at:end]) if end > at + 1 else rows[at : at + 1]
        at = max(end, at + 1)
    return found


def _end_of_lying(rows: Sequence[Row], at: int) -> int:
    """Behind the last row of a table whose heads at `at` are years; `at` where there is none."""
    years = [cell for cell in rows[at].filled if year_of(cell.text)]
    if len(years) < 2:
        return at
    behind = [cell for cell in rows[at].filled if cell.column > years[0].column]
    if any(not year_of(cell.text) and not _TOTAL.fullmatch(cell.text.strip()) for cell in behind):
        return at
    end = at + 1
    while end < len(rows) and _name_before(rows[end], years[0].column):
        end += 1
    return end if end > at + 1 else at


def _name_before(row: Row, column: int) -> RowCell | None:
    """The name of an amount that stands before the columns of the years."""
    before = [cell for cell in row.filled if cell.column < column]
    known = COLUMNS[Kind.FUNDS].get(bare(before[-1].text)) if before else None
    return before[-1] if known in OF_A_YEAR else None


def _turned(rows: Sequence[Row]) -> list[Row]:
    """The same cells, a row for each column; the names of the rows are its heads."""
    head, *below = rows
    first = next(cell.column for cell in head.filled if year_of(cell.text))
    before = [cell for row in rows for cell in row.filled if cell.column < first]
    names = [_name_before(row, first) for row in below]
    corner = tuple(cell for cell in before if cell not in names)
    heads = [
        cell._replace(column=first + at, column_span=1) for at, cell in enumerate(names, 1) if cell
    ]
    turned = [head._replace(cells=(*corner, *heads))]
    for cell in head.filled:
        if cell.column >= first:
            values = [
                one._replace(column=first + at, column_span=1)
                for at, row in enumerate(below, 1)
                for one in row.filled
                if one.column == cell.column
            ]
            year = cell._replace(column=first, column_span=1)
            turned.append(head._replace(cells=(year, *values), lines=""))
    return turned


def read(rows: Sequence[Row], report: RecognisedReport) -> bool:
    """Add the figures of such a table; it stays in the text. False where it is none.

    A form that has a few rows of years among others is none.
    """
    filled = [row for row in upright(rows) if row.filled]
    years = [row for row in filled[1:] if year_of(row.filled[0].text)]
    if len(years) < 2 or len(filled) > 2 * len(years) + 2:
        return False
    columns, levels = _heads(filled[0], years[0].filled[0].column)
    if not columns:
        return False
    for at, row in enumerate(years):
        _year(at, row, columns, levels, report)
    total = next((row for row in filled[1:] if _TOTAL.fullmatch(row.filled[0].text.strip())), None)
    if total:
        _total(total, columns, levels, report)
    return True


def _heads(row: Row, first: int) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """The keys of the columns behind the first; the names of those that are levels."""
    columns: dict[int, str] = {}
    levels: dict[int, str] = {}
    for cell in (one for one in row.filled if one.column > first):
        words = re.sub(r"\s|[（(](?:亿|万)?元[）)]", "", cell.text)
        if _LEVEL.fullmatch(words):
            levels[cell.column] = words
            continue
        key = next((key for key, pattern in _COLUMNS if pattern.fullmatch(words)), None)
        if key and key not in columns.values():
            columns[cell.column] = key
    return columns, levels


def _year(
    at: int,
    row: Row,
    columns: Mapping[int, str],
    levels: Mapping[int, str],
    report: RecognisedReport,
) -> None:
    base: FieldPath = ("资金", "分年度", at)
    first = row.filled[0]
    _add(report, (*base, "年度"), year_of(first.text) or first.text, first)
    for cell in _figures(row):
        if cell.column in columns:
            _add(report, (*base, columns[cell.column]), cell.text, cell)
    sources = [cell for cell in _figures(row) if cell.column in levels]
    for number, cell in enumerate(sources):
        _add(report, (*base, "来源", number, "名称"), levels[cell.column], cell)
        _add(report, (*base, "来源", number, "全年预算"), cell.text, cell)


def _total(
    row: Row, columns: Mapping[int, str], levels: Mapping[int, str], report: RecognisedReport
) -> None:
    figures = {cell.column: cell for cell in _figures(row)}
    for column, key in columns.items():
        if cell := figures.get(column):
            path = ("自评", key) if key == "执行率" else ("资金", key)
            _add(report, path, cell.text, cell)
    for number, (column, name) in enumerate(levels.items()):
        base: FieldPath = ("资金", "来源", number)
        cell = figures.get(column, row.filled[0])
        _add(report, (*base, "名称"), name, cell)
        level = next(level for begin, level in _LEVELS if name.startswith(begin))
        _add(report, (*base, "级次"), level, cell)
        if column in figures:
            _add(report, (*base, "全年预算"), cell.text, cell)


def _figures(row: Row) -> list[RowCell]:
    return [cell for cell in row.filled[1:] if _FIGURE.fullmatch(cell.text.strip())]


def _add(report: RecognisedReport, path: FieldPath, text: str, cell: RowCell) -> None:
    report.add(path, Found(text.strip(), cell.place, IN_CELLS, Sureness.SURE, ""))

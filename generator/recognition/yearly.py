"""A table of the money of several years: a year a row, levels of the budget beside the totals."""

import re
from collections.abc import Mapping, Sequence

from generator.recognition.record import Found, RecognisedReport, Sureness
from generator.recognition.row import Row, RowCell
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
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?度?")
_TOTAL = re.compile(r"合\s*计|总\s*计")
_FIGURE = re.compile(r"[\d,]+(?:\.\d+)?%?")


def read(rows: Sequence[Row], report: RecognisedReport) -> bool:
    """Add the figures of such a table; it stays in the text. False where it is none."""
    filled = [row for row in rows if row.filled]
    if len(filled) < 3 or not re.fullmatch(r"年\s*[度份]", filled[0].filled[0].text.strip()):
        return False
    columns, levels = _heads(filled[0])
    years = [row for row in filled[1:] if _YEAR.fullmatch(row.filled[0].text.strip())]
    if len(years) < 2 or not columns:
        return False
    for at, row in enumerate(years):
        _year(at, row, columns, levels, report)
    total = next((row for row in filled[1:] if _TOTAL.fullmatch(row.filled[0].text.strip())), None)
    if total:
        _total(total, columns, levels, report)
    return True


def _heads(row: Row) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """The keys of the columns, the names of those that are levels of the budget."""
    columns: dict[int, str] = {}
    levels: dict[int, str] = {}
    for cell in row.filled[1:]:
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
    year = _YEAR.fullmatch(first.text.strip())
    _add(report, (*base, "年度"), year[1] if year else first.text, first)
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
    report.add(path, Found(text.strip(), cell.place, "表格", Sureness.SURE, ""))

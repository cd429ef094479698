"""Sums of a department's year: income, spending, 三公经费, and spending against income.

Rows are named as the form prints them. Added are only rows whose place is sure: a table with two
totals, or with parts of parts that fit in no way, is left alone.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.choices import Unit
from generator.model.department_overview import IncomeOrSpending
from generator.model.figures import adds_up, exceeds, format_amount

RULE = Rule(
    title="部门整体的收入、支出、三公经费加不起来",
    why="合计与各行之和不等，或支出比全部收入还多，一定有一个数填错了；预算、决算公开里也有这些数，读者会拿来对照。",
    mend="对照部门决算逐行核对，改正填错的数；漏了一行的补上。原表如此的，写进“核实”。",
    sources=("部门决算报表：收入支出决算总表、“三公”经费支出表各行的勾稽关系",),
    failing="部门整体: {支出: [{名称: 支出合计, 决算: 829.7}, {名称: 基本支出, 决算: 371.2}, {名称: 项目支出, 决算: 485.5}]}",  # noqa: E501
    passing="部门整体: {支出: [{名称: 支出合计, 决算: 829.7}, {名称: 基本支出, 决算: 371.2}, {名称: 项目支出, 决算: 458.5}]}",  # noqa: E501
)
_COLUMNS = {"预算": "budget", "决算": "actual"}
_MARKS = re.compile(
    r"^\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]\s*)?(?:[（(]?其中[:：]?)?|\s|[（(][^）)]*元[）)]"
)
_PART = re.compile(r"^\s*[（(]?其中")
_TOTAL = re.compile(r"合计|总计|小计|总额|^(?:本年|年度|全年)?(?:总?收入|总?支出)$")
_CARRIED = re.compile("上年结转|年初结转|上年结余|年初结余|使用.*结余|弥补收支差额")
_LEFT = re.compile("结余|结转")
_OTHER_SPENDING = re.compile("上缴上级|经营支出|对附属单位|补助附属单位")
_STAFF = re.compile("^人员(?:支出|经费)")
_OFFICE = re.compile("^(?:日常)?公用(?:支出|经费)")
_ABROAD, _RECEPTION = re.compile("出国|出境"), re.compile("接待")
_VEHICLES = re.compile("用车|车辆")
_PART_OF_VEHICLES = re.compile("购置|运行|运维|维护")

_Row = tuple[int, IncomeOrSpending, Decimal]


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Each table by its columns."""
    overview = subject.report.overview
    if overview is None:
        return
    tables = (overview.income, overview.spending, overview.official_expenses)
    for body in dict.fromkeys(row.body for table in tables for row in table):
        for column in _COLUMNS:
            income, spending, official = (_of(body, table, column) for table in tables)
            complete = [row for row in overview.income if row.body == body]
            yield from _income(income, complete, column, subject.funds.unit)
            yield from _spending(spending, column, subject.funds.unit)
            yield from _official(official, column, subject.funds.unit)
            yield from _balance(income, spending, column)


def _income(
    rows: Sequence[_Row], all_rows: Sequence[IncomeOrSpending], column: str, unit: Unit | None
) -> Iterator[Finding]:
    total, rest = _total(rows)
    if total is None or not rest:
        return
    # A first row after the total that begins with 其中 has all others beside it.
    nested = any(_PART.match(row.name) for number, row, _ in rest if number != total[0] + 1)
    own = [one for one in rest if not _PART.match(one[1].name)]
    of_year = [one for one in own if not _CARRIED.search(one[1].name)]
    if any(parts and _fits(parts, total, unit) for parts in (rest, own, of_year)):
        return
    if not nested and _is_complete(all_rows, column, rest, total):
        yield _finding("收入", total, rest, column)


def _spending(rows: Sequence[_Row], column: str, unit: Unit | None) -> Iterator[Finding]:
    basic = [one for one in rows if _bare(one[1].name).startswith("基本支出")]
    project = [one for one in rows if _bare(one[1].name).startswith("项目支出")]
    others = [one for one in rows if _OTHER_SPENDING.search(one[1].name)]
    total, _ = _total([one for one in rows if not _LEFT.search(one[1].name)])
    if total and len(basic) == 1 and len(project) == 1:
        parts = [*basic, *project, *others]
        if not _fits(parts, total, unit) and not _fits(parts[:2], total, unit):
            yield _finding("支出", total, parts, column)
    staff = [one for one in rows if _STAFF.search(_bare(one[1].name))]
    office = [one for one in rows if _OFFICE.search(_bare(one[1].name))]
    are_single = len(basic) == len(staff) == len(office) == 1
    if are_single and not _fits([*staff, *office], basic[0], unit):
        yield _finding("支出", basic[0], [*staff, *office], column)


def _official(rows: Sequence[_Row], column: str, unit: Unit | None) -> Iterator[Finding]:
    total, rest = _total(rows)
    abroad = [one for one in rest if _ABROAD.search(one[1].name)]
    reception = [one for one in rest if _RECEPTION.search(one[1].name)]
    vehicles = _vehicles([one for one in rest if _VEHICLES.search(one[1].name)])
    if total is None or len(abroad) > 1 or len(reception) > 1 or vehicles is None:
        return
    parts = [*abroad, *vehicles, *reception]
    short = not (abroad and vehicles and reception)
    if parts and not _fits(parts, total, unit):
        found = sum((one[2] for one in parts), Decimal(0))
        if found > total[2] or not short:
            yield _finding("三公经费", total, parts, column)


def _vehicles(rows: Sequence[_Row]) -> Sequence[_Row] | None:
    """The row on vehicles, or its two parts; None where that is not sure."""
    if len(rows) <= 1:
        return rows
    whole = [one for one in rows if not _PART_OF_VEHICLES.search(one[1].name)]
    both = [
        one for one in rows if "购置" in one[1].name and re.search("运行|运维|维护", one[1].name)
    ]
    if len(whole) + len(both) == 1:
        return whole or both
    return rows if len(rows) == 2 and not whole and not both else None


def _balance(income: Sequence[_Row], spending: Sequence[_Row], column: str) -> Iterator[Finding]:
    received, sources = _total(income)
    spent, _ = _total([one for one in spending if not _LEFT.search(one[1].name)])
    if received is None or spent is None:
        return
    carried = [one for one in sources if _CARRIED.search(one[1].name)]
    of_year = sum((one[2] for one in sources if one not in carried), Decimal(0))
    # Where the total has what was carried over in it, the other rows alone do not reach it.
    available = received[2]
    if of_year >= received[2]:
        available += sum((one[2] for one in carried), Decimal(0))
    if received[2] and exceeds(spent[2], available):
        message = (
            f"{_body(spent)}{column}：{_bare(spent[1].name)} {format_amount(spent[2])} 大于"
            f"{_bare(received[1].name)}（含上年结转）{format_amount(available)}，"
            f"多 {format_amount(spent[2] - available)}。请核对；用了以前年度结转的，在收入里写明。"
        )
        yield Finding(("部门整体", "支出", spent[0], column), message)


def _of(body: str | None, rows: Sequence[IncomeOrSpending], column: str) -> list[_Row]:
    """The rows of a body that state an amount in this column, with their numbers from 0."""
    found = ((number, row, getattr(row, _COLUMNS[column])) for number, row in enumerate(rows))
    return [one for one in found if one[2] is not None and one[1].body == body]


def _body(row: _Row) -> str:
    return f"{row[1].body}，" if row[1].body else ""


def _total(rows: Sequence[_Row]) -> tuple[_Row | None, Sequence[_Row]]:
    """The row of the total and the others; no total where there are two."""
    totals = [one for one in rows if _TOTAL.search(_bare(one[1].name))]
    rest = [one for one in rows if one not in totals]
    return (totals[0] if len(totals) == 1 else None), rest


def _bare(name: str) -> str:
    return _MARKS.sub("", name)


def _fits(parts: Sequence[_Row], total: _Row, unit: Unit | None) -> bool:
    return adds_up([one[2] for one in parts], total[2], unit)


def _is_complete(
    rows: Sequence[IncomeOrSpending], column: str, rest: Sequence[_Row], total: _Row
) -> bool:
    """Whether what is stated is surely wrong: more than the total, or no row left empty."""
    if sum((one[2] for one in rest), Decimal(0)) > total[2]:
        return True
    struck = [row for row in rows if _COLUMNS[column] in row.not_applicable]
    return len(rest) + 1 + len(struck) >= len(rows)


def _finding(table: str, total: _Row, parts: Sequence[_Row], column: str) -> Finding:
    found = sum((one[2] for one in parts), Decimal(0))
    names = "、".join(f"{_bare(row.name)} {format_amount(value)}" for _, row, value in parts)
    apart = format_amount(abs(found - total[2]))
    message = (
        f"{_body(total)}{column}：{names}，合计 {format_amount(found)}，"
        f"“{_bare(total[1].name)}”写的是 {format_amount(total[2])}，相差 {apart}。请逐行核对。"
    )
    return Finding(("部门整体", table, total[0], column), message)

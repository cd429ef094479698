"""Cells of paper, and the tables of reports on several projects and several years.

They are laid out as counties print them: a list of the projects or a small table for each, the
money of the years in columns or in rows. What stands in addresses only (标识) is on no paper.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Values = Mapping[str, Any]
Path = tuple[str | int, ...]
_AMOUNTS = {
    "年初预算": "年初预算数",
    "全年预算": "全年预算数",
    "到位": "到位数",
    "支出": "全年执行数",
    "结余": "结余",
}
_REASON = "执行率偏低原因"


class PrintedCell(NamedTuple):
    """A cell and its extent in columns and rows."""

    text: str
    width: int = 1
    height: int = 1


Rows = list[list[PrintedCell]]


class Attached(NamedTuple):
    """Tables below the text under a caption; `values` has what they print, by field path."""

    caption: str
    tables: list[Rows]
    values: dict[Path, str]


def text_of(value: object) -> str:
    """A value as it stands in a cell."""
    return "" if value is None else str(value).strip()


def _rows(lines: Sequence[Sequence[str]]) -> Rows:
    return [[PrintedCell(text) for text in line] for line in lines]


def listed(
    columns: Sequence[tuple[str, str]], rows: Sequence[Values], path: Path
) -> tuple[Rows, dict[Path, str]]:
    """A table of rows under its heads; one on bodies (机构) has a row for each of them."""
    stated = [(at, key, text_of(one.get(key))) for at, one in enumerate(rows) for key, _ in columns]
    values = {(*path, at, key): text for at, key, text in stated if text}
    if columns[0][0] == "机构":
        bodies = list(dict.fromkeys(text_of(one["机构"]) for one in rows))
        names = list(dict.fromkeys(text_of(one["名称"]) for one in rows))
        amounts = {(one["机构"], one["名称"]): text_of(one.get("决算")) for one in rows}
        lines = [[columns[0][1], *names]]
        lines += [[body, *(amounts.get((body, name), "") for name in names)] for body in bodies]
    else:
        lines = [[printed for _, printed in columns]]
        lines += [[text_of(one.get(key)) for key, _ in columns] for one in rows]
    return _rows(lines), values


def years_of(report: Values) -> tuple[Rows, dict[Path, str]]:
    """The money of the years, a year a row; no rows where the report is on one year."""
    years = (report.get("资金") or {}).get("分年度") or ()
    keys = [key for key in _AMOUNTS if any(text_of(one.get(key)) for one in years)]
    values: dict[Path, str] = {}
    lines = [["年度", *(_AMOUNTS[key] for key in keys)]]
    for at, one in enumerate(years):
        stated = {key: text_of(one.get(key)) for key in ("年度", *keys)}
        values |= {("资金", "分年度", at, key): text for key, text in stated.items() if text}
        lines.append([f"{stated['年度']}年", *(stated[key] for key in keys)])
    return (_rows(lines) if years else []), values


def turned(rows: Rows) -> Rows:
    """The same table with its rows as columns."""
    return [list(column) for column in zip(*rows, strict=True)]


def projects_of(report: Values, *, is_list: bool) -> Attached | None:
    """The projects of a report on several: a list, or a table for each where money is stated."""
    projects = report.get("包含项目") or ()
    if not projects:
        return None
    values = dict(_project_values(projects))
    unit = text_of((report.get("资金") or {}).get("单位")) or "万元"
    keys = [key for key in (*_AMOUNTS, "说明") if any(path[3:] == (key,) for path in values)]
    heads = [f"{_AMOUNTS[key]}（{unit}）" if key in _AMOUNTS else _REASON for key in keys]
    amounts = [
        [values.get(("包含项目", at, "资金", key), "") for key in keys]
        for at in range(len(projects))
    ]
    names = [one["项目名称"] for one in projects]
    if is_list or not keys:
        lines = [["序号", "项目名称", *heads]]
        for at, row in enumerate(amounts):
            lines.append([str(at + 1), names[at], *row])
        return Attached("附表：包含项目资金情况表", [_rows(lines)], values)
    tables = [_table(name, unit, keys, row) for name, row in zip(names, amounts, strict=True)]
    return Attached("附表：各子项目资金情况表", tables, values)


def _project_values(projects: Sequence[Values]) -> Iterator[tuple[Path, str]]:
    for at, one in enumerate(projects):
        yield ("包含项目", at, "项目名称"), text_of(one["项目名称"])
        for key, value in (one.get("资金") or {}).items():
            if text := text_of(value):
                yield ("包含项目", at, "资金", key), text


def _table(name: str, unit: str, keys: Sequence[str], amounts: Sequence[str]) -> Rows:
    """The table of one project."""
    heads = [PrintedCell(_AMOUNTS.get(key, _REASON)) for key in keys]
    return [
        [PrintedCell("子项目名称"), PrintedCell(name, len(keys) + 1)],
        [PrintedCell(f"项目资金（{unit}）", height=2), PrintedCell(""), *heads],
        [PrintedCell("年度资金总额："), *(PrintedCell(one) for one in amounts)],
    ]

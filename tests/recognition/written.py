"""A report written as office software lays out its form: by a hand that knows no reader.

`blocks` has all that the report states of the form's fields; `keep` is that part of a report.
"""

from collections.abc import Sequence
from typing import Any

from generator.documents.document import Block, Cell, Paragraph, Place, Table
from generator.model.form import Form, Part

Line = list[str | None]  # None: merged with the cell above
_TABLES = (
    "资金",
    "年度目标",
    "指标",
    "资金管理",
    "支出明细",
    "部门整体.收入",
    "部门整体.支出",
    "部门整体.三公经费",
)
_RATES = ("执行率", "到位率", "到位及时率")
_SCORES = {"分值": "总分", "得分": "得分"}


def keep(report: dict[str, Any], form: Form) -> dict[str, Any]:
    """What the form has cells for."""
    kept: dict[str, Any] = {"项目名称": report["项目名称"]}
    for part in form.parts:
        group, _, key = part.field.partition(".")
        stated = report.get(group)
        if not stated or group in (
            "正文",
            "表注",
            "部门",
            "报告日期",
            "索引号",
            "评价工作",
            "部门编码",
        ):
            continue
        kept[group] = {**kept.get(group, {}), key: stated.get(key)} if key else stated
    funds = dict(kept.get("资金") or {})
    money = form.part("资金")
    columns = {one.field for one in money.columns} if money else set()
    beside = {part.field.partition(".")[2] for part in form.parts if part.field.startswith("资金.")}
    allowed = columns | beside | {"单位", "来源"}
    funds = {key: one for key, one in funds.items() if key in allowed}
    if "来源" in funds:
        funds["来源"] = [
            {key: one for key, one in row.items() if key in columns | {"名称"}}
            for row in funds["来源"]
        ]
    if funds:
        kept["资金"] = funds
    own = {
        key: one for key, one in (report.get("自评") or {}).items() if key in columns & set(_RATES)
    }
    asked = {part.field.partition(".")[2] for part in form.parts if part.field.startswith("自评.")}
    own |= {key: one for key, one in (report.get("自评") or {}).items() if key in asked}
    if form.part("资金.权重占比"):
        own |= {"执行率": (report.get("自评") or {}).get("执行率")}
    if own:
        kept["自评"] = own
    for field in ("指标", "年度目标"):
        table = form.part(field)
        if table and table.columns and kept.get(field):
            asked = {one.field for one in table.columns} | {"合并计分"}
            kept[field] = [
                {key: one for key, one in row.items() if key in asked} for row in kept[field]
            ]
    return kept


def blocks(report: dict[str, Any], form: Form) -> list[Block]:
    """A table for the whole form."""
    lines: list[Line] = []
    beside: list[str | None] = []
    for part in [
        Part.model_validate({"栏": "项目名称"}),
        *(one for one in form.parts if one.field != "项目名称"),
    ]:
        if part.field in _TABLES and part.columns:
            lines += _flush(beside)
            lines += _table(part, report, form)
            continue
        value = _stated(report, part.field)
        if part.field in ("正文", "表注") or (part.field.startswith("资金.") and form.part("指标")):
            continue
        if part.field in ("自评.总分", "自评.得分") and any(line[0] == "总分" for line in lines):
            continue
        if value and not isinstance(value, (dict, list)):
            name = part.printed or part.field.rpartition(".")[2]
            beside += [f"{name}：" if len(name) == 4 else name, value]
            if len(beside) >= 4 or len(value) > 20:
                lines += _flush(beside)
    lines += _flush(beside)
    return [_laid_out(lines)]


def _flush(beside: list[str | None]) -> list[Line]:
    found = [list(beside)] if beside else []
    beside.clear()
    return found


def _stated(report: dict[str, Any], field: str) -> Any:
    if field == "开始时间" and report.get("结束时间"):
        return "至".join(filter(None, (report.get("开始时间"), report.get("结束时间"))))
    group, _, key = field.partition(".")
    value = report.get(group)
    return value.get(key) if key and isinstance(value, dict) else value if not key else None


def _table(part: Part, report: dict[str, Any], form: Form) -> list[Line]:
    heads: Line = [one.printed or one.field for one in part.columns]
    keys = [one.field for one in part.columns]
    name = part.printed or part.field
    rows = _stated(report, part.field)
    if not rows:
        return []
    if part.field == "资金":
        return _funds(name, heads, keys, report)
    if part.field.startswith("部门整体.") and "机构" in keys:
        return _lying(name, rows)
    if part.field == "指标":
        return _indicators(name, heads, keys, rows, report, form)
    return [[name, *heads], *([None, *(row.get(key) or "" for key in keys)] for row in rows)]


def _funds(name: str, heads: Line, keys: list[str], report: dict[str, Any]) -> list[Line]:
    funds, own = report["资金"], report.get("自评") or {}
    total = [(own if key in _RATES else funds).get(key) or "" for key in keys]
    lines: list[Line] = [
        [f"{name}（{funds['单位']}）", "", *heads],
        [None, "年度资金总额：", *total],
    ]
    for number, row in enumerate(funds.get("来源") or ()):
        first = "其中：" if number == 0 else ""
        lines.append([None, first + row["名称"], *(row.get(key) or "" for key in keys)])
    return lines


def _lying(name: str, rows: list[dict[str, Any]]) -> list[Line]:
    bodies = list(dict.fromkeys(row.get("机构") for row in rows))
    names = list(dict.fromkeys(row["名称"] for row in rows))
    lines: list[Line] = [[name], ["机构名称", *names]]
    for body in bodies:
        amounts = {row["名称"]: row.get("决算") for row in rows if row.get("机构") == body}
        lines.append([body, *(amounts.get(one) or "" for one in names)])
    return lines


def _indicators(
    name: str,
    heads: Line,
    keys: list[str],
    rows: list[dict[str, Any]],
    report: dict[str, Any],
    form: Form,
) -> list[Line]:
    lines: list[Line] = [[name, *heads]]
    before: dict[str, Any] = {}
    for row in rows:
        line: Line = [None]
        is_new = False
        for key in keys:
            value = row.get(key) or ""
            is_new = is_new or value != before.get(key)
            is_same = key in ("所属目标", "一级", "二级") and not is_new and value
            is_merged = row.get("合并计分") == "是" and key in ("分值", "得分")
            line.append(None if is_same or is_merged else value)
        lines.append(line)
        before = row
    if form.part("资金.权重占比"):
        values = {
            **report["资金"],
            "完成值": (report.get("自评") or {}).get("执行率"),
            "一级": "预算执行率",
        }
        lines.append(
            [
                None,
                *(
                    values.get(key) or "" if key in (*_POINTS, "完成值", "一级") else ""
                    for key in keys
                ),
            ]
        )
    if "得分" in keys:
        own = report.get("自评") or {}
        line = ["总分", *[""] * len(keys)]
        for key, stated in _SCORES.items():
            if key in keys and (key == "得分" or form.part("自评.总分")):
                line[keys.index(key) + 1] = own.get(stated) or ""
        lines.append(line)
    return lines


_POINTS = ("得分", "权重占比", "折算得分")


def _laid_out(lines: Sequence[Line]) -> Table:
    width = max(len(line) for line in lines)
    cells: list[Cell] = []
    open_cells: dict[int, int] = {}  # column to the place in `cells` of the cell that is there
    for row, line in enumerate(lines):
        for column, text in enumerate(line):
            if text is None and column in open_cells:
                old = cells[open_cells[column]]
                cells[open_cells[column]] = Cell(
                    old.row, column, old.blocks, old.place, old.row_span + 1
                )
                continue
            span = width - column if column == len(line) - 1 else 1
            place = Place(table=1, row=row + 1, column=column + 1)
            open_cells[column] = len(cells)
            cells.append(
                Cell(row, column, (Paragraph(text, place),) if text else (), place, 1, span)
            )
    return Table(tuple(cells), Place(table=1))

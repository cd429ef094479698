"""Reports as offices print them: a report's values laid into the table of its form.

Written for the round trip of `jixiao import` and for nothing else: it reads the YAML of report and
form as plain data and shares no code with the reader, nor with `jixiao form`.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from tests.support.printed_cells import (
    Attached,
    Path,
    PrintedCell,
    Rows,
    Values,
    listed,
    projects_of,
    text_of,
    turned,
    years_of,
)
from tests.support.printed_text import narrative_of

_OF_EXECUTION = ("资金.分值", "资金.得分", "资金.权重占比", "资金.折算得分")
_LISTED = (
    *("资金管理", "支出明细", "自评.分项得分"),
    *("部门整体.收入", "部门整体.支出", "部门整体.三公经费", "部门整体.资产"),
)
_IN_TOTAL = ("正文", "自评.总分", "自评.得分", "自评.等级")  # not among the pairs of cells


class Printed(NamedTuple):
    """A report on paper: lines above its table, rows of cells, lines below it, tables at the end.

    `values` has what was printed, by field path, as the text of the cell.
    """

    above: list[str]
    rows: Rows
    below: list[str]
    attached: list[Attached]
    values: dict[Path, str]


class _Layout:
    """Lays out one report; `columns` is the width of the whole table."""

    def __init__(self, report: Values, form: Values) -> None:
        self.report, self.form = report, form
        self.parts = [
            {"栏": one} if isinstance(one, str) else one for one in form.get("栏目") or ()
        ]
        widths = [max(len(one.get(key) or ()) for key in ("列", "行")) + 2 for one in self.parts]
        self.columns = max((*widths, 8))
        self.rows: Rows = []
        self.values: dict[Path, str] = {}
        self.under: list[tuple[str, str]] = []  # the columns over the next row
        self.attached: list[Attached] = []

    def put(self, value: object, *path: str | int) -> str:
        """The text of a cell, which is noted where it has one."""
        text = text_of(value)
        if text:
            self.values[path] = text
        return text

    def row(self, *cells: PrintedCell) -> None:
        """A row, its last cell as wide as is left."""
        used = sum(one.width for one in cells[:-1])
        last = cells[-1]._replace(width=self.columns - used)
        self.rows.append([*cells[:-1], last])

    def lay_out(self) -> None:
        """All parts of the form in order; cells of one line in pairs."""
        waiting: list[Values] = []
        has_table = any(one["栏"] == "指标" for one in self.parts)
        for part in self.parts:
            field = part["栏"]
            if has_table and field in _OF_EXECUTION:
                continue
            if field in ("资金", "指标", "年度目标"):
                self._pairs(waiting)
                waiting = []
                {"资金": self._funds, "指标": self._indicators, "年度目标": self._goals}[field](
                    part
                )
                self.under = _columns(part) if field == "指标" else []
            elif field in _LISTED:
                self._pairs(waiting)
                waiting = []
                self._listed(part)
            elif "列" not in part and field not in _IN_TOTAL:
                waiting.append(part)
                self.under = []
            if field == "自评.得分":
                self._pairs(waiting)
                waiting = []
                self._total(part)
        self._pairs(waiting)

    def _listed(self, part: Values) -> None:
        """A smaller table with its name at the side, where the report has rows of it."""
        path = tuple(part["栏"].split("."))
        rows: Any = self.report
        for step in path:
            rows = (rows or {}).get(step)
        if rows:
            (first, *others), values = listed(_columns(part), rows, path)
            self.values |= values
            self.row(PrintedCell(_name(part), height=len(others) + 1), *first)
            for one in others:
                self.row(*one)
                self._continue()

    def _pairs(self, parts: Sequence[Values]) -> None:
        singles = [one for one in parts if one["栏"] in ("项目名称",) or "结论" in one["栏"]]
        others = [one for one in parts if one not in singles]
        for one in [p for p in singles if p["栏"] == "项目名称"]:
            self.row(PrintedCell(_name(one)), PrintedCell(self._value(one)))
        half = self.columns // 2
        for left, right in zip(others[::2], [*others[1::2], None], strict=False):
            first = (PrintedCell(_name(left)), PrintedCell(self._value(left), half - 1))
            if right is None:
                self.row(PrintedCell(_name(left)), PrintedCell(self._value(left)))
            else:
                self.row(*first, PrintedCell(_name(right)), PrintedCell(self._value(right)))
        for one in [p for p in singles if p["栏"] != "项目名称"]:
            self.row(PrintedCell(_name(one)), PrintedCell(self._value(one)))

    def _value(self, part: Values) -> str:
        path = part["栏"].split(".")
        value: Any = self.report
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        return "" if isinstance(value, Mapping | list) else self.put(value, *path)

    def _funds(self, part: Values) -> None:
        funds = self.report.get("资金") or {}
        columns = _columns(part)
        rows: list[tuple[str, Values, Path]]
        rows = [("年度资金总额：", funds, ())]
        for number, one in enumerate(funds.get("来源") or ()):
            name = self.put(one["名称"], "资金", "来源", number, "名称")
            rows.append((f"其中：{name}" if not number else name, one, ("来源", number)))
        unit = self.put(funds.get("单位"), "资金", "单位") or "万元"
        label = PrintedCell(f"{_name(part)}（{unit}）", height=len(rows) + 1)
        self.row(label, PrintedCell(""), *(PrintedCell(printed) for _, printed in columns))
        claimed = self.report.get("自评") or {}
        for name, one, below in rows:
            cells = []
            for key, _ in columns:
                if key in ("执行率", "到位率") and not below:
                    cells.append(PrintedCell(self.put(claimed.get(key), "自评", key)))
                else:
                    cells.append(PrintedCell(self.put(one.get(key), "资金", *below, key)))
            self.row(PrintedCell(name), *cells)
            self._continue()
        self._years_in_columns(unit)

    def _years_in_columns(self, unit: str) -> None:
        """The money of several years, in every other year; else it is attached (`several`)."""
        years, values = years_of(self.report)
        if not years or int(self.report["年度"]) % 2:
            return
        self.values |= values
        first, *others = turned(years)
        self.row(PrintedCell(f"分年度资金情况（{unit}）", height=len(years[0])), *first)
        for one in others:
            self.row(*one)
            self._continue()

    def several(self) -> None:
        """The tables of several years and several projects that stand below the text."""
        years, values = years_of(self.report)
        if years and ("资金", "分年度", 0, "年度") not in self.values:
            is_row = int(self.report["年度"]) % 2
            unit = self.put((self.report.get("资金") or {}).get("单位"), "资金", "单位")
            caption = f"附表：分年度资金情况表（单位：{unit}）"
            self.attached.append(Attached(caption, [years if is_row else turned(years)], values))
        if projects := projects_of(self.report, is_list=not int(self.report["年度"]) % 2):
            self.attached.append(projects)
        for one in self.attached:
            self.values |= one.values

    def _continue(self, taken: int = 1) -> None:
        """Take the columns of cells that go on from above out of the last row's width."""
        last = self.rows[-1]
        last[-1] = last[-1]._replace(width=last[-1].width - taken)

    def _goals(self, part: Values) -> None:
        goals = self.report.get("年度目标") or ()
        columns = _columns(part)
        label = PrintedCell(_name(part), height=len(goals) + 1)
        share = (self.columns - 1) // len(columns)
        self.row(label, *(PrintedCell(printed, share) for _, printed in columns))
        for number, one in enumerate(goals):
            cells = [self.put(one.get(key), "年度目标", number, key) for key, _ in columns]
            self.row(*(PrintedCell(text, share) for text in cells))
            self._continue()

    def _indicators(self, part: Values) -> None:
        indicators = list(enumerate(self.report.get("指标") or ()))
        columns = _columns(part)
        execution = self._execution(columns)
        label = PrintedCell(_name(part), height=len(indicators) + 1 + bool(execution))
        self.row(label, *(PrintedCell(printed) for _, printed in columns))
        for _, of_first in groupby(indicators, key=lambda one: one[1].get("一级")):
            rows = list(of_first)
            for second, (number, one) in self._second_levels(rows):
                cells = []
                for key, _ in columns:
                    text = self.put(one.get(key), "指标", number, key)
                    height = {"一级": len(rows) * (one is rows[0][1]), "二级": second}.get(key, 1)
                    if height:
                        cells.append(PrintedCell(text, height=height))
                taken = len(columns) - len(cells)
                self.row(*cells)
                self._continue(1 + taken)
        if execution:
            self.row(*execution)
            self._continue()

    def _execution(self, columns: Sequence[tuple[str, str]]) -> list[PrintedCell]:
        """The row on the budget's execution below the indicators, where the form has one."""
        if not any(one["栏"] in _OF_EXECUTION for one in self.parts):
            return []
        funds, claimed = (self.report.get(key) or {} for key in ("资金", "自评"))
        cells = []
        for key, _ in columns:
            if key == "完成值":
                text = self.put(claimed.get("执行率"), "自评", "执行率")
            elif f"资金.{key}" in _OF_EXECUTION:
                text = self.put(funds.get(key), "资金", key)
            else:
                text = "预算执行率" if key == "一级" else ""
            cells.append(PrintedCell(text))
        return cells

    @staticmethod
    def _second_levels(
        rows: list[tuple[int, Values]],
    ) -> Iterator[tuple[int, tuple[int, Values]]]:
        for _, of_second in groupby(rows, key=lambda one: one[1].get("二级")):
            group = list(of_second)
            for place, one in enumerate(group):
                yield len(group) if not place else 0, one

    def _total(self, _part: Values) -> None:
        claimed = self.report.get("自评") or {}
        full = text_of(self.form.get("总分")) or "100"
        score = self.put(claimed.get("得分"), "自评", "得分")
        if any(one["栏"] == "自评.总分" for one in self.parts):
            full = self.put(claimed.get("总分"), "自评", "总分") or full
        grade = self.put(claimed.get("等级"), "自评", "等级")
        keys = [key for key, _ in self.under]
        if {"分值", "得分"} <= set(keys) and keys.index("得分") + 2 < self.columns:
            before = keys.index("分值") + 1
            between = keys.index("得分") - keys.index("分值") - 1
            cells = [PrintedCell("总分", before), PrintedCell(full)]
            cells += [PrintedCell("")] * between
        else:
            cells = [PrintedCell("总分", self.columns - 3), PrintedCell(full)]
        self.row(*cells, PrintedCell(score), PrintedCell(grade))


def _name(part: Values) -> str:
    return str(part.get("印作") or part["栏"].rpartition(".")[2])


def _columns(part: Values) -> list[tuple[str, str]]:
    columns = [{"栏": one} if isinstance(one, str) else one for one in part.get("列") or ()]
    return [(one["栏"], _name(one)) for one in columns]


def printed(report: Values, form: Values) -> Printed:
    """A report on its form's paper."""
    layout = _Layout(report, form)
    layout.lay_out()
    layout.several()
    title = text_of(report.get("标题")) or str(form["名称"]).partition("（")[0]
    covered = report.get("涵盖年度") or [report["年度"]]
    year = f"（{'—'.join(dict.fromkeys(map(str, (covered[0], covered[-1]))))}年度）"
    layout.values["年度",] = str(report["年度"])
    if len(covered) > 1:
        layout.values |= {("涵盖年度", at): str(one) for at, one in enumerate(covered)}
    if report.get("标题"):
        layout.values["标题",] = f"{title}{year}"  # a title of two lines
    below, texts = narrative_of(report)
    layout.values |= texts
    return Printed([title, year], layout.rows, below, layout.attached, layout.values)

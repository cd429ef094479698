"""A form as an empty table: the cells of paper, in the form's order and words.

The table is a grid of as many columns as the form's widest table has, and one more for the labels
at the side; what has fewer columns spreads over them.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from generator.model.form import (
    ROW_NAMES,
    USUAL_COLUMNS,
    Column,
    FirstLevel,
    Form,
    Heading,
    Part,
)
from generator.model.numerals import numbered
from generator.model.project_evaluation import Conclusion
from generator.model.record import Record
from generator.model.report import EvaluationWork
from generator.source.key_hints import keys_of

LINES_EACH = 3  # empty lines for the indicators of each first level
GOALS = 2  # empty lines for goals
ROWS = 3  # empty lines of any other table
MAX_LABEL = 12  # characters of a label beside which another field fits
_USUAL: dict[str, tuple[str, ...]] = {
    "资金": ("年初预算", "全年预算", "支出", "分值", "执行率", "得分"),
    "年度目标": USUAL_COLUMNS["年度目标"],
    "指标": ("一级", "二级", "三级", "目标值", "完成值", "分值", "得分", "偏差原因"),
}
_USUAL |= dict.fromkeys(
    ("部门整体.收入", "部门整体.支出", "部门整体.三公经费", "部门整体.资产"),
    ("名称", "预算", "决算"),
)
_USUAL |= {
    "资金管理": USUAL_COLUMNS["资金管理"],
    "支出明细": (*USUAL_COLUMNS["支出明细"], "说明"),
    "自评.分项得分": USUAL_COLUMNS["分项得分"],
    "资金.分年度": (*USUAL_COLUMNS["分年度"], "结余"),
    "包含项目": ("项目名称", "项目编码"),
}
_RECORDS: dict[str, type[Record]] = {"结论": Conclusion, "评价工作": EvaluationWork}
# Fields that take more than a line of writing.
_LONG = {f"结论.{key}" for key in keys_of(Conclusion)} | {
    "实施内容", "部门整体.职能职责", "部门整体.年度主要工作", "部门整体.总体运行情况",
    "评价工作.评价对象和范围", "评价工作.抽样情况",
}  # fmt: skip
# Points of the budget's execution that a form has in a row of its table of indicators.
_OF_EXECUTION = ("资金.分值", "资金.得分", "资金.权重占比", "资金.折算得分")
_LABELS = {"指标": "绩效指标", "资金": "项目资金", "年度目标": "年度总体目标"}
_FUND_TOTAL = "年度资金总额"
_FIRST_LEVELS = ("产出指标", "效益指标", "满意度指标")
_TOTAL, _FULL_MARKS = "自评.得分", "自评.总分"
_UNIT = "资金.单位"  # no form has a field of it: it is printed somewhere above the money
_MONEY = ("资金", "支出明细", *(f"部门整体.{one}" for one in ("收入", "支出", "三公经费", "资产")))
_FREE_HEADINGS = tuple((1, numbered("", 1, number)) for number in (1, 2, 3))
_FREE_NOTE = "标题不固定，照原件的写；下级标题依次用（一）、1.、（1）。"


class Cell(NamedTuple):
    """A cell of the grid: where it begins, how far it reaches, what is printed in it."""

    row: int
    column: int
    height: int
    width: int
    text: str = ""
    is_label: bool = False
    is_tall: bool = False  # room for some lines of writing


class EmptyForm(NamedTuple):
    """The title, the grid and the headings of the narrative, numbered, with their levels.

    `note` is a line above the headings, empty where there is nothing to say of them.
    """

    title: str
    number: str
    columns: int
    rows: int
    cells: tuple[Cell, ...]
    headings: tuple[tuple[int, str], ...]
    note: str = ""


def empty_form(form: Form) -> EmptyForm:
    """What is printed of a form."""
    parts = [one for part in form.parts for one in _single(part) if not _is_elsewhere(one, form)]
    widest = max([4, *(len(_names(part)) for part in parts)])
    grid = _Grid(widest + 1)
    beside: list[str] = []  # labels of fields that may stand beside one another
    has_unit = form.part(_UNIT) is not None
    for part in parts:
        label = part.printed or _LABELS.get(part.field, part.field.rpartition(".")[2])
        if not has_unit and part.field.startswith(_MONEY):
            beside.append("金额单位")
            has_unit = True
        if columns := _columns(part):
            grid.fields(beside)
            beside.clear()
            grid.table(label, _names(part), _lines(form, part, columns))
        elif part.field in _LONG:
            grid.fields(beside)
            beside.clear()
            grid.text(label)
        elif part.field != "正文":
            beside.append(label)
    grid.fields(beside)
    is_free = form.has_free_headings and not form.headings
    headings = _FREE_HEADINGS if is_free else tuple(_headings(form.headings, 1))
    note = _FREE_NOTE if is_free else ""
    return EmptyForm(
        form.name, form.number or "", widest + 1, grid.row, tuple(grid.cells), headings, note
    )


def _is_elsewhere(part: Part, form: Form) -> bool:
    """Whether paper has no cell of its own for it: it is in the table, or in one with another."""
    if part.field == "结束时间":
        return "起止" in form.printed("开始时间")
    if part.field in (_TOTAL, _FULL_MARKS):
        return _total_row(form) is not None and _follows_indicators(form)
    return part.field in _OF_EXECUTION and form.part("指标") is not None


def _single(part: Part) -> Iterator[Part]:
    """The part; of a record as a whole, 结论, each of its fields."""
    kind = _RECORDS.get(part.field)
    if kind is None or part.columns:
        yield part
        return
    for key in keys_of(kind):
        yield Part.model_validate({"栏": f"{part.field}.{key}"})


def _columns(part: Part) -> Sequence[Column]:
    usual = _USUAL.get(part.field, ())
    return part.columns or [Column.model_validate({"栏": key}) for key in usual]


def _names(part: Part) -> list[str]:
    """The heads of a table's columns; rows of money have their names in a column of their own."""
    columns = _columns(part)
    names = [column.printed or column.field for column in columns]
    if _has_bodies(columns):
        return [names[0], *part.lines]
    has_own = columns and columns[0].field in ROW_NAMES
    is_named = part.field == "资金" or (part.lines and part.field != "指标")
    return ["", *names] if is_named and not has_own else names


def _lines(form: Form, part: Part, columns: Sequence[Column]) -> list[list[str]]:
    """The lines of a table: what is printed in each of their first cells."""
    if part.field == "指标":
        firsts = [_with_points(one) for one in form.first_levels] or list(_FIRST_LEVELS)
        before = next((at for at, one in enumerate(columns) if one.field == "一级"), None)
        if before is None:
            return [[] for _ in range(LINES_EACH * len(firsts))]
        goal = [""] * before  # columns before the levels, for whoever fills the form in
        lines = [[*goal, name] for name in firsts for _ in range(LINES_EACH)]
        if any(form.part(one) for one in _OF_EXECUTION):
            lines.append([*goal, "预算执行率"])
        total = _total_row(form)
        return [*lines, [total]] if total else lines
    if part.field == "资金":
        return [[one] for one in (_FUND_TOTAL, *part.lines)]
    if part.lines and not _has_bodies(columns):
        return [[one] for one in part.lines]
    return [[] for _ in range(GOALS if part.field == "年度目标" else ROWS)]


def _total_row(form: Form) -> str | None:
    """What the last row of the indicators is called, for the total; None without such a row.

    Where a form asks for the total elsewhere, it is not asked for twice.
    """
    part = form.part("指标")
    columns = [one.field for one in _columns(part)] if part else []
    has_levels = columns[:1] in (["一级"], ["所属目标"])
    if not has_levels or not {"分值", "得分"} & set(columns):
        return None
    if form.part(_TOTAL) is None:
        return "总分"
    return form.printed(_TOTAL) if _follows_indicators(form) else None


def _follows_indicators(form: Form) -> bool:
    """Whether the total is the next that a form asks for after the indicators."""
    fields = [part.field for part in form.parts if part.field not in (*_OF_EXECUTION, _FULL_MARKS)]
    return ("指标", _TOTAL) in pairwise(fields)


def _has_bodies(columns: Sequence[Column]) -> bool:
    """Whether paper has a line for each body, and what the form names in rows is its heads."""
    return bool(columns) and columns[0].field == "机构"


def _with_points(one: FirstLevel) -> str:
    return f"{one.name}（{one.weight:f}分）" if one.weight else one.name


class _Grid:
    """The cells, placed line by line; `row` is the next one."""

    def __init__(self, columns: int) -> None:
        self.columns, self.row = columns, 0
        self.cells: list[Cell] = []

    def fields(self, labels: Sequence[str]) -> None:
        """Two fields a line, label and value; a long label has a line of its own."""
        half = self.columns // 2
        waiting: list[str] = []
        for label in labels:
            if len(label) > MAX_LABEL:
                self._line(waiting, half)
                waiting = []
                self._line([label], self.columns)
                continue
            waiting.append(label)
            if len(waiting) == 2:
                self._line(waiting, half)
                waiting = []
        self._line(waiting, self.columns)

    def _line(self, labels: Sequence[str], width: int) -> None:
        if not labels:
            return
        for number, label in enumerate(labels):
            start = number * width
            end = self.columns if number == len(labels) - 1 else start + width
            self.cells.append(Cell(self.row, start, 1, 1, label, is_label=True))
            self.cells.append(Cell(self.row, start + 1, 1, end - start - 1))
        self.row += 1

    def text(self, label: str) -> None:
        """A label, and room to write."""
        self.cells.append(Cell(self.row, 0, 1, 1, label, is_label=True))
        self.cells.append(Cell(self.row, 1, 1, self.columns - 1, is_tall=True))
        self.row += 1

    def table(self, label: str, names: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """The label at the side, the heads, the lines; what a line prints last is one cell.

        That is, where the lines below print the same.
        """
        widths = self._widths(len(names))
        self.cells.append(Cell(self.row, 0, 1 + len(lines), 1, label, is_label=True))
        self._place(names, widths, is_label=True)
        for number, line in enumerate(lines):
            column, printed = 1, len(line) - 1
            for at, width in enumerate(widths):
                if at != printed or not line[at]:
                    self.cells.append(Cell(self.row, column, 1, width))
                elif not number or lines[number - 1] != line:
                    same = sum(1 for _ in takewhile(line.__eq__, lines[number:]))
                    self.cells.append(Cell(self.row, column, same, width, line[at], is_label=True))
                column += width
            self.row += 1

    def _widths(self, count: int) -> list[int]:
        """As even as can be; the last is the widest: it holds reasons."""
        room = self.columns - 1
        each, rest = divmod(room, count)
        return [each] * (count - rest) + [each + 1] * rest

    def _place(self, texts: Sequence[str], widths: Sequence[int], *, is_label: bool) -> None:
        column = 1
        for text, width in zip(texts, widths, strict=True):
            self.cells.append(Cell(self.row, column, 1, width, text, is_label))
            column += width
        self.row += 1


def _headings(headings: Sequence[Heading], level: int) -> Iterator[tuple[int, str]]:
    for number, one in enumerate(headings, start=1):
        yield level, numbered(one.heading, level, number)
        yield from _headings(one.subheadings, level + 1)

"""Reports as offices print them: a report's values laid into the table of its form.

Written for the round trip of `jixiao import` and for nothing else: it reads the YAML of report and
form as plain data and shares no code with the reader, nor with `jixiao form`.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

Values = Mapping[str, Any]
_HAN = "一二三四五六七八九十"
_PAGE_WIDTH = 14_000  # twentieths of a point between the margins of a landscape page
_IN_TOTAL = ("正文", "自评.总分", "自评.得分", "自评.等级")  # not among the pairs of cells


class PrintedCell(NamedTuple):
    """A cell and its extent in columns and rows."""

    text: str
    width: int = 1
    height: int = 1


class Printed(NamedTuple):
    """A report on paper: lines above its table, rows of cells, lines below it.

    `values` has what was printed, by field path, as the text of the cell.
    """

    above: list[str]
    rows: list[list[PrintedCell]]
    below: list[str]
    values: dict[tuple[str | int, ...], str]


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


class _Layout:
    """Lays out one report; `columns` is the width of the whole table."""

    def __init__(self, report: Values, form: Values) -> None:
        self.report, self.form = report, form
        self.parts = [
            {"栏": one} if isinstance(one, str) else one for one in form.get("栏目") or ()
        ]
        widths = [len(one.get("列") or ()) + 2 for one in self.parts]
        self.columns = max((*widths, 8))
        self.rows: list[list[PrintedCell]] = []
        self.values: dict[tuple[str | int, ...], str] = {}

    def put(self, value: object, *path: str | int) -> str:
        """The text of a cell, which is noted where it has one."""
        text = _text(value)
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
        for part in self.parts:
            field = part["栏"]
            if field in ("资金", "指标", "年度目标"):
                self._pairs(waiting)
                waiting = []
                {"资金": self._funds, "指标": self._indicators, "年度目标": self._goals}[field](
                    part
                )
            elif "列" not in part and field not in _IN_TOTAL:
                waiting.append(part)
            if field == "自评.得分":
                self._pairs(waiting)
                waiting = []
                self._total(part)
        self._pairs(waiting)

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
        rows: list[tuple[str, Values, tuple[str | int, ...]]]
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

    def _continue(self) -> None:
        """Take the column of a cell that goes on from above out of the last row's width."""
        last = self.rows[-1]
        last[-1] = last[-1]._replace(width=last[-1].width - 1)

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
        label = PrintedCell(_name(part), height=len(indicators) + 1)
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
                last = self.rows[-1]
                last[-1] = last[-1]._replace(width=last[-1].width - 1 - taken)

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
        full = _text(self.form.get("总分")) or "100"
        score = self.put(claimed.get("得分"), "自评", "得分")
        if any(one["栏"] == "自评.总分" for one in self.parts):
            full = self.put(claimed.get("总分"), "自评", "总分") or full
        cells = [PrintedCell("总分", self.columns - 3), PrintedCell(full), PrintedCell(score)]
        self.row(*cells, PrintedCell(self.put(claimed.get("等级"), "自评", "等级")))


def _name(part: Values) -> str:
    return str(part.get("印作") or part["栏"].rpartition(".")[2])


def _columns(part: Values) -> list[tuple[str, str]]:
    columns = [{"栏": one} if isinstance(one, str) else one for one in part.get("列") or ()]
    return [(one["栏"], _name(one)) for one in columns]


def printed(report: Values, form: Values) -> Printed:
    """A report on its form's paper."""
    layout = _Layout(report, form)
    layout.lay_out()
    title = _text(report.get("标题")) or str(form["名称"]).partition("（")[0]
    year = f"（{report['年度']}年度）"
    if report.get("标题"):
        layout.values["标题",] = f"{title}{year}"  # a title of two lines
    below = []
    for level, heading, text, path in _narrative(report.get("正文") or {}, ()):
        below.append(f"{_number(level)}{heading}")
        if text:
            below += text.split("\n")
            layout.values["正文", *path] = text
    return Printed([title, year], layout.rows, below, layout.values)


def _narrative(
    below: Values, path: tuple[str, ...]
) -> Iterator[tuple[tuple[int, ...], str, str, tuple[str, ...]]]:
    def walk(
        part: Values, above: tuple[int, ...], path: tuple[str, ...]
    ) -> Iterator[tuple[tuple[int, ...], str, str, tuple[str, ...]]]:
        for number, (heading, content) in enumerate(part.items(), 1):
            level, here = (*above, number), (*path, heading)
            if isinstance(content, Mapping):
                yield level, heading, "", here
                yield from walk(content, level, here)
            else:
                yield level, heading, _text(content), here

    yield from walk(below, (), path)


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _HAN[tens - 1]) + "十" if tens else "") + (
        _HAN[ones - 1] if ones else ""
    )


def _number(level: tuple[int, ...]) -> str:
    last = level[-1]
    return (f"{_han(last)}、", f"（{_han(last)}）", f"{last}.", f"（{last}）")[len(level) - 1]


def placed(rows: Sequence[Sequence[PrintedCell]]) -> Iterator[tuple[int, int, PrintedCell]]:
    """Each cell with its row and column, from 0: cells from above push those behind them."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            yield number, column, cell
            taken |= {
                (number + down, column + right)
                for down in range(cell.height)
                for right in range(cell.width)
            }
            column += cell.width


def as_docx(paper: Printed) -> bytes:
    """The paper as a Word document; the table is written as XML, which is fast."""
    document = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    for line in paper.above:
        document.add_paragraph(line)
    if paper.rows:
        body = document.element.body
        body.insert(len(body) - 1, _table(paper.rows))
        document.add_paragraph()  # a table at the very end is none to LibreOffice
    for line in paper.below:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table(rows: Sequence[Sequence[PrintedCell]]) -> Any:
    cells = list(placed(rows))
    width = max(column + cell.width for _, column, cell in cells)
    table, grid = OxmlElement("w:tbl"), OxmlElement("w:tblGrid")
    look, borders = OxmlElement("w:tblPr"), OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        border.set(qn("w:val"), "single")
        border.set(qn("w:sz"), "4")
        borders.append(border)
    look.append(borders)
    table.append(look)
    for _ in range(width):
        column = OxmlElement("w:gridCol")
        column.set(qn("w:w"), str(_PAGE_WIDTH // width))
        grid.append(column)
    table.append(grid)
    # By row and column: the cell, and whether it begins there or goes on from above.
    starts = {
        (row + down, column): (cell, not down)
        for row, column, cell in cells
        for down in range(cell.height)
    }
    for number in range(len(rows)):
        element = OxmlElement("w:tr")
        for (row, _), (cell, begins) in sorted(starts.items(), key=lambda one: one[0]):
            if row == number:
                element.append(_cell(cell, _PAGE_WIDTH // width, begins=begins))
        table.append(element)
    return table


def _cell(cell: PrintedCell, column: int, *, begins: bool) -> Any:
    element, properties = OxmlElement("w:tc"), OxmlElement("w:tcPr")
    wide = OxmlElement("w:tcW")
    wide.set(qn("w:w"), str(cell.width * column))
    wide.set(qn("w:type"), "dxa")
    properties.append(wide)
    if cell.width > 1:
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), str(cell.width))
        properties.append(span)
    if cell.height > 1:
        merge = OxmlElement("w:vMerge")
        if begins:
            merge.set(qn("w:val"), "restart")
        properties.append(merge)
    element.append(properties)
    for line in cell.text.split("\n") if begins else [""]:
        paragraph = OxmlElement("w:p")
        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.set(qn("xml:space"), "preserve")
        text.text = line
        run.append(text)
        paragraph.append(run)
        element.append(paragraph)
    return element


def as_xlsx(paper: Printed) -> bytes:
    """The paper as a workbook of one sheet; numbers are kept as text, as clerks type them."""
    book = Workbook()
    sheet = book.active
    for number, line in enumerate(paper.above, 1):
        sheet.cell(number, 1, line)
    first = len(paper.above) + 1
    for row, column, cell in placed(paper.rows):
        top, left = first + row, column + 1
        target = sheet.cell(top, left, cell.text or None)
        target.data_type = "s" if cell.text else "n"
        if cell.width > 1 or cell.height > 1:
            bottom, right = top + cell.height - 1, left + cell.width - 1
            sheet.merge_cells(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")
    last = first + len(paper.rows)
    for number, line in enumerate(paper.below):
        sheet.cell(last + number, 1, line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()

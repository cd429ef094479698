"""The books of a report in the making: each character of a cell is entered once."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.documents.document import Piece, Place
from generator.recognition.cells import Part, one_line
from generator.recognition.record import IN_CELLS, Found, LeftOut, RecognisedReport, Sureness
from generator.recognition.report_fields import Kind, kind_of
from generator.recognition.row import RowCell
from generator.recognition.words import folded
from generator.source.tree import FieldPath

HEAD = "表头"
LABEL = "栏目名称"
TEMPLATE = "空白模板行"
REPEATED = "重复的内容"
LINES = "表格线"
PERSON = "人员姓名"
STAFF = "人员名单"  # what a table of persons says beside names and numbers
TELEPHONE = "电话号码"
SIGNATURE = "签字栏"
NOTE = "填表说明"
HINT = "填表提示"
BOXES = "没有勾选的选项"
CHECKSUM = "合计核对"
# A goal that begins with the name of its column again: 预期：维修管网。
_LEAD = {
    "预期": re.compile(r"^\s*预期(?:绩效)?(?:目标|情况)?\s*[:：]\s*(?=\S)"),
    "实际": re.compile(r"^\s*(?:实际)?完成(?:目标|情况)?\s*[:：]\s*(?=\S)"),
}


def dotted(key: str) -> FieldPath:
    """`资金.支出` as a path."""
    return tuple(key.split("."))


@dataclass
class Ledger:
    """Enters values and what is left out in the report; `words` are the names that it prints.

    `words` has pairs of a table (or 栏) and a bare word: the form is told by them.
    """

    report: RecognisedReport
    words: set[tuple[str, str]] = field(default_factory=set)
    entered: list[str] = field(default_factory=list)
    surest: Sureness = Sureness.SURE  # of a row whose cells were guessed no value is sure
    _rows: dict[FieldPath, int] = field(default_factory=dict)

    def value(
        self,
        path: FieldPath,
        cell: RowCell,
        part: Part | None = None,
        *,
        sureness: Sureness = Sureness.SURE,
        rest: str = LABEL,
    ) -> None:
        """Enter a value: a part of the cell, or all of it; what is left of the cell is left out.

        A value that is known already is not entered again, its characters are left out.
        """
        text, printed = part or Part("", cell.text)
        if (text or printed) and path[0] == "年度目标" and (lead := _LEAD.get(str(path[-1]))):
            printed = lead.sub("", printed, count=1)
            text = lead.sub("", text, count=1)
        text = text or (printed.strip() if kind_of(path) is Kind.TEXT else one_line(printed))
        if printed and printed != cell.text:
            self.leave(_without(cell.text, printed), cell.place, rest)
        sureness = sureness.at_most(self.surest)
        known = self.report.values.get(path)
        if known is None or folded(known.text) != folded(text):
            self.report.add(path, Found(text, cell.place, IN_CELLS, sureness, printed))
            self._added(path, printed)
        else:
            self.leave(printed, cell.place, REPEATED)

    def read_off(self, path: FieldPath, text: str, place: Place, sureness: Sureness) -> None:
        """Enter a value whose characters are in another."""
        if path not in self.report.values:
            sureness = sureness.at_most(self.surest)
            self.report.add(path, Found(text, place, IN_CELLS, sureness, ""))
            self._added(path, "")

    def append(self, path: FieldPath, cell: RowCell) -> None:
        """Add a line to a value that is known."""
        known = self.report.values.get(path)
        if known is None:
            self.value(path, cell)
            return
        text, printed = f"{known.text}\n{cell.text.strip()}", f"{known.printed}\n{cell.text}"
        self.report.values[path] = known._replace(text=text, printed=printed)
        self.entered.append(cell.text)

    def leave(self, text: str, place: Place, reason: str) -> None:
        """Leave characters out, with the reason."""
        if text.strip():
            self.report.left_out.append(LeftOut(text.strip(), place, reason))
            self.entered.append(text)

    def leave_cell(self, cell: RowCell, reason: str) -> None:
        """Leave a cell out, with the reason."""
        self.leave(cell.text, cell.place, reason)

    def unknown(self, text: str, place: Place) -> None:
        """Keep characters that were not understood."""
        if text.strip():
            self.report.unclassified.append(Piece(text.strip(), place))
            self.entered.append(text)

    def count(self, *table: str | int) -> int:
        """How many rows a table has: the number of the next one."""
        if table not in self._rows:
            depth = len(table)
            numbers = [
                step
                for path in self.report.values
                if path[:depth] == table
                and len(path) > depth
                and isinstance(step := path[depth], int)
            ]
            self._rows[table] = max(numbers, default=-1) + 1
        return self._rows[table]

    def balance(self, cells: Iterable[str], place: Place) -> None:
        """Keep as not understood what stands in the cells and was not entered by now."""
        rest = Counter(_visible(cells)) - Counter(_visible(self.entered))
        self.unknown("".join(rest.elements()), place)

    def _added(self, path: FieldPath, printed: str) -> None:
        self.entered.append(printed)
        for depth, step in enumerate(path):
            if isinstance(step, int) and path[:depth] in self._rows:
                self._rows[path[:depth]] = max(self._rows[path[:depth]], step + 1)


def _visible(texts: Iterable[str]) -> Iterator[str]:
    return (one for text in texts for one in text if not one.isspace())


def _without(text: str, piece: str) -> str:
    """The text without the first occurrence of the piece."""
    before, _, after = text.partition(piece)
    return f"{before}{after}"

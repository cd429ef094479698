"""Names of cells with what is filled in beside them: 项目名称, 主管部门, 存在问题, 联系人."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from generator.recognition import cells, goals, totals
from generator.recognition.cells import Part
from generator.recognition.funds import AMOUNTS, RATES, Pair, enter, total_path, unit_or_label
from generator.recognition.ledger import BOXES, LABEL, PERSON, SIGNATURE, TELEPHONE, Ledger, dotted
from generator.recognition.record import Sureness
from generator.recognition.reference import Reference
from generator.recognition.row import Row, RowCell
from generator.recognition.vocabulary import Header, Vocabulary
from generator.recognition.words import COLUMNS, Kind, bare, folded, is_first_level
from generator.source.tree import FieldPath

_CODES = {
    "主管部门": "主管部门编码",
    "实施单位": "实施单位编码",
    "项目名称": "项目编码",
    "部门": "部门编码",
}
_CHOICES = (
    "项目类别",
    "项目属性",
    "项目类型",
    "专项资金",
    "评价工作.评价方式",
    "评价工作.评价机构",
)
# A name within a text: `填报日期：2023.6.28 负责人：`; of some numbers the colon is left out.
_INLINE = re.compile(
    r"(?:^|(?<=[\s;；]))((?:[^\s:：] ){2,8}[^\s:：]|[^\s:：;；]{2,24})(?:[:：]|(?<=索引号)(?=\d))"
)
_PERSONS = ("人员", "电话")
_NAME = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff·\s]{1,4}")  # of a person
_DATES = ("报告日期", "原发布日期", "开始时间", "结束时间")


class Labels:
    """Reads rows of names and values; `pairs` are the columns of amounts of the last one."""

    def __init__(self, vocabulary: Vocabulary, reference: Reference, ledger: Ledger) -> None:
        self.vocabulary = vocabulary
        self.departments = reference.departments
        self.ledger = ledger
        self.header: Header | None = None  # that of the table of money around a row
        self.pairs: list[Pair] = []
        self.pending: RowCell | None = None  # a name that stands alone: its value comes next

    def split(self, row: Row) -> Row:
        """The row, a cell of `名称：值 名称：值` as one cell for each name and each value."""
        found = [part for cell in row.cells for part in self._parts(cell)]
        return row._replace(cells=tuple(found)) if len(found) > len(row.cells) else row

    def _parts(self, cell: RowCell) -> list[RowCell]:
        names = [one for one in _INLINE.finditer(cell.text) if self._is_name(one[1])]
        if not names or (len(names) == 1 and names[0].end() >= len(cell.text.rstrip())):
            return [cell]
        cuts = [0, *(cut for one in names for cut in (one.start(), one.end())), len(cell.text)]
        texts = (cell.text[start:end].strip() for start, end in pairwise(cuts))
        return [cell._replace(text=text) for text in texts if text]

    def _is_name(self, words: str) -> bool:
        """Whether words before a colon are the name of a cell, not `示例局（联系人`."""
        is_whole = len(re.findall("[（(]", words)) == len(re.findall("[）)]", words))
        return is_whole and self.vocabulary.label(words) is not None

    def begins(self, row: Row) -> bool:
        """Whether the row begins with a name of a cell."""
        first = row.filled[1:2] if self._has_section(row) else row.filled[:1]
        return any(self._key(cell.text) is not None for cell in first)

    def _has_section(self, row: Row) -> bool:
        """Whether a name of a part of the form stands before the first name of a cell."""
        first, second = (*row.filled, None, None)[:2]
        if not (first and second and len(row.filled) > 2):
            return False
        return self.vocabulary.is_section(first.text) and self._key(second.text) is not None

    def read(self, row: Row) -> bool:
        """Read a row that begins with a name; False where none of it is one."""
        if not self.begins(row):
            return False
        if self._has_section(row):
            first, *rest = row.filled
            unit_or_label(first, self.ledger)
            row = row._replace(cells=tuple(rest))
        groups = self._groups(row)
        self.pairs = [
            Pair(label.column, key.removeprefix("资金."))
            for label, key, _ in groups
            if key.startswith("资金.") and key.removeprefix("资金.") in AMOUNTS
        ]
        amount = ""
        for label, key, values in groups:
            source = folded(label.text).startswith("其中")
            if source and amount and values:
                self._source(label, amount, values)
                continue
            self._enter(label, key, values, is_alone=len(row.filled) == 1)
            amount = key if key.startswith("资金.") else amount
        return True

    def answer(self, row: Row) -> bool:
        """Take the row as the value of the name that stood alone before it."""
        label, self.pending = self.pending, None
        if label is None or len(row.filled) != 1:
            return False
        key, cell = self._key(label.text) or "", row.filled[0]
        if key not in _PERSONS:
            self._value(key, cell)
        elif self._may_be_person(cell.text):
            self._persons([cell])
        else:
            return False
        return True

    def _key(self, text: str) -> str | None:
        key = self.vocabulary.label(text)
        if key is None and COLUMNS[Kind.GOALS].get(bare(text)) in ("预期", "实际"):
            return f"目标.{COLUMNS[Kind.GOALS][bare(text)]}"
        return key

    def _groups(self, row: Row) -> list[tuple[RowCell, str, list[RowCell]]]:
        """Each name with the cells behind it, up to the next name."""
        groups: list[tuple[RowCell, str, list[RowCell]]] = []
        for cell in row.filled:
            key = self._key(cell.text)
            if key is None and groups and folded(cell.text).startswith("其中"):
                key = "来源"
            if key is not None and (not key.startswith("目标.") or goals.may_be_named(groups, key)):
                groups.append((cell, key, []))
            elif groups:
                groups[-1][2].append(cell)
        return groups

    def _source(self, label: RowCell, amount: str, values: Sequence[RowCell]) -> None:
        path: FieldPath = ("资金", "来源", self.ledger.count("资金", "来源"))
        name = re.sub("^其中[:：]?", "", cells.one_line(label.text)).rstrip(":：")
        self.ledger.value((*path, "名称"), label, Part(name, name))
        enter(self.ledger, (*path, amount.removeprefix("资金.")), values[0])
        for cell in values[1:]:
            self.ledger.unknown(cell.text, cell.place)

    def _enter(self, label: RowCell, key: str, values: list[RowCell], *, is_alone: bool) -> None:
        if key in _PERSONS:
            self.ledger.leave_cell(label, SIGNATURE)
            self._persons(values)
            self.pending = label if is_alone else None
            return
        if key == "定性" and values:
            goals.named(label, values, self.ledger)
            return
        self.ledger.words.add(("资金" if key.startswith("资金.") else "栏", bare(label.text)))
        unit = cells.unit_in(label.text) if key.startswith("资金.") else None
        if unit:
            self.ledger.value(("资金", "单位"), label, Part(unit, unit))
        else:
            self.ledger.leave_cell(label, LABEL)
        self.pending = label if is_alone else self.pending
        surest = self.ledger.surest
        if any(cells.is_figure(one.text) and not self._rate(key, one) for one in values[1:]):
            self.ledger.surest = Sureness.GUESS  # of several figures, the first
        for cell in values[:1]:
            self._value(key, cell)
        self.ledger.surest = surest
        for cell in values[1:]:
            self._further(key, cell)

    def _rate(self, key: str, cell: RowCell) -> str | None:
        """The rate under whose head a second cell behind the name of an amount stands."""
        column = self.header.key(cell) if self.header and key.startswith("资金.") else None
        return column if column in RATES else None

    def _further(self, key: str, cell: RowCell) -> None:
        """A second cell behind a name: more of a text, or not understood."""
        path = dotted(key)
        if key.startswith("结论.") and path in self.ledger.report.values:
            self.ledger.append(path, cell)
        elif rate := self._rate(key, cell):
            enter(self.ledger, total_path(rate), cell, Sureness.LIKELY)
        else:
            self.ledger.unknown(cell.text, cell.place)

    def _may_be_person(self, text: str) -> bool:
        """Whether a line under 负责人 that stands alone is a name or a telephone number."""
        is_other = self.vocabulary.is_section(text) or is_first_level(text)
        is_name = bool(_NAME.fullmatch(text.strip())) and not is_other
        return is_name or bool(cells.telephones(text))

    def _persons(self, values: Sequence[RowCell]) -> None:
        for cell in values:
            rest = cell.text
            for number in cells.telephones(cell.text):
                self.ledger.leave(number, cell.place, TELEPHONE)
                rest = rest.replace(number, "", 1)
            is_phone = not re.search("[\u4e00-\u9fff]", rest) or rest.strip() in (
                "(办公)",
                "（办公）",
            )
            self.ledger.leave(rest, cell.place, TELEPHONE if is_phone else PERSON)

    def _value(self, key: str, cell: RowCell) -> None:
        """Enter what is filled in beside a name."""
        if key.startswith("目标."):
            table = self.ledger.count("年度目标")
            column = key.removeprefix("目标.")
            is_same = table and ("年度目标", table - 1, column) not in self.ledger.report.values
            path = ("年度目标", table - 1 if is_same else table, column)
            self.ledger.value(path, cell, sureness=Sureness.LIKELY)
            return
        _READERS.get(key, _by_field)(self, key, cell)

    def _named(self, key: str, cell: RowCell) -> None:
        """A name, with its code before it; of a department, as the register has it."""
        code, name = cells.code_and_name(cell.text, is_project=key == "项目名称")
        if key == "部门":
            name = next(
                (
                    one
                    for one in sorted(self.departments, key=len, reverse=True)
                    if len(one) > 2 and one in name
                ),
                name,
            )
        if not code:
            self.ledger.value((key,), cell, Part("", name))
            return
        rest = cell.text.replace(code, "", 1)
        self.ledger.value((_CODES[key],), cell._replace(text=code))
        self.ledger.value((key,), cell._replace(text=rest), Part("", name))

    def _span(self, _key: str, cell: RowCell) -> None:
        found = cells.dates(cell.text)
        rest = cell.text
        for field_name, part in zip(("开始时间", "结束时间"), found, strict=False):
            self.ledger.value((field_name,), cell._replace(text=part.printed), Part(*part))
            rest = rest.replace(part.printed, "", 1)
        if found:
            self.ledger.leave(rest, cell.place, LABEL)
        else:
            self.ledger.unknown(cell.text, cell.place)

    def _choice(self, key: str, cell: RowCell) -> None:
        path = dotted(key)
        if not cells.has_boxes(cell.text):
            self.ledger.value(path, cell)
            return
        chosen = cells.ticked(cell.text)
        if chosen is None:
            self.ledger.leave_cell(cell, BOXES)
            return
        printed = chosen if chosen in cell.text else ""
        if printed:
            self.ledger.value(path, cell, Part(chosen, printed), rest=BOXES)
        else:  # several are ticked
            self.ledger.read_off(path, chosen, cell.place, Sureness.SURE)
            self.ledger.leave_cell(cell, BOXES)

    def _grade(self, _key: str, cell: RowCell) -> None:
        chosen = cells.ticked(cell.text)
        if not cells.has_boxes(cell.text):
            self.ledger.value(("自评", totals.grade_key(cell.text)), cell)
        elif chosen and chosen in cell.text:
            path = ("自评", totals.grade_key(chosen))
            self.ledger.value(path, cell, Part(chosen, chosen), rest=BOXES)
        else:
            self.ledger.leave_cell(cell, BOXES)


def _by_field(labels: Labels, key: str, cell: RowCell) -> None:
    """Enter a value as its field asks: an amount, a figure, a date, text."""
    path = dotted(key)
    text: str | None = ""
    if key in _DATES:
        text = next((one.text for one in cells.dates(cell.text)), None)
    elif key == "资金.单位":
        text = cells.unit_in(cell.text)
    elif path[0] == "资金":
        enter(labels.ledger, path, cell)
        return
    elif path[-1] in ("执行率", "满意度"):
        text = cells.rate(cell.text) if cell.text.strip()[-1:] in "%％" else None
    elif path[-1] in ("得分", "复核得分", "编制人数", "实有人数"):
        text = cells.number(re.sub("[人名]$", "", cell.text.strip()))
    if text is None:
        labels.ledger.unknown(cell.text, cell.place)
    else:
        labels.ledger.value(path, cell, Part(text, cell.text))


_READERS: dict[str, Callable[[Labels, str, RowCell], None]] = {
    **dict.fromkeys(_CODES, Labels._named),
    **dict.fromkeys(_CHOICES, Labels._choice),
    "起止": Labels._span,
    "自评.等级": Labels._grade,
    "自评.其他等级": Labels._grade,
}

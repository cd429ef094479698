"""The words of the forms and of the county's own corrections, and the heads of tables by them."""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.model.form import Form, Part
from generator.recognition.cells import is_figure, unit_in
from generator.recognition.reference import Reference
from generator.recognition.row import Row, RowCell
from generator.recognition.words import (
    COLUMNS,
    DEVIATION,
    LABELS,
    OVERVIEW,
    SECTIONS,
    Kind,
    bare,
    label_of,
)

# What names a project of a report on several; 项目名称 alone begins a report of its own.
COVERED = ("子项目名称", "子项目", "分项目名称", "明细项目名称", "包含项目名称", "所含项目名称")
_OF_MONEY = ("年初预算", "全年预算", "到位", "支出", "结余")
OF_PROJECTS: Mapping[str, str] = {
    "序号": "序号",
    **dict.fromkeys(("项目名称", *COVERED), "项目名称"),
    **{word: f"资金.{key}" for word, key in COLUMNS[Kind.FUNDS].items() if key in _OF_MONEY},
    **dict.fromkeys(("执行率偏低原因", "未完成原因", "偏差原因"), "资金.说明"),
    **dict.fromkeys(("执行率", "预算执行率"), "自评.执行率"),
    **dict.fromkeys(("说明", "备注"), "说明"),
    **{
        word: key
        for word, key in LABELS.items()
        if key in ("项目编码", "实施单位", "自评.得分", "自评.等级")
    },
}
_COLUMNS = {**COLUMNS, Kind.PROJECTS: OF_PROJECTS}
_KINDS = {kind.value: kind for kind in Kind} | {"资金.来源": Kind.FUNDS}
_AMOUNTS = frozenset(("项目总额", "年初预算", "全年预算", "到位", "支出"))
# What a table has at least, one of them and a second column.
_NEEDED = {
    Kind.FUNDS: _AMOUNTS,
    Kind.GOALS: {"预期"},
    Kind.MANAGEMENT: {"情况说明"},
    Kind.SPENDING: {"名称"},
    Kind.PERSONS: {"姓名"},
    **dict.fromkeys(OVERVIEW, frozenset(("预算", "决算"))),
}
_LINES_OF = ("部门整体.收入", "部门整体.支出", "部门整体.三公经费", "资金管理")
_LONGEST_HEAD = 40
OF_LEVEL = "上级指标的分值"  # points of a level: the format has no place for them


class Heads(NamedTuple):
    """Heads of one table of a form: bare words to keys; `form` is empty for words of any form."""

    kind: Kind
    columns: Mapping[str, str]
    name: str = ""
    form: str = ""

    def key(self, text: str) -> str | None:
        """The key of a column by its head; heads on deviations are worded in many ways."""
        word = bare(text)
        if self.kind is Kind.INDICATORS and word not in self.columns and DEVIATION.fullmatch(word):
            return "偏差原因"
        return self.columns.get(word)


class Header(NamedTuple):
    """What the columns of a table are, by column; `section` is the cell that names the table."""

    kind: Kind
    keys: Mapping[int, str]
    heads: Heads
    section: RowCell | None
    words: Mapping[str, str]
    width: int
    unit: str = ""  # of money, where a head names it

    def key(self, cell: RowCell) -> str | None:
        """The key of a cell, by the first column that has one."""
        columns = range(cell.column, cell.column + cell.column_span)
        return next((self.keys[one] for one in columns if one in self.keys), None)

    def word(self, key: str) -> str:
        """The head that was printed over a column."""
        return self.words.get(key, "")


class Vocabulary:
    """All words that are known: the program's own, those of the forms, those of the memory."""

    def __init__(self, reference: Reference, printed: Container[str] = ()) -> None:
        own = {kind: dict(words) for kind, words in _COLUMNS.items()}
        labels = dict(LABELS) | dict.fromkeys(COVERED, "项目名称")
        for word, key in reference.memory.columns.items():
            _remember(bare(word), key, own, labels)
        self.heads = tuple(Heads(kind, words) for kind, words in own.items())
        self.labels: dict[str, str] = {}
        self.lines: dict[str, str] = {}
        self.sections = set(SECTIONS)
        for form_id, form in reference.forms.items():
            self._add_form(form_id, form)
        self.labels |= labels
        for form in reference.forms.values():
            self.labels |= _of_form(form, printed)
        self._head_words = frozenset(word for heads in self.heads for word in heads.columns)

    def _add_form(self, form_id: str, form: Form) -> None:
        for part in form.parts:
            own = part.printed or part.field.rpartition(".")[2]
            names = [bare(one) for one in (own, *part.synonyms)]
            if part.field in _KINDS and part.columns:
                self.sections.update(names)
                columns = dict(_column_words(part))
                self.heads += (Heads(_KINDS[part.field], columns, names[0], form_id),)
            elif not part.columns:
                key = "起止" if part.field == "开始时间" and "起止" in names[0] else part.field
                self.labels |= dict.fromkeys(names, key)
            if part.field in _LINES_OF:
                self.sections.update(names)
                self.lines |= {bare(line): part.field for line in part.lines}

    def label(self, text: str) -> str | None:
        """The field that a cell names; 人员, 电话 for persons; None for other text."""
        word = bare(text)
        known = self.labels.get(word) if 1 <= len(word) <= 24 else None
        return known or label_of(text)

    def is_section(self, text: str) -> bool:
        """Whether it names a part of a form."""
        return bare(text) in self.sections

    def header(self, row: Row, section: str) -> Header | None:
        """The heads of a table, where the row has them; `section` is the name printed above."""
        cells = row.filled
        # Most rows are none: few words are heads of columns.
        if sum(bare(one.text) in self._head_words for one in cells) < 2:
            return None
        if any(is_figure(one.text) for one in cells):
            return None
        if sum(len(bare(one.text)) > _LONGEST_HEAD for one in cells):
            return None
        found = (self._matched(heads, row, section) for heads in self.heads)
        best = max((one for one in found if one), key=lambda one: one[0], default=None)
        return best and best[1]

    def second(self, row: Row, above: Header) -> Header | None:
        """The header with a second row of heads under it; None where the row has others."""
        cells = row.filled
        general = _COLUMNS[above.kind]
        hits = {
            one: above.heads.columns.get(bare(one.text)) or general.get(bare(one.text))
            for one in cells
        }
        if not cells or not all(hits.values()) or any(is_figure(one.text) for one in cells):
            return None
        keys = dict(above.keys)
        for cell, key in hits.items():
            keys |= dict.fromkeys(range(cell.column, cell.column + cell.column_span), key or "")
        words = {**above.words, **{key or "": bare(cell.text) for cell, key in hits.items()}}
        return above._replace(keys=keys, words=words, width=max(above.width, row.width))

    def _matched(self, heads: Heads, row: Row, section: str) -> tuple[float, Header] | None:
        cells = row.filled
        first = cells[0] if self._names_table(cells, heads) else None
        hits = {one: key for one in cells if one is not first and (key := heads.key(one.text))}
        others = [one for one in cells if one not in hits and one is not first]
        foreign = [one for one in others if not (self.is_section(one.text) or self.label(one.text))]
        if (
            not _is_table(heads.kind, set(hits.values()), heads.form)
            or len(foreign) > len(hits) / 2
            or (foreign and heads.kind is Kind.PROJECTS)
        ):
            return None
        named = bare(first.text) if first else section
        is_named = heads.name and heads.name == named
        score = len(set(hits.values())) + (0.5 if is_named else 0) + (0 if heads.form else 0.25)
        return score, _header(heads, row, hits, first, others)

    def _names_table(self, cells: Iterable[RowCell], heads: Heads) -> bool:
        """Whether the first cell is the name of the table, and no head of a column."""
        first, *rest = cells
        if not (
            self.is_section(first.text)
            or bare(first.text).rstrip("0123456789一二三四") in self.sections
        ):
            return False
        own = heads.columns.get(bare(first.text))
        keys = [heads.columns.get(bare(one.text)) for one in rest]
        return own is None or own in keys


def _of_form(form: Form, printed: Container[str]) -> Iterator[tuple[str, str]]:
    """Names of cells that mean another field in this form than elsewhere.

    Only where a paper prints what the form calls the usual field as well: 项目单位 beside
    项目实施单位.
    """
    names = {
        part.field: [
            bare(one) for one in (part.printed or part.field.rpartition(".")[2], *part.synonyms)
        ]
        for part in form.parts
        if not part.columns
    }
    for field, words in names.items():
        for word in words:
            usual = LABELS.get(word, field)
            beside = names.get(usual, ()) if usual != field else ()
            if word in printed and any(one in printed for one in beside):
                yield word, field


def _remember(word: str, key: str, own: dict[Kind, dict[str, str]], labels: dict[str, str]) -> None:
    table, _, column = key.rpartition(".")
    if table in _KINDS:
        own[_KINDS[table]][word] = column
    for kind, words in own.items():
        if not table and key in _COLUMNS[kind].values():
            words[word] = key
    labels[word] = key


def _column_words(part: Part) -> Iterable[tuple[str, str]]:
    for column in part.columns:
        for word in (column.printed or column.field, *column.synonyms):
            yield bare(word), column.field


def _is_table(kind: Kind, keys: set[str], form: str) -> bool:
    """Whether these columns make a table of that kind."""
    if kind is Kind.INDICATORS:
        return len(keys) >= 3 and ("三级" in keys or {"目标值", "完成值"} <= keys)
    if kind is Kind.PROJECTS:
        return "项目名称" in keys and len(keys) >= 2
    if kind is Kind.PARTS:
        return "得分" in keys and ("名称" in keys if form else "得分率" in keys)
    if kind in OVERVIEW and "名称" not in keys:
        return False
    return len(keys) >= 2 and bool(keys & _NEEDED[kind])


def _header(
    heads: Heads,
    row: Row,
    hits: Mapping[RowCell, str],
    first: RowCell | None,
    others: list[RowCell],
) -> Header:
    keys: dict[int, str] = {}
    last = ""
    for cell in row.cells:
        key = hits.get(cell, "")
        if cell.is_blank and not cell.is_continued:
            key = last  # a blank head: its column belongs to the one before
        elif key == "完成值" and key in keys.values() and bare(cell.text).endswith("完成情况"):
            key = "完成情况"
        elif key == "分值" and last in ("一级", "二级") and "三级" in hits.values():
            key = OF_LEVEL
        elif cell in others and heads.kind is Kind.FUNDS and not keys and cell is not first:
            key = ""
        last = key
        if key:
            keys |= dict.fromkeys(range(cell.column, cell.column + cell.column_span), key)
    words = {key: bare(cell.text) for cell, key in hits.items()}
    unit = next(filter(None, (unit_in(cell.text) for cell in row.filled)), "")
    return Header(heads.kind, keys, heads, first, words, row.width, unit)

"""The parts of a report between its key figures and its narrative, in the order of its form.

A part is facts, texts and tables, ready to print: page, PDF and search show the same. 资金,
指标 and 正文 are drawn in their own way; their blocks only say where they stand.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple, get_args

from pydantic.fields import FieldInfo

from generator.model import figures
from generator.model.choices import Item
from generator.model.entry import Entry
from generator.model.fields import Rate, StatedAmount
from generator.model.figures import NOT_ASKED, UNSTATED
from generator.model.form import Column, Form
from generator.model.indicator import Indicator
from generator.model.record import FormRecord, Record, figure_fields
from generator.model.report import CoveredProject, Report

FUNDS, INDICATORS, NARRATIVE = "资金", "指标", "正文"


class Table(NamedTuple):
    """A table: label of each column and whether it holds figures, and rows of as many cells.

    With `has_names` the first cell of a row says what the row is of.
    """

    caption: str
    note: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    has_names: bool = True


class Block(NamedTuple):
    """A part of the report under a heading of its own; `field` is its key in the format."""

    field: str
    anchor: str
    heading: str
    facts: tuple[tuple[str, str], ...] = ()  # label and value, each on one line
    texts: tuple[tuple[str, str], ...] = ()  # label and text of any length
    tables: tuple[Table, ...] = ()
    below: "tuple[Block, ...]" = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stated in it."""
        return not (self.facts or self.texts or self.tables or self.below)


# Key, anchor and heading of each, in the order of pages whose form names none.
_ORDER = (
    ("评价工作", "evaluation", "评价工作"),
    ("年度目标", "goals", "年度总体目标"),
    ("实施内容", "implementation", "实施内容"),
    (FUNDS, "funds", "资金情况"),
    ("资金管理", "fund-management", "资金管理情况"),
    ("支出明细", "spending", "支出明细"),
    ("部门整体", "overview", "部门整体情况"),
    (INDICATORS, "indicators", "绩效指标"),
    ("自评", "scores", "得分情况"),
    ("结论", "conclusion", "评价结论"),
    ("包含项目", "projects", "包含的项目"),
    (NARRATIVE, "text", ""),
)
_MONEY = (Item.TOTAL_COST, Item.INITIAL_BUDGET, Item.ANNUAL_BUDGET, Item.RECEIVED, Item.SPENT)
# What a table has at least, where the form does not name its columns.
_COLUMNS = {
    "年度目标": ("预期", "实际"),
    "资金管理": ("项目", "情况说明", "问题和改进"),
    "支出明细": ("名称", "计划", "支出"),
    "来源": ("名称", "年初预算", "全年预算", "到位", "支出"),
    "分年度": ("年度", "全年预算", "到位", "支出"),
    "分项得分": ("名称", "分值", "得分"),
}


def blocks(entry: Entry) -> Iterator[Block]:
    """Those that the report states or its form asks for, in the form's order, then the others."""
    report, form = entry.report, entry.form
    asked = [part.field.partition(".")[0] for part in form.parts] if form else []
    known = {field: (anchor, heading) for field, anchor, heading in _ORDER}
    order = [field for field in dict.fromkeys([*asked, *known]) if field in known]
    order.sort(key=lambda field: field == NARRATIVE)  # what is not in a cell comes last
    for field in order:
        anchor, heading = known[field]
        printed = form.printed(field) if form else field
        block = Block(field, anchor, heading if printed == field else printed)
        if field == FUNDS and report.funds is None and not any(map(entry.asks_for, _MONEY)):
            continue
        if field in (FUNDS, INDICATORS, NARRATIVE):
            yield block
            continue
        if field == "自评":
            parts = report.self_evaluation.parts if report.self_evaluation else ()
            block = block._replace(tables=_tables(form, "自评.分项得分", parts))
        else:
            block = _under_its_own_name(_filled(block, report, form), form)
        if not block.is_empty or (field in asked and field != "自评"):
            yield block


def _under_its_own_name(block: Block, form: Form | None) -> Block:
    """The block; one of a single cell of the form, and no other, has the cell's name."""
    parts = form.parts if form else ()
    cells = [part.field for part in parts if part.field.partition(".")[0] == block.field]
    if form is None or len(cells) != 1 or cells == [block.field] or block.tables:
        return block
    label = form.printed(cells[0])
    stated = (*block.facts, *block.texts)
    if any(one != label for one, _ in stated):
        return block
    texts = tuple(("", text) for _, text in stated)
    return block._replace(heading=label, facts=(), texts=texts)


def _filled(block: Block, report: Report, form: Form | None) -> Block:
    """The block with what the report states of it."""
    record = _RECORDS.get(block.field)
    if record:
        found: FormRecord | None = getattr(report, record)
        block = _of_record(block, found, form)
        for key, name in _TABLES_IN.get(block.field, ()) if found else ():
            field, rows = f"{block.field}.{key}", getattr(found, name)
            caption = form.printed(field) if form else key
            made = _tables(form, field, rows, _unit_note(report), caption=caption)
            block = block._replace(tables=block.tables + made)
        return block
    if block.field == "实施内容":
        return block._replace(texts=(("", report.implementation),) if report.implementation else ())
    if block.field == "包含项目":
        below = (_project(one, _unit_note(report)) for one in report.projects)
        return block._replace(below=tuple(below))
    name, has_amounts = _ROWS[block.field]
    note = _unit_note(report) if has_amounts else ""
    return block._replace(tables=_tables(form, block.field, getattr(report, name), note))


# Fields that are one record, with the tables in them; of 自评 the rest stands among the figures.
_RECORDS = {"评价工作": "evaluation", "结论": "conclusion", "部门整体": "overview"}
_TABLES_IN = {
    "部门整体": (
        ("收入", "income"), ("支出", "spending"),
        ("三公经费", "official_expenses"), ("资产", "assets"),
    ),
}  # fmt: skip
# Fields that are rows, and whether they have amounts.
_ROWS = {
    "年度目标": ("annual_goals", False),
    "资金管理": ("fund_management", False),
    "支出明细": ("spending_details", True),
}


def _of_record(block: Block, record: FormRecord | None, form: Form | None) -> Block:
    """Its words: texts of any length, and what fits on a line."""
    facts: list[tuple[str, str]] = []
    texts: list[tuple[str, str]] = []
    if record is None:
        return block
    for alias, name, takes_words in _scalars(type(record)):
        value = getattr(record, name)
        label = form.printed(f"{block.field}.{alias}") if form else alias
        if takes_words and value:
            (texts if "\n" in value or len(value) > 40 else facts).append((label, value))
        elif not takes_words and value is not None:
            facts.append((label, cell(record, name)))
    return block._replace(facts=tuple(facts), texts=tuple(texts))


def _scalars(kind: type[Record]) -> Iterator[tuple[str, str, bool]]:
    """Key and name of each field that is no list, and whether it takes words."""
    with_figures = figure_fields(kind)
    for name, field in kind.model_fields.items():
        if field.default_factory is None and field.default != ():
            yield str(field.alias), name, str(field.alias) not in with_figures


def _unit_note(report: Report) -> str:
    unit = report.funds.unit if report.funds else None
    return f"金额单位：{unit}" if unit else ""


def _project(one: CoveredProject, note: str) -> Block:
    anchor = f"project-{one.slug}" if one.slug else ""
    facts = [("项目编码", one.project_code), ("实施单位", one.implementing_unit)]
    tables: list[Table] = []
    if one.funds:
        unit = f"金额单位：{one.funds.unit}" if one.funds.unit else note
        for name, attribute in _FUND_FACTS:
            if getattr(one.funds, attribute) is not None:
                value = cell(one.funds, attribute)
                facts.append((name, f"{value} {one.funds.unit}" if one.funds.unit else value))
        tables += _tables(None, "来源", one.funds.sources, unit, caption="资金来源")
    tables += _tables(None, "年度目标", one.annual_goals, caption="年度总体目标")
    for name, attribute in _CLAIMED if one.self_evaluation else ():
        if getattr(one.self_evaluation, attribute) is not None:
            facts.append((name, cell(one.self_evaluation, attribute)))  # type: ignore[arg-type]
    tables += _tables(None, "指标", one.indicators, caption="绩效指标")
    texts = (("", one.note),) if one.note else ()
    stated = tuple((label, value) for label, value in facts if value is not None)
    return Block("包含项目", anchor, one.name, stated, texts, tuple(tables))


_FUND_FACTS = (
    ("项目总额", "total_cost"), ("年初预算", "initial_budget"), ("全年预算", "annual_budget"),
    ("到位", "received"), ("支出", "spent"), ("结余", "balance"),
)  # fmt: skip
_CLAIMED = (("到位率", "received_rate"), ("执行率", "execution_rate"), ("得分", "score"),
            ("等级", "grade"), ("其他等级", "other_grade"))  # fmt: skip


def _tables(
    form: Form | None, field: str, rows: Sequence[FormRecord], note: str = "", *, caption: str = ""
) -> tuple[Table, ...]:
    part = form.part(field) if form else None
    made = table(field, rows, part.columns if part else (), caption=caption, note=note)
    return (made,) if made else ()


def table(
    field: str,
    rows: Sequence[FormRecord],
    columns: Sequence[Column] = (),
    *,
    caption: str = "",
    note: str = "",
) -> Table | None:
    """Rows as a table: the columns of the form, else the usual ones; and all that a row states."""
    if not rows:
        return None
    kind = type(rows[0])
    names = {str(one.alias): name for name, one in kind.model_fields.items()}
    numbers = {str(one.alias) for one in kind.model_fields.values() if _is_number(one)}
    usual = _COLUMNS.get(field.rpartition(".")[2], ())
    asked = [one.field for one in columns] or [one for one in names if one in usual]
    stated = [key for key, name in names.items() if any(is_stated(row, name) for row in rows)]
    labels = {one.field: one.printed or one.field for one in columns}
    shown = [*asked, *(one for one in stated if one not in asked)]
    if not columns:  # in the order of the record
        shown = [one for one in names if one in shown]
    absent = {one: UNSTATED if one in asked else NOT_ASKED for one in shown}
    return Table(
        caption,
        note,
        tuple((labels.get(one, _LABELS.get((field, one), one)), one in numbers) for one in shown),
        tuple(
            tuple(
                cell(row, names[one]) if is_stated(row, names[one]) else absent[one]
                for one in shown
            )
            for row in rows
        ),
        has_names=shown[0] in _NAMES,
    )


_NAMES = ("名称", "年度", "项目", "项目名称", "三级")
_LABELS = {
    ("年度目标", "预期"): "预期目标", ("年度目标", "实际"): "实际完成情况",
    ("年度目标", "调整"): "调整后的目标", ("来源", "名称"): "来源", ("指标", "三级"): "指标",
}  # fmt: skip


def _is_number(field: FieldInfo) -> bool:
    kinds = (Decimal, Rate)
    return any(
        kind in kinds or set(get_args(kind)) & set(kinds) for kind in get_args(field.annotation)
    )


def is_stated(row: FormRecord, name: str) -> bool:
    """Whether the report says something in that cell, be it that it does not apply."""
    value = getattr(row, name)
    return (value is not None and value != ()) or name in row.not_applicable


def cell(row: FormRecord, name: str) -> str:
    """A value as it is shown; what is not stated, and what does not apply, in their words."""
    value = getattr(row, name)
    if value is None:
        is_above = isinstance(row, Indicator) and row.is_scored_above
        is_elsewhere = is_above and name in ("weight", "score")
        return NOT_ASKED if is_elsewhere or name in row.not_applicable else UNSTATED
    return amount(value) or "" if isinstance(value, Decimal) else str(value)


def amount(value: Decimal | None) -> str | None:
    """An amount as the report states it, thousands separated; with its own unit if it has one."""
    return value.stated if isinstance(value, StatedAmount) else figures.format_amount(value)

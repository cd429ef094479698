"""The parts of a report between its key figures and its narrative, in the order of its form.

A part is facts, texts and tables, ready to print: page, PDF and search show the same. 资金,
指标 and 正文 are drawn in their own way; their blocks only say where they stand.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from generator.model.choices import Item
from generator.model.entry import Entry
from generator.model.figures import NOT_ASKED
from generator.model.form import Form
from generator.model.project_evaluation import SelfEvaluation
from generator.model.record import FormRecord, Record, field_names, figure_fields
from generator.model.report import CoveredProject, Report
from generator.pages import record_lines
from generator.pages.fund_tables import fund_tables
from generator.pages.orders import (
    FINDINGS,
    FUNDS,
    INDICATORS,
    NARRATIVE,
    PARTS,
    PROJECT_REPORTS,
    asked_fields,
    order,
)
from generator.pages.tables import Table, cell, is_stated, table


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


LONGEST_FACT = 24  # characters that stand well in a third of the page's width
_MONEY = (Item.TOTAL_COST, Item.INITIAL_BUDGET, Item.ANNUAL_BUDGET, Item.RECEIVED, Item.SPENT)


def blocks(entry: Entry) -> Iterator[Block]:
    """Those that the report states or its form asks for, in the form's order, then the others."""
    report, form = entry.report, entry.form
    optional = form.optional_fields if form else frozenset()
    needed = {one for one in asked_fields(form) if one not in ("自评", *optional)}
    fields = order(entry)
    for field in fields:
        anchor, heading = PARTS[field]
        printed = form.printed(field) if form else field
        block = Block(field, anchor, heading if printed == field else printed)
        if report.leaves_to_projects(field) and field != "自评":
            continue
        has_money = report.funds is not None and not report.funds.is_empty
        if field == FUNDS and not has_money and not any(map(entry.asks_for, _MONEY)):
            continue
        if field in (FUNDS, INDICATORS, PROJECT_REPORTS, NARRATIVE):
            yield block
            continue
        if field == "自评":
            parts = report.self_evaluation.parts if report.self_evaluation else ()
            block = block._replace(tables=_tables(form, "自评.分项得分", parts))
        elif FINDINGS in fields and field in ("结论", FINDINGS):
            block = _of_record(block._replace(field="结论"), report.conclusion, form)
            block = _only(block, form, is_conclusion=field == "结论")
        else:
            block = _under_its_own_name(_filled(block, report, form), form)
        if not block.is_empty or field in needed:
            yield block


def _only(block: Block, form: Form | None, *, is_conclusion: bool) -> Block:
    """Of what is in 结论 the conclusion alone, or all the rest."""
    labels = {form.printed(f"结论.{one}") if form else one for one in _CONCLUDED} | {""}
    return block._replace(
        facts=tuple(one for one in block.facts if (one[0] in labels) is is_conclusion),
        texts=tuple(one for one in block.texts if (one[0] in labels) is is_conclusion),
    )


_CONCLUDED = ("评价结论", "主要成效")


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
        for key, name in _tables_in(block.field, form) if found else ():
            field, rows = f"{block.field}.{key}", getattr(found, name)
            caption = form.printed(field) if form else key
            made = _tables(form, field, rows, _unit_note(report), caption=caption)
            block = block._replace(tables=block.tables + made)
        return block
    if block.field in _TEXTS:
        text: str | None = getattr(report, _TEXTS[block.field])
        return block._replace(texts=(("", text),) if text else ())
    if block.field == "包含项目":
        note = _unit_note(report)
        below = [_project(one, n, note, form) for n, one in enumerate(report.projects, 1)]
        return block._replace(below=tuple(below))
    name, has_amounts = _ROWS[block.field]
    note = _unit_note(report) if has_amounts else ""
    return block._replace(tables=_tables(form, block.field, getattr(report, name), note))


# Fields that are one record, with the tables in them; of 自评 the rest stands among the figures.
_RECORDS = {"评价工作": "evaluation", "结论": "conclusion", "部门整体": "overview"}
_TEXTS = {"实施内容": "implementation", "表注": "table_notes"}
_TABLES_IN = {
    "部门整体": (
        ("资产", "assets"), ("收入", "income"), ("支出", "spending"),
        ("三公经费", "official_expenses"),
    ),
}  # fmt: skip
# Fields that are rows, and whether they have amounts.
_ROWS = {
    "年度目标": ("annual_goals", False),
    "资金管理": ("fund_management", False),
    "支出明细": ("spending_details", True),
}


def _tables_in(field: str, form: Form | None) -> list[tuple[str, str]]:
    """Key and name of the tables in a record, those of the form first, in its order."""
    asked = [part.field for part in form.parts] if form else []
    tables = _TABLES_IN.get(field, ())
    places = {key: asked.index(f"{field}.{key}") for key, _ in tables if f"{field}.{key}" in asked}
    return sorted(tables, key=lambda one: places.get(one[0], len(asked)))


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
            is_prose = block.field == "结论" or "\n" in value or len(value) > LONGEST_FACT
            (texts if is_prose else facts).append((label, value))
        elif not takes_words and value is not None:
            facts.append((label, cell(record, name)))
    if texts and texts[0][0] == block.heading:  # stands under it already
        texts[0] = ("", texts[0][1])
    return block._replace(facts=tuple(facts), texts=tuple(texts))


@cache
def _scalars(kind: type[Record]) -> tuple[tuple[str, str, bool], ...]:
    """Key and name of each field that is no list, and whether it takes words."""
    with_figures = figure_fields(kind)
    return tuple(
        (str(field.alias), name, str(field.alias) not in with_figures)
        for name, field in kind.model_fields.items()
        if field.default_factory is None and field.default != ()
    )


def _unit_note(report: Report) -> str:
    unit = report.funds.unit if report.funds else None
    return f"金额单位：{unit}" if unit else ""


def _project(one: CoveredProject, number: int, note: str, form: Form | None) -> Block:
    """All that is said of a covered project, its tables with the columns of the form."""
    facts = list(record_lines.of_project(one, form))
    texts: list[tuple[str, str]] = [("实施内容", one.implementation)] if one.implementation else []
    tables = list(_tables(form, "年度目标", one.annual_goals, caption="年度总体目标"))
    if one.funds:
        unit = one.funds.unit or ""
        note = f"金额单位：{unit}" if unit else note
        for key, value in _facts(one.funds, _AMOUNTS):
            has_none = value == NOT_ASKED or value.endswith("元")  # a stroke; a unit of its own
            label = form.printed("资金", key) if form else key
            facts.append((label, value if has_none else f"{value} {unit}".rstrip()))
        tables += fund_tables(one.funds, form)
        tables += _tables(None, "下达文件", one.funds.allocations, note, caption="下达文件")
    tables += _tables(form, "资金管理", one.fund_management, caption="资金管理情况")
    tables += _tables(form, "支出明细", one.spending_details, note, caption="支出明细")
    if one.self_evaluation:
        facts += _facts(one.self_evaluation, _CLAIMS)
        tables += _tables(form, "自评.分项得分", one.self_evaluation.parts, caption="分项得分")
    tables += _tables(form, "指标", one.indicators, caption="绩效指标")
    told = _of_record(Block("结论", "", ""), one.conclusion, form)
    texts += [*told.facts, *told.texts]
    texts += [("表注", one.table_notes)] if one.table_notes else []
    texts += [("", one.note)] if one.note else []
    anchor = f"project-{one.slug}" if one.slug else f"projects-{number}"
    return Block("包含项目", anchor, one.name, tuple(facts), tuple(texts), tuple(tables))


def _facts(record: FormRecord, keys: Sequence[str]) -> list[tuple[str, str]]:
    names = field_names(type(record))
    return [(key, cell(record, names[key])) for key in keys if is_stated(record, names[key])]


_AMOUNTS = ("项目总额", "年初预算", "全年预算", "到位", "支出", "结余")
_CLAIMS = tuple(one for one in field_names(SelfEvaluation) if one != "分项得分")


def _tables(
    form: Form | None, field: str, rows: Sequence[FormRecord], note: str = "", *, caption: str = ""
) -> tuple[Table, ...]:
    part = form.part(field) if form else None
    made = table(field, rows, part.columns if part else (), caption=caption, note=note)
    return (made,) if made else ()

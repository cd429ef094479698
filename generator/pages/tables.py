"""Rows of a report as a table, each cell ready to print."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple, get_args

from pydantic.fields import FieldInfo

from generator.model import figures
from generator.model.fields import Rate, StatedAmount
from generator.model.figures import NOT_ASKED, UNSTATED
from generator.model.form import ROW_NAMES, USUAL_COLUMNS, Column
from generator.model.indicator import Indicator
from generator.model.record import FormRecord, field_names
from generator.model.report import Correction


class Table(NamedTuple):
    """A table: label of each column and whether it holds figures, and rows of as many cells.

    With `has_names` the first cell of a row says what the row is of.
    """

    caption: str
    note: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    has_names: bool = True


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
    names, numbers = field_names(type(rows[0])), _number_keys(type(rows[0]))
    usual = USUAL_COLUMNS.get(field.rpartition(".")[2], ())
    asked = [one.field for one in columns] or [one for one in names if one in usual]
    stated = [key for key, name in names.items() if any(is_stated(row, name) for row in rows)]
    labels = {one.field: one.printed or one.field for one in columns}
    shown = [*asked, *(one for one in stated if one not in asked)]
    name = _NAMED_BY.get(field)
    if name in shown:  # what a row is of comes first
        shown.sort(key=lambda one: one != name)
    elif not columns:  # in the order of the record
        shown = [one for one in names if one in shown]
    absent = {one: UNSTATED if one in asked else NOT_ASKED for one in shown}
    if field == "年度目标":  # a goal of all years has none
        absent["年度"] = NOT_ASKED
    made = Table(
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
        has_names=shown[0] in ROW_NAMES,
    )
    return _by_body(made) if shown[:2] == ["机构", "名称"] else made


def _by_body(long: Table) -> Table:
    """A row of several bodies' amounts each, as forms print them, where all have one amount."""
    found = {(body, name): amount for body, name, *rest in long.rows for amount in rest}
    bodies = list(dict.fromkeys(body for body, _ in found))
    if len(bodies) < 2 or len(long.columns) != 3 or len(found) != len(long.rows):
        return long
    names = list(dict.fromkeys(name for _, name in found))
    (first, _), _, (label, _) = long.columns
    return Table(
        long.caption,
        "；".join(one for one in (label if label != "金额" else "", long.note) if one),
        ((first, False), *((name, True) for name in names)),
        tuple((body, *(found.get((body, name), NOT_ASKED) for name in names)) for body in bodies),
    )


def changes_table(correction: Correction) -> Table | None:
    """What a correction changed, field by field; None where it does not list that."""
    if not correction.changes:
        return None
    return Table(
        "",
        "",
        (("栏目", False), ("原为", False), ("改为", False)),
        tuple(
            (one.field, one.before or UNSTATED, one.now or UNSTATED) for one in correction.changes
        ),
    )


_NAMED_BY = {"年度目标": "名称", "指标": "三级"}
_LABELS = {
    ("年度目标", "预期"): "预期目标", ("年度目标", "实际"): "实际完成情况",
    ("年度目标", "调整"): "调整后的目标", ("来源", "名称"): "来源", ("指标", "三级"): "指标",
}  # fmt: skip


@cache
def _number_keys(kind: type[FormRecord]) -> frozenset[str]:
    """The keys of the fields that hold numbers."""
    return frozenset(str(one.alias) for one in kind.model_fields.values() if _is_number(one))


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

"""What is wrong with a form beside its record: fields that no report has, and no headings."""

from collections.abc import Iterator, Mapping
from functools import cache

from generator.model.form import Form
from generator.model.funds import Funds, FundSource
from generator.model.problems import Problem, did_you_mean, quote
from generator.model.report import Report
from generator.source.key_hints import keys_of, record_in
from generator.source.tree import Source


def check(source: Source, form: Form) -> Iterator[Problem]:
    """Every field and column must be of the format; a form without fields has headings."""
    if not (form.headings or form.parts or form.has_free_headings):
        if ("章节",) in source.key_positions:
            yield source.problem(("章节",), "value", "“章节”不能为空。请至少写一项。")
        else:
            yield source.problem((), "missing-key", "缺少“章节”。请补上这一项。")
    known = fields()
    for number, part in enumerate(form.parts):
        where = _stated(source, ("栏目", number), "栏")
        if part.field not in known:
            hint = (
                did_you_mean(part.field, known) or "栏目用格式里的键，如 主管部门、结论.存在问题。"
            )
            yield source.problem(where, "unknown-field", f"没有栏目{quote(part.field)}。{hint}")
            continue
        for place, column in enumerate(part.columns):
            if column.field not in known[part.field]:
                at = _stated(source, ("栏目", number, "列", place), "栏")
                hint = did_you_mean(column.field, known[part.field]) or "这一栏没有列。"
                message = f"栏目“{part.field}”没有列{quote(column.field)}。{hint}"
                yield source.problem(at, "unknown-field", message)


def _stated(source: Source, row: tuple[str | int, ...], key: str) -> tuple[str | int, ...]:
    """Where the name of a row stands: the row itself, or its key."""
    return (*row, key) if (*row, key) in source.positions else row


@cache
def fields() -> Mapping[str, tuple[str, ...]]:
    """The fields that a form can ask for, `结论.存在问题`, and the columns of each that has some."""
    found: dict[str, tuple[str, ...]] = {}
    for field in Report.model_fields.values():
        name, below = str(field.alias), record_in(field.annotation)
        found[name] = tuple(keys_of(below)) if below else ()
        if below is Funds:  # one table for the total and its sources
            found[name] += tuple(one for one in keys_of(FundSource) if one not in found[name])
        for inner in below.model_fields.values() if below else ():
            rows = record_in(inner.annotation)
            found[f"{name}.{inner.alias}"] = tuple(keys_of(rows)) if rows else ()
    return found

"""What is wrong with `import.yml` beside its record: what it names and is not there."""

from collections.abc import Iterator, Mapping, Sequence

from generator.content import forms as form_checks
from generator.model.department import Department
from generator.model.form import Form, Heading
from generator.model.import_settings import ImportSettings
from generator.model.problems import Problem, did_you_mean, quote
from generator.source.tree import Source


def check(
    source: Source,
    settings: ImportSettings,
    departments: Mapping[str, Department],
    forms: Mapping[str, Form],
) -> Iterator[Problem]:
    """Each word must stand for something that the content has; `departments` are by every name."""
    yield from _empty(source)
    for printed, path in settings.heading_paths.items():
        if message := _heading_complaint(path, forms):
            yield source.problem(("标题", printed), "unknown-heading", message)
    for printed, field in (settings.columns or {}).items():
        if field is not None and field not in column_keys():
            message = f"{quote(printed)}写的键{quote(field)}格式里没有。{_key_hint(field)}"
            yield source.problem(("栏目", printed), "unknown-field", message)
    for printed, name in (settings.departments or {}).items():
        if name is not None and name not in departments:
            message = f"{quote(printed)}写的部门{quote(name)}不在登记表 departments.yml 里。"
            message += did_you_mean(name, departments) or "请先在登记表里登记。"
            yield source.problem(("部门", printed), "unknown-department", message)


def column_keys() -> Sequence[str]:
    """Every key that a printed name can stand for: with its part (资金.支出), and alone (支出)."""
    found: dict[str, None] = {}
    for field, columns in form_checks.fields().items():
        found[field] = None
        for column in columns:
            found |= {f"{field}.{column}": None, column: None}
    return tuple(found)


def _empty(source: Source) -> Iterator[Problem]:
    for where in source.key_positions:
        if len(where) == 2 and source.value_at(where) in (None, []):
            message = f"{quote(where[-1])}后面没有写是什么。请写上，或删去这一行。"
            yield source.key_problem(where, "value", message)


def _heading_complaint(path: Sequence[str], forms: Mapping[str, Form]) -> str:
    """Why no form has such a heading; empty where one has. Forms with free headings have all."""
    if len(path) > 4:
        return "标题最多四级。请只写到第四级。"
    if any(_has(form.headings, path) for form in forms.values()):
        return ""
    if len(path) == 1 and any(form.has_free_headings for form in forms.values()):
        return ""
    known = dict.fromkeys(one for form in forms.values() for one in _all_headings(form.headings))
    shown = "”下的“".join(path)
    return f"没有一个表单或提纲有标题“{shown}”。{did_you_mean(path[-1], known)}"


def _has(headings: Sequence[Heading], path: Sequence[str]) -> bool:
    """Whether the headings, or those below one of them, have that path."""
    below = [one for one in headings if one.heading == path[0]]
    if len(path) == 1 and below:
        return True
    if below and any(_has(one.subheadings, path[1:]) for one in below):
        return True
    return any(_has(one.subheadings, path) for one in headings)


def _all_headings(headings: Sequence[Heading]) -> Iterator[str]:
    for one in headings:
        yield one.heading
        yield from _all_headings(one.subheadings)


def _key_hint(field: str) -> str:
    near = did_you_mean(field, column_keys())
    return (
        near
        if near.startswith("是不是")
        else "请写格式里的键，如 资金.支出、完成值、结论.存在问题。"
    )

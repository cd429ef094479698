"""The order of the keys of a content file: that in which a new one of its kind is written."""

from collections.abc import Mapping

from pydantic import BaseModel

from generator.intake.draft_parts import HEAD, TAIL, Field, fields
from generator.model.department import Department
from generator.model.field_changes import merged_keys
from generator.model.form import Form
from generator.model.import_settings import ImportSettings
from generator.model.narrative import NARRATIVE
from generator.model.report import FOR_STAFF, Report
from generator.model.site import Site
from generator.source.key_hints import record_in
from generator.source.ordering import Order
from generator.source.tree import Value

_KINDS: Mapping[str, type[BaseModel]] = {
    "reports": Report, "forms": Form, "outlines": Form, "site.yml": Site,
    "departments.yml": Department, "import.yml": ImportSettings,
}  # fmt: skip
_NO_FORM = Form.model_validate({"名称": "未选"})
_LAST = (NARRATIVE, *TAIL, *FOR_STAFF, "更正", "撤回")


def kind_of(name: str) -> type[BaseModel] | None:
    """The record of a file, by its name below the content folder; None where it has none."""
    return _KINDS.get(name.partition("/")[0])


def key_order(kind: type[BaseModel], form: Form | None = None) -> Order:
    """The order of a file of that kind; of a report that of its form, where it names one."""
    order = _order(kind, {})
    if kind is not Report:
        return order
    asked = {one.key: one for one in fields(form or _NO_FORM)}
    own = [key for key in order if key not in _LAST]
    keys = [*merged_keys((*HEAD, *asked), own), *_LAST]
    return {key: _asked_first(asked.get(key), order[key]) for key in keys if key in order}


def form_id(value: Value) -> str:
    """The form in whose order a report is written, of its tree: its outline where it has none."""
    named = value.get("表单") or value.get("提纲") if isinstance(value, dict) else None
    return named.strip() if isinstance(named, str) else ""


def _order(record: type[BaseModel], known: dict[type[BaseModel], dict[str, Order]]) -> Order:
    """That of the record and of those below it; a heading has headings below it."""
    if record not in known:
        found = known[record] = {}
        for field in record.model_fields.values():
            below = record_in(field.annotation)
            found[str(field.alias)] = _order(below, known) if below else {}
    return known[record]


def _asked_first(field: Field | None, order: Order) -> Order:
    """What the form asks for below a key in its order, then what else the record has."""
    if field is None:
        return order
    below = {one.key: one for one in field.below}
    first = (*below, *(field.table.keys if field.table else ()))
    keys = merged_keys(first, tuple(order))
    return {key: _asked_first(below.get(key), order[key]) for key in keys if key in order}

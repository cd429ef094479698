"""What a button of a form does: one edit, or several that need what was typed beside it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from generator.desk import posted, review
from generator.desk.acknowledging import acknowledged
from generator.desk.parts import Part, Table, every_part
from generator.desk.pasted import pasted
from generator.model.narrative import LEAD_TEXT
from generator.source.edits import Edit, EditError, Put, Rename
from generator.source.tree import FieldPath, Value


def edits(form: Mapping[str, Any], value: Value, parts: Sequence[Part]) -> list[Edit]:
    """The edits of the button that was pressed; EditError where what it needs is missing."""
    pressed = str(form.get("action", ""))
    try:
        what, *rest = json.loads(pressed)
    except (ValueError, TypeError):
        return []
    edit = posted.action(pressed)
    found = [edit] if edit else []
    match what, rest:
        case "acknowledge", [str(rule), str(words)]:
            reason = str(form.get(beside("reason", [rule, words]), ""))
            found = acknowledged(rule, words, reason, value)
        case "paste", [list(where)]:
            found = pasted(_table(tuple(where), parts), _typed(form, "paste", where))
        case "paste", [list(where), list(cell)]:
            table = _table(tuple(where), parts)
            if tuple(cell) not in [one.where for row in table.rows for one in row]:
                raise EditError("没有这一格。")
            found = pasted(table, _typed(form, "paste", where), tuple(cell))
        case "entry", [list(where)]:
            found = _entry(tuple(where), _name(form, "entry", where, value, where), value)
        case "column", [list(where)]:
            found = [_column(_table(tuple(where), parts), _typed(form, "column", where))]
        case "place" | "drop", [str(piece)]:
            found = _placed(form, piece, value, parts, is_dropped=what == "drop")
        case "name", [list(where)] if where:
            name = _name(form, "name", where, value, where[:-1])
            found = [Rename(tuple(where), name)]
    return found


def beside(what: str, of: Sequence[str | int]) -> str:
    """The name of the input that stands beside a button."""
    return f"{what}:{posted.path_name(tuple(of))}"


def _typed(form: Mapping[str, Any], what: str, where: Sequence[str | int]) -> str:
    return str(form.get(beside(what, where), ""))


def _name(
    form: Mapping[str, Any],
    what: str,
    where: Sequence[str | int],
    value: Value,
    above: Sequence[str | int],
) -> str:
    name = " ".join(_typed(form, what, where).split())
    if not name:
        raise EditError("请先写名称。")
    if name in posted.keys_at(value, tuple(above)):
        raise EditError(f"已经有“{name}”了。")
    return name


def _entry(where: FieldPath, name: str, value: Value) -> list[Edit]:
    """A key more; below a heading with text, which stands before the first heading below then."""
    text = posted.written(value, where)
    return [Put(where, {LEAD_TEXT: text, name: None}) if text else Put((*where, name), None)]


def _placed(
    form: Mapping[str, Any], piece: str, value: Value, parts: Sequence[Part], *, is_dropped: bool
) -> list[Edit]:
    """A piece of text that is in no field goes to the one that was chosen, or away."""
    to = posted.path_named(_typed(form, "place", [piece]))
    target = next((one for one in review.targets(parts) if one.where == to), None)
    if target is None and not is_dropped:
        raise EditError("请先选这一段放到哪一项。")
    try:
        return review.moved(value, parts, piece, None if is_dropped else target)
    except ValueError as error:
        label = target.label if target else ""
        raise EditError(f"“{label}”已经有值，这一段放不进去。请先在表单里改。") from error


def _column(table: Table, label: str) -> Edit:
    """A column of which no row has the key yet: the first has it from now on, without a value."""
    found = next((one for one in table.rest if one.label == label), None)
    if found is None:
        raise EditError("请先选要加的栏目。")
    if not table.rows:
        raise EditError("请先加一行。")
    return Put(found.where, None)


def _table(where: FieldPath, parts: Sequence[Part]) -> Table:
    for one in every_part(parts):
        if isinstance(one, Table) and one.where == where:
            return one
    raise EditError("没有这张表。")

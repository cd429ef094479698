"""What a browser sent of a form: which values it changed, as edits of the file."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

from starlette.datastructures import FormData, UploadFile

from generator.desk.parts import Cell, Part, every_part
from generator.model.row_matching import row_names
from generator.source.edits import Edit, Insert, Move, Put, Remove, Rename, Uncomment
from generator.source.tree import FieldPath, Value

_DEEPEST = 12
_HALF = re.compile("[\ud800-\udfff]")


class Conflict(NamedTuple):
    """A value that was changed in the browser and by another program meanwhile."""

    where: FieldPath
    mine: str
    theirs: str


def path_name(where: FieldPath) -> str:
    """The name of an input."""
    return json.dumps(where, ensure_ascii=False, separators=(",", ":"))


def path_named(name: str) -> FieldPath | None:
    """The field path of an input; None where the name is none."""
    if not name.startswith("["):
        return None
    try:
        steps = json.loads(name)
    except (ValueError, RecursionError):
        return None
    is_path = isinstance(steps, list) and 0 < len(steps) <= _DEEPEST
    if not is_path or not all(type(one) is int or _is_text(one) for one in steps):
        return None
    return tuple(steps)


def paths(names: Iterable[str]) -> list[FieldPath]:
    """The field paths of inputs; without names that are none."""
    return [where for one in names if (where := path_named(one))]


def values(form: Iterable[tuple[str, Any]]) -> dict[FieldPath, str]:
    """The values of a form that was sent, by path, as they would stand in a file."""
    found = {}
    for name, value in form:
        where = path_named(name)
        if where and isinstance(value, str):
            found[where] = value.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()
    return found


def files(form: FormData) -> list[UploadFile]:
    """The files of a form that was sent in parts."""
    return [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]


def named(form: FormData) -> FormData:
    """A form without its files; in parts, browsers write a quote in a name as %22."""
    items = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    if len(items) == len(form.multi_items()):
        return form
    signs = (("%22", '"'), ("%0D", "\r"), ("%0A", "\n"))
    return FormData([(reduce(lambda text, one: text.replace(*one), signs, name), value)
                     for name, value in items])  # fmt: skip


def changes(
    sent: Mapping[FieldPath, str], base: Value, current: Value
) -> tuple[dict[FieldPath, str], list[Conflict]]:
    """What was changed in the browser since it was shown `base`, and is not so by now.

    A value that another changed as well is a conflict.
    """
    changed, conflicts = {}, []
    for where, mine in sent.items():
        before, now = written(base, where), written(current, where)
        if mine in (before, now):
            continue
        if before == now and _rows(base, where) == _rows(current, where):
            changed[where] = mine
        else:
            conflicts.append(Conflict(where, mine, now))
    return changed, conflicts


def edits(changed: Mapping[FieldPath, str], value: Value, parts: Sequence[Part]) -> list[Edit]:
    """The edits that make these changes."""
    own_keys = {one.where: one.own_key for one in every_part(parts)
                if isinstance(one, Cell) and one.own_key}  # fmt: skip
    found: list[Edit] = []
    for where, text in changed.items():
        above = where[:-1]
        if above in own_keys and isinstance(at(value, above), str) and isinstance(where[-1], str):
            stated = changed.get(above, written(value, above))
            found.append(Put(above, {own_keys[above]: stated, where[-1]: text}))
        else:
            found.append(Put(where, text or None))
    return found


def action(text: str) -> Edit | None:
    """The edit that a button of the form stands for; None where it is none.

    A button's value is a JSON list: what is done, the path, what is needed for it.
    """
    try:
        what, where, *more = json.loads(text)
        where = tuple(where)
    except (ValueError, TypeError, RecursionError):
        return None
    if path_named(path_name(where)) != where or not all(map(_is_value, more)):
        return None
    edit: Edit | None
    match what, more:
        case "insert" | "put", [int()]:
            edit = None
        case "insert", [value]:
            edit = Insert(where, value)
        case "put", [value]:
            edit = Put(where, value)
        case "remove", []:
            edit = Remove(where)
        case "move", [int(to)]:
            edit = Move(where, to)
        case "rename", [str(key)] if key.strip():
            edit = Rename(where, key.strip())
        case "confirm", []:
            edit = Uncomment(where)
        case _:
            edit = None
    return edit


def _is_value(value: object, depth: int = _DEEPEST) -> bool:
    """Whether it can stand in a file; a whole number says where a row moves."""
    if isinstance(value, dict):
        known = all(map(_is_text, value))
        return depth > 0 and known and all(_is_value(one, depth - 1) for one in value.values())
    if isinstance(value, list):
        return depth > 0 and all(_is_value(one, depth - 1) for one in value)
    return value is None or _is_text(value) or (type(value) is int and depth == _DEEPEST)


def _is_text(value: object) -> bool:
    """Whether a file can hold it: JSON can name halves of a character, which UTF-8 cannot."""
    return isinstance(value, str) and not _HALF.search(value)


def written(value: Value, where: FieldPath) -> str:
    """The text at a path as an input shows it; nothing where there is none."""
    found = at(value, where)
    return found.strip("\n").rstrip() if isinstance(found, str) else ""


def keys_at(value: Value, where: FieldPath) -> list[str]:
    """The keys of the mapping at a path."""
    found = at(value, where)
    return list(found) if isinstance(found, dict) else []


def at(value: Value, where: FieldPath) -> Value:
    """What stands at a path; None where nothing does."""
    for step in where:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def _rows(value: Value, where: FieldPath) -> list[tuple[int, str]]:
    """On the way, how many rows each list has, and what the one is called.

    Rows that moved are not the same ones.
    """
    lists = ((at(value, where[:n]), step) for n, step in enumerate(where) if isinstance(step, int))
    return [
        (len(rows), row_names(rows)[step]) if isinstance(rows, list) and 0 <= step < len(rows)
        else (-1, "")
        for rows, step in lists
    ]  # fmt: skip

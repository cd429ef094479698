"""Changes of a YAML file that leave all else as it was written, to the byte.

A person's file has comments, an order, quotes, blank lines of its own. An edit replaces the
characters of the one value and of nothing else; it is then read back, and refused where the file
does not say exactly what it should.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import yaml

from generator.model.problems import Level
from generator.source import edit_writer, tree
from generator.source.edit_kinds import Edit, Insert, Move, Put, Remove, Rename, Uncomment
from generator.source.ordering import KEEP, Order
from generator.source.tree import FieldPath, Value, field_name

_MEND = "请在文字里直接改。"
_MARK = "\ufeff"  # some editors begin a file with it

__all__ = [
    "Edit",
    "EditError",
    "Insert",
    "Move",
    "Put",
    "Remove",
    "Rename",
    "Uncomment",
    "edited",
    "stated",
]


class EditError(ValueError):
    """The text cannot be changed so; it is as it was."""


def edited(text: str, edits: Sequence[Edit], order: Order = KEEP) -> str:
    """The text after all edits, one after the other.

    A key that is new stands where the order of the file's keys has it, or else behind all others.
    Raises EditError where the text has faults of YAML, where a path is not there, or where the
    value cannot be written.
    """
    if text.startswith(_MARK):
        return _MARK + edited(text.removeprefix(_MARK), edits, order)
    value = _value(text) if edits else None
    for edit in _joined(edits):
        place = field_name(edit.where)
        try:
            expected = _after(value, edit.where, edit)
            made = edit_writer.written(text, edit, order)
        except (LookupError, TypeError, yaml.YAMLError) as error:
            raise EditError(
                f"“{place}”不在文件里了，或者写法太特别，这里改不了。{_MEND}"
            ) from error
        now = _value(made)
        is_moved = not isinstance(edit, Move) or _names(now, edit.where) == _names(
            expected, edit.where
        )
        if stated(now) != stated(expected) or not is_moved:
            raise EditError(f"“{place}”写进去以后读回来不一样，没有改动。{_MEND}")
        text, value = made, now
    return text


def _joined(edits: Sequence[Edit]) -> Iterator[Edit]:
    """The edits, rows that go in one behind the other as one: each edit reads the whole file."""
    rows: list[Value] = []
    first: Insert | None = None
    for edit in edits:
        if isinstance(edit, Insert):
            follows = first and (*first.where[:-1], int(first.where[-1]) + len(rows))
            if follows != edit.where:
                if first:
                    yield replace(first, more=tuple(rows[1:]))
                first, rows = edit, []
            rows += [edit.value, *edit.more]
            continue
        if first:
            yield replace(first, more=tuple(rows[1:]))
        first, rows = None, []
        yield edit
    if first:
        yield replace(first, more=tuple(rows[1:]))


def _value(text: str) -> Value:
    source, problems = tree.read(text.encode(), "")
    errors = [one for one in problems if one.level is Level.ERROR]
    if source is None or errors:
        raise EditError(errors[0].full_message if errors else f"文件读不了。{_MEND}")
    return source.value


def _after(value: Value, where: FieldPath, edit: Edit) -> Value:
    """What the file should say afterwards."""
    if isinstance(edit, Uncomment):
        return value
    if not where:
        return edit.value  # type: ignore[union-attr]
    step, rest = where[0], where[1:]
    if isinstance(step, str):
        mapping = dict(value) if isinstance(value, dict) else {}
        if rest or isinstance(edit, Put):
            mapping[step] = _after(mapping.get(step), rest, edit)
        elif isinstance(edit, Rename):
            if edit.key in mapping:
                raise LookupError(edit.key)
            return {(edit.key if one == step else one): below for one, below in mapping.items()}
        elif isinstance(edit, Move):
            keys = [key for key in mapping if key != step]
            keys.insert(edit.to, step)
            return {key: mapping[key] for key in keys}
        else:
            del mapping[step]
        return mapping
    rows = list(value) if isinstance(value, list) else []
    if rest or isinstance(edit, Put):
        rows[step] = _after(rows[step], rest, edit)
    elif isinstance(edit, Insert):
        rows[step:step] = [edit.value, *edit.more]
    elif isinstance(edit, Remove):
        del rows[step]
    elif isinstance(edit, Move):
        rows.insert(edit.to, rows.pop(step))
    return rows


def _names(value: Value, where: FieldPath) -> list[str]:
    """The keys of the mapping that a path ends in, in their order; none where it is a list."""
    for step in where[:-1]:
        value = value[step]  # type: ignore[index]
    return list(value) if isinstance(value, dict) else []


def stated(value: Value) -> Value:
    """What a value says, without the line feed that ends a block and without what is empty."""
    if isinstance(value, Mapping):
        return {key: stated(one) for key, one in value.items()} or None
    if isinstance(value, list):
        return [stated(one) for one in value] or None
    return (value or "").strip("\n").rstrip() or None

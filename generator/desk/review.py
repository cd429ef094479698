"""What is to be confirmed of a draft: values with comments, then text that is in no field yet."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.desk import posted
from generator.desk.parts import Cell, Group, Part, Table, every_part
from generator.desk.report_parts import BY_COMMAND
from generator.intake.import_draft import without_instructions
from generator.model.report import UNCLASSIFIED
from generator.source.edits import Edit, Put, Remove
from generator.source.tree import FieldPath, Value, field_name
from generator.source.value_comments import comments

_OTHER = re.compile(r"另一处是 ([^（；]{1,80})（")
_NO_TARGETS = (UNCLASSIFIED, "状态", "公开日期", *BY_COMMAND)
_LONGEST_LINE = 36  # characters that an input shows beside the original
_MARKS = ("多半", "猜测", "另一处是", "原件的标题是")  # what an import's comments begin with


class Item(NamedTuple):
    """A value to confirm; `others` is what the original says of it elsewhere."""

    where: FieldPath
    label: str
    value: str
    note: str
    others: Sequence[str]
    is_long: bool


class Target(NamedTuple):
    """A field that a piece of text can go to."""

    where: FieldPath
    label: str
    is_text: bool


def items(text: str, value: Value) -> list[Item]:
    """All of them, in the order of the file."""
    found = []
    for where, note in comments(text).items():
        said = posted.at(value, where)
        if isinstance(said, str) and where != (UNCLASSIFIED,) and is_of_import(note):
            others = _OTHER.findall(note)
            is_long = "\n" in said or len(said) > _LONGEST_LINE
            found.append(Item(where, field_name(where), said.strip("\n"), note, others, is_long))
    return found


def pieces(value: Value) -> list[str]:
    """The lines of text that are in no field."""
    text = value.get(UNCLASSIFIED) if isinstance(value, dict) else None
    return [one for one in text.split("\n") if one.strip()] if isinstance(text, str) else []


def targets(parts: Sequence[Part]) -> list[Target]:
    """The fields that a piece of text can go to, in the order of the form."""
    found = []
    for where, label, cell in _cells(parts, ()):
        if where[0] not in _NO_TARGETS and cell.is_readable:
            found.append(Target(where, label, cell.kind == "text"))
    return found


def moved(value: Value, parts: Sequence[Part], piece: str, to: Target | None) -> list[Edit]:
    """Take a piece out of what is in no field, and put it where it belongs, behind what is there.

    Raises ValueError where the piece is not there, or where the field holds a line already.
    """
    left = pieces(value)
    left.remove(piece)
    made: list[Edit] = [Put((UNCLASSIFIED,), "\n".join(left)) if left else Remove((UNCLASSIFIED,))]
    if to:
        known = posted.written(value, to.where)
        if known and not to.is_text:
            raise ValueError(known)
        text = f"{known}\n{piece}" if known else piece
        made = [*posted.edits({to.where: text}, value, parts), *made]
    return made


def finished(text: str) -> str:
    """The text of a draft without what an import told staff to do with it."""
    return without_instructions(text)


def _cells(parts: Sequence[Part], above: tuple[str, ...]) -> Iterator[tuple[FieldPath, str, Cell]]:
    for one in parts:
        if isinstance(one, Group) and not one.where:
            yield from _cells([*one.parts, *one.more], above)
            continue
        for cell in every_part([one]):
            # A table of one row is a record: all that it may state, not only what it does.
            rest = cell.rest if isinstance(cell, Table) and len(cell.rows) == 1 else [cell]
            for each in rest:
                if isinstance(each, Cell) and each.where:
                    yield each.where, field_name(each.where), each


def is_of_import(note: str) -> bool:
    """Whether a comment is of a value that an import found, and is to be confirmed."""
    return note.startswith(_MARKS)

"""What is to be confirmed of a draft: values with comments, then text that is in no field yet.

Values that stand close together in the original are confirmed together.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.desk import posted
from generator.desk.parts import Cell, Group, Part, Table, every_part
from generator.desk.report_parts import BY_COMMAND
from generator.intake.import_draft import without_instructions
from generator.model.choices import EvaluationType
from generator.model.narrative import NARRATIVE
from generator.model.problems import Problem
from generator.model.report import UNCLASSIFIED
from generator.source.edits import Edit, Put, Remove
from generator.source.tree import FieldPath, Value, field_name
from generator.source.value_comments import comments

_OTHER = re.compile(r"另一处是 ([^（；]{1,80})（")
_NO_TARGETS = (UNCLASSIFIED, "状态", "公开日期", "附件", *BY_COMMAND)
_LONGEST_LINE = 36  # characters that an input shows beside the original
_KIND = ("评价类型",)  # what no report can do without, and some do not say
# What is confirmed together: values, and how far apart in the original, in cells and characters:
# no more than a screen shows.
_TOGETHER, _CELLS, _CHARACTERS = 8, 80, 600
_MARKS = ("多半", "猜测", "另一处是", "原件的标题是")  # what an import's comments begin with


class Item(NamedTuple):
    """A value to confirm; `others` is what the original says of it elsewhere.

    One with `choices` is not stated by the original, and is chosen.
    """

    where: FieldPath
    label: str
    value: str
    note: str
    others: Sequence[str]
    is_long: bool
    choices: Sequence[str] = ()


class Spot(NamedTuple):
    """Where a value stands in the original: the paragraph's number, the characters before it."""

    number: int
    before: int


class Target(NamedTuple):
    """A field that a piece of text can go to."""

    where: FieldPath
    label: str
    is_text: bool


def items(text: str, value: Value) -> list[Item]:
    """All of them, in the order of the file."""
    found = []
    if isinstance(value, dict) and not value.get(_KIND[0]):
        kinds = tuple(map(str, EvaluationType))
        found.append(Item(_KIND, _KIND[0], "", "原件没有写明，请选一个。", (), False, kinds))
    for where, note in comments(text).items():
        said = posted.at(value, where)
        if isinstance(said, str) and where != (UNCLASSIFIED,) and is_of_import(note):
            others = _OTHER.findall(note)
            is_long = "\n" in said or len(said) > _LONGEST_LINE
            found.append(Item(where, field_name(where), said.strip("\n"), note, others, is_long))
    return found


def groups(every: Sequence[Item], spots: Mapping[FieldPath, Spot]) -> list[list[Item]]:
    """The items in their order, those that are shown and confirmed together in one list.

    Of `spots` lacks what was not found in the original: that is shown alone, as is what the
    original says otherwise elsewhere.
    """
    found: list[list[Item]] = []
    for one in every:
        if found and _belongs(one, found[-1], spots):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _belongs(one: Item, group: Sequence[Item], spots: Mapping[FieldPath, Spot]) -> bool:
    together = [*group, one]
    there = [spots[each.where] for each in together if each.where in spots]
    is_known = all(each.where in spots or each.choices for each in together)
    if any(each.others for each in together) or not is_known or len(together) > _TOGETHER:
        return False
    first, last = min(there), max(there)
    is_near = last.number - first.number <= _CELLS and last.before - first.before <= _CHARACTERS
    return is_near and (_part(one) == _part(group[-1]) or first == last)


def _part(item: Item) -> str:
    """What of the report it belongs to: a table, the narrative, or what stands above all."""
    return str(item.where[0]) if len(item.where) > 1 else ""


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


def by_part(every: Sequence[Target]) -> list[tuple[str, list[Target]]]:
    """The fields by the part of the report that they are in, with their names there.

    The narrative comes first: most of what has no field goes there.
    """
    found: dict[str, list[Target]] = {NARRATIVE: []}
    for one in every:
        part = str(one.where[0]) if len(one.where) > 1 else "报告"
        label = one.label.removeprefix(f"{part}·")
        found.setdefault(part, []).append(one._replace(label=label))
    return [(part, those) for part, those in found.items() if those]


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


def is_asked(problem: Problem) -> bool:
    """Whether it says that a value is missing that `items` has chosen."""
    return problem.rule == "value" and problem.message.startswith(f"“{_KIND[0]}”")


def is_of_import(note: str) -> bool:
    """Whether a comment is of a value that an import found, and is to be confirmed."""
    return note.startswith(_MARKS)

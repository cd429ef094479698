"""What a form of the desk shows of a file: inputs, and what holds them together.

The parts are the same for every kind of file: a report, the register, `site.yml`, a form, an
outline. Paths are those of the file as it is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple, TypeAlias

from generator.model.problems import Problem
from generator.source.tree import FieldPath

TEXT = "text"


@dataclass
class Cell:
    """An input: a line, a text, a choice. `note` is the comment that stands behind the value."""

    where: FieldPath
    label: str
    hint: str = ""
    kind: str = "line"
    value: str = ""
    choices: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)  # of choices, as people read them
    required: bool = False
    note: str = ""
    theirs: str | None = None  # what another wrote there while this was typed
    own_key: str = ""  # of a row that is written as a text alone, the key that it states
    is_written: bool = False  # whether the file has the key, with a value or without
    can_be_list: bool = False  # whether a list of texts can stand in its place
    is_readable: bool = True  # whether the file has one line or text there, as it should
    problems: list[Problem] = field(default_factory=list)


@dataclass
class _Titled:
    """What has parts of its own begins with a heading; problems of the whole stand below it."""

    where: FieldPath
    label: str
    hint: str = ""
    problems: list[Problem] = field(default_factory=list, kw_only=True)
    is_written: bool = field(default=False, kw_only=True)  # of a heading: whether the file has it


@dataclass
class Group(_Titled):
    """Parts under one heading; those that are rarely asked for in `more`."""

    kind = "group"
    parts: "list[Part]" = field(default_factory=list)
    more: "list[Part]" = field(default_factory=list)


@dataclass
class Table(_Titled):
    """Rows of cells; `columns` are the first row's, without values."""

    kind = "table"
    columns: list[Cell] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    rest: list[Cell] = field(default_factory=list)  # columns that no row states


@dataclass
class Cards(_Titled):
    """Rows that are too rich for a table: each a group."""

    kind = "cards"
    rows: list[Group] = field(default_factory=list)


@dataclass
class Entries(_Titled):
    """A mapping whose keys staff choose: headings with texts, years with bounds."""

    kind = "entries"
    key_label: str = "名称"
    parts: "list[Part]" = field(default_factory=list)


class Head(NamedTuple):
    """What each part begins with."""

    where: FieldPath
    label: str
    hint: str


Part: TypeAlias = Cell | Group | Table | Cards | Entries
Names: TypeAlias = Mapping[str, str]  # what a form prints, by dotted path


def gathered(parts: Sequence[Part]) -> list[Part]:
    """The same, single inputs that follow one another in a group of their own."""
    found: list[Part] = []
    for is_cell, some in groupby(parts, lambda one: isinstance(one, Cell)):
        run = list(some)
        if is_cell and len(run) > 1:
            label = "、".join(one.label for one in run[:2])
            run = [Group((), f"{label}等 {len(run)} 项" if len(run) > 2 else label, "", run)]
        found += run
    return found


def every_part(parts: Sequence[Part]) -> Iterator[Part]:
    """All parts, those within others too."""
    for one in parts:
        yield one
        if isinstance(one, Group):
            yield from every_part([*one.parts, *one.more])
        elif isinstance(one, Entries):
            yield from every_part(one.parts)
        elif isinstance(one, Table):
            yield from (cell for row in one.rows for cell in row)
        elif isinstance(one, Cards):
            yield from every_part(one.rows)

"""The kinds of edits of a YAML file. Paths are those of the file as it is written."""

from dataclasses import dataclass
from typing import TypeAlias

from generator.source.tree import FieldPath, Value


@dataclass(frozen=True)
class Put:
    """The value at a path from now on; None empties it, its key stays.

    What encloses it is added where it is missing.
    """

    where: FieldPath
    value: Value


@dataclass(frozen=True)
class Insert:
    """A row more in a list, before that of the number at the path's end; `more` follow it."""

    where: FieldPath
    value: Value
    more: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Remove:
    """A key with its value, or a row, goes; a comment on its lines goes with it."""

    where: FieldPath


@dataclass(frozen=True)
class Move:
    """A row, or a key with its value, stands before that of the number `to`, counted without it."""

    where: FieldPath
    to: int


@dataclass(frozen=True)
class Rename:
    """A key gets another name; its value stays."""

    where: FieldPath
    key: str


@dataclass(frozen=True)
class Uncomment:
    """The comment behind a value, or behind the key of what stands below it, goes."""

    where: FieldPath


Edit: TypeAlias = Put | Insert | Remove | Move | Rename | Uncomment

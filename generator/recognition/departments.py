"""Which department of the register words name: by its names, by what the county calls it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.model.department import Department
from generator.recognition.record import Sureness
from generator.recognition.reference import Reference

_BLANKS = re.compile(r"[\s\u3000]+")


class NamedDepartment(NamedTuple):
    """A department; `name` is the full one to be written, `printed` the words that named it."""

    department: Department
    name: str
    printed: str
    sureness: Sureness


def names(reference: Reference) -> tuple[str, ...]:
    """Every name that the register or the memory has, the longest first."""
    found = {name for name, _ in _names(reference)}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def named_by(words: str, reference: Reference) -> NamedDepartment | None:
    """The department that words are the name of, be it with the name of a place before it."""
    bare = _BLANKS.sub("", words)
    for name, department in _longest_first(reference):
        if bare == name or (bare.endswith(name) and len(name) > 3):
            return _found(name, department, Sureness.SURE)
    return None


def named_in(words: str, reference: Reference) -> NamedDepartment | None:
    """The department whose name stands in words, a title as a rule; the longest name."""
    bare = _BLANKS.sub("", words)
    for name, department in _longest_first(reference):
        if len(name) > 2 and name in bare:
            is_full = name in (department.name, *department.former_names)
            starts = bare.startswith(name)
            sure = Sureness.SURE if is_full and starts else Sureness.LIKELY
            return _found(name, department, sure)
    return None


def by_option(name: str, reference: Reference) -> NamedDepartment | None:
    """The department that a person named: by name, short name, slug."""
    word = name.strip()
    department = reference.departments.get(word)
    if department is None:
        return named_by(word, reference)
    full = word if word in (department.name, *department.former_names) else department.name
    return NamedDepartment(department, full, "", Sureness.SURE)


def _found(name: str, department: Department, sureness: Sureness) -> NamedDepartment:
    is_full = name in (department.name, *department.former_names)
    full = name if is_full else department.name
    return NamedDepartment(department, full, name, sureness if is_full else Sureness.LIKELY)


def _longest_first(reference: Reference) -> list[tuple[str, Department]]:
    return sorted(_names(reference), key=lambda one: (-len(one[0]), one[0]))


def _names(reference: Reference) -> Iterator[tuple[str, Department]]:
    for department in {one.slug: one for one in reference.departments.values()}.values():
        for name in department.all_names:
            yield name, department
    for name, slug in reference.memory.departments.items():
        if slug in reference.departments:
            yield _BLANKS.sub("", name), reference.departments[slug]

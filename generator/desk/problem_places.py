"""Which part of a form a problem is about."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from generator.desk.parts import Part, Table, every_part
from generator.model.problems import Problem
from generator.source.tree import FieldPath, Source

_QUOTED = re.compile("“([^”]*)”")
_Starts = tuple[Sequence[tuple[int, int]], Sequence[FieldPath]]  # in their order, and of what


def place_problems(
    parts: Sequence[Part], source: Source, problems: Sequence[Problem]
) -> list[Problem]:
    """Put each problem to the part that it is about; what is about none is given back.

    What is missing is told at the field where it belongs, what is wrong with a row at its first
    cell.
    """
    by_path = _by_path(parts)
    starts = _starts(source)
    rest = []
    for problem in problems:
        where = _absent(_path_at(starts, problem), problem, source, by_path)
        while where and where not in by_path:
            where = where[:-1]
        if where:
            by_path[where].problems.append(problem)
        else:
            rest.append(problem)
    return rest


def _by_path(parts: Sequence[Part]) -> Mapping[FieldPath, Part]:
    found: dict[FieldPath, Part] = {}
    for one in every_part(parts):
        found[one.where] = one
        if isinstance(one, Table):
            for number, row in enumerate(one.rows):
                found.setdefault((*one.where, number), row[0])
    return found


def _starts(source: Source) -> _Starts:
    found = sorted(
        ((mark.line + 1, mark.column + 1), where)
        for marks in (source.key_positions, source.positions)
        for where, mark in marks.items()
    )
    return [place for place, _ in found], [where for _, where in found]


def _path_at(starts: _Starts, problem: Problem) -> FieldPath:
    """The path that a problem is at: what begins there, else the last that began before.

    A mapping begins where its first key does: it is that key where the problem names it.
    """
    (places, paths), place = starts, (problem.line, problem.column)
    end = bisect_right(places, place)
    exact = sorted(paths[bisect_left(places, place) : end], key=len)
    if exact:
        named = exact[-1][-1:] and exact[-1][-1] in _QUOTED.findall(problem.message)
        return exact[-1] if named else exact[0]
    return paths[end - 1] if end else ()


def _absent(
    where: FieldPath, problem: Problem, source: Source, by_path: Mapping[FieldPath, Part]
) -> FieldPath:
    """The field below a mapping that a problem names and that the file does not have."""
    named = ((*where, one) for one in _QUOTED.findall(problem.message))
    return next((one for one in named if one in by_path and one not in source.positions), where)

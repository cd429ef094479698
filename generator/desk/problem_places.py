"""Which part of a form a problem is about."""

from collections.abc import Sequence

from generator.desk.parts import Part, every_part
from generator.model.problems import Problem
from generator.source.tree import FieldPath, Source


def place_problems(
    parts: Sequence[Part], source: Source, problems: Sequence[Problem]
) -> list[Problem]:
    """Put each problem to the part that it is about; what is about none is given back."""
    by_path = {one.where: one for one in every_part(parts)}
    starts = sorted(
        ((mark.line + 1, mark.column + 1), where)
        for marks in (source.key_positions, source.positions)
        for where, mark in marks.items()
    )
    rest = []
    for problem in problems:
        where = _path_at(starts, problem)
        while where and where not in by_path:
            where = where[:-1]
        if where:
            by_path[where].problems.append(problem)
        else:
            rest.append(problem)
    return rest


def _path_at(starts: Sequence[tuple[tuple[int, int], FieldPath]], problem: Problem) -> FieldPath:
    """The path that a problem is at: of those that begin there the longest, else the one before."""
    place = (problem.line, problem.column)
    exact = [where for start, where in starts if start == place]
    if exact:
        return max(exact, key=len)
    before = [where for start, where in starts if start <= place]
    return before[-1] if before else ()

"""Problems as a plain list, for programs of one's own."""

import json
from collections.abc import Iterable

from generator.model.problems import Problem


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON list of objects: path, line, column, level, rule, message.

    Where they are known, also `length`, how many characters are meant, `acknowledged`, the reason
    for which a person accepts it, and `paste`, what to put into the file: a sentence, then lines.
    """
    rows = [{**_always(problem), **_where_known(problem)} for problem in problems]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _always(problem: Problem) -> dict[str, str | int]:
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "level": problem.level.name.lower(),
        "rule": problem.rule,
        "message": problem.message,
    }


def _where_known(problem: Problem) -> dict[str, str | int]:
    found: dict[str, str | int] = {
        "length": problem.length,
        "acknowledged": problem.acknowledged,
        "paste": problem.paste,
    }
    return {name: value for name, value in found.items() if value}

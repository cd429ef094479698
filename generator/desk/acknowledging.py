"""A warning that a person accepts: the row of 核实 that says why."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.model.problems import Level, Problem
from generator.source.edits import Edit, EditError, Insert
from generator.source.tree import Value

_KEY = "核实"
_QUOTED = re.compile("“([^”]+)”")


def narrowed(problems: Sequence[Problem]) -> Mapping[Problem, str]:
    """Each warning with the words that tell it from others of its rule; none where it is alone."""
    by_rule: dict[str, list[Problem]] = defaultdict(list)
    for one in problems:
        if one.level is Level.WARNING:
            by_rule[one.rule].append(one)
    return {one: _words(one, same) for same in by_rule.values() for one in same}


def acknowledged(rule: str, found: str, reason: str, value: Value) -> list[Edit]:
    """The edit that adds the row; refused without a reason."""
    if not reason.strip():
        raise EditError("请写明为什么可以这样，再点“核实”。")
    rows = value.get(_KEY) if isinstance(value, dict) else None
    row: dict[str, Value] = {"规则": rule}
    if found:
        row["内容"] = found
    row["说明"] = reason.strip()
    return [Insert((_KEY, len(rows) if isinstance(rows, list) else 0), row)]


def _words(problem: Problem, same: Sequence[Problem]) -> str:
    others = [one.message for one in same if one is not problem]
    if not others:
        return ""
    for words in _QUOTED.findall(problem.message):
        if not any(words in one for one in others):
            return str(words)
    return problem.message

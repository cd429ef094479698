"""Warnings that a person has looked at and lets pass, with the reason (核实)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.check import correction_checks
from generator.check.rule_settings import nearest_rule
from generator.check.rules import registered_rules
from generator.model.problems import Level, Problem, quote

_OTHER_WARNINGS = ("unlisted-file", correction_checks.RULE_ID)  # that no rule in rules/ gives


class LocatedAcknowledgement(NamedTuple):
    """A row of `核实`, with its place in the file."""

    rule: str
    found: str
    note: str
    line: int
    column: int

    def covers(self, problem: Problem) -> bool:
        """Whether it is about this problem."""
        return self.rule == problem.rule and self.found in problem.message


def acknowledge(
    path: str,
    problems: Sequence[Problem],
    rows: Sequence[LocatedAcknowledgement],
    *,
    is_judged: bool = True,
) -> Iterator[Problem]:
    """The problems of a report, those that a person lets pass as notices with the reason.

    Of several rows, the one that says most exactly what it means counts. Rows that are of no use
    are problems, too; not in a report that the rules did not judge, as it is withdrawn or not
    whole: it cannot tell.
    """
    used: set[LocatedAcknowledgement] = set()
    for problem in problems:
        covering = [one for one in rows if one.covers(problem)]
        if problem.level is Level.ERROR or not covering:
            yield problem
        else:
            used.update(covering)
            note = max(covering, key=lambda one: len(one.found)).note
            yield problem._replace(level=Level.NOTICE, acknowledged=note)
    errors = {problem.rule for problem in problems if problem.level is Level.ERROR}
    for row in rows:
        if row not in used and (is_judged or row.rule in errors):
            message = _unused(row, errors)
            yield Problem(path, row.line, row.column, "acknowledgement", message, Level.WARNING)


def _unused(row: LocatedAcknowledgement, errors: set[str]) -> str:
    if row.rule in errors:
        return f"“{row.rule}”在这里是错误，不能核实。请改正错误，删去这一条核实。"
    if row.rule not in registered_rules() and row.rule not in _OTHER_WARNINGS:
        return f"没有可以核实的规则{quote(row.rule)}。{nearest_rule(row.rule, *_OTHER_WARNINGS)}"
    narrowed = f"（内容{quote(row.found)}）" if row.found else ""
    return f"核实了“{row.rule}”{narrowed}，但没有这样的警告。如果已经改正，请删去这一条核实。"

"""What rules find between reports while single reports are edited: judged is what edits concern."""

from collections.abc import Mapping, Sequence
from functools import cache

from generator.check import gate
from generator.check.rule import CatalogueChange, ReportFacts
from generator.check.rule_settings import RuleSettings
from generator.check.rules import registered_rules
from generator.content.cross_checks import reread
from generator.content.examination import ExaminedReport
from generator.content.loader import reported
from generator.model.problems import Problem


class EditsAcross:
    """The edits since all reports were last compared."""

    def __init__(self) -> None:
        self._before: dict[str, ReportFacts | None] = {}  # the facts of then, by path

    def __bool__(self) -> bool:
        """Whether there is something to judge."""
        return bool(self._before)

    def note(
        self, before: ExaminedReport | None, now: ExaminedReport | None, problems: Sequence[Problem]
    ) -> None:
        """Note an edit; None: the report came, or went. `problems` were found before it."""
        one = before or now
        facts = before and before.facts
        if one and not (before and now and _is_of_no_concern(before, now, problems)):
            self._before.setdefault(one.path, facts)

    def clear(self) -> None:
        """All reports were compared."""
        self._before.clear()

    def judged(
        self, examined: Mapping[str, ExaminedReport], settings: RuleSettings
    ) -> Mapping[str, Sequence[Problem]]:
        """All problems of each report that the edits concern, by path."""
        every = [one.facts for one in examined.values() if one.facts]
        former, self._before = self._before, {}
        change = CatalogueChange(
            [facts for facts in every if facts.path not in former],
            [facts for facts in former.values() if facts],
            [facts for facts in every if facts.path in former],
        )
        concerned = set(former) | gate.affected_paths(change, settings)
        found = {one: list(examined[one].problems) for one in concerned if one in examined}
        chosen = [facts for facts in every if facts.path in found]
        for problem in gate.check_catalogue(every, chosen, settings, reread):
            found[problem.path].append(problem)
        return {path: tuple(reported(examined[path], those)) for path, those in found.items()}


@cache
def between_reports() -> frozenset[str]:
    """The rules that find something between reports."""
    return frozenset(id for id, rule in registered_rules().items() if rule.check_catalogue)


def _is_of_no_concern(
    before: ExaminedReport, now: ExaminedReport, problems: Sequence[Problem]
) -> bool:
    """Whether nothing else can be found between reports, nor at another line of this one."""
    if before.facts is None or now.facts is None:
        return before.facts is now.facts
    was_found = any(one.rule in between_reports() for one in problems)
    return before.facts.equals(now.facts) and not was_found

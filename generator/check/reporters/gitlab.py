"""Problems as GitLab's code quality report."""

import json
from collections.abc import Iterable

from generator.check.reporters.fingerprints import Fingerprints
from generator.model.problems import Level, Problem

_SEVERITIES = {Level.ERROR: "blocker", Level.WARNING: "minor", Level.NOTICE: "info"}


def as_gitlab(problems: Iterable[Problem]) -> str:
    """A JSON list; acknowledged problems are of severity `info`."""
    fingerprints = Fingerprints()
    rows = [
        {
            "description": problem.full_message,
            "check_name": problem.rule,
            "fingerprint": fingerprints.of(problem),
            "severity": "info" if problem.acknowledged else _SEVERITIES[problem.level],
            "location": {"path": problem.path, "lines": {"begin": problem.line}},
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"

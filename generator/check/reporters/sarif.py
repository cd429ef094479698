"""Problems as SARIF 2.1.0, which code hosts and editors show beside the lines."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.check import rule_pages
from generator.check.reporters.fingerprints import Fingerprints
from generator.check.rule_pages import ExplainedRule
from generator.model.problems import Level, Problem

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTICE: "note"}


def as_sarif(problems: Iterable[Problem]) -> str:
    """One run: all rules, explained, and the problems."""
    problems = list(problems)
    rules = _rules(problems)
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    fingerprints = Fingerprints()
    run = {
        "tool": {
            "driver": {
                "name": "jixiao",
                "version": __version__,
                "semanticVersion": __version__,
                "language": "zh-CN",
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, numbers, fingerprints) for problem in problems],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rules(problems: Iterable[Problem]) -> list[ExplainedRule]:
    """All rules that are explained, and what only the problems know of."""
    known = {rule.id: rule for rule in rule_pages.explained_rules()}
    for problem in problems:
        if problem.rule not in known:
            known[problem.rule] = ExplainedRule(problem.rule, problem.level, problem.rule)
    return list(known.values())


def _rule(rule: ExplainedRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why or rule.title},
        "help": {"text": rule.mend or rule.title, "markdown": rule.page or rule.title},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
    }


def _result(
    problem: Problem, numbers: Mapping[str, int], fingerprints: Fingerprints
) -> dict[str, Any]:
    region = {"startLine": problem.line, "startColumn": problem.column}
    if problem.length:
        region["endColumn"] = problem.column + problem.length
    place = {"artifactLocation": {"uri": _uri(problem.path)}, "region": region}
    result: dict[str, Any] = {
        "ruleId": problem.rule,
        "ruleIndex": numbers[problem.rule],
        "level": _LEVELS[problem.level],
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"jixiao/v1": fingerprints.of(problem)},
    }
    if problem.acknowledged:
        result["suppressions"] = [{"kind": "inSource", "justification": problem.acknowledged}]
    return result


def _uri(path: str) -> str:
    """The path as a URI, relative where it is relative, every byte of a name kept."""
    coded = quote(os.fsencode(Path(path).as_posix()), safe="/")
    return f"file://{coded}" if coded.startswith("/") else coded

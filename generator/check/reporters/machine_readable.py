"""Problems for programs: plain JSON, JUnit, GitHub, GitLab, SARIF."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from generator import __version__
from generator.check.reporters.summary import level_counts
from generator.check.reporters.text import as_lines
from generator.check.rule_pages import ExplainedRule, explained_rules
from generator.console.terminal import printable
from generator.model.problems import Level, Problem, has_errors

SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_SARIF_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTICE: "note"}
_GITLAB_SEVERITIES = {Level.ERROR: "blocker", Level.WARNING: "minor", Level.NOTICE: "info"}
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_NUMBER = re.compile(r"第 \d+ 行")


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON list of objects: path, line, column, level, rule, message.

    Where they are known, also `length`, how many characters are meant, `acknowledged`, the reason
    for which a person accepts it, and `paste`, what to put into the file: a sentence, then lines.
    """
    rows = (
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "level": problem.level.name.lower(),
            "rule": problem.rule,
            "message": problem.message,
            "length": problem.length,
            "acknowledged": problem.acknowledged,
            "paste": problem.paste,
        }
        for problem in problems
    )
    return _json([{name: value for name, value in row.items() if value} for row in rows])


def as_junit(problems: Iterable[Problem]) -> str:
    """JUnit XML: a case a file, failed where it has errors; `problems` are in the files' order."""
    by_file = groupby(problems, lambda problem: problem.path)
    files = {path: list(found) for path, found in by_file} or {"content": []}
    failed = sum(map(has_errors, files.values()))
    counts = {"tests": str(len(files)), "failures": str(failed), "errors": "0"}
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {"name": "jixiao check", **counts})
    for path, found in files.items():
        name = {"classname": "jixiao check", "name": _xml(path)}
        case = ET.SubElement(suite, "testcase", name)
        if has_errors(found):
            about = {"type": "check", "message": level_counts(found)}
            ET.SubElement(case, "failure", about).text = _xml(as_lines(found))
        elif found:
            ET.SubElement(case, "system-out").text = _xml(as_lines(found))
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    """The text without the characters that XML cannot hold, which stay visible as a mark."""
    return _NOT_IN_XML.sub("\ufffd", text)


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands of GitHub Actions: marks beside the lines of a pull request."""
    return "".join(f"{_github_command(problem)}\n" for problem in problems)


def _github_command(problem: Problem) -> str:
    end = {"endColumn": problem.column + problem.length} if problem.length else {}
    properties = {
        "file": problem.path, "line": problem.line, "col": problem.column, **end,
        "title": problem.rule,
    }  # fmt: skip
    listed = ",".join(
        f"{name}={_github_data(str(value)).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in properties.items()
    )
    return f"::{problem.level.name.lower()} {listed}::{_github_data(problem.full_message)}"


def _github_data(text: str) -> str:
    """The text in one line, without what a terminal would obey, which shows a run's log too."""
    shown = re.sub(r"[^\r\n]+", lambda found: printable(found[0]), text)
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def as_gitlab(problems: Sequence[Problem]) -> str:
    """GitLab's code quality report; acknowledged problems are of severity `info`."""
    return _json([
        {
            "description": problem.full_message,
            "check_name": problem.rule,
            "fingerprint": fingerprint,
            "severity": "info" if problem.acknowledged else _GITLAB_SEVERITIES[problem.level],
            "location": {"path": problem.path, "lines": {"begin": problem.line}},
        }
        for problem, fingerprint in zip(problems, _fingerprints(problems), strict=True)
    ])  # fmt: skip


def as_sarif(problems: Sequence[Problem]) -> str:
    """SARIF 2.1.0, which code hosts and editors show: all rules, explained, and the problems."""
    rules = {rule.id: rule for rule in explained_rules()}
    for one in problems:  # rules of `docs/problems.md`, where the package came without it
        rules.setdefault(one.rule, ExplainedRule(one.rule, one.level, one.rule))
    numbers = {rule_id: number for number, rule_id in enumerate(rules)}
    driver = {
        "name": "jixiao",
        "version": __version__,
        "semanticVersion": __version__,
        "language": "zh-CN",
        "rules": [_sarif_rule(rule) for rule in rules.values()],
    }
    run = {
        "tool": {"driver": driver},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "results": [
            _sarif_result(problem, numbers, fingerprint)
            for problem, fingerprint in zip(problems, _fingerprints(problems), strict=True)
        ],
    }
    return _json({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_rule(rule: ExplainedRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why or rule.title},
        "help": {"text": rule.mend or rule.title, "markdown": rule.page or rule.title},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.level]},
    }


def _sarif_result(problem: Problem, numbers: Mapping[str, int], fingerprint: str) -> dict[str, Any]:
    region = {"startLine": problem.line, "startColumn": problem.column}
    if problem.length:
        region["endColumn"] = problem.column + problem.length
    place = {"artifactLocation": {"uri": _uri(problem.path)}, "region": region}
    result: dict[str, Any] = {
        "ruleId": problem.rule,
        "ruleIndex": numbers[problem.rule],
        "level": _SARIF_LEVELS[problem.level],
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"jixiao/v1": fingerprint},
    }
    if problem.acknowledged:
        result["suppressions"] = [{"kind": "inSource", "justification": problem.acknowledged}]
    return result


def _uri(path: str) -> str:
    """The path as a URI, relative where it is relative, every byte of a name kept."""
    file = Path(path)
    return file.as_uri() if file.is_absolute() else quote(os.fsencode(path), safe="/")


def _fingerprints(problems: Iterable[Problem]) -> Iterator[str]:
    """SHA-256 in hex, the same on whatever line a problem is; a second equal one differs."""
    seen: Counter[str] = Counter()
    for problem in problems:
        message = _LINE_NUMBER.sub("第 行", problem.message)
        what = "\0".join((problem.path, problem.rule, message))
        seen[what] += 1
        yield sha256(f"{what}\0{seen[what]}".encode(errors="surrogatepass")).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

"""Problems in the forms that people and programs read."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from xml.etree import ElementTree as ET

from generator.problems import Level, Problem, has_errors

_GITLAB_SEVERITIES = {Level.ERROR: "blocker", Level.WARNING: "minor", Level.NOTICE: "info"}
_LINE_NUMBER = re.compile(r"第 \d+ 行")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_text(problems: Iterable[Problem]) -> str:
    """One line a problem, as compilers print theirs: editors and CI logs make them clickable."""
    return "".join(f"{problem}\n" for problem in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON list of objects: path, line, column, level, rule, message."""
    rows = [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "level": problem.level.name.lower(),
            "rule": problem.rule,
            "message": problem.message,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_gitlab(problems: Iterable[Problem]) -> str:
    """GitLab's code quality report: a merge request shows which problems are new."""
    seen: Counter[str] = Counter()
    rows = [
        {
            "description": problem.message,
            "check_name": problem.rule,
            "fingerprint": _fingerprint(problem, seen),
            "severity": _GITLAB_SEVERITIES[problem.level],
            "location": {"path": problem.path, "lines": {"begin": problem.line}},
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _fingerprint(problem: Problem, seen: Counter[str]) -> str:
    """The same wherever in its file the problem stands; of equal ones the second differs."""
    what = "\0".join((problem.path, problem.rule, _LINE_NUMBER.sub("第 行", problem.message)))
    seen[what] += 1
    return sha256(f"{what}\0{seen[what]}".encode(errors="surrogatepass")).hexdigest()


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands of GitHub Actions: marks beside the lines of a pull request."""
    return "".join(f"{_command(problem)}\n" for problem in problems)


def _command(problem: Problem) -> str:
    places = {"file": problem.path, "line": problem.line, "col": problem.column}
    properties = {**places, "title": problem.rule}
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{problem.level.name.lower()} {listed}::{_data(problem.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_junit(problems: Iterable[Problem]) -> str:
    """JUnit XML, which every CI server shows: a case a file, failed where it has errors."""
    files: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        files[problem.path].append(problem)
    failed = sum(has_errors(found) for found in files.values())
    counts = {"tests": str(len(files) or 1), "failures": str(failed), "errors": "0"}
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {"name": "jixiao check", **counts})
    for path, found in files.items():
        _case(suite, path, found)
    if not files:
        _case(suite, "content", [])
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _case(suite: ET.Element, path: str, problems: list[Problem]) -> None:
    name = _xml(path)
    case = ET.SubElement(suite, "testcase", {"classname": "jixiao check", "name": name})
    if has_errors(problems):
        counted = {"type": "check", "message": _counted(problems)}
        ET.SubElement(case, "failure", counted).text = _xml(as_text(problems))
    elif problems:
        ET.SubElement(case, "system-out").text = _xml(as_text(problems))


def _xml(text: str) -> str:
    """The text without the characters that XML cannot hold, which stay visible as a mark."""
    return _NOT_IN_XML.sub("\ufffd", text)


FORMATS = {
    "text": as_text,
    "json": as_json,
    "gitlab": as_gitlab,
    "github": as_github,
    "junit": as_junit,
}


def summary(problems: Sequence[Problem], reports: int, drafts: int) -> str:
    """The one sentence that ends a check."""
    hidden = f"（其中 {drafts} 份现在不公开）" if drafts else ""
    return f"检查了 {reports} 份报告{hidden}：{_counted(problems) or '没有发现问题'}。"


def _counted(problems: Iterable[Problem]) -> str:
    counts = Counter(problem.level for problem in problems)
    return "，".join(f"{counts[level]} 个{level}" for level in Level if counts[level])

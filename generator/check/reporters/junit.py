"""Problems as JUnit XML, which every CI server shows."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from generator.check.reporters.summary import level_counts
from generator.check.reporters.text import as_lines
from generator.model.problems import Problem, has_errors

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(problems: Iterable[Problem]) -> str:
    """A case a file, failed where it has errors."""
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


def _case(suite: ET.Element, path: str, problems: Sequence[Problem]) -> None:
    name = _xml(path)
    case = ET.SubElement(suite, "testcase", {"classname": "jixiao check", "name": name})
    if has_errors(problems):
        about = {"type": "check", "message": level_counts(problems)}
        ET.SubElement(case, "failure", about).text = _xml(as_lines(problems))
    elif problems:
        ET.SubElement(case, "system-out").text = _xml(as_lines(problems))


def _xml(text: str) -> str:
    """The text without the characters that XML cannot hold, which stay visible as a mark."""
    return _NOT_IN_XML.sub("\ufffd", text)

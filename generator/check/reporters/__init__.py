"""Problems in the forms that people and programs read."""

from collections.abc import Callable, Mapping, Sequence

from generator.check.reporters.github import as_github
from generator.check.reporters.gitlab import as_gitlab
from generator.check.reporters.json import as_json
from generator.check.reporters.junit import as_junit
from generator.check.reporters.sarif import as_sarif
from generator.check.reporters.text import as_lines, as_text
from generator.model.problems import Problem

FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "text": as_text,
    "lines": as_lines,
    "json": as_json,
    "gitlab": as_gitlab,
    "github": as_github,
    "junit": as_junit,
    "sarif": as_sarif,
}

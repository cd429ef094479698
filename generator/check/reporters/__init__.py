"""Problems in the forms that people and programs read."""

from collections.abc import Callable, Mapping, Sequence

from generator.check.reporters import machine_readable, text
from generator.model.problems import Problem

FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "text": text.as_text,
    "lines": text.as_lines,
    "json": machine_readable.as_json,
    "gitlab": machine_readable.as_gitlab,
    "github": machine_readable.as_github,
    "junit": machine_readable.as_junit,
    "sarif": machine_readable.as_sarif,
}

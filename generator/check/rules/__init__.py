"""The rules of the disclosure gate, one file each; a rule's id is the name of its file."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from generator.check.rule import (
    AffectedPaths,
    CheckCatalogue,
    CheckFile,
    CheckPart,
    CheckReport,
    CheckText,
    Rule,
)

_FUNCTIONS = (
    "check_report", "check_text", "check_file", "check_catalogue", "affected_paths", "check_part",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegisteredRule:
    """A rule with its id and its functions: it may check reports, texts, files, the catalogue.

    `check_part` is called for the report itself and for each project that it covers. A rule on
    the whole catalogue also tells which reports a change elsewhere may concern.
    """

    id: str
    about: Rule
    check_report: CheckReport | None
    check_text: CheckText | None
    check_file: CheckFile | None
    check_catalogue: CheckCatalogue | None
    affected_paths: AffectedPaths | None = None
    check_part: CheckPart | None = None

    @property
    def is_on_shown_values(self) -> bool:
        """Whether it looks at what the page of one report shows, and at nothing to be guarded."""
        elsewhere = self.check_file or self.check_catalogue
        return not (elsewhere or self.about.guards_disclosure)


@cache
def registered_rules() -> Mapping[str, RegisteredRule]:
    """Every rule by its id, in the order of the ids."""
    found = {}
    for name in sorted(one.name for one in pkgutil.iter_modules(__path__)):
        module = importlib.import_module(f"{__name__}.{name}")
        functions = (getattr(module, function, None) for function in _FUNCTIONS)
        rule_id = name.replace("_", "-")
        found[rule_id] = RegisteredRule(rule_id, module.RULE, *functions)
    return found

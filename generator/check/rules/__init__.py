"""The rules of the disclosure gate, one file each; a rule's id is the name of its file."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from generator.check.rule import CheckCatalogue, CheckFile, CheckReport, CheckText, Rule, Touched


@dataclass(frozen=True, slots=True)
class Registered:
    """A rule with its id and what it can look at: reports, texts, files, the whole catalogue.

    A rule on the whole catalogue also tells the paths of the reports that stayed and of which a
    change elsewhere may have made it say something else.
    """

    id: str
    about: Rule
    check_report: CheckReport | None
    check_text: CheckText | None
    check_file: CheckFile | None
    check_catalogue: CheckCatalogue | None
    touched: Touched | None = None


@cache
def registered() -> Mapping[str, Registered]:
    """Every rule by its id, in the order of the ids."""
    found = {}
    for module in sorted(one.name for one in pkgutil.iter_modules(__path__)):
        room = importlib.import_module(f"{__name__}.{module}")
        checks = (getattr(room, name, None) for name in _LOOKS)
        rule_id = module.replace("_", "-")
        found[rule_id] = Registered(rule_id, room.RULE, *checks)
    return found


_LOOKS = ("check_report", "check_text", "check_file", "check_catalogue", "touched")

"""The search's scripts as the site delivers them: what a page or a worker starts, in one file each.

Written, they are modules that import one another; a browser would learn of each only from another
and ask for it then. A file holds every module that it needs, each in a function of its own, so that
names of one never meet those of another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

STARTED = ("ahead", "engine", "search-page", "suggest", "highlight")

_IMPORT = re.compile(
    r'^import \{(\s*\w+(?:,\s*\w+)*,?\s*)\} from "\./([\w-]+)\.js";$', re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def delivered(modules: Mapping[str, str]) -> dict[str, str]:
    """Text of each started module, with all that it imports.

    `modules` is name to text. Raises ValueError on a way to import or export that is not one of
    the project's own, and on modules that import each other.
    """
    return {name: _with_imports(name, modules) for name in STARTED}


def _with_imports(started: str, modules: Mapping[str, str]) -> str:
    pieces: dict[str, str] = {}

    def add(name: str, importers: tuple[str, ...]) -> None:
        if name in importers:
            raise ValueError(f"{name}.js imports itself through {importers}")
        if name in pieces:
            return
        for _, imported in _IMPORT.findall(modules[name]):
            add(imported, (*importers, name))
        pieces[name] = _in_function(name, modules[name])

    for _, imported in _IMPORT.findall(modules[started]):
        add(imported, (started,))
    return "\n".join([*pieces.values(), _body(started, modules[started])])


def _in_function(name: str, text: str) -> str:
    exported = ", ".join(_EXPORT.findall(text))
    body = _body(name, text)
    return f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();"


def _body(name: str, text: str) -> str:
    taken = _IMPORT.sub(lambda found: f"const {{{found[1]}}} = {_variable(found[2])};", text)
    body = _EXPORT.sub("", taken)
    if left := _LEFT.search(body):
        raise ValueError(f"{name}.js: not understood: {left[0]}")
    return body.strip()


def _variable(name: str) -> str:
    return f"${name.replace('-', '_')}"

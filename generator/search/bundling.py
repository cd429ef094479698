"""Bundles the search's scripts: a file for each script that a page or a worker starts.

In the source they are modules that import one another; a browser would ask for one only after it
has read another. A bundle holds every module that its script needs, each in a function of its own,
so that the names of one never meet those of another.
"""

import re
from collections.abc import Mapping

ENTRY_POINTS = ("ahead", "engine", "search-page", "suggest", "highlight")

_IMPORT = re.compile(
    r'^import \{(\s*\w+(?:,\s*\w+)*,?\s*)\} from "\./([\w-]+)\.js";$', re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_NOT_UNDERSTOOD = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundles(modules: Mapping[str, str]) -> dict[str, str]:
    """The text of each entry point with all that it imports; `modules` are texts by name.

    Raises ValueError on a form of import or export that the project does not use, and on modules
    that import each other.
    """
    return {name: _bundle(name, modules) for name in ENTRY_POINTS}


def _bundle(entry_point: str, modules: Mapping[str, str]) -> str:
    pieces: dict[str, str] = {}

    def add(name: str, importers: tuple[str, ...]) -> None:
        if name in importers:
            raise ValueError(f"{name}.js imports itself through {importers}")
        if name in pieces:
            return
        for _, imported in _IMPORT.findall(modules[name]):
            add(imported, (*importers, name))
        pieces[name] = _in_function(name, modules[name])

    for _, imported in _IMPORT.findall(modules[entry_point]):
        add(imported, (entry_point,))
    return "\n".join([*pieces.values(), _body(entry_point, modules[entry_point])])


def _in_function(name: str, text: str) -> str:
    exported = ", ".join(_EXPORT.findall(text))
    body = _body(name, text)
    return f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();"


def _body(name: str, text: str) -> str:
    taken = _IMPORT.sub(lambda found: f"const {{{found[1]}}} = {_variable(found[2])};", text)
    body = _EXPORT.sub("", taken)
    if left := _NOT_UNDERSTOOD.search(body):
        raise ValueError(f"{name}.js: not understood: {left[0]}")
    return body.strip()


def _variable(name: str) -> str:
    return f"${name.replace('-', '_')}"

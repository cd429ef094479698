"""The scripts and style sheets of the theme, as the site serves them."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

SEARCH_SCRIPTS = "assets/search"
# Of the search: scripts that a page or a worker starts, or loads where it needs them.
ENTRY_POINTS = ("ahead", "engine", "search-page", "suggest", "highlight", "inflate")
WORKER = "engine"  # no module: browsers of 2020 know no module for a worker
EXPLORE_SCRIPTS = "assets/explore"  # served with the theme's; they use modules of the search
EXPLORE_ENTRY_POINTS = ("explore", "compare", "pick")
STYLES = "assets/style"
THEME_SCRIPTS = "assets/theme"
# In this order: what comes later may build on what came before.
STYLE_SHEETS = (
    "tokens", "frame", "text", "report", "tables", "charts", "lists", "search", "contents",
    "explore", "older", "print",
)  # fmt: skip

# What we use of Material's files, and our icon: its scripts and its icon font are left out.
_USED_OF_THE_THEME = re.compile(r"assets/(stylesheets/(main|palette)\.\w+\.min\.css|icon\.svg)")
_IMPORT = re.compile(
    r'^import \{(\s*\w+(?:,\s*\w+)*,?\s*)\} from "\.(?:/|\./search/)([\w-]+)\.js";$', re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
# Comments that have lines of their own; no text of ours has a line that begins so.
_COMMENT = re.compile(r"^ *(?://[^\n]*|/\*[\s\S]*?\*/)\n", re.MULTILINE)
_NOT_UNDERSTOOD = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundle(files: Iterable[File], config: MkDocsConfig) -> list[File]:
    """The files of the theme that pages load, bundled, under their addresses on the site.

    Puts these addresses into `config.extra`, where the templates read them.
    """
    theme_files = [file for file in files if file.src_dir != config.docs_dir]
    search = _texts(theme_files, SEARCH_SCRIPTS)
    search_scripts = _hashed_files(SEARCH_SCRIPTS, script_bundles(search), config)
    explore = search | _texts(theme_files, EXPLORE_SCRIPTS)
    of_theme = _texts(theme_files, THEME_SCRIPTS) | script_bundles(explore, EXPLORE_ENTRY_POINTS)
    theme_scripts = _hashed_files(THEME_SCRIPTS, of_theme, config)
    styles = _texts(theme_files, STYLES)
    added = sorted(styles.keys() - set(STYLE_SHEETS))  # a county's own: they have the last word
    style = "\n".join(styles[name] for name in (*STYLE_SHEETS, *added))
    style_sheet = _hashed_files(STYLES, {"jixiao": style}, config, "css")
    used = [file for file in theme_files if _USED_OF_THE_THEME.fullmatch(file.src_uri)]
    config.extra["search_scripts"] = PurePosixPath(search_scripts[0].src_uri).parent.as_posix()
    config.extra["theme_scripts"] = PurePosixPath(theme_scripts[0].src_uri).parent.as_posix()
    config.extra["style_sheets"] = [
        *sorted(file.src_uri for file in used if file.src_uri.endswith(".css")),
        style_sheet[0].src_uri,
    ]
    return [*used, *search_scripts, *theme_scripts, *style_sheet]


def _texts(files: list[File], folder: str) -> dict[str, str]:
    """Name to text of the theme's files in a folder."""
    found = [file for file in files if file.src_uri.startswith(f"{folder}/")]
    return {Path(file.src_uri).stem: file.content_string for file in found}


def _hashed_files(
    folder: str, texts: Mapping[str, str], config: MkDocsConfig, suffix: str = "js"
) -> list[File]:
    """Generated files in a folder whose name holds a digest of their content.

    A browser may then cache them for good, and never mixes those of two releases.
    """
    digest = hashlib.sha256("".join(texts.values()).encode()).hexdigest()
    return [
        File.generated(config, f"{folder}-{digest[:12]}/{name}.{suffix}", content=text)
        for name, text in texts.items()
    ]


def script_bundles(
    modules: Mapping[str, str], entry_points: Iterable[str] = ENTRY_POINTS
) -> dict[str, str]:
    """The text of each entry point with all that it imports; `modules` are texts by name.

    In the source they are modules that import one another; a browser would ask for one only after
    it has read another. A bundle holds every module that its script needs, each in a function of
    its own, so that the names of one never meet those of another, and no comments.

    Raises ValueError on a form of import or export that the project does not use, and on modules
    that import each other.
    """
    return {name: _bundle(name, modules) for name in entry_points}


def _bundle(entry_point: str, modules: Mapping[str, str]) -> str:
    pieces: dict[str, str] = {}

    def add(name: str, importers: tuple[str, ...]) -> None:
        if name in importers:
            raise ValueError(f"{name}.js imports itself through {importers}")
        if name in pieces:
            return
        for _, imported in _IMPORT.findall(modules[name]):
            add(imported, (*importers, name))
        wrapped = _in_function if importers else _body
        pieces[name] = wrapped(name, modules[name])

    add(entry_point, ())
    text = "\n".join(pieces.values())
    if entry_point == WORKER:
        return '"use strict";\n' + text.replace("import.meta.url", "self.location.href")
    return text


def _in_function(name: str, text: str) -> str:
    exported = ", ".join(_EXPORT.findall(text))
    body = _body(name, text)
    return f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();"


def _body(name: str, text: str) -> str:
    bare = _COMMENT.sub("", text)
    taken = _IMPORT.sub(lambda found: f"const {{{found[1]}}} = {_variable(found[2])};", bare)
    body = _EXPORT.sub("", taken)
    if left := _NOT_UNDERSTOOD.search(body):
        raise ValueError(f"{name}.js: not understood: {left[0]}")
    return body.strip()


def _variable(name: str) -> str:
    return f"${name.replace('-', '_')}"

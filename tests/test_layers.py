"""The house: which room may import which, how big a room may grow, what knows MkDocs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "generator"

# Room to the rooms of the house that it may import. Data flows down this list, never up.
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "problems": set(),
    "clock": set(),
    "fields": {"problems"},
    "choices": {"fields"},
    "record": set(),
    "rule_settings": {"fields", "record"},
    "department": {"fields", "record"},
    "model": {"choices", "fields", "record", "rule_settings"},
    "syntax_messages": set(),
    "figures": {"choices", "fields", "model"},
    "prose": {"choices"},
    "measures": {"choices", "model", "prose"},
    "key_hints": {"fields", "problems"},
    "rows": {"department", "key_hints", "model"},
    "slips": {"rows"},
    "key_slips": {"rows", "slips"},
    "pasted": {"key_slips", "rows", "slips", "syntax_messages"},
    "decoding": {"problems"},
    "comments": {"decoding", "key_hints", "model", "problems"},
    "source": {"comments", "decoding", "pasted", "problems", "rows", "slips", "syntax_messages"},
    "headings": {"problems", "source"},
    "correction_checks": {"fields", "problems", "source"},
    "report_checks": {"correction_checks", "department", "fields", "headings", "model", "problems", "source"},
    "issuer": {"choices", "department", "model", "problems", "source"},
    "catalogue": {"choices", "department", "issuer", "model"},
    "totals": {"catalogue", "choices", "figures", "model"},
    "handwritten": {"catalogue", "decoding", "fields", "problems"},
    "validation": {"key_hints", "problems", "record", "rows", "source"},
    "digits": set(),
    "rule": {"department", "model", "problems", "source"},
    "rules.__init__": {"rule"},
    "attachments.contents": {"rule"},
    "attachments.packed": {"attachments.contents"},
    "attachments.markup": {"attachments.contents"},
    "attachments.plain": {"attachments.contents"},
    "attachments.office": {"attachments.contents", "attachments.markup", "attachments.packed"},
    "attachments.word": {"attachments.contents", "attachments.markup", "attachments.office", "attachments.packed"},
    "attachments.sheets": {"attachments.contents", "attachments.markup", "attachments.office", "attachments.packed"},
    "attachments.pdf": {"attachments.contents"},
    "attachments.ofd": {"attachments.contents", "attachments.markup", "attachments.packed"},
    "attachments.old_word": {"attachments.contents"},
    "attachments.old_sheets": {"attachments.contents"},
    "attachments.old_office": {"attachments.contents", "attachments.old_sheets", "attachments.old_word"},
    "attachments.reading": {"attachments.contents", "attachments.ofd", "attachments.office", "attachments.old_office",
                            "attachments.packed", "attachments.pdf", "attachments.plain", "attachments.sheets",
                            "attachments.word"},
    "attachments.worker": {"attachments.contents", "attachments.reading"},
    "attachments.asking": {"attachments.contents"},
    "attachments.__init__": {"attachments.asking", "attachments.contents", "attachments.plain", "rule"},
    "facts": {"prose", "rule"},
    "review": {"correction_checks", "model", "problems", "rule", "rule_settings", "rules.__init__", "source"},
    "examine": {"attachments.__init__", "catalogue", "choices", "department", "facts", "headings", "issuer",
                "model", "problems", "report_checks", "review", "rule", "source", "validation"},
    "caches": set(),
    "kept_folders": {"caches"},
    "register": {"department", "problems", "source"},
    "workers": {"problems"},
    "examined_store": {"caches", "examine", "problems", "review", "rule", "source"},
    "whole": {"catalogue", "examine", "examined_store", "headings", "model", "problems"},
    "gate": {"catalogue", "correction_checks", "examine", "examined_store", "problems", "report_checks", "workers"},
    "between": {"examine", "examined_store", "problems", "review", "rule", "source"},
    "folder": {"catalogue", "department", "fields", "handwritten", "headings", "model", "problems", "record",
               "register", "report_checks", "review", "source", "validation"},
    "loader": {"between", "catalogue", "department", "examine", "examined_store", "folder", "gate", "headings",
               "model", "problems", "register", "report_checks", "review", "source", "workers"},
    "permanence": {"clock", "problems", "source"},
    "options": set(),
    "placing": {"permanence", "problems", "source"},
    "narrative": set(),
    "views": {"catalogue", "choices", "fields", "figures", "model"},
    "lists": {"catalogue", "choices", "figures", "model", "totals"},
    "revisions": {"catalogue"},
    "glossary": set(),
    "comparison": {"catalogue", "choices", "figures", "lists", "measures", "model"},
    "chart_library": set(),
    "charts": {"chart_library", "choices", "figures", "lists", "totals"},
    "opendata": {"catalogue", "whole"},
    "compiled": set(),
    "templating": {"compiled", "figures", "glossary", "measures", "narrative", "totals"},
    "about": {"catalogue", "glossary", "templating"},
    "indexes": {"catalogue", "charts", "department", "lists", "revisions", "templating", "totals"},
    "pdf.__init__": set(),
    "pdf.boxes": set(),
    "pdf.document": {"catalogue", "choices", "figures", "measures", "model", "narrative", "views"},
    "pdf.press": {"pdf.__init__", "pdf.boxes", "problems"},
    "pdf.build": {"caches", "catalogue", "model", "pdf.document", "pdf.press", "whole", "workers"},
    "pages": {"about", "catalogue", "charts", "comparison", "department", "indexes", "lists", "model", "opendata",
              "pdf.document", "templating", "views", "whole"},
    "spare_folders": {"kept_folders"},
    "directories": {"problems", "spare_folders"},
    "standing": {"directories", "pdf.__init__"},
    "memory": set(),
    "handbook": {"directories", "problems", "rule", "rules.__init__"},
    "reporters.fingerprints": {"problems"},
    "screen": set(),
    "reporters.text": {"problems", "rules.__init__", "screen"},
    "reporters.json": {"problems"},
    "reporters.summary": {"handbook", "problems"},
    "reporters.gitlab": {"problems", "reporters.fingerprints"},
    "reporters.github": {"problems"},
    "reporters.push": {"problems", "reporters.summary", "reporters.text", "screen"},
    "reporters.junit": {"problems", "reporters.summary", "reporters.text"},
    "reporters.sarif": {"__init__", "handbook", "problems", "reporters.fingerprints"},
    "reporters.__init__": {"problems", "reporters.github", "reporters.gitlab", "reporters.json", "reporters.junit",
                           "reporters.sarif", "reporters.text"},
    "selection": set(),
    "schema": {"department", "model"},
    "draft": {"choices", "key_hints", "model"},
    "markdown_files": {"catalogue", "directories", "opendata", "pages", "pdf.build", "workers"},
    "command_line": set(),
    "asking": {"problems"},
    "department_search": {"department"},
    "former_report": {"fields", "headings", "model", "problems", "prose", "validation"},
    "new_report": {"asking", "clock", "department", "department_search", "directories", "draft", "fields",
                   "former_report", "loader", "model", "problems", "schema"},
    "demo.__init__": set(),
    "demo.phrases": set(),
    "demo.fill": {"demo.phrases"},
    "demo.corpus": {"demo.fill", "demo.phrases", "directories"},
    "search.__init__": set(),
    "search.files": set(),
    "search.folding": set(),
    "search.pagefind": {"kept_folders", "problems"},
    "search.inverted": {"problems", "search.folding", "search.pagefind"},
    "search.pinyin": {"caches", "problems"},
    "search.documents": {"catalogue", "choices", "department", "figures", "lists", "model", "narrative",
                         "search.pinyin", "totals", "views"},
    "search.routing": {"search.files"},
    "search.scripts": set(),
    "search.shards": {"catalogue", "kept_folders", "search.documents", "search.files", "search.folding",
                      "search.inverted", "search.pagefind", "search.pinyin", "whole"},
    "search.index": {"catalogue", "kept_folders", "search.documents", "search.files", "search.folding", "search.pagefind",
                     "search.pinyin", "search.routing", "search.shards", "workers"},
    "release.__init__": set(),
    "release.files": {"problems"},
    "release.inputs": {"__init__", "release.files"},
    "release.publications": {"release.files"},
    "release.policy": set(),
    "release.signing": {"problems"},
    "release.checkpoint": {"problems", "release.publications", "source"},
    "release.differences": set(),
    "release.remedies": {"clock"},
    "release.gone": {"problems", "release.files", "release.remedies"},
    "release.compressed": {"caches", "release.files"},
    "release.page": {"release.files", "release.publications"},
    "release.published": {"problems", "release.files", "release.publications"},
    "release.served": {"problems", "release.published"},
    "release.renamed": {"problems"},
    "release.corrections": {"clock", "problems"},
    "release.guard": {"problems", "release.corrections", "release.differences", "release.gone",
                      "release.publications", "release.remedies", "release.renamed"},
    "release.former": {"problems", "release.differences", "release.guard", "release.publications", "release.published"},
    "release.manifest": {"release.files", "release.publications"},
    "release.make": {"directories", "problems", "release.compressed", "release.files", "release.former",
                     "release.gone", "release.guard", "release.inputs", "release.manifest", "release.page", "release.policy", "release.publications",
                     "release.published", "release.signing"},
    "release.withheld": {"release.files", "release.publications", "release.published"},
    "release.verify": {"problems", "release.files", "release.guard", "release.manifest", "release.publications",
                       "release.published", "release.signing", "release.withheld"},
    "deploy.__init__": set(),
    "deploy.target": {"problems"},
    "last_release": {"deploy.target", "problems", "release.checkpoint", "release.files", "release.published",
                     "release.served"},
    "prospect": {"catalogue", "opendata", "pages", "pdf.document", "problems", "release.differences", "release.former",
                 "release.guard", "release.published", "whole"},
    "deploy.send": {"deploy.target"},
    "deploy.local": {"problems", "release.files", "release.manifest"},
    "deploy.health": {"problems", "release.files", "release.policy", "release.served", "release.verify"},
    "deploy.answers": {"clock", "deploy.target", "problems", "release.publications"},
    "deploy.deploy": {"deploy.answers", "deploy.health", "deploy.local", "deploy.send", "deploy.target", "problems",
                      "release.files", "release.gone", "release.manifest", "release.publications",
                      "release.published", "release.signing"},
    "deploy.rollback": {"deploy.answers", "deploy.health", "deploy.target", "problems", "release.files",
                        "release.manifest", "release.publications", "release.published", "release.withheld"},
    "markup": set(),
    "live": {"catalogue", "choices", "department", "examine", "gate", "loader", "model", "problems",
             "report_checks", "review", "rule", "whole"},
    "attachment_files": {"caches", "catalogue", "problems"},
    "render": {"caches", "compiled", "handwritten", "indexes", "markup", "opendata", "pages", "release.inputs", "templating", "workers"},
    "plugin": {"attachment_files", "caches", "catalogue", "clock", "compiled", "examined_store", "handwritten", "loader",
               "opendata", "pages", "pdf.build", "problems", "release.inputs", "render", "search.index", "search.scripts",
               "spare_folders", "templating", "workers"},
    "build": {"caches", "catalogue", "directories", "pages", "plugin", "problems", "render", "templating", "workers"},
    "terminal": {"problems", "screen"},
    "preview.__init__": set(),
    "preview.notes": {"problems", "reporters.summary"},
    "preview.site": {"build", "catalogue", "choices", "live", "opendata", "pages", "pdf.document", "pdf.press",
                     "preview.notes", "problems", "search.index", "templating", "workers"},
    "preview.server": {"preview.notes", "preview.site", "problems"},
    "preview.watch": set(),
    "preview.run": {"command_line", "live", "preview.server", "preview.site", "preview.watch", "problems", "reporters.summary",
                    "reporters.text", "terminal", "workers"},
    "release_commands": {"caches", "clock", "deploy.deploy", "deploy.rollback", "deploy.target", "last_release",
                         "options", "placing", "problems", "release.checkpoint", "release.inputs", "release.make",
                         "release.published", "reporters.text", "screen", "terminal"},
    "check_commands": {"caches", "catalogue", "clock", "command_line", "examined_store", "handbook", "last_release",
                       "loader", "options", "permanence", "placing", "problems", "prospect", "release.checkpoint",
                       "reporters.__init__", "reporters.push", "reporters.summary", "reporters.text", "screen",
                       "selection", "terminal", "workers"},
    "record_commands": {"last_release", "options", "release.checkpoint", "release.verify", "terminal"},
    "cli": {"__init__", "build", "caches", "check_commands", "clock", "command_line", "demo.corpus", "directories",
            "live", "markdown_files", "memory", "new_report", "options", "preview.run", "record_commands",
            "release_commands", "schema", "standing", "terminal", "workers"},
}  # fmt: skip
# Each rule of the disclosure gate is a room of its own; no rule knows another.
A_RULE_MAY_IMPORT = {
    "choices",
    "department",
    "digits",
    "fields",
    "figures",
    "measures",
    "model",
    "narrative",
    "problems",
    "prose",
    "rule",
}
KNOW_MKDOCS = {"plugin", "build", "render", "workers"}
READS_YAML = {"source", "pasted", "syntax_messages", "demo.corpus"}  # the demo writes it
MAX_LINES = 300


def rooms() -> dict[str, Path]:
    return {
        ".".join(file.relative_to(PACKAGE).with_suffix("").parts): file
        for file in sorted(PACKAGE.rglob("*.py"))
    }


RULES = [room for room in rooms() if room.startswith("rules.") and room != "rules.__init__"]
ROOMS = [*MAY_IMPORT, *RULES]


def imports(file: Path) -> set[str]:
    """Full names of everything that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own(name: str, known: set[str]) -> str | None:
    """The room that an imported name belongs to."""
    parts = name.split(".")
    if parts[0] != "generator":
        return None
    for length in (3, 2):
        room = ".".join(parts[1:length])
        for one in (room, f"{room}.__init__"):
            if one in known:
                return one
    return "__init__"


def test_every_room_has_its_place() -> None:
    assert set(rooms()) == set(ROOMS)


def used_by(room: str) -> set[str | None]:
    return {own(name, set(ROOMS)) for name in imports(rooms()[room])} - {None}


@pytest.mark.parametrize("room", RULES)
def test_a_rule_knows_the_field_and_no_other_rule(room: str) -> None:
    assert used_by(room) <= A_RULE_MAY_IMPORT


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_follow_the_arrows(room: str) -> None:
    used = used_by(room)
    assert used <= MAY_IMPORT[room], f"{room} may not import {used - MAY_IMPORT[room]}"
    assert MAY_IMPORT[room] <= used, f"{room} no longer imports {MAY_IMPORT[room] - used}"


def test_the_arrows_have_no_circle() -> None:
    order = list(MAY_IMPORT)
    later = {
        room: {r for r in allowed if order.index(r) > order.index(room)}
        for room, allowed in MAY_IMPORT.items()
    }
    assert {room: found for room, found in later.items() if found} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_only_the_adapters_know_mkdocs_and_only_the_loader_reads_yaml(room: str) -> None:
    names = {name.split(".")[0] for name in imports(rooms()[room])}
    assert room in KNOW_MKDOCS or not names & {"mkdocs", "material", "properdocs", "zensical"}
    assert room in READS_YAML or "yaml" not in names


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_stays_small(room: str) -> None:
    assert len(rooms()[room].read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_functions_stay_small() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for file in rooms().values()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 8
    assert lengths[-1] <= 50


def test_nothing_reaches_out_of_the_repository() -> None:
    for file in [*PACKAGE.rglob("*.py"), *(ROOT / "tests").glob("*.py"), ROOT / "Makefile"]:
        if file.name != "test_layers.py":
            assert "../shared" not in file.read_text(encoding="utf-8"), file

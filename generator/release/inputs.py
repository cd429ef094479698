"""What a site was built of and with, put down by the build for the release's manifest."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

from generator import __version__
from generator.release.files import FOLDER

FILE = f"{FOLDER}/build.json"
# Of the site engines, the one that is there.
TOOLS = (
    "mkdocs",
    "properdocs",
    "mkdocs-material",
    "jinja2",
    "pyyaml",
    "pagefind-bin",
    "pygal",
    "typst",
)


def write(site: Path, retired: Mapping[str, str], departments: Mapping[str, Sequence[str]]) -> None:
    """Put the file into the built site.

    `retired` is addresses given up and why; `departments` is their names by slug, today's first.
    """
    file = site / FILE
    file.parent.mkdir(exist_ok=True)
    found = {"versions": versions(), "retired": dict(retired), "departments": departments}
    file.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def versions() -> dict[str, str]:
    """The program's version, Python's, those of what pages are made with."""
    own = {"jixiao": __version__, "python": platform.python_version()}
    return own | {name: version for name in TOOLS if (version := _version(name))}


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None

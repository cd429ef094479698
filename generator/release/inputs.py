"""What a site was built of and with, put down by the build for the release's manifest."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
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


def write(site: Path, retired: Mapping[str, str], address: str) -> None:
    """Put the file into the built site.

    `retired` is addresses given up and why, `address` the site's own, empty where none is stated.
    """
    file = site / FILE
    file.parent.mkdir(exist_ok=True)
    found = {"versions": versions(), "retired": dict(retired), "address": address}
    file.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def address(site: Path) -> str | None:
    """The address that a built site states as its own; None where it is not known."""
    try:
        found = json.loads((site / FILE).read_bytes())["address"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None


def versions() -> dict[str, str]:
    """The program's version, Python's, those of what pages are made with."""
    own = {"jixiao": __version__, "python": platform.python_version()}
    return own | {name: version for name in TOOLS if (version := _version(name))}


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None

"""What a site was built of and with, put down by the build for the release's manifest."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from generator import __version__

RELEASE_FOLDER = "release"  # below the site's root: what a release says of itself
FILE = f"{RELEASE_FOLDER}/build.json"
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


class Inputs(NamedTuple):
    """Addresses given up and why; names by department's slug, today's first; the site's address.

    The address is empty where none is stated.
    """

    retired: Mapping[str, str]
    departments: Mapping[str, Sequence[str]]
    address: str


def write(site: Path, inputs: Inputs) -> None:
    """Put the file into the built site."""
    file = site / FILE
    file.parent.mkdir(exist_ok=True)
    found = {"versions": versions(), **inputs._asdict()}
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

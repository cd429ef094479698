"""`release/build.json` of a built site: what the release needs to know of the build.

It holds what the guard compares but no page shows, and the versions of the programs.
"""

import json
import platform
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from generator import __version__
from generator.model.catalogue import Catalogue
from generator.model.problems import JixiaoError

RELEASE_FOLDER = "release"  # below the site's root: what a release says of itself
FILE = f"{RELEASE_FOLDER}/build.json"
# Of the two site engines, the one that is installed.
PACKAGES = (
    "mkdocs", "properdocs", "mkdocs-material", "jinja2", "pyyaml", "pagefind-bin", "pygal", "typst",
)  # fmt: skip


class BuildInfo(NamedTuple):
    """What the release takes from the catalogue; the names are the keys of the file.

    `retired` is address to reason; `departments` is slug to names, today's first; `address` is that
    of the site, empty where none is stated.
    """

    retired: Mapping[str, str]
    departments: Mapping[str, Sequence[str]]
    address: str

    @classmethod
    def of(cls, catalogue: Catalogue) -> "BuildInfo":
        """Read from a catalogue."""
        retired = {one.address: one.reason for one in catalogue.site.retired}
        departments = map(catalogue.department, catalogue.by_department)
        names = {one.slug: (one.name, *one.former_names) for one in departments}
        return cls(retired, names, catalogue.site.base_url or "")


def write(site: Path, info: BuildInfo) -> None:
    """Write the file into a built site."""
    file = site / FILE
    file.parent.mkdir(exist_ok=True)
    content = {"versions": versions(), **info._asdict()}
    file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read(site: Path) -> dict[str, Any]:
    """`versions`, `retired` and `departments` of a built site.

    Raises JixiaoError where the file is missing or broken.
    """
    file = site / FILE
    if not file.is_file():
        raise JixiaoError(f"{site} 不是生成好的网站（缺少 {FILE}）。请先运行 jixiao build。")
    try:
        found: dict[str, Any] = json.loads(file.read_bytes())
        return {
            "versions": found["versions"],
            "retired": dict(found["retired"]),
            "departments": dict(found.get("departments", {})),  # earlier builds did not write it
        }
    except (ValueError, KeyError, TypeError):
        raise JixiaoError(f"{file} 坏了。请重新运行 jixiao build。") from None


def site_address(site: Path) -> str | None:
    """The address that a built site states as its own; None where it is not known."""
    try:
        found = json.loads((site / FILE).read_bytes())["address"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None


def versions() -> dict[str, str]:
    """The versions of this program, of Python, of the packages that pages are made with."""
    found = {"jixiao": __version__, "python": platform.python_version()}
    for name in PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found

"""`release/build.json` of a built site: what the release needs to know of the build.

It holds what the guard compares but no page shows, and the versions of the programs.
"""

import hashlib
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
from generator.runtime.checksums import can_be_listed, every_path, format_sums, parse_sums

RELEASE_FOLDER = "release"  # below the site's root: what a release says of itself
FILE = f"{RELEASE_FOLDER}/build.json"
# What the build made, before the release adds its own; never deployed.
BUILD_SUMS = f"{RELEASE_FOLDER}/build.sha256"
# Of the two site engines, the one that is installed.
PACKAGES = (
    "mkdocs", "properdocs", "mkdocs-material", "jinja2", "pyyaml", "pygal", "typst",
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
    file.write_text(
        json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n"
    )


def write_sums(site: Path, known: Mapping[str, str]) -> None:
    """Write the SHA-256 of every file of a built site; of those `known` the file is not read."""
    sums = {
        path: known.get(path) or hashlib.sha256((site / path).read_bytes()).hexdigest()
        for path, is_plain in every_path(site)
        if is_plain
        and can_be_listed(path)  # the release refuses all others
        and path != BUILD_SUMS
    }
    (site / BUILD_SUMS).write_text(format_sums(sums.items()), encoding="utf-8", newline="\n")


def read_sums(site: Path, file: str) -> dict[str, str]:
    """Path to SHA-256 of the files of a site, from a list in it.

    Raises JixiaoError where it has not been written, or is broken.
    """
    try:
        return parse_sums((site / file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise JixiaoError(
            f"{site / file} 没有或坏了，不知道网站是不是生成时的样子。请重新运行 jixiao build。"
        ) from None


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

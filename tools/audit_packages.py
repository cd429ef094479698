"""Known holes of all that is pinned, out of a copy of an advisory database: no internet needed.

Usage: tools/audit_packages.py FOLDER   a clone, bare or not, of pypa/advisory-database or of
github/advisory-database, both in the OSV format. Ends with 1 where something pinned has a hole.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "constraints.txt", "tests/properdocs.txt")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def pins() -> dict[str, set[str]]:
    """Versions of each package, by its canonical name."""
    found: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in PIN.findall((ROOT / lock).read_text(encoding="utf-8")):
            found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def git(folder: str, *words: str) -> str:
    """What git says of the clone."""
    command = ["git", "-C", folder, *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


def advisories(folder: str, names: set[str]) -> Iterator[dict[str, Any]]:
    """Every advisory that speaks of one of the packages."""
    told = "|".join(sorted(re.escape(name).replace("\\-", "[-_.]") for name in names))
    pattern = rf"name\"?: *\"?({told})\"?,?$"
    command = ["git", "-C", folder, "grep", "-lEiI", pattern, "HEAD", "--", "*.json", "*.yaml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    for path in done.stdout.splitlines():
        text = git(folder, "show", path)
        yield json.loads(text) if path.endswith(".json") else yaml.safe_load(text)


def affects(version: str, affected: dict[str, Any]) -> bool:
    """Whether a version is among those that an advisory names or spans."""
    if version in affected.get("versions", ()):
        return True
    found = Version(version)
    for span in affected.get("ranges", ()):
        inside = False
        for event in span["events"] if span["type"] == "ECOSYSTEM" else ():
            (kind, word), *_ = event.items()
            try:
                at = Version("0" if word == "0" else str(word))
            except InvalidVersion:
                continue
            if kind == "introduced":
                inside = inside or found >= at
            elif (kind == "fixed" and found >= at) or (kind == "last_affected" and found > at):
                inside = False
        if inside:
            return True
    return False


def main() -> None:
    """Print every hole, and of what date the database is."""
    folder = sys.argv[1]
    pinned = pins()
    read = holes = 0
    for one in advisories(folder, set(pinned)):
        read += 1
        for affected in one.get("affected", ()) if not one.get("withdrawn") else ():
            package = affected.get("package", {})
            name = canonicalize_name(package.get("name", ""))
            if package.get("ecosystem") != "PyPI":
                continue
            for version in sorted(pinned.get(name, ())):
                if affects(version, affected):
                    holes += 1
                    what = one.get("summary") or str(one.get("details", "")).split("\n")[0]
                    print(f"{name} {version}: {one['id']}: {what[:120]}")
    day = git(folder, "log", "-1", "--format=%cs").strip()
    print(f"{len(pinned)} packages, {read} advisories on them, database of {day}: {holes} holes")
    sys.exit(int(bool(holes)))


if __name__ == "__main__":
    main()

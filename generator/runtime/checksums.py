"""Lists of checksums as `sha256sum --check` reads them, and the files that they are of."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.runtime.folders import common_name

# Line breaks of all kinds, what a list would have to escape, names that are not UTF-8.
_FORBIDDEN = r"\\\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff"
_FORBIDDEN_PATH = re.compile(f"[{_FORBIDDEN}]")
_LINE = re.compile(f"(?P<sha256>[0-9a-f]{{64}})  (?P<path>[^{_FORBIDDEN}]+)")


def can_be_listed(path: str) -> bool:
    """Whether a list can name the path."""
    return not _FORBIDDEN_PATH.search(path)


def every_path(root: Path) -> Iterator[tuple[str, bool]]:
    """The path below `root` of all that is no folder, and whether it is a plain file."""
    yield from _walk(os.fspath(root), "")


def _walk(root: str, below: str) -> Iterator[tuple[str, bool]]:
    with os.scandir(f"{root}/{below}") as entries:
        for entry in entries:
            name = common_name(f"{root}/{below}", entry.name)
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(root, f"{below}{name}/")
            else:
                yield f"{below}{name}", entry.is_file(follow_symlinks=False)


def format_sums(sums: Iterable[tuple[str, str]]) -> str:
    """The list of paths and their SHA-256, by path."""
    return "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(sums))


def parse_sums(text: str) -> dict[str, str]:
    """Path to SHA-256 of a list.

    Raises ValueError with the number of the first line that `format_sums` would not write.
    """
    found: dict[str, str] = {}
    *lines, rest = text.split("\n")
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if not match or (found and match["path"] <= next(reversed(found))):
            raise ValueError(f"第 {number} 行")
        found[match["path"]] = match["sha256"]
    if rest:
        raise ValueError(f"第 {len(lines) + 1} 行")
    return found

"""The files of a built site with their checksums, in one reading of each."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from generator.model.problems import JixiaoError
from generator.site.inputs import RELEASE_FOLDER

SUMS = f"{RELEASE_FOLDER}/SHA256SUMS"
SIGNATURE = f"{SUMS}.sig"
# What cannot be listed in itself.
UNLISTED = frozenset({SUMS, SIGNATURE})

# Files whose name tells their content: a browser keeps them, and they change only with their name.
# The same in `deploy/nginx/` and in `receiver.sh`.
LASTING = re.compile(
    r"search/data/[^/]+/.+|assets/(search|style|theme)-[0-9a-f]+/.+|assets/stylesheets/.+"
)

# Line breaks of all kinds, what a list would have to escape, names that are no UTF-8.
_UNFIT = r"\\\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff"
_UNFIT_NAME = re.compile(f"[{_UNFIT}]")
_LINE = re.compile(f"(?P<sha256>[0-9a-f]{{64}})  (?P<path>[^{_UNFIT}]+)")


class SiteFile(NamedTuple):
    """A file: its path below the site's root, its size in bytes, its SHA-256 in hex."""

    path: str
    size: int
    sha256: str


def read(
    site: Path, chosen: Iterable[str], look: Callable[[str, bytes, str], None]
) -> list[SiteFile]:
    """The files of these paths.

    `look` is shown each one's path, bytes and SHA-256, from several threads.
    """

    def read_one(path: str) -> SiteFile:
        with open(f"{site}/{path}", "rb") as file:  # noqa: PTH123  ten thousands of them
            data = file.read()
        digest = hashlib.sha256(data).hexdigest()
        look(path, data, digest)
        return SiteFile(path, len(data), digest)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(read_one, chosen))


def paths(site: Path) -> Iterator[str]:
    """Paths of the files that a release lists.

    Raises JixiaoError for what no release may hold: links, special files, names that a list cannot
    carry.
    """
    for path in _walk(str(site), ""):
        if _UNFIT_NAME.search(path):
            raise JixiaoError(f"文件名里有不能发布的字符：{path!r}。请改名。")
        if path not in UNLISTED:
            yield path


def _walk(root: str, below: str) -> Iterator[str]:
    with os.scandir(f"{root}/{below}") as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(root, f"{below}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                yield f"{below}{entry.name}"
            else:
                raise JixiaoError(
                    f"网站里有不是普通文件的东西：{entry.path}。请重新运行 jixiao build。"
                )


def sums_text(files: Iterable[SiteFile]) -> str:
    """The list of checksums, as `sha256sum --check` reads it."""
    return "".join(f"{one.sha256}  {one.path}\n" for one in files)


def read_sums(text: str) -> dict[str, str]:
    """Path to SHA-256 of a list that is written as `sums_text` writes it, to the byte.

    Raises ValueError with the number of the first line that is not.
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

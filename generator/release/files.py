"""The files of a built site with their checksums, in one reading of each."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from generator.problems import JixiaoError

FOLDER = "release"  # below the site's root
SUMS = f"{FOLDER}/SHA256SUMS"
SIGNATURE = f"{SUMS}.sig"
# What cannot be listed in itself.
UNLISTED = frozenset({SUMS, SIGNATURE})

# Files whose name tells their content: a browser keeps them, and they change only with their name.
# The same in `deploy/nginx/` and in `receiver.sh`.
LASTING = re.compile(
    r"search/data/[^/]+/.+|assets/(search|style|theme)-[0-9a-f]+/.+|assets/stylesheets/.+"
)

_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>[^\\\n]+)")


class SiteFile(NamedTuple):
    """A file: its path below the site's root, its size in bytes, its SHA-256 in hex."""

    path: str
    size: int
    sha256: str


def read(site: Path, chosen: Iterable[str], look: Callable[[str, bytes], None]) -> list[SiteFile]:
    """The files of these paths; `look` is shown each one's path and bytes, from several threads."""

    def read_one(path: str) -> SiteFile:
        data = (site / path).read_bytes()
        look(path, data)
        return SiteFile(path, len(data), hashlib.sha256(data).hexdigest())

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(read_one, chosen))


def paths(site: Path) -> Iterator[str]:
    """Paths of the files that a release lists.

    Raises JixiaoError for what no release may hold: links, special files, names that a list cannot
    carry.
    """
    for folder, folders, names in os.walk(site):
        for name in (*folders, *names):
            whole = Path(folder, name)
            if whole.is_symlink() or not (whole.is_file() or whole.is_dir()):
                raise JixiaoError(f"网站里有不是普通文件的东西：{whole}。请重新运行 jixiao build。")
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), site)  # noqa: PTH118  10,000 times
            if re.search(r"[\\\x00-\x1f\x7f]", path):
                raise JixiaoError(f"文件名里有不能发布的字符：{path!r}。请改名。")
            if path not in UNLISTED:
                yield path


def sums_text(files: Iterable[SiteFile]) -> str:
    """The list of checksums, as `sha256sum --check` reads it."""
    return "".join(f"{one.sha256}  {one.path}\n" for one in files)


def read_sums(text: str) -> dict[str, str]:
    """Path to SHA-256; ValueError with the number of the first line that is not of the form."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.fullmatch(line)
        if not match or match["path"] in found:
            raise ValueError(f"第 {number} 行")
        found[match["path"]] = match["sha256"]
    return found

"""The files of a built site with their checksums, and the list of them."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from generator.model.problems import JixiaoError
from generator.site.build_info import RELEASE_FOLDER

SUMS = f"{RELEASE_FOLDER}/SHA256SUMS"
SIGNATURE = f"{SUMS}.sig"
MANIFEST = f"{RELEASE_FOLDER}/manifest.json"
# What is told of a file that no list names.
EXTRA = "多出来的文件，不属于这次发布"
REMEDY = "请查明是谁放的，再从这里删去；网站服务器上的，删去后重新 jixiao deploy"
COMPRESSED = (".gz", ".br")  # suffixes of compressed copies

# Files whose names hold a digest of their content: browsers may cache them for good.
# The same in `deploy/nginx/` and in `receiver.sh`.
IMMUTABLE = re.compile(
    r"search/data/[^/]+/.+|assets/(search|style|theme)-[0-9a-f]+/.+|assets/stylesheets/.+"
)

# Line breaks of all kinds, what a list would have to escape, names that are not UTF-8.
_FORBIDDEN = r"\\\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff"
_FORBIDDEN_NAME = re.compile(f"[{_FORBIDDEN}]")
_LINE = re.compile(f"(?P<sha256>[0-9a-f]{{64}})  (?P<path>[^{_FORBIDDEN}]+)")


class SiteFile(NamedTuple):
    """A file: its path below the site's root, its size in bytes, its SHA-256 in hex."""

    path: str
    size: int
    sha256: str


def read(
    site: Path, paths: Iterable[str], visit: Callable[[SiteFile, bytes], None]
) -> list[SiteFile]:
    """Read the files of these paths, each once; `visit` is called from several threads."""

    def read_one(path: str) -> SiteFile:
        with open(f"{site}/{path}", "rb") as file:  # noqa: PTH123  ten thousands of them
            data = file.read()
        found = SiteFile(path, len(data), hashlib.sha256(data).hexdigest())
        visit(found, data)
        return found

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(read_one, paths))


def listed_paths(site: Path) -> Iterator[str]:
    """Paths, below the site's root, of the files that a release lists.

    Raises JixiaoError for what no release may hold: links, special files, names that cannot stand
    in a list.
    """
    for path, is_plain in every_path(site):
        if not is_plain:
            raise JixiaoError(
                f"网站里有不是普通文件的东西：{site / path}。请重新运行 jixiao build。"
            )
        if _FORBIDDEN_NAME.search(path):
            raise JixiaoError(f"文件名里有不能发布的字符：{path!r}。请改名。")
        if path not in (SUMS, SIGNATURE):  # the list cannot list itself
            yield path


def every_path(site: Path) -> Iterator[tuple[str, bool]]:
    """Every path of what is no folder, and whether it is a plain file."""
    yield from _walk(str(site), "")


def _walk(root: str, below: str) -> Iterator[tuple[str, bool]]:
    with os.scandir(f"{root}/{below}") as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(root, f"{below}{entry.name}/")
            else:
                yield f"{below}{entry.name}", entry.is_file(follow_symlinks=False)


def format_sums(files: Iterable[SiteFile]) -> str:
    """The list of checksums, SHA256SUMS, as `sha256sum --check` reads it."""
    return "".join(f"{one.sha256}  {one.path}\n" for one in files)


def parse_sums(text: str) -> dict[str, str]:
    """Path to SHA-256 of a list of checksums.

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

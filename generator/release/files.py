"""The files of a built site, with their checksums."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from generator.model.problems import JixiaoError
from generator.runtime import checksums
from generator.site.build_info import BUILD_SUMS, RELEASE_FOLDER

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
        with open(site / path, "rb") as file:  # noqa: PTH123  ten thousands of them
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
    for path, is_plain in checksums.every_path(site):
        if not is_plain:
            raise JixiaoError(
                f"网站里有不是普通文件的东西：{site / path}。请重新运行 jixiao build。"
            )
        if not checksums.can_be_listed(path):
            raise JixiaoError(f"文件名里有不能发布的字符：{path!r}。请改名。")
        if path not in (SUMS, SIGNATURE, BUILD_SUMS):  # the list cannot list itself
            yield path

"""Compressed copies beside the files that a browser loads: the server sends them as they are."""

import gzip
import os
import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from generator.release.files import COMPRESSED, SiteFile
from generator.runtime import cached_files
from generator.site.build_info import RELEASE_FOLDER

SUFFIXES = frozenset({".html", ".css", ".js", ".json", ".jsonl", ".svg", ".txt", ".xml"})
MIN_SIZE = 512  # bytes: below that a compressed copy saves nothing
GZIP_LEVEL = 9
BROTLI_QUALITY = 9
_DOWNLOADED = re.compile(rf"{RELEASE_FOLDER}/|data/(?!v1/|index.html$)|data/v1/reports/")


class Compressor:
    """Compresses files of a site, or takes the compressed copies from the cache.

    A cached copy is named by the SHA-256 of what it is of. Its content is looked at: one that a
    disk or a hand changed is made again.
    """

    def __init__(self, site: Path, cache: Path, *, with_brotli: bool) -> None:
        self._site, self._cache = site, cache
        # No time inside: the same bytes every time.
        self._methods = {".gz": partial(gzip.compress, compresslevel=GZIP_LEVEL, mtime=0)}
        if with_brotli:
            import brotli  # noqa: PLC0415  wanted only where the server has its module

            self._methods[".br"] = partial(brotli.compress, quality=BROTLI_QUALITY)
        cache.mkdir(parents=True, exist_ok=True)
        self._digests = cached_files.cached(cache)

    def compress(self, file: SiteFile, data: bytes) -> list[SiteFile]:
        """Put compressed copies of a file of the site beside it, where it gets any.

        Text that pages load gets them, not what is downloaded: a release changes a few lines of
        the lists in `release/` and of the big files of open data, but their compressed copies from
        end to end.
        """
        suffix = os.path.splitext(file.path)[1]  # noqa: PTH122
        if file.size < MIN_SIZE or suffix not in SUFFIXES or _DOWNLOADED.match(file.path):
            return []
        return [self._copy(file, data, suffix) for suffix in self._methods]

    def _copy(self, file: SiteFile, data: bytes, suffix: str) -> SiteFile:
        cache, name = os.fspath(self._cache), f"{file.sha256[:40]}{suffix}"
        digest = self._digests.get(name)
        copy = cached_files.load(cache, name, digest) if digest else None
        if digest is None or copy is None:
            copy = self._methods[suffix](data)
            digest = cached_files.store(cache, name, copy)
        path = f"{file.path}{suffix}"
        cached_files.place(cache, name, digest, os.fspath(self._site / path))
        return SiteFile(path, len(copy), digest)


def remove(site: Path, paths: Iterable[str]) -> list[str]:
    """Remove the compressed copies among the files of a site; returns the paths of the others."""
    known = set(paths)
    copies = {path for path in known if path.endswith(COMPRESSED) and path[:-3] in known}
    for path in copies:
        (site / path).unlink()
    return sorted(known - copies)

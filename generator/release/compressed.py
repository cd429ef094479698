"""Compressed copies beside the files that a browser loads: the server sends them as they are."""

import gzip
import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from generator.release.files import COMPRESSED, SiteFile
from generator.runtime import cached_files
from generator.site.build_info import RELEASE_FOLDER

SUFFIXES = frozenset({".html", ".css", ".js", ".json", ".jsonl", ".svg", ".txt", ".xml"})
MIN_SIZE = 512  # bytes: below that a compressed copy saves nothing
GZIP_LEVEL = 9
BROTLI_QUALITY = 9


class Compressor:
    """Compresses files of a site, or takes the compressed copies from the cache.

    The name of a cached copy says what it is of and what it holds, so that neither file has to be
    read again: `<SHA-256>-<SHA-256 of the copy>-<bytes of the copy>.gz`.
    """

    def __init__(self, site: Path, cache: Path, *, with_brotli: bool) -> None:
        self._site, self._cache = site, cache
        # No time inside: the same bytes every time.
        self._methods = {".gz": partial(gzip.compress, compresslevel=GZIP_LEVEL, mtime=0)}
        if with_brotli:
            import brotli  # noqa: PLC0415  wanted only where the server has its module

            self._methods[".br"] = partial(brotli.compress, quality=BROTLI_QUALITY)
        cache.mkdir(parents=True, exist_ok=True)
        self._names = dict(_cached_names(cache))

    def compress(self, file: SiteFile, data: bytes) -> list[SiteFile]:
        """Put compressed copies of a file of the site beside it, where it gets any.

        Text that pages load gets them, not what is downloaded: a release changes a few lines of
        the lists in `release/`, but their compressed copies from end to end.
        """
        is_list = file.path.startswith(f"{RELEASE_FOLDER}/")
        suffix = os.path.splitext(file.path)[1]  # noqa: PTH122
        if file.size < MIN_SIZE or suffix not in SUFFIXES or is_list:
            return []
        return [self._copy(file, data, suffix) for suffix in self._methods]

    def _copy(self, file: SiteFile, data: bytes, suffix: str) -> SiteFile:
        key = f"{file.sha256}{suffix}"
        name = self._names.get(key)
        if name is None:
            copy = self._methods[suffix](data)
            name = f"{file.sha256}-{hashlib.sha256(copy).hexdigest()}-{len(copy)}{suffix}"
            cached_files.store(f"{self._cache}/{name}", copy)
            self._names[key] = name
        path = f"{file.path}{suffix}"
        cached_files.link_or_copy(str(self._cache / name), str(self._site / path))
        _, digest, size = name.removesuffix(suffix).split("-")
        return SiteFile(path, int(size), digest)


def _cached_names(cache: Path) -> Iterator[tuple[str, str]]:
    """The SHA-256 and suffix that each finished copy is of, and its name.

    Renews the time of access, and removes copies that nobody has used for long.
    """
    now = time.time()
    for entry in os.scandir(cache):
        stem, suffix = os.path.splitext(entry.name)  # noqa: PTH122
        parts = stem.split("-")
        with suppress(FileNotFoundError):  # another job that shares the cache removed it
            found = entry.stat()
            if now - found.st_atime > cached_files.RETENTION_DAYS * cached_files.DAY:
                Path(entry.path).unlink()
            elif len(parts) == 3 and parts[2] == str(found.st_size):
                if now - found.st_atime > cached_files.DAY:
                    os.utime(entry.path, (now, found.st_mtime))
                yield f"{parts[0]}{suffix}", entry.name


def remove(site: Path, paths: Iterable[str]) -> list[str]:
    """Remove the compressed copies among the files of a site; returns the paths of the others."""
    known = set(paths)
    copies = {path for path in known if path.endswith(COMPRESSED) and path[:-3] in known}
    for path in copies:
        (site / path).unlink()
    return sorted(known - copies)

"""Packed copies beside the files that a browser reads: the server sends them as they are."""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from generator.release.files import SiteFile
from generator.runtime import cached_files
from generator.site.inputs import RELEASE_FOLDER

SUFFIXES = frozenset({".html", ".css", ".js", ".json", ".jsonl", ".svg", ".txt", ".xml"})
LEAST = 512  # bytes: below that a packed copy saves nothing
GZIP_LEVEL = 9
BROTLI_QUALITY = 9


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, GZIP_LEVEL, mtime=0)  # no time inside: same bytes every time


def _brotli(data: bytes) -> bytes:
    import brotli  # noqa: PLC0415  wanted only where the server has its module

    packed: bytes = brotli.compress(data, quality=BROTLI_QUALITY)
    return packed


class Packer:
    """Packs files of a site; what was packed before comes from a cache.

    A file of the cache is named by what was packed and by what came of it, so that neither has to
    be read again: `<SHA-256>-<SHA-256 packed>-<bytes packed>.gz`.
    """

    def __init__(self, site: Path, cache: Path, *, with_brotli: bool) -> None:
        self._site, self._cache = site, cache
        self._how: dict[str, Callable[[bytes], bytes]] = {".gz": _gzip}
        if with_brotli:
            self._how[".br"] = _brotli
        cache.mkdir(parents=True, exist_ok=True)
        self._kept = dict(_whole(cache))

    def pack(self, file: SiteFile, data: bytes) -> list[SiteFile]:
        """Put packed copies of a file of the site beside it, where it gets any.

        Text that pages load gets them, not what is downloaded: a release changes its lists in a
        few lines, and their packed copies from end to end.
        """
        listing = file.path.startswith(f"{RELEASE_FOLDER}/")
        suffix = os.path.splitext(file.path)[1]  # noqa: PTH122
        if file.size < LEAST or suffix not in SUFFIXES or listing:
            return []
        return [self._packed(file, data, suffix) for suffix in self._how]

    def _packed(self, file: SiteFile, data: bytes, suffix: str) -> SiteFile:
        key = f"{file.sha256}{suffix}"
        name = self._kept.get(key)
        if name is None:
            name = self._kept[key] = self._keep(file.sha256, self._how[suffix](data), suffix)
        path = f"{file.path}{suffix}"
        cached_files.place(str(self._cache / name), str(self._site / path))
        _, digest, size = name.removesuffix(suffix).split("-")
        return SiteFile(path, int(size), digest)

    def _keep(self, digest: str, packed: bytes, suffix: str) -> str:
        name = f"{digest}-{hashlib.sha256(packed).hexdigest()}-{len(packed)}{suffix}"
        with tempfile.NamedTemporaryFile(dir=self._cache, prefix=".new-", delete=False) as fresh:
            fresh.write(packed)
        Path(fresh.name).chmod(0o644)  # a web server reads it under another name
        Path(fresh.name).replace(self._cache / name)
        return name


def _whole(cache: Path) -> Iterable[tuple[str, str]]:
    """What each finished file of the cache is of, and its name; that it is in use is put down.

    Files that nobody has used for long are removed.
    """
    now = time.time()
    for entry in os.scandir(cache):
        stem, suffix = os.path.splitext(entry.name)  # noqa: PTH122
        parts = stem.split("-")
        with suppress(FileNotFoundError):  # another job that shares the cache threw it away
            found = entry.stat()
            if now - found.st_atime > cached_files.KEPT_DAYS * cached_files.DAY:
                Path(entry.path).unlink()
            elif len(parts) == 3 and parts[2] == str(found.st_size):
                if now - found.st_atime > cached_files.DAY:
                    os.utime(entry.path, (now, found.st_mtime))
                yield f"{parts[0]}{suffix}", entry.name


def remove(site: Path, files: Iterable[str]) -> list[str]:
    """The files without packed copies of others, which are taken away."""
    known = set(files)
    packed = {path for path in known if path.endswith((".gz", ".br")) and path[:-3] in known}
    for path in packed:
        (site / path).unlink()
    return sorted(known - packed)

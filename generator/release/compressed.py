"""Packed copies beside the files that a browser reads: the server sends them as they are."""

from __future__ import annotations

import gzip
import hashlib
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from generator import caches

SUFFIXES = frozenset({".html", ".css", ".js", ".json", ".jsonl", ".svg", ".txt", ".xml"})
LEAST = 512  # bytes: below that a packed copy saves nothing
GZIP_LEVEL = 9
BROTLI_QUALITY = 9

Packer = Callable[[bytes], bytes]


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, GZIP_LEVEL, mtime=0)  # no time inside: same bytes every time


def _brotli(data: bytes) -> bytes:
    import brotli  # noqa: PLC0415  wanted only where the server has its module

    packed: bytes = brotli.compress(data, quality=BROTLI_QUALITY)
    return packed


def packers(*, with_brotli: bool) -> dict[str, Packer]:
    """How copies are made, by what their names end in."""
    return {".gz": _gzip, ".br": _brotli} if with_brotli else {".gz": _gzip}


def pack(site: Path, path: str, data: bytes, cache: Path, how: dict[str, Packer]) -> list[str]:
    """Put packed copies of a file beside it, where it gets any; their paths.

    Text that pages load gets them, not what is downloaded. The cache keeps them by content.
    """
    if len(data) < LEAST or Path(path).suffix not in SUFFIXES:
        return []
    digest = hashlib.sha256(data).hexdigest()
    for suffix, packer in how.items():
        kept = cache / f"{digest}{suffix}"
        if not caches.is_kept(kept):
            with tempfile.NamedTemporaryFile(dir=cache, prefix=".new-", delete=False) as fresh:
                fresh.write(packer(data))
            Path(fresh.name).chmod(0o644)  # a web server reads it under another name
            Path(fresh.name).replace(kept)
        caches.place(kept, site / f"{path}{suffix}")
    return [f"{path}{suffix}" for suffix in how]


def remove(site: Path, files: Iterable[str]) -> list[str]:
    """The files without packed copies of others, which are taken away."""
    known = set(files)
    packed = {path for path in known if path.endswith((".gz", ".br")) and path[:-3] in known}
    for path in packed:
        (site / path).unlink()
    return sorted(known - packed)

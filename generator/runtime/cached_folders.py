"""Folders that a cache keeps, each finished under a name that says all that it was made of.

A cache goes from job to job in archives, a tool that cleans up takes single files of it, and a site
shares its files. So a folder is used again only where each of its files is there, as long as it
was, and nobody has written to it; any other is made once more. The SHA-256 of each is kept for who
reads it.
"""

import hashlib
import json
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from generator.runtime import cached_files
from generator.runtime.checksums import every_path

SEAL = "seal.json"  # size in bytes and SHA-256 of each file, and its own; not on the site
_SEALED = 10**18  # ns since 1970: the time of change of each file; whole seconds go into archives


def keep(fresh: Path, target: Path) -> None:
    """Give a filled folder its name, whole or not at all.

    Raises OSError where that cannot be done, unless another process has done it.
    """
    paths = [path for path, _ in every_path(fresh)]
    seal = {}
    for path in paths:
        data = (fresh / path).read_bytes()
        seal[path] = len(data), hashlib.sha256(data).hexdigest()
        os.utime(fresh / path, ns=(time.time_ns(), _SEALED))
    text = json.dumps(seal)
    sealed = f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}"
    (fresh / SEAL).write_text(sealed, encoding="utf-8", newline="\n")
    fresh.chmod(0o755)
    try:
        fresh.rename(target)
    except OSError:
        if is_kept(target, *paths):  # another process was faster, with the same result
            return
        shutil.rmtree(target, ignore_errors=True)  # what stays is told by what comes next
        fresh.rename(target)


def is_kept(folder: Path, *read: str) -> bool:
    """Whether the cache has the folder whole; if so, that it is still in use is put down.

    Of the files that are going to be `read` the content is looked at, too.
    """
    try:
        seal = _seal(folder)
        if {path: size for path, (size, _) in seal.items()} != _sizes(folder):
            return False
        for path in read:
            if hashlib.sha256((folder / path).read_bytes()).hexdigest() != seal[path][1]:
                return False
        os.utime(folder)
    except (OSError, ValueError):
        return False
    return True


def place(kept: Path, target: Path, *but: str) -> dict[str, str]:
    """Give a kept folder's files to the site, but for those of some paths; the SHA-256 of each.

    Neither side ever changes such a file under its name. The target may be there.
    """
    digests = {path: digest for path, (_, digest) in _seal(kept).items() if path not in but}
    source, there = os.fspath(kept), os.fspath(target)  # text: there are thousands of them
    for folder in {os.path.dirname(path) for path in digests}:  # noqa: PTH120
        os.makedirs(f"{there}/{folder}", exist_ok=True)  # noqa: PTH103
    for path in digests:
        cached_files.link_or_copy(f"{source}/{path}", f"{there}/{path}")
    return digests


def add(target: Path, text: str) -> None:
    """Write a file that its placed folder's name tells as well, with the time of the others."""
    target.unlink(missing_ok=True)  # a former site may share it
    target.write_text(text, encoding="utf-8", newline="\n")
    os.utime(target, ns=(time.time_ns(), _SEALED))


def forget(cache: Path) -> None:
    """Remove the folders of a cache that no build has used for long; their time of change tells."""
    limit = time.time() - cached_files.RETENTION_DAYS * cached_files.DAY
    for one in cache.iterdir() if cache.is_dir() else ():
        with suppress(FileNotFoundError):  # another job that shares the cache threw it away
            if one.stat().st_mtime < limit:
                shutil.rmtree(one, ignore_errors=True)


def _seal(folder: Path) -> dict[str, tuple[int, str]]:
    """Path to size and SHA-256; ValueError where the seal is not what was written."""
    digest, _, text = (folder / SEAL).read_text(encoding="utf-8").partition("\n")
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        raise ValueError(folder)
    seal: dict[str, tuple[int, str]] = json.loads(text)
    return seal


def _sizes(folder: Path) -> dict[str, int]:
    """The size of each file that nobody has written to."""
    base = os.fspath(folder)  # text: there are thousands of them
    found = ((path, os.stat(f"{base}/{path}")) for path, _ in every_path(folder) if path != SEAL)  # noqa: PTH116
    return {path: status.st_size for path, status in found if status.st_mtime_ns == _SEALED}

"""Folders that a cache keeps, each finished under a name that says all that it was made of.

A cache goes from job to job in archives, a tool that cleans up takes single files of it, and a site
shares its files. So a folder is used again only where each of its files is there, as long as it
was, and nobody has written to it; any other is made once more.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from generator.runtime import cached_files

SEAL = "seal.json"  # how many files there are and how long they are together; not on the site
_SEALED = 10**18  # ns since 1970: the time of change of each file; whole seconds go into archives


def keep(fresh: Path, target: Path) -> None:
    """Give a filled folder its name, whole or not at all.

    Raises OSError where that cannot be done, unless another process has done it.
    """
    for one in _files(str(fresh)):
        os.utime(one.path, ns=(time.time_ns(), _SEALED))
    (fresh / SEAL).write_text(json.dumps(_seal(fresh)), encoding="utf-8")
    fresh.chmod(0o755)
    try:
        fresh.rename(target)
    except OSError:
        if is_kept(target):  # another process was faster, with the same result
            return
        shutil.rmtree(target, ignore_errors=True)  # what stays is told by what comes next
        fresh.rename(target)


def is_kept(folder: Path) -> bool:
    """Whether the cache has the folder whole; if so, that it is still in use is put down."""
    try:
        if json.loads((folder / SEAL).read_bytes()) != _seal(folder):
            return False
        os.utime(folder)
    except (OSError, ValueError):
        return False
    return True


def place(kept: Path, target: Path, *but: str) -> None:
    """Give a kept folder's files to the site, but for those of some names.

    Neither side ever changes such a file under its name. The target may be there.
    """
    ignore = shutil.ignore_patterns(SEAL, *but)
    shutil.copytree(
        kept, target, ignore=ignore, copy_function=cached_files.link_or_copy, dirs_exist_ok=True
    )


def forget(cache: Path) -> None:
    """Remove the folders of a cache that no build has used for long; their time of change tells."""
    limit = time.time() - cached_files.RETENTION_DAYS * cached_files.DAY
    for one in cache.iterdir() if cache.is_dir() else ():
        with suppress(FileNotFoundError):  # another job that shares the cache threw it away
            if one.stat().st_mtime < limit:
                shutil.rmtree(one, ignore_errors=True)


def _seal(folder: Path) -> dict[str, int]:
    found = [one.stat() for one in _files(str(folder))]
    untouched = [one.st_size for one in found if one.st_mtime_ns == _SEALED]
    return {"files": len(untouched), "bytes": sum(untouched)}


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            elif entry.name != SEAL:
                yield entry

"""The cache of files made by earlier builds: safe to delete, safe to share between jobs.

A cached file is named by the digest of all that it was made from. So a finished one is never
written again, and a site can share it by a hard link.
"""

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from pathlib import Path

VARIABLE = "JIXIAO_CACHE"  # another folder than `build/cache` beside the configuration
_DIGEST = re.compile("[0-9a-f]{40}")  # how the name of a finished file begins
DAY = 86_400  # seconds
RETENTION_DAYS = 30  # a file that no build has used for so long is removed


def folder(base: Path, name: str) -> Path:
    """The cache folder of one kind of files, such as `search` or `pdf`."""
    return Path(os.environ.get(VARIABLE) or base / "build/cache") / name


def site_folder(base: Path, name: str, site: Path) -> Path:
    """The place in that folder for what belongs to the site at that path alone."""
    path = str(site.absolute()).encode("utf-8", "surrogateescape")
    return folder(base, name) / hashlib.sha256(path).hexdigest()[:40]


@contextmanager
def disabled(site: Path) -> Iterator[None]:
    """For the block the cache is an empty folder beside the site, which is removed afterwards."""
    site.parent.mkdir(parents=True, exist_ok=True)
    former = os.environ.get(VARIABLE)
    with tempfile.TemporaryDirectory(prefix=f".{site.name}.cache-", dir=site.parent) as empty:
        os.environ[VARIABLE] = empty
        try:
            yield
        finally:
            os.environ.pop(VARIABLE)
            if former is not None:
                os.environ[VARIABLE] = former


def store(file: str, data: bytes) -> None:
    """Write a file of the cache, whole or not at all, and mark it as finished."""
    folder, _, name = file.rpartition("/")
    fresh = f"{folder}/.new-{os.urandom(8).hex()}"  # of no other process, on whatever machine
    with open(fresh, "wb") as opened:  # noqa: PTH123  ten thousands of them
        opened.write(data)
        os.fchmod(opened.fileno(), 0o644)  # a web server reads it under another name
    os.utime(fresh, ns=(time.time_ns(), _finished_mtime(name)))
    os.replace(fresh, file)  # noqa: PTH105


def cached(cache: Path, wanted: Set[str]) -> set[str]:
    """The wanted names whose files are in the cache, finished; their time of access is renewed.

    The site shares a file: who edits it there edits it here, and the time of change tells. An empty
    one is what a power failure leaves of a file that was not on the disk yet. Once a day files that
    are not wanted and that no build has used for long are removed.
    """
    now, cleans_up = time.time_ns(), _is_time_to_clean_up(cache)
    names = set()
    for entry in os.scandir(cache):
        is_wanted = entry.name in wanted
        if not is_wanted and not cleans_up:
            continue
        with suppress(FileNotFoundError):  # another job that shares the cache removed it
            status = entry.stat()
            unused = now - status.st_atime_ns
            if not is_wanted:
                if unused > RETENTION_DAYS * DAY * 10**9:
                    Path(entry.path).unlink()
            elif (
                status.st_size
                and _DIGEST.match(entry.name)
                and status.st_mtime_ns == _finished_mtime(entry.name)
            ):
                names.add(entry.name)
                if unused > DAY * 10**9:
                    os.utime(entry.path, ns=(now, status.st_mtime_ns))
    return names


def _is_time_to_clean_up(cache: Path) -> bool:
    """Whether the last time was a day ago: there are many files, and each has to be looked at."""
    last = cache.with_name(f"{cache.name}.forgotten")
    with suppress(FileNotFoundError):
        if time.time_ns() - last.stat().st_mtime_ns < DAY * 10**9:
            return False
    last.touch()
    return True


def _finished_mtime(name: str) -> int:
    """The time of change, ns since 1970, of a finished file whose name begins with a digest.

    The same on every machine, and another where the content is: servers tell versions by it.
    """
    return (10**9 + int(name[:7], 16)) * 10**9


def link_or_copy(cached: str, target: str) -> None:
    """Give a cached file to the site: a hard link where the file system has them, else a copy.

    The target's folder exists. Paths are text: there are ten thousands of them. A copy has the same
    time of change: servers and mirrors would take another for news.
    """
    try:
        os.link(cached, target)
    except FileExistsError:
        Path(target).unlink()
        link_or_copy(cached, target)
    except OSError:
        Path(target).unlink(missing_ok=True)
        shutil.copy2(cached, target)

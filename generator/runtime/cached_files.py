"""Where parts of earlier builds are kept: safe to delete, safe to share between jobs.

A kept file is named by all that it was made of. So a finished one is never written again, and a
site can share it: a link to it stands in the site.
"""

from __future__ import annotations

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
_NAME = re.compile("[0-9a-f]{40}")  # how the name of a finished file begins
DAY = 86_400  # seconds
KEPT_DAYS = 30  # what no build has used for so long is removed


def folder(base: Path, name: str) -> Path:
    """The folder of one kind of parts, such as `search` or `pdf`."""
    return Path(os.environ.get(VARIABLE) or base / "build/cache") / name


def of_site(base: Path, name: str, site: Path) -> Path:
    """What is kept under that kind of parts of the site at that place."""
    place = str(site.absolute()).encode("utf-8", "surrogateescape")
    return folder(base, name) / hashlib.sha256(place).hexdigest()[:40]


@contextmanager
def unused(site: Path) -> Iterator[None]:
    """Nothing of earlier builds is used, and nothing is kept, for as long as the block lasts."""
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


def keep(file: str, data: bytes) -> None:
    """Put a finished file into the cache, whole or not at all, with the mark of a finished one."""
    folder, _, name = file.rpartition("/")
    fresh = f"{folder}/.new-{os.urandom(8).hex()}"  # of no other process, on whatever machine
    with open(fresh, "wb") as opened:  # noqa: PTH123  ten thousands of them
        opened.write(data)
        os.fchmod(opened.fileno(), 0o644)  # a web server reads it under another name
    os.utime(fresh, ns=(time.time_ns(), _finished(name)))
    os.replace(fresh, file)  # noqa: PTH105


def kept(cache: Path, wanted: Set[str]) -> set[str]:
    """Which of the files are there, finished; that they are in use is put down.

    The site shares a file: who edits it there edits it here, and its time of change tells. An empty
    one is what a power failure leaves of a file that was not on the disk yet. Files that are not
    wanted and that no build has used for long are removed.
    """
    now, forgets = time.time_ns(), _is_time_to_forget(cache)
    names = set()
    for entry in os.scandir(cache):
        is_wanted = entry.name in wanted
        if not is_wanted and not forgets:
            continue
        with suppress(FileNotFoundError):  # another job that shares the cache threw it away
            found = entry.stat()
            unused = now - found.st_atime_ns
            if not is_wanted:
                if unused > KEPT_DAYS * DAY * 10**9:
                    Path(entry.path).unlink()
            elif _is_finished(entry.name, found):
                names.add(entry.name)
                if unused > DAY * 10**9:
                    os.utime(entry.path, ns=(now, found.st_mtime_ns))
    return names


def _is_time_to_forget(cache: Path) -> bool:
    """Once a day: there are many of them, and each has to be asked."""
    last = cache.with_name(f"{cache.name}.forgotten")
    with suppress(FileNotFoundError):
        if time.time_ns() - last.stat().st_mtime_ns < DAY * 10**9:
            return False
    last.touch()
    return True


def _is_finished(name: str, found: os.stat_result) -> bool:
    return bool(_NAME.match(name) and found.st_mtime_ns == _finished(name) and found.st_size)


def _finished(name: str) -> int:
    """The time of change, ns since 1970, of a finished file; its name begins with a digest.

    The same on every machine, and another where the content is: servers tell versions by it.
    """
    return (10**9 + int(name[:7], 16)) * 10**9


def place(kept: str, target: str) -> None:
    """Give a kept file to the site: a link where the file system has them, else a copy.

    The target's folder is there. Paths are text: there are ten thousands of them. A copy has the
    same time of change: servers and mirrors take another for news.
    """
    try:
        os.link(kept, target)
    except FileExistsError:
        Path(target).unlink()
        place(kept, target)
    except OSError:
        Path(target).unlink(missing_ok=True)
        shutil.copy2(kept, target)

"""The cache of files made by earlier builds: safe to delete, safe to share between jobs.

A cached file is named by the digest of all that it was made from, its key, and by the SHA-256 of
what it holds: `<key>-<SHA-256>.html`. So a finished one is never written again, a site can share it
by a hard link, and whoever reads it can tell whether a disk or a hand has changed it. To read all
at each build would cost more than a tenth of one with a single change; `jixiao release`, which
reads every file of the site anyway, compares.
"""

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.runtime.program import PACKAGE

KINDS = (
    "attachments", "bulk", "check", "compressed", "data", "folders", "pages", "parts", "pdf",
    "pinyin", "search", "shared", "standing",
)  # fmt: skip
VARIABLE = "JIXIAO_CACHE"  # another folder than `build/cache` beside the configuration
_FINISHED = re.compile("[0-9a-f]{40}-[0-9a-f]{64}")  # how the name of a finished file begins
_KEY = 40  # characters of its name
_DIGEST = slice(41, 105)
DAY = 86_400  # seconds
RETENTION_DAYS = 30  # a file that no build has used for so long is removed


def folder(base: Path, name: str) -> Path:
    """The cache folder of one kind of files, such as `search` or `pdf`."""
    if base.is_relative_to(PACKAGE):  # nothing is written into an installed program
        base = Path()
    return Path(os.environ.get(VARIABLE) or base / "build/cache") / name


def site_folder(base: Path, name: str, site: Path) -> Path:
    """The place in that folder for what belongs to the site at that path alone."""
    path = os.fspath(site.absolute()).encode("utf-8", "surrogateescape")
    return folder(base, name) / hashlib.sha256(path).hexdigest()[:40]


def clear(cache: Path) -> None:
    """Remove all that builds and releases put into the cache, and nothing else that is there."""
    for kind in KINDS:
        shutil.rmtree(cache / kind, ignore_errors=True)


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


def store(cache: str, name: str, data: bytes) -> str:
    """Write a file of the cache, whole or not at all; returns its SHA-256 in hex.

    `name` is the key, 40 hexadecimal digits, and a suffix.
    """
    return store_pieces(cache, name, (data,))


def store_pieces(cache: str, name: str, pieces: Iterable[bytes]) -> str:
    """The same of a file that comes in pieces, and is never in memory as a whole."""
    sha256 = hashlib.sha256()
    fresh = f"{cache}/.new-{os.urandom(8).hex()}"  # of no other process, on whatever machine
    with open(fresh, "wb") as opened:  # noqa: PTH123  ten thousands of them
        for piece in pieces:
            sha256.update(piece)
            opened.write(piece)
    return _finish(cache, name, fresh, sha256.hexdigest())


def store_file(cache: str, name: str, fresh: str) -> str:
    """The same of a file that was written into the cache's folder; it is moved."""
    with open(fresh, "rb") as opened:  # noqa: PTH123
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return _finish(cache, name, fresh, digest)  # on Windows an open file has no new name


def _finish(cache: str, name: str, fresh: str, digest: str) -> str:
    os.chmod(fresh, 0o644)  # noqa: PTH101  a web server reads it under another name
    os.utime(fresh, ns=(time.time_ns(), _finished_mtime(name)))
    os.replace(fresh, path(cache, name, digest))  # noqa: PTH105
    return digest


def load(cache: str, name: str, digest: str) -> bytes | None:
    """What a cached file holds; None where that is not what was stored."""
    file = path(cache, name, digest)
    with open(file, "rb") as opened:  # noqa: PTH123
        data = opened.read()
        _renew(file, os.fstat(opened.fileno()))
    return data if hashlib.sha256(data).hexdigest() == digest else None


def place(cache: str, name: str, digest: str, target: str) -> None:
    """Give a cached file to the site; the target's folder exists."""
    link_or_copy(path(cache, name, digest), target)


def path(cache: str, name: str, digest: str) -> str:
    """Where a cached file lies."""
    return f"{cache}/{name[:_KEY]}-{digest}{name[_KEY:]}"


def is_finished(file_name: str) -> bool:
    """Whether a file of the cache has the name of one that is whole."""
    return bool(_FINISHED.match(file_name))


def cached(cache: Path, wanted: Set[str] | None = None) -> dict[str, str]:
    """The SHA-256 of each wanted file that is in the cache, by name; of all files for None.

    The time of access of wanted ones is renewed, that of others when they are loaded. The site
    shares a file: who edits it there edits it here, and the time of change tells. An empty one is
    what a power failure leaves of a file that was not on the disk yet. Once a day files that are
    not wanted and that no build has used for long are removed.
    """
    now, cleans_up = time.time_ns(), _is_time_to_clean_up(cache)
    found = {}
    for entry in os.scandir(cache):
        name = entry.name[:_KEY] + entry.name[_DIGEST.stop :]
        is_wanted = wanted is not None and name in wanted
        if not (is_wanted or cleans_up or wanted is None):
            continue
        with suppress(FileNotFoundError):  # another job that shares the cache removed it
            status = entry.stat()
            if not is_wanted and now - status.st_atime_ns > RETENTION_DAYS * DAY * 10**9:
                Path(entry.path).unlink()
            elif (
                (is_wanted or wanted is None)
                and status.st_size
                and _FINISHED.match(entry.name)
                and status.st_mtime_ns == _finished_mtime(entry.name)
            ):
                found[name] = entry.name[_DIGEST]
                if is_wanted:
                    _renew(entry.path, status)
    return found


def _renew(file: str, status: os.stat_result) -> None:
    """Put down that a file is still in use, once a day."""
    now = time.time_ns()
    if now - status.st_atime_ns > DAY * 10**9:
        os.utime(file, ns=(now, status.st_mtime_ns))


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

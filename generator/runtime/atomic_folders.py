"""Folders and files that appear whole: written beside their place, then renamed into it.

The folders of the former site are used again by the next one. Of ten thousand reports each has a
folder of its own. To make them and to remove them took a third of a build with one change; ext4,
which has just removed thousands, passes each of them over before it makes a new one. So those of
the former site are put by, empty, and only those that the site that stands has as well: the name of
a withdrawn report stays nowhere.
"""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.model.problems import JixiaoError
from generator.runtime import cached_folders

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)


@contextmanager
def replacing(target: Path, markers: tuple[str, ...], spare: Path | None = None) -> Iterator[Path]:
    """An empty folder to fill; on success it becomes `target`, on any error nothing changes.

    `markers` are files that only a folder of ours has: a folder that holds other things is never
    replaced. In `spare` the folders of the former one are put by, for `lent`.
    What a killed process left is cleaned up. Raises JixiaoError where another process writes to
    `target`, or where it must not be replaced.
    """
    target = target.absolute()
    _refuse_unknown(target, markers)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.new")
    with _lock(target.with_name(f".{target.name}.lock")):
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        try:
            yield fresh
            _swap(fresh, target)
            if spare and fresh.exists():
                _put_by(fresh, target, spare)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def lent(spare: Path | None, site: Path) -> Iterator[None]:
    """Have the folders stand in `site` while it is filled; those that stay empty go again.

    A cache may be deleted at any time: what cannot be had of them is done without.
    """
    folders: list[str] = []
    with suppress(OSError):
        if spare and (folders := _folders(spare)):
            _move(os.fspath(spare), os.fspath(site))
    yield
    for folder in reversed(folders):
        with suppress(OSError):  # there is something in it: as a rule
            os.rmdir(f"{site.as_posix()}{folder}")  # noqa: PTH106  ten thousands of them


def write_file(target: Path, content: str | bytes, *, overwrite: bool = True) -> None:
    """Write all of the bytes, or of the text in UTF-8, or nothing: never half a file.

    Raises FileExistsError where the file exists and `overwrite` is false.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")  # of no other process
    try:
        fresh.write_bytes(content.encode() if isinstance(content, str) else content)
        if overwrite:
            fresh.replace(target)
        else:
            _link(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)


def _link(fresh: Path, target: Path) -> None:
    """Give the file its name; fails where that is taken, whoever was faster."""
    try:
        os.link(fresh, target)
    except FileExistsError as error:
        raise FileExistsError(error.errno, error.strerror, os.fspath(target)) from None
    except OSError:  # a file system without links, as on a stick
        with target.open("xb") as file:
            file.write(fresh.read_bytes())


def _refuse_unknown(target: Path, markers: tuple[str, ...]) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise JixiaoError(f"{target} 不是文件夹。请换一个位置。")
    if any(target.iterdir()) and not all((target / marker).exists() for marker in markers):
        raise JixiaoError(
            f"{target} 里有别的文件，不像是本程序生成的，不会覆盖。"
            "请换一个位置，或先移走里面的文件。"
        )


@contextmanager
def _lock(file: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout  # noqa: PLC0415  takes a while to load

    file.touch()  # where no file can be made, the library would tell of another process
    lock = FileLock(file, blocking=False)
    try:
        lock.acquire()
    except Timeout:
        raise JixiaoError(f"另一个进程正在写 {file.parent}。请等它结束再试。") from None
    try:
        yield
    finally:
        with suppress(OSError):  # Windows removes no file that is open
            file.unlink()
        lock.release()


def _swap(fresh: Path, target: Path) -> None:
    """Put `fresh` in the place of `target`; where they can be exchanged, `target` in its."""
    if not target.exists():
        fresh.rename(target)
    elif not _exchange(fresh, target):
        # A file system without the exchange: two renames, the former folder kept until the last.
        former = target.with_name(f".{target.name}.former")
        shutil.rmtree(former, ignore_errors=True)
        target.rename(former)
        try:
            fresh.rename(target)
        except OSError:  # on Windows where somebody looks into it
            former.rename(target)
            raise
        shutil.rmtree(former, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Whether the file system could exchange the two folders in one step."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if libc.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(code, os.strerror(code), os.fspath(one), None, os.fspath(other))


def _put_by(former: Path, standing: Path, spare: Path) -> None:
    """Empty the former site and keep its folders as `spare`, which lies on the same file system.

    Where that cannot be done nothing is kept; whatever is left in the place of `former` is the
    caller's to remove.
    """
    shutil.rmtree(spare, ignore_errors=True)
    with suppress(OSError):
        spare.parent.mkdir(parents=True, exist_ok=True)
        if spare.parent.stat().st_dev == former.stat().st_dev:
            _empty(os.fspath(former), os.fspath(standing))
            former.rename(spare)
        cached_folders.forget(spare.parent)


def _empty(folder: str, like: str) -> None:
    """Leave of a folder its sub-folders alone, and of them those that `like` has as well."""
    for entry in _entries(folder):
        if not entry.is_dir(follow_symlinks=False):
            os.unlink(entry.path)  # noqa: PTH108
        elif os.path.isdir(same := f"{like}/{entry.name}"):  # noqa: PTH112
            _empty(entry.path, same)
        else:
            shutil.rmtree(entry.path)


def _folders(spare: Path) -> list[str]:
    """The address of each folder below, a folder before those in it.

    None of them where there is anything else: a cache goes from job to job, and what somebody put
    there is moved into no site.
    """
    found = [""]
    for address in found:  # grows meanwhile
        for entry in _entries(f"{spare.as_posix()}{address}"):
            if not entry.is_dir(follow_symlinks=False):
                return []
            found.append(f"{address}/{entry.name}")
    return found[1:]


def _move(source: str, target: str) -> None:
    """Move folders to where there are none of that name yet."""
    for entry in _entries(source):
        there = f"{target}/{entry.name}"
        try:
            os.rename(entry.path, there)  # noqa: PTH104
        except OSError:  # it is there and holds something
            with suppress(OSError):
                _move(entry.path, there)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return list(entries)

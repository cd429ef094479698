"""Folders and files that appear whole: written beside their place, then renamed into it."""

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.model.problems import JixiaoError
from generator.runtime import spare_folders

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)


@contextmanager
def replacing(target: Path, markers: tuple[str, ...], spare: Path | None = None) -> Iterator[Path]:
    """An empty folder to fill; on success it becomes `target`, on any error nothing changes.

    `markers` are files that only a folder of ours has: a folder that holds other things is never
    replaced. In `spare` the folders of the former one are put by, for `spare_folders.lent`.
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
                spare_folders.put_by(fresh, target, spare)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def write_file(target: Path, text: str, *, overwrite: bool = True) -> None:
    """Write all of the text, in UTF-8, or nothing: never half a file.

    Raises FileExistsError where the file exists and `overwrite` is false.
    """
    fresh = target.with_name(f".{target.name}.new")
    try:
        fresh.write_text(text, encoding="utf-8")
        if overwrite:
            fresh.replace(target)
        else:
            os.link(fresh, target)  # fails where the name is taken, whoever was faster
    finally:
        fresh.unlink(missing_ok=True)


def _refuse_unknown(target: Path, markers: tuple[str, ...]) -> None:
    if target.exists() and not target.is_dir():
        raise JixiaoError(f"{target} 不是文件夹。请换一个位置。")
    if not target.is_dir() or not any(target.iterdir()):
        return
    if not all((target / marker).exists() for marker in markers):
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
        fresh.rename(target)
        shutil.rmtree(former)


def _exchange(one: Path, other: Path) -> bool:
    """Whether the file system could exchange the two folders in one step."""
    libc = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if libc.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))

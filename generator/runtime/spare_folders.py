"""The folders of the former site, used again by the next one.

Of ten thousand reports each has a folder of its own. To make them and to remove them took a third
of a build with one change; ext4, which has just removed thousands, passes each of them over before
it makes a new one. So those of the former site are put by, empty, and only those that the site that
stands has as well: the name of a withdrawn report stays nowhere.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.runtime import cached_folders


def put_by(former: Path, standing: Path, spare: Path) -> None:
    """Empty the former site and keep its folders as `spare`, which lies on the same file system.

    Where that cannot be done nothing is kept; whatever is left in the place of `former` is the
    caller's to remove.
    """
    shutil.rmtree(spare, ignore_errors=True)
    with suppress(OSError):
        spare.parent.mkdir(parents=True, exist_ok=True)
        if spare.parent.stat().st_dev == former.stat().st_dev:
            _empty(str(former), str(standing))
            former.rename(spare)
        cached_folders.forget(spare.parent)


@contextmanager
def lent(spare: Path | None, site: Path) -> Iterator[None]:
    """Have the folders stand in `site` while it is filled; those that stay empty go again.

    A cache may be deleted at any time: what cannot be had of them is done without.
    """
    folders: list[str] = []
    with suppress(OSError):
        if spare and (folders := _folders(spare)):
            _move(str(spare), str(site))
    yield
    for folder in reversed(folders):
        with suppress(OSError):  # there is something in it: as a rule
            os.rmdir(f"{site}{folder}")  # noqa: PTH106  ten thousands of them


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
        for entry in _entries(f"{spare}{address}"):
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

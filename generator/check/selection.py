"""Which problems belong to the files and folders that a person named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path


def place(content: Path, named: Path) -> str | None:
    """What of the content is meant, as `reports/2021/gonganju/shili`; None if it is none of it.

    `named` may be relative to the current folder or to the content. A report's file, and a file
    that rides with it, stand for the report as a whole: what is wrong with one may be told of the
    other.
    """
    for file in (named, content / named):
        if os.path.lexists(file):
            inside = _inside(content, file)
            if inside is not None:
                return _report(inside)
    return None


def parts(content: Path, files: Iterable[Path]) -> list[str]:
    """What of the content the files are, there or not; a file that is none of it is left out."""
    found = (_inside(content, file) for file in files)
    return [_report(inside) for inside in found if inside is not None]


def covering(content: Path, places: Iterable[str]) -> Callable[[str], bool]:
    """Whether a path belongs to one of those places; to none, where none is named, all do."""
    wanted = tuple(places)
    root = f"{content}{os.sep}"

    def covers(path: str) -> bool:
        if not wanted:
            return True
        inside = path.removeprefix(root) if path.startswith(root) else _inside(content, Path(path))
        return any(_covers(one, inside) for one in wanted)

    return covers


def _inside(content: Path, file: Path) -> str | None:
    """The path relative to the content, as written or with all links followed."""
    for whole in (os.path.abspath, os.path.realpath):
        root, path = whole(content), whole(file)
        if path == root or path.startswith(root.rstrip(os.sep) + os.sep):
            return os.path.relpath(path, root)
    return None


def _report(inside: str) -> str:
    parts = Path(inside).parts
    if parts[:1] == ("reports",) and len(parts) > 3:
        return str(Path(*parts[:3], parts[3].removesuffix(".yml")))
    return inside


def _covers(wanted: str, path: str | None) -> bool:
    if path is None or wanted == ".":
        return path is not None
    return path in (wanted, f"{wanted}.yml") or path.startswith(wanted + os.sep)

"""Which problems belong to the files and folders that a person named on the command line."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path


def selected_part(content: Path, named: Path) -> str | None:
    """The part of the content that is meant, as `reports/2021/gonganju/shili`; None if none is.

    `named` may be relative to the current folder or to the content. A report's file, and its
    attachments, stand for the report: what is wrong with one may be reported of the other.
    """
    for file in (named, content / named):
        if os.path.lexists(file) and (inside := _inside(content, file)) is not None:
            return report_of(inside)
    return None


def parts_of(content: Path, files: Iterable[Path]) -> list[str]:
    """The parts of the content that files belong to, whether they exist or not."""
    found = (_inside(content, file) for file in files)
    return [report_of(inside) for inside in found if inside is not None]


def path_filter(content: Path, parts: Iterable[str]) -> Callable[[str], bool]:
    """Tells whether a path belongs to one of the parts; without parts, every path does."""
    wanted = tuple(parts)
    root = f"{content.as_posix()}/"

    def is_selected(path: str) -> bool:
        inside = path.removeprefix(root) if path.startswith(root) else _inside(content, Path(path))
        return inside is not None and any(_covers(one, inside) for one in wanted)

    return is_selected if wanted else lambda _: True


def _inside(content: Path, file: Path) -> str | None:
    """The path relative to the content, as written or with all links followed."""
    for resolve in (os.path.abspath, os.path.realpath):
        root, path = Path(resolve(content)), Path(resolve(file))
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return None


def report_of(inside: str) -> str:
    """The part that a path below the content belongs to: of a report's file, the report."""
    parts = inside.split("/")
    if parts[0] == "reports" and len(parts) > 3:
        return "/".join((*parts[:3], parts[3].removesuffix(".yml")))
    return inside


def _covers(wanted: str, path: str) -> bool:
    return path in (wanted, f"{wanted}.yml") or wanted == "." or path.startswith(f"{wanted}/")

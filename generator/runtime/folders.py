"""What a folder holds, by names that are the same on every system."""

import os
import unicodedata
from contextlib import suppress
from pathlib import Path


def names_in(folder: Path) -> list[str]:
    """The names in a folder, sorted: faster than sorting paths."""
    return sorted(common_name(os.fspath(folder), name) for name in os.listdir(folder))  # noqa: PTH208


def common_name(folder: str, name: str) -> str:
    """A name that the folder lists; composed (NFC) where the file system takes both for one.

    macOS may list a name decomposed that git, and whoever wrote it, has composed.
    """
    if name.isascii() or (composed := unicodedata.normalize("NFC", name)) == name:
        return name
    with suppress(OSError):  # there is no file of the other name
        if os.path.samestat(os.lstat(f"{folder}/{name}"), os.lstat(f"{folder}/{composed}")):
            return composed
    return name

"""The program as it is installed: a digest of it, and where the files are that come with it.

A cached file made by another version is not used.
"""

import hashlib
import os
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
_IN_WHEEL = PACKAGE / "shipped"  # `setup.py` puts there what lies beside the package in a checkout


def shipped(path: str) -> Path:
    """A file or folder that comes with the program: theme, configuration, scripts, papers."""
    return (_IN_WHEEL if _IN_WHEEL.is_dir() else PACKAGE.parent) / path


@cache
def fingerprint(*packages: str) -> str:
    """SHA-256, in hex, of all files of these packages; of the whole program where none is named."""
    digest = hashlib.sha256()
    for below in [f"{name}/" for name in packages] or [""]:
        for name, sha256 in _files():
            if name.startswith(below):
                digest.update(f"{name}\0".encode() + sha256)
    return digest.hexdigest()


@cache
def _files() -> tuple[tuple[str, bytes], ...]:
    """Name and SHA-256 of each file of the program, read once for all digests of it."""
    found = []
    for folder, below, names in os.walk(PACKAGE):
        below[:] = [name for name in below if name != "__pycache__"]
        for file in filter(Path.is_file, (Path(folder, name) for name in names)):
            name = file.relative_to(PACKAGE).as_posix()
            found.append((name, hashlib.sha256(file.read_bytes()).digest()))
    return tuple(sorted(found))

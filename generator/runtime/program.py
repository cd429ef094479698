"""The program as it is installed: a digest of it, and where the files are that come with it.

A cached file made by another version is not used.
"""

import hashlib
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
    for folder in [PACKAGE / name for name in packages] or [PACKAGE]:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                name = file.relative_to(PACKAGE).as_posix()
                digest.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()

"""A digest of the program as it is installed: a cached file made by another version is not used."""

import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


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

"""Files of the site that are made of the catalogue: each says what it depends on."""

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from generator.runtime import program

_WINGS = ("model", "check", "pages", "data")  # whose code says what is in the files


class DataFile(NamedTuple):
    """One file: `address` is relative to the site's root, `make` gives its bytes.

    The `repr` of `depends_on` tells all that it is made of, beside the program. `make` can be sent
    to another process.
    """

    address: str
    depends_on: object
    make: Callable[[], bytes]

    @property
    def cache_name(self) -> str:
        """Its name in the cache of files."""
        return cache_name((self.address, self.depends_on))


class CachedFile(NamedTuple):
    """A file in the cache: its name there, and its SHA-256."""

    name: str
    sha256: str


def cache_name(depends_on: object) -> str:
    """A name in the cache for what is made of this by the program as it is."""
    digest = _of_program().copy()
    digest.update(repr(depends_on).encode("utf-8", "surrogatepass"))
    name: str = digest.hexdigest()[:40]
    return name


@cache
def _of_program() -> Any:  # of a private type of hashlib
    return hashlib.sha256(program.fingerprint(*_WINGS).encode())

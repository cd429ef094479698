"""Files within archives, by the names of the documents that were read from them."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from generator.check.attachments.contents import Quota
from generator.check.attachments.xml_package import ZipPackage


def unpacked_bytes(file: Path, inner: Sequence[str]) -> bytes:
    """The bytes of a file, or of that to which these names lead, from archive to archive.

    Raises KeyError where there is none, Unreadable where it has a password or is too big.
    """
    if not inner:
        return file.read_bytes()
    package = _opened(file)
    for name in inner[:-1]:
        package = ZipPackage(package.read(name), package.quota)
    return package.read(inner[-1])


def original(file: Path, name: str) -> bytes:
    """The bytes of what a document of this name was read from: `file`, or a file in it.

    Raises KeyError where there is none, Unreadable where it has a password or is too big.
    """
    rest = name.removeprefix(file.name)
    if not rest:
        return file.read_bytes()
    package = _opened(file)
    while True:
        starts = (one for one in package.members if f"{rest}/".startswith(f"/{one}/"))
        member = max(starts, key=len, default=None)
        if member is None:
            raise KeyError(name)
        data, rest = package.read(member), rest[len(member) + 1 :]
        if not rest:
            return data
        package = ZipPackage(data, package.quota)


def _opened(file: Path) -> ZipPackage:
    """The archive in a file, of which as much may be read as of a new one."""
    about = file.stat()
    package = _archive(file, about.st_mtime_ns, about.st_size)
    package.quota = Quota()
    return package


@lru_cache(maxsize=1)  # its files are asked for one after the other, and its list is long
def _archive(file: Path, _changed: int, _size: int) -> ZipPackage:
    return ZipPackage(file.read_bytes(), Quota())

"""Files within archives, by the names of the documents that were read from them."""

from collections.abc import Sequence
from pathlib import Path

from generator.check.attachments.contents import Quota
from generator.check.attachments.xml_package import ZipPackage


def unpacked_bytes(file: Path, inner: Sequence[str]) -> bytes:
    """The bytes of a file, or of that to which these names lead, from archive to archive.

    Raises KeyError where there is none, Unreadable where it has a password or is too big.
    """
    data, quota = file.read_bytes(), Quota()
    for name in inner:
        data = ZipPackage(data, quota).read(name)
    return data


def original(file: Path, name: str) -> bytes:
    """The bytes of what a document of this name was read from: `file`, or a file in it.

    Raises KeyError where there is none, Unreadable where it has a password or is too big.
    """
    data, quota = file.read_bytes(), Quota()
    rest = name.removeprefix(file.name)
    while rest:
        package = ZipPackage(data, quota)
        starts = (one for one in package.members if f"{rest}/".startswith(f"/{one}/"))
        member = max(starts, key=len, default=None)
        if member is None:
            raise KeyError(name)
        data, rest = package.read(member), rest[len(member) + 1 :]
    return data

"""ZIP files with bounds: no more is unpacked than the quota allows, whatever the file claims."""

import io
import zipfile
from collections.abc import Iterator
from functools import cached_property
from typing import TypeVar

from generator.check.attachments.contents import BROKEN, ENCRYPTED, Quota, Unreadable
from generator.check.attachments.xml_reader import XmlHandler, parse

HandlerType = TypeVar("HandlerType", bound=XmlHandler)

_ENTRY = b"PK\x01\x02"
_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_UTF8 = 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for gigabytes of memory


class ZipPackage:
    """The members of a ZIP file by their names; all methods raise Unreadable."""

    def __init__(self, data: bytes, quota: Quota) -> None:
        quota.count_members(data.count(_ENTRY))  # before the list of members fills the memory
        self.quota = quota
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:
            raise Unreadable(BROKEN) from error

    @cached_property
    def members(self) -> dict[str, zipfile.ZipInfo]:
        """Every member that is a file."""
        return {_name(one): one for one in self._zip.infolist() if not one.is_dir()}

    def read(self, name: str) -> bytes:
        """A member's bytes."""
        return b"".join(self.chunks(name))

    def parse(self, name: str, handler: HandlerType) -> HandlerType:
        """The handler, after it was handed a member's XML."""
        parse(self.chunks(name), handler)
        return handler

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member's bytes piece by piece."""
        member = self.members[name]
        if member.flag_bits & _ENCRYPTED:
            raise Unreadable(ENCRYPTED)
        if member.compress_type not in _METHODS:
            raise Unreadable("压缩方式少见，程序打不开")
        try:
            with self._zip.open(member) as opened:
                while chunk := opened.read(_CHUNK):
                    self.quota.count_bytes(len(chunk))
                    yield chunk
        except Unreadable:
            raise
        except Exception as error:
            raise Unreadable(BROKEN) from error


def _name(member: zipfile.ZipInfo) -> str:
    """The name; Chinese Windows writes it in GBK and does not say so."""
    if member.flag_bits & _UTF8:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return member.filename

"""The texts of a file while they are collected, and how much of the file may be read."""

from dataclasses import dataclass, field
from typing import NamedTuple

from generator.check.rule import FILE_PROPERTIES

MEGABYTE = 1024 * 1024
MAX_FILE_SIZE = 20 * MEGABYTE
MAX_UNPACKED = 50 * MEGABYTE
MAX_MEMBERS = 3000
MAX_ELEMENTS = 3_000_000
MAX_TEXT = 10_000_000  # characters
MAX_DEPTH = 3  # a document in an archive in an archive in an archive
(
    AUTHOR, LAST_EDITOR, COMPANY, MANAGER, PROPERTY, FIELD, LINK, PICTURE, FORMULA, INTERNAL,
) = FILE_PROPERTIES  # fmt: skip

BROKEN = "文件已损坏，或者不是扩展名所说的那种文件"
ENCRYPTED = "文件有密码"
TOO_BIG = f"文件超过 {MAX_FILE_SIZE // MEGABYTE} MB"
TOO_MUCH = f"里面的内容展开以后太多（超过 {MAX_UNPACKED // MEGABYTE} MB），可能是恶意文件"


class Unreadable(Exception):  # noqa: N818  what it says of the file, not of us
    """Why a file cannot be read, as a Chinese phrase."""


class InnerFile(NamedTuple):
    """A file within the file; `embedded` for one that a reader of a document hardly sees."""

    name: str
    data: bytes
    embedded: bool = False


@dataclass(slots=True)
class Quota:
    """What may still be read of one attachment, files within it included.

    Each method takes off what is read now; raises Unreadable where that is too much.
    """

    unpacked: int = MAX_UNPACKED
    members: int = MAX_MEMBERS
    elements: int = MAX_ELEMENTS
    text: int = MAX_TEXT

    def count_bytes(self, size: int) -> None:
        """Bytes that were unpacked."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise Unreadable(TOO_MUCH)

    def count_members(self, members: int) -> None:
        """Members of an archive."""
        self.members -= members
        if self.members < 0:
            raise Unreadable(f"里面的文件超过 {MAX_MEMBERS} 个")

    def count_text(self, size: int) -> None:
        """Characters that came out of fewer, such as a text that many cells refer to."""
        self.text -= size
        if self.text < 0:
            raise Unreadable(TOO_MUCH)

    def count_element(self) -> None:
        """An element of XML."""
        self.elements -= 1
        if self.elements < 0:
            raise Unreadable(TOO_MUCH)


@dataclass(slots=True)
class Contents:
    """Visible and hidden texts with their places, reasons for what is unread, files within."""

    parts: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    inner: list[InnerFile] = field(default_factory=list)

    def add_part(self, place: str, text: str) -> None:
        """Add a text that a reader sees, unless it is blank."""
        if text.strip():
            self.parts.append((place, text.strip("\n")))

    def add_hidden(self, what: str, text: str) -> None:
        """Add a text that a reader does not see at first, unless it is blank."""
        if text.strip():
            self.hidden.append((what, text.strip("\n")))

    def add_inner(self, name: str, found: "Contents", *, embedded: bool) -> None:
        """Add what was found in a file within this one."""
        prefix = f"“{name}”的"
        if embedded:
            self.hidden += [(f"嵌入的文件{prefix}{place}", text) for place, text in found.parts]
        else:
            self.parts += [(f"{prefix}{place}", text) for place, text in found.parts]
        self.hidden += [
            (what if what in FILE_PROPERTIES else f"{prefix}{what}", text)
            for what, text in found.hidden
        ]
        self.unread += [f"里面的“{name}”：{reason}" for reason in found.unread]

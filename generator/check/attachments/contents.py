"""What was found in a file, while it is being taken apart, and how much of it may be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.check.rule import PROPERTIES

MEGABYTE = 1024 * 1024
MOST_READ = 20 * MEGABYTE
MOST_UNPACKED = 50 * MEGABYTE
MOST_MEMBERS = 3000
MOST_ELEMENTS = 3_000_000
MOST_TEXT = 10_000_000  # characters
DEEPEST = 3  # a document in an archive in an archive in an archive
AUTHOR, LAST_EDITOR, COMPANY, MANAGER, PROPERTY, FIELD, LINK, PICTURE, FORMULA, INSIDE = PROPERTIES

BROKEN = "文件已损坏，或者不是扩展名所说的那种文件"
ENCRYPTED = "文件有密码"
TOO_BIG = f"文件超过 {MOST_READ // MEGABYTE} MB"
TOO_MUCH = f"里面的内容展开以后太多（超过 {MOST_UNPACKED // MEGABYTE} MB），可能是恶意文件"


class Unreadable(Exception):  # noqa: N818  what it says of the file, not of us
    """Why a file cannot be read, as a Chinese phrase."""


class Inner(NamedTuple):
    """A file within the file; `embedded` for one that a reader of a document hardly sees."""

    name: str
    data: bytes
    embedded: bool = False


@dataclass(slots=True)
class Budget:
    """What may still be read of one attachment, files within it included."""

    unpacked: int = MOST_UNPACKED
    members: int = MOST_MEMBERS
    elements: int = MOST_ELEMENTS
    text: int = MOST_TEXT

    def unpack(self, size: int) -> None:
        """Count bytes that were unpacked."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise Unreadable(TOO_MUCH)

    def enter(self, members: int) -> None:
        """Count members of an archive."""
        self.members -= members
        if self.members < 0:
            raise Unreadable(f"里面的文件超过 {MOST_MEMBERS} 个")

    def write(self, size: int) -> None:
        """Count characters that came out of fewer, such as a text that many cells refer to."""
        self.text -= size
        if self.text < 0:
            raise Unreadable(TOO_MUCH)

    def element(self) -> None:
        """Count an element of XML."""
        self.elements -= 1
        if self.elements < 0:
            raise Unreadable(TOO_MUCH)


@dataclass(slots=True)
class Contents:
    """Parts, hidden texts, reasons why something could not be read, files within."""

    parts: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    inner: list[Inner] = field(default_factory=list)

    def part(self, place: str, text: str) -> None:
        """A text that a reader sees; nothing where there is none."""
        if text.strip():
            self.parts.append((place, text.strip("\n")))

    def hide(self, what: str, text: str) -> None:
        """A text that a reader does not see at first; nothing where there is none."""
        if text.strip():
            self.hidden.append((what, text.strip("\n")))

    def within(self, name: str, found: Contents, *, embedded: bool) -> None:
        """Take in what was found in a file within this one."""
        prefix = f"“{name}”的"
        seen = [(f"嵌入的文件{prefix}{place}", text) for place, text in found.parts]
        if embedded:
            self.hidden += seen
        else:
            self.parts += [(f"{prefix}{place}", text) for place, text in found.parts]
        self.hidden += [
            (what if what in PROPERTIES else f"{prefix}{what}", text) for what, text in found.hidden
        ]
        self.unread += [f"里面的“{name}”：{reason}" for reason in found.unread]


class Row(NamedTuple):
    """A row of a sheet: its number, whether it is hidden, cells with whether their column is."""

    number: int
    hidden: bool
    cells: list[tuple[bool, str]]


def add_sheet(contents: Contents, name: str, rows: Iterable[Row], *, hidden: bool) -> None:
    """A sheet's text, a line a row, tabs between cells; hidden rows and columns by themselves."""
    shown, in_rows, in_columns, numbers = [], [], [], []
    for row in rows:
        if row.hidden and any(text for _, text in row.cells):
            numbers.append(row.number)
            in_rows.append("\t".join(text for _, text in row.cells))
            continue
        shown.append("\t".join(text for concealed, text in row.cells if not concealed))
        in_columns.append("\t".join(text for concealed, text in row.cells if concealed))
    if hidden:
        everything = (*shown, *in_rows, *in_columns)
        contents.hide(f"隐藏的工作表“{name}”", "\n".join(filter(None, everything)))
        return
    contents.part(f"工作表“{name}”", "\n".join(shown))
    which = "、".join(map(str, numbers[:3])) + (" 等" if len(numbers) > 3 else "")
    contents.hide(f"工作表“{name}”隐藏的第 {which} 行", "\n".join(in_rows))
    contents.hide(f"工作表“{name}”隐藏的列", "\n".join(filter(None, in_columns)))


def number_as_shown(text: str) -> str:
    """A stored number as a person reads it: no exponent, no digits that only the machine made."""
    try:
        value = float(text)
    except ValueError:
        return text
    if text.isdecimal() or not abs(value) < 1e21:
        return text
    return str(int(value)) if value == int(value) else f"{value:.15g}"

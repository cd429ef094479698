"""The texts of a file while they are collected, and how much of the file may be read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from generator.check.rule import FILE_PROPERTIES

MEGABYTE = 1024 * 1024
MAX_FILE_SIZE = 20 * MEGABYTE
MAX_UNPACKED = 50 * MEGABYTE
MAX_MEMBERS = 3000
MAX_ELEMENTS = 3_000_000
MAX_TEXT = 10_000_000  # characters
MAX_MEMORY = 2 * 1024**3  # bytes that the program which reads attachments may take

BROKEN = "文件已损坏，或者不是扩展名所说的那种文件"
ENCRYPTED = "文件有密码"
TOO_BIG = f"文件超过 {MAX_FILE_SIZE // MEGABYTE} MB"
TOO_MUCH = f"里面的内容展开以后太多（超过 {MAX_UNPACKED // MEGABYTE} MB），可能是恶意文件"
TOO_MANY = f"里面的文件超过 {MAX_MEMBERS} 个"

# What a file is by its content.
PDF, OFD, PICTURE, ARCHIVE, RTF, TEXT = "PDF", "OFD", "图片", "压缩包", "RTF", "纯文本"
WORD, EXCEL, WEB_PAGE = "Word 文件（docx）", "Excel 文件（xlsx）", "网页"
OLD_WORD, OLD_EXCEL = "Word 97–2003 文件", "Excel 97–2003 文件"

Counted = Literal["bytes", "members", "elements", "characters"]


class Unreadable(Exception):  # noqa: N818  what it says of the file, not of us
    """Why a file cannot be read, as a Chinese phrase."""


class Exhausted(Unreadable):
    """More than may be read of one file: nothing else of it is read."""


class Hidden:
    """What a hidden text is, where it is no comment, no change and no hidden part."""

    (
        AUTHOR, LAST_EDITOR, COMPANY, MANAGER, PROPERTY, FIELD, LINK, PICTURE, FORMULA, INTERNAL,
    ) = FILE_PROPERTIES  # fmt: skip


class InnerFile(NamedTuple):
    """A file within the file; `embedded` for one that a reader of a document hardly sees."""

    name: str
    data: bytes
    embedded: bool = False


class Quota:
    """What may still be read of one attachment, files within it included."""

    def __init__(self) -> None:
        self._left = {
            "bytes": MAX_UNPACKED,
            "members": MAX_MEMBERS,  # of archives
            "elements": MAX_ELEMENTS,  # of XML
            "characters": MAX_TEXT,  # that came out of fewer, as where many cells have one text
        }

    def count(self, what: Counted, number: int = 1) -> None:
        """Take off what is read now; raises Exhausted where that is too much."""
        self._left[what] -= number
        if self._left[what] < 0:
            raise Exhausted(TOO_MANY if what == "members" else TOO_MUCH)


@dataclass(slots=True)
class Contents:
    """Visible and hidden texts with their places, reasons for what is unread, files within."""

    parts: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    kind: str = ""  # what the file is by its content, in Chinese; empty where that is not known
    inner: list[InnerFile] = field(default_factory=list)

    def add_part(self, place: str, text: str) -> None:
        """Add a text that a reader sees, unless it is blank."""
        if text.strip():
            self.parts.append((place, text.strip("\n")))

    def add_hidden(self, what: str, text: str) -> None:
        """Add a text that a reader does not see at first, unless it is blank."""
        if text.strip():
            self.hidden.append((what, text.strip("\n")))

    def add_internal(self, texts: Iterable[str]) -> None:
        """Add texts that stand where no program shows them, but for those that are known."""
        known = {text for _, text in (*self.parts, *self.hidden)}
        lines = dict.fromkeys(one for one in texts if one not in known)
        self.add_hidden(Hidden.INTERNAL, "\n".join(lines))

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

    def cut_to_limit(self) -> None:
        """Cut the texts to `MAX_TEXT` characters, and say so where some were lost."""
        left = MAX_TEXT
        for texts in (self.parts, self.hidden):
            for number, (place, text) in enumerate(texts):
                texts[number] = (place, text[:left])
                left -= len(texts[number][1])
        if left <= 0:
            self.unread.append(TOO_MUCH)

"""RTF files: they go by the name of .doc, too; with the pictures and objects in them."""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

from generator.check.attachments import legacy_office, pictures
from generator.check.attachments.contents import RTF, Contents, Hidden, InnerFile, Quota

_TOKEN = re.compile(
    r"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?"
    r"|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"
)
_BREAKS = {
    **dict.fromkeys(("par", "line", "row", "nestrow", "page", "sect", "column", "softline"), "\n"),
    **dict.fromkeys(("sn", "sv"), "\n"),  # name and value of a shape's property
    **dict.fromkeys(("cell", "nestcell", "tab"), "\t"),
    **dict.fromkeys(("emspace", "enspace", "qmspace"), " "),
    **dict.fromkeys(("emdash", "endash"), "-"),
}
_SYMBOLS = {"~": b" ", "_": b"-", "{": b"{", "}": b"}", "\\": b"\\", "\n": b"\n", "\r": b"\n"}
_UNSHOWN = ("fonttbl", "colortbl", "stylesheet", "rsidtbl", "pgdsctbl")
_PROPERTIES = (
    "info", "title", "subject", "keywords", "doccomm", "category", "hlinkbase",
    "docvar", "userprops",
)  # fmt: skip
_HEX = "hex"  # bytes of pictures, objects and data, written in digits
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")
_NO_DIGITS = re.compile(rb"[^0-9A-Fa-f\s]")
_DESTINATIONS = {
    **dict.fromkeys(_UNSHOWN, Hidden.INTERNAL),
    **dict.fromkeys(_PROPERTIES, Hidden.PROPERTY),
    **dict.fromkeys(("pict", "objdata", "themedata", "datastore", "colorschememapping"), _HEX),
    **dict.fromkeys(("xe", "tc"), Hidden.FIELD),  # entries of an index, of contents
    "author": Hidden.AUTHOR,
    "operator": Hidden.LAST_EDITOR,
    "company": Hidden.COMPANY,
    "manager": Hidden.MANAGER,
    "annotation": "批注",
    "footnote": "脚注",
    "shptxt": "正文",
}
_LONGEST_FALLBACK = 4  # bytes
_HIDING = {"v": "隐藏文字", "deleted": "修订中删去的文字"}
_NUMBER = re.compile(r"(?:\d[ -]?){7,}")
_OF_BODY = {"正文", *_HIDING.values()}


def read(data: bytes, quota: Quota, contents: Contents) -> None:
    """Add its texts; bytes of its code page are joined before they are decoded."""
    contents.kind = RTF
    quota.count("bytes", len(data))
    reader, text, place = _Reader(), data.decode("latin-1"), 0
    while one := _TOKEN.search(text, place):
        place = one.end()
        if one[3] == "bin":
            end = place + max(int(one[4] or 0), 0)
            reader.binary[-1] += data[place:end].hex().encode()
            place = end
        else:
            reader.take(one)
    internal = _text(reader.found.pop(Hidden.INTERNAL, b""))
    for what, written in reader.found.items():
        add = contents.add_part if what in ("正文", "脚注") else contents.add_hidden
        add(what, _text(written))
    contents.add_internal(_unknown(internal, _text(reader.former), contents))
    for written in reader.binary:
        if _NO_DIGITS.search(written):
            contents.add_hidden(Hidden.INTERNAL, _text(written))
        digits = _NOT_HEX.sub(b"", written)
        inner = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
        if pictures.is_picture(inner):
            contents.inner.append(InnerFile("图片", inner))
        else:
            legacy_office.add_stream("嵌入的对象", inner, contents)


def _unknown(internal: str, former: str, contents: Contents) -> Iterator[str]:
    """The lines that stand nowhere else; of what was there before changes, those with numbers."""
    known = "\n".join(text for _, text in (*contents.parts, *contents.hidden))
    lines, numbers = {line.strip() for line in known.split("\n")}, _numbers(known)
    yield from (line for line in internal.split("\n") if line.strip() not in lines)
    yield from (line for line in former.split("\n") if _numbers(line) - numbers)


def _numbers(text: str) -> set[str]:
    return {re.sub("[ -]", "", one) for one in _NUMBER.findall(text)}


def _text(written: bytes | bytearray) -> str:
    return written.decode("gb18030", errors="replace")


@dataclass(slots=True)
class _Group:
    """What holds until the end of a group: where its text belongs, and how to read it."""

    destination: str = "正文"
    fallback_length: int = 1  # characters that stand for one the code page lacks
    is_inserted: bool = False  # by a tracked change


class _Reader:
    """Text by its destination."""

    def __init__(self) -> None:
        self.found: dict[str, bytearray] = {}
        self.former = bytearray()  # the body without what changes inserted, with what they deleted
        self.binary = [bytearray()]  # hexadecimal digits of each picture and object
        self._groups = [_Group()]
        self._skip = 0
        self._half = 0  # of a letter that UTF-16 writes as two

    def take(self, one: re.Match[str]) -> None:
        """Take one token of the file."""
        byte, number, word, value, sign, brace, plain = one.groups()
        group = self._groups[-1]
        if brace:
            self._skip = 0
            self._begin_or_end(brace)
        elif word == "uc":
            group.fallback_length = int(value or 1)
        elif word:
            self._write(_BREAKS.get(word, "").encode())
            group.destination = _destination(group.destination, word, value)
            if word in ("revised", "plain"):
                group.is_inserted = word == "revised" and value != "0"
            if _DESTINATIONS.get(word) == _HEX:
                self.binary.append(bytearray())
        elif sign == "*":
            group.destination = Hidden.INTERNAL  # unless the next word says what it is
            self._write(b"\n")
        elif number:
            self._write(self._letter(int(number) % 0x10000))
            self._skip = group.fallback_length
        else:
            self._characters(byte, sign, plain or "")

    def _letter(self, number: int) -> bytes:
        """A letter by its number in UTF-16: the rarer ones have two, and come with the second."""
        half, self._half = self._half, number if 0xD800 <= number < 0xDC00 else 0
        if self._half:
            return b""
        if half and 0xDC00 <= number < 0xE000:
            number = 0x10000 + ((half - 0xD800) << 10) + number - 0xDC00
        return chr(number).encode("gb18030", errors="replace")

    def _begin_or_end(self, brace: str) -> None:
        group = self._groups[-1]
        if brace == "{":
            self._groups.append(copy(group))
        elif len(self._groups) > 1:
            is_listing = group.destination == Hidden.PROPERTY  # a name or value in each group
            if is_listing or group.destination != self._groups[-2].destination:
                self._add(b" ", group.destination)
            self._groups.pop()

    def _characters(self, byte: str | None, sign: str | None, plain: str) -> None:
        text = bytes.fromhex(byte) if byte else _SYMBOLS.get(sign or "", plain.encode("latin-1"))
        skipped = min(self._skip, len(text))
        self._skip -= skipped
        self._write(text[skipped:])
        if skipped > _LONGEST_FALLBACK:
            self._add(b"\n" + text[:skipped], Hidden.INTERNAL)

    def _write(self, text: bytes) -> None:
        group = self._groups[-1]
        if group.destination == _HEX:
            self.binary[-1].extend(text)
        elif text:
            self._add(text, group.destination)
        if group.destination in _OF_BODY and not group.is_inserted:
            self.former.extend(text)

    def _add(self, text: bytes, destination: str) -> None:
        self.found.setdefault(destination, bytearray()).extend(text)


def _destination(current: str, word: str, value: str | None) -> str:
    """Where the text that follows belongs."""
    if word in _HIDING and current != Hidden.FIELD:
        return _HIDING[word] if value != "0" else "正文"
    if word == "plain" and current in _HIDING.values():
        return "正文"
    return _DESTINATIONS.get(word, current)

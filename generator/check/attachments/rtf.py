"""RTF files: they go by the name of .doc, too; with the pictures and objects in them."""

import re

from generator.check.attachments import legacy_office, pictures
from generator.check.attachments.contents import RTF, Contents, Hidden, InnerFile, Quota

_TOKEN = re.compile(
    r"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?"
    r"|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"
)
_BREAKS = {"par": "\n", "line": "\n", "row": "\n", "cell": "\t", "tab": "\t"}
_SYMBOLS = {"~": b" ", "_": b"-", "{": b"{", "}": b"}", "\\": b"\\"}
_NO_TEXT = ("fonttbl", "colortbl", "stylesheet", "info", "rsidtbl", "pgdsctbl")
_HEX = "hex"  # bytes of pictures and objects, written in digits
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")
_DESTINATIONS = {
    **dict.fromkeys(_NO_TEXT, ""),
    **dict.fromkeys(("title", "subject", "keywords", "doccomm"), Hidden.PROPERTY),
    "author": Hidden.AUTHOR,
    "operator": Hidden.LAST_EDITOR,
    "company": Hidden.COMPANY,
    "annotation": "批注",
    "footnote": "脚注",
    "shptxt": "正文",
    "pict": _HEX,
    "objdata": _HEX,
}
_HIDING = {"v": "隐藏文字", "deleted": "修订中删去的文字"}


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
    for what, written in reader.found.items():
        add = contents.add_part if what in ("正文", "脚注") else contents.add_hidden
        add(what, bytes(written).decode("gb18030", errors="replace"))
    for written in reader.binary:
        digits = _NOT_HEX.sub(b"", written)
        inner = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
        if pictures.is_picture(inner):
            contents.inner.append(InnerFile("图片", inner))
        else:
            legacy_office.add_stream("嵌入的对象", inner, contents)


class _Reader:
    """Text by its destination, which holds until the end of the group."""

    def __init__(self) -> None:
        self.found: dict[str, bytearray] = {}
        self.binary = [bytearray()]  # hexadecimal digits of each picture and object
        self._destinations = ["正文"]
        self._fallback_length = 1  # characters that stand for one the code page lacks
        self._skip = 0

    def take(self, one: re.Match[str]) -> None:
        """Take one token of the file."""
        byte, number, word, value, sign, brace, plain = one.groups()
        if brace == "{":
            self._destinations.append(self._destinations[-1])
        elif brace and len(self._destinations) > 1:
            if self._destinations[-1] != self._destinations[-2]:
                self._write(b" ")
            self._destinations.pop()
        elif word == "uc":
            self._fallback_length = int(value or 1)
        elif word:
            self._write(_BREAKS.get(word, "").encode())
            self._destinations[-1] = _destination(self._destinations[-1], word, value)
            if _DESTINATIONS.get(word) == _HEX:
                self.binary.append(bytearray())
        elif sign == "*":
            self._destinations[-1] = Hidden.INTERNAL  # unless the next word says what it is
        elif number:
            self._write(chr(int(number) % 0x10000).encode("gb18030", errors="replace"))
            self._skip = self._fallback_length
        else:
            self._characters(byte, sign, plain or "")

    def _characters(self, byte: str | None, sign: str | None, plain: str) -> None:
        text = bytes.fromhex(byte) if byte else _SYMBOLS.get(sign or "", plain.encode("latin-1"))
        skipped = min(self._skip, len(text))
        self._skip -= skipped
        self._write(text[skipped:])

    def _write(self, text: bytes) -> None:
        if self._destinations[-1] == _HEX:
            self.binary[-1].extend(text)
        elif text and self._destinations[-1]:
            self.found.setdefault(self._destinations[-1], bytearray()).extend(text)


def _destination(current: str, word: str, value: str | None) -> str:
    """Where the text that follows belongs; "" for what is no text."""
    if word in _HIDING and current:
        return _HIDING[word] if value != "0" else "正文"
    if word == "plain" and current in _HIDING.values():
        return "正文"
    return _DESTINATIONS.get(word, current)

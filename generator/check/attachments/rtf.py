"""The text of RTF files, and what they hide."""

import re

from generator.check.attachments.contents import (
    AUTHOR,
    COMPANY,
    INTERNAL,
    LAST_EDITOR,
    PROPERTY,
    Contents,
)

_TOKEN = re.compile(
    r"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?"
    r"|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"
)
_BREAKS = {"par": "\n", "line": "\n", "row": "\n", "cell": "\t", "tab": "\t"}
_SYMBOLS = {"~": b" ", "_": b"-", "{": b"{", "}": b"}", "\\": b"\\"}
_NO_TEXT = ("fonttbl", "colortbl", "stylesheet", "pict", "info", "rsidtbl", "pgdsctbl")
_DESTINATIONS = {
    **dict.fromkeys(_NO_TEXT, ""),
    **dict.fromkeys(("title", "subject", "keywords", "doccomm"), PROPERTY),
    "author": AUTHOR,
    "operator": LAST_EDITOR,
    "company": COMPANY,
    "annotation": "批注",
    "footnote": "脚注",
    "shptxt": "正文",
}
_HIDING = {"v": "隐藏文字", "deleted": "修订中删去的文字"}


def read(data: bytes, contents: Contents) -> None:
    """Add the texts of an RTF file; bytes of its code page are joined before they are decoded."""
    reader = _RtfReader()
    for one in _TOKEN.finditer(data.decode("latin-1")):
        reader.take(one)
    for what, written in reader.found.items():
        add = contents.add_part if what in ("正文", "脚注") else contents.add_hidden
        add(what, bytes(written).decode("gb18030", errors="replace"))


class _RtfReader:
    """Text by its destination, which holds until the end of the group."""

    def __init__(self) -> None:
        self.found: dict[str, bytearray] = {}
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
        elif sign == "*":
            self._destinations[-1] = INTERNAL  # unless the next word says what it is
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
        if text and self._destinations[-1]:
            self.found.setdefault(self._destinations[-1], bytearray()).extend(text)


def _destination(current: str, word: str, value: str | None) -> str:
    """Where the text that follows belongs; "" for what is no text."""
    if word in _HIDING and current:
        return _HIDING[word] if value != "0" else "正文"
    if word == "plain" and current in _HIDING.values():
        return "正文"
    return _DESTINATIONS.get(word, current)

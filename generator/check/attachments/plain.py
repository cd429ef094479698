"""Text as it is: plain, or that of HTML and RTF, which often go by the name of .doc or .xls."""

from __future__ import annotations

import html
import re

from generator.check.attachments.contents import (
    AUTHOR,
    BROKEN,
    COMPANY,
    INSIDE,
    LAST_EDITOR,
    PROPERTY,
    Budget,
    Contents,
    Unreadable,
)

_MARKED_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 4096
# What a Chinese text hardly has: noise has it everywhere.
_ODD = re.compile("[^\t\n\r\x0c -~\u00a0-\u024f\u2000-\u33ff\u4e00-\u9fff\uff00-\uffef]")
_TAG = re.compile(r"<(?!!--)[^<>]{0,10000}>")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_STYLE = re.compile(r"<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_HTML = re.compile(r"\s*<(?:!doctype|html|\?xml|table|meta|head)", re.IGNORECASE)
_AUTHOR = re.compile(r"<(?:o|dc):(?:Author|creator|LastAuthor)>([^<]*)<", re.IGNORECASE)
_RTF = re.compile(
    r"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?"
    r"|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"
)
_RTF_BREAKS = {"par": "\n", "line": "\n", "row": "\n", "cell": "\t", "tab": "\t"}
_RTF_SIGNS = {"~": b" ", "_": b"-", "{": b"{", "}": b"}", "\\": b"\\"}
_RTF_NO_TEXT = ("fonttbl", "colortbl", "stylesheet", "pict", "info", "rsidtbl", "pgdsctbl")
_RTF_ASIDE = {
    **dict.fromkeys(_RTF_NO_TEXT, ""),
    **dict.fromkeys(("title", "subject", "keywords", "doccomm"), PROPERTY),
    "author": AUTHOR,
    "operator": LAST_EDITOR,
    "company": COMPANY,
    "annotation": "批注",
    "footnote": "脚注",
    "shptxt": "正文",
}
_RTF_HIDDEN = {"v": "隐藏文字", "deleted": "修订中删去的文字"}


def decoded(data: bytes) -> str:
    """Bytes as text: UTF-8, UTF-16, else GB 18030; what is none of them is shown as a mark."""
    if data.startswith(_MARKED_UTF16):
        return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    if "\0" in text[:_SAMPLE]:
        big = data[:_SAMPLE:2].count(0) > data[1:_SAMPLE:2].count(0)
        return data.decode("utf-16-be" if big else "utf-16-le", errors="replace")
    return text


def read(data: bytes, budget: Budget, contents: Contents) -> None:
    """Take a text file apart; what is no text at all is not to be read."""
    budget.unpack(len(data))
    if data.startswith(b"{\\rtf"):
        _rtf(data.decode("latin-1"), contents)
        return
    text = decoded(data)
    sample = text[:_SAMPLE]
    if len(_ODD.findall(sample)) > len(sample) // 8:
        raise Unreadable(BROKEN)
    if _HTML.match(text):
        _page(text, contents)
    else:
        contents.part("正文", text)


def _page(text: str, contents: Contents) -> None:
    for author in _AUTHOR.findall(text[:100_000]):
        contents.hide(AUTHOR, html.unescape(author))
    text = _STYLE.sub("", text)
    comments = "\n".join(found for found in _COMMENT.findall(text) if not found.startswith("["))
    contents.hide("网页注释", html.unescape(_TAG.sub("", comments)))
    contents.part("正文", html.unescape(_TAG.sub(_gap, _COMMENT.sub("", text))))


def _gap(tag: re.Match[str]) -> str:
    """What a tag stands for: nothing within a line, a tab between cells, else a line break."""
    name = re.sub(r"\W.*", "", tag[0][1:].lstrip("/"), flags=re.DOTALL).lower()
    if name in ("td", "th"):
        return "\t" if tag[0].startswith("</") else ""
    return (
        "" if name in ("span", "b", "i", "u", "font", "a", "em", "strong", "sup", "sub") else "\n"
    )


def _rtf(text: str, contents: Contents) -> None:
    """The text of RTF: bytes of the code page put together before they are read."""
    reader = _Rtf()
    for one in _RTF.finditer(text):
        reader.take(one)
    for what, written in reader.found.items():
        add = contents.part if what in ("正文", "脚注") else contents.hide
        add(what, bytes(written).decode("gb18030", errors="replace"))


class _Rtf:
    """Text by where it belongs; a group's own state ends with the group."""

    def __init__(self) -> None:
        self.found: dict[str, bytearray] = {}
        self._states = ["正文"]
        self._stand_in = 1  # how many characters stand in for one that the code page lacks
        self._skip = 0

    def take(self, one: re.Match[str]) -> None:
        """One piece of the file."""
        byte, number, word, value, sign, brace, plain = one.groups()
        if brace == "{":
            self._states.append(self._states[-1])
        elif brace and len(self._states) > 1:
            if self._states[-1] != self._states[-2]:
                self._say(b" ")
            self._states.pop()
        elif word == "uc":
            self._stand_in = int(value or 1)
        elif word:
            self._say(_RTF_BREAKS.get(word, "").encode())
            self._states[-1] = _rtf_state(self._states[-1], word, value)
        elif sign == "*":
            self._states[-1] = INSIDE  # unless the next word says what it is
        elif number:
            self._say(chr(int(number) % 0x10000).encode("gb18030", errors="replace"))
            self._skip = self._stand_in
        else:
            self._letters(byte, sign, plain or "")

    def _letters(self, byte: str | None, sign: str | None, plain: str) -> None:
        said = bytes.fromhex(byte) if byte else _RTF_SIGNS.get(sign or "", plain.encode("latin-1"))
        skipped = min(self._skip, len(said))
        self._skip -= skipped
        self._say(said[skipped:])

    def _say(self, said: bytes) -> None:
        if said and self._states[-1]:
            self.found.setdefault(self._states[-1], bytearray()).extend(said)


def _rtf_state(state: str, word: str, value: str | None) -> str:
    """Where the text that follows belongs; "" for what is no text."""
    if word in _RTF_HIDDEN and state:
        return _RTF_HIDDEN[word] if value != "0" else "正文"
    if word == "plain" and state in _RTF_HIDDEN.values():
        return "正文"
    return _RTF_ASIDE.get(word, state)

"""Plain text, HTML and RTF: they often go by the name of .doc or .xls."""

import codecs
import contextlib
import email
import html
import mimetypes
import re
from email import policy

from generator.check.attachments.contents import (
    BROKEN,
    RTF,
    TEXT,
    WEB_PAGE,
    Contents,
    Hidden,
    InnerFile,
    Quota,
    Unreadable,
)

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 4096
# What a Chinese text hardly has: noise has it everywhere.
_ODD = re.compile("[^\t\n\r\x0c -~\u00a0-\u024f\u2000-\u33ff\u4e00-\u9fff\uff00-\uffef]")
_TAG = re.compile(r"<(?!!--)[^<>]{0,10000}>")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_STYLE = re.compile(r"<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_HTML = re.compile(r"\s*<(?:!doctype|html|\?xml|table|meta|head)", re.IGNORECASE)
_VALUE = re.compile(r"=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"']+)")
_WORDY = re.compile(r"[^\x00-\x7f]|(?:\d\D{0,3}){7}|&#|@")
_MAIL = re.compile(
    r"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,30}?(?:MIME-Version|Content-Type):", re.I
)
_INLINE = {"span", "b", "i", "u", "font", "a", "em", "strong", "sup", "sub"}
_AUTHOR = re.compile(r"<(?:o|dc):(?:Author|creator|LastAuthor)>([^<]*)<", re.IGNORECASE)
_RTF_TOKEN = re.compile(
    r"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?"
    r"|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"
)
_RTF_BREAKS = {"par": "\n", "line": "\n", "row": "\n", "cell": "\t", "tab": "\t"}
_RTF_SYMBOLS = {"~": b" ", "_": b"-", "{": b"{", "}": b"}", "\\": b"\\"}
_RTF_NO_TEXT = ("fonttbl", "colortbl", "stylesheet", "pict", "info", "rsidtbl", "pgdsctbl")
_RTF_DESTINATIONS = {
    **dict.fromkeys(_RTF_NO_TEXT, ""),
    **dict.fromkeys(("title", "subject", "keywords", "doccomm"), Hidden.PROPERTY),
    "author": Hidden.AUTHOR,
    "operator": Hidden.LAST_EDITOR,
    "company": Hidden.COMPANY,
    "annotation": "批注",
    "footnote": "脚注",
    "shptxt": "正文",
}
_RTF_HIDING = {"v": "隐藏文字", "deleted": "修订中删去的文字"}


def decoded(data: bytes) -> str:
    """The text of bytes in UTF-8, UTF-16 or GB 18030; bytes that are none become U+FFFD."""
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    if "\0" in text[:_SAMPLE]:
        big = data[:_SAMPLE:2].count(0) > data[1:_SAMPLE:2].count(0)
        return data.decode("utf-16-be" if big else "utf-16-le", errors="replace")
    return text


def is_text(text: str) -> bool:
    """Whether what was decoded is a text, not noise."""
    sample = text[:_SAMPLE]
    return len(_ODD.findall(sample)) <= len(sample) // 8


def read(data: bytes, quota: Quota, contents: Contents) -> None:
    """Add the text of a file; raises Unreadable for what is no text."""
    quota.count("bytes", len(data))
    if data.startswith(b"{\\rtf"):
        contents.kind = RTF
        _add_rtf(data, contents)
        return
    text = decoded(data)
    if not is_text(text):
        raise Unreadable(BROKEN)
    contents.kind = WEB_PAGE
    if _MAIL.match(text):
        _add_mail(data, contents)
    elif _HTML.match(text):
        _add_html(text, contents)
    else:
        contents.kind = TEXT
        contents.add_part("正文", text)


def _add_mail(data: bytes, contents: Contents) -> None:
    """A web page with all that belongs to it (MHT): its head, and each part as a file within."""
    message = email.message_from_bytes(data.removeprefix(codecs.BOM_UTF8), policy=policy.default)
    head = "\n".join(f"{key}: {value}" for key, value in message.items())
    contents.add_hidden(Hidden.INTERNAL, head)
    for number, part in enumerate(message.walk(), 1):
        if part.is_multipart():
            continue
        body = part.get_payload(decode=True)
        suffix = mimetypes.guess_extension(part.get_content_type()) or ".txt"
        if isinstance(body, bytes) and body.strip():
            charset = part.get_content_charset()
            if charset and part.get_content_maintype() == "text":
                with contextlib.suppress(LookupError):
                    body = body.decode(charset, errors="replace").encode()
            name = part.get_filename() or f"第{number}部分{suffix}"
            contents.inner.append(InnerFile(name, body))


def _add_html(text: str, contents: Contents) -> None:
    for author in _AUTHOR.findall(text[:100_000]):
        contents.add_hidden(Hidden.AUTHOR, html.unescape(author))
    scripts = "\n".join(found[0] for found in _STYLE.finditer(text))
    text = _STYLE.sub("", text)
    values = (value.strip("\"'") for tag in _TAG.findall(text) for value in _VALUE.findall(tag))
    words = dict.fromkeys(html.unescape(one) for one in values if _WORDY.search(one))
    contents.add_hidden(Hidden.INTERNAL, "\n".join((scripts, *words)))
    comments = "\n".join(found for found in _COMMENT.findall(text) if not found.startswith("["))
    contents.add_hidden("网页注释", html.unescape(_TAG.sub("", comments)))
    contents.add_part("正文", html.unescape(_TAG.sub(_gap, _COMMENT.sub("", text))))


def _gap(tag: re.Match[str]) -> str:
    """What a tag stands for: nothing within a line, a tab between cells, else a line break."""
    name = re.sub(r"\W.*", "", tag[0][1:].lstrip("/"), flags=re.DOTALL).lower()
    if name in ("td", "th"):
        return "\t" if tag[0].startswith("</") else ""
    return "" if name in _INLINE else "\n"


def _add_rtf(data: bytes, contents: Contents) -> None:
    """Bytes of its code page are joined before they are decoded."""
    reader = _RtfReader()
    for one in _RTF_TOKEN.finditer(data.decode("latin-1")):
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
            self._write(_RTF_BREAKS.get(word, "").encode())
            self._destinations[-1] = _rtf_destination(self._destinations[-1], word, value)
        elif sign == "*":
            self._destinations[-1] = Hidden.INTERNAL  # unless the next word says what it is
        elif number:
            self._write(chr(int(number) % 0x10000).encode("gb18030", errors="replace"))
            self._skip = self._fallback_length
        else:
            self._characters(byte, sign, plain or "")

    def _characters(self, byte: str | None, sign: str | None, plain: str) -> None:
        text = (
            bytes.fromhex(byte) if byte else _RTF_SYMBOLS.get(sign or "", plain.encode("latin-1"))
        )
        skipped = min(self._skip, len(text))
        self._skip -= skipped
        self._write(text[skipped:])

    def _write(self, text: bytes) -> None:
        if text and self._destinations[-1]:
            self.found.setdefault(self._destinations[-1], bytearray()).extend(text)


def _rtf_destination(current: str, word: str, value: str | None) -> str:
    """Where the text that follows belongs; "" for what is no text."""
    if word in _RTF_HIDING and current:
        return _RTF_HIDING[word] if value != "0" else "正文"
    if word == "plain" and current in _RTF_HIDING.values():
        return "正文"
    return _RTF_DESTINATIONS.get(word, current)

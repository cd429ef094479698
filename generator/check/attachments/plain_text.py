"""Plain text, saved mails and HTML: they often go by the name of .doc or .xls."""

import base64
import codecs
import contextlib
import email
import html
import mimetypes
import re
from collections.abc import Iterator
from email import policy
from urllib.parse import unquote

from generator.check.attachments.contents import (
    BROKEN,
    TEXT,
    WEB_PAGE,
    Contents,
    Hidden,
    InnerFile,
    Quota,
    Unreadable,
)

_MARKS = {  # the longer ones first
    codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
_SAMPLE = 4096
_BLOCK = 512  # characters of which none may be noise
_DAMAGED = 4  # of so many letters, one that cannot be read
_FEW_ODD = 2  # signs that the shortest text may have
_FEW = 5  # of so many bytes, fewer than one is zero: a mishap, no letters of two bytes
# What a Chinese text hardly has: noise has it everywhere.
_ODD = re.compile(
    "[^\t\n\r\x0c -~\u00a0-\u024f\u0400-\u052f\u0600-\u06ff\u0f00-\u0fff\u1800-\u18af\u2000-\u9fff"
    "\ua000-\ua4cf\uff00-\uffef\U0001f000-\U0001faff\U00020000-\U0003ffff]"
)
_TAG = re.compile(r"<(?!!--)[^<>]{0,10000}>")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
# As Word writes it.
_CONDITION = re.compile(r"(?:<!|\A)\[(?:if|endif)\b[^\]]{0,200}\]>?", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_STYLE = re.compile(r"<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_HTML = re.compile(r"\s*<(?:[!?]|[a-z][\w:-]*[\s/>])", re.IGNORECASE)
_DATA = re.compile(r"data:([\w/+.-]*)[^,\"'<>]{0,100};base64,([\w+/=%\s-]+)", re.IGNORECASE)
_FONTS = (b"wOFF", b"wOF2", b"OTTO", b"\0\1\0\0")
_VALUE = re.compile(r"=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"']+)")
_WORDY = re.compile(r"[^\x00-\x7f]|(?:\d\D{0,3}){7}|&#|@")
_MAIL = re.compile(
    r"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,30}?(?:MIME-Version|Content-Type):",
    re.IGNORECASE,
)
_PLAIN_MAIL = re.compile(  # without the head of MIME
    r"\s*(?:From|To|Date|Subject|Received|Return-Path|Message-ID|Content-[\w-]+|X-[\w-]+):[^\n]*\n"
    r"(?:[ \t][^\n]*\n)*(?:[\w-]+:|\r?\n)",
    re.IGNORECASE,
)
_TRANSFER_ENCODINGS = {
    "", "7bit", "8bit", "binary", "base64", "quoted-printable",
    "uuencode", "x-uuencode", "uue", "x-uue",
}  # fmt: skip
_INLINE = re.compile(
    r"a|abbr|acronym|b|bd[io]|big|blink|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q"
    r"|r[pt]|ruby|s|samp|small|span|strike|strong|su[bp]|time|tspan|tt|u|var|wbr"
    r"|(?:o|u\d+):p|(?:st\d+|font):.*"  # of Word: smart tags and the like
)
_AUTHOR = re.compile(r"<(?:o|dc):(?:Author|creator|LastAuthor)>([^<]*)<", re.IGNORECASE)


def decoded(data: bytes) -> str:
    """The text of bytes in UTF-8, -16, -32 or GB 18030; bytes that are none become U+FFFD."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    sample = data[:_SAMPLE]
    zeros = sample.count(0)
    if zeros > len(sample) // 2:
        return data.decode("utf-32-le" if sample[0] else "utf-32-be", errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", errors="replace")
        if not _is_hardly_damaged(text):
            text = data.decode("gb18030", errors="replace")
    if zeros:
        big = sample[::2].count(0) > sample[1::2].count(0)
        wide = data.decode("utf-16-be" if big else "utf-16-le", errors="replace")
        if zeros * _FEW >= len(sample) or _oddness(text[:_SAMPLE]) > _oddness(wide[:_SAMPLE]):
            return wide
    return text.replace("\0", " ")


def _is_hardly_damaged(text: str) -> bool:
    """Whether of the letters of a text in UTF-8 all but a few could be read."""
    letters = len(text) - len(text.encode("ascii", errors="ignore"))
    return text.count("\ufffd") * _DAMAGED < letters


def is_text(text: str) -> bool:
    """Whether what was decoded is a text, not noise, to its very end."""
    starts = [*range(0, len(text), _BLOCK), max(len(text) - _BLOCK // 4, 0)]
    blocks = (text[start : start + _BLOCK] for start in starts)
    return all(_oddness(block) <= len(block) // 8 + _FEW_ODD for block in blocks)


def _oddness(text: str) -> int:
    return len(_ODD.findall(text))


def is_plain(data: bytes) -> bool:
    """Whether bytes that are no document or picture are plain text: no mail, no web page."""
    text = decoded(data)
    return is_text(text) and not _is_mail(text) and not _HTML.match(text)


def _is_mail(text: str) -> bool:
    return bool(_MAIL.match(text) or _PLAIN_MAIL.match(text))


def read(data: bytes, quota: Quota, contents: Contents) -> None:
    """Add the text of a file; raises Unreadable for what is no text."""
    quota.count("bytes", len(data))
    text = decoded(data)
    if not is_text(text):
        raise Unreadable(BROKEN)
    contents.kind = WEB_PAGE
    if _is_mail(text):
        contents.kind = WEB_PAGE if _MAIL.match(text) else TEXT
        _add_mail(data, contents)
    elif _HTML.match(text):
        _add_html(text, quota, contents)
    else:
        contents.kind = TEXT
        contents.add_part("正文", text)


def _add_mail(data: bytes, contents: Contents) -> None:
    """A web page with all that belongs to it (MHT): its head, and each part as a file within."""
    message = email.message_from_bytes(data.removeprefix(codecs.BOM_UTF8), policy=policy.default)
    for number, part in enumerate(message.walk(), 1):
        head = "\n".join(f"{key}: {value}" for key, value in part.items())
        beside = (head, part.preamble or "", part.epilogue or "")
        contents.add_hidden(Hidden.INTERNAL, "\n".join(beside))
        encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
        if encoding not in _TRANSFER_ENCODINGS:
            contents.unread.append(f"第 {number} 部分的编码（{encoding}）程序不认识")
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


def add_authors(text: str, contents: Contents) -> None:
    """Add the names that the head of a web page, or of XML, gives as its authors."""
    for author in _AUTHOR.findall(text[:100_000]):
        contents.add_hidden(Hidden.AUTHOR, html.unescape(author))


def _add_html(text: str, quota: Quota, contents: Contents) -> None:
    add_authors(text, contents)
    contents.inner += _data_within(text, quota)
    text = _CDATA.sub(r"\1", _DATA.sub("", text))
    scripts = "\n".join(found[0] for found in _STYLE.finditer(text))
    text = _STYLE.sub("", text)
    values = (value.strip("\"'") for tag in _TAG.findall(text) for value in _VALUE.findall(tag))
    readable = (unquote(html.unescape(one)) for one in values if "%" in one or _WORDY.search(one))
    words = dict.fromkeys(one for one in readable if _WORDY.search(one))
    contents.add_hidden(Hidden.INTERNAL, "\n".join((scripts, *words)))
    contents.add_part("正文", _words(_COMMENT.sub("", text)))
    comments = _COMMENT.findall(text)
    contents.add_internal(_words(one) for one in comments if _CONDITION.match(one))
    notes = (one for one in comments if not _CONDITION.match(one))
    contents.add_hidden("网页注释", "\n".join(map(_words, notes)))


def _data_within(text: str, quota: Quota) -> Iterator[InnerFile]:
    """Files that stand in addresses; fonts hold no words."""
    for number, (kind, written) in enumerate(_DATA.findall(text), 1):
        with contextlib.suppress(ValueError):
            data = base64.b64decode("".join(unquote(written).split()) + "==")
            quota.count("bytes", len(data))
            if data and not data.startswith(_FONTS):
                suffix = mimetypes.guess_extension(kind) or ""
                yield InnerFile(f"数据{number}{suffix}", data, embedded=True)


def _words(text: str) -> str:
    return html.unescape(_TAG.sub(_gap, _CONDITION.sub("", text)))


def _gap(tag: re.Match[str]) -> str:
    """What a tag stands for: nothing within a line, a tab between cells, else a line break."""
    name = re.sub(r"[^\w:].*", "", tag[0][1:].lstrip("/"), flags=re.DOTALL).lower()
    if name in ("td", "th"):
        return "\t" if tag[0].startswith("</") else ""
    is_line = name == "tspan" and re.search(r"\sd?y\s*=", tag[0])
    return "" if _INLINE.fullmatch(name) and not is_line else "\n"

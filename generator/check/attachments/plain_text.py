"""Plain text, saved mails and HTML: they often go by the name of .doc or .xls."""

import codecs
import contextlib
import email
import html
import mimetypes
import re
from email import policy

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

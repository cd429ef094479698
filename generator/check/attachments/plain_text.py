"""Plain text and HTML, and RTF by its own module: they often go by the name of .doc or .xls."""

import html
import re

from generator.check.attachments import rtf
from generator.check.attachments.contents import AUTHOR, BROKEN, Contents, Quota, Unreadable

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 4096
# What a Chinese text hardly has: noise has it everywhere.
_ODD = re.compile("[^\t\n\r\x0c -~\u00a0-\u024f\u2000-\u33ff\u4e00-\u9fff\uff00-\uffef]")
_TAG = re.compile(r"<(?!!--)[^<>]{0,10000}>")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_STYLE = re.compile(r"<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_HTML = re.compile(r"\s*<(?:!doctype|html|\?xml|table|meta|head)", re.IGNORECASE)
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


def read(data: bytes, quota: Quota, contents: Contents) -> None:
    """Add the text of a file; raises Unreadable for what is no text."""
    quota.count_bytes(len(data))
    if data.startswith(b"{\\rtf"):
        rtf.read(data, contents)
        return
    text = decoded(data)
    sample = text[:_SAMPLE]
    if len(_ODD.findall(sample)) > len(sample) // 8:
        raise Unreadable(BROKEN)
    if _HTML.match(text):
        _add_html(text, contents)
    else:
        contents.add_part("正文", text)


def _add_html(text: str, contents: Contents) -> None:
    for author in _AUTHOR.findall(text[:100_000]):
        contents.add_hidden(AUTHOR, html.unescape(author))
    text = _STYLE.sub("", text)
    comments = "\n".join(found for found in _COMMENT.findall(text) if not found.startswith("["))
    contents.add_hidden("网页注释", html.unescape(_TAG.sub("", comments)))
    contents.add_part("正文", html.unescape(_TAG.sub(_gap, _COMMENT.sub("", text))))


def _gap(tag: re.Match[str]) -> str:
    """What a tag stands for: nothing within a line, a tab between cells, else a line break."""
    name = re.sub(r"\W.*", "", tag[0][1:].lstrip("/"), flags=re.DOTALL).lower()
    if name in ("td", "th"):
        return "\t" if tag[0].startswith("</") else ""
    return (
        "" if name in ("span", "b", "i", "u", "font", "a", "em", "strong", "sup", "sub") else "\n"
    )

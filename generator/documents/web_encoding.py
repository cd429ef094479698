"""The text of a saved web page, by its byte order mark, by what it says, or by what fits."""

import codecs
import re

_SAID = 4096  # bytes at the beginning, in which a page says its encoding
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030"}


def page_text(data: bytes) -> tuple[str, bool]:
    """The text of a page, and whether all of its bytes were letters of its encoding."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _tried(data, [encoding])
    zeros = data[:_SAID].count(0)
    if zeros > len(data[:_SAID]) // 4:  # Latin letters and tags have a zero each in UTF-16
        is_little = data[1:_SAID:2].count(0) >= data[:_SAID:2].count(0)
        return _tried(data, ["utf-16-le" if is_little else "utf-16-be"])
    text, is_whole = _tried(data, ["utf-8"])
    if is_whole and any(one >= "\u0800" for one in text):
        return text, True  # whatever it says: letters of three bytes are no accident
    found = _CHARSET.search(data[:_SAID])
    return _tried(data, [*(_known(found[1].decode("ascii")) if found else ()), "utf-8", "gb18030"])


def _known(said: str) -> list[str]:
    name = _WIDER.get(said.lower(), said)
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return []
    if codec.name.startswith("utf-16"):  # what says so in Latin letters is none
        return []
    return [name] if getattr(codec, "_is_text_encoding", True) else []


def _tried(data: bytes, encodings: list[str]) -> tuple[str, bool]:
    for encoding in encodings:
        try:
            return data.decode(encoding), True
        except UnicodeError:
            continue
    return data.decode(encodings[0], errors="replace"), False

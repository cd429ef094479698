"""The parts of a package that no reader of its format took: read by what they are, or named.

Known to hold no words: fonts.
"""

import re
from pathlib import PurePosixPath

from defusedxml.common import DefusedXmlException

from generator.check.attachments import pictures
from generator.check.attachments.contents import (
    WEB_PAGE,
    Contents,
    Exhausted,
    Hidden,
    InnerFile,
    Quota,
    Unreadable,
)
from generator.check.attachments.plain_text import add_authors, decoded, is_text
from generator.check.attachments.xml_handlers import TextHandler, XmlHandler
from generator.check.attachments.xml_package import ZipPackage, parsed
from generator.check.long_numbers import MIN_DIGITS
from generator.check.rule import FIELD_SEPARATOR

_WORDLESS = {".odttf", ".ttf", ".otf", ".fntdata", ".ttc"}
_DOCUMENTS = (
    b"PK\x03\x04",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
    b"MIME-Version",
    b"\x01\x00\x00\x00",
)
_TEXTS = {
    ".txt",
    ".csv",
    ".htm",
    ".html",
    ".xhtml",
    ".mht",
    ".mhtml",
    ".rtf",
    ".json",
    ".js",
    ".css",
    ".m",  # of Power Query
}
_PICTURES = (
    b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF", b"\x01\x00\x00\x00",
    b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00", b"\x1f\x8b",
)  # fmt: skip
_HEAD = 512  # bytes by which a part is known
_BLANK = b"\0 \r\n\t"
_TAG = re.compile(r"<[^<>]*>")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg)\b|\xff\xfe<\0|\xfe\xff\0<")
_BESIDE_TEXT = {"工作表的名称", "页眉", "页脚", "页眉页脚"}


def read(package: ZipPackage, contents: Contents) -> None:
    """Read all parts that are left; what cannot be read is named in `unread`."""
    for name in package.members:
        if name not in package.parsed:
            try:
                _read_part(package, name, contents)
            except Exhausted:
                raise
            except Unreadable as error:
                contents.unread.append(f"里面的“{name}”：{error}")
    contents.inner += [InnerFile("内嵌数据", data, embedded=True) for data in package.files]
    known = {
        line
        for _, text in (*contents.parts, *contents.hidden)
        for line in re.split("[\n\t]", text)
        if len(line) >= MIN_DIGITS
    }
    words = dict.fromkeys((*package.members, *package.rest))
    unknown = ("\n".join(line for line in one.split("\n") if line not in known) for one in words)
    contents.add_hidden(Hidden.INTERNAL, FIELD_SEPARATOR.join(filter(str.strip, unknown)))
    _note_scanned(package, contents)


def _note_scanned(package: ZipPackage, contents: Contents) -> None:
    """Note pages that were pasted into a document as pictures: hardly a word stands beside."""
    words = sum(
        len("".join(text.split())) for place, text in contents.parts if place not in _BESIDE_TEXT
    )
    if words < pictures.FEW_LETTERS and package.has_pictures:
        contents.unread.append(pictures.SCANNED)


def _read_part(package: ZipPackage, name: str, contents: Contents) -> None:
    path = PurePosixPath(name)
    head = package.start_of(name, _HEAD)
    if not head.strip(_BLANK):
        head = package.read(name).strip(_BLANK)[:_HEAD]
    text = decoded(head).lstrip("\ufeff \t\r\n")
    if not text or (path.suffix.lower() in _WORDLESS and not is_text(text)):
        return
    if path.parent.name == "printerSettings":
        package.rest += pictures.words([package.read(name)])
    elif text.startswith("<") and not text[:20].lower().startswith(("<html", "<!doctype html")):
        _read_xml(package, name)
    elif (
        head.startswith((*_DOCUMENTS, *_PICTURES))
        or path.suffix.lower() in _TEXTS
        or text.startswith("<")
    ):
        contents.inner.append(InnerFile(path.name, package.read(name), embedded=True))
    elif path.name == "mimetype":
        package.rest.append(text)
    else:
        raise Unreadable("不认识的内容，程序读不了")


def _read_xml(package: ZipPackage, name: str) -> None:
    """Text, attributes, comments; all of what is no good XML, as many old drawings are none."""
    try:
        package.parse(name, XmlHandler(package.quota))
    except Unreadable:
        raise
    except DefusedXmlException as error:
        raise Unreadable("里面有不该有的声明（DTD），可能是恶意文件") from error
    except Exception:
        text = decoded(package.read(name))
        package.rest += [text, _TAG.sub("", text)]


def read_xml_file(data: bytes, quota: Quota, contents: Contents) -> bool:
    """Add the texts of a file that is XML, but no web page; False where it is none.

    Such are Word 2003 files, packages and OpenDocument files in one piece, drawings in SVG.
    """
    if not _XML.match(data):
        return False
    handler = TextHandler(quota)
    try:
        for _ in parsed((data,), handler):
            pass
    except Unreadable:
        raise
    except Exception:
        return False
    if handler.root == "html":
        return False
    contents.kind = WEB_PAGE
    add_authors(decoded(data), contents)
    contents.add_part("正文", handler.text)
    contents.add_internal(handler.left_over())
    contents.inner += [InnerFile("内嵌数据", data, embedded=True) for data in handler.files]
    return True

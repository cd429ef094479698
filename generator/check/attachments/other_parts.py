"""The parts of a package that no reader of its format took: read by what they are, or named.

Known to hold no words: fonts and the settings of printers.
"""

import re
from pathlib import PurePosixPath

from defusedxml.common import DefusedXmlException

from generator.check.attachments.contents import Contents, Exhausted, Hidden, InnerFile, Unreadable
from generator.check.attachments.plain_text import decoded
from generator.check.attachments.xml_package import XmlHandler, ZipPackage

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
}
_PICTURES = (
    b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF", b"\x01\x00\x00\x00",
    b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00", b"\x1f\x8b",
)  # fmt: skip
_HEAD = 512  # bytes by which a part is known


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
    known = {
        line for _, text in (*contents.parts, *contents.hidden) for line in re.split("[\n\t]", text)
    }
    words = dict.fromkeys((*package.members, *package.rest))
    contents.add_hidden(Hidden.INTERNAL, "\n".join(one for one in words if one not in known))


def _read_part(package: ZipPackage, name: str, contents: Contents) -> None:
    path = PurePosixPath(name)
    head = package.start_of(name, _HEAD)
    if not head.strip(b"\0 \r\n\t") or path.suffix.lower() in _WORDLESS:
        return
    if path.parent.name == "printerSettings":
        return
    text = decoded(head).lstrip("\ufeff \t\r\n")
    if text.startswith("<") and not text[:20].lower().startswith(("<html", "<!doctype html")):
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
        package.rest.append(decoded(package.read(name)))

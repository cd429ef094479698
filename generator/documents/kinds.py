"""What a file is by its content, whatever its name says; who reads files of that kind."""

import importlib
import io
import re
from collections.abc import Mapping
from typing import Protocol

import olefile

from generator.check.attachments import pictures, plain_text
from generator.check.attachments.contents import (
    BROKEN,
    ENCRYPTED,
    EXCEL,
    OFD,
    OLD_EXCEL,
    OLD_WORD,
    PDF,
    PICTURE,
    RTF,
    TEXT,
    WEB_PAGE,
    WORD,
    Quota,
    Unreadable,
)
from generator.check.attachments.signatures import (
    OPEN_DOCUMENT,
    OTHER_ARCHIVES,
    OTHER_OFFICE,
    RTF_MARK,
    ZIP,
    is_pdf,
    package_kind,
)
from generator.check.attachments.xml_package import ZipPackage
from generator.documents.document import Document

SAVED_PAGE = "网页（MHT）"
EMPTY = "文件是空的"
_XML_OFFICE, _OTHER_COMPOUND = "XML 格式的办公文件", "复合文件"
_XML_MARK = re.compile(r"\s*<\?xml.{0,2000}?<\?mso-application|\s*<\?xml.{0,500}?<pkg:", re.DOTALL)
_MAIL_MARK = re.compile(r"^(?:MIME-Version|Content-Type):", re.IGNORECASE | re.MULTILINE)
_HEAD = 4000  # characters
# What the main part begins with, where it is so broken that it does not say so itself.
_MAIN_PARTS = {"word/document.xml": "document", "xl/workbook.xml": "workbook"}


class Reader(Protocol):
    """Reads a file of one kind."""

    def __call__(self, data: bytes, name: str, quota: Quota) -> Document:
        """The document; raises Unreadable, and anything where the file is damaged."""


# Module and function, imported when a file of the kind comes.
READERS: Mapping[str, str] = {
    WORD: "generator.documents.word:read",
    EXCEL: "generator.documents.workbook:read",
    OLD_EXCEL: "generator.documents.old_workbook:read",
    PDF: "generator.documents.pdf:read",
    WEB_PAGE: "generator.documents.web_page:read",
    SAVED_PAGE: "generator.documents.saved_page:read",
    TEXT: "generator.documents.plain:read",
    OLD_WORD: "generator.documents.office:read",
    RTF: "generator.documents.office:read",
    OPEN_DOCUMENT: "generator.documents.office:read",
}
_NO_READER = {
    PICTURE: "文件是图片，程序不认图片上的字。请找 Word、Excel 文件，或者有文字的 PDF",
    OFD: "程序还不会读 OFD 文件。请用阅读器另存为有文字的 PDF，或者找原来的 Word、Excel 文件",
    OTHER_OFFICE: "文件不是文档，也不是表格（可能是幻灯片）。请把内容存成 docx 或 xlsx",
    _XML_OFFICE: "文件是 XML 格式的。请用 Word 或 Excel 打开，另存为 docx 或 xlsx",
    _OTHER_COMPOUND: "文件不是 Word、Excel、WPS 文件。请用做它的软件另存为 docx、xlsx 或 PDF",
}


def kind_of(data: bytes, quota: Quota) -> str:
    """What the file is; raises Unreadable for what is nothing that the program knows."""
    if not data.strip(b"\0"):
        raise Unreadable(EMPTY)
    if data.startswith(ZIP):
        package = ZipPackage(data, quota)
        return package_kind({name: _root(package, name) for name in package.members})
    if data.startswith(olefile.MAGIC):
        return _compound_kind(data)
    if is_pdf(data):
        return PDF
    if data.startswith(OTHER_ARCHIVES):
        raise Unreadable("压缩格式少见，程序打不开。请解压以后再导入，或者换成 zip")
    if pictures.is_picture(data):
        return PICTURE
    return RTF if data.startswith(RTF_MARK) else _text_kind(data)


def reader_of(kind: str) -> Reader:
    """Who reads files of a kind; raises Unreadable where nobody does."""
    if kind not in READERS:
        raise Unreadable(_NO_READER.get(kind, BROKEN))
    module, _, function = READERS[kind].partition(":")
    reader: Reader = getattr(importlib.import_module(module), function)
    return reader


def _root(package: ZipPackage, name: str) -> tuple[str, str]:
    namespace, root = package.root(name)
    return namespace, root or _MAIN_PARTS.get(name, "")


def _compound_kind(data: bytes) -> str:
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        top = {path[0].lower() for path in compound.listdir() if len(path) == 1}
    if "encryptedpackage" in top:
        raise Unreadable(ENCRYPTED)
    if "worddocument" in top:
        return OLD_WORD
    return OLD_EXCEL if {"workbook", "book"} & top else _OTHER_COMPOUND


def _text_kind(data: bytes) -> str:
    text = plain_text.decoded(data)
    if not plain_text.is_text(text):
        raise Unreadable(BROKEN)
    if plain_text.is_plain(data):
        return TEXT
    if _XML_MARK.match(text):
        return _XML_OFFICE
    head, _, _ = text[:_HEAD].replace("\r", "").partition("\n\n")
    return SAVED_PAGE if not head.lstrip().startswith("<") and _MAIL_MARK.search(head) else WEB_PAGE

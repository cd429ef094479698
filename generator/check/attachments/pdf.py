"""PDF files: text by page, comments, forms, properties, attached files, pages without text."""

import contextlib
import ctypes
import re

import pypdfium2
from pypdfium2 import raw

from generator.check.attachments.contents import (
    BROKEN,
    ENCRYPTED,
    Contents,
    Hidden,
    InnerFile,
    Quota,
    Unreadable,
)

_MAX_PAGES = 3000
_MAX_ANNOTATIONS = 2000  # on a page
_MAX_ATTACHED = 50
_MAX_VALUE = 200_000  # bytes of an annotation's text
_PROPERTIES = {"Title", "Subject", "Keywords"}
_WITHOUT_TEXT = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP)
_VISIBLE = {raw.FPDF_ANNOT_WIDGET: "V", raw.FPDF_ANNOT_FREETEXT: "Contents"}  # form fields, boxes
_XMP = re.compile(rb"<x:xmpmeta.{0,200000}?</x:xmpmeta>", re.DOTALL)
_XMP_AUTHOR = re.compile(rb"<dc:creator>.{0,2000}?</dc:creator>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
# PDFium marks a hyphen at the end of a line; it may be one of a number.
_CONTROL_CHARACTERS = str.maketrans({"\ufffe": "-", "\x02": "-", "\r": None, "\0": None})


def read(data: bytes, quota: Quota, contents: Contents) -> None:
    """Add the texts of a PDF; raises Unreadable."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "assword" in str(error)
        raise Unreadable(ENCRYPTED if locked else BROKEN) from error
    try:
        _add_document(document, quota, contents)
    finally:
        document.close()
    for author in _XMP_AUTHOR.findall(b"".join(_XMP.findall(data))):
        _add_author(contents, _TAG.sub(" ", author.decode("utf-8", errors="replace")))


def _add_document(document: pypdfium2.PdfDocument, quota: Quota, contents: Contents) -> None:
    if len(document) > _MAX_PAGES:
        contents.unread.append(f"超过 {_MAX_PAGES} 页，只看了前面的")
    scanned = []
    for number in range(min(len(document), _MAX_PAGES)):
        page = document[number]
        text = _text(page)
        quota.count("characters", len(text))
        contents.add_part(f"第 {number + 1} 页", text)
        if not text.strip() and _has_picture(page):
            scanned.append(number + 1)
        _add_annotations(page, f"第 {number + 1} 页", contents)
        page.close()
    _add_properties(document, contents)
    _add_attached(document, quota, contents)
    _note_scanned(scanned, contents)


def _text(page: pypdfium2.PdfPage) -> str:
    read_page = page.get_textpage()
    text: str = read_page.get_text_range(errors="ignore")
    read_page.close()
    return text.translate(_CONTROL_CHARACTERS)


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM)
    return any(True for _ in page.get_objects(filter=kinds, max_depth=2))


def _note_scanned(pages: list[int], contents: Contents) -> None:
    if pages and not contents.parts:
        contents.unread.append("这份 PDF 没有文字，多半是扫描件")
    elif pages:
        which = "、".join(map(str, pages[:5])) + (" 等" if len(pages) > 5 else "")
        contents.unread.append(f"第 {which} 页没有文字，只有图")


def _add_properties(document: pypdfium2.PdfDocument, contents: Contents) -> None:
    for key, value in document.get_metadata_dict(skip_empty=True).items():
        if key == "Author":
            _add_author(contents, value)
        elif key in _PROPERTIES:
            contents.add_hidden(Hidden.PROPERTY, value)


def _add_author(contents: Contents, name: str) -> None:
    if (Hidden.AUTHOR, name.strip()) not in contents.hidden:
        contents.add_hidden(Hidden.AUTHOR, name.strip())


def _add_annotations(page: pypdfium2.PdfPage, place: str, contents: Contents) -> None:
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        kind = raw.FPDFAnnot_GetSubtype(note)
        if kind in _VISIBLE:
            contents.add_part(f"{place}的文本框", _value(note, _VISIBLE[kind]))
        elif kind not in _WITHOUT_TEXT:
            contents.add_hidden(f"{place}的批注", _value(note, "Contents"))
        raw.FPDFPage_CloseAnnot(note)


def _value(note: raw.FPDF_ANNOTATION, key: str) -> str:
    size = raw.FPDFAnnot_GetStringValue(note, key.encode(), None, 0)
    if not 2 < size <= _MAX_VALUE:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pointer = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetStringValue(note, key.encode(), pointer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", errors="replace")


def _add_attached(document: pypdfium2.PdfDocument, quota: Quota, contents: Contents) -> None:
    for number in range(min(document.count_attachments(), _MAX_ATTACHED)):
        attachment = document.get_attachment(number)
        with contextlib.suppress(pypdfium2.PdfiumError):  # named, but not there
            data = bytes(attachment.get_data())
            quota.count("bytes", len(data))
            contents.inner.append(InnerFile(_name(attachment.get_name()), data, embedded=True))


def _name(written: str) -> str:
    """The name of a file within; some programs write its UTF-16 as if it were Latin."""
    if not written.startswith("þÿ"):
        return written
    return written[2:].encode("latin-1", errors="replace").decode("utf-16-be", errors="replace")

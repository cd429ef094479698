"""PDF files: text by page, comments, forms, properties, attached files, pages without text."""

import contextlib
import ctypes
import io
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import repeat
from typing import NamedTuple

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
from generator.check.attachments.layout import Piece, drawn_apart
from generator.check.attachments.pdf_objects import (
    Objects,
    add_bytes_between,
    ends_of_revisions,
    numbers,
    what_pages_draw,
)

_MAX_PAGES = 3000
_FEW_LETTERS, _SOME_LETTERS = 20, 40  # on a page
_MAX_REVISIONS = 20
_MAX_ANNOTATIONS = 2000  # on a page
_MAX_ATTACHED = 50
_DIGITS = re.compile(r"\d+")
_TOUCHING = 0.25  # of the height of letters: a space is wider
_MAX_VALUE = 200_000  # bytes of an annotation's text
_PROPERTIES = {"Title", "Subject", "Keywords"}
_WITHOUT_TEXT = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP)
_VISIBLE = {raw.FPDF_ANNOT_WIDGET: "V", raw.FPDF_ANNOT_FREETEXT: "Contents"}  # form fields, boxes
_XMP = re.compile(rb"<x:xmpmeta.{0,200000}?</x:xmpmeta>", re.DOTALL)
_XMP_AUTHOR = re.compile(rb"<dc:creator>.{0,2000}?</dc:creator>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_UNMAPPED = re.compile(r"(?:x\.?){4}")  # letters in a row; a sign before a line is no word
_UNKNOWN_LETTERS = "文字没有注明是什么字（字体里没有对应关系），程序读不了，复制出来也是乱码"
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
        unlocked = _unlocked(document)
        _add_document(document, quota, contents)
    finally:
        document.close()
    _add_former_revisions(data, quota, contents)
    add_bytes_between(data, contents)
    try:
        _add_objects(unlocked or data, quota, contents)
        if unlocked and numbers(data) - numbers(unlocked):
            contents.unread.append("文件限制了编辑，里面有目录没有列出的内容，程序读不了")
    except Unreadable:
        raise
    except Exception:
        contents.unread.append("PDF 的结构有错误，没有全部读出")
    for author in _XMP_AUTHOR.findall(b"".join(_XMP.findall(unlocked or data))):
        _add_author(contents, _TAG.sub(" ", author.decode("utf-8", errors="replace")))


def _unlocked(document: pypdfium2.PdfDocument) -> bytes:
    """Of a file that all may open but not change, a copy without encryption; else nothing."""
    if raw.FPDF_GetSecurityHandlerRevision(document) < 0:
        return b""
    output = io.BytesIO()
    document.save(output, flags=raw.FPDF_REMOVE_SECURITY)
    return output.getvalue()


def _add_former_revisions(data: bytes, quota: Quota, contents: Contents) -> None:
    """What pages said before a program wrote changes behind the file: it is still there."""
    ends = ends_of_revisions(data)[:-1]
    if len(ends) > _MAX_REVISIONS:
        contents.unread.append(f"改过 {len(ends)} 次，从前的版本只看了后面 {_MAX_REVISIONS} 个")
    known = set(what_pages_draw(data)) if ends else set()
    for end in ends[-_MAX_REVISIONS:]:
        drawn = what_pages_draw(data[:end])
        same = {number for number, one in enumerate(drawn) if one in known}
        known |= set(drawn)
        _add_pages(data[:end], "从前保存的版本", quota, contents, same)


def _add_objects(data: bytes, quota: Quota, contents: Contents) -> None:
    objects = Objects(data, quota)
    objects.add_to(contents)
    if apart := objects.drawn_apart():
        _add_pages(apart, Hidden.INTERNAL, quota, contents)


def _add_pages(
    data: bytes, what: str, quota: Quota, contents: Contents, known: Collection[int] = ()
) -> None:
    """Add the lines of pages that no reader sees, but for those that stand elsewhere too."""
    with contextlib.suppress(pypdfium2.PdfiumError):  # the first part of a file made for the web
        document = pypdfium2.PdfDocument(data)
        try:
            count = min(len(document), _MAX_PAGES)
            texts = [_text(document[number]) for number in range(count) if number not in known]
        finally:
            document.close()
        quota.count("characters", sum(len(one.text) for one in texts))
        lines = (line for one in texts for line in one.text.splitlines())
        contents.add_hidden(what, "\n".join(_unknown(lines, contents)))
        if not all(one.is_mapped for one in texts):
            contents.unread.append(f"看不见的地方（{what}）有{_UNKNOWN_LETTERS}")


def _unknown(lines: Iterable[str], contents: Contents) -> Iterator[str]:
    """The lines that stand nowhere else, however they are spaced and broken there."""
    known = "".join("".join(text.split()) for _, text in (*contents.parts, *contents.hidden))
    return (line for line in dict.fromkeys(lines) if "".join(line.split()) not in known)


def _add_document(document: pypdfium2.PdfDocument, quota: Quota, contents: Contents) -> None:
    if len(document) > _MAX_PAGES:
        contents.unread.append(f"超过 {_MAX_PAGES} 页，只看了前面的")
    scanned, unmapped = [], []
    for number in range(min(len(document), _MAX_PAGES)):
        page = document[number]
        text, is_mapped, apart = _text(page)
        if not is_mapped:
            unmapped.append(number + 1)
        quota.count("characters", len(text))
        contents.add_part(f"第 {number + 1} 页", text)
        contents.add_part(f"第 {number + 1} 页", "\n".join(apart))
        if _is_only_picture(page, len("".join(text.split()))):
            scanned.append(number + 1)
        _add_annotations(page, f"第 {number + 1} 页", contents)
        is_drawn_in = _draw_annotations_in(page)
        page.close()
        if is_drawn_in:
            _add_appearances(document[number], text, contents)
    _add_properties(document, contents)
    _add_attached(document, quota, contents)
    _note_scanned(scanned, contents)
    if unmapped:
        contents.unread.append(f"第 {_listed(unmapped)} 页的{_UNKNOWN_LETTERS}")


class _PageText(NamedTuple):
    text: str
    is_mapped: bool  # whether the fonts say which letters they draw
    apart: list[str]  # numbers in pieces that were not drawn one after another


def _text(page: pypdfium2.PdfPage) -> _PageText:
    read_page = page.get_textpage()
    text: str = read_page.get_text_range(errors="ignore")
    count = read_page.count_chars()
    unknown = map(raw.FPDFText_HasUnicodeMapError, repeat(read_page.raw), range(count))
    marks = "".join(["x" if one else "." for one in unknown])
    apart = list(drawn_apart(_digits(read_page, text), _TOUCHING)) if len(text) == count else []
    read_page.close()
    return _PageText(text.translate(_CONTROL_CHARACTERS), not _UNMAPPED.search(marks), apart)


def _digits(page: pypdfium2.PdfTextPage, text: str) -> list[Piece]:
    """The digits of a page by where they stand, those that touch in one piece."""
    pieces: list[Piece] = []
    box = raw.FS_RECTF()
    for found in _DIGITS.finditer(text):
        last = None
        for number in range(*found.span()):
            raw.FPDFText_GetLooseCharBox(page.raw, number, box)
            width, height = box.right - box.left, box.top - box.bottom
            one = Piece(text[number], box.left, -box.bottom, width, height)
            if last and last.is_beside(one, _TOUCHING):
                one = pieces.pop().with_next(one)
            pieces.append(one)
            last = one
    return pieces


def _is_only_picture(page: pypdfium2.PdfPage, letters: int) -> bool:
    """Whether hardly any letters stand beside a picture, or some beside one of half a page.

    What is smaller than both is the mark of an office.
    """
    if not letters:
        return _has_picture(page)
    if letters >= _SOME_LETTERS:
        return False
    edges = [one.get_bounds() for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])]
    drawn: float = sum((right - left) * (top - bottom) for left, bottom, right, top in edges)
    least = 0.02 if letters < _FEW_LETTERS else 0.5
    return drawn > least * float(page.get_width() * page.get_height())


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM)
    return any(True for _ in page.get_objects(filter=kinds, max_depth=2))


def _note_scanned(pages: list[int], contents: Contents) -> None:
    if pages and not contents.parts:
        contents.unread.append("这份 PDF 没有文字，多半是扫描件")
    elif pages:
        contents.unread.append(f"第 {_listed(pages)} 页几乎没有文字，只有图")


def _listed(pages: list[int]) -> str:
    return "、".join(map(str, pages[:5])) + (" 等" if len(pages) > 5 else "")


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
    single = []  # letters of form fields: one of each, as for the digits of a number
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        kind = raw.FPDFAnnot_GetSubtype(note)
        if kind in _VISIBLE:
            value = _value(note, _VISIBLE[kind])
            contents.add_part(f"{place}的文本框", value)
            single += [value] if len(value) == 1 else ["\n"]
        elif kind not in _WITHOUT_TEXT:
            contents.add_hidden(f"{place}的批注", _value(note, "Contents"))
        raw.FPDFPage_CloseAnnot(note)
    contents.add_part(f"{place}的文本框", "\t".join(single))


def _draw_annotations_in(page: pypdfium2.PdfPage) -> bool:
    """Make what annotations and form fields draw a part of the page; whether there is any."""
    if not raw.FPDFPage_GetAnnotCount(page):
        return False
    return bool(raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS)


def _add_appearances(page: pypdfium2.PdfPage, text: str, contents: Contents) -> None:
    """The text of a page that was not there before annotations were drawn in."""
    known = set(text.splitlines())
    drawn = (line for line in _text(page).text.splitlines() if line not in known)
    contents.add_hidden(Hidden.INTERNAL, "\n".join(drawn))
    page.close()


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

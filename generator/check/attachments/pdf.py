"""PDF files: text by page, comments, forms, properties, attached files, pages without text."""

import contextlib
import ctypes
import io
import re
from collections.abc import Iterator, Sequence

import pypdfium2
from pypdf import PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)
from pypdfium2 import raw

from generator.check.attachments.contents import (
    BROKEN,
    ENCRYPTED,
    TOO_MUCH,
    Contents,
    Hidden,
    InnerFile,
    Quota,
    Unreadable,
)
from generator.check.attachments.plain_text import decoded, is_text

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
_MAX_OBJECTS = 500_000
_MAX_NESTED = 100
_WORDS = re.compile(r"[\u3400-\u9fff]|(?:\d\D{0,3}){7}|[=@]")
_COMMENT = re.compile(rb"(?:^|[\r\n])%([^\r\n]{6,2000})")
_WORDLESS_KEYS = {
    "/ID",
    "/DA",
    "/ViewerPreferences",
    "/CharSet",
    "/Panose",
    "/Style",
    "/Encoding",
    "/W",
}
_WORDLESS = {
    "/Image", "/Form", "/ObjStm", "/XRef", "/CMap", "/Type1C", "/CIDFontType0C", "/OpenType",
    "/Pattern", "/Halftone", "/Sound", "/Movie",
}  # fmt: skip
_DRAWING_KEYS = {
    "/FunctionType",
    "/ShadingType",
    "/PatternType",
    "/Length1",
    "/BBox",
    "/N",
    "/CMapName",
}
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
    _add_rest(data, quota, contents)
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
        _add_appearances(document, number, text, contents)
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


def _add_appearances(
    document: pypdfium2.PdfDocument, number: int, text: str, contents: Contents
) -> None:
    """The text that annotations and form fields draw: the page once more, with them drawn in."""
    page = document[number]
    is_drawn_in = (
        raw.FPDFPage_GetAnnotCount(page) > 0
        and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
    )
    page.close()
    if is_drawn_in:
        page = document[number]
        known = set(text.splitlines())
        drawn = (line for line in _text(page).splitlines() if line not in known)
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


def _add_rest(data: bytes, quota: Quota, contents: Contents) -> None:
    """Every string of every object, and all streams of words: forms, links, outlines, scripts."""
    comments = (decoded(one) for one in _COMMENT.findall(data))
    found = dict.fromkeys(one for one in comments if _WORDS.search(one) and is_text(one))
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            reader.decrypt("")
        drawn = {_number(one) for page in reader.pages for one in _content(page)}
        attached = {one.data for one in contents.inner}
        for number in range(1, min(_object_count(reader), _MAX_OBJECTS)):
            thing = reader.get_object(IndirectObject(number, 0, reader))
            found |= dict.fromkeys(one for one in _strings(thing) if _WORDS.search(one))
            if not isinstance(thing, StreamObject) or number in drawn or not _may_be_words(thing):
                continue
            written = thing.get_data()
            quota.count("bytes", len(written))
            if thing.get("/Type") != "/EmbeddedFile":
                found |= dict.fromkeys(_text_of(written))
            elif written not in attached:
                contents.inner.append(InnerFile("嵌入的文件", written, embedded=True))
    except DependencyError:
        contents.unread.append("文件限制了编辑，有的地方程序读不了")
    except Unreadable:
        raise
    except Exception:
        contents.unread.append("PDF 的结构有错误，没有全部读出")
    known = {text for _, text in (*contents.parts, *contents.hidden)}
    contents.add_hidden(Hidden.INTERNAL, "\n".join(one for one in found if one not in known))


def _object_count(reader: PdfReader) -> int:
    size = reader.trailer["/Size"]
    return size if isinstance(size, int) else 0


def _number(one: PdfObject) -> int:
    return one.idnum if isinstance(one, IndirectObject) else 0


def _content(page: DictionaryObject) -> Sequence[PdfObject]:
    """The streams that draw a page, as they are referred to."""
    content = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
    listed = content.get_object() if isinstance(content, IndirectObject) else content
    return [content, *(listed if isinstance(listed, ArrayObject) else ())]


def _strings(thing: PdfObject | None, depth: int = 0) -> Iterator[str]:
    """The strings within an object, names too; what it refers to is an object of its own."""
    if depth > _MAX_NESTED:
        raise Unreadable(TOO_MUCH)
    if isinstance(thing, DictionaryObject):
        for key, value in thing.items():
            if key not in _WORDLESS_KEYS:
                yield from _strings(value, depth + 1)
    elif isinstance(thing, ArrayObject):
        for value in thing:
            yield from _strings(value, depth + 1)
    elif isinstance(thing, TextStringObject | NameObject):
        yield str(thing)
    elif isinstance(thing, ByteStringObject):
        yield decoded(bytes(thing))


def _may_be_words(stream: StreamObject) -> bool:
    """Whether it is no picture, no font, no drawing, no table of objects."""
    kinds = {stream.get("/Type"), stream.get("/Subtype")}
    return not kinds & _WORDLESS and not _DRAWING_KEYS & stream.keys()


def _text_of(written: bytes) -> Iterator[str]:
    """A stream's text, if it is one and holds what may be words."""
    text = decoded(written)
    if is_text(text) and _WORDS.search(text) and b"begincmap" not in written:
        yield text

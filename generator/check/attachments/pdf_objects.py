"""What a PDF holds beside its pages: strings, streams, unnamed objects, bytes between them."""

import contextlib
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
    TextStringObject,
    read_object,
)

from generator.check.attachments.contents import TOO_MUCH, Contents, InnerFile, Quota, Unreadable
from generator.check.attachments.plain_text import decoded, is_text

_MAX_OBJECTS = 500_000
_MAX_NESTED = 100
_MAX_DRAWINGS = 3000
_WORDS = re.compile(r"[\u3400-\u9fff]|(?:\d\D{0,3}){7}|[=@]")
_NOISE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_COMMENT = re.compile(rb"(?:^|[\r\n])%([^\r\n]{6,2000})")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj(?![a-z])")
# Objects, tables and trailers: what a PDF is made of.
_STRUCTURE = re.compile(
    rb"(?<!\d)\d{1,10}\s+\d{1,5}\s+obj(?![a-z]).*?endobj|%[^\r\n]*|\d{10} \d{5} [nf]"
    rb"|trailer\s*<<.*?>>\s*(?=startxref)|startxref\s+\d+",
    re.DOTALL,
)
_OF_THE_FILE = re.compile(
    rb"\s*(?:\d+\s|<<(?:(?!endobj).){0,300}/(?:XRef|ObjStm|Standard|Linearized)\b)", re.DOTALL
)
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_DRAWS_TEXT = re.compile(rb"\bBT\b.*?(?:\bT[jJ]|['\"])", re.DOTALL)
_WORDLESS_KEYS = {"/DocChecksum", "/Encrypt"}
# Of a mark in what a page draws, properties with a string.
_PROPERTIES = re.compile(rb"<<[^<>]*(?:\(|<[0-9A-Fa-f]).{0,5000}?>>\s*(?:BDC|DP)\b", re.DOTALL)
_XML, _XML_TAG = re.compile(r"\s*<"), re.compile(r"<[^<>]*>")
_FILES = (b"PK\3\4", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf")
_DRAWINGS = {"/Form", "/Pattern"}
_WORDLESS = {
    "/Image", "/ObjStm", "/XRef", "/CMap", "/Type1C", "/CIDFontType0C", "/OpenType", "/Halftone",
}  # fmt: skip
_WORDLESS_STREAM_KEYS = {"/FunctionType", "/ShadingType", "/Length1", "/N", "/CMapName"}


def ends_of_revisions(data: bytes) -> list[int]:
    """Where each revision ends: a program that saves may write behind what was there before."""
    return [found.end() for found in _END.finditer(data)]


def what_pages_draw(data: bytes) -> list[bytes]:
    """What each page draws; nothing where that cannot be told."""
    try:
        contents = [page.get_contents() for page in PdfReader(io.BytesIO(data), strict=False).pages]
        return [b"" if one is None else one.get_data() for one in contents]
    except Exception:  # its pages are all read
        return []


def add_bytes_between(data: bytes, contents: Contents) -> None:
    """Add comments, text between the objects, and what hangs behind the end."""
    mark = data.rfind(b"%%EOF")
    end = mark + 5 if mark >= 0 else len(data)
    lines = (*_COMMENT.findall(data), *_STRUCTURE.sub(b"\n", data[:end]).splitlines())
    texts = map(decoded, lines)
    contents.add_internal(one for one in texts if _WORDS.search(one) and not _NOISE.search(one))
    behind = re.sub(rb"(?:^|[\r\n])%[^\r\n]*", b"", data[end:]).strip(b"\0\t\n\r\x1a ")
    if behind and not _OBJECT.search(behind) and not zipfile.is_zipfile(io.BytesIO(data)):
        contents.inner.append(InnerFile("结尾后面的内容", behind, embedded=True))


def numbers(data: bytes) -> set[int]:
    """The numbers of the objects, but for those that a copy does not need."""
    return {
        int(found[1])
        for found in _OBJECT.finditer(data)
        if not _OF_THE_FILE.match(data, found.end())
    }


class _Object(NamedTuple):
    number: int
    is_named: bool  # by the tables
    value: PdfObject | None


class Objects:
    """All objects of a PDF: those that its tables name, and those that they do not."""

    def __init__(self, data: bytes, quota: Quota) -> None:
        self._reader = PdfReader(io.BytesIO(data), strict=False)
        self._data, self._quota = data, quota
        self._fonts = DictionaryObject()  # of all pages
        self._fonts_by_content: dict[int, DictionaryObject] = {}
        self._drawings: list[tuple[int, bytes, StreamObject]] = []

    def add_to(self, contents: Contents) -> None:
        """Add every string of every object, and all streams of words."""
        found = dict.fromkeys(_strings(self._reader.trailer))
        drawn = {one for page in self._reader.pages for one in _content(page)}
        attached = {one.data for one in contents.inner}
        for number, is_named, thing in itertools.islice(self._all(), _MAX_OBJECTS):
            found |= dict.fromkeys(_strings(thing))
            if isinstance(thing, DictionaryObject):
                self._keep_fonts(thing)
            if not isinstance(thing, StreamObject):
                continue
            if "DCTDecode" in str(thing.get("/Filter")):
                contents.inner.append(InnerFile("图片.jpg", thing.get_data(), embedded=True))
            if not _may_be_words(thing):
                continue
            written = thing.get_data()
            self._quota.count("bytes", len(written))
            if is_named and number in drawn:
                for place in _PROPERTIES.finditer(written):
                    found |= dict.fromkeys(_strings(self._object_at(written, place.start())))
                continue
            if thing.get("/Type") == "/EmbeddedFile" or written.startswith(_FILES):
                if written not in attached:
                    contents.inner.append(InnerFile("嵌入的文件", written, embedded=True))
                continue
            draws = _DRAWS_TEXT.search(written)
            if draws:
                self._drawings.append((number, written, thing))
            if not _is_drawing(thing) and (is_named or not draws):
                found |= dict.fromkeys(_text_of(written))
        contents.add_internal(one for one in found if _WORDS.search(one))

    def drawn_apart(self) -> bytes:
        """A PDF with a page for each stream that draws text on none; empty where there is none."""
        if not self._drawings:
            return b""
        writer, output = PdfWriter(), io.BytesIO()
        for number, written, stream in self._drawings[:_MAX_DRAWINGS]:
            content = DecodedStreamObject()
            content.set_data(written)
            own = _dictionary(_dictionary(stream, "/Resources"), "/Font")
            fonts = own or self._fonts_by_content.get(number) or self._fonts
            page = writer.add_blank_page(1000, 1000)
            page[NameObject("/Contents")] = writer._add_object(content)
            page[NameObject("/Resources")] = DictionaryObject(
                {NameObject("/Font"): fonts.clone(writer, force_duplicate=False)}
            )
        writer.write(output)
        return output.getvalue()

    def _all(self) -> Iterator[_Object]:
        reader = self._reader
        named = [(number, at) for at, table in reader.xref.items() for number in table]
        for number, generation in dict.fromkeys(
            (*named, *((one, 0) for one in reader.xref_objStm))
        ):
            thing = reader.get_object(IndirectObject(number, generation, reader))
            yield _Object(number, True, thing)
            yield from self._packed(number, thing)
        places = {place for table in reader.xref.values() for place in table.values()}
        for found in _OBJECT.finditer(self._data):
            if found.start() in places:
                continue
            number, place = int(found[1]), found.end()
            with contextlib.suppress(Exception):  # what looks like one is none
                thing = self._object_at(self._data, place)
                reader.resolved_objects.setdefault((0, number), thing)
                yield _Object(number, False, thing)
                yield from self._packed(number, thing)

    def _object_at(self, data: bytes, place: int) -> PdfObject | None:
        stream = io.BytesIO(data)
        stream.seek(
            place + len(data[place : place + 100]) - len(data[place : place + 100].lstrip())
        )
        return read_object(stream, self._reader)

    def _packed(self, number: int, thing: PdfObject | None) -> Iterator[_Object]:
        """The objects of a stream of objects that no table names."""
        if not isinstance(thing, StreamObject) or thing.get("/Type") != "/ObjStm":
            return
        data, first = thing.get_data(), thing.get("/First")
        numbers = [int(one) for one in data[: int(str(first))].split() if one.isdigit()]
        for inner, place in zip(numbers[::2], numbers[1::2], strict=False):
            if self._reader.xref_objStm.get(inner, (0,))[0] != number:
                with contextlib.suppress(Exception):
                    yield _Object(inner, False, self._object_at(data, int(str(first)) + place))

    def _keep_fonts(self, thing: DictionaryObject) -> None:
        """Note the fonts of a page, for streams that draw with fonts of another."""
        fonts = _dictionary(_dictionary(thing, "/Resources"), "/Font")
        for name, font in fonts.items():
            self._fonts.setdefault(name, font)
        if fonts and "/Contents" in thing:
            for number in _content(thing):
                self._fonts_by_content.setdefault(number, fonts)


def _dictionary(thing: DictionaryObject, key: str) -> DictionaryObject:
    value = thing.get(key, NullObject()).get_object()
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _content(page: DictionaryObject) -> Iterator[int]:
    """The numbers of the streams that draw a page."""
    content = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
    listed = content.get_object() if isinstance(content, IndirectObject) else content
    for one in (content, *(listed if isinstance(listed, ArrayObject) else ())):
        if isinstance(one, IndirectObject):
            yield one.idnum


def _strings(thing: PdfObject | None, depth: int = 0) -> Iterator[str]:
    """The strings within an object, names too; what it refers to is an object of its own."""
    if depth > _MAX_NESTED:
        raise Unreadable(TOO_MUCH)
    if isinstance(thing, DictionaryObject) and thing.get("/Filter") != "/Standard":
        pieces = thing.get("/XFA")
        if isinstance(pieces, ArrayObject):
            yield _form(pieces)
        for key, value in thing.items():
            yield str(key)
            if key not in _WORDLESS_KEYS:
                yield from _strings(value, depth + 1)
    elif isinstance(thing, ArrayObject):
        for value in thing:
            yield from _strings(value, depth + 1)
    elif isinstance(thing, TextStringObject | NameObject):
        yield str(thing)
    elif isinstance(thing, ByteStringObject) and not _NOISE.search(decoded(bytes(thing))):
        yield decoded(bytes(thing))


def _form(pieces: ArrayObject) -> str:
    """The words of a form in XML (XFA): its pieces, put together without tags."""
    streams = (one.get_object() for one in pieces)
    data = b"".join(one.get_data() for one in streams if isinstance(one, StreamObject))
    return _XML_TAG.sub("", decoded(data))


def _is_drawing(stream: StreamObject) -> bool:
    kinds = {stream.get("/Type"), stream.get("/Subtype")}
    return bool(kinds & _DRAWINGS) or "/PatternType" in stream or "/BBox" in stream


def _may_be_words(stream: StreamObject) -> bool:
    """Whether it is no picture, no font, no table."""
    kinds = {stream.get("/Type"), stream.get("/Subtype")}
    if kinds & _WORDLESS:
        return False
    return _is_drawing(stream) or not _WORDLESS_STREAM_KEYS & stream.keys()


def _text_of(written: bytes) -> Iterator[str]:
    """A stream's text, if it is one; of XML also the words alone, which tags may part."""
    text = decoded(written)
    if is_text(text) and b"begincmap" not in written:
        yield text
        if _XML.match(text):
            yield _XML_TAG.sub("", text)

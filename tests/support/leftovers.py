"""Files with words where their own tables do not lead: former revisions, bytes between, records."""

import gzip
import io
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, NameObject

from tests.support.attached import pdf_file, with_members, word_file, zipped
from tests.support.places import CARD, PERSON, PHONE, WORDS, _dictionary, _pdf, _stream

DIGITS = f"{PHONE} {PERSON} {CARD}"
DRAWN = f"BT /F1 12 Tf 5 5 Td ({PHONE}) Tj 0 20 Td ({PERSON}) Tj 0 20 Td ({CARD}) Tj ET"
_CUT = "BT /F1 12 Tf 5 5 Td " + " ".join(f"({one}) Tj" for one in DIGITS) + " ET"
NOISE = random.Random(5).randbytes(400)
UNREAD = "attachment-unreadable"


def _changed_page(change: Callable[[PdfWriter], object]) -> bytes:
    """A page with the words, and behind it a change by which they go."""
    writer = PdfWriter(io.BytesIO(pdf_file([WORDS])), incremental=True)
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _emptied(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/Contents")] = writer._add_object(_stream(b"0 0 m"))


def _replaced(writer: PdfWriter) -> None:
    writer.remove_page(0)
    writer.add_blank_page(100, 100)


def _inserted(data: bytes, piece: bytes) -> bytes:
    """A PDF with bytes before its table, which it still finds."""
    at = data.rindex(b"\nxref") + 1
    place = str(at + len(piece)).encode()
    return data[:at] + piece + data[at:].replace(str(at).encode(), place, 1)


def _loose(head: bytes, body: bytes) -> bytes:
    packed = zlib.compress(body)
    head = head + b"/Filter /FlateDecode /Length %d" % len(packed)
    return b"900 0 obj\n<<" + head + b">>\nstream\n" + packed + b"\nendstream\nendobj\n"


def _without_letters() -> bytes:
    """A page in a font that does not say which letters its glyphs are."""

    def change(writer: PdfWriter) -> None:
        inner = _dictionary(Type="/Font", Subtype="/CIDFontType2", BaseFont="/X")
        inner[NameObject("/CIDSystemInfo")] = _dictionary(Registry="Adobe", Ordering="Identity")
        font = _dictionary(
            Type="/Font", Subtype="/Type0", BaseFont="/X", Encoding="/Identity-H",
            DescendantFonts=ArrayObject([inner]),
        )  # fmt: skip
        codes = "".join(f"{int(one) + 19:04X}" for one in PHONE)
        page = writer.pages[0]
        page[NameObject("/Resources")] = _dictionary(Font=_dictionary(F1=font))
        drawn = f"BT /F1 12 Tf 5 5 Td <{codes}> Tj ET".encode()
        page[NameObject("/Contents")] = writer._add_object(_stream(drawn))

    return _pdf(change)


def _unused(**values: object) -> bytes:
    font = _dictionary(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica")
    form = _stream(
        _CUT.encode(),
        BBox=ArrayObject([]),
        Resources=_dictionary(Font=_dictionary(F1=font)),
        **values,
    )
    return _pdf(lambda writer: writer._add_object(form.flate_encode()))


def pdf() -> dict[str, tuple[bytes, str]]:
    """PDF files, by place, each with the rule that must speak."""
    clean = pdf_file(["正文一行。"])
    packed = "7 0 8 20 " + f"({PHONE})".ljust(20) + f"({PERSON} {CARD})"
    return {
        "former revision": (_changed_page(_emptied), ""),
        "page that is gone": (_changed_page(_replaced), ""),
        "object that nothing names": (
            _inserted(clean, f"900 0 obj\n<</X ({DIGITS})>>\nendobj\n".encode()), "",
        ),
        "stream that nothing names": (_inserted(clean, _loose(b"", _CUT.encode())), ""),
        "words that nothing names": (_inserted(clean, _loose(b"", DIGITS.encode())), ""),
        "object in a stream": (
            _inserted(clean, _loose(b"/Type /ObjStm /N 2 /First 9 ", packed.encode())), "",
        ),
        "form that no page draws": (_unused(Subtype="/Form"), ""),
        "pattern that no page draws": (_unused(Type="/Pattern", PatternType="/1"), ""),
        "save without changes": (_changed_page(lambda writer: None), ""),
        "font without letters": (_without_letters(), UNREAD),
        "text between objects": (_inserted(clean, f"{WORDS}\n".encode()), ""),
        "text behind the end": (clean + f"\n{WORDS}\n".encode(), ""),
        "PDF behind the end": (clean + pdf_file([WORDS]), ""),
        "noise behind the end": (clean + NOISE, UNREAD),
        "noise behind a comment": (clean + b"%\n" + NOISE, UNREAD),
    }  # fmt: skip


def emf(pieces: str, options: int = 0) -> bytes:
    """An EMF that draws each letter by a record of its own."""
    head = struct.pack("<II", 1, 88).ljust(40, b"\0") + b" EMF".ljust(48, b"\0")
    records = b"".join(
        struct.pack("<II", 84, 80) + bytes(28)
        + struct.pack("<iiIII", 10 * number, 5, 1, 76, options) + bytes(20)
        + one.encode("utf-16-le") + bytes(2)
        for number, one in enumerate(pieces)
    )  # fmt: skip
    return head + records


def emf_plus(pieces: str) -> bytes:
    """An EMF that draws each letter by a newer record in a comment."""
    records = b"".join(
        struct.pack("<HHIIIIIffff", 0x401C, 0, 44, 32, 0, 0, 1, 10.0 * number, 5, 0, 0)
        + one.encode("utf-16-le") + bytes(2)
        for number, one in enumerate(pieces)
    )  # fmt: skip
    comment = b"EMF+" + records
    return emf("") + struct.pack("<III", 70, 12 + len(comment), len(comment)) + comment


def png(text: str) -> bytes:
    """A PNG with a packed text."""
    chunk = b"iTXt" + b"a\0\1\0\0\0" + zlib.compress(text.encode())
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(chunk) - 4) + chunk + bytes(4)


def wmf(pieces: str) -> bytes:
    """A WMF likewise."""
    head = b"\x01\x00\x09\x00".ljust(18, b"\0")
    records = b"".join(
        struct.pack("<IHH", 7, 0x0521, 1)
        + one.encode()
        + b"\0"
        + struct.pack("<hh", 5, 10 * number)
        for number, one in enumerate(pieces)
    )
    return head + records


def _archive(change: Callable[[zipfile.ZipFile], object]) -> bytes:
    output = io.BytesIO(word_file(["正文一段。"]))
    with zipfile.ZipFile(output, "a") as archive:
        change(archive)
    return output.getvalue()


def _comment(archive: zipfile.ZipFile) -> None:
    archive.comment = WORDS.encode()


def _comment_of_a_member(archive: zipfile.ZipFile) -> None:
    archive.infolist()[0].comment = WORDS.encode("gbk")
    archive.comment = b" "  # the directory is written anew


def _extra_of_a_member(archive: zipfile.ZipFile) -> None:
    text = WORDS.encode("utf-8")
    archive.infolist()[0].extra = struct.pack("<HH", 0x7075, len(text)) + text
    archive.comment = b" "


def _forgotten(archive: zipfile.ZipFile) -> None:
    archive.writestr("word/a.txt", WORDS)
    archive.filelist.pop()


def _packed(more: bytes, size: int) -> bytes:
    """A member with bytes behind what is packed, or of which the directory tells a part only."""
    text = f"正文。{WORDS}".encode()
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(text) + packer.flush() + more
    output = io.BytesIO(zipped({"a.txt": b"x"}))
    with zipfile.ZipFile(output, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("b.txt", packed)
        member = archive.infolist()[-1]
        member.compress_type, member.file_size = zipfile.ZIP_DEFLATED, size or len(text)
        member.CRC = zlib.crc32(text[: member.file_size])
        start = member.header_offset
    data = bytearray(output.getvalue())
    data[start + 8] = zipfile.ZIP_DEFLATED
    return bytes(data)


def _again(archive: zipfile.ZipFile) -> None:
    with warnings.catch_warnings(action="ignore"):
        archive.writestr(archive.namelist()[-1], "<x/>")


def _other_local_name(data: bytes) -> bytes:
    return data.replace(b"word/document.xml", b"word/document.xmk", 1)


def docx() -> dict[str, tuple[bytes, str]]:
    """Word files and what may stand in them, by place, each with the rule that must speak."""
    base = word_file(["正文一段。"])
    control = f'<ax:ocx xmlns:ax="a"><ax:ocxPr ax:name="Caption" ax:value="{WORDS}"/></ax:ocx>'
    parts = {
        "control": ("word/activeX/activeX1.xml", control.encode(), ""),
        "state of a control": (
            "word/activeX/activeX1.bin", bytes(range(16)) + WORDS.encode("utf-16-le"), UNREAD,
        ),
        "letters of an EMF": ("word/media/a.emf", emf(DIGITS), ""),
        "letters of a WMF": ("word/media/a.wmf", wmf(DIGITS), ""),
        "letters of an EMF+": ("word/media/a.emf", emf_plus(DIGITS), ""),
        "packed text of a PNG": ("word/media/a.png", png(DIGITS), ""),
        "packed EMF": ("word/media/a.emz", gzip.compress(emf(DIGITS)), ""),
        "glyphs of an EMF": ("word/media/a.emf", emf(DIGITS, 0x10), UNREAD),
    }  # fmt: skip
    return {
        **{place: (with_members(base, {name: data}), rule) for place, (name, data, rule) in parts.items()},
        "comment of the archive": (_archive(_comment), ""),
        "comment of a member": (_archive(_comment_of_a_member), ""),
        "extra field of a member": (_archive(_extra_of_a_member), ""),
        "name of a folder": (with_members(base, {f"{WORDS}/": b""}), ""),
        "what a folder holds": (with_members(base, {"folder/": WORDS.encode()}), UNREAD),
        "member that is not listed": (_archive(_forgotten), UNREAD),
        "bytes before the first": (b"PK\x03\x04" + WORDS.encode() + base, UNREAD),
        "bytes behind the end": (base + WORDS.encode(), UNREAD),
        "member twice": (
            _archive(_again), UNREAD,
        ),
        "other name in its head": (_other_local_name(base), UNREAD),
    }  # fmt: skip


def doc() -> dict[str, tuple[bytes, str]]:
    """RTF files, which go by the name of Word's, by place."""

    def rtf(body: str | bytes) -> bytes:
        return (
            b"{\\rtf1 words beside what else is there "
            + (body if isinstance(body, bytes) else body.encode("gbk"))
            + b"}"
        )

    package = struct.pack("<III", 0x501, 2, 8) + b"Package\0" + bytes(12)
    embedded = package + word_file([WORDS])
    return {
        "object": (rtf("{\\object{\\*\\objdata " + embedded.hex() + "}}"), ""),
        "text in an object": (
            rtf("{\\object{\\*\\objdata " + (package + WORDS.encode("gbk")).hex() + "}}"), "",
        ),
        "object in bytes": (
            rtf(b"{\\*\\objdata\\bin%d " % len(embedded) + embedded + b"}"), "",
        ),
        "picture": (rtf("{\\pict\\wmetafile8 " + wmf(DIGITS).hex() + "}"), ""),
        "picture in bytes": (
            rtf(b"{\\pict\\emfblip\\bin%d " % len(emf(DIGITS)) + emf(DIGITS) + b"}"), "",
        ),
        "bytes without a place": (rtf(b"\\bin%d " % len(embedded) + embedded), ""),
    }  # fmt: skip


def archive() -> dict[str, tuple[bytes, str]]:
    """Archives, by place."""
    output = io.BytesIO(zipped({"a.txt": b"x"}))
    with zipfile.ZipFile(output, "a") as opened:
        opened.comment = WORDS.encode()
    twice = io.BytesIO(zipped({"a.txt": WORDS.encode()}))
    with zipfile.ZipFile(twice, "a") as opened:
        _again(opened)
    return {
        "comment": (output.getvalue(), ""),
        "member twice": (twice.getvalue(), UNREAD),
        "bytes in a member": (_packed(WORDS.encode(), 0), UNREAD),
        "more than the directory says": (_packed(b"", 6), UNREAD),
    }

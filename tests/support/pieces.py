"""Files with numbers in pieces, in names and among what is no text: each is put together again."""

import random
from collections.abc import Callable, Iterator

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)

from tests.support.attached import zipped
from tests.support.leftovers import DIGITS, NOISE, UNREAD
from tests.support.places import (
    CARD,
    PERSON,
    PHONE,
    WORDS,
    _dictionary,
    _of_catalog,
    _pdf,
    _picture,
    _stream,
)

_NUMBERS = (PHONE, PERSON, CARD)
_WIDTH = 7.2  # of a digit of Courier at 12 points
_FONT = _dictionary(F1=_dictionary(Type="/Font", Subtype="/Type1", BaseFont="/Courier"))
_FORMER_KEYS = ("ID", "DA", "CharSet", "Panose", "Style", "Encoding", "W", "ViewerPreferences")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _page(drawn: str) -> bytes:
    def change(writer: PdfWriter) -> None:
        page = writer.pages[0]
        page[NameObject("/Resources")] = _dictionary(Font=_FONT)
        page[NameObject("/Contents")] = writer._add_object(_stream(drawn.encode()))

    return _pdf(change)


def _drawn(pieces: list[tuple[float, float, str]]) -> bytes:
    return _page("\n".join(f"BT /F1 12 Tf {x} {y} Td ({one}) Tj ET" for x, y, one in pieces))


def _halves(number: str, y: float) -> list[tuple[float, float, str]]:
    return [(50 + 6 * _WIDTH, y, number[6:]), (50, y, number[:6])]


def _boxes() -> list[tuple[float, float, str]]:
    """A row of boxes for each number, and an amount behind it."""
    return [
        (50 + 22 * box, 700 - 30 * row, digit)
        for row, number in enumerate(_NUMBERS)
        for box, digit in enumerate(("Tel", *number, "50"), -1)
    ]


def _columns() -> list[tuple[float, float, str]]:
    """Three columns, drawn row by row."""
    return [
        (50 + 40 * column, 700 - 14 * row, number[row])
        for row in range(max(map(len, _NUMBERS)))
        for column, number in enumerate(_NUMBERS)
        if row < len(number)
    ]


def _fields(writer: PdfWriter) -> None:
    """A form with a field for each digit, and one of words between the numbers."""
    kept = _dictionary(Type="/Annot", Subtype="/Widget", FT="/Tx")
    values = "|".join(_NUMBERS).replace("|", "\n")
    fields = []
    for number, value in enumerate(values):
        field = DictionaryObject(kept)
        field.update(
            _dictionary(
                Rect=RectangleObject((number, 50, number + 1, 60)),
                T=f"a{number}x",
                V="正文" if value == "\n" else value,
            )
        )
        fields.append(writer._add_object(field))
    writer.pages[0][NameObject("/Annots")] = ArrayObject(fields)


def _form_data(writer: PdfWriter) -> None:
    pieces = [f"<a>{one[:3]}</a>|<b>{one[3:]}</b>\n" for one in _NUMBERS]
    streams = [writer._add_object(_stream(one.encode())) for one in "".join(pieces).split("|")]
    named = [part for one in streams for part in (TextStringObject("x"), one)]
    writer._root_object.update(_dictionary(AcroForm=_dictionary(XFA=ArrayObject(named))))


def _metadata(writer: PdfWriter) -> None:
    text = "\n".join(f"<a>{one[:5]}<b/>{one[5:]}</a>" for one in _NUMBERS)
    stream = _stream(f"<x>{text}</x>".encode(), Type="/Metadata", Subtype="/XML")
    writer._root_object.update(_dictionary(Metadata=writer._add_object(stream)))


def _attached(data: bytes) -> Callable[[PdfWriter], object]:
    """A file that does not say that it is one."""

    def change(writer: PdfWriter) -> None:
        named = _dictionary(
            Type="/Filespec", F="a.x", EF=_dictionary(F=writer._add_object(_stream(data)))
        )
        writer._root_object.update(_dictionary(X=named))

    return change


def _named(writer: PdfWriter) -> None:
    keys = DictionaryObject({NameObject(f"/{one}"): TextStringObject("x") for one in _NUMBERS})
    writer._root_object.update(_dictionary(X=keys))


def _image(writer: PdfWriter) -> None:
    stream = _stream(_picture(), Type="/XObject", Subtype="/Image")
    stream[NameObject("/Filter")] = ArrayObject([NameObject("/DCTDecode")])
    writer._root_object.update(_dictionary(X=writer._add_object(stream)))


def pdf() -> Iterator[tuple[str, tuple[bytes, str]]]:
    """PDF files, by place."""
    halves = [_halves(one, 700 - 30 * row) for row, one in enumerate(_NUMBERS)]
    made = {
        "second half drawn first": _drawn(
            [*(one[0] for one in halves), *(one[1] for one in halves)]
        ),
        "columns": _drawn(_columns()),
        "a digit a box": _drawn(_boxes()),
        "property of a mark": _page(f"/Span <</Alt ({DIGITS})>> BDC BT /F1 9 Tf (x) Tj ET EMC"),
        "a field a digit": _pdf(_fields),
        "form data in pieces": _pdf(_form_data),
        "metadata in pieces": _pdf(_metadata),
        "names of properties": _pdf(_named),
        "properties of an image": _pdf(_image),
        **{
            f"below {key}": _pdf(_of_catalog(X=_dictionary(**{key: WORDS}))) for key in _FORMER_KEYS
        },
    }
    for place, data in made.items():
        yield place, (data, "")
    yield "attached without a kind", (_pdf(_attached(b"Rar!\x1a\x07\x01\0" + NOISE)), UNREAD)


def ofd() -> Iterator[tuple[str, tuple[bytes, str]]]:
    """OFD files, by place."""

    def page(pieces: list[tuple[float, float, str]]) -> bytes:
        drawn = "".join(
            f'<TextObject Boundary="{x} {y} {_WIDTH * len(one)} 12"><TextCode>{one}</TextCode></TextObject>'
            for x, y, one in pieces
        )
        return zipped(
            {"OFD.xml": b"<OFD/>", "Pages/Page_0/Content.xml": f"<P>{drawn}</P>".encode()}
        )

    single = [
        (50 + _WIDTH * place, 30.0 * row, digit)
        for row, number in enumerate(_NUMBERS)
        for place, digit in enumerate(number)
    ]
    random.Random(3).shuffle(single)
    halves = [piece for row, one in enumerate(_NUMBERS) for piece in _halves(one, 30 * row)]
    yield "second half drawn first", (page(halves), "")
    yield "digits in any order", (page(single), "")


def archive() -> Iterator[tuple[str, tuple[bytes, str]]]:
    """Archives with what file managers leave, by the name of the file."""
    kept = {
        "__MACOSX/a.txt": WORDS.encode(),
        "__MACOSX/._a.txt": b"\0\5\x16\7\0\2\0\0" + DIGITS.encode(),
        "a/.DS_Store": b"\0\0\0\1Bud1\0\0" + DIGITS.encode(),
        "Thumbs.db": WORDS.encode(),
        "a/Thumbs.db": _OLE + DIGITS.encode(),
        "desktop.ini": f"[.ShellClassInfo]\r\nInfoTip={WORDS}\r\n".encode("utf-16"),
    }
    for name, data in kept.items():
        yield name.replace("/", " "), (zipped({"a.txt": b"x", name: data}), "")

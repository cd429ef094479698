"""Office files whose numbers are cut, turned, packed, or named where nobody looks for them."""

import base64
import struct
from collections.abc import Iterator

from tests.support.attached import excel_file, with_members, word_file, zipped
from tests.support.leftovers import DIGITS, UNREAD
from tests.support.places import _NAMESPACES, _S, CARD, PERSON, PHONE, WORDS

_NUMBERS = (PHONE, PERSON, CARD)
_SPACES = " ".join(
    f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
    for one in ("office", "text", "table")
)
_SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COLOUR = '<a:rPr><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:rPr>'
_NEXT = f"</a:t></a:r><a:r>{_COLOUR}<a:t>"

Place = tuple[str, tuple[bytes, str]]


def _cut(joint: str) -> str:
    """The numbers, each with something between its digits."""
    return " ".join(f"{one[:5]}{joint}{one[5:]}" for one in _NUMBERS)


def _base64(data: bytes) -> str:
    return base64.encodebytes(data).decode()


def _run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _body(text: str) -> bytes:
    return f"<w:document {_NAMESPACES}><w:body>{text}</w:body></w:document>".encode()


_RAISED = '<w:vertAlign w:val="superscript"/>'
# In the body of a Word file, for each number: {n}, of which {a} are the first digits, {b} the rest.
_BODIES = {
    "mark set high behind": _run("{n}") + _run("1", _RAISED),
    "mark set high before": _run("1", _RAISED) + _run("{n}"),
    "end that was deleted": _run("{a}")
    + f"<w:del>{_run('{b}')}</w:del><w:ins>{_run('***')}</w:ins>",
    "end that is hidden": _run("{a}") + _run("{b}", "<w:vanish/>") + _run("***"),
    "reading above": _run("{a}")
    + "<w:r><w:ruby><w:rt>"
    + _run("a")
    + f"</w:rt><w:rubyBase>{_run('{b}')}</w:rubyBase></w:ruby></w:r>",
    "turned by an element": '<w:bdo w:val="rtl">' + _run("{r}") + "</w:bdo>",
    "turned by a sign": _run("\u202e{r}\u202c"),
}
_ITEM, _LINKS = "customXml/item9.xml", "word/_rels/x.xml.rels"
_AROUND = {
    _ITEM: ("<a>", "</a>"),
    _LINKS: (f'<Relationships xmlns="{_RELATIONS}">', "</Relationships>"),
}
# Elements of parts, one for each number.
_ELEMENTS = {
    "named path": (_ITEM, '<b path="\\\\srv\\{n}.doc"/>'),
    "named hash": (_ITEM, '<b hash="{n}"/>'),
    "name of an element": (_ITEM, "<号{n}/>"),
    "name of an attribute": (_ITEM, '<b 号{n}="x"/>'),
    "namespace": (_ITEM, '<b xmlns:x="urn:号:{n}"/>'),
    "target within": (_LINKS, '<Relationship Id="a" Target="号{n}"/>'),
    "type of a relation": (_LINKS, '<Relationship Id="a" Type="号{n}"/>'),
}


def word() -> Iterator[Place]:
    """Word files, by place, each with the rule that must speak."""
    base = word_file(["正文一段。"])
    for place, text in _BODIES.items():
        paragraphs = (
            text.replace("{n}", one).replace("{a}", one[:5]).replace("{b}", one[5:])
            .replace("{r}", one[::-1])
            for one in _NUMBERS
        )  # fmt: skip
        body = _body("".join(f"<w:p>{one}</w:p>" for one in paragraphs))
        yield place, (with_members(base, {"word/document.xml": body}), "")
    for place, (name, element) in _ELEMENTS.items():
        whole = "".join(element.replace("{n}", one) for one in _NUMBERS).join(_AROUND[name])
        yield place, (with_members(base, {name: whole.encode()}), "")
    yield from _odd_parts(base)


def _odd_parts(base: bytes) -> Iterator[Place]:
    header = f"<w:hdr {_NAMESPACES}><w:p>{_run(_cut('</w:t></w:r><w:r><w:t>'))}</w:p></w:hdr>"
    twice = "".join(f'<w:alias w:val="{one}" o:val="0"/>' for one in _NUMBERS)
    packed = f"<a><b>{_base64(word_file([WORDS]))}</b></a>"
    text = f"<a><b>{_base64(WORDS.encode())}</b></a>"
    address = "data:text/plain;base64," + base64.b64encode(WORDS.encode()).decode()
    letters = "".join(f'<tspan x="{at}">{one}</tspan>' for at, one in enumerate(DIGITS))
    broken = f"<xml><v:textbox>{_cut('<br>')}</v:textbox><br></xml>"
    run = f"<a:p><a:r>{_COLOUR}<a:t>{_cut(_NEXT)}</a:t></a:r></a:p>"
    parts = {
        "letters of an SVG": ("word/media/a.svg", _SVG.format(f"<text>{letters}</text>")),
        "broken XML": ("word/drawing9.vml", broken),
        "chart in colours": ("word/charts/chart9.xml", f"<c:chart {_NAMESPACES}>{run}</c:chart>"),
        "diagram in colours": ("word/diagrams/data9.xml", f"<d {_NAMESPACES}>{run}</d>"),
        "part in GBK": ("word/header9.xml", f'<?xml version="1.0" encoding="GBK"?>{header}'),
        "root behind blanks": ("word/header9.xml", " " * 70_000 + header),
        "part behind blanks": ("customXml/item9.xml", " " * 600 + f"<a>{WORDS}</a>"),
        "XML named as a font": ("word/fonts/font9.odttf", f"<a>{WORDS}</a>"),
        "settings of a printer": ("word/printerSettings/a.bin", f"打印机旁的{WORDS}"),
        "file in base64": ("customXml/item9.xml", packed),
        "text in base64": ("docProps/custom.xml", text),
        "address with data": ("word/media/a.svg", _SVG.format(f'<image href="{address}"/>')),
    }
    for place, (name, part) in parts.items():
        data = part.encode("gbk" if "GBK" in place else "utf-8")
        yield place, (with_members(base, {name: data}), "")
    yield (
        "two attributes of one name",
        (with_members(base, {"word/document.xml": _body(f"<w:p>{twice}</w:p>")}), ""),
    )
    for place, name, data in (
        ("text named as a font", "word/fonts/font9.ttf", WORDS.encode()),
        ("part behind NULs", "word/media/a.bin", bytes(600) + WORDS.encode()),
    ):
        yield place, (with_members(base, {name: data}), UNREAD)


def excel() -> Iterator[Place]:
    """Workbooks: with a mark at each number, with a query of Power Query (an archive in base64)."""
    mark = '<r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
    marked = "".join(f"{mark}<r><t>{one}</t></r>{mark}<r><t>，</t></r>" for one in _NUMBERS)
    strings = f'<sst xmlns="{_S}"><si>{marked}</si></sst>'.encode()
    base = excel_file([["x"]])
    yield "mark set high", (with_members(base, {"xl/sharedStrings.xml": strings}), "")
    stray = f'<worksheet xmlns="{_S}"><v>{WORDS}</v></worksheet>'.encode()
    yield "value of no cell", (with_members(base, {"xl/worksheets/sheet9.xml": stray}), "")
    query = zipped({"Formulas/Section1.m": f"shared Q = 1; // {WORDS}".encode()})
    packed = struct.pack("<II", 0, len(query)) + query + bytes(12)
    part = f"<DataMashup>{base64.b64encode(packed).decode()}</DataMashup>".encode("utf-16")
    yield "query", (with_members(base, {"customXml/item1.xml": part}), "")


def flat() -> Iterator[Place]:
    """Office files in one piece of XML, which go by the name of Word's."""
    body = f"<w:p>{_run(_cut('</w:t></w:r><w:r><w:t>'))}</w:p>"
    spelling = "http://schemas.microsoft.com/office/2006/xmlPackage"
    package = f'<?xml version="1.0"?><pkg:package xmlns:pkg="{spelling}"><pkg:part>'
    packed = _base64(excel_file([[WORDS]]))
    yield "Word 2003", (b'<?xml version="1.0"?>' + _body(body), "")
    yield (
        "package",
        (
            f"{package}<pkg:xmlData>{_body(body).decode()}</pkg:xmlData></pkg:part></pkg:package>"
            .encode(), "",
        ),
    )  # fmt: skip
    yield (
        "file in a package",
        (
            f"{package}<pkg:binaryData>{packed}</pkg:binaryData></pkg:part></pkg:package>".encode(),
            "",
        ),
    )
    yield (
        "OpenDocument",
        (
            f'<?xml version="1.0"?><d {_SPACES}><text:p>x</text:p>'
            f"<office:binary-data>{packed}</office:binary-data></d>".encode(), "",
        ),
    )  # fmt: skip


_NOTE = (
    "<text:note><text:note-citation>1</text:note-citation>"
    "<text:note-body><text:p>x</text:p></text:note-body></text:note>"
)


def _repeated(number: str) -> str:
    """A row with a digit a cell, in which cells alike are written once."""
    cells, digits = "", number
    while digits:
        times = len(digits) - len(digits.lstrip(digits[0]))
        repeat = f' table:number-columns-repeated="{times}"' if times > 1 else ""
        cells += f"<table:table-cell{repeat}><text:p>{digits[0]}</text:p></table:table-cell>"
        digits = digits[times:]
    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    return f"<table:table-row>{cells}{empty}</table:table-row>"


def archived() -> Iterator[Place]:
    """Files that are published in archives only."""
    within = {
        "bookmark": "<text:p>" + _cut('<text:bookmark text:name="a"/>') + "</text:p>",
        "end of a page": f"<text:p>{_cut('<text:soft-page-break/>')}</text:p>",
        "mark of a change": f"<text:p>{_cut('<text:change-start/>')}</text:p>",
        "note in a number": f"<text:p>{_cut(_NOTE)}</text:p>",
        "cells alike": "".join(
            f"<table:table>{_repeated(one)}</table:table><text:p>字</text:p>" for one in _NUMBERS
        ),
    }
    for place, text in within.items():
        content = f"<d {_SPACES}>{text}</d>".encode()
        document = zipped({"mimetype": b"application/vnd.oasis.opendocument.text",
                           "content.xml": content})  # fmt: skip
        yield place, (zipped({"a.odt": document}), "")
    cells = "".join(
        "<a:tr>" + "".join(f"<a:tc><a:p><a:r><a:t>{one}</a:t></a:r></a:p></a:tc>" for one in number)
        + "</a:tr><a:p><a:r><a:t>字</a:t></a:r></a:p>"
        for number in _NUMBERS
    )  # fmt: skip
    coloured = f"<a:p><a:r><a:t>{_cut(_NEXT)}</a:t></a:r></a:p>"
    slides = {"slide in colours": coloured, "slide with a digit a cell": cells}
    for place, text in slides.items():
        slide = f"<p:sld {_NAMESPACES}>{text}</p:sld>".encode()
        document = zipped({"[Content_Types].xml": b"<Types/>", "ppt/slides/slide1.xml": slide})
        yield place, (zipped({"a.pptx": document}), "")
    svg = _SVG.format(f"<text><tspan>{_cut('</tspan><tspan>')}</tspan></text>")
    yield "drawing in an archive", (zipped({"a.svg": svg.encode()}), "")

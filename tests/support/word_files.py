"""Word files for tests, put together from their XML as Word and WPS write it."""

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.enum.style import WD_STYLE_TYPE

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# What a part is called, and the name of its first element.
_PARTS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header": "hdr",
    "footer": "ftr",
    "diagramData": "dataModel",
}


def word_file(body: str, **parts: str) -> bytes:
    """A .docx file of a body; `styles`, `header1` and the like are what stands in those parts.

    The body refers to a header as `rId-header1`.
    """
    related = {"document": "".join(_relationship(name) for name in parts)}
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/>' + "".join(map(_content_type, parts)) + "</Types>",
        "_rels/.rels": _relations(
            f'<Relationship Id="rId1" Type="{_TYPES}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": element("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _relations(related["document"]),
    }
    for name, text in parts.items():
        files[f"word/{name}.xml"] = element(_PARTS[name.rstrip("0123456789")], text)
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A package of these files."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(name, text)
    return found.getvalue()


def element(root: str, inner: str) -> str:
    """A part whose first element is this one."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{root} {_NAMESPACES}>{inner}</w:{root}>'


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{inner}</Relationships>'


def _relationship(name: str) -> str:
    kind = name.rstrip("0123456789")
    return f'<Relationship Id="rId-{name}" Type="{_TYPES}/{kind}" Target="{name}.xml"/>'


def _content_type(name: str) -> str:
    kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name.rstrip('0123456789')}+xml"
    return f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return (
        f'<w:r>{_properties("rPr", properties)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def paragraph(
    inner: str = "", *, style: str = "", number: tuple[object, object] | None = None, more: str = ""
) -> str:
    """A paragraph; `inner` is text, or XML where it begins with <; `number` a list and a level."""
    properties = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    if number:
        level = "" if number[1] is None else f'<w:ilvl w:val="{number[1]}"/>'
        properties += f'<w:numPr>{level}<w:numId w:val="{number[0]}"/></w:numPr>'
    content = inner if inner.startswith("<") or not inner else run(inner)
    return f"<w:p>{_properties('pPr', properties + more)}{content}</w:p>"


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells; those that are plain text become cells of one paragraph."""
    inner = "".join(one if one.startswith("<w:") else cell(one) for one in cells)
    return f"<w:tr>{_properties('trPr', properties)}{inner}</w:tr>"


def cell(inner: str = "", properties: str = "") -> str:
    """A cell; `inner` is text, or XML of its blocks."""
    content = inner if inner.startswith("<") else paragraph(inner)
    return f"<w:tc>{_properties('tcPr', properties)}{content}</w:tc>"


def style(
    identifier: str, name: str = "", *, based_on: str = "", inner: str = "", kind: str = "paragraph"
) -> str:
    """A style; `inner` holds its pPr and rPr."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identifier}">'
        f'<w:name w:val="{name or identifier}"/>{base}{inner}</w:style>'
    )


def level(
    index: int, kind: str = "decimal", text: str | None = None, *, start: int = 1, more: str = ""
) -> str:
    """A level of a list; its text is that number and a full stop where none is given."""
    shown = f"%{index + 1}." if text is None else text
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f"<w:lvlText w:val={quoteattr(shown)}/></w:lvl>"
    )


def abstract(identifier: object, *levels: str, more: str = "") -> str:
    """A definition of a list."""
    return f'<w:abstractNum w:abstractNumId="{identifier}">{more}{"".join(levels)}</w:abstractNum>'


def num(identifier: object, definition: object, overrides: str = "") -> str:
    """A list that follows a definition."""
    return (
        f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'
    )


def override(index: int, *, start: int | None = None, inner: str = "") -> str:
    """What a list has instead of its definition."""
    begins = "" if start is None else f'<w:startOverride w:val="{start}"/>'
    return f'<w:lvlOverride w:ilvl="{index}">{begins}{inner}</w:lvlOverride>'


def text_box(inner: str, *, old: str | None = None) -> str:
    """A text box as Word stores it: for programs of today, and for old ones."""
    shape = f"<wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp>"
    old = inner if old is None else old
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
        f"<a:graphicData>{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{old}</w:txbxContent></v:textbox>"
        f"</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def complex_field(code: str, result: str | None = None, data: str = "") -> str:
    """A field; no result is stored where it is None."""
    separated = (
        "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    )
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(code)}</w:instrText></w:r>{separated}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _properties(name: str, inner: str) -> str:
    return f"<w:{name}>{inner}</w:{name}>" if inner else ""


def plain_document() -> Any:
    """A new document of python-docx without its hundred looks of tables, but for a grid.

    They are 20,000 elements of XML, which would be read in each file: 0.15 s.
    """
    return docx.Document(io.BytesIO(_plain()))


@cache
def _plain() -> bytes:
    document = docx.Document()
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()
    for name, one in list(document.part.rels.items()):
        if one.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[name]
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()

"""Files that would take all time or memory of a reader, or lead it elsewhere: by what they try."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping

from tests.support.attached import excel_file, with_members, zipped
from tests.support.word_files import abstract, num, paragraph, style, word_file

GIGABYTE = 1 << 30
PIECE = 1 << 24
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE a [<!ENTITY a0 "哈">{ENTITIES}]>'


def _large(
    member: str, head: bytes, piece: bytes, foot: bytes, others: Mapping[str, bytes]
) -> bytes:
    """A ZIP file in which a member unpacks to a gigabyte."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in others.items():
            archive.writestr(name, data)
        with archive.open(member, "w", force_zip64=True) as file:
            file.write(head)
            block = piece * (PIECE // len(piece))
            for _ in range(GIGABYTE // len(block)):
                file.write(block)
            file.write(foot)
    return output.getvalue()


def _members(data: bytes, but: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != but}


def _large_text() -> bytes:
    others = _members(word_file(paragraph("甲")), "word/document.xml")
    head = (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b"<w:body>"
    )
    piece = b"<w:p><w:r><w:t>0000</w:t></w:r></w:p>"
    return _large("word/document.xml", head, piece, b"</w:body></w:document>", others)


def _sheet(piece: bytes) -> bytes:
    others = _members(excel_file([["x"]]), "xl/worksheets/sheet1.xml")
    head = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return _large("xl/worksheets/sheet1.xml", head, piece, b"</sheetData></worksheet>", others)


def _cells() -> bytes:
    inner = f"<row>{'<c><v>1</v></c>' * 100}</row>" * 10_000
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{inner}</sheetData></worksheet>"
    )
    return with_members(excel_file([["x"]]), {"xl/worksheets/sheet1.xml": sheet.encode()})


def _nested() -> bytes:
    data = zipped({"大.txt": b"0" * (1 << 24)})
    for _ in range(6):
        data = zipped({f"{number}.zip": data for number in range(10)})
    return data


def _loops() -> bytes:
    styles = style("a", based_on="b") + style("b", based_on="a")
    links = "".join(
        abstract(one, more=f'<w:numStyleLink w:val="{1 - one}"/>') + num(one, one)
        for one in range(2)
    )
    body = paragraph("甲", style="a", number=(1, 0)) * 5_000
    return word_file(body, styles=styles, numbering=links)


def _pdf_loop() -> bytes:
    """Pages that are their own children."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100000000>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
    )


FILES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "a text of 1 GB": ("大.docx", _large_text),
    "a sheet of 1 GB": ("大.xlsx", lambda: _sheet(b"<row><c><v>1</v></c></row>")),
    "a member of 1 GB": ("大.zip", lambda: _large("大.txt", b"", b"0", b"", {})),
    "archives in archives": ("层.zip", _nested),
    "a million cells": ("百万.xlsx", _cells),
    "entities in Word": (
        "实体.docx",
        lambda: with_members(
            word_file(paragraph("甲")), {"word/document.xml": f"{LAUGHS}<a>&a9;</a>".encode()}
        ),
    ),
    "entities in Excel": (
        "实体.xlsx",
        lambda: with_members(
            excel_file([["x"]]), {"xl/workbook.xml": f"{LAUGHS}<a>&a9;</a>".encode()}
        ),
    ),
    "entities in a page": ("实体.html", lambda: f"{LAUGHS}<html><p>&a9;</p></html>".encode()),
    "paths that lead out": ("路.zip", lambda: zipped({"../../etc/甲.txt": b"1", "/乙.txt": b"2"})),
    "loops of styles and numbers": ("环.docx", _loops),
    "a page of deep tags": ("深.html", lambda: b"<div>" * 500_000 + "甲".encode()),
    "a table without end": ("表.html", lambda: b"<table>" + b"<tr><td colspan=1000>1" * 200_000),
    "a PDF of itself": ("环.pdf", _pdf_loop),
    "RTF of deep groups": ("深.rtf", lambda: rb"{\rtf1 " + b"{" * 1_000_000 + b"a"),
    "one long line": ("长.txt", lambda: "绩效自评报告".encode() * 1_000_000),
}


def files() -> Iterator[tuple[str, str, bytes]]:
    """What each tries, the name of the file, its bytes."""
    for tries, (name, make) in FILES.items():
        yield tries, name, make()

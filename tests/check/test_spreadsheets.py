"""Numbers as spreadsheets show them, old Office files, plain text: what is told, what is not.

A number of a person stands in each file, but not as digits side by side.
"""

import gzip
import io
import lzma
import tarfile
from xml.sax.saxutils import escape

import pytest

from tests.support.attached import (
    Once,
    Problems,
    about,
    checked_once,
    content_with,
    excel_file,
    with_members,
    word_file,
    zipped,
)
from tests.support.compound import compound, old_book, package
from tests.support.leftovers import png

pytestmark = pytest.mark.slow("takes files apart that are made for it")

PHONE, MOBILE, PASSWORD = "13800001001", "mobile-number", "connection-password"
CONNECTION = "Server=10.0.0.1;Uid=sa;Pwd=Abc123"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(inner: str, styles: str = "") -> bytes:
    """An Excel file with this sheet."""
    parts = {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SPACE}">{inner}</worksheet>'.encode()}
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{SPACE}">{styles}</styleSheet>'.encode()
    return with_members(excel_file([["x"]]), parts)


def header(code: str) -> bytes:
    return sheet(
        f"<sheetData/><headerFooter><oddHeader>{escape(code)}</oddHeader></headerFooter>",
    )


def cell(inner: str, attributes: str = "") -> bytes:
    return sheet(f"<sheetData><row><c {attributes}>{inner}</c></row></sheetData>")


def formatted(code: str, value: str, kind: str = "n") -> bytes:
    quoted = escape(code, {'"': "&quot;"})
    formats = f'<numFmts><numFmt numFmtId="200" formatCode="{quoted}"/></numFmts>'
    styles = f'{formats}<cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>'
    return sheet(
        f'<sheetData><row><c s="1" t="{kind}"><v>{value}</v></c></row></sheetData>', styles
    )


def cached(part: str, text: str) -> bytes:
    return with_members(excel_file([["x"]]), {part: text.encode()})


def embedded(data: bytes) -> bytes:
    return with_members(word_file(["x"]), {"word/embeddings/oleObject1.bin": data})


def tar() -> bytes:
    output, data = io.BytesIO(), f"电话{PHONE}\n".encode()
    with tarfile.open(fileobj=output, mode="w") as opened:
        about_it = tarfile.TarInfo("a.txt")
        about_it.size = len(data)
        opened.addfile(about_it, io.BytesIO(data))
    return output.getvalue()


WORDS = f"电话{PHONE}\n".encode()
LONG = "正文一行，没有别的。\n" * 400
MAIL = "MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPGh0bWw+\n"
PIVOT = f'<pivotCacheRecords xmlns="{SPACE}"><r><n v="1.3800001001E10"/></r></pivotCacheRecords>'
OTHER_BOOK = f'<externalLink xmlns="{SPACE}"><cell><v>1.3800001001E+10</v></cell></externalLink>'
CHART = '<c:chartSpace xmlns:c="c"><c:pt><c:v>13800001001.0</c:v></c:pt></c:chartSpace>'
TOLD: dict[str, tuple[str, bytes, set[str]]] = {
    "colour in a header": ("xlsx", header(f"&C&KFF0000{PHONE}"), {MOBILE}),
    "theme's colour in a header": ("xlsx", header(f"&C&K01+000{PHONE}"), {MOBILE}),
    "size in a header": ("xlsx", header(f"&C&14{PHONE}"), {MOBILE}),
    "small size in a header": ("xlsx", header(f"&C&9{PHONE}"), {MOBILE}),
    "bold in a header": ("xlsx", header("&C13800&B001001"), {MOBILE}),
    "font in a header": ("xlsx", header('&L13800&"宋体,加粗"001001'), {MOBILE}),
    "digits of a format": ("xlsx", formatted('"138"00000000', "1001"), {MOBILE}),
    "escaped digits of a format": ("xlsx", formatted(r"\1\3\80000\-0000", "1001"), {MOBILE}),
    "format of a text": ("xlsx", formatted('"138"@', "00001001", "str"), {MOBILE}),
    "escaped return": ("xlsx", cell("<v>13800_x000D_001001</v>", 't="str"'), {MOBILE}),
    "escaped digit": ("xlsx", cell("<v>1380000_x0031_001</v>", 't="str"'), {MOBILE}),
    "joined by a formula": ("xlsx", cell('<f>"138"&amp;"00001001"</f>'), {MOBILE}),
    "listed in a formula": ("xlsx", cell('<f>CONCATENATE("138","00001001")</f>'), {MOBILE}),
    "text by a formula": ("xlsx", cell('<f>"138"&amp;TEXT(00001001,"0")</f>'), {MOBILE}),
    "value and string": (
        "xlsx", cell(f"<v>5</v><is><t>{PHONE}</t></is>", 't="inlineStr"'), {MOBILE},
    ),
    "value and string of the table": ("xlsx", cell(f"<v>0</v><is><t>{PHONE}</t></is>", 't="s"'), {MOBILE}),
    "how a string is read": ("xlsx", cell(f"<is><t>5</t><rPh><t>{PHONE}</t></rPh></is>"), {MOBILE}),
    "cell of no row": ("xlsx", sheet(f"<sheetData><c><v>{PHONE}</v></c></sheetData>"), {MOBILE}),
    "kept by a pivot": ("xlsx", cached("xl/pivotCache/r.xml", PIVOT), {MOBILE}),
    "kept of another book": ("xlsx", cached("xl/externalLinks/e.xml", OTHER_BOOK), {MOBILE}),
    "kept by a chart": ("xlsx", cached("xl/charts/chart1.xml", CHART), {MOBILE}),
    "a digit a cell, a sum behind": ("xlsx", excel_file([["手机", *map(int, PHONE), 50]]), {MOBILE}),
    "a digit a cell, a serial before": ("xlsx", excel_file([["手机"], [1, *map(int, PHONE)]]), {MOBILE}),
    "groups in cells": ("xlsx", excel_file([["手机", 138, "0000", 1001]]), {MOBILE}),
    "digits of an old format": (
        "xls", compound({"Workbook": old_book([1001], '"138"00000000')}), {MOBILE},
    ),
    "old header": (
        "xls", compound({"Workbook": old_book(header="&C&K00FF00138/0000/&B1001")}), {MOBILE},
    ),
    "old footer": ("xls", compound({"Workbook": old_book(footer=CONNECTION)}), {PASSWORD}),
    "old book in a letter": (
        "doc", compound({"ObjectPool/_1/Workbook": old_book([float(PHONE)])}), {MOBILE},
    ),
    "string that no table leads to": (
        "doc", compound({"Data": "电话138/0000/1001".encode("utf-16-le")}), {MOBILE},
    ),
    "own property": (
        "doc", compound({"\x05DocumentSummaryInformation": f"电话{PHONE}".encode("gbk")}), {MOBILE},
    ),
    "connection that no table leads to": ("doc", compound({"Data": CONNECTION.encode()}), {PASSWORD}),
    **{
        f"package of {place}": ("docx", embedded(package(name, data)), rules)
        for place, name, data, rules in (
            ("slashes", "甲.txt", b"138/0000/1001", {MOBILE}),
            ("a connection", "a.udl", CONNECTION.encode(), {PASSWORD}),
            ("UTF-32", "a.txt", WORDS.decode().encode("utf-32-le"), {MOBILE}),
            ("gz", "a.gz", gzip.compress(WORDS), {MOBILE}),
            ("PNG", "a.png", png(f"电话{PHONE}"), {MOBILE}),
            ("7z", "a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(range(256)), {"attachment-unreadable"}),
            ("RAR", "a.rar", b"Rar!\x1a\x07\1\0" + bytes(range(256)), {"attachment-unreadable"}),
        )
    },
    "UTF-32": ("txt", WORDS.decode().encode("utf-32"), {MOBILE}),
    "UTF-32 without a mark": ("csv", WORDS.decode().encode("utf-32-be"), {MOBILE}),
    "UTF-16 without a mark": ("txt", WORDS.decode().encode("utf-16-be"), {MOBILE}),
    "zero in a text": ("txt", b"words\0\n" + WORDS, {MOBILE}),
    "zero before a text in GBK": ("txt", b"\0" + WORDS.decode().encode("gbk"), {MOBILE}),
    "PNG as text": ("txt", png("正文"), {"attachment-disguised"}),
    "gz as text": ("csv", gzip.compress(LONG.encode()), {"attachment-disguised"}),
    "xz as text": ("txt", lzma.compress(WORDS), {"attachment-disguised"}),
    "tar as text": ("txt", tar(), {"attachment-unreadable"}),
    "web page as text": ("csv", b"<table><tr><td>x</td></tr></table>", {"attachment-disguised"}),
    "saved page as text": ("txt", MAIL.encode(), {"attachment-disguised"}),
    "archive behind a text": (
        "txt", LONG.encode() + zipped({"a.txt": WORDS}), {"attachment-unreadable"},
    ),
}  # fmt: skip
QUIET = {
    "header.xlsx": header('&L&"宋体,Regular"&12表 1&C&14 2023年度资金表&R第 &P 页，共 &N 页'),
    "format.xlsx": formatted('0.00"万元"', "13800001001"),
    "serial.xlsx": formatted('"2023"0000', "7"),
    "formula.xlsx": cell('<f>IF(A1="1380000","1001",B2&amp;"元")</f><v>1</v>'),
    "old.xls": compound({"Workbook": old_book([138, 1001], '"2023"000', "&C&14 2023年", "第&P页")}),
    "package.docx": embedded(package("a.txt", "说明一行。".encode())),
    "letters.txt": "བོད་ཡིག ꆈꌠꁱꂷ кириллица 한국어 𠀀😀\n".encode() * 60,
    "old.csv": "项目,金额\n示例项目,13800001001.00\n".encode("gbk"),
    "short.txt": "甲ก".encode(),
    "wide.txt": LONG.encode("utf-16"),
    "xml.csv": "名称,说明\n甲,<5\n".encode(),
}


@pytest.fixture(scope="module")
def checked(once: Once) -> Problems:
    """What is said of a report with all of them."""
    files = {f"{number}.{kind}": data for number, (kind, data, _) in enumerate(TOLD.values())}
    return checked_once(once, "spreadsheets", lambda to: content_with(to, {**files, **QUIET}))


@pytest.mark.parametrize("place", TOLD)
def test_a_number_is_told_however_it_is_kept(place: str, checked: Problems) -> None:
    kind, _, rules = TOLD[place]
    name = f"{list(TOLD).index(place)}.{kind}"
    assert rules <= {rule for rule, _ in about(checked, name)}


@pytest.mark.parametrize("name", QUIET)
def test_ordinary_files_stay_quiet(name: str, checked: Problems) -> None:
    told = {rule for rule, _ in about(checked, name)}
    assert told <= {"attachment-author", "attachment-hidden"}

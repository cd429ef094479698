"""What stands and what hides in attachments is found, through the command, in real files.

Hostile and broken files say in Chinese why they cannot be read; nothing hangs, nothing falls over.
"""

import io
import random
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from pypdf import PdfWriter
from pypdf.annotations import FreeText, Text

from generator.check import attachments
from generator.check.attachments.extraction import extract
from generator.runtime.limited_process import LimitedProcess
from tests.support.attached import (
    FIXTURES,
    NUMBERS,
    Once,
    Problems,
    about,
    checked_once,
    content_with,
    excel_file,
    identity,
    member,
    pdf_file,
    saved,
    with_members,
    word_file,
    zipped,
)

pytestmark = pytest.mark.slow("takes files apart that are made for it")

Planted = list[tuple[str, str]]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOMB = b"<a>" + b" " * 80_000_000 + b"</a>"


def phone(serial: int) -> str:
    return f"1380000{serial:04}"


def made_word() -> tuple[bytes, Planted]:
    """Numbers in every corner of a Word file, cut into runs."""
    document = Document()
    document.core_properties.author = "李经办"
    document.core_properties.comments = f"转{phone(1001)}"
    paragraph = document.add_paragraph("正文手机")
    for piece in ("138", "0000", "10", "02"):
        paragraph.add_run(piece).bold = piece == "10"
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "表格手机", phone(1003)
    table.cell(1, 0).text, table.cell(1, 1).text = "138", "1200"
    section = document.sections[0]
    section.header.paragraphs[0].text = f"页眉手机{phone(1004)}"
    section.footer.paragraphs[0].text = f"页脚手机{phone(1005)}"
    document.add_comment(paragraph.runs[0], text=f"批注手机{phone(1006)}", author="王复核")
    document.add_paragraph().add_run(f"隐藏手机{phone(1007)}").font.hidden = True
    data = saved(document)
    changed = f"""<w:p><w:r><w:t>改过</w:t></w:r>
        <w:del w:id="9" w:author="王复核"><w:r><w:delText>删去手机138</w:delText></w:r></w:del>
        <w:del w:id="8" w:author="王复核"><w:r><w:delText>00001008</w:delText></w:r></w:del>
        <w:ins w:id="7" w:author="王复核"><w:r><w:t>插入手机{phone(1009)}</w:t></w:r></w:ins>
        <w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>
        <w:p><w:r><w:t>图里手机</w:t></w:r><w:r><w:t>{phone(1010)}</w:t></w:r></w:p>
        </w:txbxContent></v:textbox></v:shape></w:pict></w:r>
        <w:r><w:instrText> HYPERLINK "tel:{phone(1011)}" </w:instrText></w:r></w:p>"""
    body = member(data, "word/document.xml").decode()
    body = body.replace("<w:sectPr", f"{changed}<w:sectPr", 1)
    notes = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>脚注手机{phone(1012)}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    inner = excel_file([["嵌入手机", phone(1013)]])
    members = {
        "word/document.xml": body.encode(),
        "word/footnotes.xml": notes.encode(),
        "word/embeddings/book1.xlsx": inner,
        "customXml/item9.xml": f"<d><name>数据手机</name><tel>{phone(1014)}</tel></d>".encode(),
    }
    places = [
        (1001, "文件属性"),
        (1002, "正文，"),
        (1003, "正文，"),
        (1004, "页眉，"),
        (1005, "页脚，"),
        (1006, "批注（王复核）"),
        (1007, "隐藏文字"),
        (1008, "修订中删去"),
        (1009, "正文，"),
        (1009, "修订中插入"),
        (1010, "文本框"),
        (1011, "域代码"),
        (1012, "脚注"),
        (1013, "嵌入的文件“book1.xlsx”的工作表"),
        (1014, "文件内部数据"),
    ]
    return with_members(data, members), [(phone(serial), place) for serial, place in places]


def made_excel() -> tuple[bytes, Planted]:
    """Numbers in cells of every kind, and where nobody looks."""
    book = Workbook()
    book.properties.creator = "李经办"
    sheet = book.active
    sheet.title = "发放表"
    sheet.append(["姓名", "电话", "身份证"])
    sheet.append(["文字", phone(2001), identity(2002)])
    sheet.append(["数字", int(phone(2003)), None])
    sheet.append([138, 1200, 1150])
    sheet.append([0.138000012345678, 15000, 160000])
    sheet.append(["隐藏行", phone(2004)])
    sheet.row_dimensions[6].hidden = True
    sheet["Z2"] = phone(2005)
    sheet.column_dimensions["Z"].hidden = True
    sheet["A2"].comment = Comment(f"批注{phone(2006)}", "王复核")
    for column, digit in enumerate(identity(2007), start=1):
        sheet.cell(8, column, digit)
    sheet.oddHeader.center.text = f"页眉{phone(2008)}"
    book.defined_names["联系"] = DefinedName("联系", attr_text=f'"手机{phone(2009)}"')
    for title, state in (("底稿", "hidden"), ("深藏", "veryHidden")):
        hidden = book.create_sheet(title)
        hidden.append([f"{title}手机", phone(2010 if state == "hidden" else 2011)])
        hidden.sheet_state = state
    cache = f'<r xmlns="x"><s v="缓存手机"/><s v="{phone(2012)}"/></r>'.encode()
    data = with_members(saved(book), {"xl/pivotCache/pivotCacheRecords1.xml": cache})
    return data, [
        (phone(2001), "工作表“发放表”"),
        (identity(2002), "工作表“发放表”"),
        (phone(2003), "工作表“发放表”"),
        (phone(2004), "隐藏的第 6 行"),
        (phone(2005), "隐藏的列"),
        (phone(2006), "批注"),
        (identity(2007), "工作表“发放表”"),
        (phone(2008), "页眉页脚"),
        (phone(2009), "文件内部数据"),
        (phone(2010), "隐藏的工作表“底稿”"),
        (phone(2011), "隐藏的工作表“深藏”"),
        (phone(2012), "文件内部数据"),
    ]


def made_pdf() -> tuple[bytes, Planted]:
    """Numbers on pages, in a note, a form, the properties, a file within."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf_file(["首页", f"手机{phone(3001)}"] * 25)))
    writer.add_metadata({"/Author": "李经办", "/Subject": f"手机{phone(3002)}"})
    note = Text(rect=(50, 50, 90, 90), text=f"批注手机{phone(3003)}")
    writer.add_annotation(1, note)
    box = FreeText(rect=(50, 100, 300, 130), text=f"框里手机{phone(3005)}")
    writer.add_annotation(1, box)
    writer.add_attachment("名单.txt", f"附带手机{phone(3004)}".encode())
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue(), [
        (phone(3001), "第 1 页"),
        (phone(3001), "第 2 页"),
        (phone(3002), "文件属性"),
        (phone(3003), "第 2 页的批注"),
        (phone(3005), "第 2 页的文本框"),
        (phone(3004), "嵌入的文件“名单.txt”"),
    ]


def made_ofd() -> tuple[bytes, Planted]:
    """An OFD whose number is cut into objects, and one across two columns that is none."""

    def text(x: int, y: int, width: int, words: str) -> str:
        return (
            f'<ofd:TextObject Boundary="{x} {y} {width} 4"><ofd:TextCode X="0" Y="3">{words}'
            "</ofd:TextCode></ofd:TextObject>"
        )

    objects = (
        text(10, 10, 20, "手机")
        + text(30, 10, 6, "138")
        + text(36, 10, 16, "00004001")
        + text(10, 20, 6, "138")
        + text(60, 20, 8, "1200")
        + text(100, 20, 8, "1150")
    )
    root = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    about = f"<ofd:OFD {root}><ofd:DocBody><ofd:DocInfo><ofd:Author>李经办</ofd:Author></ofd:DocInfo></ofd:DocBody></ofd:OFD>"
    page = (
        f"<ofd:Page {root}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    )
    members = {"OFD.xml": about.encode(), "Doc_0/Pages/Page_0/Content.xml": page.encode()}
    return zipped(members), [(phone(4001), "第 1 页")]


def made_zip() -> tuple[bytes, Planted]:
    """Files within files."""
    deep = zipped({"里层.txt": f"里层手机{phone(5001)}".encode()})
    members = {
        "表/发放.docx": word_file([f"手机{phone(5002)}"]),
        "里面.zip": deep,
        "名单.csv": f"甲某,{phone(5003)}".encode("gbk"),
        f"{phone(5004)}.txt": b"-",
    }
    return zipped(members), [
        (phone(5001), "“里面.zip”的“里层.txt”的正文"),
        (phone(5002), "“表/发放.docx”的正文"),
        (phone(5003), "“名单.csv”的正文"),
        (phone(5004), "文件名"),
    ]


def of_fixtures() -> dict[str, tuple[bytes, Planted]]:
    word = [
        (phone(2001), "页眉"),
        (identity_of_word(), "正文"),
        (phone(2002), ""),
        ("6222000000002003006", "批注"),
        (phone(2004), "脚注"),
        (phone(2005), ""),
        (phone(2006), "文本框"),
        (phone(2007), "正文"),
    ]
    sheets = [
        (phone(3001), "批注"),
        (phone(3002), "工作表“补贴发放”，"),
        ("6222000000003003005", "隐藏的列"),
        (phone(3004), "隐藏的第 3 行"),
        (identity_of_word(), "隐藏的工作表“底稿”"),
    ]
    files = {f"word.{kind}": word for kind in ("doc", "docx")}
    files |= {f"sheets.{kind}": sheets for kind in ("xls", "xlsx")}
    found = {name: ((FIXTURES / name).read_bytes(), planted) for name, planted in files.items()}
    rtf = [(number, "") for number, _ in word]
    return {**found, "rtf.doc": ((FIXTURES / "word.rtf").read_bytes(), rtf)}


def identity_of_word() -> str:
    return "110101190003071160"


def everything() -> dict[str, tuple[bytes, Planted]]:
    page = f"<html><table><tr><td>手机</td><td>138<b>0000</b>6001</td></tr></table><!--旧手机{phone(6002)}--></html>"
    return {
        "made.docx": made_word(),
        "made.xlsx": made_excel(),
        "made.pdf": made_pdf(),
        "made.ofd": made_ofd(),
        "made.zip": made_zip(),
        "page.xls": (page.encode("gbk"), [(phone(6001), "正文"), (phone(6002), "网页注释")]),
        "wide.txt": (f"手机{phone(6003)}".encode("utf-16"), [(phone(6003), "")]),
        "newer.wps": (word_file([f"手机{phone(6004)}"]), [(phone(6004), "正文")]),
        "newer.et": (excel_file([[phone(6005)]]), [(phone(6005), "工作表")]),
        **of_fixtures(),
    }


FILES = everything()


@pytest.fixture(scope="module")
def checked(once: Once) -> Problems:
    def fill(content: Path) -> None:
        content_with(content, {name: data for name, (data, _) in FILES.items()})

    return checked_once(once, "attachments", fill)


@pytest.mark.parametrize("file", FILES)
def test_every_number_is_found_where_it_stands(file: str, checked: Problems) -> None:
    found = [message for rule, message in about(checked, file) if rule in NUMBERS]
    for number, place in FILES[file][1]:
        hidden = f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"
        assert any(hidden in one and place in one for one in found), (number, place, found)
        assert not any(number in one for one in found)


@pytest.mark.parametrize("file", FILES)
def test_nothing_else_is_taken_for_a_number(file: str, checked: Problems) -> None:
    found = [message for rule, message in about(checked, file) if rule in NUMBERS]
    planted = {
        f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}" for number, _ in FILES[file][1]
    }
    assert {one for one in planted if not any(one in message for message in found)} == set()
    assert len(found) <= len(FILES[file][1]), found


@pytest.mark.parametrize(
    ("file", "words"),
    {
        "made.docx": ["批注（王复核）", "修订中删去", "修订中插入", "隐藏文字", "嵌入的文件"],
        "made.xlsx": ["工作表“发放表”隐藏的第 6 行", "隐藏的列", "隐藏的工作表“底稿”", "批注"],
        "made.pdf": ["第 2 页的批注", "嵌入的文件“名单.txt”"],
        "word.doc": ["批注"],
        "sheets.xls": ["隐藏的工作表“底稿”", "隐藏的第 3 行", "隐藏的列", "批注（王复核）"],
    }.items(),
)
def test_what_hides_is_named(file: str, words: list[str], checked: Problems) -> None:
    told = [message for rule, message in about(checked, file) if rule == "attachment-hidden"]
    assert len(told) == 1
    assert [word for word in words if word not in told[0]] == []


@pytest.mark.parametrize(
    "file", ["made.docx", "made.xlsx", "made.pdf", "made.ofd", "word.doc", "sheets.xls", "rtf.doc"]
)
def test_authors_are_named(file: str, checked: Problems) -> None:
    told = [message for rule, message in about(checked, file) if rule == "attachment-author"]
    assert len(told) == 1
    assert "李经办" in told[0]


def test_all_these_files_are_readable(checked: Problems) -> None:
    assert [one for one in checked if one["rule"] == "attachment-unreadable"] == []


def archive_in_archives(depth: int) -> bytes:
    data = zipped({"里.txt": b"x"})
    for _ in range(depth):
        data = zipped({"里.zip": data})
    return data


def locked_zip() -> bytes:
    data = bytearray(zipped({"a.docx": word_file(["x"])}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def locked_doc() -> bytes:
    data = bytearray((FIXTURES / "word.doc").read_bytes())
    header = data.index(b"\xec\xa5", 512)  # of Word's own stream
    data[header + 0x0B] |= 1
    return bytes(data)


def locked_xls() -> bytes:
    data = bytearray((FIXTURES / "sheets.xls").read_bytes())
    begin = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    data[begin + 20 : begin + 22] = b"\x2f\x00"  # the next record says that a password is needed
    return bytes(data)


def locked_docx() -> bytes:
    """As Word writes it: an encrypted package in a compound file."""
    name, other = ("WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
    data = bytearray((FIXTURES / "word.doc").read_bytes())
    entry = data.index(name)
    data[entry : entry + 64] = other.ljust(64, b"\0")
    data[entry + 64 : entry + 66] = (len(other) + 2).to_bytes(2, "little")
    return bytes(data)


def many_references() -> bytes:
    """A workbook whose cells all refer to one long text."""
    long = f"<sst><si><t>{'字' * 100_000}</t></si></sst>".encode()
    cells = b"<c t='s'><v>0</v></c>" * 100_000
    sheet = b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    book = excel_file([["x"]])
    return with_members(book, {"xl/sharedStrings.xml": long, "xl/worksheets/sheet1.xml": sheet})


def in_word(document: bytes) -> bytes:
    return with_members(word_file(["x"]), {"word/document.xml": document})


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a11;</x>'.encode()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.docx": (lambda: in_word(BOMB), "展开以后太多"),
    "bomb.zip": (lambda: zipped({"a.txt": BOMB, "b.txt": BOMB}), "展开以后太多"),
    "laughs.docx": (lambda: in_word(laughs()), "DTD"),
    "deep.docx": (lambda: in_word(b"<a>" * 500_000), "展开以后太多"),
    "wide.docx": (lambda: in_word(b"<a>" + b"<b/>" * 4_000_000 + b"</a>"), "展开以后太多"),
    "references.xlsx": (many_references, "展开以后太多"),
    "nested.zip": (lambda: archive_in_archives(6), "套得太深"),
    "members.zip": (lambda: zipped({f"{n}.txt": b"" for n in range(4000)}), "超过 3000 个"),
    "locked.zip": (locked_zip, "密码"),
    "locked.doc": (locked_doc, "密码"),
    "locked.xls": (locked_xls, "密码"),
    "locked.docx": (locked_docx, "密码"),
    "locked.pdf": (lambda: (FIXTURES / "locked.pdf").read_bytes(), "密码"),
    "scanned.pdf": (lambda: (FIXTURES / "scanned.pdf").read_bytes(), "这份 PDF 没有文字"),
    "cut.docx": (lambda: (FIXTURES / "word.docx").read_bytes()[:4000], "损坏"),
    "cut.doc": (lambda: (FIXTURES / "word.doc").read_bytes()[:3000], "损坏"),
    "cut.xls": (lambda: (FIXTURES / "sheets.xls").read_bytes()[:3000], "损坏"),
    "cut.pdf": (lambda: b"%PDF-1.7\n", "损坏"),
    "noise.ofd": (lambda: random.Random(1).randbytes(5000), "损坏"),
    "noise.wps": (lambda: random.Random(2).randbytes(5000), "损坏"),
    "big.pdf": (lambda: b"%PDF-1.7\n" + bytes(21 * 1024 * 1024), "超过 20 MB"),
    "program.zip": (lambda: zipped({"装.exe": b"MZ" + bytes(100)}), "“装.exe”"),
}


@pytest.fixture(scope="module")
def refused(once: Once) -> Problems:
    def fill(content: Path) -> None:
        content_with(content, {name: make() for name, (make, _) in HOSTILE.items()})

    return checked_once(once, "hostile-attachments", fill)


@pytest.mark.parametrize("file", HOSTILE)
def test_what_cannot_be_read_says_why(file: str, refused: Problems) -> None:
    told = [message for rule, message in about(refused, file) if rule == "attachment-unreadable"]
    assert len(told) == 1
    assert HOSTILE[file][1] in told[0]


@pytest.mark.parametrize(
    "name",
    ["word.doc", "word.docx", "word.rtf", "sheets.xls", "sheets.xlsx", "made.ofd", "made.zip"],
)
def test_damage_is_never_an_exception(name: str) -> None:
    whole = FILES[name][0] if name in FILES else (FIXTURES / name).read_bytes()
    dice = random.Random(name)
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 30)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        extract(name, bytes(data[: dice.choice([len(data), dice.randrange(len(data))])]))


def test_a_damaged_pdf_brings_nothing_down(tmp_path: Path) -> None:
    dice = random.Random(3)
    for number in range(20):
        data = bytearray(FILES["made.pdf"][0])
        for _ in range(dice.randrange(1, 60)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(data)
        assert attachments.read(file).name == file.name


def reader(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """A program in the place of the one that reads files."""
    command = (sys.executable, "-c", program)
    monkeypatch.setattr(attachments, "_worker", LimitedProcess(command, 200_000_000))


def test_a_reader_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(word_file(["验收表"]))
    reader(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(attachments, "TIMEOUT", 1.0)
    begun = time.monotonic()
    assert "秒还没有读完" in attachments.read(file).unreadable
    assert time.monotonic() - begun < 30


def test_after_a_reader_that_died_there_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(word_file(["验收表"]))
    with monkeypatch.context() as patched:
        reader(patched, "raise SystemExit(3)")
        assert "损坏" in attachments.read(file).unreadable
    assert attachments.read(file).parts == (("正文", "验收表"),)
    attachments.stop_worker()


def test_a_name_in_gbk_is_read(tmp_path: Path) -> None:
    data = zipped({"xxxx.txt": f"手机{phone(1)}".encode()}).replace(b"xxxx", "名单".encode("gbk"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() != ["名单.txt"]
    assert [place for place, _ in extract("a.zip", data).parts] == [
        "文件名",
        "“名单.txt”的正文",
    ]

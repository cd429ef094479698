"""The door of the reader: what a file is, archives, limits, what cannot be read."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.check.attachments.contents import Quota
from generator.check.attachments.xml_package import ZipPackage
from generator.documents import archives, reading
from generator.documents.archives import original
from generator.documents.document import Aside, Cell, Document, Paragraph, Picture, Place, Table
from generator.documents.kinds import READERS, kind_of
from generator.documents.reading import FileReader, read_file, read_files
from generator.documents.transfer import packed, unpacked
from tests.conftest import ROOT
from tests.support.attached import (
    excel_file,
    member,
    pdf_file,
    with_members,
    word_file,
    zipped,
)
from tests.support.compound import compound, old_book
from tests.support.leftovers import png

WORDS = "示例县水利局\n自评报告\n".encode("gb18030")
FIXTURES = ROOT / "tests/check/attachments"


def put(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def read(folder: Path, name: str, data: bytes) -> list[Document]:
    return read_file(*put(folder, {name: data}))


def said(documents: list[Document]) -> dict[str, str]:
    """Name and what is missing, of each."""
    return {one.name: "；".join(one.missing) for one in documents}


MAIL = b"MIME-Version: 1.0\nContent-Type: text/html; charset=gbk\n\n"
KINDS = {
    "Word 文件（docx）": word_file(["x"]),
    "Excel 文件（xlsx）": excel_file([["x"]]),
    "Excel 97–2003 文件": compound({"Workbook": old_book([1])}),
    "Word 97–2003 文件": (FIXTURES / "word.doc").read_bytes(),
    "PDF": pdf_file(["x"]),
    "RTF": b"{\\rtf1 x}",
    "网页": b"<html><body>x</body></html>",
    "网页（MHT）": MAIL + "<p>绩效</p>".encode("gbk"),
    "纯文本": WORDS,
    "压缩包": zipped({"a.txt": WORDS}),
    "图片": png("x"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_what_its_content_says(kind: str) -> None:
    assert kind_of(KINDS[kind], Quota()) == kind


@pytest.mark.parametrize("name", ["表.xlsx", "表.doc", "表", "表.pdf"])
def test_the_ending_of_a_name_does_not_matter(tmp_path: Path, name: str) -> None:
    [document] = read(tmp_path, name, excel_file([["绩效"]]))
    assert [one.text for one in document.pieces()] == ["绩效"]
    assert document.name == name


def declared(data: bytes, part: str) -> bytes:
    """The file with entities in one of its parts."""
    xml = member(data, part)
    end = xml.find(b"?>") + 2 if b"?>" in xml else 0
    entities = b'<!DOCTYPE x [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'
    return with_members(data, {part: xml[:end] + entities + xml[end:]})


LOCKED = compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"x"})
NOT_READ = {
    "empty": (b"", "文件是空的"),
    "zeros": (bytes(5000), "文件是空的"),
    "noise": (bytes(range(1, 256)) * 50, "能打开就另存一份"),
    "cut": (excel_file([["x"]])[:-200], "损坏"),
    "locked": (LOCKED, "去掉密码"),
    "locked in capitals": (compound({"ENCRYPTEDPACKAGE": b"x" * 5000}), "去掉密码"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"x" * 99, "换成 zip"),
    "picture": (png("x"), "图片"),
    "slides": (
        zipped({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}),
        "幻灯片",
    ),
    "entities": (declared(word_file(["x"]), "word/document.xml"), "可能是恶意文件"),
    "entities of a workbook": (declared(excel_file([["x"]]), "xl/workbook.xml"), "已损坏"),
    "no XML": (with_members(word_file(["x"]), {"word/document.xml": b"x"}), "document.xml 已损坏"),
    "ofd": (zipped({"OFD.xml": b"<OFD/>"}), "OFD"),
    "compound": (compound({"Other": b"x"}), "另存为 docx"),
    "xml": (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "另存为 docx"),
    "no files": (zipped({}), "没有文件"),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_what_cannot_be_read_is_told_with_what_to_do(tmp_path: Path, name: str) -> None:
    data, phrase = NOT_READ[name]
    documents = read(tmp_path, f"{name}.docx", data)
    assert [one.blocks for one in documents] == [()]
    assert phrase in documents[0].missing[0]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "没有这个文件" in read_file(tmp_path / "无.docx")[0].missing[0]
    assert "文件夹" in read_file(tmp_path)[0].missing[0]


def test_a_file_without_text_is_told(tmp_path: Path) -> None:
    [document] = read(tmp_path, "表.xlsx", excel_file([]))
    assert document.missing == ("里面没有文字",)


def test_files_of_an_archive_are_documents(tmp_path: Path) -> None:
    inner = zipped({"内/文.txt": WORDS})
    documents = read(
        tmp_path,
        "全部.zip",
        zipped({"一/表.xlsx": excel_file([["x"]]), "二.zip": inner, "空.txt": b""}),
    )
    assert said(documents) == {
        "全部.zip/一/表.xlsx": "",
        "全部.zip/二.zip/内/文.txt": "",
        "全部.zip/空.txt": "文件是空的。请找给文件的人重发",
    }


def test_the_bytes_of_a_document_are_to_be_had(tmp_path: Path) -> None:
    """For the attachment beside its report."""
    inner = zipped({"内/文.txt": WORDS})
    [file] = put(tmp_path, {"全部.zip": zipped({"二.zip": inner, "二.zip.txt": b"1"})})
    found = {one.name: original(file, one.name) for one in read_file(file)}
    assert found == {"全部.zip/二.zip/内/文.txt": WORDS, "全部.zip/二.zip.txt": b"1"}
    assert original(file, "全部.zip") == file.read_bytes()
    with pytest.raises(KeyError):
        original(file, "全部.zip/三.txt")


def test_an_archive_is_opened_once_for_all_of_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its list is long: of 1,500 files, opening it for each took a minute."""
    opened: list[bytes] = []

    def package(data: bytes, quota: Quota) -> ZipPackage:
        opened.append(data)
        return ZipPackage(data, quota)

    monkeypatch.setattr(archives, "ZipPackage", package)
    names = [f"{number}.txt" for number in range(20)]
    [file] = put(tmp_path, {"全部.zip": zipped({one: one.encode() for one in names})})
    assert [original(file, f"全部.zip/{one}") for one in names] == [one.encode() for one in names]
    assert len(opened) == 1
    file.write_bytes(zipped({"0.txt": b"another"}))
    assert archives.unpacked_bytes(file, ["0.txt"]) == b"another"


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    data = zipped({"xxxx.txt": WORDS}).replace(b"xxxx", "自评".encode("gbk"))
    assert list(said(read(tmp_path, "a.zip", data))) == ["a.zip/自评.txt"]


def test_paths_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    tricks = {"../../出.txt": WORDS, "/根.txt": WORDS, "C:\\盘.txt": WORDS}
    documents = read(tmp_path, "a.zip", zipped(tricks))
    assert all(one.blocks for one in documents)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.zip"]


def test_what_file_managers_leave_is_no_file(tmp_path: Path) -> None:
    clutter = {
        "__MACOSX/._a.txt": b"\0\x05\x16\x07" + bytes(60),
        "Thumbs.db": compound({"1": b"x"}),
    }
    assert list(said(read(tmp_path, "a.zip", zipped({**clutter, "a.txt": WORDS})))) == [
        "a.zip/a.txt"
    ]


def test_a_file_with_a_password_in_an_archive_hides_no_other(tmp_path: Path) -> None:
    data = bytearray(zipped({"密.txt": WORDS, "开.txt": WORDS}))
    first = data.index(b"PK\x01\x02")
    data[first + 8] |= 1  # of the list of files
    data[6] |= 1
    told = said(read(tmp_path, "a.zip", bytes(data)))
    assert "去掉密码" in told["a.zip/密.txt"]
    assert told["a.zip/开.txt"] == ""


def test_two_files_of_one_name_are_told(tmp_path: Path) -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("a.txt", WORDS)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", WORDS * 2)
    assert "几份都叫“a.txt”" in said(read(tmp_path, "a.zip", output.getvalue()))["a.zip"]


def test_archives_in_archives_come_to_an_end(tmp_path: Path) -> None:
    data = zipped({"文.txt": WORDS})
    for _ in range(9):
        data = zipped({"内.zip": data})
    [document] = read(tmp_path, "外.zip", data)
    assert "套得太深" in document.missing[0]


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    bomb = zipped({"大.txt": b"1" * 300_000_000})
    assert "太多" in said(read(tmp_path, "a.zip", bomb))["a.zip/大.txt"]


def test_more_files_than_an_archive_may_have_are_refused(tmp_path: Path) -> None:
    assert (
        "超过 3000 个"
        in read(tmp_path, "a.zip", zipped({f"{n}": b"1" for n in range(3001)}))[0].missing[0]
    )


def processes(reader: FileReader) -> set[int]:
    return {one.pid for one in reader._process._running.values()}


def test_many_files_take_one_process(tmp_path: Path) -> None:
    files = put(tmp_path, {f"{number}.txt": WORDS for number in range(30)})
    with FileReader() as reader:
        started = [(reader.read(file), processes(reader))[1] for file in files]
    assert len({frozenset(one) for one in started}) == 1
    assert len(started[0]) == 1


# In the place of our reader: one file brings it down, another hangs, the rest are read.
FRAGILE = """
import os, time
from generator.documents import worker
from generator.runtime.limited_process import serve

def answer(request):
    if "dies" in request: os._exit(3)
    if "hangs" in request: time.sleep(600)
    return worker.answer(request)

serve(answer, 2_000_000_000)
"""


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setattr(reading, "_COMMAND", (sys.executable, "-c", FRAGILE))
    monkeypatch.setattr(reading, "TIMEOUT", 3.0)


@pytest.mark.usefixtures("fragile")
def test_a_file_that_brings_the_reader_down_takes_no_other_with_it(tmp_path: Path) -> None:
    files = {"a.txt": WORDS, "dies.txt": WORDS, "b.txt": WORDS}
    [archive] = put(tmp_path, {"全.zip": zipped(files)})
    with FileReader() as reader:
        told = said(reader.read(archive))
    assert "程序停了" in told.pop("全.zip/dies.txt")
    assert told == {"全.zip/a.txt": "", "全.zip/b.txt": ""}


@pytest.mark.usefixtures("fragile")
def test_an_archive_of_files_that_hang_is_left(tmp_path: Path) -> None:
    files = {f"{number} hangs.txt": WORDS for number in range(9)}
    [archive] = put(tmp_path, {"全.zip": zipped({"a.txt": WORDS, **files})})
    with FileReader() as reader:
        documents = reader.read(archive)
    assert documents[0].missing == ()
    assert ["还没有读完" in one.missing[0] for one in documents[1:4]] == [True, True, True]
    assert "后面的文件没有读" in documents[-1].missing[0]
    assert len(documents) == 5


@pytest.mark.usefixtures("fragile")
def test_files_read_side_by_side_keep_their_order(tmp_path: Path) -> None:
    files = put(tmp_path, {f"{n}{' dies' if n == 4 else ''}.txt": WORDS for n in range(9)})
    found = list(read_files(files, processes=2))
    assert [file for file, _ in found] == files
    assert [bool(documents[0].blocks) for _, documents in found] == [n != 4 for n in range(9)]


@pytest.mark.usefixtures("fragile")
def test_who_stops_early_waits_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test has no time left to end."""
    monkeypatch.setattr(reading, "TIMEOUT", 1000.0)
    files = put(tmp_path, {"a.txt": WORDS, **{f"{n} hangs.txt": WORDS for n in range(9)}})
    for file, _ in read_files(files, processes=2):
        assert file.name == "a.txt"
        break


def test_every_reader_is_named_by_module_and_function() -> None:
    assert all(
        name.startswith("generator.documents.") and name.endswith(":read")
        for name in READERS.values()
    )


def test_a_document_comes_back_as_it_was_sent() -> None:
    place = Place(page=3, table=1, row=2)
    words = Paragraph("绩效", place, number="（一）", level=2, style="标题 2", is_bold=True)
    inner = Table((Cell(0, 0, (words, Picture("", place)), place),), place)
    cell = Cell(1, 0, (words, inner), place, 2, 3)
    document = Document(
        "a", "b", (words, Table((cell,), place)), (Aside("批注", (), place, False),), ("无",)
    )
    assert unpacked(json.loads(json.dumps(packed(document)))) == document

"""Files of older office programs, made and converted by LibreOffice itself."""

import io
import os
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import openpyxl
import pytest

from generator.check.attachments.contents import Quota, Unreadable
from generator.documents import libreoffice, office, word
from generator.documents.document import Document, Table, paragraphs
from generator.documents.office import OldFile
from generator.documents.reading import read_files
from tests.support.word_files import (
    abstract,
    cell,
    complex_field,
    level,
    num,
    paragraph,
    row,
    run,
    word_file,
)  # fmt: skip

pytestmark = pytest.mark.slow("LibreOffice")

TEXTS = ["doc", "rtf", "odt"]
NUMBERING = abstract(
    0,
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    more='<w:multiLevelType w:val="multilevel"/>',
) + num(1, 0)
CHANGED = (
    '<w:ins w:id="1" w:author="甲" w:date="2023-01-01T00:00:00Z">' + run("增加到") + "</w:ins>"
    '<w:del w:id="2" w:author="甲" w:date="2023-01-01T00:00:00Z"><w:r><w:delText>减少到</w:delText></w:r>'
    "</w:del>"
)
REPORT = word_file(
    paragraph("示例县灌溉水渠维修项目绩效自评报告")
    + paragraph("项目概况", number=(1, 0))
    + paragraph("资金情况", number=(1, 1))
    + paragraph("年初预算50.00万元。", number=(1, 2))
    + paragraph("执行率95.67％。", number=(1, 2))
    + paragraph("自评结论", number=(1, 0))
    + paragraph(run("受益户数") + CHANGED + run("120户"))
    + paragraph(run("打印于") + complex_field(' DATE \\@ "yyyy年" ', run("2024年")) + run("。"))
    + "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='2000'/><w:gridCol w:w='2000'/><w:gridCol w:w='2000'/></w:tblGrid>"
    + row(cell("指标", '<w:tcW w:w="4000" w:type="dxa"/><w:gridSpan w:val="2"/>'), cell("目标值"))
    + row(cell("数量", '<w:tcW w:w="2000" w:type="dxa"/>'), cell("维修长度"), cell("≥3公里"))
    + "</w:tbl>"
    + paragraph("示例县水利局"),
    numbering=NUMBERING,
)  # fmt: skip


def made(folder: Path, ending: str, *files: Path) -> list[Path]:
    """The files as LibreOffice saves them in another format."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [libreoffice.find(), profile, "--headless", "--convert-to", ending, "--outdir", folder, *files],
        check=True, capture_output=True, timeout=100, env={**os.environ, "HOME": os.fspath(folder)},
    )  # fmt: skip
    return [folder / f"{one.stem}.{ending}" for one in files]


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A report in each of the formats; when it was saved, its date showed the year 2019."""
    folder = tmp_path_factory.mktemp("office")
    source = folder / "report.docx"
    source.write_bytes(REPORT)
    return {one: saved_in_2019(made(folder, one, source)[0].read_bytes()) for one in TEXTS}


@pytest.fixture(scope="module")
def documents(old: dict[str, bytes]) -> dict[str, Document]:
    """What they are read as."""
    found = office.read_all([OldFile(f"示例县 自评报告.{one}", old[one]) for one in TEXTS])
    return {
        one: document
        for one, document in zip(TEXTS, found, strict=True)
        if isinstance(document, Document)
    }


def saved_in_2019(data: bytes) -> bytes:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            files = {one: package.read(one) for one in package.namelist()}
        files["content.xml"] = re.sub(
            rb">20\d\d(?=\xe5\xb9\xb4</text:date)", b">2019", files["content.xml"]
        )
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as package:
            for name, content in files.items():
                package.writestr(name, content)
        return written.getvalue()
    data = re.sub(rb"2\x000\x00\d\x00\d\x00(?=\x74\x5e)", b"2\x000\x001\x009\x00", data)
    return re.sub(rb"20\d\d(?=\\u24180)", b"2019", data)


def shown(document: Document) -> list[str]:
    return ["".join(one.shown.split()) for one in paragraphs(document.blocks) if one.shown.strip()]


@pytest.mark.parametrize("ending", TEXTS)
def test_an_older_file_reads_as_the_newer_one(documents: dict[str, Document], ending: str) -> None:
    found = documents[ending]
    wanted = [one.replace("2024", "2019") for one in shown(word.read(REPORT, "新.docx", Quota()))]
    assert wanted[1:4] == ["一、项目概况", "（一）资金情况", "1.年初预算50.00万元。"]
    assert shown(found) == wanted
    assert found.missing == ()
    assert found.name == f"示例县 自评报告.{ending}"


@pytest.mark.parametrize("ending", TEXTS)
def test_a_merged_cell_stays_one(documents: dict[str, Document], ending: str) -> None:
    (one,) = [block for block in documents[ending].blocks if isinstance(block, Table)]
    assert [(cell.text, cell.column_span) for cell in one.cells] == [
        ("指标", 2), ("目标值", 1), ("数量", 1), ("维修长度", 1), ("≥3公里", 1),
    ]  # fmt: skip


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A line for each time that LibreOffice is started."""
    log, script = tmp_path / "log", tmp_path / "soffice"
    script.write_text(
        f'#!/bin/sh\necho run >>"{log}"\nexec "{libreoffice.find()}" "$@"\n', encoding="utf-8"
    )
    script.chmod(0o755)
    monkeypatch.setenv(libreoffice.VARIABLE, str(script))
    return log


def broken(data: bytes) -> bytes:
    return data[:1536] + bytes(len(data) - 1536)


def test_many_are_converted_in_one_go(
    old: dict[str, bytes], documents: dict[str, Document], log: Path
) -> None:
    """One that cannot be converted costs the others nothing."""
    files = [OldFile(f"{ending}{count}", old[ending]) for count in range(4) for ending in TEXTS]
    found = office.read_all([*files[:3], OldFile("坏", broken(old["doc"])), *files[3:]])
    assert log.read_text("utf-8") == "run\n"
    assert isinstance(found.pop(3), Unreadable)
    wanted = shown(documents["doc"])
    assert [shown(one) == wanted for one in found if isinstance(one, Document)] == [True] * 12


def test_a_folder_of_files_starts_it_once(
    old: dict[str, bytes], documents: dict[str, Document], log: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "历年报告"
    folder.mkdir()
    for ending in TEXTS:
        (folder / f"自评报告.{ending}").write_bytes(old[ending])
    (folder / "别的.txt").write_text("别的", encoding="utf-8")
    found = {file.suffix[1:]: one for file, (one,) in read_files(sorted(folder.iterdir()))}
    assert log.read_text("utf-8") == "run\n"
    assert [*found] == ["txt", "doc", "odt", "rtf"]
    assert [found[one].blocks == documents[one].blocks for one in TEXTS] == [True] * 3


class Asked(BaseHTTPRequestHandler):
    paths: list[str]

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server's address, and what it was asked for."""
    Asked.paths = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", Asked.paths
        server.shutdown()


def test_nothing_is_fetched(old: dict[str, bytes], asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    linked = (
        f'<text:p><draw:frame svg:width="3cm" svg:height="3cm"><draw:image xlink:type="simple" '
        f'xlink:href="{address}/p.png" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>'
        f'<text:section text:name="s"><text:section-source xlink:href="{address}/s.odt"/>'
        "<text:p>旧的</text:p></text:section>"
    ).encode()
    rtf = rb'{\rtf1\ansi {\field{\*\fldinst INCLUDEPICTURE "%s/p.png"}{\fldrslt x}} {\field{\*\fldinst ' \
          rb'INCLUDETEXT "%s/t.doc"}{\fldrslt y}}\par}' % ((address.encode(),) * 2)  # fmt: skip
    odt = changed(
        old["odt"], lambda xml: xml.replace(b"</office:text>", linked + b"</office:text>")
    )
    office.read_all([OldFile("甲", odt), OldFile("乙", rtf)])
    assert paths == []


def changed(package: bytes, change: Callable[[bytes], bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(written, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, change(content) if name == "content.xml" else content)
    return written.getvalue()


def test_a_workbook_says_what_it_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    sheet.title = "自评表"
    for place, value, pattern in (
        ("A1", "项目支出绩效自评表", ""), ("A2", 50, "0.00"), ("B2", 0.9567, "0.00%"), ("C4", 1234.5, "#,##0.0"),
    ):  # fmt: skip
        sheet[place] = value
        sheet[place].number_format = pattern or "General"
    sheet.merge_cells("A1:C1")
    book.create_sheet("底稿")["A1"] = "草稿"
    book["底稿"].sheet_state = "hidden"
    book.save(tmp_path / "book.xlsx")
    (file,) = made(tmp_path, "ods", tmp_path / "book.xlsx")
    found = office.read(file.read_bytes(), "表.ods", Quota())
    (one,) = found.blocks
    assert isinstance(one, Table)
    assert [(cell.text, str(cell.place), cell.column_span) for cell in one.cells] == [
        ("项目支出绩效自评表", "工作表“自评表” A1", 3),
        ("50.00", "工作表“自评表” A2", 1),
        ("95.67%", "工作表“自评表” B2", 1),
        ("1,234.5", "工作表“自评表” C4", 1),
    ]
    assert [(aside.kind, aside.is_visible) for aside in found.asides] == [("隐藏工作表", False)]

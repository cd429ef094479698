"""Files of older office programs where LibreOffice is missing, fails, or never ends."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from generator.check.attachments.contents import ENCRYPTED, Quota, Unreadable
from generator.documents import libreoffice, office
from generator.documents.conversion_worker import answer
from generator.documents.conversions import Conversions
from generator.documents.document import Document, Table, paragraphs
from generator.documents.libreoffice import Source, convert
from generator.documents.office import OldFile
from tests.support.compound import compound
from tests.support.word_files import paragraph, row, run, table, word_file


def rich(body: str) -> bytes:
    letters = "".join(one if ord(one) < 128 else f"\\u{ord(one)}?" for one in body)
    return f"{{\\rtf1\\ansi\\ansicpg936\\uc1 {letters}}}".encode()


RTF = rich(
    r"{\header 示例县水利局\par}绩效自评报告\par"
    r"{\listtext\pard 一、\tab}项目概况\par"
    r"{\listtext\pard （一）\tab}资金情况\par"
    r"于{\field{\*\fldinst DATE \\@ yyyy}{\fldrslt 2019}}年印发\par"
    r"\ldblquote 十四五\rdblquote 规划\par"
    r"\trowd\cellx1\cellx2 指标\cell 目标值\cell\row"
)


def odt(body: str, styles: str = "", method: int = zipfile.ZIP_STORED) -> bytes:
    """A text, or with another kind of body a workbook."""
    names = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "text", "table", "style", "draw", "svg")
    )
    written = io.BytesIO()
    kind = "spreadsheet" if body.startswith("<table:table") and "<text:h" not in body else "text"
    with zipfile.ZipFile(written, "w", method) as package:
        package.writestr(
            "mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED
        )
        package.writestr(
            "content.xml",
            f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        )
    return written.getvalue()


def old_word(text: str, *, flags: int = 0) -> bytes:
    """A .doc of one piece of text, which its own readers find by the table of pieces."""
    head = bytearray(2048)
    head[0:4] = b"\xec\xa5\xc1\x00"
    head[0x0A:0x0C] = flags.to_bytes(2, "little")
    head[0x4C:0x50] = len(text).to_bytes(4, "little")
    pieces = b"".join(one.to_bytes(4, "little") for one in (0, len(text))) + bytes(2)
    pieces += len(head).to_bytes(4, "little") + bytes(2)
    clx = b"\x02" + len(pieces).to_bytes(4, "little") + pieces
    head[0x1A2:0x1AA] = bytes(4) + len(clx).to_bytes(4, "little")
    return compound({"WordDocument": bytes(head) + text.encode("utf-16-le"), "0Table": clx})


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(libreoffice.VARIABLE, os.fspath(tmp_path / "nowhere"))


def lines(document: Document) -> list[str]:
    return [one.shown for one in paragraphs(document.blocks)]


@pytest.mark.usefixtures("missing")
def test_words_of_rtf_are_read_with_the_numbers_it_states() -> None:
    found = office.read(RTF, "示例县报告.doc", Quota())
    assert lines(found) == [
        "绩效自评报告", "一、项目概况", "（一）资金情况", "于2019年印发", "“十四五”规划", "指标\t目标值",
    ]  # fmt: skip
    assert [one.number for one in paragraphs(found.blocks)][1:3] == ["一、", "（一）"]
    ((aside,), (told,)) = found.asides, found.missing
    assert (aside.kind, aside.blocks[0].text) == ("页眉", "示例县水利局")  # type: ignore[union-attr]
    assert told.startswith("没有装 LibreOffice，自动编号和表格读不出来")
    assert "另存为 .docx" in told


@pytest.mark.usefixtures("missing")
def test_words_of_old_word_are_read_without_instructions_of_fields() -> None:
    stored = "绩效自评报告\r于\x13 DATE \\@ yyyy \x142019\x15年印发\r指标\x07目标值\x07\x07全文完\r"
    found = office.read(old_word(stored), "示例县报告.wps", Quota())
    assert lines(found) == ["绩效自评报告", "于2019年印发", "指标", "目标值", "全文完"]
    assert found.kind == "Word 97–2003 文件"
    assert "没有装 LibreOffice" in found.missing[0]
    assert "修订中删去的文字、隐藏的文字也分不出来" in found.missing[0]


@pytest.mark.usefixtures("missing")
def test_an_open_document_keeps_its_tables() -> None:
    hidden = (
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        '<text:tracked-changes><text:p>旧话</text:p></text:tracked-changes><text:h text:outline-level="2">项目'
        '<text:s text:c="2"/>概况</text:h><text:p>见<text:note text:note-class="footnote"><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>县志</text:p></text:note-body></text:note>注"
        '<text:span text:style-name="T1">暗</text:span></text:p><table:table><table:table-header-rows>'
        '<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>指标</text:p></table:table-cell>'
        "<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>"
        '<table:table-cell table:number-columns-repeated="2"><text:p>优</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )
    found = office.read(odt(body, hidden), "报告.odt", Quota())
    assert lines(found) == ["项目  概况", "见注", "指标", "优", "优"]
    (one,) = [block for block in found.blocks if isinstance(block, Table)]
    assert [(cell.row, cell.column, cell.column_span) for cell in one.cells] == [
        (0, 0, 2),
        (1, 0, 1),
        (1, 1, 1),
    ]
    assert [(aside.kind, aside.is_visible) for aside in found.asides] == [
        ("脚注", True),
        ("隐藏文字", False),
    ]
    assert found.missing[0].startswith("没有装 LibreOffice，自动编号读不出来。")


@pytest.mark.usefixtures("missing")
def test_a_workbook_needs_no_other_program() -> None:
    row = '<table:table-row table:number-rows-repeated="{}"><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>'
    rows = (
        row.format(2, "50.00")
        + row.format(1048574, "")
        + row.replace("<table:table-row", '<table:table-row table:visibility="collapse"').format(
            1, "暗"
        )
    )
    found = office.read(
        odt(f'<table:table table:name="表一">{rows}</table:table>'), "表.ods", Quota()
    )
    (one,) = found.blocks
    assert isinstance(one, Table)
    assert [(cell.text, cell.place.cell) for cell in one.cells if cell.text] == [
        ("50.00", "A1"),
        ("50.00", "A2"),
    ]
    assert found.missing == ()


def script(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Have a program of our own in the place of LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv(libreoffice.VARIABLE, os.fspath(program))


EACH = 'for last; do :; done\nfor name; do case "$name" in [0-9]*.*)\n{}\n;; esac; done'


def test_a_program_that_ends_without_a_file_has_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path, monkeypatch, "exit 0")
    found = office.read(RTF, "报告.rtf", Quota())
    assert "项目概况" in "".join(lines(found))
    assert found.missing == (
        "LibreOffice 打不开它，自动编号和表格读不出来，只有文字。请用 Word 或 WPS 另存为 .docx再导入。",
    )


@pytest.mark.slow("waits until the time is over")
def test_a_program_that_hangs_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both hold a pipe open: its end tells that they are gone."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    script(tmp_path, monkeypatch, f'exec 9>"{pipe}"\necho began >&9\nsleep 1000 &\nexec sleep 1000')
    (found,) = convert([Source("rtf", RTF)], time_limit=3.0)
    os.set_blocking(reading, True)
    assert os.read(reading, 100) == b"began\n"
    assert os.read(reading, 100) == b""
    assert found.problem == "LibreOffice 读了 3 秒还没有读完，已经停下"
    os.close(reading)


@pytest.mark.slow("waits until the time is over")
def test_what_hangs_costs_the_others_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.docx").write_bytes(word_file(paragraph("好")))
    good = f'grep -q HANG "$name" && exec sleep 1000\ncp "{tmp_path}/good.docx" "results/${{name%.*}}.docx"'
    script(tmp_path, monkeypatch, EACH.format(good))
    sources = [
        Source("rtf", b"1"),
        Source("rtf", b"HANG"),
        Source("doc", b"3"),
        Source("odt", b"4"),
    ]
    found = convert(sources, time_limit=3.0)
    assert [bool(one.data) for one in found] == [True, False, True, True]
    assert "还没有读完" in found[1].problem


@pytest.mark.slow("waits until the time is over")
def test_a_program_that_always_hangs_is_not_waited_for_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path, monkeypatch, f'echo >>"{tmp_path}/runs"; exec sleep 1000')
    found = convert([Source("rtf", RTF)] * 9, time_limit=1.0)
    assert len((tmp_path / "runs").read_text("utf-8").splitlines()) == 5
    assert [one.problem[:11] for one in found] == ["LibreOffice"] * 5 + ["前面几个文件都让 Li"] * 4


@pytest.mark.slow("waits until the time is over")
def test_a_file_among_others_has_no_more_time_than_one_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path, monkeypatch, "exec sleep 1000")
    monkeypatch.setattr(office, "ALONE", 1.0)
    (tmp_path / "报告.rtf").write_bytes(RTF)
    answer(json.dumps([os.fspath(tmp_path), os.fspath(tmp_path / "报告.rtf")]))
    found = Conversions(tmp_path).get(RTF)
    assert found
    assert found.problem == "LibreOffice 读了 1 秒还没有读完，已经停下"


CONVERTED = [
    ("绩效自评报告", "绩效自评报告书", "原文件是“绩效自评报告”，转换后是“绩效自评报告书”"),
    ("一共支出48.6万元", "一共支出50万元", "原文件是“一共支出48.6万元”，转换后是“一共支出50万元”"),
    ("示例县水利局", "", "原文件里的“示例县水利局”，转换后没有了"),
    ("", "2026年11月", "转换后多出了“2026年11月”"),
]


@pytest.mark.parametrize(("before", "after", "told"), CONVERTED)
def test_other_words_after_the_conversion_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, told: str
) -> None:
    made = word_file(paragraph("同一段") + paragraph(after))
    (tmp_path / "made.docx").write_bytes(made)
    script(
        tmp_path, monkeypatch, EACH.format(f'cp "{tmp_path}/made.docx" "results/${{name%.*}}.docx"')
    )
    found = office.read(rich(f"同一段\\par {before}\\par"), "报告.rtf", Quota())
    assert [told in one for one in found.missing] == [True]


def test_a_bomb_is_not_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path, monkeypatch, f'touch "{tmp_path}/ran"')
    bomb = odt(f"<text:p>{'爆' * 20_000_000}</text:p>", method=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    with pytest.raises(Unreadable, match="可能是恶意文件"):
        office.read(bomb, "报告.odt", Quota())
    (found,) = office.read_all([OldFile("报告.odt", bomb)])
    assert isinstance(found, Unreadable)
    assert not (tmp_path / "ran").exists()


def test_a_text_of_pictures_alone_is_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "made.docx").write_bytes(word_file(paragraph()))
    copy = f'cp "{tmp_path}/made.docx" "results/${{name%.*}}.docx"'
    script(tmp_path, monkeypatch, EACH.format(copy))
    assert office.read(odt("<text:p/>"), "图.odt", Quota()).missing == ()
    older = bytearray(old_word("报告"))
    older[older.index(b"\xec\xa5\xc1\x00") + 2] = 0x65  # of Word 95
    (told,) = office.read(bytes(older), "早.doc", Quota()).missing
    assert told.startswith("原文件是很早的格式，或者有损坏")


def test_deleted_and_hidden_words_are_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    made = word_file(
        paragraph(run("新") + deleted + run("暗", "<w:vanish/>")) + table(row("甲", "乙"))
    )
    (tmp_path / "made.docx").write_bytes(made)
    script(
        tmp_path, monkeypatch, EACH.format(f'cp "{tmp_path}/made.docx" "results/${{name%.*}}.docx"')
    )
    files = [
        OldFile("甲.doc", old_word("新旧暗\r甲\x07乙\x07\x07")),
        OldFile("乙.rtf", rich(r"新\par 甲\cell 乙\cell\row")),
    ]
    found = office.read_all(files)
    assert [one.missing for one in found if isinstance(one, Document)] == [(), ()]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x00\x01\x02", "不是程序认得的旧格式"),
        (compound({"Other": b"x"}), "不是程序认得的旧格式"),
        (
            odt("<text:p/>").replace(b"opendocument.text", b"opendocument.xxxx"),
            "不是程序认得的旧格式",
        ),
        (old_word("报告\r", flags=0x0100), ENCRYPTED),
    ],
)
@pytest.mark.usefixtures("missing")
def test_what_is_not_read_is_said(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        office.read(data, "文件.wps", Quota())

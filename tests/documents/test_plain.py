"""Plain text in the encodings that staff's programs write."""

import codecs
from pathlib import Path

import pytest

from generator.documents.document import Document
from generator.documents.reading import read_file

TEXT = "示例县水利局\r\n2023年度绩效自评报告\r\n\r\n  一、项目概况\r\n年初预算 50.00 万元，执行率≥95%\r\n"
LINES = [
    "示例县水利局",
    "2023年度绩效自评报告",
    "  一、项目概况",
    "年初预算 50.00 万元，执行率≥95%",
]


def read(folder: Path, data: bytes, name: str = "报告.txt") -> Document:
    file = folder / name
    file.write_bytes(data)
    [document] = read_file(file)
    return document


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("\r\n", "\r").encode("gb18030"),
    ],
    ids=["utf-8", "mark", "gb18030", "utf-16", "utf-16-be", "no mark", "unix", "mac"],
)
def test_a_line_is_a_paragraph(tmp_path: Path, data: bytes) -> None:
    document = read(tmp_path, data)
    assert [one.text for one in document.pieces()] == LINES
    assert [one.place.paragraph for one in document.pieces()] == [1, 2, 4, 5]
    assert document.missing == ()


def test_a_table_in_text_keeps_its_lines(tmp_path: Path) -> None:
    document = read(tmp_path, '指标,目标值\n数量,"≥5,000"\n'.encode("gb18030"), "表.csv")
    assert [one.text for one in document.pieces()] == ["指标,目标值", '数量,"≥5,000"']


def test_letters_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    document = read(tmp_path, "第一行\n".encode() + "第二行很长很长很长".encode()[:-1])
    assert "第 2 行有读不出来的字" in document.missing[0]


def test_noise_is_no_text(tmp_path: Path) -> None:
    document = read(tmp_path, bytes(range(256)) * 40)
    assert document.blocks == ()
    assert "损坏" in document.missing[0]


def test_ten_million_lines_are_refused(tmp_path: Path) -> None:
    document = read(tmp_path, b"1\n" * 10_000_000)
    assert document.blocks == ()
    assert "太多" in document.missing[0]

"""Automatic numbers of Word files: what is shown is what Word prints."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.check.attachments.contents import Quota
from generator.documents.document import Document, Paragraph, paragraphs
from generator.documents.word import read
from tests.support.word_files import (
    abstract,
    cell,
    level,
    num,
    override,
    paragraph,
    row,
    run,
    style,
    table,
    text_box,
    word_file,
)

CASES = yaml.load(Path(__file__).with_name("numbering.yml").read_text("utf-8"), yaml.CSafeLoader)
CHINESE = abstract(0, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"))


def shown(body: str, **parts: str) -> list[str]:
    return [one.number for one in paragraphs(document(body, **parts).blocks)]


def document(body: str, **parts: str) -> Document:
    return read(word_file(body, **parts), "例.docx", Quota())


@pytest.mark.parametrize("name", CASES["格式"])
def test_a_format_is_shown_as_word_prints_it(name: str) -> None:
    wanted = CASES["格式"][name]
    numbering = "".join(abstract(one, level(0, name, "<%1>", start=one)) for one in wanted)
    numbering += "".join(num(one, one) for one in wanted)
    found = shown("".join(paragraph("甲", number=(one, 0)) for one in wanted), numbering=numbering)
    assert found == [f"<{one}>" for one in wanted.values()]


def defined(definitions: dict[int, Any], lists: dict[int, Any]) -> str:
    parts = [
        abstract(key, *(made(index, *one) for index, one in enumerate(levels)))
        for key, levels in definitions.items()
    ]
    for key, one in lists.items():
        definition, overrides = one if isinstance(one, list) else (one, "")
        parts.append(num(key, definition, overrides))
    return "".join(parts)


def made(index: int, kind: str, text: str, start: int = 1, more: str = "", font: str = "") -> str:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/></w:rPr>'
    return level(index, kind, text, start=start, more=more + (fonts if font else ""))


@pytest.mark.parametrize("case", CASES["列表"], ids=lambda case: case["例"])
def test_lists_are_counted_as_word_counts(case: dict[str, Any]) -> None:
    numbering = defined(case["定义"], case.get("列表", {1: 1}))
    steps = [one.split("/") for one in case["段落"].split()]
    body = "".join(paragraph("甲", number=(of, step or None)) for of, step in steps)
    assert shown(body, numbering=numbering) == case["显示"]


def test_the_number_stands_apart_from_the_words() -> None:
    found = document(paragraph("项目概况", number=(1, 0)), numbering=CHINESE + num(1, 0)).blocks[0]
    assert isinstance(found, Paragraph)
    assert (found.number, found.text, found.shown) == ("一、", "项目概况", "一、项目概况")


HEADINGS = abstract(
    0,
    level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="1"/>'),
    level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="2"/>'),
) + num(1, 0)
IN_LIST = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
STYLES = (
    style("1", "heading 1", inner=IN_LIST)
    + style("2", "heading 2", based_on="1")
    + style("3", "节", based_on="2")
    + style(
        "0",
        "无号标题",
        based_on="1",
        inner='<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>',
    )
)


def test_a_style_says_the_list_and_the_level() -> None:
    body = "".join(paragraph("甲", style=one) for one in ("1", "2", "3", "0", "1", "2"))
    found = shown(body, numbering=HEADINGS, styles=STYLES)
    assert found == ["一、", "（一）", "（二）", "", "二、", "（一）"]


def test_a_paragraph_overrides_its_style() -> None:
    body = paragraph("甲", style="1") + paragraph("乙", style="1", number=(0, 0))
    body += paragraph("丙", style="1", number=(2, 0)) + paragraph("丁", style="1")
    numbering = HEADINGS + abstract(1, level(0, "lowerLetter", "%1)")) + num(2, 1)
    assert shown(body, numbering=numbering, styles=STYLES) == ["一、", "", "a)", "二、"]


def test_a_style_of_lists_stands_for_its_definition() -> None:
    numbering = (
        abstract(0, level(0, "chineseCounting", "%1、"), more='<w:styleLink w:val="列表"/>')
        + abstract(1, more='<w:numStyleLink w:val="列表"/>')
        + num(1, 0)
        + num(2, 1)
    )
    styles = style("列表", kind="numbering", inner=IN_LIST)
    body = paragraph("甲", number=(2, 0)) + paragraph("乙", number=(1, 0))
    assert shown(body, numbering=numbering, styles=styles) == ["一、", "二、"]


LOOPS = {
    "样式套着自己": (style("甲", based_on="甲", inner=IN_LIST), HEADINGS),
    "样式套成一圈": (
        style("甲", based_on="乙", inner=IN_LIST) + style("乙", based_on="甲"),
        HEADINGS,
    ),
    "编号套成一圈": (
        style("甲", inner=IN_LIST) + style("列表", kind="numbering", inner=IN_LIST),
        abstract(0, more='<w:numStyleLink w:val="列表"/>') + num(1, 0),
    ),
}


@pytest.mark.parametrize("name", LOOPS)
def test_loops_are_cut(name: str) -> None:
    styles, numbering = LOOPS[name]
    found = document(paragraph("文字", style="甲"), styles=styles, numbering=numbering)
    assert [one.text for one in paragraphs(found.blocks)] == ["文字"]


def test_what_was_deleted_does_not_count() -> None:
    gone = "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
    mark = "<w:rPr><w:del/></w:rPr>"
    body = (
        paragraph("甲", number=(1, 0))
        + paragraph(gone, number=(1, 0), more=mark)
        + paragraph("乙", number=(1, 0))
        + paragraph("并入", number=(1, 0), more=mark)
        + paragraph("下一段", number=(1, 1))
        + table(row("丙", properties="<w:del/>"), row(cell(paragraph("丁", number=(1, 0)))))
    )
    found = document(body, numbering=CHINESE + num(1, 0))
    assert [one.shown for one in paragraphs(found.blocks)] == [
        "一、甲", "二、乙", "（一）并入下一段", "三、丁",
    ]  # fmt: skip


def test_what_is_hidden_does_not_count_and_an_empty_paragraph_does() -> None:
    hidden = paragraph(run("藏", "<w:vanish/>"), number=(1, 0), more="<w:rPr><w:vanish/></w:rPr>")
    body = paragraph("甲", number=(1, 0)) + hidden + paragraph(number=(1, 0))
    assert shown(body, numbering=CHINESE + num(1, 0)) == ["一、", "二、"]


def test_text_boxes_headers_and_the_body_are_counted_each_by_itself() -> None:
    box = text_box(paragraph("框", number=(1, 0)))
    body = paragraph(run("甲") + box, number=(1, 0)) + paragraph("乙", number=(1, 0))
    found = document(body, numbering=CHINESE + num(1, 0), header1=paragraph("眉", number=(1, 0)))
    assert [one.shown for one in paragraphs(found.blocks)] == ["一、甲", "一、框", "二、乙"]
    assert [one.shown for one in paragraphs(found.asides[0].blocks)] == ["一、眉"]


def test_lists_go_on_through_tables_and_what_a_merged_cell_covers_does_not_count() -> None:
    numbered = paragraph("甲", number=(1, 0))
    body = numbered + table(
        row(cell(numbered, '<w:vMerge w:val="restart"/>'), "乙"),
        row(cell(paragraph(number=(1, 0)), "<w:vMerge/>"), "丙"),
        row(cell(numbered), "丁"),
    )
    found = shown(body, numbering=CHINESE + num(1, 0))
    assert found == ["一、", "二、", "", "", "三、", ""]


def test_a_format_that_is_not_known_is_told() -> None:
    numbering = abstract(0, level(0, "hebrew1", "%1.")) + num(1, 0)
    found = document(paragraph("甲", number=(1, 0)), numbering=numbering)
    assert [one.number for one in paragraphs(found.blocks)] == ["1."]
    assert "hebrew1" in found.missing[0]


def test_an_example_of_a_format_that_is_not_known_is_told() -> None:
    newer = (
        '<mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="α, β, γ, ..."/></mc:Choice>'
    )
    older = '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
    one = level(
        0, "decimal", "%1、", more=f"<mc:AlternateContent>{newer}{older}</mc:AlternateContent>"
    )
    found = document(paragraph("甲", number=(1, 0)), numbering=abstract(0, one) + num(1, 0))
    assert [one.number for one in paragraphs(found.blocks)] == ["1、"]
    assert "α, β, γ, ..." in found.missing[0]


def test_a_restart_of_another_list_leaves_this_one_alone() -> None:
    numbering = CHINESE + num(1, 0) + abstract(1, level(0)) + num(2, 1, override(0, start=1))
    body = "".join(paragraph("甲", number=(one, 0)) for one in (1, 2, 1, 2))
    assert shown(body, numbering=numbering) == ["一、", "1.", "二、", "2."]

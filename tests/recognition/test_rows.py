"""The stream of a document: rows whatever parts their cells, lines where a table holds lines."""

from collections.abc import Sequence

from generator.documents.document import Cell, Document, Paragraph, Place, Table
from generator.recognition.row import Item, Row
from generator.recognition.rows import items


def stream(*blocks: Paragraph | Table) -> list[Item]:
    return items(Document("文件", "docx", blocks))


def shown(found: Sequence[Item]) -> list[str | list[str]]:
    return [
        one.shown if isinstance(one, Paragraph) else [cell.text for cell in one.cells]
        for one in found
    ]


def line(text: str, number: str = "") -> Paragraph:
    return Paragraph(text, Place(paragraph=1), number)


def cell(row: int, column: int, text: str, width: int = 1, height: int = 1) -> Cell:
    blocks = tuple(map(line, text.split("\n"))) if text else ()
    return Cell(row, column, blocks, Place(table=1, row=row + 1), height, width)


def test_strokes_and_tabs_part_cells() -> None:
    assert shown(stream(line("项目名称 | 示例项目 | "))) == [["项目名称", "示例项目", ""]]
    assert shown(stream(line("| 项目名称 | 示例项目 |"))) == [["项目名称", "示例项目"]]
    assert shown(stream(line("甲\t乙"), line("1\t2"))) == [["甲", "乙"], ["1", "2"]]


def test_a_line_of_contents_and_a_sentence_are_no_rows() -> None:
    for text in (
        "一、基本情况\t3",
        "二、评价结论......12",
        "项目名称 主管部门都已填写。",
        "甲|乙两类",
    ):
        assert shown(stream(line(text))) == [text]


def test_an_empty_first_cell_is_that_above() -> None:
    first, second = stream(line("产出指标 | 数量指标 | 甲"), line(" | | 乙"))
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert [one.is_continued for one in second.cells] == [True, True, False]


def test_a_merged_cell_stands_in_its_first_row_alone() -> None:
    table = Table(
        (cell(0, 0, "产出\n指标", height=2), cell(0, 1, "甲"), cell(1, 1, "乙")), Place(table=1)
    )
    first, second = stream(table)
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert first.cells[0].text == "产出\n指标"
    assert second.cells[0].text == ""
    assert second.cells[0].is_continued


def test_a_title_and_a_note_within_a_sheet_are_lines() -> None:
    sheet = Table(
        (
            cell(0, 0, "项目支出绩效自评表", width=4),
            cell(1, 0, "（2023年度）"),
            *(
                cell(2, 0, "项目名称"),
                cell(2, 1, "示例项目"),
                cell(2, 2, "主管部门"),
                cell(2, 3, "民政局"),
            ),
            cell(3, 0, "二、预算执行情况", width=4),
            *(cell(4, 0, "预算数"), cell(4, 1, "10")),
            cell(5, 0, "注：金额为万元。"),
        ),
        Place(table=1),
    )
    assert shown(stream(sheet)) == [
        "项目支出绩效自评表",
        "（2023年度）",
        ["项目名称", "示例项目", "主管部门", "民政局"],
        "二、预算执行情况",
        ["预算数", "10"],
        "注：金额为万元。",
    ]


def test_names_and_values_on_rows_of_their_own_within_a_sheet_are_rows() -> None:
    texts = ("人员编制", "21", "实有人数", "23")
    lines = [cell(row, 0, text, width=4) for row, text in enumerate(texts)]
    sheet = Table((*lines, cell(4, 0, "预算数"), cell(4, 1, "10")), Place(table=1))
    assert shown(stream(sheet)) == [["人员编制", "21"], ["实有人数", "23"], ["预算数", "10"]]


def test_text_in_a_frame_is_text() -> None:
    inner = Table((cell(0, 0, "项目名称"), cell(0, 1, "示例项目")), Place(table=2))
    frame = Table(
        (Cell(0, 0, (line("评价结论", "一、"), inner, line("较好。")), Place(table=1)),),
        Place(table=1),
    )
    assert shown(stream(frame)) == ["一、评价结论", ["项目名称", "示例项目"], "较好。"]


def test_names_and_values_on_lines_of_their_own_are_rows() -> None:
    texts = ("人员编制", "21", "年度主要", "工作内容", "开展检查。", "实有人数")
    assert shown(stream(*map(line, texts))) == [
        ["人员编制", "21"],
        ["年度主要工作内容", "开展检查。"],
        ["实有人数"],
    ]
    # One alone is a heading.
    assert shown(stream(line("存在问题"), line("进度偏慢。"))) == ["存在问题", "进度偏慢。"]

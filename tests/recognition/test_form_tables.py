"""Tables of forms become values: as a clerk entered them by hand, whatever the table is made of."""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import dropwhile, groupby
from typing import Any, NamedTuple

import pytest
import yaml

from generator.documents.document import Block, Cell, Paragraph, Place, Table
from generator.model.form import Form
from generator.recognition.form_tables import read_rows
from generator.recognition.record import RecognisedReport, Sureness
from generator.recognition.reference import Memory, Reference
from generator.recognition.row import Item, Row, RowCell
from generator.recognition.rows import block_items
from tests.conftest import ROOT
from tests.recognition.reading import visible

TEXTS = ROOT / "tests/recognition/tables"
PRINTED = ROOT / "tests/check/printed"
FORMS = ROOT / "generator/intake/starter/county/content/forms"
# The line that begins each of the reports of a text, and the part of it that is tables.
BEGINS = {
    "02": "^附件:$",
    "03": "部门预算项目支出绩效自评表",
    "04": "^2022年度项目支出绩效自评表$",
    "05": "^一、基本情况$",
    "06": "^2022年度.*自评表$",
    "08": r"^\(2022年度\)$",
    "15": "^示例市2018年度(?:部门整体支出|专项资金绩效评价自评报告)$",
}
# What is in the head of a report or in its sentences.
_NOT_IN_TABLES = frozenset(
    (
        *(
            "标题",
            "部门",
            "年度",
            "评价类型",
            "表单",
            "状态",
            "公开日期",
            "正文",
            "涵盖年度",
            "评价工作",
        ),
        *("原发布日期", "索引号", "主题分类", "主题词", "报告日期"),
    )
)


class Entered(NamedTuple):
    """A report or one of its projects, as a clerk entered it."""

    text: str
    name: str
    form: str
    values: dict[tuple[str | int, ...], str]


@cache
def reference() -> Reference:
    forms = {}
    for file in sorted(FORMS.glob("*.yml")):
        value = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        forms[file.stem] = Form.model_validate(value)
    return Reference({}, forms)


def lines(text: str) -> tuple[Paragraph, ...]:
    shown = (line for line in text.splitlines() if line.strip())
    return tuple(Paragraph(line, Place(paragraph=number)) for number, line in enumerate(shown, 1))


def parts(name: str) -> list[list[Item]]:
    """The reports of a text, each without the lines before the first of them."""
    found: list[list[Item]] = [[]]
    for item in block_items(lines((TEXTS / f"{name}.txt").read_text(encoding="utf-8"))):
        shown = item.shown if isinstance(item, Paragraph) else ""
        if re.search(BEGINS[name], shown):
            found.append([])
        found[-1].append(item)
    return [one for one in found[1:] if any(isinstance(item, Row) for item in one)]


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def flat(
    value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from flat(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from flat(one, (*path, number))
    elif value is not None:
        yield path, plain(value)


def entered() -> Iterator[Entered]:
    for name in BEGINS:
        for file in sorted((PRINTED / name / "reports").rglob("*.yml")):
            value = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
            for part in value.get("包含项目", [value]):
                one = {key: stated for key, stated in part.items() if key not in _NOT_IN_TABLES}
                one["资金"]["单位"] = value["资金"]["单位"]
                yield Entered(name, one["项目名称"], value["表单"], dict(flat(one)))


ENTERED = {f"{one.text} {one.name}": one for one in entered()}


def read(items: Sequence[Item], known: Reference | None = None) -> RecognisedReport:
    report = RecognisedReport()
    read_rows(items, report, known or reference())
    assert balance(items, report) == {}
    return report


def balance(items: Sequence[Item], report: RecognisedReport) -> dict[str, int]:
    """Characters that are missing (more than 0) or too many in the report."""
    there = Counter("".join(map(visible, items)))
    there.subtract("".join("".join(one.split()) for one in report.characters()))
    return {one: count for one, count in there.items() if count}


def values(report: RecognisedReport) -> dict[tuple[str | int, ...], str]:
    return {
        path: plain(found.text)
        for path, found in report.values.items()
        if path[0] not in _NOT_IN_TABLES
    }


def report_of(one: Entered) -> list[Item]:
    """The lines of the report in its text."""
    if one.name == "部门整体支出":
        return parts(one.text)[0]
    return next(
        part for part in parts(one.text) if any(one.name in visible(item) for item in part[:8])
    )


@pytest.mark.parametrize("case", ENTERED)
def test_a_table_is_read_as_a_clerk_entered_it(case: str) -> None:
    one = ENTERED[case]
    report = read(report_of(one))
    found = values(report)
    expected = dict(one.values)
    if one.name == "部门整体支出":
        del expected["项目名称",]
    assert found == expected
    assert report.form == one.form
    assert not report.others


def laid_out(rows: Sequence[Row], number: int = 1) -> Table:
    """The rows as office software lays them out.

    Empty cells that begin a row are merged with the cell above, those behind the name of a total
    with it; the last cell of a short row reaches to the right edge.
    """
    width = max(row.width for row in rows)
    found: list[list[Any]] = []  # row, column, text, rows, columns
    for line, row in enumerate(rows):
        for cell in with_wide_total(row):
            above = next(
                (one for one in found if one[1] == cell.column and one[0] + one[3] == line), None
            )
            if cell.is_continued and above and above[4] == 1:
                above[3] += 1
            else:
                is_last = cell is row.cells[-1] and len(row.cells) < 5
                span = width - cell.column if is_last else cell.column_span
                found.append([line, cell.column, cell.text, 1, span])
    cells = []
    for line, column, text, row_span, column_span in sorted(found):
        place = Place(table=number, row=line + 1, column=column + 1)
        blocks = (Paragraph(text, place),) if text else ()
        cells.append(Cell(line, column, blocks, place, row_span, column_span))
    return Table(tuple(cells), Place(table=number))


def with_wide_total(row: Row) -> list[RowCell]:
    """The cells; the name of a total takes the blanks up to its first figure."""
    name, *others = row.cells
    if name.text not in ("总分", "合计", "自评总分") or len(others) < 4:
        return [name, *others]
    rest = list(dropwhile(lambda cell: cell.is_blank, others))
    return [name._replace(column_span=rest[0].column - name.column), *rest]


def blocks_of(items: Sequence[Item]) -> list[Block]:
    """The items as blocks: rows that follow one another are a table."""
    found: list[Block] = []
    for is_row, run in groupby(items, lambda item: isinstance(item, Row)):
        if is_row:
            found.append(laid_out([item for item in run if isinstance(item, Row)], len(found) + 1))
        else:
            found += [item for item in run if isinstance(item, Paragraph)]
    return found


@pytest.mark.parametrize("case", ENTERED)
def test_merged_cells_are_read_as_lines_of_text_are(case: str) -> None:
    items = report_of(ENTERED[case])
    blocks = blocks_of(items)
    report = read(block_items(blocks))
    assert values(report) == values(read(items))
    assert report.form == ENTERED[case].form


@pytest.mark.parametrize("case", ENTERED)
def test_a_row_of_a_sheet_has_no_cells_for_its_blanks(case: str) -> None:
    items = report_of(ENTERED[case])
    found: list[Item] = []
    for item in items:
        if isinstance(item, Row):
            kept = [cell for cell in item.cells if cell.is_continued or not cell.is_blank]
            found.append(item._replace(cells=tuple(kept)))
        else:
            found.append(item)
    assert values(read(found)) == values(read(items))


@pytest.mark.parametrize("case", ENTERED)
def test_what_is_called_sure_is_under_a_printed_name(case: str) -> None:
    report = read(report_of(ENTERED[case]))
    unsure = {path[-1] for path, one in report.values.items() if one.sureness is not Sureness.SURE}
    assert unsure <= {
        "合并计分",
        "执行率",
        "完成率",
        "解释",
    }  # of text 05, the heads slipped by a column


def shuffled(items: Sequence[Item], chance: random.Random) -> list[Item]:
    """The columns behind the levels of the table of indicators in another order."""
    found: list[Item] = []
    order: list[int] = []
    for given in items:
        item = given
        if isinstance(item, Row):
            texts = [cell.text for cell in item.cells]
            if "三级指标" in texts:
                begin = texts.index("三级指标") + 1
                order = list(range(begin, len(texts)))
                chance.shuffle(order)
                order = [*range(begin), *order]
            if order and len(texts) == len(order):
                cells = [item.cells[old]._replace(column=new) for new, old in enumerate(order)]
                item = item._replace(cells=tuple(cells))
            elif order and len(texts) < len(order):
                order = []
        found.append(item)
    return found


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("case", [one for one in ENTERED if one[:2] in ("02", "03", "08")])
def test_columns_may_stand_in_any_order(case: str, seed: int) -> None:
    items = report_of(ENTERED[case])
    assert values(read(shuffled(items, random.Random(seed)))) == values(read(items))


SYNONYMS = {
    "全年预算数": [
        "调整后预算数",
        "预算数（A）",
        "全年预算数（A）",
        "预算安排情况（调整后）",
        "全年\n预算数",
    ],
    "全年执行数": ["预算执行数", "执行数（B）", "资金执行情况", "全年执行数 (B)"],
    "年度指标值": ["指标值", "年初目标值", "预期指标值", "年初目标值（A）"],
    "实际完成值": [
        "完成值",
        "全年完成值",
        "全年实际值",
        "单项指标实际完成值",
        "年终完成值",
        "实际完成值（B）",
    ],
    "| 分值 | 得分 |": [
        "| 权重 | 得分 |",
        "| 指标分值 | 自评得分 |",
        "| 指标权重（分） | 指标得分（分） |",
    ],
    "偏差原因分析及改进措施": [
        "未完成原因分析",
        "偏差原因",
        "未完成原因及拟采取的改进措施",
        "偏差分析及整改措施",
    ],
    "实施单位": ["项目实施单位", "项目单位", "资金使用单位", "实施单位（盖章）"],
    "预期目标": ["年初设定目标", "年度预期目标", "总体目标"],
    "年度资金总额:": ["总额", "资金总额", "合计", "年度资金总额："],
    "其中:": ["其中：", ""],
    "总分": ["合计", "自评总分", "总 分"],
}


@pytest.mark.parametrize("printed", SYNONYMS)
def test_other_words_for_the_same_column_are_known(printed: str) -> None:
    text = (TEXTS / "02.txt").read_text(encoding="utf-8")
    one = next(case for case in ENTERED.values() if case.text == "02")
    for word in SYNONYMS[printed]:
        changed = [
            item
            for item in block_items(lines(text.replace(printed, word.replace("\n", " "))))
            if isinstance(item, Row)
        ]
        first = changed[
            : next(n for n, row in enumerate(changed) if n and "项目名称" in visible(row))
        ]
        assert values(read(first)) == one.values, word


def test_a_correction_of_the_county_is_used() -> None:
    text = "指标 | 年度指标值 | 全年办成数 | 分值 | 得分\n办件数 | ≥50件 | 52件 | 10 | 10"
    known = reference()._replace(
        memory=Memory(columns={"全年办成数": "完成值", "指标": "指标.三级"})
    )
    report = read(block_items(lines(text)), known)
    assert report.values["指标", 0, "完成值"].text == "52件"
    assert report.values["指标", 0, "三级"].text == "办件数"


def rows_of(name: str) -> list[Item]:
    """The rows of a text without the lines between them."""
    stream = block_items(lines((TEXTS / f"{name}.txt").read_text(encoding="utf-8")))
    return [item for item in stream if isinstance(item, Row)]


def test_tables_of_a_narrative_are_read_alone() -> None:
    stated = yaml.load(
        next((PRINTED / "01/reports").rglob("*.yml")).read_text(encoding="utf-8"),
        Loader=yaml.CBaseLoader,
    )
    tables = ("指标", "资金管理", "资金")
    expected = dict(flat({key: stated[key] for key in tables}))
    in_sentences: list[tuple[str | int, ...]] = [("资金", "单位"), ("资金", "支出")]
    in_sentences += [path for path in expected if path[:2] == ("资金", "下达文件")]
    for path in in_sentences:
        del expected[path]
    found = values(read(rows_of("01")))
    assert {path: one for path, one in found.items() if path[0] in tables} == expected


def test_scores_of_an_evaluation_are_read() -> None:
    stated = yaml.load(
        next((PRINTED / "18/reports").rglob("*.yml")).read_text(encoding="utf-8"),
        Loader=yaml.CBaseLoader,
    )
    report = read(rows_of("18"))
    found = values(report)
    own = {key: stated["自评"][key] for key in ("总分", "得分", "分项得分")}
    expected = dict(flat({"指标": stated["指标"], "自评": own}))
    assert {path: one for path, one in found.items() if path[0] in ("指标", "自评")} == expected
    persons = {one.text for one in report.left_out if one.reason == "人员姓名"}
    assert persons == {"郑示例", "冯示例", "陈示例"}
    staff = {one.text for one in report.left_out if one.reason == "人员名单"}
    assert {"组长", "注册会计师", "外聘专家"} < staff
    assert "1,950.00" in {one.text for one in report.unclassified}


SHAPES = {
    one["why"]: one
    for one in yaml.load(
        (ROOT / "tests/recognition/shapes.yml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader
    )
}
_MARKS = {Sureness.SURE: "", Sureness.LIKELY: " ~", Sureness.GUESS: " ?"}


@pytest.mark.parametrize("why", SHAPES)
def test_other_shapes_are_read(why: str) -> None:
    shape = SHAPES[why]
    report = read(block_items(lines(shape["text"])))
    found = {
        ".".join(map(str, path)): f"{one.text}{_MARKS[one.sureness]}"
        for path, one in report.values.items()
    }
    left: dict[str, list[str]] = {}
    for one in report.left_out:
        if one.reason not in ("表头", "表格线", "栏目名称"):
            left.setdefault(one.reason, []).append(one.text)
    assert found == shape["values"]
    assert left == shape.get("left_out", {})
    assert [piece.text for piece in report.unclassified] == shape.get("unknown", [])

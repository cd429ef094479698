"""Whole reports, as a clerk entered them by hand: the real one, and twelve in the shapes of others."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pytest

from generator.documents.document import Cell, Document, Paragraph, Place, Table
from generator.recognition.record import RecognisedReport, Sureness
from generator.source.tree import FieldPath
from tests.conftest import ROOT
from tests.recognition.reading import (
    PRINTED,
    balance,
    document,
    entered,
    flat,
    narrative,
    read,
    reference,
    texts,
    value,
)

TABLES = ROOT / "tests/recognition/tables"
REAL = ROOT / "content/reports/2021/gonganju"
# Keys that a report has from the site, from no document.
_THE_SITES = frozenset(["状态", "公开日期", "表单", "提纲", "附件"])
# How many reports each text holds.
HOW_MANY = {
    "01": 1, "02": 2, "03": 3, "04": 2, "05": 2, "06": 2,
    "08": 2, "10": 1, "12": 1, "13": 1, "15": 2, "18": 1,
}  # fmt: skip
# What a clerk knew from elsewhere, or no sentence says so plainly that it could be taken.
_KNOWN_FROM_ELSEWHERE: dict[str, tuple[FieldPath, ...]] = {
    "02": (("报告日期",), ("资金", "单位")),
    "03": (("资金", "单位"),),
    "10": (("项目名称",), ("资金", "来源", 1, "到位")),
}


def text_of(name: str) -> str:
    """A text as it is printed."""
    return (TABLES / f"{name}.txt").read_text(encoding="utf-8")


class Entered(NamedTuple):
    """A report, or one of the projects of one, as a clerk entered it."""

    text: str
    name: str
    form: str
    values: dict[FieldPath, str]


def _entered() -> Iterator[Entered]:
    for text in HOW_MANY:
        for file in sorted((PRINTED / text / "reports").rglob("*.yml")):
            tree = entered(file)
            for one in tree.pop("包含项目", [{}]):
                whole: dict[str, Any] = {**tree, **one}
                values = {
                    path: plain(found)
                    for path, found in flat(whole)
                    if path[0] not in _THE_SITES and not _is_from_elsewhere(text, path)
                }
                yield Entered(text, whole["项目名称"], whole["表单"], values)


def _is_from_elsewhere(text: str, path: FieldPath) -> bool:
    return any(path[: len(one)] == one for one in _KNOWN_FROM_ELSEWHERE.get(text, ()))


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


ENTERED = {f"{one.text} {one.name}": one for one in _entered()}


def _report_of(one: Entered) -> RecognisedReport:
    reports = read(document(text_of(one.text)))
    if len(reports) == 1:
        return reports[0]
    return next(report for report in reports if value(report, "项目名称") == one.name)


@pytest.mark.parametrize("name", HOW_MANY)
def test_a_text_is_split_into_its_reports(name: str) -> None:
    assert len(read(document(text_of(name)))) == HOW_MANY[name]


@pytest.mark.parametrize("case", ENTERED)
def test_a_report_is_what_a_clerk_entered(case: str) -> None:
    one = ENTERED[case]
    report = _report_of(one)
    found = {path: plain(text) for path, text in texts(report).items()}
    assert {path: found.get(path) for path in one.values} == one.values
    more = [path for path in found.keys() - one.values if not _is_from_elsewhere(one.text, path)]
    assert not more


@pytest.mark.parametrize("case", ENTERED)
def test_the_form_is_that_which_a_clerk_chose(case: str) -> None:
    assert _report_of(ENTERED[case]).form == ENTERED[case].form


@pytest.mark.parametrize("case", ENTERED)
def test_what_is_sure_is_right(case: str) -> None:
    one = ENTERED[case]
    for path, found in _report_of(one).values.items():
        if found.sureness is Sureness.SURE and found.text and path in one.values:
            assert plain(found.text) == one.values[path]


@pytest.mark.parametrize("name", HOW_MANY)
def test_no_name_and_no_number_of_a_person_is_in_a_value(name: str) -> None:
    for report in read(document(text_of(name))):
        for found in report.values.values():
            assert not re.search(
                r"[赵钱孙李周张郑冯陈]示例|8600000|13900000000|7211000", found.text
            )


def real_text() -> str:
    return (REAL / "shipin-huiyi-xitong" / "original.txt").read_text(encoding="utf-8")


def real_report() -> dict[FieldPath, str]:
    tree = entered(REAL / "shipin-huiyi-xitong.yml")
    return {path: text for path, text in flat(tree) if path[0] not in _THE_SITES}


def test_the_real_report_is_read_word_for_word() -> None:
    (report,) = read(document(real_text()), known=reference(ROOT / "content"))
    assert report.outline == "sichuan-2021"
    assert texts(report) == real_report()
    assert len(narrative(report)) == 13
    assert not report.unclassified


def test_its_numbers_can_be_the_programs() -> None:
    """Headings and lists have automatic numbers: those of headings go, those of text stay."""
    lines: list[Paragraph] = []
    for at, line in enumerate(filter(None, map(str.strip, real_text().splitlines())), 1):
        mark = re.match(r"[一二三四五]、|（[一二三四五]）|\d\.", line)
        number = mark[0] if mark else ""
        lines.append(Paragraph(line[len(number) :], Place(paragraph=at), number))
    made = Document("报告.docx", "docx", tuple(lines))
    (report,) = read(made, known=reference(ROOT / "content"))
    assert texts(report) == real_report()


def test_its_headings_can_be_styled_and_have_no_numbers() -> None:
    lines: list[Paragraph] = []
    for at, line in enumerate(filter(None, map(str.strip, real_text().splitlines())), 1):
        level = (
            1
            if re.match("[一二三四五]、", line)
            else 2
            if re.match("（[一二三四五]）", line)
            else 0
        )
        words = re.sub("^(?:[一二三四五]、|（[一二三四五]）)", "", line) if level else line
        lines.append(Paragraph(words, Place(paragraph=at), level=level))
    made = Document("报告.docx", "docx", tuple(lines))
    (report,) = read(made, known=reference(ROOT / "content"))
    assert texts(report) == real_report()


def test_its_headings_can_be_known_by_their_words_alone() -> None:
    text = re.sub("(?m)^(?:[一二三四五]、|（[一二三四五]）)", "", real_text())
    (report,) = read(document(text), known=reference(ROOT / "content"))
    assert texts(report) == real_report()


def test_a_table_and_a_narrative_in_two_documents_are_one_report() -> None:
    story = document(
        "示例县水利局2022年度农村饮水维修项目支出绩效自评报告\n"
        "一、项目概况\n（一）项目基本情况\n维修管网12公里。\n（二）项目绩效目标\n全部完成。\n"
        "二、项目资金申报及使用情况\n（一）项目资金申报及批复情况\n批复20万元。\n"
        "三、项目实施及管理情况\n（一）项目管理情况\n按制度管理。\n"
        "四、项目绩效情况\n（一）项目完成情况\n全部完成。\n"
        "五、评价结论及建议\n（一）评价结论\n良好。\n",
        "报告.docx",
    )
    table = document(
        "项目支出绩效自评表\n（2022年度）\n项目名称 | 农村饮水维修项目\n"
        "主管部门 | 示例县水利局 | 实施单位 | 示例县水利局\n"
        "项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分\n"
        " | 年度资金总额 | 20 | 20 | 19 | 10 | 95% | 9.5\n",
        "自评表.xlsx",
    )
    for order in ((story, table), (table, story)):
        (report,) = read(*order)
        assert value(report, "资金", "支出") == "19"
        assert narrative(report)["项目绩效情况/项目完成情况"] == "全部完成。"
        assert value(report, "部门") == "示例县水利局"
    other = document(table_of_other(), "别的.xlsx")
    assert len(read(story, table, other)) == 2


def table_of_other() -> str:
    return (
        "项目支出绩效自评表\n（2022年度）\n项目名称 | 水库标尺安装\n"
        "主管部门 | 示例县水利局 | 实施单位 | 示例县水利局\n"
        "项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分\n"
        " | 年度资金总额 | 6 | 6 | 6 | 10 | 100% | 10\n"
    )


def test_pages_of_an_article_are_joined() -> None:
    text = text_of("03")
    first, second, third = re.split(r"--- 第 \d+ 页 ---\n", text)
    pages = [document(one, f"自评表-{at}.html") for at, one in enumerate((first, second, third), 1)]
    found = read(*pages)
    assert len(found) == 3
    assert [texts(one) for one in found] == [texts(one) for one in read(document(text))]


def test_an_empty_document_is_no_report() -> None:
    assert read(Document("空.docx", "docx", ())) == []
    assert read() == []


def test_nothing_is_lost_where_nothing_is_known() -> None:
    found = read(document("关于召开会议的通知\n请各单位按时参加。\n联系电话：0999-8600000\n"))
    assert balance([document("关于召开会议的通知")], []) != {}
    assert len(found) == 1


def sheet(number: int, rows: Sequence[Sequence[str]]) -> Table:
    """A sheet of a workbook; a row of one cell is merged over the width of the sheet."""
    part = f"表{number}"
    width = max(map(len, rows))
    cells = []
    for row, line in enumerate(rows):
        for column, words in enumerate(line):
            place = Place(
                part=part, row=row + 1, column=column + 1, cell=f"{chr(65 + column)}{row + 1}"
            )
            span = width if len(line) == 1 else 1
            cells.append(Cell(row, column, (Paragraph(words, place),), place, column_span=span))
    return Table(tuple(cells), Place(part=part))


def test_sheets_of_a_workbook_are_reports_and_their_titles_stand_in_rows() -> None:
    def rows(name: str, spent: str) -> Sequence[Sequence[str]]:
        return (
            ["附件2"],
            ["项目支出绩效自评表"],
            ["（2022年度）"],
            ["填报单位：示例县水利局"],
            ["项目名称", name],
            ["主管部门", "示例县水利局", "实施单位", "示例县水利局"],
            [
                "项目资金（万元）",
                "",
                "年初预算数",
                "全年预算数",
                "全年执行数",
                "分值",
                "执行率",
                "得分",
            ],
            ["", "年度资金总额", "20", "20", spent, "10", "95%", "9.5"],
        )

    tables = (sheet(1, rows("农村饮水维修", "19")), sheet(2, rows("水库标尺安装", "18")))
    first, second = read(Document("自评表.xlsx", "xlsx", tables))
    assert value(first, "项目名称") == "农村饮水维修"
    assert value(second, "项目名称") == "水库标尺安装"
    for report, spent in ((first, "19"), (second, "18")):
        assert value(report, "标题") == "项目支出绩效自评表（2022年度）"
        assert value(report, "年度") == "2022"
        assert value(report, "部门") == "示例县水利局"
        assert value(report, "资金", "支出") == spent
        assert not report.unclassified


def test_what_a_portal_writes_below_is_left_out() -> None:
    text = "示例县水利局2022年度修桥项目绩效自评报告\n一、做了什么\n修了三座桥。\n二、还有什么\n没有了。\n"
    (report,) = read(document(f"{text}【打印】【关闭】\n上一篇：另一份报告\n"))
    assert narrative(report) == {"做了什么": "修了三座桥。", "还有什么": "没有了。"}

"""Tables of forms become values: as a clerk entered them by hand, whatever the table is made of."""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.documents.document import Block, Cell, Paragraph, Place, Table
from generator.model.form import Form
from generator.recognition.form_tables import read_rows
from generator.recognition.record import RecognisedReport, Sureness
from generator.recognition.reference import Memory, Reference
from generator.recognition.rows import Item, Row, block_items, visible
from tests.conftest import ROOT

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
    [
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
        "原发布日期",
    ]
    + ["索引号", "主题分类", "主题词", "报告日期"]
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
        value = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
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
            value = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
            for one in value.get("包含项目", [value]):
                one = {key: part for key, part in one.items() if key not in _NOT_IN_TABLES}
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

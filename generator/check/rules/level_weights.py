"""Points of a first level, in brackets or by the form, and rows that do not add up to them."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.check.indicators import complete_sum, scored_rows
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.amounts import trimmed
from generator.model.fields import half_width
from generator.model.form import Form
from generator.model.problems import quote

_IN_BRACKETS = re.compile(r"\((\d{1,3}(?:\.\d+)?)分?\)$")
_BRACKETS = re.compile(r"\([^()]*\)$")
_ROWS = """\
指标:
  - {一级: 产出指标（%s分）, 二级: 数量指标, 三级: 更换供水管网, 性质: ≥, 目标值: 46, 单位: 公里, 完成值: 46, 分值: 30, 得分: 29, 偏差原因: 一处返工。}
  - {一级: 产出指标（%s分）, 二级: 质量指标, 三级: 验收合格率, 性质: "=", 目标值: 100, 单位: "%%", 完成值: 100, 分值: 20, 得分: 20}
"""  # noqa: E501  rows of a table

RULE = Rule(
    title="一级指标的分值与各行之和不符",
    why="表头或表单写着产出指标 50 分，下面各行加起来却不是 50：填错了、漏了行或放错了行。",
    mend="对照原表核对各行的分值和一级指标；原表如此的，写进“核实”。",
    sources=("通行的表：一级指标下面各指标的分值相加，就是一级指标的分值",),
    failing=_ROWS % (60, 60),
    passing=_ROWS % (50, 50),
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Add up the weights under each first level whose points its name states, else the form."""
    rows, printed = subject.indicators, _printed(subject.form)
    groups: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(half_width(row.first_level or "").replace(" ", ""), []).append(number)
    for level, numbers in groups.items():
        in_brackets = _IN_BRACKETS.search(level)
        stated = Decimal(in_brackets[1]) if in_brackets else printed.get(_bare(level))
        weights = [row.weight for row in scored_rows([rows[number] for number in numbers])]
        found = complete_sum(weights) if stated else None
        if stated and found is not None and found != stated:
            where = "括号里写的是" if in_brackets else "这种表规定的是"
            message = (
                f"{quote(rows[numbers[0]].first_level)}下面 {len(numbers)} 行的分值相加为 "
                f"{trimmed(found)}，{where} {trimmed(stated)}。"
                "请核对各行的分值，看有没有漏行、放错的行。"
            )
            yield Finding(("指标", numbers[0], "一级"), message)


def _printed(form: Form | None) -> Mapping[str, Decimal]:
    """The points that the form gives to first levels."""
    levels = form.first_levels if form else ()
    return {_bare(one.name): one.weight for one in levels if one.weight is not None}


def _bare(level: str) -> str:
    """The name of a level alone: 产出 of 产出指标(50分)."""
    return _BRACKETS.sub("", half_width(level).replace(" ", "")).removesuffix("指标")

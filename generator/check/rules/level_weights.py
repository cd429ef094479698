"""Points that a first level names in brackets, and rows that do not add up to them."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.check.indicators import complete_sum, scored_rows
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.amounts import trimmed
from generator.model.fields import half_width
from generator.model.indicator import Indicator
from generator.model.problems import quote

_IN_BRACKETS = re.compile(r"\((\d{1,3}(?:\.\d+)?)分?\)$")
_ROWS = """\
指标:
  - {一级: 产出指标（%s分）, 二级: 数量指标, 三级: 更换供水管网, 性质: ≥, 目标值: 46, 单位: 公里, 完成值: 46, 分值: 30, 得分: 29, 偏差原因: 一处返工。}
  - {一级: 产出指标（%s分）, 二级: 质量指标, 三级: 验收合格率, 性质: "=", 目标值: 100, 单位: "%%", 完成值: 100, 分值: 20, 得分: 20}
"""  # noqa: E501  rows of a table

RULE = Rule(
    title="一级指标括号里的分值与各行不符",
    why="表头写着“产出指标（50分）”，下面各行加起来却不是 50：分值填错了，或漏了一行、放错了一行。",
    mend="对照原表核对各行的分值和一级指标；原表如此的，写进“核实”。",
    sources=("通行的表：一级指标下面各指标的分值相加，就是一级指标的分值",),
    failing=_ROWS % (60, 60),
    passing=_ROWS % (50, 50),
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Add up the weights under each first level that names its points."""
    groups: dict[str, list[int]] = {}
    for number, row in enumerate(subject.indicators):
        groups.setdefault(half_width(row.first_level or "").replace(" ", ""), []).append(number)
    for level, numbers in groups.items():
        stated = _IN_BRACKETS.search(level)
        found = _sum([subject.indicators[number] for number in numbers]) if stated else None
        if stated and found is not None and found != Decimal(stated[1]):
            name = subject.indicators[numbers[0]].first_level or ""
            message = (
                f"{quote(name)}下面 {len(numbers)} 行的分值相加为 {trimmed(found)}，"
                f"括号里写的是 {stated[1]}。请核对各行的分值，看有没有漏行、放错的行。"
            )
            yield Finding(("指标", numbers[0], "一级"), message)


def _sum(rows: Sequence[Indicator]) -> Decimal | None:
    return complete_sum([row.weight for row in scored_rows(rows)])

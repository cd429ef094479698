"""Completion far beyond the target, and no word on it."""

from collections.abc import Iterator
from decimal import Decimal

from generator.check.indicators import (
    Outcome,
    is_execution_row,
    outcomes,
    unit_name,
)
from generator.check.report_parts import is_explained
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.choices import Direction
from generator.model.figures import ratio
from generator.model.indicator import Indicator
from generator.model.problems import quote

_ROW = """\
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 培训管水员, 性质: ≥, 目标值: 100, 单位: 人次, 完成值: 289, 分值: 90, 得分: 86, 偏差原因: %s}
"""  # noqa: E501  a row of a table

RULE = Rule(
    title="远超目标而没有说明",
    why="完成值远远超过目标，说明目标定低了，或完成值填错了单位。读者和审计都会问为什么。",
    mend="核对目标值、完成值和单位；属实的，在“偏差原因”里写明为什么超出、下年目标怎么定。",
    sources=("惯例：已公开报告中有完成值为目标 222%—289% 而不说明的；没有成文的规定",),
    failing=_ROW % "无",
    passing=_ROW % "县里另行组织了两期培训，下年目标按 300 人次安排。",
    limits={
        "超出": Limit(Decimal(130), "性质为 ≥ 或 = 的，完成值超过目标值的百分之几才提醒"),
        "不足": Limit(Decimal(30), "性质为 ≤ 的，完成值低于目标值的百分之几才提醒"),
    },
)


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Compare completion with target where no reason is given."""
    for number, row, found in outcomes(subject.indicators):
        if is_explained(row, subject) or is_execution_row(row):
            continue
        share = ratio(found.actual, found.target)
        if share is None or not _is_far(row, found, share, limits):
            continue
        asked = "目标是否定低了" if share > 100 else "目标是否定高了"
        message = (
            f"指标{quote(row.name)}的目标值是{quote(row.target)}，完成值是{quote(row.actual)}，"
            f"为目标的 {share}%，没有写偏差原因。请核对{asked}、单位是否一致，并写明原因。"
        )
        yield Finding(("指标", number, "完成值"), message)


def _is_far(row: Indicator, found: Outcome, share: Decimal, limits: Limits) -> bool:
    if found.direction is Direction.AT_MOST:
        # Complaints, accidents and the like are meant to be far below what is let pass.
        return 0 < share < limits["不足"] and "元" in unit_name(row.unit) + (row.target or "")
    # One more of a few (two trainings where one was planned) tells nothing.
    values = (found.actual, found.target)
    one_more = all(value == value.to_integral_value() for value in values)
    return share > limits["超出"] and not (one_more and found.actual - found.target <= 1)

"""Benefit targets that are all the same."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from generator.check.indicators import parse_quantity, stated_direction, unit_name
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.indicator import Indicator
from generator.model.problems import quote

_ROWS = """\
指标:
  - {一级: 效益指标, 二级: 社会效益指标, 三级: 供水保证率, 性质: ≥, 目标值: 95, 单位: "%%", 完成值: 95, 分值: 30, 得分: 30}
  - {一级: 效益指标, 二级: 社会效益指标, 三级: 水压达标率, 性质: ≥, 目标值: 95, 单位: "%%", 完成值: 95, 分值: 30, 得分: 30}
  - {一级: 效益指标, 二级: 社会效益指标, 三级: 自来水普及率, 性质: ≥, 目标值: %s, 单位: "%%", 完成值: %s, 分值: 30, 得分: 26, 偏差原因: 丙镇晚两个月。}
"""  # noqa: E501  rows of a table

RULE = Rule(
    title="几个效益指标的目标值和完成值完全一样",
    why="几个效益指标一律“≥95%”、完成值也一样，看不出目标怎么定的、完成值怎么测的。",
    mend="按各指标的基础数据分别定目标，按佐证材料分别填完成值；确实相同的，核实后说明数据来源。",
    sources=("惯例：已公开报告中有社会效益目标一律“≥95%”而没有依据的；没有成文的规定",),
    failing=_ROWS % ("95", "95"),
    passing=_ROWS % ("90", "91.5"),
    limits={"行数": Limit(Decimal(3), "至少有这么多个效益指标完全一样才提醒")},
)


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Group the rates among the benefits by target and completion."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    rows = subject.indicators
    for number, row in enumerate(rows):
        if "效益" in (row.first_level or "") and (values := _values(row)):
            groups[values].append(number)
    for numbers in groups.values():
        if len(numbers) >= limits["行数"]:
            first = rows[numbers[0]]
            names = "、".join(quote(rows[number].name, 12) for number in numbers[:5])
            message = (
                f"{len(numbers)} 个效益指标（{names}）的目标值都是{quote(first.target)}，"
                f"完成值都是{quote(first.actual)}。请按各自的基础数据和佐证材料核对。"
            )
            yield Finding(("指标", numbers[1], "目标值"), message)


def _values(row: Indicator) -> tuple[object, ...] | None:
    """Direction, target and completion of a rate; None of what is no rate."""
    target, actual = parse_quantity(row.target), parse_quantity(row.actual)
    if target is None or actual is None or (target.unit or unit_name(row.unit)) not in ("%", ""):
        return None
    return stated_direction(row), target.value, actual.value

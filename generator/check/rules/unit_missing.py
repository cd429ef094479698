"""A number as a target, and no word of what."""

import re
from collections.abc import Iterator

from generator.check.indicators import parse_quantity
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.choices import Direction
from generator.model.problems import Level, quote

_ROW = """\
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 更换供水管网, 性质: ≥, 目标值: %s, 完成值: 46.8, 分值: 90, 得分: 86, 偏差原因: 变更两处。}
"""  # noqa: E501  a row of a table

RULE = Rule(
    level=Level.NOTICE,
    title="目标值是数字，没有单位",
    why="只有数字没有单位，读者不知道 95 是百分之九十五还是九十五件，完成值也无法核对。",
    mend="在“单位”里补上度量单位，如 %、公里、人次。",
    sources=("四川省项目支出绩效自评表（2023）：“度量单位”栏",),
    failing=_ROW % "46",
    passing=_ROW % "46公里",
)

_SHARE = re.compile("(?:率|比例|占比|比重)$")  # none of it is none, whatever the unit


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Look for a unit in its field, else in the target or the completion."""
    for number, row in enumerate(subject.indicators):
        if row.unit or row.direction is Direction.QUALITATIVE:
            continue
        target, actual = parse_quantity(row.target), parse_quantity(row.actual)
        if target and target.value == 0 and _SHARE.search(row.name):
            continue
        if target and not target.unit and not (actual and actual.unit):
            message = (
                f"指标{quote(row.name)}的目标值{quote(row.target)}没有单位。"
                "请在“单位”里补上，如 %、公里、人次。"
            )
            yield Finding(("指标", number, "目标值"), message)

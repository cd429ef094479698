"""A cost that is the better the higher it is."""

import re
from collections.abc import Iterator

from generator.check.indicators import stated_direction
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.choices import Direction
from generator.model.indicator import Indicator
from generator.model.problems import quote

# What is good in high figures though it stands under 成本.
_GOOD = re.compile(
    "节约|节省|节支|节能|节水|降低|降幅|下降|减少|减免|压减|核减|压缩|收入|收益|效益"
)
_RATE_OF_COST = re.compile("超支|超概|超预算|偏差|增长|上升|成本率|费用率|占比")
_ROW = """\
指标:
  - {一级: 产出指标, 二级: 成本指标, 三级: 管网改造成本, 性质: %s, 目标值: 30, 单位: 万元, 完成值: 30, 分值: 90, 得分: 86}
"""  # noqa: E501  a row of a table

RULE = Rule(
    title="成本指标的性质写成了“≥”",
    why="成本越低越好，性质应为“≤”。写成“≥”，花得越多得分越高，与成本控制的用意相反。",
    mend="核对批复的绩效目标表，成本控制类指标改为“≤”；指标本身是节约额、节约率的，在名称里写明。",
    sources=("惯例：已公开报告中常见的问题，没有成文的规定",),
    failing=_ROW % "≥",
    passing=_ROW % "≤",
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Look for ≥ at rows under a level of cost."""
    for number, row in enumerate(subject.indicators):
        if _is_cost(row) and stated_direction(row) is Direction.AT_LEAST:
            message = (
                f"成本指标{quote(row.name)}的性质是“≥”，等于花得越多越好；"
                "成本控制应为“≤”。请核对批复的绩效目标表。"
            )
            yield Finding(("指标", number, "性质" if row.direction else "目标值"), message)


def _is_cost(row: Indicator) -> bool:
    levels = f"{row.first_level}{row.second_level or ''}"
    if "成本" not in levels or "效益" in (row.second_level or "") or _GOOD.search(row.name):
        return False
    # A rate is a cost only where its name says so: 达标率, 控制有效率 are to be high.
    return not row.name.endswith("率") or _RATE_OF_COST.search(row.name) is not None

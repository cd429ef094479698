"""No completed value, or none with a figure where the target is one."""

import re
from collections.abc import Iterator

from generator.check.indicators import (
    has_column,
    has_deviation_reason,
    is_blank,
    is_execution_row,
    parse_quantity,
)
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.text_values import half_width
from generator.model.choices import Direction
from generator.model.indicator import Indicator
from generator.model.problems import quote

# Figures in words: 百分之百, 十二个. The rest of such a cell is a unit.
_FIGURE = re.compile(r"\d|^(?:百分之|达到?|完成)?[〇零一二两三四五六七八九十百千]+\w{0,3}$")
_NONE_AT_ALL = re.compile("无|未|零|没有")
_NOT_DONE = re.compile("没有|未|尚未")
_ROW = """\
指标:
  - {一级: 产出指标, 二级: 成本指标, 三级: 管网改造成本, 性质: ≤, 目标值: 30, 单位: 万元, 完成值: %s, 分值: 90, 得分: 86, 偏差原因: 变更两处。}
"""  # noqa: E501  a row of a table

RULE = Rule(
    title="完成值没有填写，或没有数字",
    why="目标是数字，完成值也应是数字，否则无法判断完成多少、得分对不对。“完成”两个字不能说明花了多少。",
    mend="按佐证材料填写实际完成的数字；定性指标写明完成的情况。",
    sources=("中央部门项目支出绩效自评表：“年度指标值”和“实际完成值”两栏",),
    failing=_ROW % "完成",
    passing=_ROW % "28.6",
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Look at each row's completion; where all are blank, say it once."""
    rows = subject.indicators
    all_blank = all(is_blank(row.actual) for row in rows)
    if all_blank and not has_column(rows, "完成值", subject.form):
        return
    if len(rows) > 1 and all_blank:
        message = f"{len(rows)} 个指标都没有填写完成值。请按佐证材料逐项填写。"
        yield Finding(("指标",), message)
        return
    for number, row in enumerate(rows):
        if message := _complaint(row):
            yield Finding(("指标", number, "完成值"), f"指标{quote(row.name)}{message}")


def _complaint(row: Indicator) -> str:
    if is_blank(row.actual):
        is_stated_elsewhere = is_execution_row(row)
        return "" if is_stated_elsewhere else "没有填写完成值。请按佐证材料填写。"
    actual, target = half_width(row.actual or ""), parse_quantity(row.target)
    if target is None or row.direction is Direction.QUALITATIVE or _FIGURE.search(actual):
        return ""
    if target.value == 0 and _NONE_AT_ALL.search(actual):
        return ""
    if row.score == 0 and _NOT_DONE.match(actual) and has_deviation_reason(row):
        return ""  # it says why there is no figure, and claims no points
    return (
        f"的目标值{quote(row.target)}是数字，完成值写的是{quote(row.actual)}，没有数字。"
        "请填写实际完成的数字。"
    )

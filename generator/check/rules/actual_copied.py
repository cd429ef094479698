"""A completed value that is the target, with its sign."""

import re
from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.fields import half_width
from generator.model.problems import quote

# What states a bound, not a result. 超过 and 达到 before a number can be a result.
_BOUND = re.compile(
    r"^(?:[≥≤≧≦⩾⩽<>=═]|[<>]=|不(?:低于|少于|小于|高于|超过|多于|大于)|至少|至多)\s*\d"
)
_ROW = """\
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 安装标尺, 性质: ≥, 目标值: 310, 单位: 米, 完成值: %s, 分值: 90, 得分: 86, 偏差原因: 两处改线。}
"""  # noqa: E501  a row of a table

RULE = Rule(
    title="完成值带着比较符号",
    why="“≥310米”是目标，不是完成了多少。把目标抄进完成值，读者不知道实际做了多少，得分也无从核对。",
    mend="填写实际完成的数字，如 316；确实只知道下限的，在“偏差原因”里说明怎样统计，写进“核实”。",
    sources=("已公开的自评表里，完成值照抄目标值是常见的毛病",),
    failing=_ROW % "≥310",
    passing=_ROW % "316",
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Look at each completed value for the sign of a bound."""
    for number, row in enumerate(subject.indicators):
        actual = half_width((row.actual or "").strip())
        if not _BOUND.match(actual):
            continue
        target = half_width((row.target or "").strip())
        copied = "与目标值一样，" if "".join(actual.split()) == "".join(target.split()) else ""
        message = (
            f"指标{quote(row.name)}的完成值写的是{quote(row.actual)}，{copied}"
            "是要求，不是完成了多少。请填写实际完成的数字。"
        )
        yield Finding(("指标", number, "完成值"), message)

"""A target missed, or points lost, and no word on why.

Where points are lost though the target is reached, `score-order` speaks.
"""

from collections.abc import Iterator
from decimal import Decimal

from generator.check.indicators import is_execution_row, is_fully_done, outcome
from generator.check.report_parts import is_explained
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.indicator import Indicator
from generator.model.problems import quote

_ROW = """\
指标:
  - {一级: 产出指标, 二级: 时效指标, 三级: 按期完工率, 性质: ≥, 目标值: 95, 单位: "%%", 完成值: 90, 分值: 90, 得分: 85, 偏差原因: %s}
"""  # noqa: E501  a row of a table

RULE = Rule(
    title="没有完成或扣了分，没有写原因",
    why="自评表要求对没有完成的指标说明原因和改进措施。不写原因，扣分没有依据，也无从改进。",
    mend="在“偏差原因”里写明为什么没有完成、怎样改进，表上另有一栏写原因的写在“结论”的“原因分析”里；完成值或得分填错的，改正它。",
    sources=(
        "中央部门项目支出绩效自评表：“偏差原因分析及改进措施”栏",
        "四川省项目支出绩效自评表（2023）：“未完成原因分析”栏；预算执行率低于 90% 的须说明原因",
    ),
    failing=_ROW % "无",
    passing=_ROW % "两处管网跨河段因汛期停工，竣工推迟到十一月。",
    limits={"执行率": Limit(Decimal(90), "预算执行率一行低于百分之几，才要求写原因")},
)


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Look for what calls for a reason in rows without one."""
    for number, row in enumerate(subject.indicators):
        is_executed = is_execution_row(row) and _is_executed(row, limits["执行率"])
        if is_executed or is_explained(row, subject):
            continue
        found, reason = outcome(row), "写的是“无”" if row.deviation_reason else "没有写"
        if found and found.missed:
            relation = "超过了" if found.actual > found.target else "没有达到"
            what = f"完成值{quote(row.actual)}{relation}目标值{quote(row.target)}"
            field = "完成值"
        elif row.points_lost is not None and not is_fully_done(row):
            what = f"得分 {row.score} 比分值 {row.weight} 少 {row.points_lost}"
            field = "得分"
        else:
            continue
        message = f"指标{quote(row.name)}的{what}，偏差原因{reason}。请写明原因和改进措施。"
        yield Finding(("指标", number, field), message)


def _is_executed(row: Indicator, least: Decimal) -> bool:
    """Whether enough of the budget is spent to need no word, as the row tells it."""
    found = outcome(row)
    if found:
        return found.earned_share * 100 >= least
    return not row.weight or row.score is None or row.score / row.weight * 100 >= least

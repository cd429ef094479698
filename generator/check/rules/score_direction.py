"""A score that the completion does not earn."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from generator.check.indicators import Outcome, outcomes
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.amounts import trimmed
from generator.model.problems import quote

_ROUNDING = Decimal("0.05")  # points: a score of one decimal may be rounded up to full marks
_HUNDREDTH = Decimal("0.01")
_ROW = """\
指标:
  - {一级: 产出指标, 二级: 质量指标, 三级: 工程验收合格率, 性质: ≥, 目标值: 95, 单位: "%%", 完成值: %s, 分值: 90, 得分: 90, 偏差原因: 两处复验。}
自评: {得分: 99.5}
"""  # noqa: E501  a row of a table

RULE = Rule(
    title="得分与完成情况不符",
    why="没有达到目标却得满分，是已公开报告里最常被指出的问题；达到目标却得零分，多半是填错了。",
    mend="核对目标值、完成值和得分；按本地扣分办法得出的分数，核实后在“核实”里说明办法。",
    sources=(
        "通行的计分办法，没有成文的规定：正向指标按 完成值÷目标值×分值，"
        "反向指标按 目标值÷完成值×分值，以分值为上限；分档扣分的以本地办法为准",
    ),
    failing=_ROW % "76",
    passing=_ROW % "96",
    limits={
        "容差": Limit(Decimal(10), "没有得满分的，得分比按比例算出的高出分值的百分之几以内不提醒")
    },
)


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Compare each score with the share of the target; only higher ones and zeros are found."""
    for number, row, found in outcomes(subject.indicators):
        if row.weight and row.score is not None:
            fault = _fault(found, row.weight, row.score, limits["容差"])
            if fault:
                message = (
                    f"指标{quote(row.name)}的目标值是{quote(row.target)}，"
                    f"完成值是{quote(row.actual)}，{fault}"
                )
                yield Finding(("指标", number, "得分"), message)


def _fault(found: Outcome, weight: Decimal, score: Decimal, tolerance: Decimal) -> str:
    if found.reached:
        fault = f"已达到目标，得分却是 0（分值 {weight}）。请核对完成值和得分。"
        return "" if score else fault
    implied = weight * found.earned_share
    about = f"按完成比例约为 {trimmed(implied.quantize(_HUNDREDTH, ROUND_HALF_UP))} 分"
    relation = "超过了上限" if found.actual > found.target else "没有达到目标"
    if found.missed and score >= weight > implied + _ROUNDING:
        return f"{relation}，却得了满分 {score}；{about}。请核对完成值，或按扣分办法改正得分。"
    if score > implied + weight * tolerance / 100:
        relation = relation if found.missed else "性质是“=”而两者不等"
        return f"{relation}；{about}，得分 {score} 明显偏高。请核对完成值和得分。"
    return ""

"""One indicator that has half of all points or more."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.check.indicators import is_execution_row, scored_rows
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.amounts import trimmed
from generator.model.indicator import Indicator
from generator.model.problems import quote

_ROWS = """\
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 更换供水管网, 性质: ≥, 目标值: 46, 单位: 公里, 完成值: 46, 分值: %s, 得分: %s}
  - {一级: 产出指标, 二级: 质量指标, 三级: 验收合格率, 性质: "=", 目标值: 100, 单位: "%%", 完成值: 100, 分值: %s, 得分: %s, 偏差原因: 一处复验。}
  - {一级: 满意度指标, 三级: 群众满意度, 性质: ≥, 目标值: 90, 单位: "%%", 完成值: 93, 分值: 10, 得分: 10}
"""  # noqa: E501  rows of a table

RULE = Rule(
    title="一个指标占了一半以上的分",
    why="一个指标占 60 分、90 分，别的指标做得怎样都不影响得分，自评就只评了这一项。",
    mend="对照批复的绩效目标表核对分值；批复的就是这样的，写进“核实”，下一年申报时把指标分细。",
    sources=("通行的权重：产出 50、效益 30、满意度 10，每级下面几个指标；没有成文的规定",),
    failing=_ROWS % (60, 60, 20, 19),
    passing=_ROWS % (40, 40, 40, 39),
    limits={
        "比例": Limit(Decimal(50), "一个指标的分值占全部分值的百分之几，就提醒"),
        "行数": Limit(Decimal(2), "至少有这么多个指标才提醒：只有一个指标的另有说法"),
    },
)


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Compare each weight with what all rows of its table have; two that share points are one."""
    table = subject.indicators
    weights = {id(row): row.weight for row in scored_rows(table) if row.weight is not None}
    whole = sum(weights.values(), Decimal(0))
    if len(weights) < limits["行数"] or not whole:
        return
    for number, row in enumerate(table):
        weight = weights.get(id(row))
        if weight is None or is_execution_row(row) or _is_shared(table, number):
            continue
        if weight / whole * 100 >= limits["比例"]:
            message = (
                f"指标{quote(row.name)}一个占 {trimmed(weight)} 分，是全部 {trimmed(whole)} 分"
                f"的 {limits['比例']}% 以上。请对照批复的绩效目标表核对；属实的写进“核实”。"
            )
            yield Finding(("指标", number, "分值"), message)


def _is_shared(table: Sequence[Indicator], number: int) -> bool:
    """Whether the row below has its points in the same cell."""
    return number + 1 < len(table) and table[number + 1].is_scored_above

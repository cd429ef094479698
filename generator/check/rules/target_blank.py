"""An indicator without a target."""

from collections.abc import Iterator, Sequence

from generator.check.indicators import is_blank, is_execution_row
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.indicator import Indicator
from generator.model.problems import quote

_ROW = """\
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 更换供水管网, 性质: ≥, 目标值: %s, 单位: 公里, 完成值: 46.8, 分值: 90, 得分: 86, 偏差原因: 变更两处。}
"""  # noqa: E501  a row of a table

RULE = Rule(
    title="目标值没有填写",
    why="没有目标值，完成值再详细也无法判断好坏，得分没有依据。",
    mend="照批复的绩效目标表填写年度指标值；定性指标写明预期达到的状态。",
    sources=("中央部门项目支出绩效自评表：“年度指标值”栏",),
    failing=_ROW % '""',
    passing=_ROW % "46",
)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Look at each row's target; where all are blank, say it once.

    Where the form has no column for it, the names of the indicators tell the target.
    """
    part = subject.form.part("指标") if subject.form else None
    if part and part.columns and "目标值" not in {column.field for column in part.columns}:
        return
    rows = subject.indicators
    # The form has no target for the execution of the budget: it is always 100 %.
    due = [
        number
        for number, row in enumerate(rows)
        if not is_execution_row(row) and not _is_scored_by_standard(row, rows)
    ]
    empty = [number for number in due if is_blank(rows[number].target)]
    if len(due) > 1 and len(empty) == len(due):
        message = f"{len(due)} 个指标都没有填写目标值。请照批复的绩效目标表逐项填写。"
        yield Finding(("指标",), message)
        return
    for number in empty:
        message = f"指标{quote(rows[number].name)}没有填写目标值。请照批复的绩效目标表填写。"
        yield Finding(("指标", number, "目标值"), message)


def _is_scored_by_standard(row: Indicator, rows: Sequence[Indicator]) -> bool:
    """Whether its part of the form (决策, 管理) has a standard of scoring instead of targets."""
    level = [one for one in rows if one.first_level == row.first_level]
    return bool(row.standard) and all(is_blank(one.target) for one in level)

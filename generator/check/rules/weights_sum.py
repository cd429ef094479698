"""Weights that do not add up to the full score."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.check.indicators import complete_sum, is_execution_row, scored_rows
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.amounts import trimmed
from generator.model.indicator import Indicator

_ROWS = """\
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 更换供水管网, 性质: ≥, 目标值: 46, 单位: 公里, 完成值: 46, 分值: %s, 得分: 50}
  - {一级: 效益指标, 二级: 社会效益指标, 三级: 受益人口, 性质: ≥, 目标值: 12000, 单位: 人, 完成值: 12000, 分值: 40, 得分: 35, 偏差原因: 丙镇的管网晚两个月通水。}
自评: {得分: 95}
"""  # noqa: E501  rows of a table

RULE = Rule(
    title="各行分值相加不是总分",
    why="分值相加不是 100，说明漏了一行、多了一行或填错了分值，得分和等级也就靠不住。",
    mend="对照批复的绩效目标表逐行核对分值；表中的“合计”行不要作为指标填写。",
    sources=("通行的权重：预算执行率 10，产出 50，效益 30，满意度 10，可以调整，合计 100",),
    failing=_ROWS % "45",
    passing=_ROWS % "50",
    limits={
        "总分": Limit(Decimal(100), "全部分值相加应得的分数"),
        "不含执行率": Limit(Decimal(90), "表中没有预算执行率一行时，分值相加也可以是这个分数"),
    },
)


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Add up the weights where every row states one.

    The execution of the budget is a row of the table, or stands with the money (资金.分值, else
    what the form gives it), or is left out.
    """
    rows = scored_rows(subject.indicators)
    found = complete_sum([row.weight for row in rows])
    if found is None:
        return
    form = subject.form
    total = subject.claimed.total or (form and form.total) or limits["总分"]
    outside = subject.funds.weight
    if outside is not None:
        if found + outside != total:
            yield Finding(("指标",), _with_execution(found, outside, total, rows))
        return
    if found == total:
        return
    expected = f"{total:f}"
    if not any(map(is_execution_row, rows)):
        execution = form.execution_weight if form else None
        without = limits["不含执行率"] if execution is None else total - execution
        if found == without:
            return
        expected += f"（执行率不在表内的为 {without:f}）"
    message = (
        f"{len(rows)} 行的分值相加为 {trimmed(found)}，应为 {expected}。"
        "请核对有没有漏行、多行（如“合计”）或填错的分值。"
    )
    yield Finding(("指标",), message)


def _with_execution(
    found: Decimal, outside: Decimal, total: Decimal, rows: Sequence[Indicator]
) -> str:
    added = (
        f"{len(rows)} 行的分值相加为 {trimmed(found)}，加上预算执行率的 {trimmed(outside)} "
        f"是 {trimmed(found + outside)}，应为 {trimmed(total)}。"
    )
    if any(map(is_execution_row, rows)):
        return f"{added}表里已有预算执行率一行，“资金”的“分值”又写了一次。请照表留一处。"
    return f"{added}请核对分值；表上的合计如此的，写进“核实”。"

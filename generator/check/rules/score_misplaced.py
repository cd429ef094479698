"""Points in the columns of the target and of the completed value.

Every row that states one must agree: one row, or a few of the same weight, may do so by chance. In
a table without weights the numbers must be bare, and add up to what indicators can have.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.check.indicators import is_blank, is_execution_row, parse_quantity
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.amounts import trimmed
from generator.model.choices import Direction
from generator.model.indicator import Indicator

_ROWS = """\
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 更换供水管网, 目标值: %s, 单位: 公里, 完成值: %s, 分值: 50, 得分: 50}
  - {一级: 效益指标, 二级: 社会效益指标, 三级: 受益人口, 目标值: %s, 单位: 人, 完成值: %s, 分值: 30, 得分: 30}
  - {一级: 满意度指标, 二级: 服务对象满意度指标, 三级: 群众满意度, 目标值: %s, 单位: "%%", 完成值: %s, 分值: 20, 得分: 16, 偏差原因: 少数住户水压不足。}
自评: {得分: 96}
"""  # noqa: E501  rows of a table

RULE = Rule(
    title="目标值、完成值里填的像是分值、得分",
    why="各行的目标值与分值一样、完成值与得分一样，多半是把分数填进了目标和完成的列：读者看不到要做多少、做了多少。",
    mend="对照批复的绩效目标表重新填目标值，按佐证材料填完成值；分数填进“分值”“得分”。",
    sources=("已公开的转移支付自评表里，有把 20、20、10 分填进指标值和完成值的",),
    failing=_ROWS % (50, 50, 30, 30, 20, 16),
    passing=_ROWS % (46, 46, 12000, 12000, 90, 93),
    limits={"行数": Limit(Decimal(3), "至少有这么多行相同才提醒；分值都一样的，多一行才提醒")},
)
_ADVICE = "请照批复的绩效目标表和佐证材料填目标值、完成值，分数填进“分值”“得分”。"
_FULL = Decimal(100)
_EXECUTION_WEIGHTS = (Decimal(0), Decimal(10), Decimal(20))


class _Pair(NamedTuple):
    """A cell and the points that it may be; None where it is no bare number, or there are none."""

    number: int
    cell: Decimal | None
    points: Decimal | None


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Compare both columns with their points; one finding a table."""
    rows = [
        (number, row)
        for number, row in enumerate(subject.indicators)
        if not is_execution_row(row) and not row.is_scored_above
    ]
    targets = [_Pair(n, _bare(row.target), row.weight) for n, row in rows if _is_told(row.target)]
    actuals = [
        _Pair(n, _bare(row.actual), row.weight if row.score is None else row.score)
        for n, row in rows
        if _is_told(row.actual)
    ]
    same = {
        name: pairs
        for name, pairs in (("目标值", targets), ("完成值", actuals))
        if _all_same(pairs, int(limits["行数"]))
    }
    if same and not all((row.unit or "").strip() == "分" for _, row in rows):
        field, pairs = next(iter(same.items()))
        points = {"目标值": "分值", "完成值": "得分"}
        both = "，".join(f"{name}都与{points[name]}相同" for name in same)
        message = f"{len(pairs)} 行的{both}（{_listed(pairs)}）。{_ADVICE}"
        yield Finding(("指标", pairs[0].number, field), message)
    elif len(targets) >= limits["行数"] and _are_points(targets, [row for _, row in rows], subject):
        message = (
            f"{len(targets)} 行的目标值没有单位，表上没有分值，目标值相加正好是 "
            f"{trimmed(_sum(targets))}（{_listed(targets)}），像是分值。{_ADVICE}"
        )
        yield Finding(("指标", targets[0].number, "目标值"), message)


def _is_told(cell: str | None) -> bool:
    return not is_blank(cell)


def _bare(cell: str | None) -> Decimal | None:
    """The number of a cell that has neither a sign nor a unit."""
    found = parse_quantity(cell)
    return found.value if found and not found.direction and found.unit in ("", "分") else None


def _all_same(pairs: Sequence[_Pair], least: int) -> bool:
    different = {one.points for one in pairs}
    enough = len(pairs) >= least + (len(different) == 1)
    return enough and all(one.cell is not None and one.cell == one.points for one in pairs)


def _are_points(targets: Sequence[_Pair], rows: Sequence[Indicator], subject: Subject) -> bool:
    """Whether targets of a table without points are bare numbers that add up to the full score."""
    for row in rows:
        has_points = row.weight is not None or row.score is not None
        if has_points or row.unit or row.direction not in (None, Direction.QUALITATIVE):
            return False
        target, actual = _bare(row.target), _bare(row.actual)
        if _is_told(row.actual) and (actual is None or target is None or actual > target):
            return False
    full = (subject.form and subject.form.total) or _FULL
    possible = {full - weight for weight in _EXECUTION_WEIGHTS}
    return all(one.cell is not None for one in targets) and _sum(targets) in possible


def _sum(pairs: Sequence[_Pair]) -> Decimal:
    return sum((one.cell or Decimal(0) for one in pairs), Decimal(0))


def _listed(pairs: Sequence[_Pair]) -> str:
    more = "……" if len(pairs) > 4 else ""
    return "、".join(f"{trimmed(one.cell)}" for one in pairs[:4] if one.cell is not None) + more

"""Points against the order of what was done: more done, fewer points.

Within one table, rows of the same weight are compared, and each row with its own target. Whoever
says why, or by which standard the row is scored, may take off what they like; costs, limits and
times are scored by other ways. A score of 0 is told by `score-direction`.
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from generator.check.indicators import is_fully_done, outcomes, scored_rows
from generator.check.report_parts import is_explained
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.amounts import trimmed
from generator.model.choices import Direction
from generator.model.indicator import Indicator
from generator.model.problems import quote

_ROWS = """\
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 更换供水管网, 性质: ≥, 目标值: 46, 单位: 公里, 完成值: 46, 分值: 60, 得分: 60}
  - {一级: 产出指标, 二级: 时效指标, 三级: 资金拨付及时率, 性质: ≥, 目标值: 100, 单位: "%%", 完成值: 100, 分值: 40, 得分: 36%s}
自评: {得分: 96}
"""  # noqa: E501  rows of a table

RULE = Rule(
    title="完成得多，得分反而少",
    why="完成了目标却扣了分、又不写原因，或分值一样的两行，完成得多的反而得分少，多半是得分填错了行，读者看不出分是怎样打的。",
    mend="核对两行的完成值和得分；得分没有填错的，在“扣分原因”里写明为什么扣分，或写上“评分标准”。",
    sources=("通行的计分办法，没有成文的规定：按完成比例计分，完成得多的得分不低于完成得少的",),
    failing=_ROWS % "",
    passing=_ROWS % ", 扣分原因: 有两笔款晚于合同约定的时间支付。",
    limits={"差距": Limit(Decimal(5), "分值相同的两行，完成比例相差百分之几以上才比较")},
)


_ONE = Decimal(1)
_TENTH = Decimal("0.1")


class _Done(NamedTuple):
    """A row with what was done of it, as a share of the target, at most 1."""

    number: int
    row: Indicator
    weight: Decimal
    score: Decimal
    share: Decimal


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """First each row by itself, then those that are not fully done with the others."""
    rows = list(_done(subject.indicators))
    for one in rows:
        if not 0 < one.score < one.weight or is_explained(one.row, subject):
            continue
        if is_fully_done(one.row):
            message = (
                f"指标{quote(one.row.name)}的目标值是{quote(one.row.target)}，完成值是"
                f"{quote(one.row.actual)}，已达到目标，得分 {one.score} 却比分值 {one.weight} 少 "
                f"{one.weight - one.score}，没有写为什么扣分。请核对得分，或写明扣分原因。"
            )
            yield Finding(("指标", one.number, "得分"), message)
        elif less := _less_done(one, rows, limits["差距"] / 100):
            message = (
                f"指标{quote(one.row.name)}完成了目标的 {_percent(one)}，得 {one.score} 分；"
                f"{quote(less.row.name)}只完成 {_percent(less)}，得 {less.score} 分，分值都是 "
                f"{one.weight}。请核对两行的完成值和得分，或写明扣分原因。"
            )
            yield Finding(("指标", one.number, "得分"), message)


def _done(rows: Sequence[Indicator]) -> Iterator[_Done]:
    own = {id(row) for row in scored_rows(rows)}
    for number, row, found in outcomes(rows):
        if found.direction is Direction.AT_MOST or not found.target or id(row) not in own:
            continue
        if row.weight and row.score is not None and not _is_scored_by_standard(row):
            yield _Done(number, row, row.weight, row.score, min(found.actual / found.target, _ONE))


def _is_scored_by_standard(row: Indicator) -> bool:
    return bool(row.standard or (row.grade_standards and any(row.grade_standards.texts)))


def _less_done(one: _Done, rows: Sequence[_Done], gap: Decimal) -> _Done | None:
    """The row of the same weight that has more points for less, the first of them."""
    return next(
        (
            other
            for other in rows
            if other.weight == one.weight
            and other.share + gap <= one.share
            and other.score > one.score
        ),
        None,
    )


def _percent(one: _Done) -> str:
    return f"{trimmed((one.share * 100).quantize(_TENTH, ROUND_HALF_UP))}%"

"""Converted points (折算得分) that are not the row's score × its share (权重占比).

Each is compared within the rounding of the three numbers. A table that converts in another way, the
same in every row (score ÷ weight × share), is no fault. The sum is told by `score-total`.
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.amounts import trimmed
from generator.model.figures import half_place
from generator.model.indicator import Indicator
from generator.model.problems import quote

_ROWS = """\
指标:
  - {一级: 产出指标, 二级: 质量指标, 三级: 验收合格率, 性质: ≥, 目标值: 98, 单位: "%%", 完成值: 100, 得分: 95, 权重占比: 60, 折算得分: %s}
  - {一级: 效益指标, 二级: 社会效益指标, 三级: 受益人口, 性质: ≥, 目标值: 12000, 单位: 人, 完成值: 12000, 得分: 96, 权重占比: 40, 折算得分: 38.4}
自评: {得分: 95.4}
"""  # noqa: E501  rows of a table
_HUNDRED = Decimal(100)
_HUNDREDTH = Decimal("0.01")

RULE = Rule(
    title="折算得分不等于单项得分乘以权重占比",
    why="表上同一行有单项得分、权重占比、折算得分，三个数对不上，总分就不知道该按哪一个加。",
    mend="按 单项得分 × 权重占比 ÷ 100 重新算折算得分，或改正填错的得分、占比；总分也重新加一遍。",
    sources=("河北的预算项目绩效自评表（2020）：单项指标折算得分 = 单项指标得分 × 权重占比",),
    failing=_ROWS % "59",
    passing=_ROWS % "57",
)


class _Converted(NamedTuple):
    """A row that states all three numbers."""

    number: int
    row: Indicator
    score: Decimal
    share: Decimal
    stated: Decimal

    def fits(self, full: Decimal) -> bool:
        """Whether it is score ÷ full × share, as far as the three are rounded."""
        score, share = self.score, self.share
        rounding = (half_place(score) * share + half_place(share) * score) / full
        return abs(score * share / full - self.stated) <= rounding + half_place(self.stated)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare each row that states all three."""
    rows = list(_converted(subject.indicators))
    if all(one.row.weight and one.fits(one.row.weight) for one in rows):
        return
    for one in rows:
        if not one.fits(_HUNDRED):
            found = (one.score * one.share / _HUNDRED).quantize(_HUNDREDTH, ROUND_HALF_UP)
            message = (
                f"指标{quote(one.row.name)}的得分 {one.score} × 权重占比 {one.share}% 是 "
                f"{trimmed(found)}，折算得分写的是 {one.stated}。请核对三个数。"
            )
            yield Finding(("指标", one.number, "折算得分"), message)


def _converted(rows: Sequence[Indicator]) -> Iterator[_Converted]:
    for number, row in enumerate(rows):
        score, share, stated = row.score, row.weight_share, row.converted_score
        if score is not None and share is not None and stated is not None:
            yield _Converted(number, row, score, share, stated)

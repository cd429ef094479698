"""A score above what it can be at most."""

from collections.abc import Iterator
from decimal import Decimal

from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.problems import quote

RULE = Rule(
    title="得分大于分值",
    why="一个指标的得分最多等于它的分值，总分最多是 100 分。超出的多半是两列填反了，或小数点错位。",
    mend="核对这一行的分值和得分；超额完成不加分。",
    sources=("通行的计分办法：按完成比例计分，以分值为上限",),
    failing="自评: {得分: 105}",
    passing="自评: {得分: 95.5}",
    limits={"满分": Limit(Decimal(100), "自评得分的上限，单位为分")},
)


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Compare each score with its weight, the whole score with the full one."""
    for number, row in enumerate(subject.indicators):
        if row.weight is not None and row.score is not None and row.score > row.weight:
            message = (
                f"指标{quote(row.name)}的得分 {row.score} 大于分值 {row.weight}。"
                "得分最多等于分值，请核对两个数是否填反或错位。"
            )
            yield Finding(("指标", number, "得分"), message)
    claimed = subject.claimed.score
    if claimed is not None and claimed > limits["满分"]:
        message = f"自评得分 {claimed} 超过满分 {limits['满分']}。请核对得分，不计加分。"
        yield Finding(("自评", "得分"), message)

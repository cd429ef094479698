"""A grade that its score does not earn."""

from collections.abc import Iterator
from decimal import Decimal

from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.choices import Grade

RULE = Rule(
    title="等级与得分不符",
    why="等级由得分划定。两个对不上，读者看到的评价就是错的，引用到别处也会出错。",
    mend="核对得分和等级；本地的等级线不同的，写进 site.yml 的“评分等级”。",
    sources=("财预〔2020〕10号：90 分以上为优，80 分以上为良，60 分以上为中，不到 60 分为差",),
    failing="自评: {得分: 88.5, 等级: 优}",
    passing="自评: {得分: 95.5, 等级: 优}",
    limits={
        "优": Limit(Decimal(90), "优的最低分；site.yml 写了“评分等级”的以它为准"),
        "良": Limit(Decimal(80), "良的最低分；同上"),
        "中": Limit(Decimal(60), "中的最低分；同上"),
    },
)


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Find the grade of the claimed score and compare it with the claimed grade."""
    claimed = subject.claimed
    if claimed.score is None or claimed.grade is None:
        return
    own = subject.grade_bounds
    default = limits["优"], limits["良"], limits["中"]
    bounds = (own.excellent, own.good, own.fair) if own else default
    lowest = dict(zip((Grade.EXCELLENT, Grade.GOOD, Grade.FAIR), bounds, strict=True))
    earned = next((grade for grade in lowest if claimed.score >= lowest[grade]), Grade.POOR)
    if earned is not claimed.grade:
        scale = "，".join(f"{grade} {lowest[grade]} 分起" for grade in lowest)
        message = (
            f"自评得分 {claimed.score} 对应“{earned}”，等级写的是“{claimed.grade}”（{scale}）。"
            "请核对得分和等级。"
        )
        yield Finding(("自评", "等级"), message)

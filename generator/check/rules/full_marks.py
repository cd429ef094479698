"""Full marks throughout."""

from collections.abc import Iterator
from decimal import Decimal

from generator.check.rule import Finding, Limit, Limits, Rule, Subject

RULE = Rule(
    title="全部满分",
    why="每个指标都得满分的自评少有人信：多半是目标定得太低，或没有逐项评。",
    mend="逐项核对完成值和佐证材料，有不足的如实扣分；确实全部完成的，核实后在“核实”里说明依据。",
    sources=("惯例：已公开报告中常见的问题，没有成文的规定",),
    failing="自评: {得分: 100}",
    passing="自评: {得分: 95.5}",
    limits={
        "满分": Limit(Decimal(100), "总分的满分，单位为分"),
        "行数": Limit(Decimal(5), "至少有这么多行指标，才因各行都是满分而提醒"),
    },
)


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Look at the total, else at the rows: one finding a report."""
    rows = subject.indicators
    claimed = subject.claimed.score
    perfect = len(rows) >= limits["行数"] and all(
        row.weight and row.score is not None and row.score >= row.weight for row in rows
    )
    advice = "请逐项核对佐证材料，有不足的如实扣分；属实的请在“核实”里说明依据。"
    if claimed == limits["满分"]:
        detail = f"，{len(rows)} 个指标也都是满分" if perfect else ""
        yield Finding(("自评", "得分"), f"自评得分是满分 {claimed}{detail}。{advice}")
    elif perfect:
        yield Finding(("指标",), f"{len(rows)} 个指标全部得满分。{advice}")

"""The score, written where the full score belongs: many forms print 总分 over the score."""

from collections.abc import Iterator
from decimal import Decimal

from generator.check.indicators import complete_sum, scored_rows
from generator.check.rule import Finding, Limits, Rule, Subject

RULE = Rule(
    title="自评得分写进了“总分”",
    why="表上印的“总分”“合计”多半是自评得分；格式里的“总分”是满分。写错了地方，网站上显示没有得分，得分成了满分。",
    mend="把这个数移到“得分”；“总分”只写满分，表上印出的才写。",
    sources=("中央部门项目支出绩效自评表：最后一行“总分”是自评得分",),
    failing="自评: {得分: null, 总分: 84.4}",
    passing="自评: {得分: 84.4, 总分: 100}",
)
_FULL = Decimal(100)


def check_part(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """A full score below that of the form, of the table, without a score beside."""
    claimed = subject.claimed
    if claimed.total is None or claimed.score is not None:
        return
    full = (subject.form and subject.form.total) or _FULL
    weights = complete_sum([row.weight for row in scored_rows(subject.indicators)])
    if claimed.total < full and claimed.total != weights:
        message = (
            f"“总分”写的是 {claimed.total}，“得分”空着。“总分”在这里是满分（多为 {full:f}）；"
            f"{claimed.total} 是自评得分的，请写成 得分: {claimed.total}。"
        )
        yield Finding(("自评", "总分"), message)

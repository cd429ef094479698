"""Nearly the whole narrative is that of an earlier year's report of the same project."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from generator.figures import ratio
from generator.problems import Level
from generator.prose import of_the_department
from generator.rule import Clause, Facts, Finding, Limit, Limits, Rule

RULE = Rule(
    level=Level.WARNING,
    title="正文沿用上一年度",
    why="同一项目每年做的事、出的问题不会一样。正文几乎照抄上一年度，等于没有评价这一年。",
    mend=(
        "对照上一年度的报告，写出本年度实际做了什么、有什么变化、上年的问题改了没有。"
        "财务管理、组织架构、监管等段落不计。各个界限是本系统的约定。"
    ),
    limits={
        "相同比例": Limit(Decimal(80), "与上一年度相同的字占正文百分之几起提示，数字不同也算相同"),
        "最少字数": Limit(Decimal(600), "正文的分句合计不到这么多字的，不比较"),
    },
    example=(
        "2023 年的正文除数字外九成与同一项目 2022 年的报告相同，2023 年的不通过；"
        "只有项目概况和几句套话相同，则通过。"
    ),
)


def check_catalogue(
    every: Sequence[Facts], chosen: Sequence[Facts], limits: Limits
) -> Iterator[tuple[Facts, Finding]]:
    """Compare each chosen report with the last one before it."""
    projects = {facts.project for facts in chosen}
    years: dict[tuple[str, str], list[Facts]] = defaultdict(list)
    for facts in every:
        if facts.project in projects:
            years[facts.project].append(facts)
    for facts in chosen:
        earlier = [one for one in years[facts.project] if one.year < facts.year]
        if earlier and _length(facts.clauses) >= limits["最少字数"]:
            before = max(earlier, key=lambda one: one.year)
            percent = _taken_over(facts, before)
            if percent is not None and percent >= limits["相同比例"]:
                yield facts, Finding(("正文",), _message(percent, before))


def _length(clauses: Iterable[Clause]) -> int:
    return sum(clause.end - clause.start for clause in clauses)


def _taken_over(facts: Facts, before: Facts) -> Decimal | None:
    """How much of what is the project's own stood under the same heading before, in percent."""
    own, former = _own(facts), _own(before)
    whole = shared = 0
    for heading, clauses in own.items():
        left = Counter(clause.digest for clause in former.get(heading, ()))
        for clause in clauses:
            length = clause.end - clause.start
            whole += length
            if left[clause.digest]:
                left[clause.digest] -= 1
                shared += length
    return ratio(Decimal(shared), Decimal(whole))


def _own(facts: Facts) -> Mapping[object, list[Clause]]:
    """Clauses by heading, without what is the department's rather than the project's."""
    counted = [not of_the_department(heading) for heading in facts.headings]
    found: dict[object, list[Clause]] = defaultdict(list)
    for clause in facts.clauses:
        if counted[clause.passage]:
            found[facts.headings[clause.passage]].append(clause)
    return found


def _message(percent: Decimal, before: Facts) -> str:
    return (
        f"正文约 {percent.quantize(Decimal(1))}% 的字与本项目 {before.year} 年的报告"
        f"（{before.path}）相同，数字除外。请写出本年度的实际情况。"
    )

"""Nearly the whole narrative is that of an earlier year's report of the same project."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.check.prose import of_the_department
from generator.check.rule import Change, Facts, Finding, Limit, Limits, Rule
from generator.model.figures import ratio
from generator.model.problems import Level

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
        if earlier and facts.clauses.length >= limits["最少字数"]:
            before = max(earlier, key=lambda one: one.year)
            least = limits["相同比例"]
            percent = _taken_over(facts, before) if _can_reach(least, facts, before) else None
            if percent is not None and percent >= least:
                yield facts, Finding(("正文",), _message(percent, before))


def touched(change: Change, _limits: Limits) -> set[str]:
    """Other years of the projects that changed."""
    projects = {facts.project for facts in change.changed}
    return {facts.path for facts in change.stayed if facts.project in projects}


def _can_reach(least: Decimal, facts: Facts, before: Facts) -> bool:
    """Whether enough stood anywhere before: quickly told, and seldom true."""
    known = set(before.clauses.digests)
    own = list(_own(facts))
    shared = sum(length for _, digest, length in own if digest in known)
    return shared * 100 >= (least - 1) * sum(length for _, _, length in own)


def _taken_over(facts: Facts, before: Facts) -> Decimal | None:
    """How much of what is the project's own stood under the same heading before, in percent."""
    left = Counter((heading, digest) for heading, digest, _ in _own(before))
    whole = shared = 0
    for heading, digest, length in _own(facts):
        whole += length
        if left[heading, digest]:
            left[heading, digest] -= 1
            shared += length
    return ratio(Decimal(shared), Decimal(whole))


def _own(facts: Facts) -> Iterator[tuple[tuple[str | int, ...], int, int]]:
    """Heading, digest, length of each clause that is the project's rather than the department's."""
    for passage, start, end, digest in facts.clauses.rows():
        heading = facts.headings[passage]
        if not of_the_department(heading):
            yield heading, digest, end - start


def _message(percent: Decimal, before: Facts) -> str:
    return (
        f"正文约 {percent.quantize(Decimal(1))}% 的字与本项目 {before.year} 年的报告"
        f"（{before.path}）相同，数字除外。请写出本年度的实际情况。"
    )

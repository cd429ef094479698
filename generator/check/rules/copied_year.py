"""Nearly the whole narrative is that of an earlier year's report of the same project."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.check.project_names import is_department_section
from generator.check.rule import CatalogueChange, Finding, Limit, Limits, ReportFacts, Rule
from generator.model.figures import ratio

RULE = Rule(
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
    every: Sequence[ReportFacts], chosen: Sequence[ReportFacts], limits: Limits
) -> Iterator[tuple[ReportFacts, Finding]]:
    """Compare each chosen report with the last one before it."""
    projects = {facts.project for facts in chosen}
    years: dict[tuple[str, str], list[ReportFacts]] = defaultdict(list)
    for facts in every:
        if facts.project in projects:
            years[facts.project].append(facts)
    for facts in chosen:
        earlier = [one for one in years[facts.project] if one.year < facts.year]
        if earlier and facts.clauses.character_count >= limits["最少字数"]:
            before = max(earlier, key=lambda one: one.year)
            percent = _percent_taken_over(facts, before)
            if percent is not None and percent >= limits["相同比例"]:
                message = (
                    f"正文约 {percent.quantize(Decimal(1))}% 的字与本项目 {before.year} 年的报告"
                    f"（{before.path}）相同，数字除外。请写出本年度的实际情况。"
                )
                yield facts, Finding(("正文",), message)


def affected_paths(change: CatalogueChange, _limits: Limits) -> set[str]:
    """Other years of the projects that changed."""
    projects = {facts.project for facts in change.changed}
    return {facts.path for facts in change.unchanged if facts.project in projects}


def _percent_taken_over(facts: ReportFacts, before: ReportFacts) -> Decimal | None:
    """How much of what is the project's own stood under the same heading before, in percent."""
    unmatched = Counter((heading, digest) for heading, digest, _ in _project_clauses(before))
    whole = shared = 0
    for heading, digest, length in _project_clauses(facts):
        whole += length
        if unmatched[heading, digest]:
            unmatched[heading, digest] -= 1
            shared += length
    return ratio(Decimal(shared), Decimal(whole))


def _project_clauses(facts: ReportFacts) -> Iterator[tuple[tuple[str | int, ...], int, int]]:
    """Heading, digest and length of each clause that is not the department's."""
    for passage, start, end, digest in facts.clauses.rows():
        heading = facts.headings[passage]
        if not is_department_section(heading):
            yield heading, digest, end - start

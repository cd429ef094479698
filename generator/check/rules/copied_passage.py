"""A passage that stands in another project's report as well, word for word or nearly so.

Passages are compared by the digests of their clauses, figures left out: whatever two reports
share is found by looking up, never by comparing reports in pairs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from generator.check.problem_sections import asks_for_problems
from generator.check.project_names import core_name, is_department_section
from generator.check.rule import CatalogueChange, Clause, Finding, Limit, Limits, ReportFacts, Rule

RULE = Rule(
    title="整段文字与别的项目的报告相同",
    why="绩效情况因项目而异。整段与别的项目相同，多半是复制后没有改，读者看不出这个项目自己做了什么。",
    mend=(
        "对照那份报告，把这一段改写成本项目自己的内容。"
        "同一部门各项目共用的财务管理、组织架构、监管等段落，以及同一项目的各批次之间，不提示。各个界限是本系统的约定。"
    ),
    limits={
        "常见于几个项目算套话": Limit(
            Decimal(8), "同一句话出现在这么多个以上的别的项目里，就不算复制"
        ),
        "最少字数": Limit(Decimal(100), "一段里相同的分句合计至少几个字"),
        "问题最少字数": Limit(
            Decimal(20), "“存在的问题”整节与那份报告相同的，合计至少几个字就算复制"
        ),
        "相同比例": Limit(Decimal(80), "从头一个到末一个相同的分句，相同的字占百分之几"),
    },
    example=(
        "两个项目的“项目效益情况”里有一百多字的同一段话（数字不同也算），或“存在的问题”一字不差，后一年度的报告不通过；"
        "只有个别句子相同，或这段话在许多项目的报告里都有（套话），则通过。"
    ),
)

PassageId = tuple[int, int]  # number of the report, number of the passage


class Run(NamedTuple):
    """Clauses of a passage from the first to the last that a passage of another report shares."""

    shared: int  # characters
    first: Clause
    last: Clause
    source: PassageId


def check_catalogue(
    every: Sequence[ReportFacts], chosen: Sequence[ReportFacts], limits: Limits
) -> Iterator[tuple[ReportFacts, Finding]]:
    """The longest run of each passage; of two reports it is found in that of the later year."""
    shared = _shared_clauses(every, chosen, int(limits["常见于几个项目算套话"]))
    for facts in chosen:
        for clauses in _candidates(facts, shared, limits):
            runs = _runs(facts, clauses, every, shared, limits)
            run = min(runs, key=lambda run: (-run.shared, run.source), default=None)
            if run:
                message = _message(run.shared, facts, every[run.source[0]])
                where = facts.headings[run.first.passage]
                yield facts, Finding(where, message, run.first.start, run.last.end)


def affected_paths(change: CatalogueChange, limits: Limits) -> set[str]:
    """Reports that share a clause with what changed, if it is or was no boilerplate."""
    most = int(limits["常见于几个项目算套话"])
    max_projects = _max_projects([*change.unchanged, *change.removed], most)
    if max_projects != _max_projects([*change.unchanged, *change.added], most):
        return {facts.path for facts in change.unchanged}
    clauses = _clauses(change.changed)
    related = [one for one in change.unchanged if not clauses.isdisjoint(one.clauses.digests)]
    concerned: set[str] = set()
    for others in (change.removed, change.added):
        every = [*related, *others]
        for numbers in _carriers(every, clauses).values():
            carriers = [every[number] for number in numbers]
            if 1 < _project_count(carriers, max_projects) <= max_projects:
                concerned.update(facts.path for facts in carriers)
    return concerned & {facts.path for facts in related}


def _clauses(every: Iterable[ReportFacts]) -> set[int]:
    return set(chain.from_iterable(facts.clauses.digests for facts in every))


def _carriers(every: Iterable[ReportFacts], wanted: set[int]) -> Mapping[int, list[int]]:
    """Of each digest, the numbers of the reports that have it."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, facts in enumerate(every):
        for digest in wanted.intersection(facts.clauses.digests):
            found[digest].append(number)
    return found


def _max_projects(every: Iterable[ReportFacts], most: int) -> int:
    """In how many projects a clause may be; of few, boilerplate is in few."""
    return min(most, max(2, len({facts.project for facts in every}) // 5)) + 1


def _project_count(carriers: Iterable[ReportFacts], max_projects: int) -> int:
    """How many projects have a clause; of those that too many have, no more is counted."""
    projects = set()
    for facts in carriers:
        projects.add(facts.project)
        if len(projects) > max_projects:
            break  # soon, for what most reports have
    return len(projects)


class SharedClauses(NamedTuple):
    """Clauses that several projects have, by their digests."""

    passages: Mapping[int, Collection[PassageId]]  # that have the clause, in order
    boilerplate: set[int]  # in the reports of too many projects to tell anything


def _shared_clauses(
    every: Sequence[ReportFacts], chosen: Sequence[ReportFacts], most: int
) -> SharedClauses:
    max_projects = _max_projects(every, most)
    shared: set[int] = set()
    boilerplate: set[int] = set()
    reports: set[int] = set()
    for digest, numbers in _carriers(every, _clauses(chosen)).items():
        count = _project_count((every[number] for number in numbers), max_projects)
        if count > max_projects:
            boilerplate.add(digest)
        elif count > 1:
            shared.add(digest)
            reports.update(numbers)
    passages: dict[int, dict[PassageId, None]] = defaultdict(dict)
    for number in sorted(reports):
        for passage, _, _, digest in every[number].clauses.rows():
            if digest in shared:
                passages[digest][number, passage] = None
    return SharedClauses(passages, boilerplate)


def _candidates(
    facts: ReportFacts, shared: SharedClauses, limits: Limits
) -> Iterator[list[Clause]]:
    """Clauses of the passages of which enough stands in any other report: few, quickly found."""
    if shared.passages.keys().isdisjoint(facts.clauses.digests):
        return
    for passage, rows in groupby(facts.clauses.rows(), itemgetter(0)):
        clauses = list(rows)
        least = _least(facts, passage, limits)
        known = (end - start for _, start, end, digest in clauses if digest in shared.passages)
        if sum(known) >= least:
            yield [Clause(*row) for row in clauses]


def _least(facts: ReportFacts, passage: int, limits: Limits) -> int:
    """Characters that must be shared: of the section on problems few, if it is the whole of it."""
    is_on_problems = asks_for_problems(str(facts.headings[passage][-1]))
    return int(limits["问题最少字数" if is_on_problems else "最少字数"])


def _runs(
    facts: ReportFacts,
    clauses: Sequence[Clause],
    every: Sequence[ReportFacts],
    shared: SharedClauses,
    limits: Limits,
) -> Iterator[Run]:
    """Runs of the clauses of a passage that are long enough, whoever shares them."""
    telling = [clause for clause in clauses if clause.digest not in shared.boilerplate]
    of_department = is_department_section(facts.headings[clauses[0].passage])
    least = _least(facts, clauses[0].passage, limits)
    found: dict[PassageId, list[int]] = defaultdict(list)
    for number, clause in enumerate(telling):
        for source in shared.passages.get(clause.digest, ()):
            if _is_found_here(facts, every[source[0]], of_department):
                found[source].append(number)
    for source, numbers in found.items():
        for part in _parts(numbers):
            length = _length(telling[number] for number in part)
            # Enough of what stands from the first to the last shared clause must be shared.
            whole = _length(telling[part[0] : part[-1] + 1])
            enough = limits["最少字数"] if len(part) < len(clauses) else least
            if length >= enough and length * 100 >= limits["相同比例"] * whole:
                yield Run(length, telling[part[0]], telling[part[-1]], source)


def _is_found_here(facts: ReportFacts, other: ReportFacts, of_department: bool) -> bool:
    """Whether a passage is found here that another report shares.

    Not if a later one copied it, nor if both are instalments of one department's project.
    """
    if other.project == facts.project or other.year > facts.year:
        return False
    return other.department != facts.department or not (
        of_department or core_name(other.name) == core_name(facts.name)
    )


def _parts(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Groups of numbers that follow each other; a single one between them may be missing."""
    part: list[int] = []
    for number in numbers:
        if part and number - part[-1] > 2:
            yield part
            part = []
        part.append(number)
    yield part


def _length(clauses: Iterable[Clause]) -> int:
    return sum(clause.end - clause.start for clause in clauses)


def _message(shared: int, facts: ReportFacts, other: ReportFacts) -> str:
    whose = "同年" if other.year == facts.year else f" {other.year} 年"
    return (
        f"这一段约有 {shared} 个字与{whose}另一个项目“{other.name}”的报告（{other.path}）相同。"
        "请核对是不是复制来的，改写成本项目自己的内容。"
    )

"""A passage that stands in another project's report as well, word for word or nearly so.

Passages are compared by the digests of their clauses, figures left out: whatever two reports
share is found by looking up, never by comparing reports in pairs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from generator.check.project_names import core_name, is_department_section
from generator.check.report_facts import CatalogueChange, Clause, ReportFacts
from generator.check.rule import Finding, Limit, Limits, Rule
from generator.model.problems import Level

RULE = Rule(
    level=Level.WARNING,
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
        "相同比例": Limit(Decimal(80), "从头一个到末一个相同的分句，相同的字占百分之几"),
    },
    example=(
        "两个项目的“项目效益情况”里有一百多字的同一段话（数字不同也算），后一年度的报告不通过；"
        "只有个别句子相同，或这段话在许多项目的报告里都有（套话），则通过。"
    ),
)

PassageId = tuple[int, int]  # number of the report, number of the passage


class Run(NamedTuple):
    """Clauses of a passage from the first to the last shared one; how many characters are shared.

    `source` is the passage of another report that shares them.
    """

    shared: int
    first: Clause
    last: Clause
    source: PassageId


def check_catalogue(
    every: Sequence[ReportFacts], chosen: Sequence[ReportFacts], limits: Limits
) -> Iterator[tuple[ReportFacts, Finding]]:
    """The longest run of each passage; of two reports it is found in that of the later year."""
    index = ClauseIndex(every, _clauses(chosen), int(limits["常见于几个项目算套话"]))
    shared = index.shared()
    for facts in chosen:
        passages = _candidates(facts, shared, int(limits["最少字数"]))
        for passage, clauses in _by_passage(facts.clauses, passages):
            run = _longest(_runs(facts, clauses, index, limits))
            if run:
                other = every[run.source[0]]
                message = _message(run.shared, facts, other)
                where = facts.headings[passage]
                yield facts, Finding(where, message, run.first.start, run.last.end)


def affected_paths(change: CatalogueChange, limits: Limits) -> set[str]:
    """Reports that share a clause with what changed, if it is or was no boilerplate."""
    most = int(limits["常见于几个项目算套话"])
    max_others = _max_others(change.before, most)
    if max_others != _max_others(change.after, most):
        return {facts.path for facts in change.unchanged}
    clauses = _clauses(change.changed)
    unchanged = _carriers(change.unchanged, clauses)
    concerned: set[int] = set()
    for others in (change.removed, change.added):
        theirs = _carriers(others, clauses)
        for digest, numbers in unchanged.items():
            elsewhere = (others[number] for number in theirs.get(digest, ()))
            carriers = chain((change.unchanged[number] for number in numbers), elsewhere)
            if 1 < _project_count(carriers, max_others) <= max_others + 1:
                concerned.update(numbers)
    return {change.unchanged[number].path for number in concerned}


def _clauses(every: Iterable[ReportFacts]) -> set[int]:
    return set(chain.from_iterable(facts.clauses.digests for facts in every))


def _carriers(every: Iterable[ReportFacts], wanted: set[int]) -> Mapping[int, list[int]]:
    """Of each digest, the numbers of the reports that have it."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, facts in enumerate(every):
        for digest in wanted.intersection(facts.clauses.digests):
            found[digest].append(number)
    return found


def _max_others(every: Iterable[ReportFacts], most: int) -> int:
    """In how many other projects a clause may be; of few, boilerplate is in few."""
    return min(most, max(2, len({facts.project for facts in every}) // 5))


def _project_count(carriers: Iterable[ReportFacts], max_others: int) -> int:
    """How many projects have a clause; of those that too many have, no more is counted."""
    projects = set()
    for facts in carriers:
        projects.add(facts.project)
        if len(projects) > max_others + 1:
            break  # soon, for what most reports have
    return len(projects)


class ClauseIndex:
    """Which passages have a clause, by its digest, and whether it is boilerplate."""

    def __init__(self, every: Sequence[ReportFacts], wanted: set[int], most: int) -> None:
        self.every = every
        self.max_others = _max_others(every, most)
        self._carriers = _carriers(every, wanted)
        self._passages: dict[int, Sequence[PassageId]] = {}
        self._by_report: dict[int, Mapping[int, Sequence[int]]] = {}
        self._project_counts: dict[int, int] = {}

    def shared(self) -> set[int]:
        """Digests of clauses that several projects have, but not too many."""
        return {
            digest
            for digest, carriers in self._carriers.items()
            if len(carriers) > 1
            and self._project_count(digest) > 1
            and not self.is_boilerplate(digest)
        }

    def passages(self, digest: int) -> Sequence[PassageId]:
        """Every passage that has the clause, in order."""
        if digest not in self._passages:
            self._passages[digest] = [
                (number, passage)
                for number in self._carriers[digest]
                for passage in self._passages_of(number)[digest]
            ]
        return self._passages[digest]

    def _passages_of(self, number: int) -> Mapping[int, Sequence[int]]:
        """Passages of a report by the digests of their clauses."""
        if number not in self._by_report:
            found: dict[int, list[int]] = defaultdict(list)
            for passage, _, _, digest in self.every[number].clauses.rows():
                found[digest].append(passage)
            self._by_report[number] = found
        return self._by_report[number]

    def is_boilerplate(self, digest: int) -> bool:
        """Whether the clause stands in the reports of too many other projects to tell anything."""
        return self._project_count(digest) > self.max_others + 1

    def _project_count(self, digest: int) -> int:
        if digest not in self._project_counts:
            carriers = (self.every[number] for number in self._carriers[digest])
            self._project_counts[digest] = _project_count(carriers, self.max_others)
        return self._project_counts[digest]


def _candidates(facts: ReportFacts, shared: set[int], least: int) -> set[int]:
    """Passages of which enough stands in any other report: few, and found quickly."""
    if shared.isdisjoint(facts.clauses.digests):
        return set()
    lengths: dict[int, int] = defaultdict(int)
    for passage, start, end, digest in facts.clauses.rows():
        if digest in shared:
            lengths[passage] += end - start
    return {passage for passage, length in lengths.items() if length >= least}


def _by_passage(clauses: Iterable[Clause], chosen: set[int]) -> Iterator[tuple[int, list[Clause]]]:
    found: dict[int, list[Clause]] = defaultdict(list)
    for clause in clauses if chosen else ():
        if clause.passage in chosen:
            found[clause.passage].append(clause)
    yield from found.items()


def _longest(runs: Iterable[Run]) -> Run | None:
    return min(runs, key=lambda run: (-run.shared, run.source), default=None)


def _runs(
    facts: ReportFacts, clauses: list[Clause], index: ClauseIndex, limits: Limits
) -> Iterator[Run]:
    """Runs of the clauses of a passage that are long enough, whoever shares them."""
    least = int(limits["最少字数"])
    telling = [clause for clause in clauses if not index.is_boilerplate(clause.digest)]
    if sum(clause.end - clause.start for clause in telling) < least:
        return
    shared: dict[PassageId, list[int]] = defaultdict(list)
    of_department = is_department_section(facts.headings[clauses[0].passage])
    for number, clause in enumerate(telling):
        for source in dict.fromkeys(index.passages(clause.digest)):
            other = index.every[source[0]]
            if _is_found_here(facts, other, of_department) and not _are_instalments(facts, other):
                shared[source].append(number)
    for source, numbers in shared.items():
        for part in _parts(numbers):
            run = _run(telling, part, source)
            if run.shared >= least and _is_dense(run, telling, part, limits["相同比例"]):
                yield run


def _is_found_here(facts: ReportFacts, other: ReportFacts, of_department: bool) -> bool:
    """Whether a passage is found here that another report shares: not if a later one copied it."""
    return (
        other.project != facts.project
        and other.year <= facts.year
        and not (of_department and other.department == facts.department)
    )


def _are_instalments(one: ReportFacts, other: ReportFacts) -> bool:
    """Whether both are of one department's project, under one name but for the instalment."""
    return one.department == other.department and core_name(one.name) == core_name(other.name)


def _parts(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Groups of numbers that follow each other; a single one between them may be missing."""
    part: list[int] = []
    for number in numbers:
        if part and number - part[-1] > 2:
            yield part
            part = []
        part.append(number)
    yield part


def _run(clauses: Sequence[Clause], part: Sequence[int], source: PassageId) -> Run:
    shared = sum(clauses[number].end - clauses[number].start for number in part)
    return Run(shared, clauses[part[0]], clauses[part[-1]], source)


def _is_dense(run: Run, clauses: Sequence[Clause], part: Sequence[int], percent: Decimal) -> bool:
    """Whether enough of what stands from the first to the last shared clause is shared."""
    whole = sum(clause.end - clause.start for clause in clauses[part[0] : part[-1] + 1])
    return run.shared * 100 >= percent * whole


def _message(shared: int, facts: ReportFacts, other: ReportFacts) -> str:
    whose = "同年" if other.year == facts.year else f" {other.year} 年"
    return (
        f"这一段约有 {shared} 个字与{whose}另一个项目“{other.name}”的报告（{other.path}）相同。"
        "请核对是不是复制来的，改写成本项目自己的内容。"
    )

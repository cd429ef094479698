"""A passage that stands in another project's report as well, word for word or nearly so.

Passages are compared by the digests of their clauses, figures left out: whatever two reports
share is found by looking up, never by comparing reports in pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from generator.check.prose import core, of_the_department
from generator.check.rule import Change, Clause, Facts, Finding, Limit, Limits, Rule
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

Place = tuple[int, int]  # number of the report, number of the passage


class Run(NamedTuple):
    """Clauses of a passage, from the first to the last shared one, and who shares them."""

    shared: int
    first: Clause
    last: Clause
    place: Place


def check_catalogue(
    every: Sequence[Facts], chosen: Sequence[Facts], limits: Limits
) -> Iterator[tuple[Facts, Finding]]:
    """The longest run of each passage; of two reports it is told in that of the later year."""
    index = Index(every, _clauses(chosen), int(limits["常见于几个项目算套话"]))
    shared = index.shared()
    for facts in chosen:
        passages = _likely(facts, shared, int(limits["最少字数"]))
        for passage, clauses in _by_passage(facts.clauses, passages):
            run = _longest(_runs(facts, clauses, index, limits))
            if run:
                other = every[run.place[0]]
                message = _message(run.shared, facts, other)
                where = facts.headings[passage]
                yield facts, Finding(where, message, run.first.start, run.last.end)


def touched(change: Change, limits: Limits) -> set[str]:
    """Reports that have a clause of what changed, where it is or was no boilerplate."""
    most = int(limits["常见于几个项目算套话"])
    common = _common(change.before, most)
    if common != _common(change.after, most):
        return {facts.path for facts in change.stayed}
    clauses = _clauses(change.changed)
    stayed = _carriers(change.stayed, clauses)
    concerned: set[int] = set()
    for others in (change.gone, change.come):
        theirs = _carriers(others, clauses)
        for digest, numbers in stayed.items():
            elsewhere = (others[number] for number in theirs.get(digest, ()))
            carriers = chain((change.stayed[number] for number in numbers), elsewhere)
            if 1 < _number(carriers, common) <= common + 1:
                concerned.update(numbers)
    return {change.stayed[number].path for number in concerned}


def _clauses(every: Iterable[Facts]) -> set[int]:
    return set(chain.from_iterable(facts.clauses.digests for facts in every))


def _carriers(every: Iterable[Facts], wanted: set[int]) -> Mapping[int, list[int]]:
    """Of each digest, the numbers of the reports that have it."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, facts in enumerate(every):
        for digest in wanted.intersection(facts.clauses.digests):
            found[digest].append(number)
    return found


def _common(every: Iterable[Facts], most: int) -> int:
    """How many other projects may have a clause: among few, boilerplate cannot be in many."""
    return min(most, max(2, len({facts.project for facts in every}) // 5))


def _number(carriers: Iterable[Facts], common: int) -> int:
    """How many projects have a clause; of those that too many have, no more is counted."""
    projects = set()
    for facts in carriers:
        projects.add(facts.project)
        if len(projects) > common + 1:
            break  # soon, for what most reports have
    return len(projects)


class Index:
    """Where clauses stand: of each digest the passages, none for those that are boilerplate."""

    def __init__(self, every: Sequence[Facts], wanted: set[int], most: int) -> None:
        self.every = every
        self.common = _common(every, most)
        self._carriers = _carriers(every, wanted)
        self._places: dict[int, Sequence[Place]] = {}
        self._passages: dict[int, Mapping[int, Sequence[int]]] = {}
        self._numbers: dict[int, int] = {}
        self._names: dict[str, str] = {}

    def shared(self) -> set[int]:
        """Digests that several projects have, and not too many."""
        return {
            digest
            for digest, carriers in self._carriers.items()
            if len(carriers) > 1 and self._number(digest) > 1 and not self.boilerplate(digest)
        }

    def places(self, digest: int) -> Sequence[Place]:
        """Every passage that has the clause, in order."""
        if digest not in self._places:
            self._places[digest] = [
                (number, passage)
                for number in self._carriers[digest]
                for passage in self._passages_of(number)[digest]
            ]
        return self._places[digest]

    def _passages_of(self, number: int) -> Mapping[int, Sequence[int]]:
        """Passages of a report by the digests of their clauses."""
        if number not in self._passages:
            found: dict[int, list[int]] = defaultdict(list)
            for passage, _, _, digest in self.every[number].clauses.rows():
                found[digest].append(passage)
            self._passages[number] = found
        return self._passages[number]

    def instalments(self, facts: Facts, other: Facts) -> bool:
        """Whether both are of one department's project, under one name but for the instalment."""
        return facts.department == other.department and self._name(facts) == self._name(other)

    def _name(self, facts: Facts) -> str:
        if facts.name not in self._names:
            self._names[facts.name] = core(facts.name)
        return self._names[facts.name]

    def boilerplate(self, digest: int) -> bool:
        """Whether the clause stands in the reports of too many other projects to tell anything."""
        return self._number(digest) > self.common + 1

    def _number(self, digest: int) -> int:
        if digest not in self._numbers:
            carriers = (self.every[number] for number in self._carriers[digest])
            self._numbers[digest] = _number(carriers, self.common)
        return self._numbers[digest]


def _likely(facts: Facts, shared: set[int], least: int) -> set[int]:
    """Passages of which enough stands elsewhere, wherever: few, and quickly told."""
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
    return min(runs, key=lambda run: (-run.shared, run.place), default=None)


def _runs(facts: Facts, clauses: list[Clause], index: Index, limits: Limits) -> Iterator[Run]:
    """Runs that are long enough, whoever shares them."""
    least = int(limits["最少字数"])
    telling = [clause for clause in clauses if not index.boilerplate(clause.digest)]
    if sum(clause.end - clause.start for clause in telling) < least:
        return
    shared: dict[Place, list[int]] = defaultdict(list)
    of_the_house = of_the_department(facts.headings[clauses[0].passage])
    for number, clause in enumerate(telling):
        for place in dict.fromkeys(index.places(clause.digest)):
            other = index.every[place[0]]
            if _counts(facts, other, of_the_house) and not index.instalments(facts, other):
                shared[place].append(number)
    for place, numbers in shared.items():
        for part in _parts(numbers):
            run = _run(telling, part, place)
            if run.shared >= least and _dense(run, telling, part, limits["相同比例"]):
                yield run


def _counts(facts: Facts, other: Facts, of_the_house: bool) -> bool:
    """Whether what another report shares is to be told here: not what a later one took over."""
    return (
        other.project != facts.project
        and other.year <= facts.year
        and not (of_the_house and other.department == facts.department)
    )


def _parts(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Numbers that follow each other, single ones between them left out."""
    part: list[int] = []
    for number in numbers:
        if part and number - part[-1] > 2:
            yield part
            part = []
        part.append(number)
    yield part


def _run(clauses: Sequence[Clause], part: Sequence[int], place: Place) -> Run:
    shared = sum(clauses[number].end - clauses[number].start for number in part)
    return Run(shared, clauses[part[0]], clauses[part[-1]], place)


def _dense(run: Run, clauses: Sequence[Clause], part: Sequence[int], percent: Decimal) -> bool:
    """Whether enough of what stands from the first to the last shared clause is shared."""
    whole = sum(clause.end - clause.start for clause in clauses[part[0] : part[-1] + 1])
    return run.shared * 100 >= percent * whole


def _message(shared: int, facts: Facts, other: Facts) -> str:
    whose = "同年" if other.year == facts.year else f" {other.year} 年"
    return (
        f"这一段约有 {shared} 个字与{whose}另一个项目“{other.name}”的报告（{other.path}）相同。"
        "请核对是不是复制来的，改写成本项目自己的内容。"
    )

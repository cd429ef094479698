"""Who has published what: departments by fiscal years, judged by what the county says is owed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from generator.model.department import Department
from generator.model.entry import Entry
from generator.model.site import Owed, Site


class State(StrEnum):
    """How a department stands in a fiscal year, as readers see it."""

    PUBLISHED = "已公开"
    LATE = "逾期公开"
    MISSING = "未公开"  # the deadline is over
    PENDING = "未到期限"
    WITHDRAWN = "已撤回"  # owed, and all that was published is withdrawn
    NOT_OWED = "未列入应公开"
    UNSTATED = "未说明是否应公开"  # nobody said who owes a report of that year


@dataclass(frozen=True, slots=True)
class DepartmentYear:
    """A department in a fiscal year.

    `count` is of its current reports of that year. `covered_in` is the address of a report of
    another year that covers this one too, where there is none of its own.
    """

    department: Department
    year: int
    state: State
    is_owed: bool
    count: int = 0
    withdrawn: int = 0
    first_day: date | None = None  # on which the first of them was public
    covered_in: str | None = None
    is_day_known: bool = True  # else `first_day` is the earliest that it can have been

    @property
    def has_published(self) -> bool:
        """Whether a report on that year is public."""
        return self.count > 0 or self.covered_in is not None

    @property
    def address(self) -> str | None:
        """Where its reports stand, the withdrawn too; None where there are none."""
        if self.count or self.withdrawn:
            return f"departments/{self.department.slug}/{self.year}/"
        return self.covered_in


@dataclass(frozen=True)
class YearCoverage:
    """A fiscal year: what the county says is owed, and each department of the register."""

    year: int
    owed: Owed | None
    departments: Sequence[DepartmentYear]

    @cached_property
    def counts(self) -> Mapping[State, int]:
        """Of the departments that owe a report, how many are in each state."""
        return Counter(one.state for one in self.departments if one.is_owed)

    @property
    def owing(self) -> int:
        """How many departments owe a report."""
        return sum(one.is_owed for one in self.departments)

    @property
    def published(self) -> int:
        """How many of those have published, in time or late."""
        return self.counts.get(State.PUBLISHED, 0) + self.counts.get(State.LATE, 0)

    @property
    def published_in_all(self) -> int:
        """How many departments have published, whether they owe a report or not."""
        return sum(one.has_published for one in self.departments)

    def of_state(self, state: State) -> list[DepartmentYear]:
        """The departments in a state."""
        return [one for one in self.departments if one.state is state]


def coverage(
    site: Site,
    departments: Iterable[Department],
    public: Iterable[Entry],
    today: date,
) -> Mapping[int, YearCoverage]:
    """Each fiscal year that is owed or has reports, the newest first.

    `departments` are those of the register, `public` as of a catalogue. A deadline is over from the
    day after it.
    """
    reports = _Reports(public)
    owed = {one.year: one for one in site.owed}
    register = tuple(departments)
    found = {}
    for year in sorted(reports.years | owed.keys(), reverse=True):
        stated = owed.get(year)
        owing = _owing(stated, register) if stated else frozenset()
        rows = [
            _judged(one, reports.of(one.slug, year), stated, one.slug in owing, today)
            for one in register
        ]
        found[year] = YearCoverage(year, stated, tuple(rows))
    return found


def days_of_judgement(site: Site, today: date) -> Iterator[date]:
    """The days to come on which a deadline is over, and who has not published is late."""
    for one in site.owed:
        if one.deadline >= today:
            yield one.deadline + timedelta(days=1)


class _Standing(NamedTuple):
    """The reports of a department and year; `covering` are of another year."""

    year: int
    own: Sequence[Entry]
    covering: Sequence[Entry]
    withdrawn: int


class _Reports:
    """Reports by department and year."""

    def __init__(self, public: Iterable[Entry]) -> None:
        self._own: dict[tuple[str, int], list[Entry]] = defaultdict(list)
        self._covering: dict[tuple[str, int], list[Entry]] = defaultdict(list)
        self._withdrawn: Counter[tuple[str, int]] = Counter()
        for entry in public:
            place = entry.department.slug, entry.year
            if entry.withdrawn:
                self._withdrawn[place] += 1
                continue
            self._own[place].append(entry)
            for year in entry.years:
                if year != entry.year:
                    self._covering[place[0], year].append(entry)

    @property
    def years(self) -> set[int]:
        """All fiscal years of which there is one."""
        return {year for found in (self._own, self._covering, self._withdrawn) for _, year in found}

    def of(self, slug: str, year: int) -> _Standing:
        """Those of a department and year."""
        place = slug, year
        covering = self._covering.get(place, ())
        return _Standing(year, self._own.get(place, ()), covering, self._withdrawn[place])


def _owing(stated: Owed, register: Iterable[Department]) -> frozenset[str]:
    """Slugs of the departments that owe a report."""
    named = frozenset(stated.departments)
    return frozenset(
        one.slug
        for one in register
        if stated.of_all or named & {one.slug, one.name, *one.former_names}
    )


def _judged(
    department: Department, found: _Standing, stated: Owed | None, is_owed: bool, today: date
) -> DepartmentYear:
    reports = found.own or found.covering
    since = min(map(_public_since, reports), default=None)
    first_day = since and since.day
    if first_day:
        is_late = is_owed and stated and first_day > stated.deadline
        state = State.LATE if is_late else State.PUBLISHED
    elif stated is None:
        state = State.UNSTATED
    elif not is_owed:
        state = State.NOT_OWED
    elif found.withdrawn:
        state = State.WITHDRAWN
    else:
        state = State.MISSING if today > stated.deadline else State.PENDING
    covered_in = None if found.own or not found.covering else found.covering[0].address
    return DepartmentYear(
        department, found.year, state, is_owed, len(found.own), found.withdrawn, first_day,
        covered_in, since is None or since.is_known,
    )  # fmt: skip


class _Since(NamedTuple):
    """The first day on which a report can have been public, and whether it was that day."""

    day: date
    is_known: bool


def _public_since(entry: Entry) -> _Since:
    """Here or on another site before, which may have told no more than a month or a year."""
    found = [_Since(entry.report.publication_date or date.max, is_known=True)]
    if stated := entry.report.first_published:
        found.append(_Since(stated.first, stated.day is not None))
    return min(found)

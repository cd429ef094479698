"""The catalogue: everything that is published, grouped by year, by department, by project."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from generator.model.coverage import YearCoverage, coverage
from generator.model.department import Department
from generator.model.entry import AttachedFile, Entry, current
from generator.model.project import Project, projects
from generator.model.site import Site


@dataclass(frozen=True, slots=True)
class HandwrittenPage:
    """A page of `content/pages/`; its text is Markdown and starts with its heading."""

    slug: str
    title: str
    text: str

    @property
    def address(self) -> str:
        """`about/` for the page of that name; the others lie under it."""
        return "about/" if self.slug == "about" else f"about/{self.slug}/"


Key = TypeVar("Key", bound=Hashable)
Groups = Mapping[Key, tuple[Entry, ...]]


def group(entries: Iterable[Entry], key: Callable[[Entry], Key]) -> Groups[Key]:
    """Entries by `key`; groups and members keep the order of the entries."""
    groups: dict[Key, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return {name: tuple(members) for name, members in groups.items()}


def _exchanged(entries: Iterable[Entry], former: Entry, now: Entry) -> tuple[Entry, ...]:
    return tuple(now if one is former else one for one in entries)


def _membership(entry: Entry) -> object:
    """What tells the groups that an entry of a known address belongs to."""
    return entry.withdrawn, entry.years, [one.slug for one in entry.report.projects]


@dataclass(frozen=True)
class Catalogue:
    """All that the site is made of.

    `public` holds every report with a page, newest year first, then in the order of the
    register, then by slug. The withdrawn are among them: their address stands and is linked, but
    they are in no sum; `current` leaves them out. `today` is the day by which deadlines are judged.
    """

    site: Site
    departments: tuple[Department, ...]
    public: tuple[Entry, ...]
    pages: tuple[HandwrittenPage, ...]
    page_files: tuple[Path, ...] = ()
    today: date = field(kw_only=True)

    def exchanged(self, former: Entry, now: Entry) -> "Catalogue":
        """The same with an entry in the place of a former one of the same address.

        Where it belongs to the same groups, those that were made stay, but for the entry: ten
        thousand others are not grouped again.
        """
        made = replace(self, public=_exchanged(self.public, former, now))
        if _membership(former) == _membership(now):
            made.__dict__.update(self._groups_with(former, now))
        return made

    def _groups_with(self, former: Entry, now: Entry) -> Iterator[tuple[str, Any]]:
        """Each property that was worked out, with the entry exchanged."""
        slug, known = now.department.slug, self.__dict__
        keys = {
            "by_year": now.year, "by_department": slug, "by_department_and_year": (slug, now.year),
            "_siblings": (slug, now.year), "by_project": (slug, now.slug),
        }  # fmt: skip
        for name in known.keys() & {"_positions", "_departments"}:
            yield name, known[name]
        if "current" in known:
            yield "current", _exchanged(self.current, former, now)
        if "by_address" in known:
            yield "by_address", {**self.by_address, now.address: now}
        for name in known.keys() & keys.keys():
            there = known[name].get(keys[name])  # none of a withdrawn report, in some
            of_key = {keys[name]: _exchanged(there, former, now)} if there else {}
            yield name, {**known[name], **of_key}
        if "project_pages" in known:
            pages = dict(self.project_pages)
            for one in (now.slug, *(covered.slug for covered in now.report.projects)):
                if page := pages.get((slug, one or "")):
                    own, covering = (_exchanged(those, former, now) for those in page[2:])
                    pages[slug, page.slug] = page._replace(entries=own, covered_in=covering)
            yield "project_pages", pages

    @cached_property
    def current(self) -> tuple[Entry, ...]:
        """Public reports that are not withdrawn."""
        return current(self.public)

    @cached_property
    def by_year(self) -> Groups[int]:
        """Public reports by fiscal year, newest first."""
        return group(self.public, lambda entry: entry.year)

    @cached_property
    def by_department(self) -> Groups[str]:
        """Public reports by the department's slug, in the order of the register."""
        groups = group(self.public, lambda entry: entry.department.slug)
        return {one.slug: groups[one.slug] for one in self.departments if one.slug in groups}

    @cached_property
    def by_department_and_year(self) -> Groups[tuple[str, int]]:
        """Public reports by the department's slug and the fiscal year."""
        return group(self.public, lambda entry: (entry.department.slug, entry.year))

    @cached_property
    def by_address(self) -> Mapping[str, Entry]:
        """Public reports by their addresses."""
        return {entry.address: entry for entry in self.public}

    def neighbours(self, entry: Entry, limit: int) -> tuple[Entry, ...]:
        """The next reports of the same department and year; after the last comes the first.

        `entry` is not withdrawn, and not among them. `limit` is how many there are at most.
        """
        siblings = self._siblings[entry.department.slug, entry.year]
        start = self._positions[entry.address] + 1
        return (siblings[start : start + limit] + siblings[: start - 1])[:limit]

    def same_department_and_year(self, entry: Entry) -> tuple[Entry, ...]:
        """Current reports of its department and year, itself among them."""
        return tuple(self._siblings[entry.department.slug, entry.year])

    @cached_property
    def _siblings(self) -> Groups[tuple[str, int]]:
        return group(self.current, lambda entry: (entry.department.slug, entry.year))

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        groups = self._siblings.values()
        return {one.address: number for siblings in groups for number, one in enumerate(siblings)}

    @cached_property
    def by_project(self) -> Groups[tuple[str, str]]:
        """Current reports by the department's and the project's slug, newest year first."""
        return group(self.current, lambda entry: (entry.department.slug, entry.slug))

    @cached_property
    def project_pages(self) -> Mapping[tuple[str, str], Project]:
        """Each project that has a page."""
        return projects(self.public)

    @cached_property
    def covering_year(self) -> Groups[int]:
        """Reports by each fiscal year that they cover beside their own."""
        found: dict[int, list[Entry]] = defaultdict(list)
        for one in self.current:
            for year in one.years:
                if year != one.year:
                    found[year].append(one)
        return {year: tuple(those) for year, those in found.items()}

    @cached_property
    def latest(self) -> tuple[Entry, ...]:
        """Current reports by publication date, the latest first."""
        dated = ((entry.report.publication_date or date.min, entry) for entry in self.current)
        return tuple(entry for _, entry in sorted(dated, key=itemgetter(0), reverse=True))

    @cached_property
    def coverage(self) -> Mapping[int, YearCoverage]:
        """What each fiscal year owes and has, the newest first."""
        return coverage(self.site, self.departments, self.public, self.today)

    def pictures(self) -> Iterator[tuple[str, Path]]:
        """Address and file of every picture of a handwritten page."""
        for picture in self.page_files:
            yield f"about/{picture.name}", picture

    def attachments(self) -> Iterator[tuple[str, AttachedFile]]:
        """Address and file of every attachment of a current report."""
        for entry in self.current:
            for attached in entry.attachments:
                yield f"{entry.address}{attached.file.name}", attached

    def department(self, slug: str) -> Department:
        """The department of that slug."""
        return self._departments[slug]

    @cached_property
    def _departments(self) -> Mapping[str, Department]:
        return {department.slug: department for department in self.departments}


def in_order(entries: Iterable[Entry], departments: Iterable[Department]) -> tuple[Entry, ...]:
    """Sorted: newest year first, then in the order of the register, then by slug."""
    rank = {department.slug: number for number, department in enumerate(departments)}
    return tuple(
        sorted(entries, key=lambda entry: (-entry.year, rank[entry.department.slug], entry.slug))
    )

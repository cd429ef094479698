"""The catalogue: everything that is published, grouped by year, by department, by project."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

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


@dataclass(frozen=True)
class Catalogue:
    """All that the site is made of.

    `public` holds every report with a page, newest year first, then in the order of the
    register, then by slug. The withdrawn are among them: their address stands and is linked, but
    they are in no sum; `current` leaves them out.
    """

    site: Site
    departments: tuple[Department, ...]
    public: tuple[Entry, ...]
    pages: tuple[HandwrittenPage, ...]
    page_files: tuple[Path, ...] = ()

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
        return {key: one for key, one in projects(self.public).items() if one.has_page}

    @cached_property
    def covering_year(self) -> Groups[int]:
        """Reports by each fiscal year that they cover beside their own."""
        several = [one for one in self.current if len(one.years) > 1]
        pairs = [(year, one) for one in several for year in one.years if year != one.year]
        return {year: tuple(one for at, one in pairs if at == year) for year, _ in pairs}

    @cached_property
    def latest(self) -> tuple[Entry, ...]:
        """Current reports by publication date, the latest first."""
        dated = ((entry.report.publication_date or date.min, entry) for entry in self.current)
        return tuple(entry for _, entry in sorted(dated, key=itemgetter(0), reverse=True))

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

"""Everything that is published, as values, grouped once: by year, by department, by project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from generator.model.choices import Item, Status
from generator.model.department import Department
from generator.model.issuer import issued_by
from generator.model.report import Outline, Report, Site


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that rides with a report: what readers call it, and where it is now."""

    name: str
    file: Path
    size: int = 0  # bytes
    sha256: str = ""


class Origin(NamedTuple):
    """Where all that a report says is read again: its file, else what is kept of it under a key."""

    file: str
    store: Path | None
    key: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A report in its place: the record, its department, and the address that follows.

    A catalogue holds of each record what lists show; `whole.py` fetches the rest from `origin`,
    which is None where all of it is there.
    """

    report: Report
    department: Department
    outline: Outline | None
    slug: str
    attachments: tuple[AttachedFile, ...] = ()
    said: str = ""  # SHA-256 of all that it says
    listed: str = ""  # SHA-256 of what lists show of it
    origin: Origin | None = None
    address: str = field(init=False)  # the permalink, relative to the site's root
    issued_by: str = field(init=False)  # the department's name of then

    def __post_init__(self) -> None:
        address = f"reports/{self.year}/{self.department.slug}/{self.slug}/"
        object.__setattr__(self, "address", address)
        object.__setattr__(self, "issued_by", issued_by(self.report, self.department))

    @property
    def year(self) -> int:
        """Fiscal year."""
        return self.report.fiscal_year

    @property
    def renamed(self) -> bool:
        """Whether the department is called otherwise today."""
        return self.issued_by != self.department.name

    @property
    def then_and_now(self) -> str:
        """The department's name of then, today's beside it where that is another."""
        return f"{self.issued_by}（今{self.department.name}）" if self.renamed else self.issued_by

    @property
    def withdrawn(self) -> bool:
        """Whether only the address still stands."""
        return self.report.status is Status.WITHDRAWN

    def asks(self, item: Item) -> bool:
        """Whether the report's form asks for it; one that the outline does not tell of does."""
        return self.outline is None or item not in self.outline.not_asked

    @property
    def data_file(self) -> str:
        """What the report as JSON is called in the report's folder."""
        return self._made_file(".json")

    @property
    def pdf_file(self) -> str:
        """What the report as PDF is called in the report's folder."""
        return self._made_file(".pdf")

    def _made_file(self, suffix: str) -> str:
        """A name that no attachment has."""
        taken = {one.file.name.lower() for one in self.attachments}
        name = self.slug
        while f"{name}{suffix}" in taken:
            name += "-web"
        return f"{name}{suffix}"

    def is_public(self, today: date) -> bool:
        """Whether the public may see it on that day: no draft, and no day before its own."""
        published = self.report.publication_date
        return self.report.status is not Status.DRAFT and published is not None \
            and published <= today  # fmt: skip


def current(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that are not withdrawn."""
    return tuple(entry for entry in entries if not entry.withdrawn)


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
    """Entries by `key`, groups and members in the order in which they come."""
    groups: dict[Key, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return {name: tuple(members) for name, members in groups.items()}


@dataclass(frozen=True)
class Catalogue:
    """What the site is made of.

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
        """Reports that stand."""
        return current(self.public)

    @cached_property
    def by_year(self) -> Groups[int]:
        """Public reports by fiscal year, newest first."""
        return group(self.public, lambda entry: entry.year)

    @cached_property
    def by_department(self) -> Groups[str]:
        """Public reports by the department's slug, in the order of the register."""
        groups = group(self.public, lambda entry: entry.department.slug)
        return {d.slug: groups[d.slug] for d in self.departments if d.slug in groups}

    @cached_property
    def by_department_and_year(self) -> Groups[tuple[str, int]]:
        """Public reports by department's slug and year."""
        return group(self.public, lambda entry: (entry.department.slug, entry.year))

    @cached_property
    def by_address(self) -> Mapping[str, Entry]:
        """Public reports by their permalinks."""
        return {entry.address: entry for entry in self.public}

    def neighbours(self, entry: Entry, limit: int) -> tuple[Entry, ...]:
        """The next reports of the same department and year, around the end of the list."""
        siblings = self._siblings[entry.department.slug, entry.year]
        start = self._places[entry.address] + 1
        return (siblings[start : start + limit] + siblings[: start - 1])[:limit]

    @cached_property
    def _siblings(self) -> Groups[tuple[str, int]]:
        return group(self.current, lambda entry: (entry.department.slug, entry.year))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        groups = self._siblings.values()
        return {entry.address: place for siblings in groups for place, entry in enumerate(siblings)}

    @cached_property
    def by_project(self) -> Groups[tuple[str, str]]:
        """Current reports by department's slug and project's slug, newest year first."""
        return group(self.current, lambda entry: (entry.department.slug, entry.slug))

    @cached_property
    def project_pages(self) -> Groups[tuple[str, str]]:
        """Public reports of each project that has a page: two years or more, withdrawn ones too.

        An address that the public has seen stays, so a withdrawn year takes no page away.
        """
        groups = group(self.public, lambda entry: (entry.department.slug, entry.slug))
        return {key: entries for key, entries in groups.items() if len(entries) > 1}

    @cached_property
    def latest(self) -> tuple[Entry, ...]:
        """Current reports, the latest published first."""
        return tuple(sorted(self.current, key=_publication_day, reverse=True))

    def pictures(self) -> Iterator[tuple[str, Path]]:
        """Address and source of every picture of a page."""
        for picture in self.page_files:
            yield f"about/{picture.name}", picture

    def attachments(self) -> Iterator[tuple[str, AttachedFile]]:
        """Every file that rides with a report, with its address."""
        for entry in self.current:
            for attached in entry.attachments:
                yield f"{entry.address}{attached.file.name}", attached

    def department(self, slug: str) -> Department:
        """The department of that slug."""
        return self._departments[slug]

    @cached_property
    def _departments(self) -> Mapping[str, Department]:
        return {department.slug: department for department in self.departments}


def _publication_day(entry: Entry) -> date:
    return entry.report.publication_date or date.min


def in_order(entries: Iterable[Entry], departments: Iterable[Department]) -> tuple[Entry, ...]:
    """Newest year first, then as the register has its departments, then by slug."""
    rank = {department.slug: number for number, department in enumerate(departments)}
    return tuple(
        sorted(entries, key=lambda entry: (-entry.year, rank[entry.department.slug], entry.slug))
    )

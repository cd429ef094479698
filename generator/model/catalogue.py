"""The catalogue: everything that is published, grouped by year, by department, by project."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TypeVar

from generator.model.choices import Item, Status
from generator.model.department import Department
from generator.model.form import Form
from generator.model.report import Report
from generator.model.site import Site


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that is published with a report."""

    name: str  # that readers see
    file: Path  # below the content folder
    size: int = 0  # bytes
    sha256: str = ""


class Origin(NamedTuple):
    """Where a full report can be read again: from the cache of examinations, else from its file."""

    file: str
    database: Path | None  # SQLite file of `content/examination_store.py`
    key: bytes  # of the report in the database


@dataclass(frozen=True, slots=True)
class Entry:
    """A report with its department, its files and its address on the site.

    In a catalogue `report` has only what lists show; `content/full_report.py` reads the rest from
    `origin`, which is None where nothing is left out.
    """

    report: Report
    department: Department
    form: Form | None
    slug: str
    attachments: tuple[AttachedFile, ...] = ()
    content_digest: str = ""  # SHA-256, in hex, of all that it says for the public
    listing_digest: str = ""  # SHA-256, in hex, of what lists show of it
    origin: Origin | None = None
    address: str = field(init=False)  # the permalink, relative to the site's root
    issued_by: str = field(init=False)  # the department's name then, of several possible the newest

    def __post_init__(self) -> None:
        address = f"reports/{self.year}/{self.department.slug}/{self.slug}/"
        object.__setattr__(self, "address", address)
        object.__setattr__(self, "issued_by", self.department.names_for(self.report)[-1])

    @property
    def year(self) -> int:
        """Fiscal year."""
        return self.report.fiscal_year

    @property
    def department_renamed(self) -> bool:
        """Whether the department has another name today than when it issued the report."""
        return self.issued_by != self.department.name

    @property
    def issued_by_with_current_name(self) -> str:
        """The department's name at that time, with today's where that is another."""
        today = f"（今{self.department.name}）" if self.department_renamed else ""
        return f"{self.issued_by}{today}"

    @property
    def withdrawn(self) -> bool:
        """Whether it is withdrawn: of such a report only the address stands."""
        return self.report.status is Status.WITHDRAWN

    def asks_for(self, item: Item) -> bool:
        """Whether the report's form asks for the item: it does unless the form says no."""
        return self.form is None or item not in self.form.unasked

    @property
    def data_file(self) -> str:
        """Name of the report's JSON file, which lies beside its page."""
        return self._free_name(".json")

    @property
    def pdf_file(self) -> str:
        """Name of the report's PDF file, which lies beside its page."""
        return self._free_name(".pdf")

    def _free_name(self, suffix: str) -> str:
        """A file name that no attachment has."""
        taken = {one.file.name.lower() for one in self.attachments}
        name = self.slug
        while f"{name}{suffix}" in taken:
            name += "-web"
        return f"{name}{suffix}"

    def is_public(self, today: date) -> bool:
        """Whether the public may see it on that day: no draft, its publication date reached."""
        day = self.report.publication_date
        return self.report.status is not Status.DRAFT and day is not None and day <= today


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
    def project_pages(self) -> Groups[tuple[str, str]]:
        """Public reports of each project that has a page: two years or more, withdrawn ones too.

        An address that the public has seen stays, so a withdrawn year takes no page away.
        """
        groups = group(self.public, lambda entry: (entry.department.slug, entry.slug))
        return {key: entries for key, entries in groups.items() if len(entries) > 1}

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

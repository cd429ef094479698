"""A report in its place: with its department, its form, its files and its address on the site."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeAlias

from generator.model.amounts import Amounts, in_wan
from generator.model.choices import EvaluationType, Item, Status
from generator.model.department import Department
from generator.model.form import Form
from generator.model.funds import Funds, YearFunds
from generator.model.report import Report


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


class StandingFinding(NamedTuple):
    """What a rule found in a report, and what staff let stand in it: they may have reasons."""

    rule: str  # its id
    message: str
    is_acknowledged: bool  # whether a person wrote down why it may be so


ProjectKey: TypeAlias = tuple[int, str, str]  # year, slug of the department, name or slug

_OF_ONE_YEAR = frozenset((Item.ANNUAL_BUDGET, Item.SPENT, Item.EXECUTION_RATE))


@dataclass(frozen=True)
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
    findings: tuple[StandingFinding, ...] = ()
    address: str = field(init=False)  # the permalink, relative to the site's root
    issued_by: str = field(init=False)  # the department's name then, of several possible the newest

    def __post_init__(self) -> None:
        address = f"reports/{self.year}/{self.department.slug}/{self.slug}/"
        object.__setattr__(self, "address", address)
        object.__setattr__(self, "issued_by", self.department.names_for(self.report)[-1])

    @cached_property
    def year(self) -> int:
        """Fiscal year."""
        return self.report.fiscal_year

    @cached_property
    def is_overall(self) -> bool:
        """Whether the report is on all spending of a department, its projects included."""
        return self.report.evaluation_type is EvaluationType.OVERALL

    @property
    def department_renamed(self) -> bool:
        """Whether the department has another name today than when it issued the report."""
        return self.issued_by != self.department.name

    @property
    def issued_by_with_current_name(self) -> str:
        """The department's name at that time, with today's where that is another."""
        today = f"（今{self.department.name}）" if self.department_renamed else ""
        return f"{self.issued_by}{today}"

    @cached_property
    def withdrawn(self) -> bool:
        """Whether it is withdrawn: of such a report only the address stands."""
        return self.report.status is Status.WITHDRAWN

    @cached_property
    def updated(self) -> date | None:
        """The day of the last that happened to it: published, corrected or withdrawn."""
        report = self.report
        if self.withdrawn and report.withdrawal:
            return report.withdrawal.date
        days = [report.publication_date, *(one.date for one in report.corrections)]
        return max(filter(None, days), default=None)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """All fiscal years that the report covers; as a rule its own."""
        return self.report.covered_years or (self.year,)

    @property
    def own_funds(self) -> Funds | YearFunds:
        """Where the report states the money of its fiscal year; nothing where it does not.

        Of a report on several years that is a row: the money of all of them is not that of one.
        """
        funds = self.report.funds or Funds()
        if len(self.years) > 1:
            return next((one for one in funds.by_year if one.year == self.year), Funds())
        return funds

    @cached_property
    def amounts(self) -> Amounts:
        """The budget and the spending that the report states for its fiscal year, in 万元."""
        own, unit = self.own_funds, (self.report.funds or Funds()).unit
        return Amounts(in_wan(own.annual_budget, unit), in_wan(own.spent, unit))

    @cached_property
    def project_key(self) -> ProjectKey:
        """Year, department and name: reports that share them are of the same money."""
        return self.year, self.department.slug, without_blanks(self.report.project_name)

    def asks_for(self, item: Item) -> bool:
        """Whether the report's form asks for the item: it does unless the form says no.

        Of a report on several years nothing is asked for its own that it tells of all together.
        """
        if len(self.years) > 1 and item in _OF_ONE_YEAR:
            return False
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


def without_blanks(name: str) -> str:
    """A name as it is compared: forms put blanks into it."""
    return "".join(name.split())


def current(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that are not withdrawn."""
    return tuple(entry for entry in entries if not entry.withdrawn)


def newest_day(entries: Iterable[Entry]) -> date | None:
    """The day of the last that happened to any of them."""
    return max(filter(None, (one.updated for one in entries)), default=None)

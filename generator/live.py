"""Content that is being edited: known as a whole, and read again where a file changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

from generator import review
from generator.catalogue import Catalogue, Entry, Origin, in_order
from generator.examine import Examined, examine, revived
from generator.gate import Entries
from generator.loader import Opened, Read, Reading, again, told
from generator.model import Status
from generator.problems import Level, Problem, sorted_out
from generator.report_checks import Place, is_clutter

_REPORT = re.compile(r"reports/(\d{4})/([^/]+)/([^/]+?)(?:\.yml|/.+)")


class Live:
    """The content as it is now, drafts and reports of a later day among it.

    `catalogue` is what the site would be if all of it were public, None while there is no site.
    A report that cannot be read is shown as it was.
    """

    def __init__(self, content: Path, reading: Reading) -> None:
        self.content, self._reading = content, reading
        self.catalogue: Catalogue | None = None
        self._read: Read
        self._examined: dict[str, Examined] = {}
        self._of_reports: dict[str, list[Problem]] = {}
        self._others: tuple[Problem, ...] = ()
        self.errors: tuple[Problem, ...] = ()  # what would keep the site from being built

    def read_all(self, advance: Callable[[int], None]) -> None:
        """Read everything; `advance` is told once a report how many there are."""
        opened = Opened(self.content, self._reading)
        self._read = opened.read(Entries.ALL, lambda: advance(opened.reports))
        former = self._examined
        self._examined = {one.path: _standing(one, former) for one in self._read.examined}
        self._of_reports = {path: list(those) for path, those in self._read.problems.items()}
        self._others = sorted_out(opened.folder.problems)
        self._put_together()

    def read_again(self, changed: Iterable[Path]) -> list[str]:
        """Read what changed: reports by themselves, else everything; paths of what was read."""
        paths = {path for file in changed if (path := self._path(file)) is not None}
        if not all(path in self._examined and Path(path).is_file() for path in paths):
            self.read_all(lambda _: None)
            return sorted(self._examined)
        for path in paths:
            self._read_report(path)
        if paths:
            self._put_together()
        return sorted(paths)

    def __len__(self) -> int:
        """How many reports there are."""
        return len(self._examined)

    @property
    def today(self) -> date:
        """The day on which it is read."""
        return self._reading.today

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong now."""
        those = [one for found in self._of_reports.values() for one in found]
        return sorted_out([*self._others, *those])

    def problems_of(self, path: str) -> tuple[Problem, ...]:
        """What is wrong with one report, its attachments included."""
        return sorted_out(self._of_reports.get(path, ()))

    @property
    def elsewhere(self) -> tuple[Problem, ...]:
        """What is wrong with files that are no reports."""
        return self._others

    def _path(self, file: Path) -> str | None:
        """The report that a changed file belongs to; itself if none; None where it is nothing."""
        inside = file.relative_to(self.content.absolute()).as_posix()
        if match := _REPORT.fullmatch(inside):
            year, department, slug = match.groups()
            return f"{self.content}/reports/{year}/{department}/{slug}.yml"
        return None if is_clutter(file.name) or not file.exists() else str(file)

    def _read_report(self, path: str) -> None:
        year, department, slug = _REPORT.fullmatch(path[len(str(self.content)) + 1 :]).groups()  # type: ignore[union-attr]
        place = Place(year, department, slug, Path(path).with_suffix(""))
        frame = self._read.frame
        one = examine(Path(path), place, frame)
        one = revived(one, place, frame, Origin(path, None, b""))._replace(text="")
        found = list(one.problems)
        self._examined[path] = _standing(one, self._examined)
        if one.facts:
            every = [other.facts for other in self._examined.values() if other.facts]
            found += review.of_catalogue(every, [one.facts], frame.strictness, again)
        self._of_reports[path] = list(told(one, found))

    def _put_together(self) -> None:
        every = chain(self._others, *self._of_reports.values())
        self.errors = tuple(one for one in every if one.level is Level.ERROR)
        site = self._read.frame.site or (self.catalogue.site if self.catalogue else None)
        if site is None:
            return
        entries = [one.entry for one in self._examined.values() if one.entry]
        shown = (as_published(entry, self._reading.today) for entry in entries)
        departments = self._read.frame.departments
        self.catalogue = Catalogue(
            site, departments, in_order(shown, departments), self._read.pages,
            self._read.page_files,
        )  # fmt: skip

    def public(self) -> Catalogue | None:
        """What is public today."""
        if self.catalogue is None:
            return None
        today = self._reading.today
        entries = [one.entry for one in self._examined.values() if one.entry]
        shown = (entry for entry in entries if entry.is_public(today))
        return replace(self.catalogue, public=in_order(shown, self.catalogue.departments))

    def state(self, entry: Entry) -> tuple[Status, date | None]:
        """What the report's own file says of its publication."""
        known = self._examined.get(path_of(entry))
        report = known.entry.report if known and known.entry else entry.report
        return report.status, report.publication_date


def as_published(entry: Entry, today: date) -> Entry:
    """A draft as if it were made public today."""
    if entry.report.status is not Status.DRAFT and entry.report.publication_date:
        return entry
    day = entry.report.publication_date or today
    return replace(entry, report=entry.report.model_copy(update={"publication_date": day}))


def path_of(entry: Entry) -> str:
    """The file of a report."""
    return entry.origin.file if entry.origin else ""


def _standing(one: Examined, former: Mapping[str, Examined]) -> Examined:
    """The report; where it cannot be shown, as it was shown before."""
    before = former.get(one.path)
    return one._replace(entry=before.entry) if one.entry is None and before else one

"""Content that is being edited: known as a whole, and read again where a file changed."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from generator.check import gate
from generator.check.report_checks import Place, attachment_complaint, is_clutter
from generator.check.rule import Change, Facts
from generator.content.examination import Examined, examine, revived, sha256
from generator.content.examine_all import Entries
from generator.content.full_report import whole
from generator.content.loader import Opened, Read, Reading, again, told
from generator.model.catalogue import AttachedFile, Catalogue, Entry, Origin, in_order
from generator.model.choices import Status
from generator.model.department import Department
from generator.model.problems import Level, Problem, sorted_out
from generator.model.report import Report

_REPORT = re.compile(r"reports/(\d{4})/([^/]+)/([^/]+?)(?:\.yml|/.+)")
_FEW = 50  # reports that are read one by one; of more, the system may not have told all changes


class Condition(NamedTuple):
    """How a report stands: what its file says of its publication, as it is or was last whole."""

    status: Status
    day: date | None  # of publication, where that is still to come
    whole: bool  # whether the file can be shown as it is
    good: bool  # whether it may be published


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
        self._broken: set[str] = set()  # paths of reports that are shown as they were, or not
        self._texts: dict[str, str] = {}  # what no store keeps: drafts, and what was edited
        self._of_reports: dict[str, Sequence[Problem]] = {}
        self._others: tuple[Problem, ...] = ()
        self.errors: tuple[Problem, ...] = ()  # what would keep the site from being built
        self.hidden = 0  # how many reports are shown that are not public
        self._torn = True  # whether the last reading did not come to its end
        self._unjudged: dict[str, Examined] = {}  # reports as they were when all were judged

    def read_all(self, advance: Callable[[int], None]) -> None:
        """Read everything; `advance` is told once a report how many there are."""
        self._torn = True
        opened = Opened(self.content, self._reading)
        self._read = opened.read(Entries.ALL, lambda: advance(opened.reports))
        every = self._read.examined
        for one in every:
            if one.entry and not one.kept:
                self._texts[one.path] = one.text  # should its file be broken next
        self._broken = {one.path for one in every if one.entry is None}
        former = self._examined
        self._examined = {one.path: _shown(one, former) for one in every}
        self._of_reports, self._unjudged = dict(self._read.problems), {}
        self._others = sorted_out(opened.folder.problems)
        self._put_together()

    def read_again(self, changed: Iterable[Path]) -> list[str]:
        """Read what changed: reports by themselves, else everything; paths of what was read.

        What rules find between reports takes longer, and is told by `judge`.
        """
        paths = {path for file in changed if (path := self._path(file)) is not None}
        if not paths:
            return []
        by_itself = all(path in self._examined and _is_plain(path) for path in paths)
        if self._torn or not by_itself or len(paths) > _FEW:
            self.read_all(lambda _: None)
            return sorted(self._examined)
        self._torn = True
        for path in paths:
            self._read_report(path)
        self._put_together()
        return sorted(paths)

    def judge(self) -> bool:
        """Judge edited reports beside all others; whether that tells anything new."""
        if not self._unjudged:
            return False
        self._torn = True
        every = [one.facts for one in self._examined.values() if one.facts]
        concerned = self._concerned(every)
        chosen = [facts for facts in every if facts.path in concerned]
        found = {path: list(self._examined[path].problems) for path in concerned}
        for problem in gate.of_catalogue(every, chosen, self._read.frame.strictness, again):
            found[problem.path].append(problem)
        now = {path: tuple(told(self._examined[path], those)) for path, those in found.items()}
        is_new = any(sorted_out(self._of_reports[path]) != sorted_out(now[path]) for path in now)
        self._of_reports.update(now)
        self._count()
        self._torn = False
        return is_new

    def __len__(self) -> int:
        """How many reports there are."""
        return len(self._examined)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong now; first with what all reports rest on."""
        return (*self._others, *sorted_out(chain(*self._of_reports.values())))

    def problems_of(self, path: str) -> tuple[Problem, ...]:
        """What is wrong with one file, and with what rides along where it is a report."""
        others = (one for one in self._others if one.path == path)
        return sorted_out(self._of_reports.get(path, others))

    def whole(self, entry: Entry) -> Entry:
        """With all that it says, and with the day that a draft is given here."""
        text = self._texts.get(path_of(entry), "")
        if sha256(text) == entry.said:
            full = replace(entry, report=Report.model_validate(json.loads(text)), origin=None)
        else:
            full = whole(entry)
        day = {"publication_date": entry.report.publication_date}
        return replace(full, report=full.report.model_copy(update=day))

    def attachments(self, entry: Entry) -> Iterable[AttachedFile]:
        """The files that ride with it, but those that may not be published."""
        folder = Path(path_of(entry)).with_suffix("")
        for one in () if entry.withdrawn else entry.attachments:
            if one.file.parent == folder and not attachment_complaint(folder, one.file.name):
                yield one

    def public(self) -> Catalogue | None:
        """What is public today."""
        if self.catalogue is None:
            return None
        today, departments = self._reading.today, self.catalogue.departments
        shown = [entry for entry in self._entries() if entry.is_public(today)]
        full = (self.whole(one) if path_of(one) in self._texts else one for one in shown)
        return replace(self.catalogue, public=in_order(full, departments))

    def condition(self, entry: Entry) -> Condition:
        """How a report that is shown stands."""
        path = path_of(entry)
        known = self._examined.get(path)
        report = known.entry.report if known and known.entry else entry.report
        day = report.publication_date
        to_come = day if day and day > self._reading.today else None
        good = all(one.level is not Level.ERROR for one in self._of_reports.get(path, ()))
        return Condition(report.status, to_come, path not in self._broken, good)

    def _path(self, file: Path) -> str | None:
        """The report that a changed file belongs to; itself if none; None where it is nothing."""
        inside = file.relative_to(self.content.absolute())
        if any(map(is_clutter, inside.parts)):
            return None
        if match := _REPORT.fullmatch(inside.as_posix()):
            year, department, slug = match.groups()
            return str(self.content / "reports" / year / department / f"{slug}.yml")
        path = str(self.content / inside)
        is_something = os.path.lexists(file) or inside.parts[:1] != ("reports",)
        return path if is_something or self._knows(path) else None

    def _knows(self, path: str) -> bool:
        """Whether something that was read, or complained of, lay there or below."""
        known = chain(self._examined, (one.path for one in self._others))
        return any(f"{one}/".startswith(f"{path}/") for one in known)

    def _read_report(self, path: str) -> None:
        file, frame = Path(path), self._read.frame
        place = Place(file.parts[-3], file.parts[-2], file.stem, file.with_suffix(""))
        one = examine(file, place, frame)
        if one.text:
            self._texts[path] = one.text
            self._broken.discard(path)
        else:
            self._broken.add(path)
        one = revived(one, place, frame, Origin(path, None, b""))._replace(text="")
        self._unjudged.setdefault(path, self._examined[path])
        self._examined[path] = _shown(one, self._examined)
        self._of_reports[path] = tuple(told(one, one.problems))

    def _concerned(self, every: Sequence[Facts]) -> set[str]:
        """Paths of the reports that were edited, and of those that what changed concerns."""
        former, self._unjudged = self._unjudged, {}
        change = Change(
            [facts for facts in every if facts.path not in former],
            [one.facts for one in former.values() if one.facts],
            [facts for facts in every if facts.path in former],
        )
        return set(former).union(*gate.touched(change, self._read.frame.strictness))

    def _count(self) -> None:
        every = chain(self._others, *self._of_reports.values())
        self.errors = tuple(one for one in every if one.level is Level.ERROR)

    def _put_together(self) -> None:
        self._count()
        site = self._read.frame.site or (self.catalogue.site if self.catalogue else None)
        if site and (self.content / "pages").is_dir():  # without it, MkDocs shows nothing
            entries = self._entries()
            departments = _with_former(self._read.frame.departments, entries)
            today = self._reading.today
            self.hidden = sum(not entry.is_public(today) for entry in entries)
            shown = (as_published(entry, today) for entry in entries)
            self.catalogue = Catalogue(
                site, departments, in_order(shown, departments), self._read.pages,
                self._read.page_files,
            )  # fmt: skip
        self._torn = False

    def _entries(self) -> list[Entry]:
        """What can be shown, one at an address: rather the report whose place it is."""
        every = [one.entry for one in self._examined.values() if one.entry]
        return list({one.address: one for one in sorted(every, key=_is_in_its_place)}.values())


def as_published(entry: Entry, today: date) -> Entry:
    """A draft as if it were made public today."""
    if entry.report.status is not Status.DRAFT and entry.report.publication_date:
        return entry
    day = entry.report.publication_date or today
    return replace(entry, report=entry.report.model_copy(update={"publication_date": day}))


def path_of(entry: Entry) -> str:
    """The file of a report."""
    return entry.origin.file if entry.origin else ""


def _is_in_its_place(entry: Entry) -> bool:
    return path_of(entry).endswith(f"/{entry.address.rstrip('/')}.yml")


def _is_plain(path: str) -> bool:
    """Whether it is a file, and no link."""
    return Path(path).is_file() and not Path(path).is_symlink()


def _shown(one: Examined, former: Mapping[str, Examined]) -> Examined:
    """The report; where it cannot be shown, as it was shown before."""
    before = former.get(one.path)
    return one._replace(entry=before.entry) if one.entry is None and before else one


def _with_former(
    register: Iterable[Department], entries: Iterable[Entry]
) -> tuple[Department, ...]:
    """The register, and the departments of reports that are shown as they were before."""
    every = {one.slug: one for one in register}
    for entry in entries:
        every.setdefault(entry.department.slug, entry.department)
    return tuple(every.values())

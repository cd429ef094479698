"""Content that is being edited: read as a whole once, then file by file where one changes."""

import json
import os
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from generator.check import gate
from generator.check.report_checks import (
    ReferenceData,
    ReportPath,
    attachment_complaint,
    is_clutter,
)
from generator.check.rule import CatalogueChange, ReportFacts
from generator.check.rules import registered_rules
from generator.content import register
from generator.content.cross_checks import reread
from generator.content.examination import CheckContext, ExaminedReport, examine, restored, sha256
from generator.content.examine_all import Entries
from generator.content.folder import is_plain_file, settings_problems
from generator.content.full_report import full_entry
from generator.content.loader import CheckedContent, ContentReader, ReadOptions, reported
from generator.content.shown_entries import as_published, one_at_each_address, path_of
from generator.content.summaries import UNREAD, UNREADABLE, Summary
from generator.model.catalogue import Catalogue, in_order
from generator.model.department import Department
from generator.model.entry import AttachedFile, Entry, Origin
from generator.model.problems import Level, Problem, distinct_in_order
from generator.model.report import Report

_REPORT = re.compile(r"reports/(\d{4})/([^/]+)/([^/]+?)(?:\.yml|/.+)")
_READ_ONE_BY_ONE = 50  # at most; of more changes, the system may not have reported all


class EditedContent:
    """The content as it is now, with drafts and reports of a later day.

    `catalogue` is what the site would be if all of it were public, None while there is no site.
    A report that cannot be read is shown as it was. `errors` are what would keep the site from
    being built, `unpublished` counts the reports that are shown and not public. `summaries` tell
    of each report by its path: of those in the store at once, of others as they are examined
    (`UNREAD` until then).
    """

    def __init__(self, content: Path, options: ReadOptions) -> None:
        self.content, self._options = content, options
        self.catalogue: Catalogue | None = None
        self.errors: tuple[Problem, ...] = ()
        self.unpublished = 0
        self.summaries: dict[str, Summary] = {}
        self.opened = threading.Event()  # what reports are checked against was read
        self.is_read = False  # whether all of it was read once
        self._read: CheckedContent
        self._context: CheckContext
        self._examined: dict[str, ExaminedReport] = {}
        self._unreadable: set[str] = set()  # paths of reports that are shown as they were, or not
        self._public_texts: dict[str, str] = {}  # of what no store has: drafts, and edited reports
        self._report_problems: dict[str, Sequence[Problem]] = {}
        self._other_problems: tuple[Problem, ...] = ()
        self._is_interrupted = True  # whether the last reading did not come to its end
        self._before_edit: dict[str, ExaminedReport] = {}  # as at the last check across reports

    def read_all(self, progress: Callable[[int], None]) -> None:
        """Read everything; `progress` is called once a report, with how many there are."""
        self._is_interrupted = True
        reader = ContentReader(self.content, self._options)
        if not self.is_read:
            self._open(reader)
        self._read = reader.read(Entries.ALL, lambda: progress(reader.report_count), self._see)
        self._context, examined = self._read.context, self._read.examined
        for one in examined:
            if one.entry and not one.is_cached:
                self._public_texts[one.path] = one.public_text  # should its file be broken next
        self._unreadable = {one.path for one in examined if one.entry is None}
        former = self._examined
        self._examined = {one.path: _as_shown(one, former) for one in examined}
        self._report_problems, self._before_edit = dict(self._read.problems), {}
        self._other_problems = distinct_in_order(reader.folder.problems)
        self.summaries = {path: self._summary(path) for path in self._examined}
        self._update_catalogue()
        self.is_read = True

    def _open(self, reader: ContentReader) -> None:
        """Have forms and lists answered while the reports are being read for the first time."""
        self._context = reader.context
        self.summaries = dict(reader.summaries())
        self.opened.set()

    def _see(self, one: ExaminedReport) -> None:
        if not self.is_read:
            self.summaries[one.path] = one.summary or UNREADABLE

    def read_changed(self, changed: Iterable[Path]) -> list[str] | None:
        """Read the changed reports, or everything where other files changed.

        Returns the paths of the reports that it read; None where nothing of the content changed.

        What rules find between reports takes longer: that is left to `check_across_reports`.
        """
        paths = {path for file in changed if (path := self._path(file)) is not None}
        if not paths:
            return None
        only_reports = all(path in self._examined and is_plain_file(Path(path)) for path in paths)
        if self._is_interrupted or not only_reports or len(paths) > _READ_ONE_BY_ONE:
            self.read_all(lambda _: None)
            return sorted(self._examined)
        self._is_interrupted = True
        for path in paths:
            self._read_report(path)
        self._update_catalogue()
        return sorted(paths)

    def check_across_reports(self) -> bool:
        """Check edited reports against all others; whether that changes any problems."""
        if not self._before_edit:
            return False
        self._is_interrupted = True
        every = [one.facts for one in self._examined.values() if one.facts]
        concerned = self._concerned(every)
        chosen = [facts for facts in every if facts.path in concerned]
        found = {path: list(self._examined[path].problems) for path in concerned}
        settings = self._context.rule_settings
        for problem in gate.check_catalogue(every, chosen, settings, reread):
            found[problem.path].append(problem)
        now = {path: tuple(reported(self._examined[path], those)) for path, those in found.items()}
        is_new = any(set(self._report_problems[path]) != set(now[path]) for path in now)
        self._report_problems.update(now)
        self.summaries.update((path, self._summary(path)) for path in now)
        self._update_errors()
        self._is_interrupted = False
        return is_new

    @property
    def checked(self) -> CheckedContent:
        """All of it as it is now; what is wrong with it is in `problems`."""
        return self._read._replace(examined=list(self._examined.values()), problems={})

    @property
    def progress(self) -> tuple[int, int]:
        """How many reports are known by a summary, of how many."""
        every = list(self.summaries.values())  # another thread replaces them
        return len(every) - every.count(UNREAD), len(every)

    def __len__(self) -> int:
        """How many reports there are."""
        return len(self._examined)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong now; first in the files that all reports depend on."""
        return (*self._other_problems, *distinct_in_order(chain(*self._report_problems.values())))

    def problems_of(self, path: str) -> tuple[Problem, ...]:
        """What is wrong with one file, and with its attachments where it is a report."""
        others = (one for one in self._other_problems if one.path == path)
        return distinct_in_order(self._report_problems.get(path, others))

    def problems_in(self, file: Path, data: bytes) -> tuple[Problem, ...]:
        """What would be wrong with a file of the content if it had these bytes.

        What rules find between reports is as it was found last.
        """
        path = file.as_posix()
        if not _REPORT.fullmatch(file.relative_to(self.content).as_posix()):
            if is_plain_file(file) and file.read_bytes() == data:
                return distinct_in_order(settings_problems(file, self.content, self._options.today))
            return self.problems_of(path)
        report_path = ReportPath(file.parts[-3], file.parts[-2], file.stem, file.with_suffix(""))
        one = examine(file, report_path, self._context, data)
        between = {id for id, rule in registered_rules().items() if rule.check_catalogue}
        last = (problem for problem in self.problems_of(path) if problem.rule in between)
        return distinct_in_order((*reported(one, one.problems), *last))

    @property
    def reference_data(self) -> ReferenceData:
        """Departments, forms and the day that reports are checked against."""
        return self._context.reference_data

    @property
    def departments(self) -> tuple[Department, ...]:
        """The register."""
        return self._context.departments

    def full_entry(self, entry: Entry) -> Entry:
        """The entry with its full report, and with the day that a draft is given here."""
        text = self._public_texts.get(path_of(entry), "")
        if sha256(text) == entry.content_digest:
            full = replace(entry, report=Report.model_validate(json.loads(text)), origin=None)
        else:
            full = full_entry(entry)
        day = {"publication_date": entry.report.publication_date}
        return replace(full, report=full.report.model_copy(update=day))

    def attachments(self, entry: Entry) -> Iterable[AttachedFile]:
        """Its attachments, but those that may not be published."""
        folder = Path(path_of(entry)).with_suffix("")
        for one in () if entry.withdrawn else entry.attachments:
            if one.file.parent == folder and not attachment_complaint(folder, one.file.name):
                yield one

    def public(self) -> Catalogue | None:
        """What is public today."""
        if self.catalogue is None:
            return None
        today, departments = self._options.today, self.catalogue.departments
        shown, texts = [one for one in self.entries() if one.is_public(today)], self._public_texts
        full = (self.full_entry(one) if path_of(one) in texts else one for one in shown)
        return replace(self.catalogue, public=in_order(full, departments))

    def _summary(self, path: str) -> Summary:
        entry = self._examined[path].entry
        if entry is None:
            return UNREADABLE
        found = Summary.of(entry.report, self._report_problems.get(path, ()))
        return found._replace(is_readable=path not in self._unreadable)

    def _path(self, file: Path) -> str | None:
        """The report that a changed file belongs to, else the file; None where nothing reads it."""
        inside = file.relative_to(self.content.absolute())
        if any(map(is_clutter, inside.parts)):
            return None
        if match := _REPORT.fullmatch(inside.as_posix()):
            year, department, slug = match.groups()
            return (self.content / f"reports/{year}/{department}/{slug}.yml").as_posix()
        path = (self.content / inside).as_posix()
        is_something = os.path.lexists(file) or inside.parts[:1] != ("reports",)
        return path if is_something or self._is_known(path) else None

    def _is_known(self, path: str) -> bool:
        """Whether something that was read, or complained of, lay there or below."""
        known = chain(self._examined, (one.path for one in self._other_problems))
        return any(f"{one}/".startswith(f"{path}/") for one in known)

    def _read_report(self, path: str) -> None:
        file, context = Path(path), self._context
        report_path = ReportPath(file.parts[-3], file.parts[-2], file.stem, file.with_suffix(""))
        one = examine(file, report_path, context)
        if one.public_text:
            self._public_texts[path] = one.public_text
            self._unreadable.discard(path)
        else:
            self._unreadable.add(path)
        one = restored(one, report_path, context, Origin(path, None, b""))._replace(public_text="")
        self._before_edit.setdefault(path, self._examined[path])
        self._examined[path] = _as_shown(one, self._examined)
        self._report_problems[path] = tuple(reported(one, one.problems))
        self.summaries[path] = self._summary(path)

    def _concerned(self, every: Sequence[ReportFacts]) -> set[str]:
        """Paths of the reports that were edited, and of those that the edits concern."""
        former, self._before_edit = self._before_edit, {}
        change = CatalogueChange(
            [facts for facts in every if facts.path not in former],
            [one.facts for one in former.values() if one.facts],
            [facts for facts in every if facts.path in former],
        )
        return set(former) | gate.affected_paths(change, self._context.rule_settings)

    def _update_errors(self) -> None:
        every = chain(self._other_problems, *self._report_problems.values())
        self.errors = tuple(one for one in every if one.level is Level.ERROR)

    def _update_catalogue(self) -> None:
        self._update_errors()
        site = self._context.site or (self.catalogue.site if self.catalogue else None)
        if site and (self.content / "pages").is_dir():  # without it, MkDocs shows nothing
            entries = self.entries()
            departments = register.with_former(self._context.departments, entries)
            today = self._options.today
            self.unpublished = sum(not entry.is_public(today) for entry in entries)
            shown = (as_published(entry, today) for entry in entries)
            pages = self._read.pages, self._read.page_files
            self.catalogue = Catalogue(site, departments, in_order(shown, departments), *pages)
        self._is_interrupted = False

    def entries(self) -> list[Entry]:
        """Every report that can be shown, one at an address: rather the one whose place it is."""
        return one_at_each_address(one.entry for one in self._examined.values() if one.entry)


def _as_shown(one: ExaminedReport, former: Mapping[str, ExaminedReport]) -> ExaminedReport:
    """The report; where it cannot be shown, with the entry that was shown before."""
    before = former.get(one.path)
    return one._replace(entry=before.entry) if one.entry is None and before else one

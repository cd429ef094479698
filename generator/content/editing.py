"""Content that is being edited: read as a whole once, then file by file where one changes."""

import json
import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from generator.check.report_checks import (
    ReferenceData,
    ReportPath,
    attachment_complaint,
    is_clutter,
)
from generator.content.edits_across import EditsAcross, between_reports
from generator.content.examination import CheckContext, ExaminedReport, examine, restored, sha256
from generator.content.examine_all import Entries
from generator.content.folder import is_plain_file, settings_problems
from generator.content.full_report import full_entry
from generator.content.loader import (
    CheckedContent,
    ContentReader,
    ReadOptions,
    problems_beside_reports,
    reported,
)
from generator.content.report_paths import is_in_its_place, report_of
from generator.content.shown_catalogue import ShownCatalogue, path_of
from generator.content.summaries import UNREAD, UNREADABLE, Summary
from generator.model.catalogue import Catalogue
from generator.model.department import Department
from generator.model.entry import AttachedFile, Entry, Origin
from generator.model.problems import Level, Problem, distinct_in_order
from generator.model.report import Report

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
        self.errors: tuple[Problem, ...] = ()
        self.summaries: dict[str, Summary] = {}
        self.opened = threading.Event()  # what reports are checked against was read
        self.is_read = False  # whether all of it was read once
        self._read: CheckedContent
        self.context: CheckContext
        self._shown = ShownCatalogue(options.today)
        self._examined: dict[str, ExaminedReport] = {}
        self._unreadable: set[str] = set()  # paths of reports that are shown as they were, or not
        self._public_texts: dict[str, str] = {}  # of what no store has: drafts, and edited reports
        self._report_problems: dict[str, Sequence[Problem]] = {}
        self._other_problems: tuple[Problem, ...] = ()
        self._is_interrupted = True  # whether the last reading did not come to its end
        self._edits = EditsAcross()
        self._is_listed_anew = False  # whether reports came or went since names were judged

    def read_all(self, progress: Callable[[int], None]) -> None:
        """Read everything; `progress` is called once a report, with how many there are."""
        self._is_interrupted = True
        reader = ContentReader(self.content, self._options)
        if not self.is_read:
            self._open(reader)
        self._read = reader.read(Entries.ALL, lambda: progress(reader.report_count), self._see)
        self.context, examined = self._read.context, self._read.examined
        for one in examined:
            if one.entry and not one.is_cached:
                self._public_texts[one.path] = one.public_text  # should its file be broken next
        self._unreadable = {one.path for one in examined if one.entry is None}
        former = self._examined
        self._examined = {one.path: _as_shown(one, former) for one in examined}
        self._report_problems, self._is_listed_anew = dict(self._read.problems), False
        self._edits.clear()
        self._other_problems = distinct_in_order(reader.folder.problems)
        self.summaries = {path: self._summary(path) for path in self._examined}
        self._update_errors()
        self._show()
        self._is_interrupted, self.is_read = False, True

    def _open(self, reader: ContentReader) -> None:
        """Have forms and lists answered while the reports are being read for the first time."""
        self.context = reader.context
        self.summaries = dict(reader.summaries())
        self.opened.set()

    def _see(self, one: ExaminedReport) -> None:
        if not self.is_read:
            self.summaries[one.path] = one.summary or UNREADABLE

    def read_changed(self, changed: Iterable[Path]) -> list[str] | None:
        """Read the changed reports, or everything where other files changed.

        Returns the paths of the reports that it read; None where nothing of the content changed.

        What is found between reports, and of names, takes longer: `check_across_reports` does it.
        """
        paths = {path for file in changed if (path := self._path(file)) is not None}
        if not paths:
            return None
        are_reports = len(paths) <= _READ_ONE_BY_ONE and all(map(is_in_its_place, paths))
        if self._is_interrupted or not are_reports:
            self.read_all(lambda _: None)
            return sorted(self._examined)
        self._is_interrupted = True
        former = {path: self._entry(path) for path in paths}
        for path in paths:
            if is_plain_file(Path(path)):
                self._read_report(path)
            else:
                self._forget_report(path)
        self._update_errors()
        if not all(self._shown.exchange(former[path], self._entry(path)) for path in paths):
            self._show()
        self._is_interrupted = False
        return sorted(paths)

    def check_across_reports(self) -> bool:
        """Check edited reports against all others; whether that changes any problems."""
        if not (self._edits or self._is_listed_anew):
            return False
        self._is_interrupted, former = True, self._other_problems
        if self._is_listed_anew:
            self._other_problems = problems_beside_reports(self.content, self._options.today)
            self._is_listed_anew = False
        now = self._edits.judged(self._examined, self.context.rule_settings) if self._edits else {}
        is_new = self._other_problems != former or any(
            set(self._report_problems[path]) != set(those) for path, those in now.items()
        )
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
        if not report_of(file.relative_to(self.content).as_posix()):
            if is_plain_file(file) and file.read_bytes() == data:
                return distinct_in_order(settings_problems(file, self.content, self._options.today))
            return self.problems_of(path)
        report_path = ReportPath(file.parts[-3], file.parts[-2], file.stem, file.with_suffix(""))
        one = examine(file, report_path, self.context, data)
        last = (one for one in self.problems_of(path) if one.rule in between_reports())
        return distinct_in_order((*reported(one, one.problems), *last))

    @property
    def reference_data(self) -> ReferenceData:
        """Departments, forms and the day that reports are checked against."""
        return self.context.reference_data

    @property
    def departments(self) -> tuple[Department, ...]:
        """The register."""
        return self.context.departments

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
        full = (
            self.full_entry(one) if path_of(one) in self._public_texts else one
            for one in self._shown.public_today()
        )
        return replace(self.catalogue, public=tuple(full))

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
        if report := report_of(inside.as_posix()):
            return (self.content / report).as_posix()
        path = (self.content / inside).as_posix()
        is_something = os.path.lexists(file) or inside.parts[:1] != ("reports",)
        return path if is_something or self._is_known(path) else None

    def _is_known(self, path: str) -> bool:
        """Whether something that was read, or complained of, lay there or below."""
        known = chain(self._examined, (one.path for one in self._other_problems))
        return any(f"{one}/".startswith(f"{path}/") for one in known)

    def _read_report(self, path: str) -> None:
        file, context = Path(path), self.context
        report_path = ReportPath(file.parts[-3], file.parts[-2], file.stem, file.with_suffix(""))
        one = examine(file, report_path, context)
        if one.public_text:
            self._public_texts[path] = one.public_text
            self._unreadable.discard(path)
        else:
            self._unreadable.add(path)
        one = restored(one, report_path, context, Origin(path, None, b""))._replace(public_text="")
        before = self._examined.get(path)
        self._is_listed_anew |= before is None
        self._edits.note(before, one, self._report_problems.get(path, ()))
        self._examined[path] = _as_shown(one, self._examined)
        self._report_problems[path] = tuple(reported(one, one.problems))
        self.summaries[path] = self._summary(path)

    def _forget_report(self, path: str) -> None:
        self._edits.note(self._examined.pop(path, None), None, ())
        self._is_listed_anew = True
        for known in (self._report_problems, self.summaries, self._public_texts):
            known.pop(path, None)
        self._unreadable.discard(path)

    def _update_errors(self) -> None:
        every = chain(self._other_problems, *self._report_problems.values())
        self.errors = tuple(one for one in every if one.level is Level.ERROR)

    def _show(self) -> None:
        if (self.content / "pages").is_dir():  # without it, MkDocs shows nothing
            entries = (one.entry for one in self._examined.values() if one.entry)
            self._shown.show(self._read, entries)

    def _entry(self, path: str) -> Entry | None:
        return self._examined[path].entry if path in self._examined else None

    @property
    def catalogue(self) -> Catalogue | None:
        """What the site would be if all of it were public; None while there is no site."""
        return self._shown.catalogue

    @property
    def unpublished(self) -> int:
        """How many of the reports that are shown are not public."""
        return self._shown.unpublished


def _as_shown(one: ExaminedReport, former: Mapping[str, ExaminedReport]) -> ExaminedReport:
    """The report; where it cannot be shown, with the entry that was shown before."""
    before = former.get(one.path)
    return one._replace(entry=before.entry) if one.entry is None and before else one

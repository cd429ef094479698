"""Reads a content folder once: a catalogue, or everything that is wrong with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from generator.check import gate
from generator.check.report_checks import ReferenceData
from generator.check.rule_settings import acknowledge, standing_findings
from generator.content import cross_checks, examine_all, public_names
from generator.content.examination import NEVER, CheckContext, ExaminedReport
from generator.content.examination_store import Store
from generator.content.examine_all import Entries, Task
from generator.content.folder import TOP_LEVEL, Folder
from generator.content.register import by_every_name
from generator.content.summaries import UNREAD, Summary
from generator.model.catalogue import Catalogue, HandwrittenPage, in_order
from generator.model.coverage import days_of_judgement
from generator.model.department import Department
from generator.model.form import Form
from generator.model.import_settings import ImportSettings
from generator.model.problems import ContentError, Level, Problem, distinct_in_order, has_errors
from generator.runtime.executors import ExecutorFor, no_executor


@dataclass(frozen=True, slots=True)
class Loaded:
    """The outcome of reading a content folder.

    `catalogue` is None where there are errors: nothing downstream ever sees half of the content;
    and where only problems were asked for.
    """

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]
    report_count: int
    unpublished: int  # how many reports are not public on that day
    holds_until: date  # the next day that makes more public or ends a deadline, or `NEVER`
    department_names: Mapping[str, str]  # short ones, by slug


class ReadOptions(NamedTuple):
    """How content is read: for which day, with the cache of earlier readings or without."""

    today: date
    store: Store | None = None
    executor_for: ExecutorFor = no_executor


class CheckedContent(NamedTuple):
    """Everything that a folder holds, checked; the problems of reports by their paths."""

    context: CheckContext
    examined: Sequence[ExaminedReport]
    pages: tuple[HandwrittenPage, ...]
    page_files: tuple[Path, ...]
    problems: Mapping[str, Sequence[Problem]]

    def catalogue(self, today: date) -> Catalogue | None:
        """What is public on that day; None without a valid `site.yml`."""
        site, departments = self.context.site, self.context.departments
        if site is None:
            return None
        public = [
            replace(one.entry, findings=standing_findings(self.problems.get(one.path, ())))
            for one in self.examined
            if one.entry and one.entry.is_public(today)
        ]
        ordered = in_order(public, departments)
        files = self.page_files
        return Catalogue(site, departments, ordered, self.pages, files, today=today)


class ContentReader:
    """A content folder to be read once; the digests of its files are known from the start.

    Problems are reported of the files whose paths are `wanted`. What did not change since an
    earlier reading comes from the store. Bad content raises nothing, an unreadable disk OSError.
    """

    def __init__(
        self,
        content: Path,
        options: ReadOptions,
        wanted: Callable[[str], bool] = lambda _path: True,
    ) -> None:
        self.folder = Folder(content)
        self.folder.check_folders()
        self._files = examine_all.report_files(content, self.folder.reports())
        self._options, self._wanted = options, wanted

    @property
    def report_count(self) -> int:
        """How many reports there are to read."""
        return len(self._files)

    def fingerprint(self) -> str:
        """SHA-256, in hex, of all that the folder holds."""
        return examine_all.fingerprint(self.folder.content, self._files, self.folder.problems)

    def check(self, progress: Callable[[], None] = lambda: None) -> Loaded:
        """Its problems, without a catalogue; `progress` is called once a report."""
        return self._loaded(self.read(Entries.NONE, progress), None)

    def load(self, progress: Callable[[], None] = lambda: None) -> Loaded:
        """Its problems and the catalogue; `progress` is called once a report."""
        found = self.read(Entries.PUBLIC, progress)
        failed = has_errors(self.folder.problems) or any(map(has_errors, found.problems.values()))
        return self._loaded(found, None if failed else found.catalogue(self._options.today))

    def load_despite_errors(
        self, progress: Callable[[], None] = lambda: None
    ) -> tuple[Loaded, Catalogue | None]:
        """Its problems, and apart from them a catalogue of the reports that have a record.

        To be compared with what was published, errors or not; never to make a site of it.
        """
        found = self.read(Entries.PUBLIC, progress)
        return self._loaded(found, None), found.catalogue(self._options.today)

    @cached_property
    def context(self) -> CheckContext:
        """What all reports are checked against: the few files beside them, read when asked for."""
        return _context(self.folder, self._options.today)

    def summaries(self) -> Mapping[str, Summary]:
        """What the store knows of each report in few words, by path; `UNREAD` where it does not."""
        store = self._options.store
        found = store.read_summaries(self._files) if store else {}
        return {file.as_posix(): found.get(key, UNREAD) for key, (file, _) in self._files.items()}

    def read(
        self,
        entries: Entries,
        progress: Callable[[], None],
        seen: Callable[[ExaminedReport], None] = lambda _: None,
    ) -> CheckedContent:
        """Everything that it holds; `progress` is called once a report.

        `seen` is called with each report that is not in the store, as soon as it is examined.
        """
        found = self.examine(entries, progress, seen)
        return found._replace(problems=self._problems(found.examined))

    def examine(
        self,
        entries: Entries,
        progress: Callable[[], None],
        seen: Callable[[ExaminedReport], None] = lambda _: None,
    ) -> CheckedContent:
        """The same without the problems of reports by path: each report has its own alone."""
        folder, context, (today, store, executor_for) = self.folder, self.context, self._options
        request = examine_all.Request(
            folder.content, self._files, today, store, entries, self._wanted, executor_for, seen
        )
        examined = examine_all.examine_all(request, context, progress)
        pages, page_files = _pages(folder, self._files.values())
        return CheckedContent(context, examined, pages, page_files, {})

    def _problems(self, examined: Sequence[ExaminedReport]) -> Mapping[str, Sequence[Problem]]:
        """The problems of each wanted report: its own and those between reports."""
        found = {one.path: list(one.problems) for one in examined}
        for problem in self._cross_checks(examined):
            found[problem.path].append(problem)
        return {
            one.path: list(reported(one, found[one.path]))
            for one in examined
            if self._wanted(one.path)
        }

    def _cross_checks(self, examined: Sequence[ExaminedReport]) -> Iterable[Problem]:
        """What rules on the whole catalogue find, at least in the reports that are wanted."""
        store, rule_settings = self._options.store, self.folder.rule_settings
        if store:
            content = self.folder.content.as_posix()
            return cross_checks.problems(examined, rule_settings, store, content)
        every = [one.facts for one in examined if one.facts]
        chosen = [one for one in every if self._wanted(one.path)]
        return gate.check_catalogue(every, chosen, rule_settings, cross_checks.reread)

    def _loaded(self, found: CheckedContent, catalogue: Catalogue | None) -> Loaded:
        days = [one.public_from for one in found.examined if one.public_from]
        today, site = self._options.today, found.context.site
        later = [day for day in days if day > today]
        problems = [one for one in self.folder.problems if self._wanted(one.path)]
        for those in found.problems.values():
            problems += those
        # Of another version of the format: what else is found wrong may be right there.
        other_version = [one for one in problems if one.rule == "format-version"]
        return Loaded(
            catalogue,
            distinct_in_order(other_version or problems),
            self.folder.report_count,
            len(later),
            min([*later, *(days_of_judgement(site, today) if site else ())], default=NEVER),
            {one.slug: one.short for one in found.context.departments},
        )


def _context(folder: Folder, today: date) -> CheckContext:
    site, departments = folder.site(), folder.departments(today)
    folder.check_owed(departments)
    reference_data = ReferenceData(by_every_name(departments), folder.forms(), today)
    folder.import_settings(departments, reference_data.forms)
    return CheckContext(reference_data, departments, site, folder.rule_settings)


def _pages(
    folder: Folder, reports: Iterable[Task]
) -> tuple[tuple[HandwrittenPage, ...], tuple[Path, ...]]:
    """The handwritten pages and their pictures; noted is what is wrong with any name, too."""
    pages, page_files = folder.pages()
    folder.refuse_strays(folder.content, TOP_LEVEL)
    folder.problems += public_names.problems(folder, reports, page_files)
    return pages, page_files


def problems_beside_reports(content: Path, today: date) -> tuple[Problem, ...]:
    """What is wrong with all but what reports say: settings, pages, names, files out of place."""
    folder = Folder(content)
    folder.check_folders()
    reports = list(folder.reports())
    _context(folder, today)
    _pages(folder, reports)
    return distinct_in_order(folder.problems)


def load(content: Path, options: ReadOptions) -> Loaded:
    """Read `content`: its problems, and the catalogue of what is public on that day."""
    return ContentReader(content, options).load()


def reported(one: ExaminedReport, problems: Sequence[Problem]) -> Iterable[Problem]:
    """A report's problems as people see them, with what they acknowledged."""
    return acknowledge(one.path, problems, one.acknowledged, is_judged=one.facts is not None)


def load_import_settings(content: Path, today: date) -> ImportSettings:
    """What `import.yml` says. Raises ContentError where it, the register or forms have errors."""
    folder = Folder(content)
    settings = folder.import_settings(folder.departments(today), folder.forms())
    if has_errors(folder.problems):
        raise ContentError(folder.problems)
    return settings


def load_forms(content: Path) -> tuple[Mapping[str, Form], Mapping[str, Sequence[Problem]]]:
    """Forms by id; and the errors of those that have some, by id too, which are not among them."""
    folder = Folder(content)
    forms = folder.forms()
    broken: dict[str, list[Problem]] = {}
    for problem in folder.problems:
        if problem.level is Level.ERROR:
            broken.setdefault(Path(problem.path).name.removesuffix(".yml"), []).append(problem)
    return {one: form for one, form in forms.items() if one not in broken}, broken


def load_register(
    content: Path, today: date
) -> tuple[Mapping[str, Department], Mapping[str, Form]]:
    """Departments by every name, forms by id. Raises ContentError where they have errors."""
    folder = Folder(content)
    departments, forms = folder.departments(today), folder.forms()
    if has_errors(folder.problems):
        raise ContentError(folder.problems)
    return by_every_name(departments), forms

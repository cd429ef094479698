"""`jixiao import`: files of the bureau become drafts; nothing is written over, nothing is lost."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.check import gate, report_checks
from generator.check.report_checks import ReferenceData, ReportPath
from generator.console.command_line import what_failed
from generator.intake import conservation, import_draft
from generator.intake.department_prompt import choose_department
from generator.intake.import_forms import Forms
from generator.intake.import_originals import Original, is_of_same, originals
from generator.intake.import_places import (
    AlreadyThereError,
    Answers,
    Lack,
    NoPlaceError,
    Places,
    Target,
    told_year,
)
from generator.intake.import_reading import (
    Progress,
    Source,
    Told,
    files_in,
    read_sources,
    without_copies,
)
from generator.intake.import_values import DraftValues, draft_values
from generator.intake.new_report import schema_path
from generator.model.department import Department
from generator.model.problems import Level, Problem
from generator.model.report import Report
from generator.recognition.record import Found, LeftOut, RecognisedReport, Sureness
from generator.runtime import clock
from generator.runtime.atomic_folders import write_file
from generator.source.headings import read_report
from generator.source.validation import validate


class ImportOptions(NamedTuple):
    """The options of the command; `asks` is whether there is a person to ask.

    `answers` are what a person told already, report by report.
    """

    department: str | None = None
    year: int | None = None
    is_dry_run: bool = False
    clean: bool = False
    takes_others: bool = False
    asks: bool = False
    answers: Answers = Answers()


@dataclass
class Draft:
    """A draft with all that is known of it; `file` is where it is, or would be in a dry run.

    `problems` are characters that were lost on the way, then what `jixiao check` would refuse.
    """

    file: Path
    source: Source
    report: RecognisedReport
    made: DraftValues
    text: str
    originals: Sequence[Original]
    problems: list[Problem] = field(default_factory=list)
    note: str = ""

    @property
    def sureness(self) -> Counter[Sureness]:
        """How many values are how sure; what is of the program's own is none of them."""
        return Counter(one.sureness for one in self.report.values.values())


@dataclass
class Left:
    """A file, or a report in it, of which no draft was made, and why.

    `name` is that of the report's project, where the file has several. `is_done` is whether that
    was done before. With an answer to what it lacks, `files` can be imported again.
    """

    path: str
    reason: str
    name: str = ""
    is_done: bool = False
    lack: Lack | None = None
    files: Sequence[Path] = ()


@dataclass
class Imported:
    """The outcome of an import. `forms` are those that were put into the content."""

    files: int
    sources: list[Source]
    drafts: list[Draft] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    forms: list[Path] = field(default_factory=list)
    # That the register lacks: by what reports call them, the slug of the one that was told.
    departments: Mapping[str, str] = field(default_factory=dict)
    register: Sequence[Department] = ()

    @property
    def problems(self) -> list[Problem]:
        """Of all files and drafts."""
        found = [one for source in self.sources for one in source.problems]
        return [*found, *(one for draft in self.drafts for one in draft.problems)]

    @property
    def left_out(self) -> Sequence[LeftOut]:
        """What is in no draft by intention."""
        return [one for source in self.sources for report in source.reports
                for one in report.left_out]  # fmt: skip


def import_files(
    content: Path, paths: Sequence[Path], options: ImportOptions, progress: Progress
) -> Imported:
    """Make a draft of each report in the files.

    Raises JixiaoError where an option cannot be used or there is no such file, ContentError where
    the register, a form or `import.yml` has errors.
    """
    forms = Forms(content)
    told = _told(content, forms, options)
    files = files_in(paths, content)
    files, twice = without_copies(files)
    sources = read_sources(files, forms.reference, told, progress)
    work = _Import(content, forms, options, told)
    done = Imported(
        len(files) + len(twice), sources, forms=forms.put, departments=work.places.unknown,
        register=list(dict.fromkeys(forms.departments.values())),
    )  # fmt: skip
    done.left += [Left(one.path, one.failure) for one in sources if one.failure]
    for one, first in twice.items():
        same = f"与 {first.as_posix()} 是同一个文件，只读一次"
        done.left.append(Left(one.as_posix(), same, is_done=True))
    # An earlier year first: the report of a later one gets its slug.
    every = [(source, report) for source in sources for report in source.reports]
    for source, report in sorted(every, key=_year_of):
        work.add(done, source, report)
        progress("放草稿", len(every))
    return done


def _told(content: Path, forms: Forms, options: ImportOptions) -> Told:
    name = None
    if options.department is not None:
        registered = list(dict.fromkeys(forms.departments.values()))
        name = choose_department(content, registered, options.department)[0].name
    return Told(name, told_year(options.year))


def _year_of(one: tuple[Source, RecognisedReport]) -> str:
    year = one[1].values.get(("年度",))
    return year.text if year else ""


class _Import:
    def __init__(self, content: Path, forms: Forms, options: ImportOptions, told: Told) -> None:
        self._content, self._forms, self._options = content, forms, options
        self.places = Places(
            content, forms.departments, told.department, options.asks, options.takes_others,
            options.answers,
        )  # fmt: skip
        self._found: tuple[Source | None, int, Sequence[Original]] = None, 0, ()

    def add(self, done: Imported, source: Source, report: RecognisedReport) -> None:
        """Make the draft of one report, or say why there is none."""
        try:
            draft, target = self._draft(source, report)
        except NoPlaceError as error:
            is_done = isinstance(error, AlreadyThereError)
            files = list(dict.fromkeys(one.file for one in source.origins))
            name = _name_in(source, report)
            done.left.append(Left(source.path, str(error), name, is_done, error.lack, files))
            return
        if not self._options.is_dry_run and (failed := self._put(draft, target)):
            done.left.append(Left(source.path, failed, _name_in(source, report)))
            return
        draft.problems += self._problems(draft, target)
        done.drafts.append(draft)

    def _put(self, draft: Draft, target: Target) -> str:
        """Write the draft with what it needs; why that failed, empty where it did not."""
        try:
            self._forms.provide(_forms_of(draft.made))
            _write(target, draft)
        except OSError as error:
            return what_failed(error).rstrip("。")
        return ""

    def _draft(self, source: Source, report: RecognisedReport) -> tuple[Draft, Target]:
        made = draft_values(report)
        self.places.complete(made, source)
        year = int(made.values["年度",].text[:4])
        files = self._originals(source, year)
        target = self.places.target(made, lambda file: is_of_same(file, files, made))
        ids = self._forms.ids(report, made)
        made.values |= {(key,): _own(one) for key, one in {**ids, "状态": "草稿"}.items()}
        public = [one for one in files if one.data is not None]
        for number, one in enumerate(public):
            made.values["附件", number, "名称"] = _own(one.title)
            made.values["附件", number, "文件"] = _own(one.name)
        schema = schema_path(self._content, target.file.parent)
        names = [one.name for one in source.origins]
        withheld = [(one.title, one.name, one.withheld) for one in files if one.withheld]
        head = import_draft.Head(names, source.missing, withheld, schema)
        text = import_draft.draft_text(made, head)
        lost = conservation.draft_problems(text, target.file.as_posix(), made, report)
        return Draft(target.file, source, report, made, text, files, lost, target.note), target

    def _originals(self, source: Source, year: int) -> Sequence[Original]:
        """Those of a report, found once for all reports of one year in the same file."""
        known, of_year, found = self._found
        if known is not source or of_year != year:
            settings = self._forms.rule_settings
            found = originals(source, settings, year, clean=self._options.clean)
            self._found = source, year, found
        return found

    def _problems(self, draft: Draft, target: Target) -> list[Problem]:
        """What the check refuses in the draft: its form, and what must not be public in it."""
        path = target.file.as_posix()
        source, problems = read_report(draft.text.encode(), path)
        if source is None:
            return []  # told where the draft was read again
        reference = ReferenceData(self._forms.departments, self._forms.every, clock.today())
        year, department = target.file.parts[-3:-1]
        place = ReportPath(year, department, target.file.stem, target.folder)
        _, invalid = validate(source, Report)
        settings = self._forms.rule_settings
        said = gate.check_tree(
            source, gate.shown_texts(source), int(year), settings, disclosure_only=True
        )
        found = [*problems, *invalid, *report_checks.check(source, place, reference), *said]
        # The files of a dry run are not there.
        skipped = ("attachment-missing",) if self._options.is_dry_run else ()
        return [one for one in found if one.level is Level.ERROR and one.rule not in skipped]


def _forms_of(made: DraftValues) -> Mapping[str, str]:
    return {key: made.values[key,].text for key in ("表单", "提纲") if (key,) in made.values}


def _own(text: str) -> Found:
    """A value that the program sets."""
    return Found(text, import_draft.NO_PLACE, "", Sureness.SURE, "")


def _name_in(source: Source, report: RecognisedReport) -> str:
    """The name of the report's project where the file has several."""
    name = report.values.get(("项目名称",))
    return name.text if name and len(source.reports) > 1 else ""


def _write(target: Target, draft: Draft) -> None:
    """Write originals, then the draft: nothing of it is left where that fails."""
    target.file.parent.mkdir(parents=True, exist_ok=True)
    put: list[Path] = []
    try:
        for one in draft.originals:
            if one.data is not None:
                target.folder.mkdir(exist_ok=True)
                file = target.folder / one.name
                write_file(file, one.data, overwrite=False)
                put.append(file)
        write_file(target.file, draft.text, overwrite=False)
    except BaseException:
        for file in put:
            file.unlink(missing_ok=True)
        with suppress(OSError):
            os.rmdir(target.folder)  # noqa: PTH106  it may not be there
        raise

"""A content folder to a catalogue, or to everything that is wrong with it, in one reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.check import gate
from generator.check.report_checks import Surroundings
from generator.content import cross_checks, examine_all
from generator.content.examination import NEVER, Examined, Frame
from generator.content.examination_store import Store
from generator.content.examine_all import Entries
from generator.content.folder import TOP_LEVEL, Folder
from generator.content.register import by_every_name
from generator.model.catalogue import Catalogue, HandwrittenPage, in_order
from generator.model.department import Department
from generator.model.problems import ContentError, Problem, has_errors, sorted_out
from generator.model.report import Outline
from generator.runtime.executors import Hire, nobody
from generator.source.headings import read_report
from generator.source.tree import Source


def _all(_path: str) -> bool:
    return True


def _unheard() -> None:
    """What a reading tells when nobody listens."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The outcome of reading a content folder.

    `catalogue` is None where there are errors: nothing downstream ever sees half of the content;
    and where only problems were asked for.
    `drafts` counts the reports that are not public on that day, `due` is when the next will be.
    """

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]
    reports: int
    drafts: int
    due: date
    names: Mapping[str, str]  # of departments, by their slug


class Reading(NamedTuple):
    """How content is read: on which day, with what earlier readings kept, by whom."""

    today: date
    store: Store | None = None
    workers: Hire = nobody


class Read(NamedTuple):
    """Everything that a folder holds, judged; the problems of reports by their paths."""

    frame: Frame
    examined: Sequence[Examined]
    pages: tuple[HandwrittenPage, ...]
    page_files: tuple[Path, ...]
    problems: Mapping[str, Sequence[Problem]]


class Opened:
    """A content folder whose files are known by their digests, not yet read; read once.

    Problems are told of the files whose paths are `wanted`.
    """

    def __init__(
        self, content: Path, reading: Reading, wanted: Callable[[str], bool] = _all
    ) -> None:
        self.folder = Folder(content)
        self.folder.require_folders()
        self._survey = examine_all.survey(content, list(self.folder.reports()))
        self._reading, self._wanted = reading, wanted

    @property
    def reports(self) -> int:
        """How many reports there are to read."""
        return len(self._survey.tasks)

    def fingerprint(self) -> str:
        """Tells all that the folder holds."""
        return examine_all.fingerprint(self.folder.content, self._survey.keys, self.folder.problems)

    def check(self, advance: Callable[[], None] = _unheard) -> Loaded:
        """Its problems, without a catalogue; `advance` is called once a report."""
        return self._loaded(self.read(Entries.NONE, advance), None)

    def load(self, advance: Callable[[], None] = _unheard) -> Loaded:
        """Its problems and the catalogue; `advance` is called once a report."""
        found = self.read(Entries.PUBLIC, advance)
        grave = has_errors(self.folder.problems) or any(map(has_errors, found.problems.values()))
        return self._loaded(found, None if grave else catalogue(found, self._reading.today))

    def judge(self, advance: Callable[[], None] = _unheard) -> tuple[Loaded, Catalogue | None]:
        """Its problems, and apart from them what is public by the reports that are whole.

        To be compared with what was published, errors or not; never to make a site of it.
        """
        found = self.read(Entries.PUBLIC, advance)
        return self._loaded(found, None), catalogue(found, self._reading.today)

    def read(self, entries: Entries, advance: Callable[[], None] = _unheard) -> Read:
        """Everything that it holds; `advance` is called once a report."""
        folder = self.folder
        site, departments = folder.site(), folder.departments(self._reading.today)
        around = Surroundings(by_every_name(departments), folder.outlines(), self._reading.today)
        frame = Frame(around, departments, site, folder.strictness)
        wish = examine_all.Wish(
            folder.content, self._survey, *self._reading[:2], entries, self._wanted,
            self._reading.workers,
        )  # fmt: skip
        examined = examine_all.examine_all(wish, frame, advance)
        problems = self._judged(examined)
        pages, page_files = folder.pages()
        folder.refuse_strays(folder.content, TOP_LEVEL)
        return Read(frame, examined, pages, page_files, problems)

    def _judged(self, examined: Sequence[Examined]) -> Mapping[str, Sequence[Problem]]:
        """Problems of all reports: their own, those between them, and what people let pass."""
        found = {one.path: list(one.problems) for one in examined}
        for problem in self._between(examined):
            found[problem.path].append(problem)
        return {
            one.path: list(told(one, found[one.path])) for one in examined if self._wanted(one.path)
        }

    def _between(self, examined: Sequence[Examined]) -> Iterable[Problem]:
        """What rules on the whole catalogue find, at least in the reports that are wanted."""
        store, strictness = self._reading.store, self.folder.strictness
        if store:
            return cross_checks.problems(
                examined, strictness, store, str(self.folder.content), again
            )
        every = [one.facts for one in examined if one.facts]
        chosen = [one for one in every if self._wanted(one.path)]
        return gate.of_catalogue(every, chosen, strictness, again)

    def _loaded(self, found: Read, made: Catalogue | None) -> Loaded:
        """What came of it; a report counts as hidden until its day."""
        today = self._reading.today
        later = [one.since for one in found.examined if one.since and one.since > today]
        problems = [one for one in self.folder.problems if self._wanted(one.path)]
        for those in found.problems.values():
            problems += those
        return Loaded(
            made,
            sorted_out(problems),
            self.folder.report_count,
            len(later),
            min(later, default=NEVER),
            {one.slug: one.short for one in found.frame.departments},
        )


def load(content: Path, reading: Reading) -> Loaded:
    """Read `content`; a report is public from its publication date on.

    What did not change since an earlier reading comes from the store. Raises nothing for bad
    content; an unreadable disk is an OSError.
    """
    return Opened(content, reading).load()


def catalogue(found: Read, today: date) -> Catalogue | None:
    """What is public on that day; None without a site."""
    if found.frame.site is None:
        return None
    public = [one.entry for one in found.examined if one.entry and one.entry.is_public(today)]
    ordered = in_order(public, found.frame.departments)
    return Catalogue(
        found.frame.site, found.frame.departments, ordered, found.pages, found.page_files
    )


def told(one: Examined, problems: Sequence[Problem]) -> Iterable[Problem]:
    """A report's problems as people are told them, with what they let pass."""
    judged = one.facts is not None
    return gate.acknowledged(one.path, problems, one.acknowledged, judged=judged)


def again(path: str) -> Source:
    """The tree of a file that was read before."""
    source, _ = read_report(Path(path).read_bytes(), path)
    assert source  # noqa: S101  it was whole then
    return source


def load_register(
    content: Path, today: date
) -> tuple[Mapping[str, Department], Mapping[str, Outline]]:
    """Departments by every name and outlines by id; a ContentError where they cannot be read."""
    folder = Folder(content)
    departments, outlines = folder.departments(today), folder.outlines()
    if has_errors(folder.problems):
        raise ContentError(folder.problems)
    return by_every_name(departments), outlines

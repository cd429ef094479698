"""Two states of a content folder: as it is now, and as a commit has it.

Of the commit only those files are read that differ; the rest is known from the reading of today.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from generator.changes import revisions
from generator.changes.revisions import Revision
from generator.check import gate
from generator.check.rule import CatalogueChange, ReportFacts
from generator.check.selection import report_of
from generator.content.examination import CheckContext, ExaminedReport
from generator.content.examine_all import Entries
from generator.content.full_report import full_entry
from generator.content.loader import CheckedContent, ContentReader, ReadOptions, reported
from generator.model.catalogue import Catalogue, HandwrittenPage, in_order
from generator.model.choices import Status
from generator.model.entry import Entry
from generator.model.problems import JixiaoError, Problem
from generator.runtime.git import objects
from generator.source.headings import read_report
from generator.source.tree import Source

# What every report is read by: where one of these differs, all are read in both states.
_SHARED = ("site.yml", "departments.yml", "forms/", "outlines/")


class Standing(StrEnum):
    """Where a report stands; the value is the word that people read."""

    ABSENT = "没有"
    UNREADABLE = "读不了"
    DRAFT = "草稿"
    DUE = "等到公开日期"
    PUBLIC = "公开"
    WITHDRAWN = "撤回"

    @property
    def has_page(self) -> bool:
        """Whether the site has its page."""
        return self in (Standing.PUBLIC, Standing.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class State:
    """A content folder at one time; paths are below it, wherever its files lie.

    `problems` are those of the paths that are compared; `full` reads all that an entry says.
    """

    folder: Path
    context: CheckContext
    examined: dict[str, ExaminedReport]
    pages: tuple[HandwrittenPage, ...]
    page_files: tuple[Path, ...]
    problems: Mapping[str, Sequence[Problem]]
    full: Callable[[Entry], Entry] = full_entry

    @property
    def today(self) -> date:
        """The day that decides what is public."""
        return self.context.reference_data.today

    def entry(self, path: str) -> Entry | None:
        """The report of a file."""
        found = self.examined.get(path)
        return found.entry if found else None

    def standing(self, path: str) -> Standing:
        """Where the report of a file stands."""
        if path not in self.examined:
            return Standing.ABSENT
        entry = self.examined[path].entry
        if entry is None:
            return Standing.UNREADABLE
        if entry.report.status is Status.DRAFT:
            return Standing.DRAFT
        if not entry.is_public(self.today):
            return Standing.DUE
        return Standing.WITHDRAWN if entry.withdrawn else Standing.PUBLIC

    def catalogue(self, other: "State") -> Catalogue:
        """What is public; a site that is not known here is that of the other state."""
        site, departments = self.context.site or other.context.site, self.context.departments
        assert site  # noqa: S101  that of now is known
        public = [
            one.entry
            for one in self.examined.values()
            if one.entry and one.entry.is_public(self.today)
        ]
        ordered = in_order(public, departments)
        return Catalogue(site, departments, ordered, self.pages, today=self.today)


class Base(NamedTuple):
    """A commit to compare with, the paths that differ, an empty folder for what it has there."""

    revision: Revision
    changed: Sequence[str]
    folder: Path


class Pair(NamedTuple):
    """The state before, the one now, and the paths whose problems were looked for in both."""

    before: State
    now: State
    compared: frozenset[str]


def now_of(
    folder: Path,
    found: CheckedContent,
    others: Iterable[Problem],
    full: Callable[[Entry], Entry] = full_entry,
) -> State:
    """The state of content that was read; `others` are the problems of what is no report."""
    problems = [*others, *(one for those in found.problems.values() for one in those)]
    return State(
        folder, found.context, _by_path(folder, found.examined), found.pages, found.page_files,
        _located(folder, problems), full,
    )  # fmt: skip


def read_now(folder: Path, options: ReadOptions, progress: Callable[[int], None]) -> State:
    """The state of a folder; `progress` is called once a report, with how many there are."""
    reader = ContentReader(folder, options)
    found = reader.read(Entries.ALL, lambda: progress(reader.report_count))
    return now_of(folder, found, reader.folder.problems)


def write_commit(content: Path, blobs: Mapping[str, str], folder: Path) -> None:
    """Write files of a commit, blobs by path, into an empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in zip(blobs, objects(content, blobs.values()), strict=False):
        if data is None:
            raise JixiaoError(f"仓库里缺少 {path} 以前的内容。请运行 git fetch，或 git fsck 看看。")
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def pair(content: Path, base: Base, now: State, options: ReadOptions) -> Pair:
    """Both states, given the one of now."""
    changed = base.changed
    parts = {report_of(path) for path in changed}
    is_all = any(path.startswith(_SHARED) for path in changed)
    blobs = {
        path: blob
        for path, blob in revisions.files(content, base.revision.commit).items()
        if is_all or not path.startswith("reports/") or report_of(path) in parts
    }
    folder = base.folder
    write_commit(content, blobs, folder)
    reader = ContentReader(folder, options)
    found = reader.examine(Entries.ALL, lambda: None)
    if wrong := [one for one in reader.folder.problems if one.rule == "format-version"]:
        raise JixiaoError(
            f"{base.revision}的内容是另一个版本的格式，不能逐项比。{wrong[0].message}"
        )
    examined = _by_path(folder, found.examined)
    if not is_all:
        stayed = {path: one for path, one in now.examined.items() if path[:-4] not in parts}
        examined = stayed | examined
    before = State(folder, found.context, examined, found.pages, found.page_files, {})
    compared = {path for path in before.examined | now.examined if is_all or path[:-4] in parts}
    problems = _located(folder, reader.folder.problems)
    others = set(problems) | set(now.problems) if is_all else set(changed)
    compared |= _concerned(before, now, compared)
    problems = {path: problems[path] for path in problems if path in others}
    problems |= _problems(before, now, compared)
    beside = {path for path in now.problems if f"{report_of(path)}.yml" in compared}
    return Pair(
        replace(before, problems=problems), now, frozenset({*problems, *beside, *others, *compared})
    )


def _concerned(before: State, now: State, changed: set[str]) -> set[str]:
    """Paths of other reports in which rules may find something else now."""
    change = CatalogueChange(
        _facts(now, now.examined.keys() - changed), _facts(before, changed), _facts(now, changed)
    )
    return gate.affected_paths(change, now.context.rule_settings)


def _facts(state: State, paths: Iterable[str]) -> list[ReportFacts]:
    """Facts of reports by their paths below the content folder, the same in both states."""
    found = ((path, state.examined.get(path)) for path in sorted(paths))
    return [one.facts._replace(path=path) for path, one in found if one and one.facts]


def _problems(before: State, now: State, paths: set[str]) -> dict[str, list[Problem]]:
    """What was found wrong before with reports and the files beside them, and between reports."""
    every = _facts(before, before.examined)
    chosen = [one for one in every if one.path in paths]
    found: dict[str, list[Problem]] = defaultdict(list)

    def read(path: str) -> Source:
        folder = before.folder if (before.folder / path).exists() else now.folder
        source, _ = read_report((folder / path).read_bytes(), path)
        assert source  # noqa: S101  it was well-formed when it was read
        return source

    for problem in gate.check_catalogue(every, chosen, before.context.rule_settings, read):
        found[problem.path].append(problem)
    for path in paths & before.examined.keys():
        one = before.examined[path]  # in whichever folder it was read
        folder = Path(one.path.removesuffix(path))
        for place, those in _located(folder, reported(one, one.problems)).items():
            found[place] += those
    return found


def _by_path(folder: Path, examined: Iterable[ExaminedReport]) -> dict[str, ExaminedReport]:
    return {_below(folder, one.path): one for one in examined}


def _located(folder: Path, problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """Problems by path below the folder; what they say of other files is below it, too."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for one in problems:
        path = _below(folder, one.path)
        message = one.message.replace(f"{folder.as_posix()}/", "")
        found[path].append(one._replace(path=path, message=message))
    return dict(found)


def _below(folder: Path, path: str) -> str:
    return path.removeprefix(f"{folder.as_posix()}/")

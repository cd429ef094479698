"""Imports that the desk runs: each in a thread of its own, asked about while it runs and after.

What an import says stays in memory alone: names and phone numbers that were left out are in it.
"""

import re
import secrets
import shutil
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.desk.kept_originals import KeptOriginals
from generator.desk.review import is_asked
from generator.intake import import_summary
from generator.intake.import_places import Answers, Lack
from generator.intake.importing import Draft, Imported, ImportOptions, Left, import_files
from generator.model.problems import JixiaoError, Problem
from generator.recognition.record import LeftOut, Sureness

_MOST = 20  # imports that are remembered


class MadeDraft(NamedTuple):
    """A draft that an import made, as its page lists it."""

    name: str  # of the file in the content
    title: str
    source: str
    sure: int
    unsure: int
    unclassified: int
    notes: Sequence[str]
    withheld: Sequence[tuple[str, str]]  # names of originals, why they are not beside it


class Question(NamedTuple):
    """What is to be told of one or several reports, before they can become drafts."""

    lack: Lack
    about: str  # as people read it
    reports: Sequence[str]


@dataclass
class Run:
    """An import: what it is doing, what came of it."""

    id: str
    folder: Path
    is_running: bool = True
    step: str = "准备"
    done: int = 0
    of: int = 0
    failure: str = ""
    files: int = 0
    drafts: list[MadeDraft] = field(default_factory=list)
    pending: list[Left] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    missing: dict[str, Sequence[str]] = field(default_factory=dict)
    left_out: dict[str, list[LeftOut]] = field(default_factory=dict)
    forms: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_told: bool = False  # whether somebody was led to what came of it
    finished: threading.Event = field(default_factory=threading.Event)

    @property
    def only_draft(self) -> MadeDraft | None:
        """The draft of an import of which nothing else is to be told or asked."""
        others = (self.failure, self.pending, self.left, self.missing, self.problems)
        draft = self.drafts[0] if len(self.drafts) == 1 and not any(others) else None
        return draft if draft and not (draft.notes or draft.withheld) else None

    def progress(self, step: str, of: int) -> None:
        """Another piece of a step is done."""
        self.done = self.done + 1 if step == self.step else 1
        self.step, self.of = step, of

    def shown(self, path: str) -> str:
        """The path, or a text with it, as the sender named it."""
        return path.replace(f"{self.folder.as_posix()}/", "")

    @property
    def questions(self) -> Sequence[Question]:
        """What is to be told, each once."""
        by_lack: dict[Lack, list[str]] = defaultdict(list)
        for one in self.pending:
            assert one.lack  # noqa: S101  or it would not be pending
            name = f"{self.shown(one.path)}（{one.name}）" if one.name else self.shown(one.path)
            by_lack[one.lack].append(name)
        return [Question(lack, self.shown(lack.about), names) for lack, names in by_lack.items()]


class ImportRuns:
    """The imports of one desk, the latest of them; one runs at a time."""

    def __init__(self, content: Path, kept: KeptOriginals) -> None:
        self._content, self._kept = content, kept
        self._runs: dict[str, Run] = {}
        self._one_at_a_time = threading.Lock()

    @staticmethod
    def new_id() -> str:
        """An id that nobody guesses."""
        return secrets.token_hex(8)

    def find(self, id: str) -> Run | None:
        """An import; None where it is not known any more."""
        return self._runs.get(id)

    def start(self, id: str, folder: Path, files: Sequence[Path]) -> None:
        """Import what was uploaded."""
        self._runs[id] = run = Run(id, folder, files=len(files))
        for old in list(self._runs)[:-_MOST]:
            if not self._runs[old].is_running:
                del self._runs[old]
        self._begin(run, files, Answers())

    def go_on(self, run: Run, answers: Answers) -> None:
        """Import what waits for answers; those that still lack something wait again."""
        files = list(dict.fromkeys(file for one in run.pending for file in one.files))
        run.pending, run.is_running, run.step, run.done = [], True, "准备", 0
        run.finished.clear()
        self._begin(run, files, answers)

    def drop(self, run: Run) -> None:
        """What still waits for answers is not imported."""
        for question in run.questions:
            run.left += [(one, "您没有导入它") for one in question.reports]
        run.pending = []
        shutil.rmtree(run.folder, ignore_errors=True)

    def _begin(self, run: Run, files: Sequence[Path], answers: Answers) -> None:
        threading.Thread(target=self._import, args=(run, files, answers), daemon=True).start()

    def _import(self, run: Run, files: Sequence[Path], answers: Answers) -> None:
        options = ImportOptions(answers=answers)
        try:
            with self._one_at_a_time:
                done = import_files(self._content, files, options, run.progress)
                self._kept.keep(self._content, done.drafts)
            self._add(run, done)
        except JixiaoError as error:
            run.failure = run.shown(str(error))
        except Exception as error:  # whatever it is, the page says so
            run.failure = f"程序出错，请把这一行告诉维护人员：{error!r}"
        if not run.pending:
            shutil.rmtree(run.folder, ignore_errors=True)
        run.is_running = False
        run.finished.set()

    def _add(self, run: Run, done: Imported) -> None:
        """What came of it, beside what came of it before the questions."""
        run.drafts += [self._made(run, one) for one in done.drafts]
        run.pending = [one for one in done.left if one.lack]
        known = {one.name for one in run.drafts}
        for one in done.left:
            reason = _without_options(run.shown(one.reason))
            is_ours = one.is_done and any(name in one.reason for name in known)
            if not one.lack and not is_ours:
                run.left.append((run.shown(one.path), reason))
        for source in done.sources:
            if source.missing and not source.failure:
                run.missing[run.shown(source.path)] = source.missing
        run.left_out = defaultdict(list)
        for left in done.left_out:
            run.left_out[left.reason].append(left)
        run.forms += [file.relative_to(self._content).as_posix() for file in done.forms]
        run.problems += [one for one in done.problems if not is_asked(one)]
        run.words = import_summary.unknown_words(done)

    def _made(self, run: Run, draft: Draft) -> MadeDraft:
        values = draft.made.values
        title = next((values[key,].text for key in ("标题", "项目名称") if (key,) in values), "")
        sure = draft.sureness[Sureness.SURE]
        unsure = draft.sureness.total() - sure + len(draft.report.others)
        notes = [one.note for one in draft.originals if one.note]
        return MadeDraft(
            draft.file.relative_to(self._content).as_posix(), title, run.shown(draft.source.path),
            sure, unsure, len(draft.report.unclassified) + len(draft.made.refused),
            [draft.note, *notes] if draft.note else notes,
            [(one.name, one.withheld) for one in draft.originals if one.withheld],
        )  # fmt: skip


def _without_options(reason: str) -> str:
    """A reason without what only the command can do."""
    return re.sub(r"[，。]?[^，。]*--\w+[^。]*", "", reason)

"""All reports of a content folder examined: on all processors, and only those that changed.

What was found in a public report is cached under all that it depends on: the bytes of its file and
of its attachments, the settings and registers, the program. So nothing in the cache is ever out of
date, and it may be deleted at any time or shared between jobs.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum, auto
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from generator.check import correction_checks
from generator.check.report_checks import ReportPath
from generator.content.examination import NEVER, CheckContext, ExaminedReport, examine, restored
from generator.content.examination_store import Store
from generator.content.folder import is_plain_file
from generator.model.entry import Origin
from generator.model.problems import Problem
from generator.runtime import program
from generator.runtime.executors import ExecutorFor

BATCH = 50  # reports that a process takes at a time
STORED_AT_ONCE = 500  # reports whose texts are in memory before they are stored
SECONDS_EACH = 0.003  # that a report takes
READERS = (  # of reports and attachments: another version may read more
    "pydantic", "pydantic-core", "pyyaml", "defusedxml", "olefile", "pypdf", "pypdfium2", "xlrd",
)  # fmt: skip

Task = tuple[Path, ReportPath]
ReportFiles = Mapping[bytes, Task]  # by their keys in the cache


class Entries(Enum):
    """Which reports get an entry."""

    NONE = auto()
    PUBLIC = auto()
    ALL = auto()  # drafts, too: nothing of them is cached


class Request(NamedTuple):
    """What is to be examined; problems are wanted of the files whose paths are `wanted`."""

    content: Path
    files: ReportFiles
    today: date
    store: Store | None
    entries: Entries
    wanted: Callable[[str], bool]
    executor_for: ExecutorFor
    seen: Callable[[ExaminedReport], None] = lambda _: None  # each that is in no store


def report_files(content: Path, tasks: Iterable[Task]) -> ReportFiles:
    """The files with their keys, in the same order; each file is read once for its key."""
    shared = _shared_fingerprint(content)
    return {_key(shared, content, *task): task for task in tasks}


def fingerprint(content: Path, keys: Iterable[bytes], problems: Sequence[Problem]) -> str:
    """SHA-256, in hex, of all that the folder holds; `problems` tell of wrong names."""
    digest = hashlib.sha256(_shared_fingerprint(content) + b"".join(keys))
    digest.update(repr([str(one) for one in problems]).encode("utf-8", "surrogatepass"))
    for folder in (content, content / "pages", content / "outlines", content / "forms"):
        if folder.is_dir():
            digest.update(_fingerprint(folder.iterdir()))
    return digest.hexdigest()


def examine_all(
    request: Request, context: CheckContext, progress: Callable[[], None]
) -> list[ExaminedReport]:
    """Every report, in order; what did not change comes from the store.

    `progress` is called once a report.
    """
    files, store = request.files, request.store
    with_problems = {key: request.wanted(file.as_posix()) for key, (file, _) in files.items()}
    with_entries = request.entries is not Entries.NONE
    content = request.content.as_posix()
    cached = store.read(with_problems, content, listings=with_entries) if store else {}
    if request.entries is Entries.ALL:
        cached = {key: one for key, one in cached.items() if one.public_from != NEVER}
    for _ in cached:
        progress()
    missing = {key: task for key, task in files.items() if key not in cached}
    fresh = _examined(list(missing.values()), context, request.executor_for, progress)

    def finished(key: bytes, one: ExaminedReport) -> ExaminedReport:
        file, report_path = files[key]
        is_cached = key in cached or _may_be_cached(one, request.today)
        one = one._replace(path=file.as_posix(), key=key, is_cached=is_cached)
        if key not in cached:
            request.seen(one)
        origin = Origin(file.as_posix(), store.file if store else None, key)
        return restored(one, report_path, context, origin) if with_entries else one

    # As they come: the others are still being examined meanwhile.
    stored = _stored(zip(missing, fresh, strict=True), request, cached)
    found = {key: finished(key, one) for key, one in stored}
    return [found[key] if key in found else finished(key, cached[key]) for key in files]


def _stored(
    fresh: Iterable[tuple[bytes, ExaminedReport]],
    request: Request,
    used: Mapping[bytes, ExaminedReport],
) -> Iterator[tuple[bytes, ExaminedReport]]:
    """The same reports, stored as they pass; only those that are in no store keep their text."""
    waiting: dict[bytes, ExaminedReport] = {}

    def store(now_used: Iterable[bytes]) -> None:
        if request.store:
            request.store.write(waiting, now_used, request.content.as_posix())
        waiting.clear()

    for key, one in fresh:
        is_cached = _may_be_cached(one, request.today)
        if is_cached:
            waiting[key] = one
        elif one.public_from == NEVER and not one.problems and not one.acknowledged:
            waiting[key] = _FLAWLESS_DRAFT
        if len(waiting) == STORED_AT_ONCE:
            store(())
        keeps_text = request.entries is Entries.ALL and not is_cached
        yield key, one if keeps_text else one._replace(public_text="")
    store(used)


# Of a draft: that there is nothing wrong with it, and not which one it is.
_FLAWLESS_DRAFT = ExaminedReport("", (), None, (), NEVER)


def _may_be_cached(one: ExaminedReport, today: date) -> bool:
    """Whether it is public: a cache goes from job to job, what is not public to nobody.

    What is wrong with a withdrawn report may quote it. And a date that has not come will.
    """
    if any(problem.rule == correction_checks.RULE_ID for problem in one.problems):
        return False
    quotes_nothing = one.facts is not None or not (one.problems or one.acknowledged)
    return quotes_nothing and one.public_from is not None and one.public_from <= today


def _examined(
    tasks: Sequence[Task],
    context: CheckContext,
    executor_for: ExecutorFor,
    progress: Callable[[], None],
) -> Iterator[ExaminedReport]:
    batches = [tasks[start : start + BATCH] for start in range(0, len(tasks), BATCH)]
    executor = executor_for(len(tasks) * SECONDS_EACH)
    work = partial(_examine_batch, context)
    for batch in executor.map(work, batches) if executor else map(work, batches):
        for one in batch:
            yield one
            progress()


def _examine_batch(context: CheckContext, tasks: Sequence[Task]) -> list[ExaminedReport]:
    return [examine(file, report_path, context) for file, report_path in tasks]


def _shared_fingerprint(content: Path) -> bytes:
    """SHA-256 of what all reports depend on: program, libraries, register, forms, settings."""
    made_by = program.fingerprint("model", "source", "check", "content")
    digest = hashlib.sha256(made_by.encode())
    for name in READERS:
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    digest.update(_fingerprint([content / "site.yml", content / "departments.yml"]))
    for folder in (content / "outlines", content / "forms"):
        digest.update(_fingerprint(folder.iterdir() if folder.is_dir() else ()))
    return digest.digest()


def _key(shared: bytes, content: Path, file: Path, report_path: ReportPath) -> bytes:
    """SHA-256 of all that one report depends on."""
    digest = hashlib.sha256(shared)
    digest.update(file.as_posix()[len(content.as_posix()) :].encode(errors="surrogateescape"))
    digest.update(_file_sha256(file))
    if os.path.isdir(report_path.folder):  # noqa: PTH112  asked for ten thousands of them
        digest.update(b"link" if report_path.folder.is_symlink() else b"folder")
        digest.update(_fingerprint(report_path.folder.iterdir()))
    return digest.digest()


def _fingerprint(files: Iterable[Path]) -> bytes:
    """SHA-256 of names, kinds and bytes of files; of a link, that it is one."""
    digest = hashlib.sha256()
    for one in sorted(files):
        name_and_kind = f"\0{one.name}\0{one.is_symlink()}{one.is_dir()}"
        digest.update(name_and_kind.encode(errors="surrogateescape"))
        if is_plain_file(one):
            digest.update(_file_sha256(one))
    return digest.digest()


def _file_sha256(file: Path) -> bytes:
    with open(file, "rb", buffering=0) as opened:  # noqa: PTH123  ten thousands of them
        return hashlib.sha256(opened.readall()).digest()

"""All reports of a content folder examined: on all processors, and only those that changed.

What was found in a public report is kept under all that it rests on: the bytes of its file and of
what rides with it, what surrounds it, the program. So nothing is ever out of date, and what is kept
may be deleted at any time or shared between jobs.
"""

from __future__ import annotations

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
from generator.check.report_checks import Place
from generator.content.examination import NEVER, Examined, Frame, examine, revived
from generator.content.examination_store import Store
from generator.model.catalogue import Origin
from generator.model.problems import Problem
from generator.runtime import program
from generator.runtime.executors import Hire, nobody

BATCH = 50  # reports that a process takes at a time
KEPT_AT_ONCE = 500  # reports whose texts are in memory before they are put away
EACH = 0.003  # seconds that one takes
_AROUND = ("site.yml", "departments.yml", "outlines")  # of the content, what all reports rest on

Task = tuple[Path, Place]


class Survey(NamedTuple):
    """The reports of a content folder, each with what tells all that it rests on."""

    tasks: Sequence[Task]
    keys: Sequence[bytes]


class Entries(Enum):
    """Of which reports there are to be entries."""

    NONE = auto()
    PUBLIC = auto()
    ALL = auto()  # drafts, too: nothing of them is kept


class Wish(NamedTuple):
    """What is to be examined, of what there are to be entries, what is kept of earlier times.

    Problems are told of the files whose paths are `wanted`.
    """

    content: Path
    survey: Survey
    today: date
    store: Store | None
    entries: Entries
    wanted: Callable[[str], bool] = lambda _: True
    workers: Hire = nobody


def survey(content: Path, tasks: Sequence[Task]) -> Survey:
    """Read every file once, for its digest."""
    base = _base(content)
    return Survey(tasks, [_key(base, content, *task) for task in tasks])


def fingerprint(content: Path, keys: Sequence[bytes], problems: Sequence[Problem]) -> str:
    """Tells all that the folder holds: reports by their keys, wrong names, everything else."""
    digest = hashlib.sha256(_base(content) + b"".join(keys))
    digest.update(repr([str(one) for one in problems]).encode("utf-8", "surrogatepass"))
    for folder in (content, content / "pages", content / "outlines"):
        for one in sorted(folder.iterdir()) if folder.is_dir() else ():
            told = f"\0{one.name}\0{one.is_symlink()}{one.is_dir()}"
            digest.update(told.encode(errors="surrogateescape"))
            if one.is_file() and not one.is_symlink():
                digest.update(hashlib.sha256(one.read_bytes()).digest())
    return digest.hexdigest()


def examine_all(wish: Wish, frame: Frame, advance: Callable[[], None]) -> list[Examined]:
    """Every report, in order; what did not change comes from the store.

    `advance` is called once a report.
    """
    content, (tasks, keys), today, store, entries, wanted, workers = wish
    asked = {key: wanted(str(file)) for key, (file, _) in zip(keys, tasks, strict=True)}
    heads = entries is not Entries.NONE
    kept = store.read(asked, str(content), heads=heads) if store else {}
    if entries is Entries.ALL:
        kept = {key: one for key, one in kept.items() if one.since != NEVER}
    missing = [place for place, key in enumerate(keys) if key not in kept]
    for _ in kept:
        advance()
    fresh = _examined([tasks[place] for place in missing], frame, workers, advance)
    numbered = zip((keys[place] for place in missing), fresh, strict=True)
    text_kept = store.file if store else None

    def known(place: int, one: Examined) -> Examined:
        key, (file, where) = keys[place], tasks[place]
        is_kept = key in kept or _is_public(one, today)
        one = one._replace(path=str(file), key=key, kept=is_kept)
        return revived(one, where, frame, Origin(str(file), text_kept, key)) if heads else one

    # As they come: the others are still being read meanwhile.
    come = zip(missing, _put_away(numbered, store, wish, kept), strict=True)
    found = {place: known(place, one) for place, (_, one) in come}
    return [
        found[place] if place in found else known(place, kept[key])
        for place, key in enumerate(keys)
    ]


def _put_away(
    fresh: Iterable[tuple[bytes, Examined]],
    store: Store | None,
    wish: Wish,
    used: Mapping[bytes, Examined],
) -> Iterator[tuple[bytes, Examined]]:
    """What was found; texts only of what is wanted and in no store."""
    waiting: dict[bytes, Examined] = {}

    def write(now_used: Iterable[bytes]) -> None:
        if store:
            store.write(waiting, now_used, str(wish.content))
        waiting.clear()

    for key, one in fresh:
        public = _is_public(one, wish.today)
        if public:
            waiting[key] = one
        elif one.since == NEVER and not one.problems and not one.acknowledged:
            waiting[key] = _NOTHING_TO_TELL
        if len(waiting) == KEPT_AT_ONCE:
            write(())
        keeps = wish.entries is Entries.ALL and not public
        yield key, one if keeps else one._replace(text="")
    write(used)


# Of a draft: that there is nothing wrong with it, and not which one it is.
_NOTHING_TO_TELL = Examined("", (), None, (), NEVER)


def _is_public(one: Examined, today: date) -> bool:
    """Whether it may be kept: a cache goes from job to job, and what is not public to nobody.

    What is wrong with a withdrawn report may quote it. And a date that has not come will.
    """
    if any(problem.rule == correction_checks.RULE for problem in one.problems):
        return False
    quotes_nothing = one.facts is not None or not (one.problems or one.acknowledged)
    return quotes_nothing and one.since is not None and one.since <= today


def _examined(
    tasks: Sequence[Task], frame: Frame, workers: Hire, advance: Callable[[], None]
) -> Iterator[Examined]:
    batches = [tasks[start : start + BATCH] for start in range(0, len(tasks), BATCH)]
    pool = workers(len(tasks) * EACH)
    work = partial(_batch, frame)
    for done in pool.map(work, batches) if pool else map(work, batches):
        for one in done:
            yield one
            advance()


def _batch(frame: Frame, tasks: Sequence[Task]) -> list[Examined]:
    return [examine(file, place, frame) for file, place in tasks]


def _base(content: Path) -> bytes:
    """What all reports rest on: the program, its libraries, the register, outlines, settings."""
    made_by = program.fingerprint("model", "source", "check", "content")
    digest = hashlib.sha256(made_by.encode())
    for name in ("pydantic", "pydantic-core", "pyyaml"):
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    files: list[Path] = []
    for name in _AROUND:
        place = content / name
        files += sorted(place.glob("*")) if place.is_dir() else [place]
    for file in files:
        if file.is_file():
            digest.update(f"{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.digest()


def _key(base: bytes, content: Path, file: Path, place: Place) -> bytes:
    """What one report rests on."""
    digest = hashlib.sha256(base)
    digest.update(str(file)[len(str(content)) :].encode(errors="surrogateescape"))
    digest.update(_bytes(file))
    for one in sorted(place.folder.iterdir()) if os.path.isdir(place.folder) else ():  # noqa: PTH112
        digest.update(f"\0{one.name}\0{one.is_symlink()}".encode(errors="surrogateescape"))
        if one.is_file() and not one.is_symlink():
            digest.update(hashlib.sha256(one.read_bytes()).digest())
    return digest.digest()


def _bytes(file: Path) -> bytes:
    with open(file, "rb", buffering=0) as opened:  # noqa: PTH123  ten thousands of them
        return hashlib.sha256(opened.readall()).digest()

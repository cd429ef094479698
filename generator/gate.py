"""All reports of a content folder examined: on all processors, and only those that changed.

What was found in a report is kept under all that it rests on: the bytes of its file and of what
rides with it, what surrounds it, the program. So nothing is ever out of date, and what is kept may
be deleted at any time or shared between jobs.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from generator.examine import Examined, Frame, examine, revived
from generator.examined_store import Store
from generator.report_checks import Place

PACKAGE = Path(__file__).parent
BATCH = 50  # reports that a process takes at a time
FEW = 300  # reports that one process reads sooner than several have started
_AROUND = ("site.yml", "departments.yml", "outlines")  # of the content, what all reports rest on

Task = tuple[Path, Place]


class Wish(NamedTuple):
    """What is to be examined, what is kept of earlier times; `entries` where they are wanted."""

    content: Path
    tasks: Sequence[Task]
    store: Store | None
    entries: bool


def examine_all(wish: Wish, frame: Frame, advance: Callable[[], None]) -> list[Examined]:
    """Every report, in order; what did not change comes from the store.

    `advance` is called once a report.
    """
    content, tasks, store, entries = wish
    base = _base(content)
    keys = [_key(base, content, *task) for task in tasks]
    kept = store.read(keys, str(content), trees=entries) if store else {}
    missing = [place for place, key in enumerate(keys) if key not in kept]
    for _ in kept:
        advance()
    fresh = _examined([tasks[place] for place in missing], frame, advance)
    found = dict(zip((keys[place] for place in missing), fresh, strict=True))
    if store:
        store.write(found, kept, str(content))
    every = (kept.get(key) or found[key] for key in keys)
    if not entries:
        return list(every)
    return [revived(one, place, frame) for one, (_, place) in zip(every, tasks, strict=True)]


def _examined(
    tasks: Sequence[Task], frame: Frame, advance: Callable[[], None]
) -> Iterator[Examined]:
    if len(tasks) <= FEW:
        for file, place in tasks:
            yield examine(file, place, frame)
            advance()
        return
    batches = [tasks[start : start + BATCH] for start in range(0, len(tasks), BATCH)]
    # Not forked: a bar on the terminal has a thread, and a lock it holds would stay held.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        os.cpu_count(), mp_context=context, initializer=_remember, initargs=(frame,)
    ) as pool:
        for done in pool.map(_batch, batches):
            for one in done:
                yield one
                advance()


_frames: list[Frame] = []  # what a process that works for another was told first


def _remember(frame: Frame) -> None:
    _frames.append(frame)


def _batch(tasks: Sequence[Task]) -> list[Examined]:
    return [examine(file, place, _frames[0]) for file, place in tasks]


def _base(content: Path) -> bytes:
    """What all reports rest on: the program, its libraries, the register, outlines, settings."""
    digest = hashlib.sha256()
    for name in ("pydantic", "pydantic-core", "pyyaml"):
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    files = sorted(PACKAGE.rglob("*.py"))
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
    digest.update(os.path.relpath(file, content).encode(errors="surrogateescape"))
    digest.update(_bytes(file))
    with_it = sorted(place.folder.iterdir()) if place.folder.is_dir() else []
    for one in with_it:
        digest.update(f"\0{one.name}\0{one.is_symlink()}".encode(errors="surrogateescape"))
        if one.is_file() and not one.is_symlink():
            digest.update(hashlib.sha256(one.read_bytes()).digest())
    return digest.digest()


def _bytes(file: Path) -> bytes:
    with open(file, "rb") as opened:  # noqa: PTH123  ten thousands of them
        return hashlib.sha256(opened.read()).digest()

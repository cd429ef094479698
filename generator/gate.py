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

from generator.examine import Examined, Frame, examine
from generator.examined_store import Store
from generator.report_checks import Place

PACKAGE = Path(__file__).parent
BATCH = 50  # reports that a process takes at a time
FEW = 300  # reports that one process reads sooner than several have started
_AROUND = ("site.yml", "departments.yml", "outlines")  # of the content, what all reports rest on

Task = tuple[Path, Place]


def examine_all(
    tasks: Sequence[Task],
    frame: Frame,
    content: Path,
    store: Store | None,
    advance: Callable[[], None],
) -> list[Examined]:
    """Every report, in order; with a store, from there where nothing changed, without entries.

    `advance` is called once a report.
    """
    if store is None:
        return list(_examined(tasks, frame, advance, entries=True))
    base = _base(content)
    keys = [_key(base, content, *task) for task in tasks]
    kept = store.read(keys, str(content))
    missing = [place for place, key in enumerate(keys) if key not in kept]
    for _ in kept:
        advance()
    fresh = _examined([tasks[place] for place in missing], frame, advance, entries=False)
    found = dict(zip((keys[place] for place in missing), fresh, strict=True))
    store.write(found, kept, str(content))
    return [kept.get(key) or found[key] for key in keys]


def _examined(
    tasks: Sequence[Task], frame: Frame, advance: Callable[[], None], *, entries: bool
) -> Iterator[Examined]:
    if len(tasks) <= FEW:
        for file, place in tasks:
            yield _lean(examine(file, place, frame), entries=entries)
            advance()
        return
    batches = [tasks[start : start + BATCH] for start in range(0, len(tasks), BATCH)]
    # Not forked: a bar on the terminal has a thread, and a lock it holds would stay held.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        os.cpu_count(), mp_context=context, initializer=_remember, initargs=(frame, entries)
    ) as pool:
        for done in pool.map(_batch, batches):
            for one in done:
                yield one
                advance()


def _lean(examined: Examined, *, entries: bool) -> Examined:
    return examined if entries else examined._replace(entry=None)


_work: list[tuple[Frame, bool]] = []  # what a process that works for another was told first


def _remember(frame: Frame, entries: bool) -> None:
    _work.append((frame, entries))


def _batch(tasks: Sequence[Task]) -> list[Examined]:
    frame, entries = _work[0]
    return [_lean(examine(file, place, frame), entries=entries) for file, place in tasks]


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

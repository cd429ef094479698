"""Measures open data: all exports from nothing, after one change, with none; `make bench-data`.

    python tools/bench_data.py 10000

The reports are read first, and not measured: only what a build does for the files of open data.
"""

import gc
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from generator.content.examination_store import Store
from generator.content.loader import ReadOptions, load
from generator.data import exports
from generator.demo import corpus
from generator.model.catalogue import Catalogue
from generator.runtime.executors import LazyExecutor

TODAY = date(2026, 11, 30)
FOLDER = Path("build/bench-data")
BOUNDS = {"from nothing": 10.0, "one change": 1.0, "no change": 1.0}


@contextmanager
def measured(what: str, count: int) -> Iterator[None]:
    """Print how long the block took, by the clock and of the processors, beside its bound."""
    before, start = _processor(), time.perf_counter()
    yield
    seconds = time.perf_counter() - start
    bound = f"(bound {BOUNDS[what]:g} s)" if count == 10_000 else ""
    print(f"{what:>14}: {seconds:6.2f} s, {_processor() - before:6.2f} s of processor {bound}")


def _processor() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _read(content: Path) -> Catalogue:
    with LazyExecutor() as executor:
        found = load(content, ReadOptions(TODAY, Store(FOLDER / "check"), executor)).catalogue
    if found is None:
        raise SystemExit("the made-up reports have errors")
    return found


def _write(catalogue: Catalogue) -> None:
    site = FOLDER / "site"
    caches = exports.Caches(*(FOLDER / name for name in ("data", "parts", "bulk")))
    with LazyExecutor() as executor:
        exports.write(catalogue, site, caches, executor)


def main() -> None:
    """Make the reports where they are missing, then measure."""
    gc.set_threshold(70_000, 50, 100)  # as the command does
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    content = FOLDER / f"content-{count}"
    if not content.is_dir():
        corpus.write(content, count, 1, lambda: None)
    for name in ("data", "parts", "bulk", "site"):
        shutil.rmtree(FOLDER / name, ignore_errors=True)
    catalogue = _read(content)
    with measured("from nothing", count):
        _write(catalogue)
    size = sum(one.stat().st_size for one in (FOLDER / "site").rglob("*") if one.is_file())
    print(f"{'size':>14}: {size / 1e6:.0f} MB in {len(list((FOLDER / 'site').rglob('*')))} files")
    shutil.rmtree(FOLDER / "site")
    with measured("no change", count):
        _write(catalogue)
    file = next(Path(one.origin.file) for one in catalogue.current if one.origin)
    former = file.read_bytes()
    file.write_bytes(former + "\n数据说明:\n  - 改了一处。\n".encode())
    try:
        catalogue = _read(content)
    finally:
        file.write_bytes(former)
    shutil.rmtree(FOLDER / "site")
    with measured("one change", count):
        _write(catalogue)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"        memory: {memory / 1024:.0f} MB, {others / 1024:.0f} MB in another process")


if __name__ == "__main__":
    main()

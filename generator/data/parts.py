"""Pieces of the big files: what the reports of one department and year put into each of them.

A big file is its head and pieces, one behind the other. A piece is made again only where one of its
reports changed; what is put together is never in memory as a whole.
"""

import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.data import encoding, report_record, rows
from generator.data.files import CachedFile, cache_name
from generator.model.catalogue import Catalogue
from generator.model.data_tables import FINDINGS, FINDINGS_COUNT, REPORTS, TABLES, Table
from generator.model.entry import Entry
from generator.runtime import cached_files
from generator.runtime.executors import ExecutorFor

FORMATS = ("csv", "jsonl", "xlsx")
SECONDS_EACH = 0.003  # that a report takes
_SUFFIX = ".part"
TABLES_OF_REPORTS = tuple(one for one in TABLES if one.is_of_reports)


class DamagedPartError(Exception):
    """A part is not as it was written: a disk or a hand has changed it."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


class Extent(NamedTuple):
    """Where a piece lies in the file of its part; of a sheet's also what it was before."""

    start: int  # bytes
    length: int
    check: int  # CRC-32
    rows: int
    size: int = 0  # bytes of a sheet's piece before it was compressed
    crc: int = 0  # of the same


class Part(NamedTuple):
    """The pieces of one department and year, in a file of the cache."""

    year: int
    department: str  # its slug
    key: str  # the SHA-256 of its file
    file: str

    @property
    def place(self) -> str:
        """What the ids of its reports begin with: `2021/gonganju`."""
        return f"{self.year}/{self.department}"

    def extents(self) -> Mapping[str, Extent]:
        """Where each piece lies, by the table's name and the format: `reports.csv`.

        Raises DamagedPartError.
        """
        with open(self.file, "rb") as opened:  # noqa: PTH123  hundreds of them, many times
            check, _, head = opened.readline().partition(b" ")
        if check != _check(head):
            raise DamagedPartError(self.file)
        return {name: Extent(*one) for name, one in json.loads(head).items()}

    def read(self, extent: Extent) -> bytes:
        """The bytes of a piece. Raises DamagedPartError."""
        with open(self.file, "rb") as opened:  # noqa: PTH123
            opened.seek(extent.start)
            found = opened.read(extent.length)
        if zlib.crc32(found) != extent.check:
            raise DamagedPartError(self.file)
        return found


class Caches(NamedTuple):
    """Folders of the cache: for records, for parts."""

    records: Path
    parts: Path


class _Job(NamedTuple):
    name: str  # in the cache
    entries: Sequence[Entry]
    records: Sequence[CachedFile]
    base_url: str


def parts(
    catalogue: Catalogue,
    records: Mapping[str, CachedFile],
    caches: Caches,
    executor_for: ExecutorFor,
) -> list[Part]:
    """The parts of all reports, newest year first; only those that changed are made.

    `records` has that of each report by its address.
    """
    caches.parts.mkdir(parents=True, exist_ok=True)
    base_url = catalogue.site.base_url or ""
    jobs = []
    for (slug, year), entries in catalogue.by_department_and_year.items():
        found = [records[report_record.file_address(one)] for one in entries]
        depends_on = [one.sha256 for one in found], [one.findings for one in entries]
        name = cache_name(depends_on) + _SUFFIX
        jobs.append((year, slug, _Job(name, entries, found, base_url)))
    there = cached_files.cached(caches.parts, {job.name for *_, job in jobs})
    missing = [job for *_, job in jobs if job.name not in there]
    executor = executor_for(sum(len(job.entries) for job in missing) * SECONDS_EACH)
    work = partial(_make, caches)
    made = executor.map(work, missing) if executor else map(work, missing)
    there |= {job.name: sha256 for job, sha256 in zip(missing, made, strict=True)}
    folder = os.fspath(caches.parts)
    return [
        Part(year, slug, there[job.name], cached_files.path(folder, job.name, there[job.name]))
        for year, slug, job in jobs
    ]


def _make(caches: Caches, job: _Job) -> str:
    folder = os.fspath(caches.records)
    found = (
        cached_files.load(folder, *record) or report_record.file(entry, job.base_url).make()
        for entry, record in zip(job.entries, job.records, strict=True)
    )
    return cached_files.store(os.fspath(caches.parts), job.name, _encoded(job.entries, found))


def _encoded(entries: Sequence[Entry], records: Iterator[bytes]) -> bytes:
    made: dict[str, list[dict[str, str]]] = {one.name: [] for one in TABLES_OF_REPORTS}
    for entry, record in zip(entries, records, strict=True):
        found = report_record.parsed(record)
        for name in made:
            made[name] += found.get(name, ())
        if not entry.withdrawn:
            made[REPORTS.name][-1][FINDINGS_COUNT] = str(len(entry.findings))
            for row in rows.finding_rows(entry):
                texts = map(str, row)
                made[FINDINGS.name].append(dict(zip(FINDINGS.names, texts, strict=True)))
    pieces, extents = [], {}
    start = 0
    for table in TABLES_OF_REPORTS:
        for form, piece, extent in _pieces(table, made[table.name]):
            extents[f"{table.name}.{form}"] = extent._replace(
                start=start, length=len(piece), check=zlib.crc32(piece)
            )
            pieces.append(piece)
            start += len(piece)
    return _with_head(extents, pieces)


def _pieces(table: Table, objects: Sequence[dict[str, str]]) -> Iterator[tuple[str, bytes, Extent]]:
    count = len(objects)
    found = [list(map(one.get, table.names)) for one in objects]
    yield "csv", encoding.csv_rows(found), Extent(0, 0, 0, count)
    yield "jsonl", encoding.json_lines(table.columns, found), Extent(0, 0, 0, count)
    sheet = encoding.sheet_rows(table.columns, found)
    yield "xlsx", encoding.deflated(sheet), Extent(0, 0, 0, count, len(sheet), zlib.crc32(sheet))


def _with_head(extents: Mapping[str, Extent], pieces: Sequence[bytes]) -> bytes:
    """The pieces behind a line that says where they lie in the whole file."""
    length = 0
    while True:  # the line's own length moves what it tells of
        moved = {name: one._replace(start=one.start + length) for name, one in extents.items()}
        told = json.dumps(moved).encode() + b"\n"
        head = b"%b %b" % (_check(told), told)
        if len(head) == length:
            return b"".join((head, *pieces))
        length = len(head)


def _check(head: bytes) -> bytes:
    return b"%08x" % zlib.crc32(head)

"""What was found in reports, cached from run to run: one SQLite file of JSON, never of code.

Each row carries the digest of what it says: one that a disk or a hand changed counts for nothing.
"""

import hashlib
import json
import os
import re
import sqlite3
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from sys import intern
from threading import get_ident
from typing import Any, NamedTuple

from generator.check.rule import Mention, PackedClauses, ReportFacts
from generator.check.rule_settings import LocatedAcknowledgement
from generator.content.examination import ExaminedReport
from generator.content.summaries import Summary
from generator.model.choices import Status
from generator.model.problems import Level, Problem
from generator.runtime.cached_files import RETENTION_DAYS
from generator.source.tree import FieldPath

_TABLES = """
CREATE TABLE IF NOT EXISTS reports (
  key BLOB PRIMARY KEY, used INTEGER, digests BLOB, summary TEXT, details TEXT, clauses BLOB,
  problems TEXT, listing_text TEXT, public_text TEXT);
CREATE TABLE IF NOT EXISTS cross_checks (
  content TEXT PRIMARY KEY, used INTEGER, keys TEXT, problems TEXT, digests BLOB);
"""
_VERSION = 5  # of the tables
_FORMER_TABLES = ("examined", "judged", "reports", "cross_checks")
_INSERT = "INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_DAY = 86_400  # seconds
_SURROGATE = re.compile("[\ud800-\udfff]")
_MALFORMED = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
)  # what somebody else wrote into the file


class CrossChecked(NamedTuple):
    """What rules found between reports, by path: the keys of all, the problems of most."""

    keys: Mapping[str, bytes]
    problems: Mapping[str, Sequence[Problem]]


class Store:
    """The file. One that is broken, locked or read-only is done without."""

    def __init__(self, folder: Path) -> None:
        self.file = (folder / "examined.sqlite").absolute()

    def read(
        self, keys: Mapping[bytes, bool], content: str, *, listings: bool
    ) -> dict[bytes, ExaminedReport]:
        """Which of these keys are stored, with their reports; paths are put below `content`.

        A key comes with whether its problems are wanted: without them it is read much sooner.
        Listing texts are read where `listings` are wanted, public texts never.
        """
        found: dict[bytes, ExaminedReport] = {}
        listing = "listing_text" if listings else "''"
        full, light = (
            f"SELECT digests, '', details, clauses, {problems}, {listing} "  # noqa: S608
            "FROM reports WHERE key = ?"
            for problems in ("problems", "''")
        )
        with self._tolerant(), closing(self._connected()) as database:
            database.execute("BEGIN")  # locked once, not for each
            for key, with_problems in keys.items():
                row = database.execute(full if with_problems else light, (key,)).fetchone()
                with suppress(*_MALFORMED):
                    if row and _is_whole(key, row, (False, True, True, with_problems, listings)):
                        found[key] = _examined(row[2:], content)
        return found

    def read_summaries(self, keys: Iterable[bytes]) -> dict[bytes, Summary]:
        """What is stored of these keys in few words: read in a fraction of the time of `read`."""
        found: dict[bytes, Summary] = {}
        query = "SELECT digests, summary FROM reports WHERE key = ?"
        with self._tolerant(), closing(self._connected()) as database:
            database.execute("BEGIN")
            for key in keys:
                row = database.execute(query, (key,)).fetchone()
                with suppress(*_MALFORMED):
                    if row and row[1] and _is_whole(key, row, (True,)):
                        title, status, day, has_errors = json.loads(row[1])
                        public_from = date.fromisoformat(day) if day else None
                        found[key] = Summary(title, Status(status), public_from, has_errors)
        return found

    def write(
        self, reports: Mapping[bytes, ExaminedReport], used: Iterable[bytes], content: str
    ) -> None:
        """Store reports, mark others as used, forget what nobody used for `RETENTION_DAYS`."""
        today = int(time.time()) // _DAY
        found = ((key, _columns(one, content)) for key, one in reports.items())
        rows = ((key, today, _digests(key, columns[:-1]), *columns) for key, columns in found)
        with self._tolerant(), closing(self._connected()) as database, database:
            database.executemany(_INSERT, rows)
            last = database.execute("SELECT MIN(used) FROM reports").fetchone()[0]
            if last is not None and last < today:  # once a day
                database.executemany(
                    "UPDATE reports SET used = ? WHERE key = ?", ((today, key) for key in used)
                )
                database.execute("DELETE FROM reports WHERE used < ?", (today - RETENTION_DAYS,))

    def read_cross_checks(self, content: str) -> CrossChecked:
        """What was found between the reports of that folder the last time; empty if not stored."""
        with self._tolerant(), closing(self._connected()) as database:
            query = "SELECT digests, keys, problems FROM cross_checks WHERE content = ?"
            row = database.execute(query, (os.fsencode(content),)).fetchone()
            with suppress(*_MALFORMED):
                if row and row[0] == _digests(os.fsencode(content), row[1:]):
                    keys, problems = json.loads(row[1]), json.loads(row[2])
                    return CrossChecked(
                        {f"{content}/{path}": bytes.fromhex(key) for path, key in keys.items()},
                        {
                            f"{content}/{path}": tuple(_problem(content, *one) for one in those)
                            for path, those in problems.items()
                        },
                    )
        return CrossChecked({}, {})

    def write_cross_checks(self, checked: CrossChecked, content: str) -> None:
        """Store it for the next time."""
        cut = len(content) + 1
        keys = {path[cut:]: key.hex() for path, key in checked.keys.items()}
        problems = {
            path[cut:]: [_problem_columns(one, cut) for one in those]
            for path, those in checked.problems.items()
        }
        today = int(time.time()) // _DAY
        columns = _json(keys), _json(problems)
        row = (os.fsencode(content), today, *columns, _digests(os.fsencode(content), columns))
        with self._tolerant(), closing(self._connected()) as database, database:
            database.execute("INSERT OR REPLACE INTO cross_checks VALUES (?, ?, ?, ?, ?)", row)
            database.execute("DELETE FROM cross_checks WHERE used < ?", (today - RETENTION_DAYS,))

    def _connected(self) -> sqlite3.Connection:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self.file, timeout=5)
        if database.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            for table in _FORMER_TABLES:
                database.execute(f"DROP TABLE IF EXISTS {table}")
            database.execute(f"PRAGMA user_version = {_VERSION}")
        database.executescript(_TABLES)
        return database

    @contextmanager
    def _tolerant(self) -> Iterator[None]:
        """A cache only saves work: nothing that happens to it stops a check."""
        try:
            yield
        except (sqlite3.OperationalError, OSError):
            pass  # locked or read-only
        except sqlite3.DatabaseError:
            with suppress(OSError):
                self.file.unlink()  # broken


def cached_text(store: Path, key: bytes) -> str | None:
    """All that the report of that key says to the public, as JSON; None if it is not stored."""
    try:
        query = "SELECT public_text FROM reports WHERE key = ?"
        row = _read_only(store, get_ident()).execute(query, (key,)).fetchone()
    except sqlite3.Error:
        return None
    return str(row[0]) if row else None


_readers: dict[tuple[Path, int], sqlite3.Connection] = {}


def _read_only(store: Path, thread: int) -> sqlite3.Connection:
    """A thread reads text after text over one connection."""
    if (store, thread) not in _readers:
        address = f"{store.as_uri()}?mode=ro"
        opened = sqlite3.connect(address, uri=True, timeout=5, check_same_thread=False)
        _readers[store, thread] = opened
    return _readers[store, thread]


def close_readers() -> None:
    """Close the files of all stores: Windows removes none that is open."""
    while _readers:
        _readers.popitem()[1].close()


def _columns(one: ExaminedReport, content: str) -> tuple[str, str, bytes, str, str, str]:
    """A row of `reports`, from `summary` on."""
    cut = len(content) + 1
    facts = one.facts and [one.facts.path[cut:], *one.facts[1:-1]]
    public_from = one.public_from and one.public_from.isoformat()
    digests = one.content_digest, one.listing_digest
    details = [one.path[cut:], facts, one.acknowledged, public_from, one.attachments, *digests]
    clauses = one.facts.clauses.numbers.tobytes() if one.facts else b""
    problems = [_problem_columns(problem, cut) for problem in one.problems]
    summary = _summary_text(one.summary) if one.summary else ""
    return summary, _json(details), clauses, _json(problems), one.listing_text, one.public_text


def _summary_text(one: Summary) -> str:
    day = one.publication_date and one.publication_date.isoformat()
    return _json([one.title, one.status, day, one.has_errors])


def _digests(key: bytes, columns: Iterable[str | bytes]) -> bytes:
    """The SHA-256 of each column of a row, one after the other: not all are read each time."""
    return b"".join(_digest(key, one) for one in columns)


def _is_whole(key: bytes, row: Sequence[Any], read: Sequence[bool]) -> bool:
    """Whether the columns that were read, after the digests, are those that were stored."""
    digests, *columns = row
    return all(
        digests[32 * number :][:32] == _digest(key, column)
        for number, (column, is_read) in enumerate(zip(columns, read, strict=True))
        if is_read
    )


def _digest(key: bytes, column: str | bytes) -> bytes:
    """With the row's key: a damaged table may give the row of another."""
    return hashlib.sha256(key + (column if isinstance(column, bytes) else column.encode())).digest()


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    # Names of files that are not UTF-8 have surrogates, which SQLite does not take.
    return text if text.isascii() or not _SURROGATE.search(text) else json.dumps(value)


def _problem_columns(problem: Problem, cut: int) -> list[Any]:
    """What `_problem` makes a problem of again; the path without its first `cut` characters."""
    return [
        problem.path[cut:], problem.line, problem.column, problem.rule, problem.message,
        problem.level.name, problem.length, *([problem.paste] if problem.paste else []),
    ]  # fmt: skip


def _examined(row: tuple[str, bytes, str, str], content: str) -> ExaminedReport:
    path, facts, acknowledged, public_from, attached, full, listing = json.loads(row[0])
    problems = json.loads(row[2]) if row[2] else ()
    return ExaminedReport(
        f"{content}/{path}",
        tuple(_problem(content, *one) for one in problems),
        _facts(content, row[1], *facts) if facts else None,
        tuple(LocatedAcknowledgement(*one) for one in acknowledged),
        date.fromisoformat(public_from) if public_from else None,
        tuple((size, digest) for size, digest in attached),
        content_digest=full,
        listing_digest=listing,
        listing_text=row[3],
    )


@lru_cache(maxsize=4096)
def _heading(*where: str | int) -> FieldPath:
    """One of it, however many reports have it."""
    return where


def _problem(content: str, path: str, *columns: Any) -> Problem:
    line, column, rule, message, level, length, *paste = columns
    place = intern(f"{content}/{path}")  # a report has many
    return Problem(
        place, line, column, intern(rule), message, Level[level], length, paste="".join(paste)
    )


def _facts(content: str, packed: bytes, path: str, *columns: Any) -> ReportFacts:
    department, slug, year, name, headings, mentions = columns
    clauses = array("I")
    clauses.frombytes(packed)
    return ReportFacts(
        f"{content}/{path}", department, slug, year, name,
        tuple(_heading(*where) for where in headings),
        tuple(map(Mention._make, mentions)),
        PackedClauses(clauses),
    )  # fmt: skip

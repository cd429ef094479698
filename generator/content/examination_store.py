"""What was found in reports, kept from run to run: one SQLite file of JSON, nothing in it runs."""

from __future__ import annotations

import json
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

from generator.check.gate import Acknowledged
from generator.check.rule import Clauses, Facts, Mention
from generator.content.examination import Examined
from generator.model.problems import Level, Problem
from generator.runtime.cached_files import KEPT_DAYS
from generator.source.tree import FieldPath

_TABLES = """
CREATE TABLE IF NOT EXISTS examined
(key BLOB PRIMARY KEY, used INTEGER, told TEXT, clauses BLOB, problems TEXT, head TEXT, text TEXT);
CREATE TABLE IF NOT EXISTS judged
(content TEXT PRIMARY KEY, used INTEGER, keys TEXT, found TEXT);
"""
_VERSION = 2  # of the table
_INSERT = "INSERT OR REPLACE INTO examined VALUES (?, ?, ?, ?, ?, ?, ?)"
_DAY = 86_400  # seconds


class Judged(NamedTuple):
    """What was found between reports: by path, the keys of all, the problems of most."""

    keys: Mapping[str, bytes]
    found: Mapping[str, Sequence[Problem]]


class Store:
    """The file; one that is broken, locked or not to be written is done without."""

    def __init__(self, folder: Path) -> None:
        self.file = (folder / "examined.sqlite").absolute()

    def read(
        self, keys: Mapping[bytes, bool], content: str, *, heads: bool
    ) -> dict[bytes, Examined]:
        """What is kept of these keys, with heads if wanted; paths are below `content` again.

        A key is given with whether its problems are wanted: without them it is read much sooner.
        """
        found: dict[bytes, Examined] = {}
        head = "head" if heads else "''"
        whole = f"SELECT told, clauses, problems, {head} FROM examined WHERE key = ?"  # noqa: S608
        light = f"SELECT told, clauses, '', {head} FROM examined WHERE key = ?"  # noqa: S608
        with self._mishaps(), closing(self._connected()) as database:
            database.execute("BEGIN")  # locked once, not for each
            for key, wanted in keys.items():
                row = database.execute(whole if wanted else light, (key,)).fetchone()
                with suppress(ValueError, KeyError, TypeError):  # what somebody else wrote there
                    if row:
                        found[key] = _examined(row, content)
        return found

    def write(self, found: Mapping[bytes, Examined], used: Iterable[bytes], content: str) -> None:
        """Keep what was found, note what was used, forget what nobody used for long."""
        today = int(time.time()) // _DAY
        rows = ((key, today, *_plain(one, content)) for key, one in found.items())
        with self._mishaps(), closing(self._connected()) as database, database:
            database.executemany(_INSERT, rows)
            last = database.execute("SELECT MIN(used) FROM examined").fetchone()[0]
            if last is not None and last < today:  # once a day
                database.executemany(
                    "UPDATE examined SET used = ? WHERE key = ?", ((today, key) for key in used)
                )
                database.execute("DELETE FROM examined WHERE used < ?", (today - KEPT_DAYS,))

    def judged(self, content: str) -> Judged | None:
        """What was found between the reports of that folder when they were judged last."""
        with self._mishaps(), closing(self._connected()) as database:
            query = "SELECT keys, found FROM judged WHERE content = ?"
            row = database.execute(query, (content,)).fetchone()
            with suppress(ValueError, KeyError, TypeError):
                if row:
                    keys = {f"{content}/{path}": bytes.fromhex(key) for path, key in _pairs(row[0])}
                    found = {f"{content}/{path}": those for path, those in _pairs(row[1])}
                    return Judged(keys, {
                        path: tuple(_problem(content, *one) for one in those)
                        for path, those in found.items()
                    })  # fmt: skip
        return None

    def keep_judged(self, judged: Judged, content: str) -> None:
        """Keep it for the next time."""
        cut = len(content) + 1
        keys = {path[cut:]: key.hex() for path, key in judged.keys.items()}
        found = {
            path[cut:]: [[one.path[cut:], *_rest(one)] for one in those]
            for path, those in judged.found.items()
        }
        row = (content, int(time.time()) // _DAY, _json(keys), _json(found))
        with self._mishaps(), closing(self._connected()) as database, database:
            database.execute("INSERT OR REPLACE INTO judged VALUES (?, ?, ?, ?)", row)
            database.execute("DELETE FROM judged WHERE used < ?", (row[1] - KEPT_DAYS,))

    def _connected(self) -> sqlite3.Connection:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self.file, timeout=5)
        if database.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            database.execute("DROP TABLE IF EXISTS examined")
            database.execute(f"PRAGMA user_version = {_VERSION}")
        database.executescript(_TABLES)
        return database

    @contextmanager
    def _mishaps(self) -> Iterator[None]:
        """What is kept is only kept work: nothing that happens to it stops a check."""
        try:
            yield
        except (sqlite3.OperationalError, OSError):
            pass  # locked, or not to be written
        except sqlite3.DatabaseError:
            with suppress(OSError):
                self.file.unlink()  # broken


def kept_text(store: Path, key: bytes) -> str | None:
    """All that the report of that key says, as JSON; None where it is not kept."""
    try:
        row = _readable(store, get_ident()).execute(_TEXT, (key,)).fetchone()
    except sqlite3.Error:
        return None
    return str(row[0]) if row else None


_TEXT = "SELECT text FROM examined WHERE key = ?"


@lru_cache(maxsize=4)
def _readable(store: Path, _thread: int) -> sqlite3.Connection:
    """A thread reads text after text."""
    address = f"{store.as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=5, check_same_thread=False)


def _plain(one: Examined, content: str) -> tuple[str, bytes, str, str, str]:
    """As the table has it: what is told in JSON, clauses packed, problems, head, text."""
    cut = len(content) + 1
    facts = one.facts and [one.facts.path[cut:], *one.facts[1:-1]]
    since = one.since and one.since.isoformat()
    told = [one.path[cut:], facts, one.acknowledged, since, one.files, one.said, one.listed]
    problems = [[problem.path[cut:], *_rest(problem)] for problem in one.problems]
    clauses = one.facts.clauses.tobytes() if one.facts else b""
    return _json(told), clauses, _json(problems), one.head, one.text


def _pairs(text: str) -> Iterable[tuple[str, Any]]:
    found: dict[str, Any] = json.loads(text)
    return found.items()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rest(problem: Problem) -> tuple[Any, ...]:
    return (
        problem.line, problem.column, problem.rule, problem.message, problem.level.name,
        problem.length, *([problem.paste] if problem.paste else []),
    )  # fmt: skip


def _examined(row: tuple[str, bytes, str, str], content: str) -> Examined:
    path, facts, acknowledged, since, files, said, listed = json.loads(row[0])
    problems = json.loads(row[2]) if row[2] else ()
    return Examined(
        f"{content}/{path}",
        tuple(_problem(content, *one) for one in problems),
        _facts(content, row[1], *facts) if facts else None,
        tuple(Acknowledged(*one) for one in acknowledged),
        date.fromisoformat(since) if since else None,
        tuple((size, digest) for size, digest in files),
        said,
        listed,
        row[3],
    )


@lru_cache(maxsize=4096)
def _heading(*where: str | int) -> FieldPath:
    """One of it, however many reports have it."""
    return where


def _problem(content: str, path: str, *rest: Any) -> Problem:
    line, column, rule, message, level, length, *paste = rest
    place = intern(f"{content}/{path}")  # a report has many
    found = Problem(place, line, column, intern(rule), message, Level[level], length)
    return found._replace(paste=paste[0]) if paste else found


def _facts(content: str, packed: bytes, path: str, *rest: Any) -> Facts:
    department, slug, year, name, headings, mentions = rest
    clauses = array("I")
    clauses.frombytes(packed)
    return Facts(
        f"{content}/{path}", department, slug, year, name,
        tuple(_heading(*where) for where in headings),
        tuple(map(Mention._make, mentions)),
        Clauses(clauses),
    )  # fmt: skip

"""What was found in reports, kept from run to run: one SQLite file of JSON, nothing in it runs."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from generator.caches import KEPT_DAYS
from generator.examine import Examined
from generator.problems import Level, Problem
from generator.review import Acknowledged
from generator.rule import Clause, Facts, Mention

_TABLE = """
CREATE TABLE IF NOT EXISTS examined (key BLOB PRIMARY KEY, used INTEGER, found TEXT, tree TEXT)
"""
_DAY = 86_400  # seconds


class Store:
    """The file; one that is broken, locked or not to be written is done without."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "examined-2.sqlite"

    def read(self, keys: Sequence[bytes], content: str, *, trees: bool) -> dict[bytes, Examined]:
        """What is kept of these keys, with trees if wanted; paths are below `content` again."""
        found: dict[bytes, Examined] = {}
        query = f"SELECT found, {'tree' if trees else '0'} FROM examined WHERE key = ?"  # noqa: S608
        with self._mishaps(), closing(self._connected()) as database:
            for key in keys:
                row = database.execute(query, (key,)).fetchone()
                with suppress(ValueError, KeyError, TypeError):  # what somebody else wrote there
                    if row:
                        one = _examined(json.loads(row[0]), content)
                        found[key] = one._replace(tree=row[1]) if trees else one
        return found

    def write(self, found: Mapping[bytes, Examined], used: Iterable[bytes], content: str) -> None:
        """Keep what was found, note what was used, forget what nobody used for long."""
        today = int(time.time()) // _DAY
        rows = [
            (key, today, json.dumps(_plain(one, content), ensure_ascii=False), one.tree)
            for key, one in found.items()
        ]
        with self._mishaps(), closing(self._connected()) as database, database:
            database.executemany("INSERT OR REPLACE INTO examined VALUES (?, ?, ?, ?)", rows)
            database.executemany(
                "UPDATE examined SET used = ? WHERE key = ? AND used < ?",
                ((today, key, today) for key in used),
            )
            database.execute("DELETE FROM examined WHERE used < ?", (today - KEPT_DAYS,))

    def _connected(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._file, timeout=5)
        database.execute(_TABLE)
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
                self._file.unlink()  # broken


def _plain(one: Examined, content: str) -> list[Any]:
    cut = len(content) + 1
    problems = [[problem.path[cut:], *_rest(problem)] for problem in one.problems]
    facts = one.facts and [one.facts.path[cut:], *one.facts[1:]]
    since = one.since and one.since.isoformat()
    return [one.path[cut:], problems, facts, one.acknowledged, since, one.digest]


def _rest(problem: Problem) -> tuple[Any, ...]:
    return (
        problem.line, problem.column, problem.rule, problem.message, problem.level.name,
        problem.length,
    )  # fmt: skip


def _examined(row: list[Any], content: str) -> Examined:
    path, problems, facts, acknowledged, since, digest = row
    return Examined(
        f"{content}/{path}",
        tuple(_problem(content, *one) for one in problems),
        _facts(content, *facts) if facts else None,
        tuple(Acknowledged(*one) for one in acknowledged),
        date.fromisoformat(since) if since else None,
        digest,
    )


def _problem(content: str, path: str, *rest: Any) -> Problem:
    line, column, rule, message, level, length = rest
    return Problem(f"{content}/{path}", line, column, rule, message, Level[level], length)


def _facts(content: str, path: str, *rest: Any) -> Facts:
    department, slug, year, name, headings, mentions, clauses = rest
    return Facts(
        f"{content}/{path}", department, slug, year, name,
        tuple(tuple(where) for where in headings),
        tuple(map(Mention._make, mentions)),
        tuple(map(Clause._make, clauses)),
    )  # fmt: skip

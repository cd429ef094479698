"""One SQLite file of all tables: made anew, or of the last one where little changed.

Its bytes depend on what is in it alone: rows lie in the order of their keys, and `VACUUM` writes
them so, whether they came one by one or all at once.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

from generator.data.encoding import FIGURES_AS_TEXT
from generator.data.files import cache_name
from generator.data.parts import TABLES_OF_REPORTS, Part
from generator.model.data_tables import DEPARTMENTS, TABLES, Table
from generator.runtime.atomic_folders import write_file

_TYPES = {"text": "TEXT", "date": "TEXT", "integer": "INTEGER", "number": "NUMERIC"}
_COLUMNS = 'CREATE TABLE "columns" ("表" TEXT, "列" TEXT, "类型" TEXT, "单位" TEXT, "说明" TEXT,' \
    ' "报告里的键" TEXT, PRIMARY KEY ("表", "列")) WITHOUT ROWID'  # fmt: skip

_PROGRAM = "the tables of the database"  # what a name in the cache tells of the program


def write(
    target: str, parts: Sequence[Part], departments: Sequence[Sequence[object]], note: Path
) -> None:
    """Write the database to a file that is not there yet.

    `note` is a file of the cache that knows the last one; `remember` writes it.
    """
    working = f"{target}.rows"
    try:
        there = _copied_last(note, working)
        if there is None:
            Path(working).unlink(missing_ok=True)
        with closing(sqlite3.connect(working, isolation_level=None)) as connection:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
            if there is None:
                _create(connection)
            _exchange(connection, there or {}, parts)
            _fill(connection, DEPARTMENTS, departments)
            connection.execute("COMMIT")
            connection.execute("PRAGMA schema_version = 1")  # it counts how often it was changed
            # As bytes: the name of a folder need not be UTF-8.
            connection.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(target),))
    finally:
        Path(working).unlink(missing_ok=True)


def remember(note: Path, sha256: str, parts: Iterable[Part]) -> None:
    """Put down which parts are in the database that was made, whose SHA-256 that is."""
    known = {one.place: one.key for one in parts}
    found = {"program": cache_name(_PROGRAM), "sha256": sha256, "parts": known}
    write_file(note, json.dumps(found))


def _copied_last(note: Path, copy: str) -> Mapping[str, str] | None:
    """Copy the last one; the key of each part in it, by year and department.

    None where there is none, or the copy is not as it was made: another build with this cache may
    remove it at any moment.
    """
    with suppress(OSError, ValueError, KeyError, TypeError, StopIteration):
        found = json.loads(note.read_bytes())
        if found["program"] != cache_name(_PROGRAM):  # its tables may have had other columns
            return None
        shutil.copyfile(next(note.parent.glob(f"*-{found['sha256']}.sqlite")), copy)
        with open(copy, "rb") as opened:  # noqa: PTH123
            if hashlib.file_digest(opened, "sha256").hexdigest() == found["sha256"]:
                return dict(found["parts"])
    return None


def _create(connection: sqlite3.Connection) -> None:
    for table in TABLES:
        connection.execute(_statement(table))
    connection.execute(_COLUMNS)
    rows = [
        (table.name, one.name, one.kind, one.unit, one.description, one.field)
        for table in TABLES
        for one in table.columns
    ]
    connection.executemany('INSERT INTO "columns" VALUES (?, ?, ?, ?, ?, ?)', rows)


def _statement(table: Table) -> str:
    lines = [
        f'"{one.name}" {_TYPES[one.kind]}{" NOT NULL" if one.required else ""}'
        for one in table.columns
    ]
    lines.append(f"PRIMARY KEY ({_names(table.key)})")
    lines += [
        f'FOREIGN KEY ({_names(own)}) REFERENCES "{other}" ({_names(theirs)})'
        for own, other, theirs in table.references
    ]
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + "\n) WITHOUT ROWID"


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{one}"' for one in columns)


def _exchange(
    connection: sqlite3.Connection, there: Mapping[str, str], parts: Sequence[Part]
) -> None:
    """Take out the parts that are not the same any more, put in those that are missing."""
    now = {one.place: one for one in parts}
    for place, key in there.items():
        if place not in now or now[place].key != key:
            for table in TABLES_OF_REPORTS:
                # All that begins with the place and a slash: a zero is what comes after a slash.
                connection.execute(
                    f'DELETE FROM "{table.name}" WHERE "报告" >= ? AND "报告" < ?',  # noqa: S608
                    (f"{place}/", f"{place}0"),
                )
    for place, part in now.items():
        if there.get(place) != part.key:
            _insert_part(connection, part)


def _insert_part(connection: sqlite3.Connection, part: Part) -> None:
    extents = part.extents()
    for table in TABLES_OF_REPORTS:
        # No text has a line feed of its own: it is escaped.
        lines = part.read(extents[f"{table.name}.jsonl"]).decode().rstrip("\n").replace("\n", ",")
        objects: list[dict[str, str]] = FIGURES_AS_TEXT.decode(f"[{lines}]")
        _insert(connection, table, (list(map(one.get, table.names)) for one in objects))


def _fill(connection: sqlite3.Connection, table: Table, rows: Iterable[Sequence[object]]) -> None:
    connection.execute(f'DELETE FROM "{table.name}"')  # noqa: S608
    _insert(connection, table, rows)


def _insert(connection: sqlite3.Connection, table: Table, rows: Iterable[Sequence[object]]) -> None:
    marks = ", ".join("?" * len(table.columns))
    connection.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)  # noqa: S608

"""The big files of open data: all years and each year, as CSV, JSON Lines, Excel, SQLite.

Each is put together of the parts, and cached: only those that a changed part is in are made again.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.data import data_catalogue, database, encoding, package, rows, workbook
from generator.data.files import cache_name
from generator.data.parts import Extent, Part
from generator.model.catalogue import Catalogue
from generator.model.data_tables import DEPARTMENTS, TABLES, Table
from generator.model.site import Site
from generator.pages.data_page import ALL, DATABASE, FOLDER, NOTES
from generator.pages.data_page import workbook as workbook_name
from generator.runtime import cached_files

_FRAME = ".frame"  # of workbooks, in the cache


class _Scope(NamedTuple):
    """All years or one: the folder of its files below `data/`, what of the reports is in them."""

    name: str
    title: str
    parts: Sequence[Part]


class _Tables(NamedTuple):
    """What the tables of a scope are put together of."""

    extents: Mapping[str, Mapping[str, Extent]]  # of each part, by its key
    departments: Sequence[Sequence[encoding.Text]]

    def pieces(self, scope: _Scope, table: Table, form: str) -> Iterator[bytes]:
        """The rows of a table in a format, part by part."""
        name = f"{table.name}.{form}"
        if table is DEPARTMENTS:
            found, is_csv = self.departments, form == "csv"
            yield encoding.csv_rows(found) if is_csv else encoding.json_lines(table.columns, found)
        else:
            for part in scope.parts:
                yield part.read(self.extents[part.key][name])

    def sheets(self, scope: _Scope) -> Iterator[workbook.Sheet]:
        """Every table as sheets of a workbook."""
        for table in TABLES:
            if table is DEPARTMENTS:
                found = encoding.sheet_rows(table.columns, self.departments)
                made = [workbook.plain(found)._replace(rows=len(self.departments))]
            else:
                made = [self._sheet_piece(part, table) for part in scope.parts]
            yield from workbook.sheets(table, made)

    def _sheet_piece(self, part: Part, table: Table) -> workbook.Piece:
        one = self.extents[part.key][f"{table.name}.xlsx"]
        return workbook.Piece(partial(part.read, one), one.length, one.size, one.crc, one.rows)


class _Files:
    """Puts files into the site by way of the cache, which keeps no others of their kind."""

    def __init__(self, cache: Path, site: Path) -> None:
        cache.mkdir(parents=True, exist_ok=True)
        self._cache, self._site = os.fspath(cache), site
        self._there = cached_files.cached(cache)
        self._wanted: set[str] = set()
        self.digests: dict[str, str] = {}

    def put(self, address: str, depends_on: object, write: Callable[[str], None]) -> None:
        """Place the file at an address; where the cache has it not, `write` writes it at a path."""
        name = cache_name((address, depends_on)) + Path(address).suffix
        target = self._site / address
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = self._there.get(name) or self._made(name, write)
        try:
            cached_files.place(self._cache, name, digest, os.fspath(target))
        except FileNotFoundError:  # another build with this cache has others in its place
            digest = self._made(name, write)
            cached_files.place(self._cache, name, digest, os.fspath(target))
        self.digests[address] = digest
        self._wanted.add(cached_files.path(self._cache, name, digest))

    def put_pieces(self, address: str, depends_on: object, pieces: Iterable[bytes]) -> None:
        """The same of a file that comes in pieces."""

        def write(path: str) -> None:
            with open(path, "wb") as opened:  # noqa: PTH123
                opened.writelines(pieces)

        self.put(address, depends_on, write)

    def frame(self, of: workbook.Frame) -> bytes:
        """The frame of workbooks, which is the same for every year and after most changes."""
        name = cache_name(of) + _FRAME
        with suppress(FileNotFoundError):  # another build with this cache may remove it
            if name in self._there:
                found = cached_files.load(self._cache, name, self._there[name])
                if found is not None:
                    return found
        made = workbook.make_frame(of)
        self._there[name] = cached_files.store(self._cache, name, made)
        return made

    def path(self, address: str) -> Path:
        """Where a file of the site lies."""
        return self._site / address

    def forget_others(self) -> None:
        """Remove what earlier builds left: for each change, all of it again would fill a disk."""
        for one in os.scandir(self._cache):
            is_left = one.path not in self._wanted and not one.name.endswith(_FRAME)
            if is_left and cached_files.is_finished(one.name):
                Path(one.path).unlink(missing_ok=True)

    def _made(self, name: str, write: Callable[[str], None]) -> str:
        fresh = f"{self._cache}/.new-{os.urandom(8).hex()}"
        try:
            write(fresh)
            return cached_files.store_file(self._cache, name, fresh)
        except BaseException:
            Path(fresh).unlink(missing_ok=True)
            raise


def write(catalogue: Catalogue, parts: Sequence[Part], site: Path, cache: Path) -> dict[str, str]:
    """Put all of them into the site; path to SHA-256 of each."""
    files = _Files(cache, site)
    tables = _Tables({one.key: one.extents() for one in parts}, rows.department_rows(catalogue))
    scopes = [_Scope(ALL, "全部年度", parts)]
    for year in catalogue.by_year:
        scopes.append(_Scope(str(year), f"{year} 年度", [one for one in parts if one.year == year]))
    for scope in scopes:
        _write_scope(catalogue, scope, files, tables)
    note = cache / "database.json"
    depends_on = [one.key for one in parts], tables.departments
    files.put(
        DATABASE,
        depends_on,
        lambda path: database.write(path, parts, tables.departments, note),
    )
    database.remember(note, files.digests[DATABASE], parts)
    for address, data in data_catalogue.documents(catalogue, *_of_all_years(tables, files)):
        files.put_pieces(address, data, [data])
    files.forget_others()
    return files.digests


def _of_all_years(
    tables: _Tables, files: _Files
) -> tuple[dict[str, int], dict[str, list[data_catalogue.File]]]:
    """Of each table how many rows it has, and in which files of all years it is."""
    counts, found = {DEPARTMENTS.name: len(tables.departments)}, {}
    folder = f"{FOLDER}/{ALL}"
    for table in TABLES:
        name = table.name
        if table is not DEPARTMENTS:
            counts[name] = sum(one[f"{name}.csv"].rows for one in tables.extents.values())
        addresses = {
            "CSV": f"{folder}/{name}.csv",
            "JSON Lines": f"{folder}/{name}.jsonl",
            "XLSX": f"{folder}/{workbook_name(ALL)}",
            "SQLite": DATABASE,
        }
        found[name] = [
            data_catalogue.File(form, one, files.path(one).stat().st_size, files.digests[one])
            for form, one in addresses.items()
        ]
    return counts, found


def _write_scope(catalogue: Catalogue, scope: _Scope, files: _Files, tables: _Tables) -> None:
    folder = f"{FOLDER}/{scope.name}"
    keys = [one.key for one in scope.parts]
    for table in TABLES:
        depends_on = (table, tables.departments if table is DEPARTMENTS else keys)
        for form, head in (("csv", encoding.csv_head(table.names)), ("jsonl", b"")):
            pieces = _whole(head, tables.pieces(scope, table, form))
            files.put_pieces(f"{folder}/{table.name}.{form}", depends_on, pieces)
    notes = _notes(catalogue.site, scope)
    files.put(
        f"{folder}/{workbook_name(scope.name)}",
        (keys, tables.departments, notes),
        partial(_write_workbook, notes, scope, tables, files),
    )
    resources = {
        table.name: package.Resource(
            table,
            files.path(f"{folder}/{table.name}.csv").stat().st_size,
            files.digests[f"{folder}/{table.name}.csv"],
        )
        for table in TABLES
    }
    text = package.text(catalogue, scope.name, scope.title, list(resources.values()))
    files.put_pieces(f"{folder}/datapackage.json", text, [text.encode()])


def _notes(site: Site, scope: _Scope) -> tuple[str, ...]:
    return (
        f"{site.name}：{scope.title}",
        f"来源：{site.organiser}{f'，{site.base_url}' if site.base_url else ''}",
        *NOTES,
    )


def _write_workbook(
    notes: Sequence[str], scope: _Scope, tables: _Tables, files: _Files, path: str
) -> None:
    sheets = list(tables.sheets(scope))
    frame = files.frame(workbook.frame_of(sheets, notes))
    with open(path, "wb") as opened:  # noqa: PTH123
        workbook.write(opened, sheets, notes, frame)


def _whole(head: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What a file begins with, then the rest; a file without any row is an empty line.

    One without a byte is what a power failure leaves: no cache would keep it.
    """
    yield head
    is_empty = not head
    for piece in pieces:
        is_empty &= not piece
        yield piece
    if is_empty:
        yield b"\n"

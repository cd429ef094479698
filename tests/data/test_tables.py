"""The files of open data say what the reports say: each cell, in each format, each year."""

import csv
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from frictionless import Package

from generator.model.data_tables import NUMBER, PROJECT, REPORT, TABLES, Table
from generator.model.record_columns import Column

pytestmark = pytest.mark.slow("reads the site of 300 reports")

YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
ROWS = {  # of a report's JSON file, what makes the rows of a table
    "indicators": ("指标",),
    "fund_sources": ("资金", "来源"),
    "year_funds": ("资金", "分年度"),
    "allocations": ("资金", "下达文件"),
    "goals": ("年度目标",),
}


@pytest.fixture(scope="module")
def data(demo: Path) -> Path:
    return demo / "site/data"


@pytest.fixture(scope="module")
def records(demo: Path) -> dict[str, dict[str, Any]]:
    """Each report's own JSON file by its id."""
    found = {}
    for file in sorted((demo / "site/reports").glob("*/*/*/*.json")):
        record = json.loads(file.read_text("utf-8"))
        found[record["网址"].removeprefix("reports/").strip("/")] = record
    return found


def read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def parts(record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The report and each project that it covers, by the number that its rows have."""
    yield "", record
    for number, project in enumerate(record.get("包含项目", ()), 1):
        unit = project.get("资金", {}).get("单位") or record.get("资金", {}).get("单位")
        yield str(number), {**project, "资金": {**project.get("资金", {}), "单位": unit}}


def at(record: Any, path: Sequence[str]) -> Any:
    for key in path:
        record = record.get(key, {}) if isinstance(record, Mapping) else {}
    return record


def printed(value: str, unit: str | None) -> str:
    return value if value.endswith("元") or not unit else f"{value} {unit}"


def in_yuan(value: str, unit: str | None) -> Decimal | None:
    number, _, own = value.partition(" ")
    return Decimal(number.replace(",", "")) * YUAN[own or unit or ""] if own or unit else None


def agrees(cell: str, column: Column, value: Any, unit: str | None) -> bool:
    """Whether a cell says what the report's JSON file has under the key of its column."""
    if value in ({}, None, "/", "—", "-"):
        return not cell
    name = column.name
    if name.endswith("（元）"):
        exact = in_yuan(value, unit)
        return Decimal(cell) == exact if exact is not None else not cell
    text = str(value)
    if f"{name}（元）" in AMOUNTS:
        text = printed(text, unit)
    elif f"{name}（ISO）" in AMOUNTS:
        text = "".join(
            f"{int(part)}{sign}" for part, sign in zip(text.split("-"), "年月日", strict=False)
        )
    elif column.unit == "%":
        text = text.removesuffix("%")
    return cell.removeprefix("'") == text


AMOUNTS = {one.name for table in TABLES for one in table.columns}


def differing(
    table: Table, row: Mapping[str, str], part: Any, prefix: str, unit: str | None
) -> Iterator[str]:
    for column in table.columns:
        if (
            column.field
            and column.field.startswith(prefix)
            and column.name not in ("部门", "标题", "状态")
        ):
            value = at(part, column.field.removeprefix(prefix).split("."))
            if not agrees(row[column.name], column, value, unit):
                yield f"{row[REPORT]} {column.name}: {row[column.name]!r} is not {value!r}"


def test_each_report_has_its_row_and_each_cell_is_what_it_states(
    data: Path, records: dict[str, dict[str, Any]]
) -> None:
    found = read_csv(data / "all/reports.csv")
    assert [row[REPORT] for row in found if row["状态"] == "公开"]
    assert {row[REPORT] for row in found} == records.keys()
    table = next(one for one in TABLES if one.name == "reports")
    wrong = [
        one
        for row in found
        if row["状态"] == "公开"
        for one in differing(
            table, row, records[row[REPORT]], "", at(records[row[REPORT]], ["资金", "单位"]) or None
        )
    ]
    assert wrong == []
    # "50.00" stays so, and what is not stated is no zero.
    assert any(row["得分"].endswith("0") and "." in row["得分"] for row in found)
    assert any(row["全年预算"] == "" for row in found)


@pytest.mark.parametrize("name", ROWS)
def test_each_row_of_a_report_is_a_row_of_the_table(
    data: Path, records: dict[str, dict[str, Any]], name: str
) -> None:
    table = next(one for one in TABLES if one.name == name)
    rows: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in read_csv(data / f"all/{name}.csv"):
        rows.setdefault((row[REPORT], row[PROJECT]), []).append(row)
    count = 0
    wrong: list[str] = []
    prefix = ".".join(ROWS[name]) + "."
    for report, record in records.items():
        for number, part in parts(record):
            stated = list(at(part, ROWS[name]) or ()) if record["状态"] == "公开" else []
            if name == "fund_sources":
                stated += [
                    one
                    for year in at(part, ["资金", "分年度"]) or ()
                    for one in year.get("来源", ())
                ]
            found = rows.pop((report, number), [])
            assert len(found) == len(stated), (report, number)
            count += len(found)
            unit = at(part, ["资金", "单位"]) or None
            for row, one in zip(found, stated, strict=True):
                wrong += differing(table, row, one, prefix, unit)
    assert wrong == []
    assert rows == {}
    assert count


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_all_formats_say_the_same(data: Path, table: Table) -> None:
    from_csv = [
        [cell.removeprefix("'") if column.kind == "text" else cell for cell, column in
         zip(row.values(), table.columns, strict=True)]
        for row in read_csv(data / f"all/{table.name}.csv")
    ]  # fmt: skip
    lines = (data / f"all/{table.name}.jsonl").read_text("utf-8").split("\n")
    objects = [json.loads(line, parse_float=str, parse_int=str) for line in lines if line]
    assert from_csv == [[one.get(name, "") for name in table.names] for one in objects]
    with closing(sqlite3.connect(data / "all/jixiao.sqlite")) as database:
        columns = ", ".join(f'"{one}"' for one in table.names)
        stored = database.execute(f"SELECT {columns} FROM {table.name}").fetchall()
    assert sorted(map(_values, stored)) == sorted(map(_values, from_csv))


def _values(row: Sequence[object]) -> list[str]:
    """Figures by their value: `50.00` is 50 in a database."""
    found = []
    for cell in row:
        text = "" if cell is None else str(cell)
        try:
            found.append(f"{Decimal(text).normalize():f}")
        except ArithmeticError:
            found.append(text)
    return found


def test_a_workbook_has_all_tables_as_a_sheet_shows_them(data: Path) -> None:
    file = next((data / "2024").glob("*.xlsx"))
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["说明", *(table.title for table in TABLES)]
    explained = [row for row in book["说明"].iter_rows(values_only=True) if row[1]]
    assert len(explained) == 1 + sum(len(table.columns) for table in TABLES)
    for table in TABLES:
        sheet, rows = book[table.title], read_csv(data / f"2024/{table.name}.csv")
        assert (sheet.max_row, sheet.freeze_panes) == (len(rows) + 1, "B2")
        assert (
            sheet.auto_filter.ref == f"A1:{sheet.cell(len(rows) + 1, sheet.max_column).coordinate}"
        )
        assert [cell.value for cell in sheet[1]] == list(table.names)
        for row, stated in zip(sheet.iter_rows(min_row=2), rows, strict=True):
            for cell, (name, text) in zip(row, stated.items(), strict=True):
                assert _shown(cell.value, cell.number_format) == text.removeprefix("'"), name


def _shown(value: object, number_format: str) -> str:
    """What a sheet shows: a number with the decimals of its format."""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int | float):
        places = len(number_format.partition(".")[2])
        return f"{Decimal(repr(value)):.{places}f}"
    return str(value or "")


def test_libreoffice_shows_a_workbook_as_the_csv_files_say(data: Path, tmp_path: Path) -> None:
    sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    program = shutil.which("soffice")
    assert program
    workbook = next((data / "2024").glob("*.xlsx"))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [program, home, "--headless", "--convert-to", sheets, "--outdir", tmp_path, workbook]
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=200)
    for table in TABLES:
        file = tmp_path / f"{workbook.stem}-{table.title}.csv"
        with file.open(encoding="utf-8", newline="") as opened:
            shown = list(csv.reader(opened))
        stated = [
            [cell.removeprefix("'") for cell in row.values()]
            for row in read_csv(data / f"2024/{table.name}.csv")
        ]
        assert shown == [list(table.names), *stated]


def test_the_years_make_up_the_whole(data: Path) -> None:
    years = sorted((one for one in data.iterdir() if one.name.isdecimal()), reverse=True)
    for table in TABLES:
        if table.is_of_reports:
            every = [row for year in years for row in read_csv(year / f"{table.name}.csv")]
            assert every == read_csv(data / f"all/{table.name}.csv")


@pytest.mark.parametrize("folder", ["all", "2024"])
def test_a_package_is_valid(data: Path, folder: str) -> None:
    report = Package(str(data / folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])[:5]
    assert [one.name for one in report.tasks] == [table.name for table in TABLES]


def test_the_database_keeps_its_own_rules(data: Path) -> None:
    with closing(sqlite3.connect(data / "all/jixiao.sqlite")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        explained = database.execute('SELECT COUNT(*) FROM "columns"').fetchone()
        worst = database.execute(
            "SELECT 得分 FROM reports WHERE 得分 IS NOT NULL ORDER BY 得分 LIMIT 1"
        ).fetchone()
    assert explained == (sum(len(table.columns) for table in TABLES),)
    scores = [Decimal(row["得分"]) for row in read_csv(data / "all/reports.csv") if row["得分"]]
    assert Decimal(str(worst[0])) == min(scores)


def test_numbers_count_the_rows_of_a_report(data: Path) -> None:
    for table in TABLES:
        if NUMBER in table.names:
            counts: dict[str, int] = {}
            for row in read_csv(data / f"all/{table.name}.csv"):
                counts[row[REPORT]] = counts.get(row[REPORT], 0) + 1
                assert row[NUMBER] == str(counts[row[REPORT]])

"""`/data/v1/changes…json`: what changed since a day, to be had from files.

One file a calendar year has every event of it, newest first; `changes.json` names the years and has
the newest events. Who asks for the changes since a day reads `changes.json`, then the years down to
that day where its newest events do not reach so far.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from pydantic_core import to_json

from generator.data.feeds import event_id
from generator.data.files import DataFile
from generator.data.rows import report_id
from generator.model.catalogue import Catalogue
from generator.pages.events import Event, Kind, events, years

NEWEST = 100  # events in `changes.json`
ADDRESS = "data/v1/changes.json"


def files(catalogue: Catalogue) -> Iterator[DataFile]:
    """The file of the years, then one of each year."""
    every = events(catalogue.public)
    found = {year: tuple(those) for year, those in groupby(every, lambda one: one.day.year)}
    by_year = {year: found.get(year, ()) for year in reversed(years(catalogue.public))}
    newest, table = tuple(every[:NEWEST]), [_year(*one) for one in by_year.items()]
    depends_on = table, [one.depends_on for one in newest]
    yield DataFile(ADDRESS, depends_on, partial(_newest, table, newest))
    for year, those in by_year.items():
        told = [one.depends_on for one in those]
        yield DataFile(_address(year), told, partial(_of_year, year, those))


def _address(year: int) -> str:
    return f"data/v1/changes/{year}.json"


def _year(year: int, those: Sequence[Event]) -> dict[str, Any]:
    days = {"最近": those[0].day, "最早": those[-1].day} if those else {}
    return {"年": year, "网址": _address(year), "件数": len(those), **days}


def _newest(table: Sequence[dict[str, Any]], newest: Sequence[Event]) -> bytes:
    return _json({"各年": table, "最新": [_told(one) for one in newest]})


def _of_year(year: int, those: Sequence[Event]) -> bytes:
    return _json({"年": year, "变化": [_told(one) for one in those]})


def _told(event: Event) -> dict[str, Any]:
    """An event under the keys of the content format; `标识` is its id in the feeds."""
    entry = event.entry
    said = {
        "日期": event.day,
        "类型": event.kind,
        "标识": event_id(event),
        "报告": report_id(entry),
        "网址": entry.address,
        "标题": entry.report.title,
        "部门标识": entry.department.slug,
        "部门": entry.issued_by,
        "年度": entry.year,
    }
    if event.kind is Kind.CORRECTED:
        changes = [one.model_dump(by_alias=True, exclude_none=True) for one in event.changes()]
        said |= {"说明": event.text} | ({"改动": changes} if changes else {})
    elif event.kind is Kind.WITHDRAWN:
        said |= {"理由": event.text}
    return said


def _json(value: object) -> bytes:
    return to_json(value, indent=1) + b"\n"

"""`/data/v1/coverage.json` and `.csv`: which departments published reports of which years."""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from pydantic_core import to_json

from generator.data.files import DataFile
from generator.model.catalogue import Catalogue
from generator.model.coverage import DepartmentYear, State, YearCoverage

_COLUMNS = (
    "年度", "期限", "依据", "部门标识", "部门", "应公开", "状态", "报告", "已撤回", "首次公开",
    "网址",
)  # fmt: skip
_COUNTED = (State.LATE, State.MISSING, State.WITHDRAWN, State.PENDING)


def files(catalogue: Catalogue) -> Iterator[DataFile]:
    """Both files. They are small: made at once, they are what they depend on."""
    years = [_year(one) for one in catalogue.coverage.values()]
    for name, data in (("json", _json(years)), ("csv", _csv(years))):
        yield DataFile(f"data/v1/coverage.{name}", data, partial(bytes, data))


def _year(year: YearCoverage) -> dict[str, Any]:
    """A fiscal year; without 应公开 and what follows from it where nobody stated it."""
    found: dict[str, Any] = {"年度": year.year}
    if year.owed:
        found |= {"期限": year.owed.deadline.isoformat(), "依据": year.owed.basis}
        found |= {"应公开": year.owing, "已公开": year.published}
        found |= {state.value: year.counts[state] for state in _COUNTED}
    return found | {"部门": [_department(one) for one in year.departments]}


def _department(one: DepartmentYear) -> dict[str, Any]:
    return {
        "部门标识": one.department.slug,
        "部门": one.department.name,
        "应公开": one.is_owed,
        "状态": one.state.value,
        "报告": one.count,
        "已撤回": one.withdrawn,
        "首次公开": one.first_day.isoformat() if one.first_day else None,
        "网址": one.address,
    }


def _json(years: list[dict[str, Any]]) -> bytes:
    return to_json({"年度": years}, indent=1) + b"\n"


def _csv(years: list[dict[str, Any]]) -> bytes:
    """One row a department and year, with a byte-order mark, for Excel."""
    written = io.StringIO()
    rows = csv.DictWriter(written, _COLUMNS, extrasaction="ignore")
    rows.writeheader()
    for year in years:
        for one in year["部门"]:
            rows.writerow(_row({**year, **one}))
    return written.getvalue().encode("utf-8-sig")


def _row(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: values.get(key) for key in _COLUMNS} | {"应公开": _yes(values)}


def _yes(values: Mapping[str, Any]) -> str:
    """Whether the department owes a report; empty where nobody stated it for the year."""
    return "" if "期限" not in values else "是" if values["应公开"] else "否"

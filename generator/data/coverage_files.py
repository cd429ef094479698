"""`/data/v1/coverage.json` and `.csv`: which departments published reports of which years."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from pydantic_core import to_json

from generator.data import encoding
from generator.data.files import DataFile
from generator.model.catalogue import Catalogue
from generator.model.coverage import DepartmentYear, State, YearCoverage

_COLUMNS = (
    "年度", "期限", "依据", "部门标识", "部门", "应公开", "状态", "报告份数", "撤回份数",
    "首次公开", "网址",
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
    return found | {"部门": [_department(year, one) for one in year.departments]}


def _department(year: YearCoverage, one: DepartmentYear) -> dict[str, Any]:
    return {
        "部门标识": one.department.slug,
        "部门": one.department.name,
        "应公开": one.is_owed if year.owed else None,
        "状态": one.state.value,
        "报告份数": one.count,
        "撤回份数": one.withdrawn,
        "首次公开": one.first_day.isoformat() if one.first_day and one.is_day_known else None,
        "网址": one.address,
    }


def _json(years: Sequence[Mapping[str, Any]]) -> bytes:
    return to_json({"各年度": years}, indent=1) + b"\n"


def _csv(years: Sequence[Mapping[str, Any]]) -> bytes:
    """One row a year and department."""
    rows = ({**year, **one} for year in years for one in year["部门"])
    cells = [[_text(row.get(name)) for name in _COLUMNS] for row in rows]
    return encoding.csv_head(_COLUMNS) + encoding.csv_rows(cells)


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "是" if value else "否"
    return None if value is None else str(value)

"""Dates of the format: a day, or as much of it as a report states."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator

from generator.model.fields import YEARS, advice, folded, json_schema, value_error

_DATE = re.compile(
    r"(\d{4})(?: ?[-./年] ?(\d{1,2})(?: ?[-./月] ?(\d{1,2})(?: ?日)?| ?月)?| ?年)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as the report states it: a year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        month = f"{self.month}月" if self.month else ""
        day = f"{self.day}日" if self.day else ""
        return f"{self.year}年{month}{day}"

    @property
    def first(self) -> date:
        """The first day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def isoformat(self) -> str:
        """`2021`, `2021-06` or `2021-06-03`."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


def parse_partial_date(value: object) -> PartialDate:
    """A date of which the day, or day and month, may be unknown."""
    return _parse_date(value, "日期（年、年月或年月日，如 2021-06）")


def parse_full_date(value: object) -> date:
    """A date with year, month and day."""
    expected = "日期（年月日，如 2026-11-22）"
    remedy = "请把年、月、日写全，如 2026-11-22。"
    found = _parse_date(value, expected, remedy)
    if found.month is None or found.day is None:
        raise value_error(expected, value, remedy, "date")
    return date(found.year, found.month, found.day)


def _parse_date(
    value: object,
    expected: str,
    remedy: str = "请写如 2021、2021-06 或 2021-06-03；没有就留空。",
) -> PartialDate:
    text = folded(value, expected, remedy)
    match = _DATE.fullmatch(text)
    if not match:
        raise value_error(expected, value, advice(text, remedy), "date")
    year = int(match[1])
    month, day = (int(part) if part else None for part in match.groups()[1:])
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise value_error(expected, value, "没有这一天，请核对。", "date") from None
    if year not in YEARS:
        raise value_error(f"{YEARS.start} 年以后的日期", value, "请核对年份。", "date")
    return PartialDate(year, month, day)


Day = Annotated[
    date,
    PlainValidator(parse_full_date),
    PlainSerializer(date.isoformat, return_type=str),
    json_schema("string"),
]
LooseDate = Annotated[
    PartialDate,
    PlainValidator(parse_partial_date),
    PlainSerializer(PartialDate.isoformat, return_type=str),
    json_schema("string", "integer"),
]

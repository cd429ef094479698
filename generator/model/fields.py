"""Scalar types of the format: text as staff write it to exact values, and back.

Each type is a pydantic annotation: its validator takes text (never a guess of YAML), its JSON
Schema is what an editor should accept for it. Full-width digits and signs are understood.
Numbers are decimals with the report's own precision: `50.00` stays `50.00`.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.model.problems import quote

# ASCII digits only, after folding: other scripts' digits are no part of a Chinese report.
_NUMBER = re.compile(r"(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d{1,8})?", re.ASCII)
_RATE = re.compile(r"\d{1,6}(\.\d{1,8})?%", re.ASCII)
_DATE = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?|年)?", re.ASCII)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
YEARS = range(1994, 2100)  # the Budget Law was passed in 1994


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as stated, in percent: `Rate(Decimal("95.60"))` is 95.60%."""

    percent: Decimal

    def __str__(self) -> str:
        return f"{self.percent:f}%"


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


def fail(expected: str, found: object, remedy: str, rule: str = "value") -> PydanticCustomError:
    """The error of a value: what was expected, what was found, how to mend it."""
    if isinstance(found, (dict, list)):
        found_text = "写成了一组内容"
    else:
        found_text = "没有填写" if found is None else f"写的是{quote(found)}"
    message = f"应为{expected}，{found_text}。{remedy}"
    return PydanticCustomError(rule, "{text}", {"text": message})


def _folded(value: object, expected: str, remedy: str) -> str:
    if not isinstance(value, str):
        raise fail(expected, value, remedy)
    return "".join(unicodedata.normalize("NFKC", value).split())


def _decimal(value: object, expected: str, remedy: str) -> Decimal:
    text = _folded(value, expected, remedy)
    if not _NUMBER.fullmatch(text):
        raise fail(expected, value, _why_no_number(text, expected) or remedy)
    return Decimal(text.replace(",", ""))


def _why_no_number(text: str, expected: str) -> str:
    """What is wrong with what nearly is a number."""
    if re.fullmatch(r"[-−–—][\d,.]+", text):
        how = "收回、核减的，写收回以后的数，情况写进正文；" if expected.startswith("金额") else ""
        return f"不能是负数：{how}没有的留空。"
    if re.fullmatch(r"\d{16,}(\.\d*)?", text.replace(",", "")):
        return "位数太多：整数部分最多 15 位。请核对，多半是粘连了两个数。"
    if re.fullmatch(r"[\d,]+\.\d{9,}", text):
        return "小数部分最多 8 位。请照原报告写。"
    if re.fullmatch(r"\d+(,\d+)+(\.\d+)?", text):
        return "千位分隔的逗号位置不对：应三位一隔，或不写逗号。"
    return ""


def amount(value: object) -> Decimal:
    """Money in the unit that `资金.单位` names."""
    return _decimal(value, "金额（如 113.5585）", "只写数字，单位写在“单位”里；没有就留空。")


def number(value: object) -> Decimal:
    """A score or a weight."""
    return _decimal(value, "数字（如 9.5）", "只写数字；没有就留空。")


def rate(value: object) -> Rate:
    """A percentage as the report states it, sign included."""
    expected, remedy = "百分数（如 98.5%）", "请连 % 一起写；没有就留空。"
    text = _folded(value, expected, remedy)
    if not _RATE.fullmatch(text):
        raise fail(expected, value, remedy)
    return Rate(Decimal(text[:-1]))


def fiscal_year(value: object) -> int:
    """A fiscal year; in China it is the calendar year (Budget Law, art. 18)."""
    expected = f"年度（{YEARS.start}—{YEARS.stop - 1} 的四位数字）"
    text = _folded(value, expected, "请写如 2021。").removesuffix("年度").removesuffix("年")
    if not (text.isascii() and text.isdigit() and int(text[:5]) in YEARS):
        raise fail(expected, value, "请写如 2021。")
    return int(text)


def partial_date(value: object) -> PartialDate:
    """A date of which the day, or day and month, may be unknown."""
    return _date(value, "日期（年、年月或年月日，如 2021-06）")


def full_date(value: object) -> date:
    """A whole date."""
    expected = "日期（年月日，如 2026-11-22）"
    remedy = "请把年、月、日写全，如 2026-11-22。"
    found = _date(value, expected, remedy)
    if found.month is None or found.day is None:
        raise fail(expected, value, remedy, "date")
    return date(found.year, found.month, found.day)


def _date(
    value: object,
    expected: str,
    remedy: str = "请写如 2021、2021-06 或 2021-06-03；没有就留空。",
) -> PartialDate:
    match = _DATE.fullmatch(_folded(value, expected, remedy))
    if not match:
        raise fail(expected, value, remedy, "date")
    year = int(match[1])
    month, day = (int(part) if part else None for part in match.groups()[1:])
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise fail(expected, value, "没有这一天，请核对。", "date") from None
    if year not in YEARS:
        raise fail(f"{YEARS.start} 年以后的日期", value, "请核对年份。", "date")
    return PartialDate(year, month, day)


def line(value: object) -> str:
    """Text on one line."""
    if not isinstance(value, str):
        raise fail("一行文字", value, "请直接写文字。")
    text = value.strip()
    if "\n" in text:
        raise fail("一行文字", value, "请写在一行里，不要换行。")
    return text


def text(value: object) -> str:
    """Text of any number of lines, kept as it is; blank lines around it are layout."""
    if not isinstance(value, str):
        raise fail("文字", value, "多段文字请用 | 开头，另起一行并缩进。")
    return value.strip("\n").rstrip()


def slug(value: object) -> str:
    """A name in addresses: lower-case letters, digits and single hyphens."""
    expected = "小写字母、数字和单个连字符（如 gonganju）"
    if not isinstance(value, str) or not SLUG.fullmatch(value):
        raise fail(expected, value, "它是网址的一部分，一经公开不再改动。")
    return value


def given_up(value: object) -> str:
    """An address that is given up: no report's, which can only be withdrawn."""
    address = line(value)
    if re.search(r"(?:^|/)reports/\d{4}/[^/]+/[^/]+/?(?:index\.html)?$", address):
        raise fail("不是报告的网址", value, "报告不能停用，只能撤回：在那份报告里写 状态: 撤回。")
    return address


def web_address(value: object) -> str:
    """The site's own address, with a slash at its end."""
    expected, remedy = (
        "以 http:// 或 https:// 开头的网址",
        "请写如 https://主机/路径/；未定就留空。",
    )
    address = _folded(value, expected, remedy)
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~-]+)*/?", address):
        raise fail(expected, value, remedy)
    return address.rstrip("/") + "/"


_SPELLINGS = {
    ">=": "≥", "＞＝": "≥", "⩾": "≥", "≧": "≥",
    "<=": "≤", "＜＝": "≤", "⩽": "≤", "≦": "≤",
    "＝": "=",
}  # fmt: skip


class Choice(StrEnum):
    """Base of enums whose values are the words on the form."""

    @classmethod
    def parse(cls, value: object) -> Self:
        """The member that the word names; common spellings of ≥, ≤ and = are understood."""
        if isinstance(value, str):
            word = value.strip()
            with suppress(ValueError):
                return cls(_SPELLINGS.get(word, word))
        raise fail(f"{'、'.join(cls)} 之一", value, "请从中选一个。")

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: object, _handler: object) -> dict[str, Any]:
        return {"type": "string", "enum": list(cls)}


def _accepts(*types: str, **rules: Any) -> WithJsonSchema:
    # An editor's YAML takes 50 for a number where we take it for text: both are right.
    return WithJsonSchema({"type": list(types), **rules})


_D = "[0-9０-９]"
_POINT = f"([.．]{_D}+)?"
_ANY_TEXT = _accepts("string", "number", "boolean")
_STATED = PlainSerializer(str, return_type=str)

Amount = Annotated[
    Decimal,
    PlainValidator(amount),
    _STATED,
    _accepts("string", "number", minimum=0, pattern=f"^[0-9０-９,，]+{_POINT}$"),
]
Number = Annotated[
    Decimal,
    PlainValidator(number),
    _STATED,
    _accepts("string", "number", minimum=0, pattern=f"^{_D}+{_POINT}$"),
]
Percentage = Annotated[
    Rate, PlainValidator(rate), _STATED, _accepts("string", pattern=f"^{_D}+{_POINT} ?[%％]$")
]
Year = Annotated[
    int,
    PlainValidator(fiscal_year),
    _accepts("string", "integer", minimum=YEARS.start, maximum=YEARS.stop - 1),
]
Day = Annotated[
    date,
    PlainValidator(full_date),
    PlainSerializer(date.isoformat, return_type=str),
    _accepts("string"),
]
LooseDate = Annotated[
    PartialDate,
    PlainValidator(partial_date),
    PlainSerializer(PartialDate.isoformat, return_type=str),
    _accepts("string", "integer"),
]
Line = Annotated[str, PlainValidator(line), _ANY_TEXT]
GivenUp = Annotated[str, PlainValidator(given_up), _ANY_TEXT]
Text = Annotated[str, PlainValidator(text), _ANY_TEXT]
Slug = Annotated[str, PlainValidator(slug), _accepts("string", pattern=f"^{SLUG.pattern}$")]
WebAddress = Annotated[str, PlainValidator(web_address), _accepts("string", pattern="^https?://")]

"""Scalars of the format: exact, as stated, or refused."""

import sys
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from pydantic_core import PydanticCustomError

from generator.model import dates, fields
from generator.model.dates import PartialDate
from generator.model.fields import Rate


@pytest.mark.parametrize(
    ("text", "expected"),
    [("50.00", "50.00"), ("113.5585", "113.5585"), ("１，２３４．５", "1234.5"), ("0", "0"), ("1,234,567", "1234567")],
)  # fmt: skip
def test_amount_keeps_its_precision(text: str, expected: str) -> None:
    assert str(fields.parse_amount(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["", "50万", "-1", "1e3", "1,00", "12,34.5", "٣", "NaN", "1.", ".5", None, [], {}, "50 30", "1, 234",
     "50\n30", "50①", "113.5585①", "50²", "5\u200b0", "050", "00.5", "0,500"],
)  # fmt: skip
def test_amount_refuses(text: object) -> None:
    with pytest.raises(PydanticCustomError):
        fields.parse_amount(text)


def test_rate_is_as_stated() -> None:
    assert str(fields.parse_rate("95.60％")) == "95.60%"
    assert fields.parse_rate("100 %") == Rate(Decimal(100))


@pytest.mark.parametrize(
    "text", ["0.95", "95", "%", "-5%", "95%%", "98①%", "98%①", "9 8%", "98²%", "098%"]
)
def test_rate_refuses(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        fields.parse_rate(text)


@pytest.mark.parametrize(
    ("text", "parts", "shown"),
    [
        ("2021", (2021, None, None), "2021年"),
        ("2021-06", (2021, 6, None), "2021年6月"),
        ("2021年6月3日", (2021, 6, 3), "2021年6月3日"),
        ("2021/6/3", (2021, 6, 3), "2021年6月3日"),
        ("２０２１．６", (2021, 6, None), "2021年6月"),
        ("2021 年 6 月 3 日", (2021, 6, 3), "2021年6月3日"),
    ],
)
def test_half_known_dates(text: str, parts: tuple[int, int | None, int | None], shown: str) -> None:
    found = dates.parse_partial_date(text)
    assert found == PartialDate(*parts)
    assert str(found) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-30",
        "2021-13",
        "2021-00",
        "0000",
        "21-6-3",
        "2021-6-3-1",
        "1900",
        "2021-0 6",
        "20 21",
        "2021①",
    ],
)
def test_impossible_dates(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        dates.parse_partial_date(text)


def test_full_date_needs_a_day() -> None:
    assert dates.parse_full_date("2026-11-22") == date(2026, 11, 22)
    with pytest.raises(PydanticCustomError):
        dates.parse_full_date("2026-11")


DIGITS = {chr(first + n): str(n) for first in (ord("0"), ord("０")) for n in range(10)}
NUMBERS = [
    one for one in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(one)[0] == "N"
]


@pytest.mark.parametrize(
    ("parse", "figure"),
    [
        (fields.parse_amount, "113.5585"),
        (fields.parse_amount, "1,234"),
        (fields.parse_number, "9.5"),
        (fields.parse_rate, "98.5%"),
        (fields.parse_fiscal_year, "2021"),
        (fields.parse_fiscal_year, "2021年度"),
        (dates.parse_partial_date, "2021-06"),
        (dates.parse_partial_date, "2021年6月3日"),
        (dates.parse_full_date, "2021-06-03"),
    ],
)
def test_no_number_of_unicode_is_taken_for_another(
    parse: Callable[[object], object], figure: str
) -> None:
    """Before, within or behind a figure: a digit that counts as typed, or refused."""

    def parsed(text: str) -> object:
        try:
            return parse(text)
        except PydanticCustomError as error:
            return f"refused: {error.message()}"

    assert len(NUMBERS) > 1700
    for at in range(len(figure) + 1):
        for one in NUMBERS:
            found = parsed(f"{figure[:at]}{one}{figure[at:]}")
            if one in DIGITS and not str(found).startswith("refused"):
                assert found == parsed(f"{figure[:at]}{DIGITS[one]}{figure[at:]}")
            else:
                assert str(found).startswith("refused: 应为"), (at, one)
                assert one in str(found)


def test_year_has_four_digits() -> None:
    assert fields.parse_fiscal_year("２０２１ 年度") == 2021
    for text in ("02021", "2021.0", "20 21", "2021①", "２０２１²"):
        with pytest.raises(PydanticCustomError):
            fields.parse_fiscal_year(text)


@pytest.mark.parametrize(
    "text",
    ["", None, "2026", "2026-11", "2026-02-30", "1900-01-01", "11-22", "三月", "2026-11-2①", []],
)
def test_full_date_never_advises_less(text: object) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        dates.parse_full_date(text)
    advice = refused.value.message().replace(f"写的是“{text}”", "")
    assert "2021" not in advice
    assert "年月日" in advice or "核对" in advice


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x85", "\u2028", "\x0b"])
def test_a_line_has_no_end_inside(end: str) -> None:
    assert fields.parse_line(f" 甲　乙{end}") == "甲　乙"
    with pytest.raises(PydanticCustomError):
        fields.parse_line(f"甲{end}乙")

"""Scalars of the format: exact, as stated, or refused."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic_core import PydanticCustomError

from generator.model import fields
from generator.model.fields import PartialDate, Rate


@pytest.mark.parametrize(
    ("text", "expected"),
    [("50.00", "50.00"), ("113.5585", "113.5585"), ("１，２３４．５", "1234.5"), ("0", "0"), ("1,234,567", "1234567")],
)  # fmt: skip
def test_amount_keeps_its_precision(text: str, expected: str) -> None:
    assert str(fields.parse_amount(text)) == expected


@pytest.mark.parametrize(
    "text", ["", "50万", "-1", "1e3", "1,00", "12,34.5", "٣", "NaN", "1.", ".5", None, [], {}]
)
def test_amount_refuses(text: object) -> None:
    with pytest.raises(PydanticCustomError):
        fields.parse_amount(text)


def test_rate_is_as_stated() -> None:
    assert str(fields.parse_rate("95.60％")) == "95.60%"
    assert fields.parse_rate("100 %") == Rate(Decimal(100))


@pytest.mark.parametrize("text", ["0.95", "95", "%", "-5%", "95%%"])
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
    ],
)
def test_half_known_dates(text: str, parts: tuple[int, int | None, int | None], shown: str) -> None:
    found = fields.parse_partial_date(text)
    assert found == PartialDate(*parts)
    assert str(found) == shown


@pytest.mark.parametrize(
    "text", ["2021-02-30", "2021-13", "2021-00", "0000", "21-6-3", "2021-6-3-1", "1900"]
)
def test_impossible_dates(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        fields.parse_partial_date(text)


def test_full_date_needs_a_day() -> None:
    assert fields.parse_full_date("2026-11-22") == date(2026, 11, 22)
    with pytest.raises(PydanticCustomError):
        fields.parse_full_date("2026-11")

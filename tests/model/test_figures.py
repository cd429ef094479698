"""Figures as readers see them: exact amounts, rates at the precision that both have."""

from decimal import Decimal

import pytest

from generator.model import figures, numerals, totals
from generator.model.amounts import Amounts, in_wan
from generator.model.choices import Unit
from generator.model.fields import Rate


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("50.00", Unit.WAN, "50"),
        ("500000", Unit.YUAN, "50"),
        ("0.1", Unit.YUAN, "0.00001"),
        ("1.5", Unit.YI, "15000"),
    ],
)
def test_amounts_in_wan_are_exact(value: str, unit: Unit, expected: str) -> None:
    assert f"{in_wan(Decimal(value), unit):f}" == expected


@pytest.mark.parametrize(
    ("claimed", "computed", "differ"),
    [("100", "100", False), ("88", "87.9", False), ("87.90", "87.9", False), ("87.905", "87.91", False),
     ("100", "98.5", True), ("97.2", "97.19", False), ("44", "100", True)],
)  # fmt: skip
def test_claimed_and_computed_rates(claimed: str, computed: str, differ: bool) -> None:
    assert figures.differs(Rate(Decimal(claimed)), Decimal(computed)) is differ


def test_a_rate_without_a_divisor_is_none() -> None:
    assert figures.ratio(Decimal(5), Decimal(0)) is None
    assert figures.ratio(Decimal(5), None) is None
    assert figures.ratio(None, Decimal(5)) is None
    assert figures.ratio(Decimal(0), Decimal(5)) == 0


@pytest.mark.parametrize(
    ("value", "bound", "more"),
    [("50.01", "50.00", True), ("50.01", "50", True), ("50.0", "50", False), ("49", "50", False),
     ("113.56", "113.5585", False), ("113.5585", "113.56", False), ("113.5685", "113.56", True)],
)  # fmt: skip
def test_more_is_more_than_rounding(value: str, bound: str, more: bool) -> None:
    assert figures.exceeds(Decimal(value), Decimal(bound)) is more
    assert not figures.exceeds(None, Decimal(bound))
    assert not figures.exceeds(Decimal(value), None)


@pytest.mark.parametrize(
    ("parts", "total", "unit", "adds"),
    [
        (["220", "100"], "320", Unit.WAN, True),
        (["220", "100"], "321", Unit.WAN, False),
        (["10.33", "10.33", "10.33"], "31.00", Unit.WAN, True),
        (["10.33", "10.33", "10.33"], "31.01", Unit.WAN, False),
        (["10.33", "10.33", "10.33"], "31.00", Unit.YUAN, False),
        (["63.5585", "50"], "113.56", Unit.WAN, True),
        (["219.6", "100.2"], "320", Unit.WAN, True),
        (["220", "99.8"], "320.0", Unit.WAN, False),
        (["50.01"], "50.00", Unit.WAN, False),
        (["50", "0.00"], "50.00", Unit.WAN, True),
    ],
)
def test_parts_add_up_but_for_rounding(
    parts: list[str], total: str, unit: Unit, adds: bool
) -> None:
    assert figures.adds_up([Decimal(part) for part in parts], Decimal(total), unit) is adds


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([("50", "44"), ("1200", None)], 0),
        ([("50", "44.3"), (None, "0.5")], 2),
        ([("113.5585", "113.5585"), ("50", "50")], 2),
        ([("0.0012", "0.0012")], 4),  # 12 元, which two decimals would show as nothing
        ([("0.0149", "0.0051")], 4),  # two decimals would give 100 %
        ([], 0),
    ],
)
def test_columns_have_the_fewest_decimals_that_divide(
    rows: list[tuple[str | None, str | None]], places: int
) -> None:
    amounts = [Amounts(*(None if one is None else Decimal(one) for one in row)) for row in rows]
    assert totals.decimal_places(amounts) == places


def test_a_rate_has_as_many_digits_as_the_amounts_beside_it_bear() -> None:
    exact = Amounts(Decimal("50.0003"), Decimal("44.2944"))  # 88.59 %; 44.29 of 50.00 is 88.58 %
    assert totals.rounded(exact, 2) == (Decimal("50.00"), Decimal("44.29"), Decimal("88.6"))
    assert totals.rounded(exact, 4) == (*exact, Decimal("88.59"))


@pytest.mark.parametrize(
    ("value", "shown"), [("9999.999", None), ("19312.4567", "1.93 亿元"), ("10000", "1 亿元")]
)
def test_large_sums_in_words(value: str, shown: str | None) -> None:
    assert totals.in_yi(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_heading_numbers(number: int, shown: str) -> None:
    assert numerals.chinese_numeral(number) == shown
    assert numerals.numeral_value(shown) == number

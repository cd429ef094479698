"""Amounts of money in another unit: exact, decimals, never floats."""

from decimal import Decimal
from typing import NamedTuple

from generator.model.choices import Unit
from generator.model.fields import StatedAmount

_IN_WAN = {Unit.YUAN: Decimal("0.0001"), Unit.WAN: Decimal(1), Unit.YI: Decimal(10_000)}


class Amounts(NamedTuple):
    """Budget (全年预算) and spending (支出) in 万元, exact; None where it is not stated."""

    budget: Decimal | None
    spent: Decimal | None


def in_wan(value: Decimal | None, unit: Unit | None) -> Decimal | None:
    """The amount in 万元, exact, without trailing zeros."""
    return None if value is None or unit is None else trimmed(value * _IN_WAN[unit])


def trimmed(value: Decimal) -> Decimal:
    """The same amount without trailing zeros after the decimal point."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def in_unit(value: Decimal | None, unit: Unit | None) -> Decimal | None:
    """An amount stated in its own unit, exactly in that of the report; others as they are."""
    if not isinstance(value, StatedAmount) or unit is None:
        return value
    converted = trimmed(value * _IN_WAN[Unit(value.unit)] / _IN_WAN[unit])
    return StatedAmount(converted, unit, value.stated)

"""Figures of one report: amounts, rates and grades as readers see them; decimals, never floats.

Amounts of a report are shown in its own unit and precision; `totals.py` adds them up over reports.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from generator.model.amounts import trimmed
from generator.model.choices import Grade, Unit
from generator.model.fields import Percentage, Rate
from generator.model.funds import Funds, FundSource, YearFunds
from generator.model.project_evaluation import SelfEvaluation

UNSTATED = "未填报"  # the report's form asks for it, the report leaves it out
NOT_ASKED = "—"  # the form does not ask for it
_HALF = Decimal("0.5")
_FEN_EXPONENT = {Unit.YUAN: -2, Unit.WAN: -6, Unit.YI: -10}  # of 0.01 元 in the unit


def format_amount(value: Decimal | None) -> str | None:
    """`1206.350` as `1,206.350`: thousands separated, the precision as stated."""
    return None if value is None else f"{value:,f}"


def ratio(part: Decimal | None, whole: Decimal | None, places: int = 2) -> Decimal | None:
    """`part` ÷ `whole` in percent, rounded half up to `places` decimals, without trailing zeros.

    None where one of them is not stated, or `whole` is 0.
    """
    if part is None or not whole:
        return None
    return trimmed((part / whole * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def format_percent(value: Decimal | None) -> str | None:
    """`88.6` as `88.6%`, thousands separated."""
    return None if value is None else f"{value:,f}%"


def differs(claimed: Rate | None, computed: Decimal | None) -> bool:
    """Whether a claimed rate is not the computed one.

    Compared at the claimed precision, at most to hundredths: 88% claimed is 87.9% computed.
    """
    if claimed is None or computed is None:
        return False
    place = max(claimed.percent, Decimal("0.01"), key=_exponent)
    rounded = (value.quantize(place, ROUND_HALF_UP) for value in (claimed.percent, computed))
    return len(set(rounded)) > 1


def received_rate(funds: Funds | None) -> Decimal | None:
    """到位率 in percent, computed: 到位 ÷ 全年预算."""
    return ratio(funds.received, funds.annual_budget) if funds else None


def execution_rate(funds: Funds | None) -> Decimal | None:
    """执行率 in percent, computed: 支出 ÷ 全年预算 (the adjusted budget; Sichuan table, 2023)."""
    return ratio(funds.spent, funds.annual_budget) if funds else None


def claimed_execution_rate(funds: Funds, claims: SelfEvaluation) -> Percentage | None:
    """执行率 as it is claimed, where it cannot be computed; None for a budget of 0."""
    if execution_rate(funds) is not None or funds.annual_budget == 0:
        return None
    return claims.execution_rate


class FundRow(NamedTuple):
    """A row of amounts; `of` is what a message puts before the name of an amount."""

    where: tuple[str | int, ...]
    of: str
    amounts: Funds | FundSource | YearFunds


def fund_rows(funds: Funds) -> Iterator[FundRow]:
    """The totals, each source, each year with its sources."""
    yield FundRow(("资金",), "", funds)
    for number, row in enumerate(funds.sources):
        yield FundRow(("资金", "来源", number), f"来源“{row.name}”的", row)
    for place, year in enumerate(funds.by_year):
        yield FundRow(("资金", "分年度", place), f"{year.year} 年的", year)
        for number, row in enumerate(year.sources):
            where = ("资金", "分年度", place, "来源", number)
            yield FundRow(where, f"{year.year} 年来源“{row.name}”的", row)


def exceeds(value: Decimal | None, bound: Decimal | None) -> bool:
    """Whether an amount is greater than another by more than rounding.

    113.56 does not exceed 113.5585. Only an amount with decimals may be rounded: whole ones are
    budgets, stated exactly.
    """
    if value is None or bound is None or value <= bound:
        return False
    coarser = max(value, bound, key=_exponent)
    is_rounded = _exponent(coarser) < 0
    return not is_rounded or (
        value.quantize(coarser, ROUND_HALF_UP) > bound.quantize(coarser, ROUND_HALF_UP)
    )


def adds_up(parts: Sequence[Decimal], total: Decimal, unit: Unit | None) -> bool:
    """Whether amounts in `unit` add up to the total, within the rounding of what is stated.

    An amount with decimals may be off by half its last place, unless it is exact to the 分; a whole
    amount is exact, but a whole total of parts with decimals may be rounded.
    """
    difference = abs(sum(parts, Decimal(0)) - total)
    tolerance = sum((_tolerance(value, unit) for value in (*parts, total)), Decimal(0))
    if not _exponent(total) and any(map(_exponent, parts)):
        tolerance += _HALF
    return not difference or difference < tolerance


def _tolerance(value: Decimal, unit: Unit | None) -> Decimal:
    exponent = _exponent(value)
    rounded = value and _FEN_EXPONENT.get(unit or Unit.WAN, 0) < exponent
    return half_place(value) if rounded else Decimal(0)


def half_place(value: Decimal) -> Decimal:
    """Half of the last decimal, by which a rounded number may be off; a whole number is exact."""
    return _HALF.scaleb(_exponent(value)) if _exponent(value) < 0 else Decimal(0)


def _exponent(value: Decimal) -> int:
    return int(value.as_tuple().exponent)


def occurring_grades(grades: Iterable[str]) -> list[str]:
    """The different ones among them, the best first, `UNSTATED` and `NOT_ASKED` last."""
    found = set(grades)
    return [one for one in (*Grade, UNSTATED, NOT_ASKED) if one in found]

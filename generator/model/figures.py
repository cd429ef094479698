"""Figures of a report as readers see them: exact decimals, never floats.

Amounts of a report are shown in its own unit and precision; `totals.py` adds them up over reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from generator.model.choices import Grade, Unit
from generator.model.fields import Percentage, Rate
from generator.model.report import Funds, FundSource, Report

UNSTATED = "未填报"  # the report's form asks for it, the report leaves it out
NOT_ASKED = "—"  # the form does not ask for it
_IN_WAN = {Unit.YUAN: Decimal("0.0001"), Unit.WAN: Decimal(1), Unit.YI: Decimal(10_000)}
_HUNDREDTH = Decimal("0.01")
_HALF = Decimal("0.5")
_TO_THE_FEN = {Unit.YUAN: -2, Unit.WAN: -6, Unit.YI: -10}


def amount(value: Decimal | None) -> str | None:
    """`1206.350` as `1,206.350`: thousands separated, precision as stated."""
    return None if value is None else f"{value:,f}"


def in_wan(value: Decimal | None, unit: Unit | None) -> Decimal | None:
    """The amount in 万元, exactly, without zeros at its end."""
    return None if value is None or unit is None else trimmed(value * _IN_WAN[unit])


def trimmed(value: Decimal) -> Decimal:
    """The same amount without zeros at the end of its decimals."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def ratio(part: Decimal | None, whole: Decimal | None, places: int = 2) -> Decimal | None:
    """`part` of `whole` in percent, at most `places` decimals, halves up; None if undefined."""
    if part is None or not whole:
        return None
    return trimmed((part / whole * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def percent(value: Decimal | None) -> str | None:
    """`88.60` as `88.6%`."""
    return None if value is None else f"{value:,f}%"


def differs(claimed: Rate | None, computed: Decimal | None) -> bool:
    """Whether a claimed rate is another figure than the computed one.

    Compared at the coarser precision of the two: 88% claimed and 87.9% computed agree.
    """
    if claimed is None or computed is None:
        return False
    place = max(claimed.percent, _HUNDREDTH, key=lambda value: value.as_tuple().exponent)
    rounded = (value.quantize(place, ROUND_HALF_UP) for value in (claimed.percent, computed))
    return len(set(rounded)) > 1


def received_rate(funds: Funds | None) -> Decimal | None:
    """到位率: received ÷ planned, computed."""
    return ratio(funds.received, funds.annual_budget) if funds else None


def execution_rate(funds: Funds | None) -> Decimal | None:
    """执行率: spent ÷ adjusted budget (Sichuan table, 2023), computed."""
    return ratio(funds.spent, funds.annual_budget) if funds else None


def claimed_alone(report: Report) -> Percentage | None:
    """执行率 as the report claims it, where none can be computed; none of a budget of zero."""
    funds, claims = report.funds, report.self_evaluation
    if claims is None or execution_rate(funds) is not None or (funds and funds.annual_budget == 0):
        return None
    return claims.execution_rate


def fund_rows(funds: Funds) -> Iterator[tuple[tuple[str | int, ...], str, Funds | FundSource]]:
    """The totals, then each source: field path, words before a column's name, the amounts."""
    yield ("资金",), "", funds
    for number, row in enumerate(funds.sources):
        yield ("资金", "来源", number), f"来源“{row.name}”的", row


def exceeds(value: Decimal | None, bound: Decimal | None) -> bool:
    """Whether an amount is greater than another by more than rounding: 113.56 is not, of 113.5585.

    Only an amount with decimals counts as rounded: whole ones are budgets, stated exactly.
    """
    if value is None or bound is None or value <= bound:
        return False
    coarser = max(value, bound, key=_exponent)
    return not _exponent(coarser) < 0 or _rounded_to(coarser, value) > _rounded_to(coarser, bound)


def adds_up(parts: Sequence[Decimal], total: Decimal, unit: Unit | None) -> bool:
    """Whether amounts in `unit` add up to a total, but for the rounding of what is stated.

    An amount with decimals may be off by half its last place, unless it goes to the 分; a whole
    amount is exact, but a whole total of parts with decimals may be rounded.
    """
    difference = abs(sum(parts, Decimal(0)) - total)
    slack = sum((_slack(value, unit) for value in (*parts, total)), Decimal(0))
    if not _exponent(total) and any(map(_exponent, parts)):
        slack += _HALF
    return not difference or difference < slack


def _slack(value: Decimal, unit: Unit | None) -> Decimal:
    exponent = _exponent(value)
    rounded = value and _TO_THE_FEN.get(unit or Unit.WAN, 0) < exponent < 0
    return _HALF.scaleb(exponent) if rounded else Decimal(0)


def _rounded_to(place: Decimal, value: Decimal) -> Decimal:
    return value.quantize(place, ROUND_HALF_UP)


def _exponent(value: Decimal) -> int:
    return int(value.as_tuple().exponent)


def grades_in(grades: Iterable[str]) -> list[str]:
    """Those of the grades that occur, the best first, then what stands where there is none."""
    found = set(grades)
    return [one for one in (*Grade, UNSTATED, NOT_ASKED) if one in found]


def chinese_number(value: int) -> str:
    """1 to 99 as headings are numbered: 一, 十, 十一, 二十."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones or not tens else "")

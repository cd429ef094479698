"""Rows of the indicator table (指标): quantities in their cells, and whether a target was reached.

Cells are text as staff write it: `≥95%`, `１２０００人`, `30万元以内`. Only one plain number, with
a sign before and a unit after it, is a quantity; dates, ranges and sentences are none. Where two
cells cannot be compared for sure, there is no outcome.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from generator.check.sentences import is_reason
from generator.check.text_values import half_width
from generator.model.choices import Direction
from generator.model.form import Form
from generator.model.indicator import Indicator

_CELL = re.compile(
    r"(?:(?P<least>≥|⩾|≧|>=|＞=|>|＞|不低于|不少于|不小于|大于(?:或?等于)?|高于|超过|至少)"
    r"|(?P<most>≤|⩽|≦|<=|＜=|<|＜|不高于|不超过|不多于|不大于|小于(?:或?等于)?|低于|至多)"
    r"|(?P<equal>=|＝|═|等于)|(?:实际|已)?(?:完成|达到?|为)|约|共计?)?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?)"
    r"(?P<unit>m[23]|(?:[^\W\d_]|[%‰/²³℃°·㎡㎥㎞]){0,8}?)"
    r"(?:(?P<above>及?以上|之上)|(?P<below>及?以下|及?以内|之内)|左右|完成)?(?:\(含\))?"
)
_DATE_UNIT = re.compile(r"^[月号]|[前底初旬]$")
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_UNIT_SPELLINGS = {
    "百分比": "%", "百分数": "%", "%(百分比)": "%", "㎡": "平方米", "m2": "平方米", "m²": "平方米",
}  # fmt: skip
_BLANK = re.compile(r"[\s/／\\\-—–－_.。…·*]*")
_EXECUTION_RATE = re.compile(r"^执行率|(?:预算|资金|经费|支出|年度|项目)执行率")
_OTHER_LEVELS = re.compile("产出|效益|满意|成本")
_MIN_RATE = Decimal(50)  # 1 beside such a rate is 100 % as a spreadsheet keeps it


class Quantity(NamedTuple):
    """A number with its unit, and the direction that a sign or a word beside it tells."""

    value: Decimal
    unit: str
    direction: Direction | None


class Outcome(NamedTuple):
    """Target and completed value of an indicator in the same unit."""

    direction: Direction
    target: Decimal
    actual: Decimal

    @property
    def reached(self) -> bool:
        """Whether the completed value is what the direction wants, exactly."""
        if self.direction is Direction.EQUAL:
            return self.actual == self.target
        return not self.missed

    @property
    def missed(self) -> bool:
        """Whether the completed value falls short; more than an = target is no shortfall."""
        if self.direction is Direction.AT_MOST or not self.target:
            return self.direction is not Direction.AT_LEAST and self.actual > self.target
        return self.actual < self.target

    @property
    def earned_share(self) -> Decimal:
        """The share of the weight that is earned: 正向 actual ÷ target, 反向 target ÷ actual."""
        if self.reached:
            return Decimal(1)
        smaller, larger = sorted((self.actual, self.target))
        return smaller / larger


def is_blank(cell: str | None) -> bool:
    """Whether a cell is empty, or only has a stroke."""
    return cell is None or _BLANK.fullmatch(cell) is not None


@lru_cache(maxsize=8192)
def parse_quantity(cell: str | None) -> Quantity | None:
    """The quantity that a cell states; None for dates, ranges, words, two numbers."""
    text = half_width(" ".join(cell.split())) if cell else ""
    found = None if re.search(r"\d \d", text) else _CELL.fullmatch(text.replace(" ", ""))
    if not found:
        return None
    value, unit = Decimal(found["number"].replace(",", "")), unit_name(found["unit"])
    of_calendar = unit.startswith("年") and value >= 1900
    if of_calendar or _DATE_UNIT.search(unit) or (unit[:1] in "%‰" and len(unit) > 1):
        return None
    return Quantity(value, unit, _written_direction(found))


def _written_direction(found: re.Match[str]) -> Direction | None:
    if found["least"] or found["above"]:
        return Direction.AT_LEAST
    if found["most"] or found["below"]:
        return Direction.AT_MOST
    return Direction.EQUAL if found["equal"] else None


def unit_name(unit: str | None) -> str:
    """A unit without white space, in one spelling; empty where there is none."""
    bare = half_width("".join(unit.split())) if unit else ""
    return _UNIT_SPELLINGS.get(bare, bare)


def stated_direction(row: Indicator) -> Direction | None:
    """The direction of the row, else that of its target; None where the two contradict."""
    return _direction(row.direction, parse_quantity(row.target))


def _direction(stated: Direction | None, target: Quantity | None) -> Direction | None:
    written = target.direction if target else None
    return None if stated and written and stated is not written else stated or written


def sign_to_show(row: Indicator) -> Direction | None:
    """The sign to show before the target; None where the target itself has it (`≥100`)."""
    target = parse_quantity(row.target)
    has_sign = row.direction is Direction.QUALITATIVE or (
        target and target.direction is row.direction
    )
    return None if has_sign else row.direction


def with_unit(value: str, unit: str | None) -> str:
    """A target or completion with its unit, once."""
    if not unit:
        return value
    has_unit = "".join(value.split()).endswith(("".join(unit.split()), unit_name(unit)))
    return value if has_unit else f"{value} {unit}"


def outcome(row: Indicator) -> Outcome | None:
    """Target and completed value; None where they are not two comparable quantities."""
    return _outcome(row.direction, row.target, row.actual, row.unit)


@lru_cache(maxsize=512)  # rule after rule reads the same rows
def _outcome(
    stated: Direction | None, target_cell: str | None, actual_cell: str | None, unit: str | None
) -> Outcome | None:
    target, actual = parse_quantity(target_cell), parse_quantity(actual_cell)
    if target is None or actual is None:
        return None
    wanted = _direction(stated, target)
    if wanted is None or wanted is Direction.QUALITATIVE or actual.direction not in (None, wanted):
        return None
    values = _in_same_unit(target, actual, unit_name(unit))
    return Outcome(wanted, *values) if values else None


def _in_same_unit(target: Quantity, actual: Quantity, unit: str) -> tuple[Decimal, Decimal] | None:
    first, one = _scaled(target, unit or actual.unit)
    second, other = _scaled(actual, unit or target.unit)
    if not (first.startswith(second) or second.startswith(first)):
        return None
    if "%" in (first, second) and _is_rate_as_fraction(target, actual):
        return None
    values = target.value * one, actual.value * other
    slipped = one != other and max(values) > 1000 * min(values)  # 万元 for 元, not a feat
    return None if slipped else values


def _scaled(cell: Quantity, unit: str) -> tuple[str, Decimal]:
    """The unit without 万 or 亿, and what they multiply by; `unit` is that of the row."""
    own = cell.unit or unit
    if own in _SCALES and unit:
        own = unit if unit.startswith(own) else own + unit
    scale = _SCALES.get(own[:1])
    return (own[1:], scale) if scale else (own, Decimal(1))


def _is_rate_as_fraction(*cells: Quantity) -> bool:
    smaller, larger = sorted(cells, key=lambda cell: cell.value)
    return smaller.unit != "%" and 0 < smaller.value <= 1 and larger.value >= _MIN_RATE


def is_fully_done(row: Indicator) -> bool:
    """Whether a target of more, or of so much, is reached; not of a cost, a time, a limit."""
    found = outcome(row)
    if not found or not found.reached or found.direction is Direction.AT_MOST or not found.target:
        return False
    return "成本" not in f"{row.first_level or ''}{row.second_level or ''}"


def has_deviation_reason(row: Indicator) -> bool:
    """Whether a reason for the deviation, or for the points taken off, is given; "无" is none."""
    return is_reason(row.deviation_reason) or is_reason(row.deduction_reason)


def is_execution_row(row: Indicator) -> bool:
    """Whether the row scores the execution of the budget (预算执行率)."""
    first = row.first_level or ""
    if "执行" in first or "预算执行" in (row.second_level or ""):
        return True
    return bool(_EXECUTION_RATE.search(row.name)) and not _OTHER_LEVELS.search(first)


def has_column(rows: Sequence[Indicator], column: str, form: Form | None) -> bool:
    """Whether a table has that column, as far as its form tells.

    Where no form tells: an evaluator's sheet of scores has standards in the place of targets.
    """
    part = form.part("指标") if form else None
    if part and part.columns:
        return any(one.field == column for one in part.columns)
    return not all(row.standard for row in rows)


def scored_rows(rows: Sequence[Indicator]) -> list[Indicator]:
    """The rows with points of their own: not those whose points are in the row above."""
    return [row for row in rows if not row.is_scored_above]


def outcomes(rows: Sequence[Indicator]) -> Iterator[tuple[int, Indicator, Outcome]]:
    """The rows with an outcome, with their numbers from 0."""
    for number, row in enumerate(rows):
        if found := outcome(row):
            yield number, row, found


def complete_sum(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum of the scores or weights; None where a row states none, or there are no rows."""
    stated = [value for value in values if value is not None]
    return sum(stated, Decimal(0)) if stated and len(stated) == len(values) else None

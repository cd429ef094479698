"""Quantities in the cells of an indicator table: what is one, what is none, what compares."""

from decimal import Decimal

import pytest

from generator.check.indicators import (
    Outcome,
    Quantity,
    is_blank,
    outcome,
    parse_quantity,
    sign_to_show,
    with_unit,
)
from generator.model.choices import Direction
from generator.model.indicator import Indicator

LEAST, MOST, EQUAL = Direction.AT_LEAST, Direction.AT_MOST, Direction.EQUAL


@pytest.mark.parametrize(
    ("cell", "value", "unit", "sign"),
    [
        ("46.8", "46.8", "", None),
        ("≥95%", "95", "%", LEAST),
        ("95.6 %", "95.6", "%", None),
        ("１２０００人", "12000", "人", None),
        ("＞９５％", "95", "%", LEAST),
        (">= 1，200 人次", "1200", "人次", LEAST),
        ("30万元以内", "30", "万元", MOST),
        ("95%及以上", "95", "%", LEAST),
        ("不超过30日", "30", "日", MOST),
        ("=100%", "100", "%", EQUAL),
        ("已完成12个", "12", "个", None),
        ("达到 96%", "96", "%", None),
        ("100%完成", "100", "%", None),
        ("95%（含）", "95", "%", None),
        ("0.5元/度", "0.5", "元/度", None),
        ("100㎡", "100", "平方米", None),
        ("12个月", "12", "个月", None),
        ("3年", "3", "年", None),
    ],
)
def test_a_plain_number(cell: str, value: str, unit: str, sign: Direction | None) -> None:
    assert parse_quantity(cell) == Quantity(Decimal(value), unit, sign)


@pytest.mark.parametrize(
    "cell",
    [None, "", "完成", "90-95%", "1/3", "1:2", "-5", "第3名", "A级", "2023年", "2023年12月", "12月",
     "12月底前", "11月30日前", "30日前", "一百", "95%以上且无投诉", "1.2.3", "5" * 40, "50 30", "1 200人"],
)  # fmt: skip
def test_no_plain_number(cell: str | None) -> None:
    assert parse_quantity(cell) is None


@pytest.mark.parametrize(("cell", "expected"), [
    (None, True), ("", True), (" / ", True), ("——", True), ("…", True),
    ("0", False), ("无", False), ("√", False), ("%", False),
])  # fmt: skip
def test_blank(cell: str | None, expected: bool) -> None:
    assert is_blank(cell) is expected


def row(direction: str | None, target: str, actual: str, unit: str | None = None) -> Indicator:
    fields = {"一级": "产出指标", "三级": "管网", "性质": direction}
    return Indicator.model_validate(
        fields | {"目标值": target, "完成值": actual} | ({"单位": unit} if unit else {})
    )


@pytest.mark.parametrize(("one", "target", "actual"), [
    (row("≥", "12000", "1.2万", "人"), "12000", "12000"),
    (row("≥", "1.2", "1.3万", "万人"), "12000", "13000"),
    (row("≤", "30万元", "28.5"), "300000", "285000"),
    (row("≥", "30个村", "30", "个"), "30", "30"),
    (row(None, "≥90%", "93"), "90", "93"),
])  # fmt: skip
def test_target_and_completion_in_one_unit(one: Indicator, target: str, actual: str) -> None:
    found = outcome(one)
    assert found is not None
    assert (found.target, found.actual) == (Decimal(target), Decimal(actual))


@pytest.mark.parametrize("one", [
    row(None, "90", "80", "%"),
    row("定性", "90", "80", "%"),
    row("≤", "≥90", "80", "%"),
    row("≥", "90", "<80", "%"),
    row("≥", "100人", "3期"),
    row("≥", "90%", "0.93"),
    row("≥", "30元", "28万元"),
])  # fmt: skip
def test_what_cannot_be_compared(one: Indicator) -> None:
    assert outcome(one) is None


@pytest.mark.parametrize(("direction", "target", "actual", "reached", "missed", "share"), [
    (LEAST, 95, 95, True, False, "1"),
    (LEAST, 100, 90, False, True, "0.9"),
    (LEAST, 0, 0, True, False, "1"),
    (MOST, 30, 40, False, True, "0.75"),
    (MOST, 30, 0, True, False, "1"),
    (MOST, 0, 1, False, True, "0"),
    (EQUAL, 46, 46, True, False, "1"),
    (EQUAL, 46, 92, False, False, "0.5"),
    (EQUAL, 46, 23, False, True, "0.5"),
    (EQUAL, 0, 1, False, True, "0"),
])  # fmt: skip
def test_what_a_completion_earns(
    direction: Direction, target: int, actual: int, reached: bool, missed: bool, share: str
) -> None:
    found = Outcome(direction, Decimal(target), Decimal(actual))
    assert (found.reached, found.missed) == (reached, missed)
    assert found.earned_share == Decimal(share)


@pytest.mark.parametrize(
    ("row", "target", "actual"),
    [
        (
            {"性质": "≥", "目标值": "≥100", "单位": "公里", "完成值": "100公里"},
            "≥100 公里",
            "100公里",
        ),
        ({"性质": "≥", "目标值": "不低于90%", "单位": "%", "完成值": "95%"}, "不低于90%", "95%"),
        ({"性质": "≤", "目标值": "≥100", "单位": "公里", "完成值": "9"}, "≤ ≥100 公里", "9 公里"),
        ({"性质": "=", "目标值": "100", "单位": "公里", "完成值": "9"}, "= 100 公里", "9 公里"),
        ({"性质": "定性", "目标值": "明显改善", "完成值": "已改善"}, "明显改善", "已改善"),
        ({"目标值": "按期", "单位": "期", "完成值": "按期"}, "按期", "按期"),
        ({"目标值": "98", "单位": "%（百分比）", "完成值": "100%"}, "98 %（百分比）", "100%"),
    ],
)
def test_a_sign_and_a_unit_are_shown_once(row: dict[str, str], target: str, actual: str) -> None:
    one = Indicator.model_validate({"一级": "产出指标", "三级": "道路长度", **row})
    sign = sign_to_show(one)
    assert one.target
    assert one.actual
    shown = with_unit(one.target, one.unit)
    assert (f"{sign} {shown}" if sign else shown) == target
    assert with_unit(one.actual, one.unit) == actual

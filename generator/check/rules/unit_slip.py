"""元 for 万元 and the like: amounts that are ten thousand times what they should be, or less.

Three comparisons, the next only where the one before found nothing: amounts with each other,
amounts with what their unit allows, amounts of the narrative with those of the table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.check.fund_columns import stated_amounts
from generator.check.rule import Finding, Limit, Limits, Passage, Rule, Subject
from generator.check.sentences import sentence_at
from generator.check.text_values import Amount, amounts
from generator.model.amounts import in_wan, trimmed
from generator.model.choices import Unit
from generator.model.figures import format_amount, fund_rows
from generator.model.funds import Funds

RULE = Rule(
    title="金额单位可能写错",
    why="元写成万元、万元写成元，金额就差一万倍，公开以后读者一眼就会看到。",
    mend="核对“单位”和每个金额：一份报告只用一个单位，从别处抄来的数先换算。确实如此的写“核实”。",
    sources=("倍数和上下限是本系统自定的，可以改；不是成文规定",),
    failing="资金: {单位: 万元, 全年预算: 320, 到位: 320, 支出: 3040000}",
    passing="资金: {单位: 元, 项目总额: null, 年初预算: 3000000, 全年预算: 3200000, 到位: 3200000, "
    "支出: 3040000, 来源: null, 下达文件: null}",
    limits={
        "倍数": Limit(Decimal("1000"), "两个金额相差多少倍以上就提示"),
        "元的下限": Limit(Decimal("1000"), "单位是元时，最大的金额小于多少元就提示"),
        "金额上限": Limit(Decimal("20"), "一个金额超过多少亿元就提示"),
    },
)
_COLUMNS = ("全年预算", "到位", "支出", "年初预算", "项目总额")  # the first is compared with
_WAN = 10_000
_MONEY = re.compile("资金|经费|预算|支出|到位|下达|拨付|支付|安排|投资|投入|费用|使用|总额")
_OTHER = re.compile("每|人均|户均|均价|单价|标准|票价|产值|GDP|增加值|收入|销售|税|贷款|存款|[/／]")


class StatedAmount(NamedTuple):
    """An amount of the table, not 0: its field, what it is called, the amount."""

    where: tuple[str | int, ...]
    label: str
    value: Decimal

    @property
    def is_total(self) -> bool:
        """Whether it is the project's, not that of one source or one document."""
        return len(self.where) == 2


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """The findings of the first of the three comparisons that has any."""
    funds = subject.funds
    stated = list(_stated(funds)) if funds.unit else []
    if not stated:
        return
    found = list(_among_each_other(stated, limits["倍数"])) or list(_by_unit(funds, stated, limits))
    yield from found or _in_prose(subject.passages, funds, stated)


def _stated(funds: Funds) -> Iterator[StatedAmount]:
    for where, of, row in fund_rows(funds):
        for label, value in stated_amounts(row, *_COLUMNS).items():
            if value:
                yield StatedAmount((*where, label), f"{of}{label}", value)
    for number, one in enumerate(funds.allocations):
        if one.amount:
            where = ("资金", "下达文件", number, "金额")
            yield StatedAmount(where, f"{one.document_number} 的金额", one.amount)


def _among_each_other(stated: Sequence[StatedAmount], factor: Decimal) -> Iterator[Finding]:
    """Compare with 全年预算, or the first total that there is; it may itself be the wrong one."""
    base, *others = stated
    totals = [one for one in others if one.is_total]
    if not base.is_total:
        return
    off = [one for one in others if _is_far(one, base, factor)]
    if len(totals) > 1 and all(one in off for one in totals):
        names = "、".join(f"{one.label} {format_amount(one.value)}" for one in totals)
        message = (
            f"{base.label} {format_amount(base.value)} 与{names}都相差{_times(base, totals[0])}，"
            f"{base.label}可能写错了单位。请核对。"
        )
        yield Finding(base.where, message)
        return
    for one in off:
        message = (
            f"{one.label} {format_amount(one.value)} 与{base.label} {format_amount(base.value)} "
            f"相差{_times(one, base)}，可能有一个写错了单位。请核对，换算成同一个单位。"
        )
        yield Finding(one.where, message)


def _is_far(one: StatedAmount, base: StatedAmount, factor: Decimal) -> bool:
    if not one.is_total:  # it may be small beside the budget, but for exactly a ten-thousandth
        return one.value > base.value * factor or one.value * _WAN == base.value
    low, high = sorted((one.value, base.value))
    return high > low * factor or high == low * _WAN


def _times(one: StatedAmount, other: StatedAmount) -> str:
    low, high = sorted((one.value, other.value))
    return "一万倍整" if high == low * _WAN else f" {high / low:,.0f} 倍"


def _by_unit(funds: Funds, stated: Sequence[StatedAmount], limits: Limits) -> Iterator[Finding]:
    """Compare with what the unit allows: nothing below a 分, nothing beyond a county's means."""
    ceiling = limits["金额上限"]
    over = next((one for one in stated if _wan(one, funds) > ceiling * _WAN), None)
    finest = next((one for one in stated if int(trimmed(one.value).as_tuple().exponent) < -2), None)
    largest = max(stated, key=lambda one: one.value)
    if over:
        message = (
            f"{over.label} {format_amount(over.value)} {funds.unit}超过 {ceiling} 亿元，"
            "一个项目很少有这么多钱。请核对“单位”和金额。"
        )
        yield Finding(over.where, message)
    elif funds.unit is not Unit.YUAN:
        return
    elif finest:
        message = (
            f"单位是元，{finest.label}写的是 {format_amount(finest.value)}：元以下只有角和分，"
            "四位小数多半是万元。请核对“单位”。"
        )
        yield Finding(finest.where, message)
    elif largest.value < limits["元的下限"]:
        message = (
            f"单位是元，最大的金额（{largest.label}）只有 {format_amount(largest.value)} 元，"
            "多半是万元。请核对“单位”。"
        )
        yield Finding(("资金", "单位"), message)


def _wan(one: StatedAmount, funds: Funds) -> Decimal:
    return in_wan(one.value, funds.unit) or Decimal(0)


def _in_prose(
    passages: Sequence[Passage], funds: Funds, stated: Sequence[StatedAmount]
) -> Iterator[Finding]:
    """Amounts that are some amount of the table but for the unit; each such amount once."""
    table = {_wan(one, funds): one for one in reversed(stated)}
    reported: set[Decimal] = set()
    for passage in passages:
        for found in amounts(passage.text):
            other = _slipped_from(found, table)
            if other and found.wan not in reported and _is_meant(passage.text, found):
                reported.add(found.wan)
                message = (
                    f"正文写的是 {found.value:f}{found.unit}，{other.label}是 "
                    f"{format_amount(other.value)} {funds.unit}，相差一万倍整，"
                    "可能写错了单位。请核对。"
                )
                yield passage.finding((found.start, found.end), message)


def _slipped_from(found: Amount, table: Mapping[Decimal, StatedAmount]) -> StatedAmount | None:
    if found.is_unit_price or not found.wan or found.wan in table:
        return None
    return table.get(found.wan * _WAN) or table.get(found.wan / _WAN)


def _is_meant(text: str, found: Amount) -> bool:
    """Whether it is the project's money: no price, no output of the county, no round number."""
    sentence = sentence_at(text, found.start)
    is_exact = len(found.value.normalize().as_tuple().digits) > 3
    return not _OTHER.search(sentence) and bool(is_exact or _MONEY.search(sentence))

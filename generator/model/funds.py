"""The money of a report (资金): amounts, sources, years, the score of the budget's execution."""

from decimal import Decimal
from typing import Self, TypeVar

from pydantic import ValidationInfo, field_validator

from generator.model.amounts import in_unit
from generator.model.choices import FundLevel, Unit
from generator.model.dates import LooseDate
from generator.model.fields import Amount, Line, Number, Percentage, StatedAmount, Text, Year
from generator.model.record import FormRecord, Rows, key, rows


class AmountRow(FormRecord):
    """A row whose amounts are in the unit of the report."""

    def in_unit(self, unit: Unit | None) -> Self:
        """The same row, all amounts in the unit of the report."""
        # Ten thousands of rows, few with such an amount: not by way of pydantic's own iterator.
        values = self.__dict__.items()
        found = {name: value for name, value in values if isinstance(value, StatedAmount)}
        if not found:
            return self
        return self.model_copy(update={name: in_unit(one, unit) for name, one in found.items()})


class FundSource(AmountRow, title="资金来源"):
    """One source of the money, a row of the form's table."""

    name: Line = key("名称", "资金来源，如 财政拨款、上年结转、单位资金", required=True)
    level: FundLevel | None = key("级次", "哪一级的资金")
    initial_budget: Amount | None = key("年初预算", "年初预算数")
    annual_budget: Amount | None = key("全年预算", "调整后预算数")
    received: Amount | None = key("到位", "实际到位数")
    spent: Amount | None = key("支出", "全年执行数")
    balance: Amount | None = key("结余", "年末结转结余")
    received_rate: Percentage | None = key("到位率", "照报告写，表上有才写")
    received_on_time_rate: Percentage | None = key("到位及时率", "照报告写，表上有才写")
    execution_rate: Percentage | None = key("执行率", "照报告写")
    weight: Number | None = key("分值", "这一来源执行率的分值，表上有才写")
    score: Number | None = key("得分", "这一来源执行率的得分，表上有才写")
    reason: Text | None = key("说明", "执行率偏低、预算调整的原因")


class Allocation(AmountRow, title="下达文件"):
    """A document that allotted money."""

    document_number: Line = key("文号", "照原文写，括号不改", required=True)
    date: LooseDate | None = key("日期", "下达日期，知道到年、月或日都可以")
    amount: Amount | None = key("金额", "下达金额")


class YearFunds(AmountRow, title="分年度"):
    """The money of one of the years that a report covers."""

    year: Year = key("年度", "财政年度", required=True)
    initial_budget: Amount | None = key("年初预算", "年初预算数")
    annual_budget: Amount | None = key("全年预算", "调整后预算数")
    received: Amount | None = key("到位", "实际到位数")
    spent: Amount | None = key("支出", "全年执行数")
    balance: Amount | None = key("结余", "年末结转结余")
    execution_rate: Percentage | None = key("执行率", "照报告写")
    sources: Rows[FundSource] = rows("来源", "这一年度的资金来源")

    def in_unit(self, unit: Unit | None) -> Self:
        """The same row and its sources, all amounts in the unit of the report."""
        sources = tuple(one.in_unit(unit) for one in self.sources)
        return super().in_unit(unit).model_copy(update={"sources": sources})


RowType = TypeVar("RowType", bound=AmountRow)


class Funds(AmountRow, title="资金"):
    """The money of one project in one fiscal year, in `unit`.

    `weight` and `score` are those of the execution of the budget: in the central form of 2020 they
    stand in the row of the total, 10 points as a rule.
    """

    unit: Unit | None = key("单位", "本报告金额的单位，有金额就必须写")
    total_cost: Amount | None = key("项目总额", "项目全部年度的总费用")
    initial_budget: Amount | None = key("年初预算", "年初预算数")
    annual_budget: Amount | None = key("全年预算", "调整后预算数；执行率的分母")
    received: Amount | None = key("到位", "本年实际到位")
    spent: Amount | None = key("支出", "本年实际支出（执行数）")
    balance: Amount | None = key("结余", "年末结转结余")
    weight: Number | None = key("分值", "预算执行率一行的分值，多为 10")
    score: Number | None = key("得分", "预算执行率一行的得分")
    weight_share: Number | None = key("权重占比", "预算执行率一行的权重占比（%），只写数字")
    converted_score: Number | None = key("折算得分", "预算执行率一行的折算得分，表上有才写")
    reason: Text | None = key("说明", "执行率偏低、预算调整的原因")
    sources: Rows[FundSource] = rows("来源", "资金来源，每个来源一行")
    by_year: Rows[YearFunds] = rows("分年度", "一份报告写几个年度的，每个年度一行")
    allocations: Rows[Allocation] = rows("下达文件", "下达资金的文件")

    @field_validator(
        "total_cost",
        "initial_budget",
        "annual_budget",
        "received",
        "spent",
        "balance",
        mode="after",
    )
    @classmethod
    def _in_its_unit(cls, value: Decimal | None, info: ValidationInfo) -> Decimal | None:
        return in_unit(value, info.data.get("unit"))

    @field_validator("sources", "by_year", "allocations", mode="after")
    @classmethod
    def _rows_in_its_unit(
        cls, value: tuple[RowType, ...], info: ValidationInfo
    ) -> tuple[RowType, ...]:
        return tuple(one.in_unit(info.data.get("unit")) for one in value)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stated but the unit, which other amounts of a report are in too."""
        return not self.not_applicable and not any(
            value not in (None, ()) for name, value in self if name != "unit"
        )

    def in_unit(self, unit: Unit | None) -> Self:
        """The same in the unit of the report, where it names none of its own."""
        if self.unit is not None or unit is None:
            return self
        rows_in_unit = {
            name: tuple(one.in_unit(unit) for one in getattr(self, name))
            for name in ("sources", "by_year", "allocations")
        }
        return super().in_unit(unit).model_copy(update={"unit": unit, **rows_in_unit})

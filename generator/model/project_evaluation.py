"""What a form asks about one project: goals, money, indicators, scores, conclusions.

A report on one project states it itself, one on several in each of 包含项目.
"""

from typing import Protocol, Self, TypeVar

from pydantic import ValidationInfo, field_validator

from generator.model.choices import Grade, Unit
from generator.model.dates import LooseDate
from generator.model.fields import Amount, Line, Number, Percentage, Text, Year
from generator.model.funds import AmountRow, Funds
from generator.model.indicator import Indicator
from generator.model.record import FormRecord, Record, Rows, key, rows


class AnnualGoal(FormRecord, title="年度目标"):
    """A goal of the year (年度总体目标): expected, and what was reached."""

    year: Year | None = key("年度", "一份报告写几个年度的，写明是哪一年的目标")
    name: Line | None = key("名称", "表上给目标编了号的，如 年度绩效目标1")
    expected: Text | None = key("预期", "预期目标，照表写")
    adjusted: Text | None = key("调整", "年中调整后的目标，表上有才写")
    reached: Text | None = key("实际", "实际完成情况，照表写")
    rate: Percentage | None = key("完成率", "总体完成率，表上有才写")
    weight: Number | None = key("分值", "目标的分值，表上有才写")
    score: Number | None = key("得分", "目标的得分，表上有才写")
    reason: Text | None = key("偏差原因", "偏差原因及改进措施")


class FundManagement(FormRecord, title="资金管理"):
    """A row on how the money was managed or paid (central transfers, form of 2022)."""

    item: Line = key("项目", "如 分配科学性、下达及时性、支付规范性", required=True)
    situation: Text | None = key("情况说明", "照表写")
    problems: Text | None = key("问题和改进", "存在问题和改进措施，照表写")


class SpendingDetail(AmountRow, title="支出明细"):
    """What a part of the money was spent on."""

    name: Line = key("名称", "支出内容", required=True)
    planned: Amount | None = key("计划", "计划支出数")
    spent: Amount | None = key("支出", "实际支出数")
    voucher: Line | None = key("凭证号", "会计凭证号，照表写")
    note: Text | None = key("说明", "照表写")


class PartScore(FormRecord, title="分项得分"):
    """The score of one first-level indicator."""

    name: Line = key("名称", "如 决策、过程、产出、效益", required=True)
    weight: Number | None = key("分值", "权重")
    score: Number | None = key("得分", "得分")
    rate: Percentage | None = key("得分率", "照报告写")


class SelfEvaluation(FormRecord, title="自评"):
    """Figures as the report states them; none is computed."""

    received_rate: Percentage | None = key("到位率", "到位 ÷ 计划，照报告写")
    received_on_time_rate: Percentage | None = key("到位及时率", "及时到位 ÷ 计划，照报告写")
    execution_rate: Percentage | None = key("执行率", "支出 ÷ 全年预算，照报告写")
    satisfaction: Percentage | None = key("满意度", "照报告写")
    total: Number | None = key("总分", "满分，表上印出的才写")
    score: Number | None = key("得分", "自评总分")
    score_rate: Percentage | None = key("得分率", "得分 ÷ 总分，照报告写")
    reviewed_score: Number | None = key("复核得分", "主管部门、财政部门复核或审定的得分")
    grade: Grade | None = key("等级", "自评等级")
    other_grade: Line | None = key(
        "其他等级", "用的不是优、良、中、差的，照报告写，如 优秀、比较满意"
    )
    grade_scale: Line | None = key("等级体系", "其他等级属于哪一套，如 优秀、良好、合格、不合格")
    parts: Rows[PartScore] = rows("分项得分", "按一级指标汇总的得分，报告写明的才写")


class Conclusion(FormRecord, title="结论"):
    """What a form has cells for beside its table: conclusion, problems, measures."""

    conclusion: Text | None = key("评价结论", "照表写")
    achievements: Text | None = key("主要成效", "照表写")
    problems: Text | None = key("存在问题", "照表写")
    causes: Text | None = key("原因分析", "偏差大或目标未完成的原因，照表写")
    measures: Text | None = key("改进措施", "照表写")
    use: Text | None = key("结果应用", "自评结果的应用和公开，照表写")
    remarks: Text | None = key("其他说明", "其他需要说明的事项，照表写")


class ProjectEvaluation(Record):
    """What is stated of one project; its amounts are in the unit of its 资金."""

    project_code: Line | None = key("项目编码", "预算管理一体化系统的项目编码")
    central_department: Line | None = key("中央主管部门", "转移支付的中央主管部门")
    supervising_department: Line | None = key("主管部门", "项目的主管部门，照表写，不带编码")
    supervising_code: Line | None = key("主管部门编码", "表上写在主管部门前面的编码")
    implementing_unit: Line | None = key("实施单位", "具体实施单位")
    implementing_code: Line | None = key("实施单位编码", "表上写在实施单位前面的编码")
    project_category: Line | None = key("项目类别", "如 部门预算项目、专项、转移支付，照表写")
    project_nature: Line | None = key("项目属性", "如 持续性项目、新增性项目，照表写")
    project_kind: Line | None = key("项目类型", "如 常年性、延续性、一次性项目，照表写")
    special_fund: Line | None = key("专项资金", "是否为专项资金，照表写")
    period_start: LooseDate | None = key("开始时间", "项目开始的时间")
    period_end: LooseDate | None = key("结束时间", "项目结束的时间")
    annual_goals: Rows[AnnualGoal] = rows("年度目标", "年度总体目标，每个目标一行")
    implementation: Text | None = key("实施内容", "项目实施内容及过程概述，表上有才写")
    funds: Funds | None = key("资金", "资金情况")
    fund_management: Rows[FundManagement] = rows(
        "资金管理", "资金管理情况、支付情况，每项一行，表上有才写"
    )
    spending_details: Rows[SpendingDetail] = rows("支出明细", "每项支出一行")
    self_evaluation: SelfEvaluation | None = key("自评", "报告自己写明的数字")
    indicators: Rows[Indicator] = rows("指标", "自评表，每个指标一行")
    conclusion: Conclusion | None = key("结论", "表上的评价结论、存在问题、改进措施等栏")
    table_notes: Text | None = key("表注", "表下面印的注、填报说明，照原文")

    @field_validator("spending_details", mode="after")
    @classmethod
    def _details_in_its_unit(
        cls, value: tuple[SpendingDetail, ...], info: ValidationInfo
    ) -> tuple[SpendingDetail, ...]:
        return in_unit_of_funds(value, info)


class HasUnit(Protocol):
    """What can be had in another unit."""

    def in_unit(self, unit: Unit | None) -> Self:
        """The same, all amounts in that unit."""


RowType = TypeVar("RowType", bound=HasUnit)


def in_unit_of_funds(value: tuple[RowType, ...], info: ValidationInfo) -> tuple[RowType, ...]:
    """The rows, their amounts in the unit of 资金 unless they name their own."""
    funds: Funds | None = info.data.get("funds")
    return tuple(one.in_unit(funds.unit if funds else None) for one in value)

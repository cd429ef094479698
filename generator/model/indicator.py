"""A row of the table of indicators (指标)."""

from decimal import Decimal

from generator.model.choices import Direction, Switch
from generator.model.fields import Line, Number, Text
from generator.model.record import FormRecord, key


class GradeStandards(FormRecord, title="分档标准"):
    """What counts as each grade, for one indicator."""

    excellent: Text | None = key("优", "优的标准")
    good: Text | None = key("良", "良的标准")
    fair: Text | None = key("中", "中的标准")
    poor: Text | None = key("差", "差的标准")

    @property
    def texts(self) -> tuple[str | None, ...]:
        """The standards, the best grade first."""
        return self.excellent, self.good, self.fair, self.poor


class Indicator(FormRecord, title="指标"):
    """A row of the self-evaluation table (项目支出绩效自评表).

    Forms differ: some have no levels, some three scores a row. What a form lacks is not stated.
    """

    goal: Line | None = key("所属目标", "表上按年度目标分组的，写这一组的名称")
    first_level: Line | None = key("一级", "一级指标，如 产出指标；表上没有分级的不写")
    second_level: Line | None = key("二级", "二级指标，如 数量指标")
    name: Line = key("三级", "三级指标（没有分级的为指标名称）", required=True)
    explanation: Text | None = key("解释", "指标解释、指标值说明")
    direction: Direction | None = key("性质", "怎样算达到目标")
    target: Line | None = key("目标值", "年度指标值，照表写")
    unit: Line | None = key("单位", "度量单位，如 %、人次")
    actual: Line | None = key("完成值", "实际完成值，照表写")
    completion: Line | None = key("完成情况", "表上另有一列写完成、未完成的")
    weight: Number | None = key("分值", "该指标的分值（权重）")
    score: Number | None = key("得分", "该指标的得分")
    weight_share: Number | None = key("权重占比", "表上另有权重占比（%）的，只写数字")
    converted_score: Number | None = key("折算得分", "单项得分乘以权重占比，表上有才写")
    reviewed_score: Number | None = key("复核分", "主管部门或财政部门复核的得分")
    scored_above: Switch | None = key("合并计分", "分值、得分与上一行合并的：写 是")
    standard: Text | None = key("评分标准", "评分标准、计分办法")
    grade_standards: GradeStandards | None = key("分档标准", "优、良、中、差各自的标准")
    deduction_reason: Text | None = key("扣分原因", "为什么扣分")
    deviation_reason: Text | None = key("偏差原因", "偏差原因分析及改进措施")

    @property
    def is_scored_above(self) -> bool:
        """Whether its points are in the row above: one cell of the form for both."""
        return self.scored_above is Switch.YES

    @property
    def points_lost(self) -> Decimal | None:
        """Weight minus score; None where the score is not below, or one of them is not stated."""
        if self.weight is None or self.score is None or self.score >= self.weight:
            return None
        return self.weight - self.score

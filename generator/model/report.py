"""Typed, frozen records of everything that staff write; each field in both languages.

The Chinese alias is the key in the YAML file, the attribute is the name in code and exports.
What a report does not state is None. The legal basis of a field is named where there is one.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self, TypeAlias, TypeVar

from pydantic import BeforeValidator, Discriminator, Tag, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from generator.model.choices import EvaluationType, Grade, Status, Unit
from generator.model.dates import Day, LooseDate, PartialDate
from generator.model.department_overview import DepartmentOverview
from generator.model.fields import Amount, Line, Number, Percentage, Slug, Text, Year
from generator.model.funds import AmountRow, Funds
from generator.model.indicator import Indicator
from generator.model.problems import quote
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


class EvaluationWork(FormRecord, title="评价工作"):
    """Who evaluated, by whose order, and how (财预〔2020〕10号, 财政评价 and 部门评价)."""

    evaluator: Line | None = key("评价机构", "会计师事务所等机构的名称，不写个人")
    commissioner: Line | None = key("委托单位", "委托评价的单位")
    report_number: Line | None = key("报告文号", "评价机构的报告文号，照原文写")
    manner: Line | None = key("评价方式", "如 单位自评、委托第三方评价")
    period: Line | None = key("评价时间", "照报告写")
    subject: Text | None = key("评价对象和范围", "照报告写")
    methods: Text | None = key("评价方法", "如 比较法、因素分析法、公众评判法")
    standards: Text | None = key("评价标准", "如 计划标准、行业标准")
    sample: Text | None = key("抽样情况", "现场抽查、问卷的数量")


class FundManagement(FormRecord, title="资金管理"):
    """A row on how the money was managed (central transfers, form of 2022)."""

    item: Line = key("项目", "如 分配科学性、下达及时性", required=True)
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
    execution_rate: Percentage | None = key("执行率", "支出 ÷ 全年预算，照报告写")
    satisfaction: Percentage | None = key("满意度", "照报告写")
    total: Number | None = key("总分", "满分，表上印出的才写")
    score: Number | None = key("得分", "自评总分")
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


class CoveredProject(FormRecord, title="包含项目"):
    """One of several projects of a report: what is said of it alone.

    Its amounts are in the unit of the report unless it names another. With 标识, the page of the
    project leads here.
    """

    name: Line = key("项目名称", "项目名称", required=True)
    slug: Slug | None = key("标识", "项目在网址里的标识；有单独报告的年度，与那份报告的文件名相同")
    project_code: Line | None = key("项目编码", "项目编码")
    implementing_unit: Line | None = key("实施单位", "具体实施单位")
    funds: Funds | None = key("资金", "报告分项目写明的才写")
    annual_goals: Rows[AnnualGoal] = rows("年度目标", "每个目标一行")
    self_evaluation: SelfEvaluation | None = key("自评", "报告分项目写明的才写")
    indicators: Rows[Indicator] = rows("指标", "每个指标一行")
    note: Text | None = key("说明", "报告对这个项目另外写了的，照原文")

    def in_unit(self, unit: Unit | None) -> Self:
        """The same project, its amounts in the unit of the report where it names none."""
        if self.funds is None or self.funds.unit is not None:
            return self
        return self.model_copy(update={"funds": self.funds.in_unit(unit)})


class Attachment(Record, title="附件"):
    """A file in the report's own folder, which is published with it."""

    name: Line = key("名称", "读者看到的名称", required=True)
    file: Line = key("文件", "文件名，放在与报告同名的文件夹里", required=True)


class Correction(Record, title="更正"):
    """A change made after publication (政府信息公开条例, art. 41)."""

    date: Day = key("日期", "更正日期", required=True)
    note: Text = key("说明", "更正了什么", required=True)


class Withdrawal(Record, title="撤回"):
    """When and why a published report was withdrawn."""

    date: Day = key("日期", "撤回日期", required=True)
    reason: Text = key("理由", "撤回理由，读者会看到", required=True)


class Acknowledgement(Record, title="核实"):
    """A warning that a person has checked and accepts."""

    rule: Line = key("规则", "警告括号里的规则名", required=True)
    found: Line | None = key("内容", "只核实说明里提到这几个字的警告；不写则是这条规则的全部警告")
    note: Text = key("说明", "为什么可以这样", required=True)


LEAD_TEXT = "前文"  # the key of the text that stands before the first heading, or first one below


def _kind(value: object) -> str:
    return "sections" if isinstance(value, dict) else "text"


def _no_headings_below(value: object) -> object:
    if isinstance(value, dict):
        raise PydanticCustomError(
            "value",
            "已经是第四级标题（一、（一）1.（1）是四级），下面不能再有标题，现有{found}。"
            "请把下面的内容写成文字，用 | 开头，更小的标题单独一行，行首写 # 和一个空格。",
            {"found": "、".join(map(quote, list(value)[:3]))},
        )
    return value


# Text, or what stands under each of the headings below, four levels deep.
_Text: TypeAlias = Annotated[Text, Tag("text")]
_Deepest: TypeAlias = Annotated[Text, BeforeValidator(_no_headings_below)]
_Third: TypeAlias = Annotated[
    _Text | Annotated[Mapping[str, _Deepest | None], Tag("sections")], Discriminator(_kind)
]
_Second: TypeAlias = Annotated[
    _Text | Annotated[Mapping[str, _Third | None], Tag("sections")], Discriminator(_kind)
]
Section: TypeAlias = Annotated[
    _Text | Annotated[Mapping[str, _Second | None], Tag("sections")], Discriminator(_kind)
]


RowType = TypeVar("RowType", CoveredProject, SpendingDetail)


def _unit(info: ValidationInfo) -> Unit | None:
    """The unit of 资金, in which other amounts of the report are unless they name their own."""
    funds: Funds | None = info.data.get("funds")
    return funds.unit if funds else None


class Report(Record, title="绩效评价报告"):
    """One project's evaluation report for one fiscal year."""

    project_name: Line = key("项目名称", "项目名称，照预算批复写", required=True)
    printed_title: Line | None = key("标题", "报告印出来的标题；不写则由名称和类型组成")
    department: Line = key(
        "部门", "报告印的部门全称，改过名的写当时的；见 departments.yml", required=True
    )
    fiscal_year: Year = key("年度", "财政年度", required=True)
    evaluation_type: EvaluationType = key("评价类型", "谁做的评价", required=True)
    form: Slug | None = key("表单", "报告所用的表单，见 forms/；表上的栏目和正文的标题都照它")
    outline: Slug | None = key("提纲", "正文所用的提纲，见 outlines/；正文的标题与表单不同的才写")
    status: Status = key("状态", "草稿不公开，撤回后网址保留", required=True)
    publication_date: Day | None = key("公开日期", "本站首次公开的日期；到这一天才公开")
    report_date: LooseDate | None = key("报告日期", "成文日期，报告上有才写")
    index_number: Line | None = key("索引号", "政府信息索引号")
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
    covered_years: Rows[Year] = rows(
        "涵盖年度", "一份报告写几个财政年度的，全部写出，如 [2020, 2021, 2022]"
    )
    evaluation: EvaluationWork | None = key("评价工作", "谁评价、怎样评价，报告写明的才写")
    annual_goals: Rows[AnnualGoal] = rows("年度目标", "年度总体目标，每个目标一行")
    implementation: Text | None = key("实施内容", "项目实施内容及过程概述，表上有才写")
    funds: Funds | None = key("资金", "资金情况")
    fund_management: Rows[FundManagement] = rows(
        "资金管理", "转移支付自评表的资金管理情况，每项一行"
    )
    spending_details: Rows[SpendingDetail] = rows("支出明细", "每项支出一行")
    overview: DepartmentOverview | None = key("部门整体", "部门整体支出：职能、收入、支出、人员")
    self_evaluation: SelfEvaluation | None = key("自评", "报告自己写明的数字")
    indicators: Rows[Indicator] = rows("指标", "自评表，每个指标一行")
    conclusion: Conclusion | None = key("结论", "表上的评价结论、存在问题、改进措施等栏")
    projects: Rows[CoveredProject] = rows("包含项目", "一份报告写几个项目的，每个项目一组")
    narrative: Mapping[str, Section | None] | None = key("正文", "按标题分段，照原文")
    notes: Rows[Text] = rows("数据说明", "请读者留意的数据问题，公开显示在关键数字下面")
    attachments: Rows[Attachment] = rows("附件", "随报告公开的文件")
    corrections: Rows[Correction] = rows("更正", "公开之后的更正，新的在后")
    withdrawal: Withdrawal | None = key("撤回", "状态为撤回时写明日期和理由")
    acknowledgements: Rows[Acknowledgement] = rows("核实", "人已核实的警告")

    @field_validator("overview", mode="after")
    @classmethod
    def _overview_in_its_unit(
        cls, value: DepartmentOverview | None, info: ValidationInfo
    ) -> DepartmentOverview | None:
        return value and value.in_unit(_unit(info))

    @field_validator("projects", "spending_details", mode="after")
    @classmethod
    def _rows_in_its_unit(
        cls, value: tuple[RowType, ...], info: ValidationInfo
    ) -> tuple[RowType, ...]:
        return tuple(one.in_unit(_unit(info)) for one in value)

    @property
    def title(self) -> str:
        """The printed title, else the project's name and the evaluation type, no words twice."""
        name = "" if self.evaluation_type.startswith(self.project_name) else self.project_name
        return self.printed_title or f"{name}{self.evaluation_type}报告"

    @property
    def possible_issue_dates(self) -> tuple[date, date]:
        """The first and the last day on which it can have been issued.

        Without a date of its own: from the beginning of its year to the day of its publication.
        """
        if self.report_date:
            return self.report_date.first, self.report_date.last
        year = PartialDate(self.fiscal_year)
        last = self.publication_date or year.last
        return min(year.first, last), last

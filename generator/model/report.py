"""Typed, frozen records of everything that staff write; each field in both languages.

The Chinese alias is the key in the YAML file, the attribute is the name in code and exports.
What a report does not state is None. The legal basis of a field is named where there is one.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from generator.model.choices import (
    Direction,
    EvaluationType,
    Grade,
    Item,
    RuleLevel,
    Status,
    Switch,
    Unit,
)
from generator.model.fields import (
    Amount,
    Day,
    Line,
    LooseDate,
    NonReportAddress,
    Number,
    PartialDate,
    Percentage,
    Slug,
    Text,
    WebAddress,
    Year,
    half_width,
    value_error,
)
from generator.model.record import Record, Rows, key, rows


class FundSource(Record, title="资金来源"):
    """One source of the money."""

    name: Line = key("名称", "资金来源，如 财政拨款、上年结转、单位资金", required=True)
    initial_budget: Amount | None = key("年初预算", "年初预算数")
    annual_budget: Amount | None = key("全年预算", "调整后预算数")
    received: Amount | None = key("到位", "实际到位数")
    spent: Amount | None = key("支出", "全年执行数")


class Allocation(Record, title="下达文件"):
    """A document that allotted money."""

    document_number: Line = key("文号", "照原文写，括号不改", required=True)
    date: LooseDate | None = key("日期", "下达日期，知道到年、月或日都可以")
    amount: Amount | None = key("金额", "下达金额")


class Funds(Record, title="资金"):
    """The money of one project in one fiscal year, in `unit`."""

    unit: Unit | None = key("单位", "本报告金额的单位，有金额就必须写")
    total_cost: Amount | None = key("项目总额", "项目全部年度的总费用")
    initial_budget: Amount | None = key("年初预算", "年初预算数")
    annual_budget: Amount | None = key("全年预算", "调整后预算数；执行率的分母")
    received: Amount | None = key("到位", "本年实际到位")
    spent: Amount | None = key("支出", "本年实际支出（执行数）")
    sources: Rows[FundSource] = rows("来源", "资金来源，每个来源一行")
    allocations: Rows[Allocation] = rows("下达文件", "下达资金的文件")


class SelfEvaluation(Record, title="自评"):
    """Figures as the report states them; none is computed."""

    received_rate: Percentage | None = key("到位率", "到位 ÷ 计划，照报告写")
    execution_rate: Percentage | None = key("执行率", "支出 ÷ 全年预算，照报告写")
    satisfaction: Percentage | None = key("满意度", "照报告写")
    score: Number | None = key("得分", "自评总分")
    grade: Grade | None = key("等级", "自评等级")


class Indicator(Record, title="指标"):
    """A row of the self-evaluation table (项目支出绩效自评表)."""

    first_level: Line = key("一级", "一级指标，如 产出指标", required=True)
    second_level: Line | None = key("二级", "二级指标，如 数量指标")
    name: Line = key("三级", "三级指标的名称", required=True)
    direction: Direction | None = key("性质", "怎样算达到目标")
    target: Line | None = key("目标值", "年度指标值，照表写")
    unit: Line | None = key("单位", "度量单位，如 %、人次")
    actual: Line | None = key("完成值", "实际完成值，照表写")
    weight: Number | None = key("分值", "该指标的分值（权重）")
    score: Number | None = key("得分", "该指标的得分")
    deviation_reason: Text | None = key("偏差原因", "偏差原因分析及改进措施")

    @property
    def points_lost(self) -> Decimal | None:
        """Weight minus score; None where the score is not below, or one of them is not stated."""
        if self.weight is None or self.score is None or self.score >= self.weight:
            return None
        return self.weight - self.score


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


Subsections: TypeAlias = Mapping[str, Text | None]
Section: TypeAlias = Annotated[
    Annotated[Text, Tag("text")] | Annotated[Subsections, Tag("sections")],
    Discriminator(lambda value: "sections" if isinstance(value, dict) else "text"),
]


class Report(Record, title="绩效评价报告"):
    """One project's evaluation report for one fiscal year."""

    project_name: Line = key("项目名称", "项目名称，照预算批复写", required=True)
    printed_title: Line | None = key("标题", "报告印出来的标题；不写则由名称和类型组成")
    department: Line = key(
        "部门", "报告印的部门全称，改过名的写当时的；见 departments.yml", required=True
    )
    fiscal_year: Year = key("年度", "财政年度", required=True)
    evaluation_type: EvaluationType = key("评价类型", "谁做的评价", required=True)
    outline: Slug | None = key("提纲", "正文所用的提纲，见 outlines/；有正文就必须写")
    status: Status = key("状态", "草稿不公开，撤回后网址保留", required=True)
    publication_date: Day | None = key("公开日期", "本站首次公开的日期；到这一天才公开")
    report_date: LooseDate | None = key("报告日期", "成文日期，报告上有才写")
    index_number: Line | None = key("索引号", "政府信息索引号")
    project_code: Line | None = key("项目编码", "预算管理一体化系统的项目编码")
    implementing_unit: Line | None = key("实施单位", "具体实施单位")
    funds: Funds | None = key("资金", "资金情况")
    self_evaluation: SelfEvaluation | None = key("自评", "报告自己写明的数字")
    indicators: Rows[Indicator] = rows("指标", "自评表，每个指标一行")
    narrative: Mapping[str, Section | None] | None = key("正文", "按提纲标题分段，照原文")
    notes: Rows[Text] = rows("数据说明", "请读者留意的数据问题，公开显示在关键数字下面")
    attachments: Rows[Attachment] = rows("附件", "随报告公开的文件")
    corrections: Rows[Correction] = rows("更正", "公开之后的更正，新的在后")
    withdrawal: Withdrawal | None = key("撤回", "状态为撤回时写明日期和理由")
    acknowledgements: Rows[Acknowledgement] = rows("核实", "人已核实的警告")

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


class GradeBounds(Record, title="等级的最低分"):
    """Lower bounds of the grades, in points of 100."""

    excellent: Number = key("优", "优的最低分", required=True)
    good: Number = key("良", "良的最低分", required=True)
    fair: Number = key("中", "中的最低分", required=True)
    poor: Number = key("差", "差的最低分", required=True)

    @model_validator(mode="after")
    def _descending(self) -> "GradeBounds":
        if not self.excellent > self.good > self.fair > self.poor:
            found = f"{self.excellent}、{self.good}、{self.fair}、{self.poor}"
            raise value_error("由高到低的最低分（优、良、中、差）", found, "请核对评分等级。")
        return self


class GradeScale(GradeBounds, title="评分等级"):
    """The lower bounds of the grades, and those of years in which they differed."""

    by_year: Mapping[Year, GradeBounds] | None = key("按年度", "个别年度不同的最低分")

    @field_validator("by_year", mode="before")
    @classmethod
    def _each_year_once(cls, value: object) -> object:
        """Keys that differ, as `2021` and `2021年`, may name one year: the last would win."""
        keys = value if isinstance(value, dict) else ()
        years = Counter(half_width(str(one)).strip()[:4] for one in keys)
        if twice := [year for year, count in years.items() if count > 1]:
            raise value_error("各不相同的年度", f"{twice[0]} 不止一次", "请合并为一处。")
        return value


class RetiredAddress(Record, title="停用网址"):
    """An address that the site once had and no longer serves; never a report's."""

    address: NonReportAddress = key("网址", "如 about/old/，不带主机", required=True)
    reason: Line = key("理由", "为什么停用，公开记录里会写明", required=True)


class RuleSetting(Record, title="检查规则"):
    """A level or limits of a rule that differ from its own."""

    rule: Line = key("规则", "规则名，见 jixiao rules", required=True)
    level: RuleLevel | None = key("级别", "错误、警告、提示，或 不查")
    limits: Mapping[str, Number] | None = key("界限", "界限的名称和数值，见 jixiao rules 规则名")
    first_year: Year | None = key("起始年度", "从这个财政年度的报告起")
    last_year: Year | None = key("截止年度", "到这个财政年度的报告为止")

    def covers(self, year: int) -> bool:
        """Whether the setting holds for that fiscal year.

        Year 0 stands for a page or the whole catalogue: only a setting for all years covers it.
        """
        if not year:
            return self.first_year is None and self.last_year is None
        return (self.first_year or year) <= year <= (self.last_year or year)


class ClearedNumber(Record, title="可公开号码"):
    """A number that looks like personal data and was cleared for publication by a person."""

    number: Line = key("号码", "如值班手机号", required=True)
    reason: Line = key("理由", "为什么可以公开", required=True)


class Site(Record, title="网站"):
    """The settings of `site.yml`: who publishes, and what is checked."""

    format_version: Line | None = key("格式版本", "内容格式的版本，由 jixiao upgrade 写")
    name: Line = key("名称", "网站名称", required=True)
    organiser: Line = key("主办单位", "主办单位全称", required=True)
    base_url: WebAddress | None = key("地址", "网站的正式网址，可在门户的子路径下")
    site_code: Line | None = key("网站标识码", "政府网站标识码")
    icp_number: Line | None = key("ICP备案号", "ICP 备案号")
    police_number: Line | None = key("公安备案号", "公安联网备案号")
    contact: Text | None = key("联系方式", "报告错误用的电话、邮箱或地址")
    grade_scale: GradeScale | None = key("评分等级", "等级的最低分")
    retired: Rows[RetiredAddress] = rows(
        "停用网址", "公开过、不再提供的网址（报告不能停用，只能撤回）"
    )
    rules: Rows[RuleSetting] = rows("检查规则", "与默认不同的检查规则")
    cleared: Rows[ClearedNumber] = rows("可公开号码", "经审查可以公开的号码，不再当作个人信息")
    pdf: Switch | None = key("生成PDF", "是否给每份报告生成 PDF 文件；不写就是“是”")

    @property
    def makes_pdf(self) -> bool:
        """Whether each report has a PDF beside its page."""
        return self.pdf is not Switch.NO


class OutlineSection(Record, title="章节"):
    """A heading of an outline, with the headings under it."""

    heading: Line = key("标题", "一级标题，不带序号", required=True)
    subheadings: Rows[Line] = rows("小节", "二级标题，不带序号")


class Outline(Record, title="提纲"):
    """The headings of a report's narrative, in order, and the items its form does not ask for."""

    name: Line = key("名称", "提纲的名称和版本", required=True)
    not_asked: Rows[Item] = rows("不要求", "表格不要求填报的项目：报告没有写的，不算未填报")
    sections: tuple[OutlineSection, ...] = Field(
        alias="章节", min_length=1, description="一级标题和它下面的小节"
    )

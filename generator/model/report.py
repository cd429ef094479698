"""Typed, frozen records of everything that staff write; each field in both languages.

The Chinese alias is the key in the YAML file, the attribute is the name in code and exports.
What a report does not state is None. The legal basis of a field is named where there is one.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self, TypeAlias

from pydantic import BeforeValidator, Discriminator, Tag, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from generator.model.choices import EvaluationType, Status, Unit
from generator.model.dates import Day, LooseDate, PartialDate
from generator.model.department_overview import DepartmentOverview
from generator.model.fields import Line, Slug, Text, Year
from generator.model.funds import Funds
from generator.model.problems import quote
from generator.model.project_evaluation import ProjectEvaluation, in_unit_of_funds
from generator.model.record import FormRecord, Record, Rows, field_names, key, rows

# Keys that are for staff alone: nothing that is made of a report shows them.
UNCLASSIFIED = "原文未能归类"
FOR_STAFF = frozenset(["核实", UNCLASSIFIED])


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


class _CoveredName(Record):
    """What begins a covered project."""

    name: Line = key("项目名称", "项目名称", required=True)
    slug: Slug | None = key("标识", "项目在网址里的标识；有单独报告的年度，与那份报告的文件名相同")


class CoveredProject(ProjectEvaluation, _CoveredName, title="包含项目"):
    """One of several projects of a report: what is said of it alone.

    Its amounts are in the unit of the report unless it names another. With 标识, the page of the
    project leads here.
    """

    note: Text | None = key("说明", "报告对这个项目另外写了的，照原文")

    def in_unit(self, unit: Unit | None) -> Self:
        """The same project, its amounts in the unit of the report where it names none."""
        if self.funds and self.funds.unit is not None:
            return self
        return self.model_copy(
            update={
                "funds": self.funds and self.funds.in_unit(unit),
                "spending_details": tuple(one.in_unit(unit) for one in self.spending_details),
            }
        )


class Attachment(Record, title="附件"):
    """A file in the report's own folder, which is published with it."""

    name: Line = key("名称", "读者看到的名称", required=True)
    file: Line = key("文件", "文件名，放在与报告同名的文件夹里", required=True)


class CorrectedField(Record, title="改动"):
    """A field that a correction changed, as `field_changes.py` names it; both values verbatim."""

    field: Line = key("栏目", "改了哪一栏，如 资金·支出、指标“满意度”·完成值", required=True)
    before: Text | None = key("原为", "公开的内容，照原文；原来没有的不写")
    now: Text | None = key("改为", "现在的内容，照原文；删去了的不写")


class Correction(Record, title="更正"):
    """A change made after publication (政府信息公开条例, art. 41)."""

    date: Day = key("日期", "更正日期", required=True)
    note: Text = key("说明", "更正了什么，为什么", required=True)
    changes: Rows[CorrectedField] = rows("改动", "逐项写明改动；由 jixiao correct 或工作台写")


class Withdrawal(Record, title="撤回"):
    """When and why a published report was withdrawn."""

    date: Day = key("日期", "撤回日期", required=True)
    reason: Text = key("理由", "撤回理由，读者会看到", required=True)


class Acknowledgement(Record, title="核实"):
    """A warning that a person has checked and accepts."""

    rule: Line = key("规则", "警告括号里的规则名", required=True)
    found: Line | None = key("内容", "只核实说明里提到这几个字的警告；不写则是这条规则的全部警告")
    note: Text = key("说明", "为什么可以这样", required=True)


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


class _ReportHead(Record):
    """What begins a report: its title, its body, its place in the site and in the portal."""

    project_name: Line = key("项目名称", "项目名称，照预算批复写", required=True)
    printed_title: Line | None = key("标题", "报告印出来的标题；不写则由名称和类型组成")
    department: Line = key(
        "部门", "报告印的部门全称，改过名的写当时的；见 departments.yml", required=True
    )
    department_code: Line | None = key("部门编码", "部门（单位）的预算编码，表上印了才写")
    fiscal_year: Year = key("年度", "财政年度", required=True)
    evaluation_type: EvaluationType = key("评价类型", "谁做的评价", required=True)
    form: Slug | None = key("表单", "报告所用的表单，见 forms/；表上的栏目和正文的标题都照它")
    outline: Slug | None = key("提纲", "正文所用的提纲，见 outlines/；正文的标题与表单不同的才写")
    status: Status = key("状态", "草稿不公开，撤回后网址保留", required=True)
    publication_date: Day | None = key("公开日期", "本站首次公开的日期；到这一天才公开")
    first_published: LooseDate | None = key(
        "原发布日期", "以前在别的网站公开过的，那里写的发布日期"
    )
    report_date: LooseDate | None = key("报告日期", "成文日期，报告上有才写")
    index_number: Line | None = key("索引号", "政府信息索引号")
    document_number: Line | None = key("发文字号", "报告自己的文号，照原文写，括号不改")
    subject_category: Line | None = key("主题分类", "公开目录写明的主题分类，照写")
    subject_words: Line | None = key("主题词", "公开目录写明的主题词，照写")
    covered_years: Rows[Year] = rows(
        "涵盖年度", "一份报告写几个财政年度的，全部写出，如 [2020, 2021, 2022]"
    )
    evaluation: EvaluationWork | None = key("评价工作", "谁评价、怎样评价，报告写明的才写")


class Report(ProjectEvaluation, _ReportHead, title="绩效评价报告"):
    """One project's evaluation report for one fiscal year.

    The keys are in the order of the bases from the last to the first, then its own.
    """

    overview: DepartmentOverview | None = key("部门整体", "部门整体支出：职能、收入、支出、人员")
    projects: Rows[CoveredProject] = rows("包含项目", "一份报告写几个项目的，每个项目一组")
    narrative: Mapping[str, Section | None] | None = key("正文", "按标题分段，照原文")
    notes: Rows[Text] = rows("数据说明", "请读者留意的数据问题，公开显示在关键数字下面")
    attachments: Rows[Attachment] = rows("附件", "随报告公开的文件")
    corrections: Rows[Correction] = rows("更正", "公开之后的更正，新的在后")
    withdrawal: Withdrawal | None = key("撤回", "状态为撤回时写明日期和理由")
    acknowledgements: Rows[Acknowledgement] = rows("核实", "人已核实的警告")
    unclassified: Text | None = key(
        UNCLASSIFIED, "导入时没有认出的原文，一段一行：移到该在的键下面，或删去；不公开"
    )

    @field_validator("overview", mode="after")
    @classmethod
    def _overview_in_its_unit(
        cls, value: DepartmentOverview | None, info: ValidationInfo
    ) -> DepartmentOverview | None:
        return value and in_unit_of_funds((value,), info)[0]

    @field_validator("projects", mode="after")
    @classmethod
    def _projects_in_its_unit(
        cls, value: tuple[CoveredProject, ...], info: ValidationInfo
    ) -> tuple[CoveredProject, ...]:
        return in_unit_of_funds(value, info)

    def leaves_to_projects(self, key: str) -> bool:
        """Whether it states that nowhere but of each of its projects."""
        name = field_names(ProjectEvaluation).get(key)
        if name is None:
            return False
        own = getattr(self, name)
        if own and not (isinstance(own, Funds) and own.is_empty):
            return False
        return any(getattr(one, name) for one in self.projects)

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

"""The tables of open data: which columns each has, what they mean, how they hang together.

Columns come from the records, so a key that a report's file may have is a column here, too. Each
row of a table knows its report, whose id is its address: `2021/gonganju/shipin`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.model.choices import EvaluationType, Status
from generator.model.funds import Allocation, Funds, FundSource, YearFunds
from generator.model.indicator import Indicator
from generator.model.project_evaluation import (
    AnnualGoal,
    Conclusion,
    ProjectEvaluation,
    SelfEvaluation,
)
from generator.model.record_columns import NOT_APPLICABLE, Column, FieldColumns, record_columns
from generator.model.report import CorrectedField, Correction, EvaluationWork, Report
from generator.model.statement import Agreement, Stated

REPORT = "报告"  # the column with the id of a report
NUMBER = "序号"  # the column that counts the rows of a report in a table
PROJECT = "包含项目序号"
FINDINGS_COUNT = "检查提示数"

_BESIDE_HEAD = ("department", "fiscal_year", "project_name", "printed_title", "evaluation_type",
    "status", "publication_date", "evaluation", "withdrawal", "unclassified",
    "narrative",
    *ProjectEvaluation.model_fields)  # fmt: skip
EVALUATION = ("funds", "self_evaluation", "conclusion")
# The score of the budget's execution stands beside that of the whole: each has its own name.
_OF_FUNDS = {
    "单位": "金额单位", "说明": "资金说明",
    **{one: f"预算执行{one}" for one in ("分值", "得分", "权重占比", "折算得分")},
}  # fmt: skip

REPORT_FIELDS = record_columns(Report, without=_BESIDE_HEAD)
WORK_FIELDS = record_columns(EvaluationWork, "评价工作.")
PROJECT_FIELDS = record_columns(ProjectEvaluation, without=EVALUATION)
FUNDS_FIELDS = record_columns(Funds, "资金.", renamed=_OF_FUNDS)
CLAIM_FIELDS = record_columns(SelfEvaluation, "自评.")
CONCLUSION_FIELDS = record_columns(Conclusion, "结论.")
INDICATOR_FIELDS = record_columns(Indicator, "指标.")
SOURCE_FIELDS = record_columns(FundSource, "资金.来源.")
YEAR_FIELDS = record_columns(YearFunds, "资金.分年度.")
ALLOCATION_FIELDS = record_columns(Allocation, "资金.下达文件.")
GOAL_FIELDS = record_columns(AnnualGoal, "年度目标.")
CORRECTION_FIELDS = record_columns(Correction, "更正.")
CHANGE_FIELDS = record_columns(CorrectedField, "更正.改动.")


@dataclass(frozen=True)
class Table:
    """A table: its name in files and in SQL, its title, its columns.

    `key` names the columns that tell a row from all others; `references` leads from columns of
    this table to another one and its columns.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()
    is_of_reports: bool = True  # whether its rows are rows of reports

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(one.name for one in self.columns)


_REPORT = Column(REPORT, "text", "报告的编号，就是网址里的 年度/部门/项目", required=True)
_NUMBER = Column(NUMBER, "integer", "同一份报告里的第几行，从 1 起", required=True)
_PROJECT = Column(
    PROJECT,
    "integer",
    "一份报告写几个项目的：属于其中第几个（见 covered_projects）；空的属于整份报告",
)
_STRUCK = Column(
    NOT_APPLICABLE, "text", "报告在这些栏里画了斜线或短横（不适用），栏名用、隔开；与没有填报不同"
)
_COUNT = "本站数出来的，不是报告写的"

_REPORT_HEAD = (
    _REPORT,
    Column("网址", "text", "报告页面；网站没有写明地址的，从网站根目录算起", required=True),
    Column("年度", "integer", "财政年度", field="年度", required=True),
    Column("部门标识", "text", "部门在本站的标识（见 departments）", required=True),
    Column("部门", "text", "部门在报告那时的全称", field="部门", required=True),
    Column("项目标识", "text", "项目在本站的标识；各年度相同", required=True),
    Column("项目名称", "text", "项目名称", field="项目名称", required=True),
    Column("标题", "text", "报告的标题；没有印的，由项目名称和评价类型组成", field="标题"),
    Column("评价类型", "text", "谁做的评价", "", "评价类型", tuple(EvaluationType), required=True),
    Column(
        "状态", "text", "公开，或已撤回：撤回的只留下名称和理由", "", "状态",
        (str(Status.PUBLISHED), str(Status.WITHDRAWN)), required=True,
    ),
    Column("公开日期", "date", "在本站首次公开的日期", field="公开日期"),
    Column("更新日期", "date", "最近一次公开、更正或撤回的日期"),
    Column("撤回日期", "date", "撤回的日期", field="撤回.日期"),
    Column("撤回理由", "text", "为什么撤回", field="撤回.理由"),
)  # fmt: skip
_REPORT_TAIL = (
    Column(
        "执行率（计算）", "number",
        "支出 ÷ 全年预算，四舍五入到两位小数；本站计算的，不是报告写的", "%",
    ),
    Column("指标数", "integer", f"指标有几行；{_COUNT}"),
    Column("更正次数", "integer", f"更正过几次；{_COUNT}"),
    Column(FINDINGS_COUNT, "integer", "检查发现、公开时仍保留的提示有几条，见 findings"),
    Column("表单没有的栏目", "text", "报告所用的表单不要求填的栏目，用、隔开；它们空着不是漏填"),
    _STRUCK,
)  # fmt: skip


def columns(*groups: Sequence[FieldColumns]) -> Iterator[Column]:
    """All columns of these fields, in order."""
    for group in groups:
        for one in group:
            yield from one.columns


_TO_REPORT = (((REPORT,), "reports", (REPORT,)),)


def _rows(name: str, title: str, description: str, own: Sequence[FieldColumns]) -> Table:
    """A table of rows of the same kind in a report or in one of its covered projects."""
    made = (_REPORT, _NUMBER, _PROJECT, *columns(own), _STRUCK)
    return Table(name, title, description, made, (REPORT, NUMBER), _TO_REPORT)


REPORTS = Table(
    "reports",
    "报告",
    "每份报告一行：谁、哪一年、哪个项目、多少钱、自评多少分。撤回的报告只有名称和理由。",
    (*_REPORT_HEAD, *columns(
        REPORT_FIELDS, WORK_FIELDS, PROJECT_FIELDS, FUNDS_FIELDS, CLAIM_FIELDS, CONCLUSION_FIELDS
    ), *_REPORT_TAIL),
    (REPORT,),
    ((("部门标识",), "departments", ("标识",)),),
)  # fmt: skip
COVERED_PROJECTS = Table(
    "covered_projects",
    "包含项目",
    "一份报告写几个项目的，每个项目一行。",
    (
        _REPORT, _NUMBER,
        Column("项目名称", "text", "项目名称", field="包含项目.项目名称", required=True),
        Column("标识", "text", "项目在本站的标识", field="包含项目.标识"),
        Column("另外写的", "text", "报告对这个项目另外写了的", field="包含项目.说明"),
        *columns(PROJECT_FIELDS, FUNDS_FIELDS, CLAIM_FIELDS, CONCLUSION_FIELDS), _STRUCK,
    ),
    (REPORT, NUMBER),
    _TO_REPORT,
)  # fmt: skip
INDICATORS = _rows(
    "indicators",
    "指标",
    "绩效指标，自评表里每个指标一行：目标值、完成值、分值、得分。",
    INDICATOR_FIELDS,
)
FUND_SOURCES = Table(
    "fund_sources",
    "资金来源",
    "资金来源，每个来源一行；分年度写的，每年各一行。",
    (
        _REPORT, _NUMBER, _PROJECT,
        Column("年度", "integer", "分年度写的是哪一年；空的是报告的年度", field="资金.分年度.年度"),
        Column("金额单位", "text", "报告金额的单位", field="资金.单位"),
        *columns(SOURCE_FIELDS), _STRUCK,
    ),
    (REPORT, NUMBER),
    _TO_REPORT,
)  # fmt: skip
YEAR_FUNDS = _rows("year_funds", "分年度资金", "一份报告写几个年度的，每个年度一行。", YEAR_FIELDS)
ALLOCATIONS = _rows("allocations", "下达文件", "下达资金的文件，每个一行。", ALLOCATION_FIELDS)
GOALS = _rows("goals", "年度目标", "年度总体目标，每个一行：预期和实际。", GOAL_FIELDS)
CORRECTIONS = Table(
    "corrections",
    "更正",
    "公开以后的更正，每次一行。",
    (_REPORT, _NUMBER, *columns(CORRECTION_FIELDS)),
    (REPORT, NUMBER),
    _TO_REPORT,
)
CORRECTED_FIELDS = Table(
    "corrected_fields",
    "更正的栏目",
    "每次更正改了哪几栏，原来是什么，改成什么。",
    (
        _REPORT, _NUMBER,
        Column("更正序号", "integer", "属于第几次更正（见 corrections 的序号）", required=True),
        *columns(CHANGE_FIELDS),
    ),
    (REPORT, NUMBER),
    (*_TO_REPORT, ((REPORT, "更正序号"), "corrections", (REPORT, NUMBER))),
)  # fmt: skip
STATUSES = {
    Stated.STATED: "正文写明", Stated.ONLY_IN_TABLE: "只见于表",
    Stated.CONTRADICTED: "与正文不一致",
}  # fmt: skip
AGREEMENTS = {
    Agreement.SAME: "一致", Agreement.PART: "分次相加一致", Agreement.DIFFERENT: "不一致",
}  # fmt: skip
STATEMENTS = Table(
    "statements",
    "数字的出处",
    "关键数字在正文的哪些地方写明，每处一行；只见于表的也有一行。没有正文的报告不在内。",
    (
        _REPORT, _NUMBER, _PROJECT,
        Column("栏目", "text", "数字在报告格式里的位置，如 资金.支出", required=True),
        Column("名称", "text", "数字的名称；下达文件的是文号", required=True),
        Column("填报的数", "text", "栏目里的数，照报告写", required=True),
        Column("单位", "text", "填报的数的单位"),
        Column(
            "来源", "text", "比率没有填报的，是按金额计算的", "", "", ("报告填报", "本站计算"),
            required=True,
        ),
        Column("情况", "text", "正文怎样写这个数", "", "", tuple(STATUSES.values()), required=True),
        Column("第几处", "integer", "在正文里是第几处，从 1 起；只见于表的为空"),
        Column("标题", "text", "这一处上面的各级标题"),
        Column("起", "integer", "在这个标题下的文字里从第几个字起，第一个字是 0"),
        Column("止", "integer", "到第几个字为止，不含这个字"),
        Column("正文的数", "text", "正文里写的数，照原文"),
        Column("句子", "text", "写这个数的句子，照原文"),
        Column("是否一致", "text", "与填报的数是否一致", "", "", tuple(AGREEMENTS.values())),
        Column("网址", "text", "报告页面上的这一处"),
    ),
    (REPORT, NUMBER),
    _TO_REPORT,
)  # fmt: skip
FINDINGS = Table(
    "findings",
    "检查提示",
    "程序检查发现、公开时仍保留的提示：数字前后不一、理由没有写明等。提示不等于错误；"
    "有关个人信息、附件、与别的报告比较的提示不在内。",
    (
        _REPORT, _NUMBER,
        Column("规则", "text", "规则的名称（英文标识）", required=True),
        Column("规则说明", "text", "规则查的是什么", required=True),
        Column("内容", "text", "发现了什么，原话是写给填报人员的", required=True),
        Column("已确认", "text", "填报人员是否确认过可以这样", "", "", ("是", "否"), required=True),
    ),
    (REPORT, NUMBER),
    _TO_REPORT,
)  # fmt: skip
DEPARTMENTS = Table(
    "departments",
    "部门",
    "部门登记表：全部部门，公开过报告的和没有公开过的。",
    (
        Column("标识", "text", "部门在本站的标识", field="标识", required=True),
        Column("名称", "text", "部门全称", field="名称", required=True),
        Column("简称", "text", "列表里用的简称", field="简称"),
        Column("类别", "text", "如 政府部门、党委部门、乡镇", field="类别"),
        Column("曾用名", "text", "以前的名称和停用日期，用、隔开", field="曾用名"),
    ),
    ("标识",),
    is_of_reports=False,
)

TABLES = (
    REPORTS, COVERED_PROJECTS, INDICATORS, FUND_SOURCES, YEAR_FUNDS, ALLOCATIONS, GOALS,
    CORRECTIONS, CORRECTED_FIELDS, STATEMENTS, FINDINGS, DEPARTMENTS,
)  # fmt: skip

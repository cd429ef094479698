"""The settings of `site.yml`: who publishes, how grades are told, what is checked."""

from collections import Counter
from collections.abc import Mapping

from pydantic import field_validator, model_validator

from generator.model.choices import HandInWay, RuleLevel, Switch
from generator.model.dates import Day
from generator.model.fields import (
    Line,
    MergeRequestAddress,
    NonReportAddress,
    Number,
    Text,
    WebAddress,
    Year,
    half_width,
    value_error,
)
from generator.model.record import Record, Rows, key, rows


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


EVERY_DEPARTMENT = "全部"  # in place of the departments of a row of 应公开


class Owed(Record, title="应公开"):
    """Which departments must have published a report of a fiscal year, and by which day.

    Nobody but the county can say it: where it says nothing, nothing is counted as missing.
    """

    year: Year = key("年度", "财政年度", required=True)
    deadline: Day = key("期限", "最迟哪一天公开，如 2025-10-31；当天公开不算逾期", required=True)
    departments: Rows[Line] = key(
        "部门", "应公开的部门，写名称或标识；登记表里的都算，就只写“全部”", required=True
    )
    basis: Line | None = key("依据", "照哪份文件，如文号；网站上照写")

    @property
    def of_all(self) -> bool:
        """Whether every department of the register owes one."""
        return EVERY_DEPARTMENT in self.departments


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
    data_license: Line | None = key(
        "数据许可", "别人可以怎样使用本站的数据，照写在数据页和说明文件里；不写就不说"
    )
    grade_scale: GradeScale | None = key("评分等级", "等级的最低分")
    owed: Rows[Owed] = rows("应公开", "每个年度哪些部门应公开、到哪一天；不写就不判断缺不缺")
    retired: Rows[RetiredAddress] = rows(
        "停用网址", "公开过、不再提供的网址（报告不能停用，只能撤回）"
    )
    rules: Rows[RuleSetting] = rows("检查规则", "与默认不同的检查规则")
    cleared: Rows[ClearedNumber] = rows("可公开号码", "经审查可以公开的号码，不再当作个人信息")
    pdf: Switch | None = key("生成PDF", "是否给每份报告生成 PDF 文件；不写就是“是”")
    hand_in_way: HandInWay | None = key(
        "提交方式", "工作台提交到哪里：分支（再由人合并）或 直接（主分支）；不写就是“分支”"
    )
    merge_request_address: MergeRequestAddress | None = key(
        "合并请求地址", "在平台上开合并请求的网址，用 {分支}、{主分支} 代替名称；推算得出的不用写"
    )
    two_persons: Switch | None = key("四眼", "公开前是否要另一个人在工作台同意；不写就是“否”")

    @property
    def makes_pdf(self) -> bool:
        """Whether each report has a PDF beside its page."""
        return self.pdf is not Switch.NO

    @property
    def needs_consent(self) -> bool:
        """Whether what becomes public needs a second person's consent."""
        return self.two_persons is Switch.YES

"""What the files below `data/v1/` say: records whose fields are the keys, with what they mean.

The files are written of them, and `openapi.json` gets its schemas from them, so neither can say
what the other does not know. null is what a report does not state.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from json.encoder import encode_basestring as quoted
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import ConfigDict, Field, WithJsonSchema
from pydantic.json_schema import models_json_schema

from generator.model.choices import EvaluationType
from generator.model.record import Record, key, rows

Address: TypeAlias = Annotated[
    str, WithJsonSchema({"type": "string", "format": "uri-reference", "minLength": 1})
]
Figure: TypeAlias = Annotated[Decimal, WithJsonSchema({"type": "number"})]
Count: TypeAlias = Annotated[int, Field(ge=0)]


class Answer(Record):
    """What a file says; every key is there, null where nothing is known."""

    model_config = ConfigDict(populate_by_name=True)


class ListedReport(Answer, title="报告"):
    """A report as the site's lists show it."""

    id: str = key("报告", "编号，就是网址里的 年度/部门/项目", required=True)
    page: Address = key("网址", "报告页面", required=True)
    record: Address = key("数据", "同一份报告在各表里的行（JSON）", required=True)
    verbatim: Address = key("原样数据", "报告的全部内容，照报告写（JSON）", required=True)
    pdf: Address | None = key("PDF", "报告的 PDF 文件；本站不生成的为 null")
    year: int = key("年度", "财政年度", required=True)
    department_slug: str = key("部门标识", "部门在本站的标识", required=True)
    department: str = key("部门", "部门在报告那时的全称", required=True)
    slug: str = key("项目标识", "项目在本站的标识，各年度相同", required=True)
    project: str = key("项目名称", "项目名称", required=True)
    title: str = key("标题", "报告的标题；没有印的，由项目名称和评价类型组成", required=True)
    kind: EvaluationType = key("评价类型", "谁做的评价", required=True)
    published: date = key("公开日期", "在本站首次公开的日期", required=True)
    updated: date = key("更新日期", "最近一次公开或更正的日期", required=True)
    budget: str | None = key("全年预算", "调整后预算数，照报告写，带单位")
    budget_in_yuan: Figure | None = key("全年预算（元）", "换算成元，不四舍五入")
    spent: str | None = key("支出", "全年执行数，照报告写，带单位")
    spent_in_yuan: Figure | None = key("支出（元）", "换算成元，不四舍五入")
    rate: Figure | None = key("执行率", "百分数，与本站列表相同")
    rate_from: Literal["计算", "报告"] | None = key(
        "执行率来源", "计算：由支出和全年预算算出；报告：两者没有写全，照报告写的"
    )
    score: Figure | None = key("得分", "自评总分，照报告写")
    total: Figure | None = key("总分", "满分：报告或它的表单写明的")
    grade: str | None = key("等级", "优、良、中、差，或报告自己的等级")
    satisfaction: Figure | None = key("满意度", "百分数，照报告写")
    corrections: Count = key("更正次数", "公开以后更正过几次", required=True)
    findings: Count = key("检查提示数", "检查发现、公开时仍保留的提示有几条", required=True)
    not_asked: tuple[str, ...] = rows(
        "表单没有的栏目", "为 null 的栏目里，报告所用的表单不要求填的；不是漏填"
    )


class Withdrawn(Answer, title="撤回的报告"):
    """All that is told of a report that was withdrawn."""

    id: str = key("报告", "编号，就是网址里的 年度/部门/项目", required=True)
    page: Address = key("网址", "撤回说明的页面", required=True)
    title: str = key("标题", "报告的标题", required=True)
    status: Literal["撤回"] = key("状态", "撤回：内容不再公开", required=True)
    day: date | None = key("撤回日期", "撤回的日期")
    reason: str | None = key("撤回理由", "为什么撤回")


class DepartmentYear(Answer, title="部门年度"):
    """The reports of a department and a fiscal year."""

    slug: str = key("部门标识", "部门在本站的标识", required=True)
    department: str = key("部门", "部门现在的全称", required=True)
    year: int = key("年度", "财政年度", required=True)
    page: Address = key("网址", "部门这一年的页面", required=True)
    updated: date = key("更新日期", "最近一次公开、更正或撤回的日期", required=True)
    reports: tuple[ListedReport, ...] = key("报告", "现在公开的报告", required=True)
    withdrawn: tuple[Withdrawn, ...] = key("撤回", "公开过、已撤回的报告", required=True)


class Project(Answer, title="项目"):
    """A project over the years."""

    department_slug: str = key("部门标识", "部门在本站的标识", required=True)
    department: str = key("部门", "部门现在的全称", required=True)
    slug: str = key("项目标识", "项目在本站的标识", required=True)
    name: str = key("项目名称", "最近一份报告里的名称", required=True)
    page: Address = key("网址", "项目历年情况的页面", required=True)
    reports: tuple[ListedReport, ...] = key("报告", "项目自己的报告，新的在前", required=True)
    covering: tuple[ListedReport, ...] = key(
        "包含在", "写到它的、几个项目合写的报告", required=True
    )
    withdrawn: tuple[Withdrawn, ...] = key("撤回", "公开过、已撤回的报告", required=True)


class YearLink(Answer, title="年度"):
    """A fiscal year, or one of a department, and where to read on."""

    year: int = key("年度", "财政年度", required=True)
    count: Count = key("报告数", "现在公开的报告有几份", required=True)
    withdrawn: Count = key("撤回数", "公开过、已撤回的有几份", required=True)
    updated: date = key("更新日期", "最近一次公开、更正或撤回的日期", required=True)
    page: Address = key("网址", "这一年的页面", required=True)
    data: Address | None = key("数据", "这一年的报告（JSON）；全部撤回的年度为 null")


class ProjectLink(Answer, title="项目"):
    """A project of a department."""

    slug: str = key("项目标识", "项目在本站的标识", required=True)
    name: str = key("项目名称", "最近一份报告里的名称", required=True)
    years: tuple[int, ...] = key("年度", "有报告的年度，新的在前", required=True)
    page: Address | None = key("网址", "历年情况的页面；只有一份报告的没有")
    data: Address | None = key("数据", "历年的报告（JSON）；只有一份报告的没有")


class DepartmentLink(Answer, title="部门"):
    """A department of the register."""

    slug: str = key("标识", "部门在本站的标识", required=True)
    name: str = key("名称", "部门现在的全称", required=True)
    short_name: str | None = key("简称", "列表里用的简称")
    category: str | None = key("类别", "如 政府部门、党委部门、乡镇")
    former_names: tuple[str, ...] = key("曾用名", "以前的名称，知道的写到停用日期", required=True)
    count: Count = key("报告数", "现在公开的报告有几份", required=True)
    withdrawn: Count = key("撤回数", "公开过、已撤回的有几份", required=True)
    updated: date | None = key("更新日期", "最近一次公开、更正或撤回；没有公开过的为 null")
    page: Address | None = key("网址", "部门的页面；没有公开过的没有")
    data: Address | None = key("数据", "部门的年度和项目（JSON）；没有公开过的没有")


class Department(DepartmentLink, title="部门"):
    """A department with its years and projects."""

    years: tuple[YearLink, ...] = key("年度", "有报告的年度，新的在前", required=True)
    projects: tuple[ProjectLink, ...] = key("项目", "有报告的项目", required=True)


class Departments(Answer, title="部门登记表"):
    """Every department of the register."""

    departments: tuple[DepartmentLink, ...] = key("部门", "登记表里的全部部门", required=True)


class Link(Answer, title="文件"):
    """A file or a kind of files."""

    name: str = key("名称", "是什么", required=True)
    path: str = key("路径", "从网站根目录算起；{ } 里的换成实际的值", required=True)
    description: str = key("说明", "里面有什么", required=True)


class Index(Answer, title="开放数据"):
    """What there is."""

    version: Literal["1"] = key("版本", "接口的版本，就是路径里的 v1", required=True)
    name: str = key("名称", "网站名称", required=True)
    organiser: str = key("主办单位", "主办单位全称", required=True)
    site: Address | None = key("网站", "网站的正式网址；没有写明的为 null")
    license: str | None = key("数据许可", "怎样使用这些数据；主办单位没有写明的为 null")
    contact: str | None = key("联系方式", "报告错误用的；没有写明的为 null")
    day: date | None = key("数据日期", "最近一次公开、更正或撤回的日期，不是生成的日期")
    count: Count = key("报告数", "现在公开的报告有几份", required=True)
    withdrawn: Count = key("撤回数", "公开过、已撤回的有几份", required=True)
    notes: tuple[str, ...] = key("说明", "怎样读", required=True)
    years: tuple[YearLink, ...] = key("年度", "有报告的年度，新的在前", required=True)
    files: tuple[Link, ...] = key("接口", "全部文件；openapi.json 里有详细的说明", required=True)


def text(answer: Answer, *, leaves_out: bool = False) -> bytes:
    """The file's bytes: figures as exact numbers, with the decimals that a report gives them.

    What is not known is null, or left out.
    """
    return f"{_json(answer, leaves_out)}\n".encode()


@cache
def _keys(record: type[Answer]) -> Sequence[tuple[str, str]]:
    """Each field with its key as JSON has it: ten thousands of records, not by way of pydantic."""
    return [(name, f"{quoted(str(one.alias))}:") for name, one in record.model_fields.items()]


def _json(value: object, leaves_out: bool) -> str:
    if value is None or isinstance(value, str):
        return "null" if value is None else quoted(value)
    if isinstance(value, Decimal | int):
        return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value)
    if isinstance(value, Answer):
        values = value.__dict__
        pairs = [
            f"{key}{_json(values[name], leaves_out)}"
            for name, key in _keys(type(value))
            if not (leaves_out and values[name] is None)
        ]
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, tuple):
        ends = "\n" if value and isinstance(value[0], Answer) else ""
        return f"[{ends}{f',{ends}'.join([_json(one, leaves_out) for one in value])}{ends}]"
    return f'"{value}"'  # a day


def schemas(records: Iterable[type[Answer]]) -> dict[str, Any]:
    """The JSON Schemas of records and of those in them, by name, with `$ref`s as OpenAPI has."""
    inputs: list[tuple[type[Answer], Literal["serialization"]]] = [
        (one, "serialization") for one in records
    ]
    _, found = models_json_schema(inputs, ref_template="#/components/schemas/{model}")
    made: dict[str, Any] = found["$defs"]
    for one in made.values():
        one.pop("description", None)  # the docstring is for whoever reads the code
        for described in one.get("properties", {}).values():
            described.pop("title", None)  # the same as its key
            described.pop("default", None)
    return made

"""Schemas of the files below `data/v1/` that are not written of records of `answers.py`.

Of changes and coverage there are records here that say what is in the files; the rows of a report
have the columns of the tables; a year's columns are named here.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict

from generator.data.answers import Address, Answer, Count
from generator.data.listing import VERSION
from generator.model.coverage import State
from generator.model.data_tables import TABLES, Table
from generator.model.record import key
from generator.model.record_columns import Column

_SOME_LEFT_OUT = ConfigDict(json_schema_serialization_defaults_required=False)


class Change(Answer, title="变化"):
    """What happened to a report; keys that do not apply are left out."""

    model_config = _SOME_LEFT_OUT

    day: date = key("日期", "哪一天", required=True)
    kind: Literal["公开", "更正", "撤回"] = key("类型", "公开、更正或撤回", required=True)
    id: str = key("标识", "这件事在订阅源里的标识，不变", required=True)
    report: str = key("报告", "编号，就是网址里的 年度/部门/项目", required=True)
    page: Address = key("网址", "报告页面，从网站根目录算起", required=True)
    title: str = key("标题", "报告的标题", required=True)
    department_slug: str = key("部门标识", "部门在本站的标识", required=True)
    department: str = key("部门", "部门在报告那时的全称", required=True)
    year: int = key("年度", "财政年度", required=True)
    note: str = key("说明", "更正的：改了什么、为什么")
    changes: tuple["ChangedField", ...] = key("改动", "更正的：改了哪几栏")
    reason: str = key("理由", "撤回的：为什么")


class ChangedField(Answer, title="改动"):
    """A field that a correction changed; what was not there, or is gone, is left out."""

    model_config = _SOME_LEFT_OUT

    field: str = key("栏目", "哪一栏", required=True)
    before: str = key("原为", "原来写的；原来没有的不写")
    now: str = key("改为", "现在写的；删去的不写")


class ChangesYear(Answer, title="一年的变化"):
    """All events of a calendar year."""

    year: int = key("年", "日历年", required=True)
    changes: tuple[Change, ...] = key("变化", "新的在前", required=True)


class ChangesYearLink(Answer, title="一年的变化"):
    """A calendar year with its number of events; without days where it has none."""

    model_config = _SOME_LEFT_OUT

    year: int = key("年", "日历年", required=True)
    data: Address = key("网址", "这一年的变化，从网站根目录算起", required=True)
    count: Count = key("件数", "有几件", required=True)
    newest: date = key("最近", "最近一件的日期")
    oldest: date = key("最早", "最早一件的日期")


class Changes(Answer, title="变化"):
    """The newest events, and the years."""

    years: tuple[ChangesYearLink, ...] = key("各年", "新的在前", required=True)
    newest: tuple[Change, ...] = key("最新", "最近的 100 件，新的在前", required=True)


class DepartmentCoverage(Answer, title="部门"):
    """A department in a fiscal year."""

    slug: str = key("部门标识", "部门在本站的标识", required=True)
    name: str = key("部门", "部门现在的全称", required=True)
    is_owed: bool | None = key("应公开", "主办单位没有写明这一年度谁应公开的，为 null")
    state: State = key("状态", "按主办单位写明的期限", required=True)
    count: Count = key("报告份数", "现在公开的报告有几份", required=True)
    withdrawn: Count = key("撤回份数", "公开过、已撤回的有几份", required=True)
    first_day: date | None = key(
        "首次公开", "这一年度第一份报告公开的日期；不知道是哪一天的为 null"
    )
    page: Address | None = key("网址", "报告在哪里，从网站根目录算起")


class CoverageYear(Answer, title="年度"):
    """A fiscal year; what nobody stated of it is left out."""

    model_config = _SOME_LEFT_OUT

    year: int = key("年度", "财政年度", required=True)
    deadline: date = key("期限", "最迟哪一天公开；主办单位没有写明的不写，下面几项也不写")
    basis: str | None = key("依据", "照哪份文件；没有写明的为 null")
    owing: Count = key("应公开", "应公开的部门数")
    published: Count = key("已公开", "其中已公开的")
    late: Count = key("逾期公开", "其中期限以后才公开的")
    missing: Count = key("未公开", "其中期限已过、没有公开的")
    withdrawn: Count = key("已撤回", "其中公开过、全部撤回的")
    pending: Count = key("未到期限", "其中还没有到期限的")
    departments: tuple[DepartmentCoverage, ...] = key("部门", "登记表里的部门", required=True)


class Coverage(Answer, title="公开情况"):
    """Fiscal years, the newest first."""

    years: tuple[CoverageYear, ...] = key("各年度", "新的在前", required=True)


RECORDS = (Changes, ChangesYear, Coverage)

_TYPES = {"text": "string", "integer": "integer", "number": "number", "date": "string"}
_DIGITS = r"^\d+(\.\d+)?$"


def of_report() -> dict[str, Any]:
    """`data/v1/reports/…`: the rows of one report in each table; empty tables are left out."""
    tables = {table.name: _rows(table) for table in TABLES if table.is_of_reports}
    links = {
        "网址": {"type": "string", "format": "uri-reference", "description": "报告页面"},
        "原样数据": {
            "type": "string",
            "format": "uri-reference",
            "description": "报告的全部内容，照报告写（JSON）；撤回的只有名称和理由",
        },
    }
    return _object(links | tables, [*links, "reports"], "一份报告在各表里的行")


def _rows(table: Table) -> dict[str, Any]:
    properties = {one.name: _cell(one) for one in table.columns}
    required = [one.name for one in table.columns if one.required]
    row = _object(properties, required, table.title)
    return {"type": "array", "minItems": 1, "description": table.description, "items": row}


def _cell(column: Column) -> dict[str, Any]:
    """A cell; what is not stated has no key in its row."""
    unit = f"；单位：{column.unit}" if column.unit else ""
    return {
        "type": _TYPES[column.kind],
        **({"format": "date"} if column.kind == "date" else {}),
        **({"enum": list(column.choices)} if column.choices else {}),
        "description": column.description + unit,
    }


def _object(properties: dict[str, Any], required: Iterable[str], title: str) -> dict[str, Any]:
    return {
        "title": title,
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def verbatim() -> dict[str, Any]:
    """A report's own record, whose keys are those of its file: those that every one has."""
    described = {
        "网址": "报告页面，从网站根目录算起",
        "部门标识": "部门在本站的标识",
        "部门": "部门在报告那时的全称",
        "项目名称": "项目名称",
        "评价类型": "谁做的评价",
        "状态": "公开，或撤回：撤回的只留下名称和理由",
        "公开日期": "在本站首次公开的日期",
    }
    properties: dict[str, Any] = {
        name: {"type": "string", "description": text} for name, text in described.items()
    }
    properties["年度"] = {"type": "integer", "description": "财政年度"}
    return {
        "title": "原样数据",
        "description": "键就是报告文件的键；没有写的不出现。数字是文字，小数位照报告写",
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


_FIGURE = {"type": ["string", "null"], "pattern": _DIGITS}
_PLACE = {"type": "integer", "minimum": 0}
_DAY = {"type": ["string", "null"], "format": "date"}
_COLUMNS: dict[str, tuple[dict[str, Any], str]] = {
    "id": ({"type": "string"}, "编号，就是网址里的 年度/部门/项目"),
    "project": ({"type": "string"}, "项目名称"),
    "title": ({"type": "string"}, "标题"),
    "department": (_PLACE, "部门，在 departments 里的位置，从 0 起"),
    "issued_by": ({"type": ["string", "null"]}, "部门在报告那时的全称；与现在相同的为 null"),
    "kind": (_PLACE, "评价类型，在 kinds 里的位置"),
    "overall": ({"type": "boolean"}, "是不是部门整体支出的报告；它的钱包含各项目的"),
    "budget": (_FIGURE, "全年预算，元，不四舍五入"),
    "budget_before": (_FIGURE, "同一项目上一年度的全年预算，元"),
    "spent": (_FIGURE, "支出，元，不四舍五入"),
    "rate": (_FIGURE, "执行率，百分数"),
    "rate_claimed": ({"type": "boolean"}, "执行率是不是照报告写的；否则是算出来的"),
    "score": (_FIGURE, "得分"),
    "total": (_FIGURE, "满分"),
    "grade": ({"type": ["integer", "null"], "minimum": 0}, "等级，在 grades 里的位置"),
    "satisfaction": (_FIGURE, "满意度，百分数"),
    "findings": (_PLACE, "检查提示有几条"),
    "published": (_DAY, "首次公开的日期"),
    "amended": (_DAY, "最近一次更正的日期"),
    "decimals": (_PLACE, "以万元列出时有几位小数"),
    "not_asked": (_PLACE, "表单不要求填的列，在 not_asked 里的位置"),
}


def of_years() -> dict[str, Any]:
    """`data/v1/years.json`: the fiscal years."""
    properties = {
        "year": {"type": "integer", "description": "财政年度"},
        "count": {"type": "integer", "minimum": 1, "description": "现在公开的报告有几份"},
        "file": {"type": "string", "description": "这一年的列表，从网站根目录算起"},
    }
    years = _list(_object(properties, properties, "年度"), "新的在前")
    found = {"version": _version(), "years": years}
    return _object(found, found, "年度")


def of_year() -> dict[str, Any]:
    """`data/v1/years/2021.json`: the current reports of a fiscal year as columns."""
    columns = {
        name: {"type": "array", "description": text, "items": one}
        for name, (one, text) in _COLUMNS.items()
    }
    names = {"slug": "标识", "name": "全称", "short": "简称"}
    texts = {one: {"type": "string", "description": text} for one, text in names.items()}
    places = {"type": "array", "items": _PLACE}
    pair = {"type": "array", "prefixItems": [_PLACE, places], "minItems": 2, "maxItems": 2}
    found = {
        "version": _version(),
        "year": {"type": "integer", "description": "财政年度"},
        "count": {"type": "integer", "description": "有几份报告，就是每一列有几个值"},
        "departments": _list(_object(texts, texts, "部门"), "有报告的部门"),
        "kinds": _list({"type": "string"}, "评价类型"),
        "grades": _list({"type": "string"}, "等级"),
        "not_asked": _list(_list({"type": "string"}, ""), "表单不要求填的列，每一种组合一个"),
        "columns": _object(columns, columns, "列，每份报告一个值；null 是未填报"),
        "same": _list(places, "同一笔钱的几份报告：相加时只算第一份"),
        "covered": _list(pair, "[报告, 写到它的合写报告]：合写的算了，它就不算"),
    }
    return _object(found, found, "一个年度的报告")


def _version() -> dict[str, Any]:
    return {"const": VERSION, "description": "格式的版本"}


def _list(items: dict[str, Any], description: str) -> dict[str, Any]:
    return {"type": "array", "items": items, "description": description}

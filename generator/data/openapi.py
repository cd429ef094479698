"""`data/v1/openapi.json`: every address of the data and what it answers, by OpenAPI 3.1.

https://spec.openapis.org/oas/v3.1.1.html
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from generator.data import answers, change_files, data_catalogue, file_schemas, listing
from generator.data.files import DataFile
from generator.model.catalogue import Catalogue
from generator.model.data_tables import TABLES
from generator.model.entry import current
from generator.model.fields import SLUG_PATTERN
from generator.model.schema import DIALECT
from generator.model.site import Site
from generator.pages.data_page import ALL, CSV_NOTE, DATABASE

ADDRESS = "data/v1/openapi.json"
JSON = "application/json"
# What whoever reads any of the files has to know.
NOTES = (
    "null，或者没有这个键，是未填报：报告没有写这一栏。写着 0 的，是报告写的 0。",
    "金额有两项：一项照报告写，带单位；一项换算成元，不四舍五入。",
    "没有主机名的网址，从网站根目录算起。",
    "撤回的报告只留下标题、网址和理由。没有公开的报告不在里面。",
)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Endpoint(NamedTuple):
    """An address, or a kind of addresses; `schema` names what a JSON file is by."""

    path: str  # below the site's root; `{year}` is a parameter
    name: str  # of the operation
    title: str
    description: str
    schema: str | None = None
    media: str = JSON


ENDPOINTS = (
    Endpoint("data/v1/index.json", "index", "总目录", "有哪些数据、到哪一天、有多少", "Index"),
    Endpoint("data/v1/departments.json", "departments", "部门", "部门登记表", "Departments"),
    Endpoint(
        "data/v1/departments/{department}.json", "department", "一个部门",
        "部门的年度和项目", "Department",
    ),
    Endpoint(
        "data/v1/departments/{department}/{year}.json", "department_year", "部门年度",
        "一个部门一个年度的报告：金额、得分、等级和全部文件的网址", "DepartmentYear",
    ),
    Endpoint(
        "data/v1/projects/{department}/{project}.json", "project", "项目历年",
        "一个项目各年度的报告；只有一份报告的项目没有这个文件", "Project",
    ),
    Endpoint(listing.YEARS, "years", "年度", "有报告的财政年度", "Years"),
    Endpoint(
        "data/v1/years/{year}.json", "year", "一个年度的列表",
        "一个年度的全部报告，按列存放，适合程序整批读取、排序、比较", "Year",
    ),
    Endpoint(
        "data/v1/reports/{year}/{department}/{report}.json", "report", "一份报告",
        "一份报告在各表里的行，金额换算成元；没有填报的不出现", "Report",
    ),
    Endpoint(
        "reports/{year}/{department}/{report}/{file}.json", "verbatim", "一份报告的原样数据",
        "报告的全部内容，照报告写，包括正文；文件名见各列表的“原样数据”", "Verbatim",
    ),
    Endpoint(
        change_files.ADDRESS, "changes", "最近变化", "最近公开、更正、撤回的，和有变化的各年",
        "Changes",
    ),
    Endpoint(
        "data/v1/changes/{calendar_year}.json", "changes_of_year", "一年的变化",
        "一个日历年里公开、更正、撤回的报告；要知道某一天以来的变化，从新的往前读到那一天",
        "ChangesYear",
    ),
    Endpoint(
        "data/v1/coverage.json", "coverage", "公开情况", "每个年度各部门公开了没有", "Coverage"
    ),
    Endpoint(
        "data/v1/coverage.csv", "coverage_table", "公开情况（CSV）", "同上，每行一个部门一个年度",
        media="text/csv",
    ),
    Endpoint(
        "data/{scope}/{table}.csv", "csv", "整批下载（CSV）", f"一张表的全部行。{CSV_NOTE}",
        media="text/csv",
    ),
    Endpoint(
        "data/{scope}/{table}.jsonl", "json_lines", "整批下载（JSON Lines）",
        "一张表的全部行，每行一个 JSON 对象；没有填报的不出现", media="application/jsonl",
    ),
    Endpoint(
        "data/{scope}/{workbook}.xlsx", "workbook", "整批下载（Excel）",
        "全部的表，第一张工作表说明每一列", media=_XLSX,
    ),
    Endpoint(
        DATABASE, "database", "整批下载（SQLite）", "全部年度的数据库",
        media="application/vnd.sqlite3",
    ),
    Endpoint(
        "data/{scope}/datapackage.json", "datapackage", "CSV 文件的说明",
        "Data Package 第 2 版：每一列是什么", "DataPackage",
    ),
    Endpoint(
        data_catalogue.JSON, "catalogue", "数据目录",
        "各张表的名称、摘要、数据项、条数、下载地址，供在数据开放平台上登记", "DataCatalogue",
    ),
    Endpoint(
        data_catalogue.CSV, "catalogue_table", "数据目录（CSV）", "同上，每张表一行",
        media="text/csv",
    ),
    Endpoint("feed.xml", "feed", "订阅源", "最近变化（Atom）", media="application/atom+xml"),
    Endpoint(
        "departments/{department}/feed.xml", "department_feed", "部门的订阅源",
        "一个部门的最近变化（Atom）", media="application/atom+xml",
    ),
    Endpoint(
        "projects/{department}/{project}/feed.xml", "project_feed", "项目的订阅源",
        "一个项目的最近变化（Atom）", media="application/atom+xml",
    ),
    Endpoint(ADDRESS, "openapi", "接口说明", "就是这个文件（OpenAPI 3.1）", "OpenAPI"),
)  # fmt: skip

_RECORDS = (
    answers.Index, answers.Departments, answers.Department, answers.DepartmentYear,
    answers.Project, data_catalogue.DataCatalogue, *file_schemas.RECORDS,
)  # fmt: skip


class _Values(NamedTuple):
    """What parameters can be."""

    departments: Sequence[str]  # slugs of those that have published
    years: Sequence[int]
    listed_years: Sequence[int]  # that have a current report


def files(catalogue: Catalogue) -> Iterator[DataFile]:
    """The file."""
    years = catalogue.by_year.items()
    listed = tuple(year for year, entries in years if current(entries))
    values = _Values(tuple(catalogue.by_department), tuple(catalogue.by_year), listed)
    shown = catalogue.site.model_copy(
        update={"owed": (), "rules": (), "retired": (), "cleared": ()}
    )
    yield DataFile(ADDRESS, (shown, values), partial(_text, shown, values))


def _text(site: Site, values: _Values) -> bytes:
    return (json.dumps(description(site, values), ensure_ascii=False, indent=1) + "\n").encode()


def description(site: Site, values: _Values) -> dict[str, Any]:
    """The whole description. Without the site's address, the server is where the file is."""
    return {
        "openapi": "3.1.1",
        "jsonSchemaDialect": DIALECT,
        "info": {
            "title": f"{site.name}：开放数据",
            "version": "1",
            "description": "".join(("全部是静态文件，用 GET 读取，不用登记。", *NOTES)),
            "contact": {"name": site.contact or site.organiser},
            **({"license": {"name": site.data_license}} if site.data_license else {}),
        },
        "servers": [{"url": (site.base_url or "../../").rstrip("/")}],
        "paths": {f"/{one.path}": {"get": _operation(one, values)} for one in ENDPOINTS},
        "components": {"schemas": _schemas()},
    }


def _operation(one: Endpoint, values: _Values) -> dict[str, Any]:
    known = _parameters(values)
    names = [part.split("}")[0] for part in one.path.split("{")[1:]]
    if one.path.startswith("data/v1/years/"):
        known |= {"year": known["listed_year"]}
    content: dict[str, Any] = {one.media: {}}
    if one.schema:
        content = {one.media: {"schema": {"$ref": f"#/components/schemas/{one.schema}"}}}
    return {
        "operationId": one.name,
        "summary": one.title,
        "description": one.description,
        "parameters": [
            {"name": name, "in": "path", "required": True, **known[name]} for name in names
        ],
        "responses": {
            "200": {"description": one.title, "content": content},
            "404": {"description": "没有这个文件"},
        },
    }


def _parameters(values: _Values) -> dict[str, dict[str, Any]]:
    slug = f"^{SLUG_PATTERN.pattern}$"
    scopes = [ALL, *map(str, values.years)]
    of: Mapping[str, tuple[str, dict[str, Any]]] = {
        "department": ("部门标识", _enumerated("string", values.departments)),
        "year": ("财政年度", _enumerated("integer", values.years)),
        "listed_year": ("财政年度", _enumerated("integer", values.listed_years)),
        "calendar_year": ("日历年", {"type": "integer", "minimum": 1994}),
        "project": ("项目标识", {"type": "string", "pattern": slug}),
        "report": ("项目标识", {"type": "string", "pattern": slug}),
        "file": ("文件名，多与项目标识相同", {"type": "string", "pattern": slug}),
        "scope": ("全部年度，或一个财政年度", _enumerated("string", scopes)),
        "table": ("表", _enumerated("string", [one.name for one in TABLES])),
        "workbook": ("文件名", _enumerated("string", [f"jixiao-{one}" for one in scopes])),
    }
    return {
        name: {"description": description, "schema": schema}
        for name, (description, schema) in of.items()
    }


def _enumerated(kind: str, values: Sequence[object]) -> dict[str, Any]:
    """A type with all of its values, where there are any."""
    return {"type": kind, "enum": list(values)} if values else {"type": kind}


def _schemas() -> dict[str, Any]:
    return {
        **answers.schemas(_RECORDS),
        "Years": file_schemas.of_years(),
        "Year": file_schemas.of_year(),
        "Report": file_schemas.of_report(),
        "Verbatim": file_schemas.verbatim(),
        "DataPackage": {
            "title": "Data Package",
            "externalDocs": {"url": "https://datapackage.org/standard/data-package/"},
            "type": "object",
            "required": ["$schema", "name", "resources"],
        },
        "OpenAPI": {
            "title": "OpenAPI",
            "externalDocs": {"url": "https://spec.openapis.org/oas/v3.1.1.html"},
            "type": "object",
            "required": ["openapi", "info", "paths"],
        },
    }

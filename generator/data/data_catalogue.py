"""`data/catalogue.json` and `.csv`: the tables as a county registers them on an open-data platform.

In the words of the standards for the metadata of open public data (DB4201/T 677.1-2023 of Wuhan,
DB37/T 2885-2016 of Shandong). What `site.yml` does not state is left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pydantic import ConfigDict

from generator.data import answers, encoding
from generator.data.answers import Address, Answer, Count
from generator.model.catalogue import Catalogue
from generator.model.data_tables import TABLES, Table
from generator.model.entry import newest_day
from generator.model.record import key, rows
from generator.pages.data_page import ADDRESS as PAGE

JSON, CSV = "data/catalogue.json", "data/catalogue.csv"
_TYPES = {"text": "字符型", "integer": "数值型", "number": "数值型", "date": "日期型"}


class DataItem(Answer, title="数据项"):
    """A column of a table."""

    name: str = key("名称", "列名", required=True)
    kind: str = key("类型", "字符型、数值型或日期型", required=True)
    description: str = key("说明", "是什么；有单位的写在括号里", required=True)


class Download(Answer, title="文件"):
    """A file to download."""

    format: str = key("格式", "文件的格式", required=True)
    address: Address = key("下载地址", "文件在哪里", required=True)
    size: Count = key("字节", "文件有多大", required=True)
    sha256: str = key("SHA-256", "文件的校验值", required=True)


class DataSet(Answer, title="数据集"):
    """A table; what nobody stated is left out."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    name: str = key("名称", "数据集的名称", required=True)
    summary: str = key("摘要", "里面有什么", required=True)
    id: str = key("标识符", "本站给的，不变", required=True)
    provider: str = key("提供方", "主办单位", required=True)
    subject: str = key("领域", "主题", required=True)
    frequency: str = key("更新频率", "多久更新一次", required=True)
    first_day: date = key("首次发布日期", "第一份报告公开的日期", required=True)
    updated: date = key("更新日期", "最近一次公开、更正或撤回的日期", required=True)
    formats: tuple[str, ...] = key("格式", "有哪几种格式", required=True)
    count: Count = key("条数", "现在有几行", required=True)
    terms: str | None = key("开放条件", "就是 site.yml 的数据许可")
    page: Address = key("在线链接地址", "说明和下载在哪里", required=True)
    contact: str | None = key("联系方式", "就是 site.yml 的联系方式")
    keeper: str = key("元数据维护方", "主办单位", required=True)
    version: str = key("版本", "数据格式的版本", required=True)
    items: tuple[DataItem, ...] = rows("数据项", "每一列")
    downloads: tuple[Download, ...] = rows("下载", "全部年度的文件")


class DataCatalogue(Answer, title="数据目录"):
    """All tables."""

    name: str = key("名称", "目录的名称", required=True)
    provider: str = key("提供方", "主办单位", required=True)
    updated: date = key("更新日期", "最近一次公开、更正或撤回的日期", required=True)
    sets: tuple[DataSet, ...] = rows("数据集", "每张表一个")


class File(NamedTuple):
    """A file of all years: its format, its address, its size in bytes, its SHA-256."""

    format: str
    address: str
    size: int
    sha256: str


def documents(
    catalogue: Catalogue, counts: Mapping[str, int], files: Mapping[str, Sequence[File]]
) -> Iterator[tuple[str, bytes]]:
    """Address and bytes of both; by table, how many rows it has and in which files it is.

    Nothing where no report was published yet.
    """
    updated = newest_day(catalogue.public)
    if updated is None:
        return
    days = (one.report.publication_date for one in catalogue.public)
    first = min(filter(None, days), default=updated)
    sets = tuple(
        _data_set(catalogue, table, counts[table.name], files[table.name], (first, updated))
        for table in TABLES
    )
    site = catalogue.site
    name = f"{site.name}：数据目录"
    whole = DataCatalogue(name=name, provider=site.organiser, updated=updated, sets=sets)
    yield JSON, answers.text(whole, leaves_out=True)
    yield CSV, _table(sets)


def _data_set(
    catalogue: Catalogue, table: Table, count: int, files: Sequence[File], days: tuple[date, date]
) -> DataSet:
    site, root = catalogue.site, catalogue.site.base_url or ""
    return DataSet(
        name=f"{site.name}：{table.title}",
        summary=table.description,
        id=f"jixiao-{table.name}",
        provider=site.organiser,
        subject="财政",
        frequency="不定期：有报告公开、更正或撤回时更新",
        first_day=days[0],
        updated=days[1],
        formats=tuple(one.format for one in files),
        count=count,
        terms=site.data_license,
        page=f"{root}{PAGE}#{table.name}",
        contact=site.contact,
        keeper=site.organiser,
        version="1",
        items=tuple(
            DataItem(
                name=one.name,
                kind=_TYPES[one.kind],
                description=f"{one.description}{f'（{one.unit}）' if one.unit else ''}",
            )
            for one in table.columns
        ),
        downloads=tuple(
            Download(
                format=one.format, address=root + one.address, size=one.size, sha256=one.sha256
            )
            for one in files
        ),
    )


def _table(sets: Sequence[DataSet]) -> bytes:
    """One row a table; of columns and files the names and the addresses, one a line."""
    stated = [one.model_dump(by_alias=True) for one in sets]
    names = list(stated[0])
    made = []
    for one in stated:
        items = [f"{item['名称']}（{item['类型']}）" for item in one["数据项"]]
        addresses = [item["下载地址"] for item in one["下载"]]
        shown = one | {"数据项": items, "下载": addresses, "格式": ["、".join(one["格式"])]}
        made.append([_cell(shown[name]) for name in names])
    return encoding.csv_head(names) + encoding.csv_rows(made)


def _cell(value: object) -> str | None:
    if isinstance(value, list | tuple):
        return "\n".join(value)
    return None if value is None else str(value)

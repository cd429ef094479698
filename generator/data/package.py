"""`datapackage.json`: what the CSV files are, by the Data Package standard, version 2.

https://datapackage.org/standard/data-package/
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from generator.model.catalogue import Catalogue
from generator.model.data_tables import Table
from generator.model.record_columns import Column
from generator.pages.data_page import CSV_NOTE, NOTES

_PROFILE = "https://datapackage.org/profiles/2.0/{}.json"
_TYPES = {"text": "string", "integer": "integer", "number": "number", "date": "date"}


class Resource(NamedTuple):
    """A CSV file of the package: its table, its size in bytes, its SHA-256."""

    table: Table
    size: int
    sha256: str


def text(catalogue: Catalogue, name: str, title: str, resources: Sequence[Resource]) -> str:
    """The file's text; `name` and `title` are those of all years or of one."""
    site = catalogue.site
    source = {"title": site.name, **({"path": site.base_url} if site.base_url else {})}
    described: dict[str, Any] = {
        "$schema": _PROFILE.format("datapackage"),
        "name": f"jixiao-{name}",
        "title": f"{site.name}：{title}",
        "description": "".join((*NOTES, CSV_NOTE)),
        **({"homepage": site.base_url} if site.base_url else {}),
        "contributors": [{"title": site.organiser, "roles": ["publisher"]}],
        "sources": [source],
        "resources": [_resource(one) for one in resources],
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _resource(one: Resource) -> dict[str, Any]:
    table = one.table
    return {
        "$schema": _PROFILE.format("dataresource"),
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "type": "table",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": one.size,
        "hash": f"sha256:{one.sha256}",
        "dialect": {"$schema": _PROFILE.format("tabledialect"), "lineTerminator": "\r\n"},
        "schema": {
            "$schema": _PROFILE.format("tableschema"),
            "fields": [_field(column, table) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            **_foreign_keys(table),
        },
    }


def _field(column: Column, table: Table) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    if table.key == (column.name,):
        constraints["unique"] = True
    if column.kind in ("number", "integer"):
        constraints["minimum"] = 0
    return {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.description,
        **({"unit": column.unit} if column.unit else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign_keys(table: Table) -> dict[str, Any]:
    found = [
        {"fields": list(own), "reference": {"resource": other, "fields": list(theirs)}}
        for own, other, theirs in table.references
    ]
    return {"foreignKeys": found} if found else {}

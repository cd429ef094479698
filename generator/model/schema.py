"""JSON Schema (2020-12) of each kind of content file, made from the records, for editors.

An editor that knows YAML schemas completes keys, shows what they mean and marks mistakes while
staff type. What is right in the end `jixiao check` decides.
"""

import json
from typing import Any

from pydantic import TypeAdapter

from generator.model.department import Department
from generator.model.form import Form
from generator.model.import_settings import ImportSettings
from generator.model.report import Report
from generator.model.site import Site

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: dict[str, tuple[Any, str]] = {
    "report": (Report, "一份绩效评价报告：一个项目、一个年度"),
    "site": (Site, "网站由谁主办"),
    "departments": (list[Department], "部门登记表"),
    "form": (Form, "表单：栏目、名称、标题"),
    "outline": (Form, "正文提纲"),
    "import": (ImportSettings, "导入的记忆：原件里的字是什么"),
}


def schema(kind: str) -> str:
    """The schema of a kind of file (a key of `KINDS`), as JSON text that ends in a line feed."""
    model, description = KINDS[kind]
    found = TypeAdapter(model).json_schema(by_alias=True, mode="validation")
    _in_chinese(found)
    result = {"$schema": DIALECT, **found, "title": description.split("：")[0]}
    result["description"] = f"{description}。未知的项目留空。"
    return json.dumps(result, ensure_ascii=False, indent=2) + "\n"


def _in_chinese(node: Any) -> None:
    """Remove what is not for staff (docstrings); let every optional key be left empty."""
    if isinstance(node, dict):
        if "properties" in node:
            node.pop("description", None)
            for child in node["properties"].values():
                if child.get("type") == "array" and child.pop("default", None) is not None:
                    child["type"] = ["array", "null"]
                if child.get("default", ...) is None:
                    del child["default"]
        node.pop("propertyNames", None)
        node = list(node.values())
    for child in node if isinstance(node, list) else ():
        _in_chinese(child)

"""Small made-up sites of reports that a test writes itself."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

from tests.conftest import ROOT, only_rules, run

BASE = ROOT / "tests/check/cases/_base/content"
DEPARTMENT = "gonganju"


class _Dumper(yaml.SafeDumper):
    """Text of several lines as staff write it: a literal block."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, "|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def dumped(values: Mapping[str, object]) -> str:
    """A record as YAML."""
    return yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def content(folder: Path, **site: str) -> Path:
    """A content folder without reports; more keys of `site.yml`."""
    made = folder / "content"
    shutil.copytree(BASE, made)
    only_rules(made)  # what a report should say is not what such tests are about
    with (made / "site.yml").open("a", encoding="utf-8") as file:
        file.write("".join(f"{key}: {value}\n" for key, value in {"生成PDF": "否", **site}.items()))
    return made


def department(made: Path, slug: str, name: str) -> None:
    """Add a department to the register."""
    with (made / "departments.yml").open("a", encoding="utf-8") as file:
        file.write(f"- 名称: {name}\n  标识: {slug}\n")


def report(
    made: Path, slug: str, year: int, of: tuple[str, str] = (DEPARTMENT, "示例县公安局"),
    more: Mapping[str, object] | None = None,
) -> str:  # fmt: skip
    """Add a report of a department (slug, name) with more keys; its address."""
    values = {
        "项目名称": "示例项目", "部门": of[1], "年度": year, "评价类型": "单位自评",
        "状态": "公开", "公开日期": f"{year + 1}-06-01", **(more or {}),
    }  # fmt: skip
    address = f"reports/{year}/{of[0]}/{slug}"
    file = made / f"{address}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dumped(values), encoding="utf-8")
    return f"{address}/"


def build(made: Path) -> Path:
    """Build the site beside the content."""
    site = made.parent / "site"
    done = run("jixiao", "build", "--content", made, "--site", site)
    assert done.returncode == 0, done.stderr
    return site

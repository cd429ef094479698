"""Writes a content folder of made-up reports: same number and seed, same bytes.

Projects recur over years, funds and grades vary, parts are missing as in real reports, and every
report shares sentences with the others. The layout is that of `content/`.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, islice
from pathlib import Path
from typing import Any

import yaml

from generator.demo.phrases import DEPARTMENTS, OUTLINES, OVERALL, PAGES, PROJECTS, TOWNS, Project
from generator.demo.report import report
from generator.runtime import atomic_folders

MARKERS = ("site.yml", "departments.yml", "outlines/project-report.yml")
YEARS = range(2018, 2026)


def write(target: Path, reports: int, seed: int, progress: Callable[[], None]) -> None:
    """Write a content folder of `reports` reports to `target`; `progress` is called for each.

    Raises JixiaoError where `target` holds other things.
    """
    with atomic_folders.replacing(target, MARKERS) as fresh:
        _write_settings(fresh)
        for number, (project, year) in enumerate(islice(_projects(seed), reports)):
            _write_report(fresh, project, year, random.Random(f"{seed}-{number}"))  # noqa: S311
            progress()


def _projects(seed: int) -> Iterator[tuple[Project, int]]:
    """Endless: each for the whole county, then for single towns, then by instalments.

    A project comes once for each of its fiscal years.
    """
    chance = random.Random(seed)  # noqa: S311
    for instalment in count():
        for project in PROJECTS:
            town, town_slug = chance.choice(TOWNS)
            name, slug = project.name, project.slug
            if instalment:
                name, slug = f"{town}{name}", f"{slug}-{town_slug}"
            if instalment > 1:
                name, slug = f"{name}（第{instalment}批）", f"{slug}-{instalment}"
            for year in _years(chance):
                yield project._replace(name=name, slug=slug), year
        if instalment == 0:
            for department, *_ in DEPARTMENTS:
                for year in _years(chance):
                    yield OVERALL._replace(department=department), year


def _years(chance: random.Random) -> range:
    length = chance.choice((1, 1, 2, 3, 3, 4, 5, 6))
    first = chance.randrange(YEARS.start, YEARS.stop - length + 1)
    return range(first, first + length)


def _write_report(root: Path, project: Project, year: int, chance: random.Random) -> None:
    folder = root / "reports" / str(year) / project.department
    folder.mkdir(parents=True, exist_ok=True)
    department = next(
        f"示例县{short}" for slug, short, *_ in DEPARTMENTS if slug == project.department
    )
    values = report(project, department, year, chance)
    values["公开日期"] = str(date(year + 1, 4, 1) + timedelta(days=chance.randrange(200)))
    if chance.random() < 0.08:
        attached = folder / project.slug / "附表.txt"
        attached.parent.mkdir()
        attached.write_text(
            f"{project.name}（{year}年度）附表，虚构。\n", encoding="utf-8", newline="\n"
        )
        values["附件"] = [{"名称": "项目支出绩效自评表", "文件": attached.name}]
    (folder / f"{project.slug}.yml").write_text(_dump(values), encoding="utf-8", newline="\n")


def _write_settings(root: Path) -> None:
    """Write everything but the reports: site, departments, outlines, pages."""
    files: dict[str, Any] = {
        "site": {
            "名称": "示例县预算绩效公开（演示）",
            "主办单位": "示例县人民政府（虚构）",
            "评分等级": {"优": "90", "良": "80", "中": "60", "差": "0"},
        },
        "departments": [
            {
                "名称": f"示例县{short}",
                "标识": slug,
                "简称": f"县{short}",
                "类别": category,
                "曾用名": [f"示例县{name}" for name in former],
            }
            for slug, short, category, former in DEPARTMENTS
        ],
    }
    for name, (title, sections) in OUTLINES.items():
        files[f"outlines/{name}"] = {
            "名称": title,
            **({"不要求": ["项目总额"]} if name == "overall-report" else {}),
            "章节": [{"标题": heading, "小节": list(below)} for heading, below in sections],
        }
    (root / "outlines").mkdir()
    (root / "pages").mkdir()
    for name, values in files.items():
        (root / f"{name}.yml").write_text(_dump(values), encoding="utf-8", newline="\n")
    for name, text in PAGES.items():
        (root / "pages" / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")


class _Dumper(yaml.CSafeDumper):
    """Writes as staff do: lines as literal blocks, plain digits, empty keys, no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(dumper: yaml.CSafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _figure(dumper: yaml.CSafeDumper, value: Decimal) -> yaml.ScalarNode:
    kind = "float" if "." in str(value) else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", str(value))


def _nothing(dumper: yaml.CSafeDumper, _value: None) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:null", "")


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Decimal, _figure)
_Dumper.add_representer(type(None), _nothing)


def _dump(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)

"""Writes a content folder of made-up reports: same number and seed, same bytes.

Projects recur over years, funds and grades vary, parts are missing as in real reports, and every
report shares sentences with the others. They are written in the forms that a county begins with.
The layout is that of `content/`.
"""

import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, islice
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.content.folder import Folder
from generator.demo import forms
from generator.demo.filled import filled
from generator.demo.phrases import DEPARTMENTS, OUTLINES, OVERALL, PAGES, PROJECTS, TOWNS, Project
from generator.demo.report import draft
from generator.intake.repository import FORMS
from generator.model.form import Form
from generator.runtime import atomic_folders

MARKERS = ("site.yml", "departments.yml", "outlines/project-report.yml")
YEARS = range(2018, 2026)


class _Planned(NamedTuple):
    """A report to be written."""

    project: Project
    year: int
    card: forms.Card


def write(target: Path, reports: int, seed: int, progress: Callable[[], None]) -> None:
    """Write a content folder of `reports` reports to `target`; `progress` is called for each.

    Raises JixiaoError where `target` holds other things.
    """
    with atomic_folders.replacing(target, MARKERS) as fresh:
        _write_settings(fresh)
        known = Folder(fresh).forms()
        for number, planned in enumerate(islice(_planned(seed), reports)):
            _write_report(fresh, planned, known, f"{seed}-{number}")
            progress()


def _planned(seed: int) -> Iterator[_Planned]:
    """Endless: each for the whole county, then for single towns, then by instalments.

    A project comes once for each of its fiscal years, in the same form. One that is reported with
    the year before has no report of that year.
    """
    chance, cards, overall = random.Random(seed), forms.deal(seed), forms.overall(seed)  # noqa: S311
    for instalment in count():
        for project in PROJECTS:
            town, town_slug = chance.choice(TOWNS)
            name, slug = project.name, project.slug
            if instalment:
                name, slug = f"{town}{name}", f"{slug}-{town_slug}"
            if instalment > 1:
                name, slug = f"{name}（第{instalment}批）", f"{slug}-{instalment}"
            years, card = _years(chance), next(cards)
            for year in years:
                has_years = card.has_years and year == years[0] > YEARS.start
                as_of_then = card.of(year)._replace(has_years=has_years)
                yield _Planned(project._replace(name=name, slug=slug), year, as_of_then)
        if instalment == 0:
            for department, *_ in DEPARTMENTS:
                for year in _years(chance):
                    project = OVERALL._replace(department=department)
                    yield _Planned(project, year, overall[department])


def _years(chance: random.Random) -> range:
    length = chance.choice((1, 1, 2, 3, 3, 4, 5, 6))
    first = chance.randrange(YEARS.start, YEARS.stop - length + 1)
    return range(first, first + length)


def _write_report(root: Path, planned: _Planned, known: Mapping[str, Form], seed: str) -> None:
    project, year, card = planned
    folder = root / "reports" / str(year) / project.department
    folder.mkdir(parents=True, exist_ok=True)
    department = next(
        f"示例县{short}" for slug, short, *_ in DEPARTMENTS if slug == project.department
    )
    chance = random.Random(seed)  # noqa: S311
    drafted = draft(project, department, year, card.unit, chance)
    values = filled(drafted, card, known, random.Random(f"{seed}-form"))  # noqa: S311
    values["公开日期"] = str(date(year + 1, 4, 1) + timedelta(days=chance.randrange(200)))
    if chance.random() < 0.08:
        attached = folder / project.slug / "附表.txt"
        attached.parent.mkdir()
        attached.write_text(
            f"{project.name}（{year}年度）附表，虚构。\n", encoding="utf-8", newline="\n"
        )
        values["附件"] = [{"名称": "项目支出绩效自评表", "文件": attached.name}]
    _list_changes(values)
    (folder / f"{project.slug}.yml").write_text(_dump(values), encoding="utf-8", newline="\n")


def _list_changes(values: dict[str, Any]) -> None:
    """A correction lists what it changed, where the report states what a county would have."""
    received = (values.get("资金") or {}).get("到位")
    for one in values.get("更正") or () if received else ():
        one["说明"] = "录入时到位数多了一位，按决算改正。"
        one["改动"] = [{"栏目": "资金·到位", "原为": f"1{received}", "改为": str(received)}]


def _owed() -> Iterator[dict[str, Any]]:
    """Who owes a report of the last years: some did not publish, some late; of earlier ones nobody
    says it.
    """
    slugs = [slug for slug, *_ in DEPARTMENTS]
    for year, deadline, departments in (
        (2023, "2024-06-30", slugs[1:]), (2024, "2025-07-31", slugs[:-2]),
        (2025, "2026-10-31", ["全部"]),
    ):  # fmt: skip
        yield {"年度": str(year), "期限": deadline, "部门": departments}


def _write_settings(root: Path) -> None:
    """Write everything but the reports: site, departments, outlines, pages."""
    files: dict[str, Any] = {
        "site": {
            "名称": "示例县预算绩效公开（演示）",
            "主办单位": "示例县人民政府（虚构）",
            "评分等级": {"优": "90", "良": "80", "中": "60", "差": "0"},
            "应公开": list(_owed()),
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
    shutil.copytree(FORMS, root / "forms")
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

"""Reports that a good auditor finds nothing wrong with: whatever is said of them is a false alarm.

Half of them are tables as counties print them; `clean/cells.yml` says where each of their
cells went. Their forms are those that a new county gets.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from tests.conftest import ROOT, run

CLEAN = ROOT / "tests/check/clean"
SHIPPED = ROOT / "generator/intake/starter/county/content/forms"
CELLS: dict[str, dict[str, str]] = {
    address: {name: field for name, field in cells.items() if field}
    for address, cells in yaml.safe_load((CLEAN / "cells.yml").read_text("utf-8")).items()
    if not address.startswith(".")
}
# The site's own words for what stands in a place of its own on every page.
SITE_WORDS = {
    "项目名称": "项目", "部门": "部门", "附件.名称": "", "自评.得分": "自评得分", "自评.等级": "自评等级",
    "自评.复核得分": "复核得分", "自评.其他等级": "自评等级", "自评.等级体系": "自评等级", "自评.执行率": "执行率", "自评.总分": "自评得分",
    "资金.来源.名称": "来源", "指标.三级": "指标", "指标.合并计分": "计分",
}  # fmt: skip
UNLABELLED = {  # stand beside the name or the target of the indicator, or above the table
    "指标.一级", "指标.二级", "指标.所属目标", "指标.性质", "指标.单位", "资金.单位", "附件.名称",
}  # fmt: skip
WITH_TEXT = ("hainan-2017", "hunan-zhengti")  # have a text of their own below the tables
SIGNS = {"/": "—", ">=": "≥", "≧": "≥", "═": "=", "定性": ""}  # what is 定性 shows no sign


class Texts(yaml.CSafeLoader):
    """Figures as they are written."""


Texts.yaml_implicit_resolvers = {
    first: [one for one in found if one[0] == "tag:yaml.org,2002:null"]
    for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


REPORTS = {
    file.relative_to(CLEAN / "content/reports").with_suffix("").as_posix(): yaml.load(
        file.read_text("utf-8"), Texts
    )
    for file in sorted(CLEAN.glob("content/reports/*/*/*.yml"))
}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("clean") / "content"
    shutil.copytree(CLEAN / "content", made)
    shutil.copytree(SHIPPED, made / "forms")
    return made


@pytest.fixture(scope="module")
def site(content: Path) -> Path:
    with (content / "site.yml").open("a", encoding="utf-8") as file:
        file.write("生成PDF: 否\n")
    made = content.parent / "site"
    done = run("jixiao", "build", "--content", content, "--site", made)
    assert done.returncode == 0, done.stderr
    return made


def test_careful_reports_raise_no_alarm(content: Path) -> None:
    done = run("jixiao", "check", "--content", content)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_there_are_enough_reports_to_measure_by() -> None:
    assert len(REPORTS) >= 40
    assert {one for one, report in REPORTS.items() if "表单" in report} == set(CELLS)
    assert len(CELLS) >= 26


def stated(value: Any, path: list[str]) -> Iterator[str]:
    """What the report states under the keys, of every row."""
    if isinstance(value, list):
        for row in value:
            yield from stated(row, path)
    elif path and isinstance(value, dict):
        yield from stated(value.get(path[0]), path[1:])
    elif value is not None and not path:
        yield str(value)


def as_shown(value: str, field: str) -> str:
    """The value in the site's writing."""
    if field == "指标.合并计分":
        return "与上一行合并计分"
    day = re.fullmatch(r"(\d{4})-0?(\d+)(?:-0?(\d+))?", value)
    if day:
        return "".join(
            f"{one}{unit}" for one, unit in zip(day.groups(), "年月日", strict=True) if one
        )
    return bare(SIGNS.get(value, value))


def bare(text: str) -> str:
    return re.sub(r"[\s,\u200b]", "", text)


def pairs(article: Tag) -> Iterator[tuple[str, str]]:
    """Label and text of all that a page shows: facts, cells of tables, texts under a heading.

    Without what leads from a figure to the text.
    """
    for one in article.select(".jx-places"):
        one.extract()
    for fact in article.select("dl > div"):
        label, *texts = fact.find_all(["dt", "dd"])
        yield bare(label.get_text()), bare("".join(one.get_text() for one in texts))
    for table in article.select("table"):
        heads = [bare(one.get_text()) for one in table.select("thead th")]
        for row in table.select("tbody tr"):
            cells = row.find_all(["th", "td"])
            if "jx-reason" in (row.get("class") or ()):
                for line in row.select("p"):
                    name, _, reason = line.get_text().strip().partition("：")
                    yield bare(name), bare(reason)
                continue
            for head, cell in zip(heads, cells, strict=False):
                yield head, bare(cell.get_text())
            if "jx-flow" in (table.get("class") or ()):
                yield bare(cells[0].get_text()), bare(cells[1].get_text())
    for heading in article.select("h2, h3"):
        text = ""
        for after in heading.find_next_siblings():
            if after.name in ("h2", "h3"):
                break
            text += after.get_text()
        yield bare(heading.get_text()), bare(text)


@pytest.mark.parametrize("address", CELLS)
def test_every_cell_of_the_table_has_a_place_and_is_on_the_page(site: Path, address: str) -> None:
    report = REPORTS[address]
    page = (site / f"reports/{address}/index.html").read_text("utf-8")
    article = BeautifulSoup(page, "html.parser").select_one("article")
    assert article
    for link in article.select("a.headerlink"):
        link.decompose()
    shown, whole = list(pairs(article)), bare(article.get_text())
    missing = []
    for cell, field in CELLS[address].items():
        values = list(stated(report, field.split(".")))
        assert values, f"{cell}: nothing is stated in {field}"
        labels = {label for label, _ in shown if label and label in bare(cell)}
        labels.add(SITE_WORDS.get(field, bare(cell)))
        for one in values:
            accepted = {as_shown(one, field), bare(one)}
            found = [text for label, text in shown if label in labels]
            found += [whole] if field in UNLABELLED else []
            if not any(value in text for value in accepted for text in found):
                missing.append((cell, field, one))
    assert missing == []


def test_no_cell_of_a_table_is_told_in_prose() -> None:
    for address in CELLS:
        report = REPORTS[address]
        assert "数据说明" not in report
        assert "正文" not in report or report["表单"] in WITH_TEXT

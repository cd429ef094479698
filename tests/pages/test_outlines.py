"""Narratives in the outlines that real reports have: their headings come out as they are printed."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.conftest import ROOT, run
from tests.support import made_up

SHIPPED = ROOT / "generator/intake/starter/county/content/forms"
OUTLINES: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests/pages/outlines.yml").read_text("utf-8")
)
NUMBERS = ("[一二三四五六七八九十]+、", "（[一二三四五六七八九十]+）", r"\d+\.", r"（\d+）")
YEAR = 2022


def level_of(heading: str) -> int:
    return next(level for level, number in enumerate(NUMBERS) if re.match(number, heading))


def narrative(headings: list[str]) -> dict[str, Any]:
    """The text under each heading, without its number."""
    found: dict[str, Any] = {}
    open_above = [found]
    for place, heading in enumerate(headings):
        level = level_of(heading)
        below = headings[place + 1 : place + 2]
        has_more = bool(below) and level_of(below[0]) > level
        del open_above[level + 1 :]
        name = re.sub(NUMBERS[level], "", heading, count=1)
        open_above[level][name] = {} if has_more else "示例文字。"
        if has_more:
            open_above.append(open_above[level][name])
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = made_up.content(tmp_path_factory.mktemp("outlines"))
    shutil.copytree(SHIPPED, made / "forms")
    for number, outline in enumerate(OUTLINES.values()):
        text = {"表单": outline["表单"], "正文": narrative(outline["标题"])}
        tables: dict[str, Any] = {}
        if "栏目" in outline:  # a cover with tables before the text
            overview = {
                key: [{"名称": "合计", "决算": "32.9"}] for key in ("收入", "支出", "三公经费")
            }
            tables = {"资金": {"单位": "万元"}, "部门整体": overview}
        made_up.report(made, f"o-{number}", YEAR, more={**text, **tables})
    checked = run("jixiao", "check", "--content", made)
    assert "没有发现问题" in checked.stdout + checked.stderr
    return made_up.build(made)


@pytest.mark.parametrize("name", OUTLINES)
def test_headings_are_numbered_and_in_order_as_printed(site: Path, name: str) -> None:
    outline, number = OUTLINES[name], list(OUTLINES).index(name)
    page = site / f"reports/{YEAR}/{made_up.DEPARTMENT}/o-{number}/index.html"
    article = BeautifulSoup(page.read_text("utf-8"), "html.parser").select_one("article")
    assert article
    for link in article.select("a.headerlink"):
        link.decompose()
    found = [(one.name, one.get_text().strip()) for one in article.select("h2, h3, h4, h5")]
    numbered = [one for one in found if re.match("|".join(NUMBERS), one[1])]
    assert numbered == [(f"h{level_of(one) + 2}", one) for one in outline["标题"]]
    words = article.get_text()
    before = [words.rindex(one) for one in [*outline.get("栏目", []), numbered[0][1]]]
    assert before == sorted(before), "tables of the cover stand before the text"


def test_each_narrative_form_is_tried() -> None:
    forms = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in SHIPPED.glob("*.yml")}
    narratives = {name for name, form in forms.items() if form.get("章节")}
    assert narratives <= {one["表单"] for one in OUTLINES.values()}

"""Charts as pictures to take away: the same bars, with title, unit, legend and source."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser

from generator.pages import chart_pictures
from tests.conftest import ROOT
from tests.support import made_up
from tests.support.nginx import serving
from tests.support.search_page import watched

pytestmark = pytest.mark.slow("draws charts, and looks at them with Chromium")

ADDRESS = "https://www.example.gov.cn/jixiao/"
SVG = "{http://www.w3.org/2000/svg}"
DEPARTMENT = "departments/gonganju/"
PAGES = ("years/", "departments/", "years/2022/", DEPARTMENT, "projects/gonganju/shili/")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = made_up.content(tmp_path_factory.mktemp("charts"), 地址=ADDRESS)
    made_up.department(content, "shuiliju", "示例县水利局")
    for year, grade in ((2020, "优"), (2021, "良"), (2022, "差")):
        for of in (("gonganju", "示例县公安局"), ("shuiliju", "示例县水利局")):
            money = {"单位": "万元", "全年预算": year - 2000, "支出": year - 2012}
            more = {"资金": money, "自评": {"得分": 80, "等级": grade}}
            made_up.report(content, "shili", year, of, more)
    return made_up.build(content)


def figures(site: Path, address: str) -> list[Tag]:
    page = BeautifulSoup((site / address / "index.html").read_text("utf-8"), "lxml")
    return page.select("figure.jx-chart")


@pytest.mark.parametrize("address", PAGES)
def test_each_chart_has_a_picture_of_the_same_bars(site: Path, address: str) -> None:
    found = figures(site, address)
    assert found
    for one in found:
        link = one.select_one(".jx-picture a")
        drawn = one.select_one("figure > svg")
        assert link
        assert drawn
        picture = ElementTree.parse(site / address / str(link["href"])).getroot()
        bars = [
            tuple(bar.get(name, "0") for name in ("x", "y", "width", "height"))
            for chart in picture.findall(f"{SVG}svg")
            for bar in chart.iter(f"{SVG}rect")
        ]
        assert bars == [
            tuple(str(bar.get(name, "0")) for name in ("x", "y", "width", "height"))
            for bar in drawn.select("rect")
        ]
        assert len(bars) >= 2
        texts = [text for text in picture.itertext() if text.strip()]
        caption = one.select_one("figcaption")
        assert caption
        title, unit = str(caption.contents[0]), caption.select_one("small")
        assert unit
        assert texts[0] == title
        assert unit.get_text().startswith(f"{texts[2]}；")
        assert "".join(texts).endswith(ADDRESS + address)  # in lines, where it is long
        assert any(text.startswith("来源：") for text in texts[-3:])
        for name in one.select(".jx-legend li"):
            assert name.get_text() in texts
        for text in drawn.select("text"):
            assert text.get_text() in "".join(texts)


def test_a_picture_needs_no_style_sheet_and_runs_nothing(site: Path) -> None:
    files = sorted(site.rglob("chart-*.svg"))
    assert len(files) >= 8
    for file in files:
        for node in ElementTree.parse(file).iter():
            assert node.tag in {
                f"{SVG}{one}"
                for one in ("svg", "g", "rect", "path", "text", "tspan", "title", "desc")
            }
            assert not {"class", "style", "id"} & set(node.attrib)
            assert not any(name.startswith("on") or "href" in name for name in node.attrib)


def test_its_colours_are_those_of_the_page() -> None:
    """`tokens.css` tells the page's; in the light, as on paper."""
    text = (ROOT / "overrides/assets/style/tokens.css").read_text(encoding="utf-8")
    light = text[text.index("[data-md-color-scheme] {") :].partition("}")[0]
    tokens = dict(re.findall(r"--jx-([\w-]+): (#[0-9a-f]+);", light))
    assert {name: tokens[name] for name in chart_pictures.COLOURS} == chart_pictures.COLOURS


def test_a_browser_shows_it_and_saves_it_as_png(browser: Browser, site: Path) -> None:
    with serving(site.parent) as root, watched(browser) as page:
        page.goto(f"{root}site/{DEPARTMENT}")
        lines = page.locator(".jx-picture")
        assert lines.count() == 2
        with page.expect_download() as got:
            lines.first.get_by_role("link").click()
        assert got.value.suggested_filename == "示例县公安局各年度预算与支出.svg"
        with page.expect_download() as got:
            lines.first.get_by_role("button", name="PNG").click()
        assert got.value.suggested_filename == "示例县公安局各年度预算与支出.png"
        data = got.value.path().read_bytes()
        assert data.startswith(b"\x89PNG\r\n")
        assert len(data) > 5000  # something is drawn
        page.emulate_media(media="print")
        assert not lines.first.is_visible()

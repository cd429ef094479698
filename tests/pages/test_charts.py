"""Charts as people read them: round scales, names in full, each bar on the line of its name."""

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser

from tests.support import made_up
from tests.support.nginx import serving
from tests.support.search_page import watched

pytestmark = pytest.mark.slow("looks at charts in Chromium")

CHARTED = ["years", "departments", "years/2021", "departments/gonganju",
           "projects/gonganju/jiaotong-sheshi-gengxin-dingzhen"]  # fmt: skip
LONG = "示例县生态环境局攀西生态环境保护综合行政执法大队"
# For each chart the middles of its labels and of the bars beside each, and what is cut off.
DRAWN = """
() => [...document.querySelectorAll(".jx-chart > svg[role=img]")].map((chart) => {
  const box = (one) => one.getBoundingClientRect();
  const frame = box(chart);
  const isLying = chart.querySelector(".horizontal") !== null;
  const [start, end] = isLying ? ["top", "bottom"] : ["left", "right"];
  const middle = (all) => (Math.min(...all.map((b) => b[start])) + Math.max(...all.map((b) => b[end]))) / 2;
  const texts = [...chart.querySelectorAll(isLying ? ".axis.y text" : ".axis.x text")];
  const labels = texts.filter((one) => one.textContent).map((one) => [one.textContent, middle([box(one)])]);
  const groups = new Map(labels.map(([name]) => [name, []]));
  for (const bar of [...chart.querySelectorAll(".bar rect")].map(box)) {
    const far = ([, at]) => Math.abs(middle([bar]) - at);
    groups.get(labels.reduce((one, other) => (far(other) < far(one) ? other : one))[0]).push(bar);
  }
  const all = [...chart.querySelectorAll("text")].map(box);
  return {
    rows: labels.map(([name, at]) => [name, at, groups.get(name).length ? middle(groups.get(name)) : at]),
    boxes: texts.filter((one) => one.textContent).map(box).map((b) => [b.left, b.right, b.top, b.bottom]),
    outside: all.filter((b) => b.left < frame.left - 1 || b.right > frame.right + 1 ||
      b.top < frame.top - 1 || b.bottom > frame.bottom + 1).length,
  };
})
"""


def charts(site: Path, address: str) -> list[Tag]:
    text = (site / address / "index.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser").select(".jx-chart > svg[role=img]")


def _number(element: Tag, name: str) -> float:
    return float(str(element.get(name, "0")))


def drawn(browser: Browser, url: str, width: int) -> list[dict[str, Any]]:
    with watched(browser, viewport={"width": width, "height": 800}) as page:
        page.goto(url)
        found: list[dict[str, Any]] = page.evaluate(DRAWN)
    return found


@pytest.mark.parametrize("address", CHARTED)
def test_a_scale_goes_in_round_steps_past_the_longest_bar(demo: Path, address: str) -> None:
    found = charts(demo / "site", address)
    assert found
    for chart in found:
        lying = bool(chart.select(".horizontal"))
        axis = chart.select(".axis.x .guides" if lying else ".axis.y .guides")
        values = [Decimal(one.get_text().replace(",", "")) for one in axis]
        steps = {later - earlier for earlier, later in pairwise(values)}
        assert values[0] == 0
        assert len(steps) == 1
        assert steps.pop().normalize().as_tuple().digits in {(1,), (2,), (5,)}
        lines = [str(one.path["d"]).split()[0 if lying else 1] for one in axis if one.path]
        ends = [float(one.lstrip("M")) for one in lines]
        bars = chart.select(".bar rect")
        reach = [_number(bar, "x") + _number(bar, "width") for bar in bars] if lying else []
        assert all(end <= max(ends) + 0.1 for end in reach)
        assert lying or min(_number(bar, "y") for bar in bars) >= min(ends) - 0.1
        assert (2 if values[-1] == 1 else 3) <= len(values) <= 7  # one report is not cut in parts


def test_names_in_a_chart_are_whole(demo: Path) -> None:
    home = BeautifulSoup((demo / "site/index.html").read_text(encoding="utf-8"), "html.parser")
    names = {str(a.find(string=True)).strip() for a in home.select("#departments + ul a")}
    for chart in charts(demo / "site", "departments"):
        labels = {text.get_text() for text in chart.select(".axis.y text")}
        assert len(labels) == 12
        assert {label for label in labels if not label.startswith("其余")} <= names


@pytest.mark.parametrize("width", [390, 1280])
def test_each_bar_lies_on_the_line_of_its_name(browser: Browser, demo: Path, width: int) -> None:
    with serving(demo) as root:
        for address in CHARTED:
            for chart in drawn(browser, f"{root}site/{address}/", width):
                assert [row for row in chart["rows"] if abs(row[1] - row[2]) > 1] == []
                assert chart["outside"] == 0, address


def test_long_names_and_many_years_have_room(browser: Browser, tmp_path: Path) -> None:
    content = made_up.content(tmp_path)
    made_up.department(content, "zhifa-dadui", LONG)
    funds = {"资金": {"单位": "万元", "全年预算": "0.03", "支出": "0.021"}, "自评": {"等级": "优"}}
    for year in range(2004, 2026):
        made_up.report(content, "shili", year, more=funds)
        made_up.report(content, "shili", year, ("zhifa-dadui", LONG), funds)
    site = made_up.build(content)
    upright = charts(site, "years")[0]
    years = [text.get_text() for text in upright.select(".axis.x text")]
    assert years[-1] == "2025"
    assert len(years) == 22
    assert LONG in {
        text.get_text() for text in charts(site, "departments")[0].select(".axis.y text")
    }
    with serving(site) as root:
        for address in ("years", "departments", "departments/gonganju"):
            for chart in drawn(browser, f"{root}{address}/", 360):
                boxes = chart["boxes"]
                assert chart["outside"] == 0
                assert not [
                    (one, other)
                    for place, one in enumerate(boxes)
                    for other in boxes[place + 1 :]
                    if min(one[1], other[1]) - max(one[0], other[0]) > 1
                    and min(one[3], other[3]) - max(one[2], other[2]) > 4
                ]

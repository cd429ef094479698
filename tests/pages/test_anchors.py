"""Links to figures and rows of a report: made of names, each once, right when rows move."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, expect

from tests.support import made_up
from tests.support.nginx import serving
from tests.support.search_page import watched

INDICATORS = [
    {
        "一级": "产出指标",
        "二级": "数量指标",
        "三级": "巡查 次数（次）",
        "目标值": "12",
        "完成值": "12",
    },
    {"一级": "产出指标", "二级": "质量指标", "三级": "合格率", "目标值": "95%", "完成值": "96%"},
    {"一级": "效益指标", "二级": "社会效益", "三级": "合格率", "目标值": "90%", "完成值": "91%"},
    {"一级": "效益指标", "二级": "社会效益", "三级": "合格率", "目标值": "80%", "完成值": "81%"},
    {
        "一级": "效益指标",
        "二级": "社会效益",
        "三级": '<b id="x">"_甲_' + "很长" * 40,
        "目标值": "1",
    },
]
MONEY = {
    "单位": "万元", "全年预算": "50", "支出": "48.6",
    "来源": [{"名称": "县级资金", "全年预算": "30"}, {"名称": "中央资金", "全年预算": "20"}],
    "下达文件": [{"文号": "示财行〔2021〕204号", "金额": "50"}],
}  # fmt: skip


def page_of(folder: Path, rows: list[dict[str, str]]) -> BeautifulSoup:
    folder.mkdir()
    content = made_up.content(folder)
    more = {"指标": rows, "资金": MONEY}
    address = made_up.report(content, "shili", 2021, more=more)
    text = (made_up.build(content) / address / "index.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "lxml")


def ids(page: BeautifulSoup) -> dict[str, str]:
    """Each id to what is marked by it."""
    found = page.select("article [id]")
    assert len({str(one["id"]) for one in found}) == len(found)
    return {str(one["id"]): one.get_text(" ", strip=True) for one in found}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    return page_of(tmp_path_factory.mktemp("anchors") / "one", INDICATORS)


def test_each_figure_and_row_has_an_id_of_its_name(page: BeautifulSoup) -> None:
    found = ids(page)
    assert "48.6" in found["figure:支出"]
    assert "48.6" in found["fund:支出"]
    assert "30" in found["source:县级资金"]
    assert "示财行" in found["allocation:示财行-2021-204号"]
    assert "12" in found["indicator:巡查-次数-次"]
    assert "96%" in found["indicator:合格率"]
    assert "91%" in found["indicator:合格率-效益指标-社会效益"]
    assert "81%" in found["indicator:合格率-效益指标-社会效益-2"]
    rows = page.select("tr:has(> th > .jx-here)")
    assert len(rows) == 5 + 2 + 1 + len(INDICATORS)


def test_each_link_leads_to_where_it_stands(page: BeautifulSoup) -> None:
    links = page.select("article .jx-here")
    assert len(links) > 12
    for link in links:
        holder = link.find_parent(attrs={"id": str(link["href"])[1:]})
        assert holder is not None
        assert not link.get_text()  # no part of what is read, searched and copied
        assert str(link["aria-label"]).endswith("的链接")
    headed = {str(one["id"]) for one in page.select("h2[id], h3[id], h4[id]")}
    assert headed == {
        str(one["href"])[1:] for one in page.select("h2 .jx-here, h3 .jx-here, h4 .jx-here")
    }


def test_a_link_stays_when_rows_come_and_change_places(page: BeautifulSoup, tmp_path: Path) -> None:
    new = {"一级": "产出指标", "二级": "时效指标", "三级": "按时完成率", "目标值": "100%"}
    unlike = [INDICATORS[0], INDICATORS[1], INDICATORS[4]]
    before, now = ids(page), ids(page_of(tmp_path / "other", [new, *reversed(unlike)]))
    names = [one for one in before if one.startswith("indicator:") and "效益指标-" not in one]
    assert len(names) == 3
    for one in names:
        assert now[one] == before[one]


@pytest.mark.slow("looks with Chromium")
def test_a_link_is_seen_where_the_reader_points(browser: Browser, tmp_path: Path) -> None:
    content = made_up.content(tmp_path)
    address = made_up.report(content, "shili", 2021, more={"资金": MONEY})
    with serving(made_up.build(content)) as root, watched(browser) as page:
        page.goto(root + address)
        link = page.locator("[id='fund:支出'] .jx-here")
        expect(link).to_have_css("opacity", "0")
        page.get_by_role("row", name="支出").first.hover()
        expect(link).to_have_css("opacity", "1")
        link.click()
        assert page.evaluate("decodeURIComponent(location.hash)") == "#fund:支出"
        marked, other = (page.locator(f"[id='fund:{one}'] > th") for one in ("支出", "全年预算"))
        expect(marked).not_to_have_css("box-shadow", "none")
        expect(other).to_have_css("box-shadow", "none")
        page.emulate_media(media="print")
        expect(link).to_be_hidden()
        expect(marked).to_have_css("box-shadow", "none")


def test_a_figure_that_a_sentence_leads_to_has_its_own_id_too(tmp_path: Path) -> None:
    """Whether a narrative states a figure or not, who linked to it finds it."""
    content = made_up.content(tmp_path)
    text: dict[str, object] = {
        "项目概况": {"基本情况": "全年预算50万元，支出48.6万元。", "绩效目标": "示例。"}
    }
    text |= {"评价结论": "示例。"}
    told = {"资金": MONEY, "提纲": "ziping", "正文": text}
    address = made_up.report(content, "shili", 2021, more=told)
    text_of = (made_up.build(content) / address / "index.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text_of, "lxml")
    found = ids(page)
    assert {"figure:支出", "fund:支出", "allocation:示财行-2021-204号"} <= found.keys()
    ways_back = [str(one["href"])[1:] for one in page.select("a.jx-stated")]
    assert ways_back
    assert set(ways_back) <= found.keys()

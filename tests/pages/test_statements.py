"""On a report's page: from a figure to the sentences that state it, and back, without a script."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Page

from generator.pages import narrative
from tests.conftest import run
from tests.support import made_up

pytestmark = pytest.mark.slow("builds sites and looks at every report of one")

OUTLINE = {"名称": "提纲", "章节": [{"标题": "情况"}, {"标题": "结论"}]}
REPORT: dict[str, Any] = {
    "提纲": "known",
    "资金": {
        "单位": "万元", "年初预算": "48", "全年预算": "50.00", "到位": "50", "支出": "48.6", "结余": "1.4",
        "下达文件": [{"文号": "示财行〔2021〕204号", "金额": "50"}],
    },
    "自评": {"满意度": "98%", "得分": "95.5", "总分": "120"},
    "正文": {
        "情况": "项目全年预算48.6万元，已批复。\n**年初预算48万元。**全年支出486000元，结余1.4万元。\n"
                "|项目|说明|\n|--|--|\n|资金|全年支出48.6万元|\n",
        "结论": "- 满分120分，自评得分95.5分。\n- 预算执行率97.2%。\n",
    },
}  # fmt: skip
PROJECTS = [{"项目名称": f"{town}养护", "资金": {"支出": "24.3"}} for town in ("甲镇", "乙镇")]


@pytest.fixture(scope="module")
def site(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    def fill(folder: Path) -> None:
        content = made_up.content(folder)
        settings = content / "site.yml"
        rule = "  - {规则: text-amount, 级别: 不查}\n"  # which tells what contradicts
        assert rule in settings.read_text("utf-8")
        settings.write_text(settings.read_text("utf-8").replace(rule, ""), "utf-8")
        (content / "outlines/known.yml").write_text(
            yaml.safe_dump(OUTLINE, allow_unicode=True), "utf-8"
        )
        made_up.report(content, "shili", 2021, more=REPORT)
        several = {"情况": "甲镇养护支出24.3万元。\n", "结论": "见上。\n"}
        made_up.report(
            content, "jige", 2021, more={**REPORT, "正文": several, "包含项目": PROJECTS}
        )
        made_up.report(content, "biao", 2021, more={k: v for k, v in REPORT.items() if k != "正文"})
        grades = {
            "自评": {"得分": "95.5", "等级": "优", "其他等级": "优秀"},
            "正文": {"情况": "自评等级为优。", "结论": "评价等级为优秀。"},
        }
        made_up.report(content, "liangji", 2021, more={"提纲": "known", **grades})
        gone = {"状态": "撤回", "撤回": {"日期": "2023-01-01", "理由": "重复。"}}
        made_up.report(content, "chehui", 2021, more={**REPORT, **gone})
        made_up.build(content)

    return once("statements", fill) / "site"


def article(site: Path, slug: str) -> Tag:
    file = site / f"reports/2021/gonganju/{slug}/index.html"
    found = BeautifulSoup(file.read_text("utf-8"), "html.parser").select_one("article")
    assert found
    return found


def beside(page: Tag, anchor: str) -> list[str]:
    """What is said beside a figure of where the text states it."""
    found = page.find(id=anchor)
    assert isinstance(found, Tag)
    figure = found.parent if found.name in ("dt", "th") else found  # the id may be its name's
    assert figure
    return ["".join(one.stripped_strings) for one in figure.select(".jx-places")]


def test_each_figure_says_where_the_text_states_it(site: Path) -> None:
    page = article(site, "shili")
    assert beside(page, "f-spent") == ["正文有 2 处：1、2"]
    assert beside(page, "f-received") == ["只见于表"]
    assert beside(page, "f-annual-budget") == ["正文写 48.6 万元，表中 50.00 万元"]
    assert beside(page, "f-initial-budget") == ["正文有 1 处"]
    assert beside(page, "f-balance") == ["正文有 1 处"]
    assert beside(page, "f-execution-rate") == ["正文有 1 处"]
    assert beside(page, "f-document-1") == ["只见于表"]
    assert beside(page, "f-score") == ["正文有 1 处", "满分：正文有 1 处"]


def test_of_several_projects_each_leads_to_its_own(site: Path) -> None:
    page = article(site, "jige")
    assert beside(page, "f-p1-spent") == ["正文有 1 处"]
    assert page.find(id="f-p2-spent") is None
    assert [one["href"] for one in page.select("a.jx-stated")] == ["#f-p1-spent"]


def test_of_two_grades_the_one_that_is_shown_has_its_places(site: Path) -> None:
    page = article(site, "liangji")
    assert beside(page, "f-grade") == ["正文有 1 处"]
    ids = [str(one["id"]) for one in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_where_all_is_table_or_withdrawn_nothing_is_said(site: Path) -> None:
    for slug in ("biao", "chehui"):
        assert not article(site, slug).select(".jx-places, .jx-stated")


def test_every_place_leads_to_a_figure_and_every_figure_to_its_places(
    demo: Path, site: Path
) -> None:
    count = 0
    for file in [
        *site.glob("reports/*/*/*/index.html"),
        *(demo / "site").glob("reports/*/*/*/index.html"),
    ]:
        page = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        ids = [one["id"] for one in page.select("[id]")]
        assert len(ids) == len(set(ids)), file
        places = {one["id"]: one for one in page.select(".jx-stated[id]")}
        linked = [str(one["href"])[1:] for one in page.select(".jx-places a")]
        assert sorted(linked) == sorted(places), file
        for one in places.values():
            assert str(one["href"])[1:] in ids, (file, one)
        count += len(places)
    assert count > 100


def test_the_text_is_the_one_without_marks(site: Path) -> None:
    page = article(site, "shili")
    shown = page.get_text()
    for text in REPORT["正文"].values():
        for line in narrative.visible_texts(text):
            assert line in shown


def test_a_click_leads_there_and_back(site: Path, serve: Callable[[Path], str], page: Page) -> None:
    page.goto(f"{serve(site)}reports/2021/gonganju/shili/")
    page.get_by_role("link", name="正文写 48.6 万元").click()
    target = page.locator(".jx-stated:target")
    assert target.inner_text() == "48.6万元"
    assert target.evaluate("one => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"
    top = target.bounding_box()
    assert top
    assert 60 < top["y"] < 900
    target.click()
    assert page.locator("#f-annual-budget:target").count() == 1


def test_on_paper_only_what_contradicts_is_left(
    site: Path, serve: Callable[[Path], str], page: Page
) -> None:
    page.goto(f"{serve(site)}reports/2021/gonganju/shili/")
    page.emulate_media(media="print")
    shown = [one.inner_text() for one in page.locator(".jx-places").all() if one.is_visible()]
    assert shown == ["正文写 48.6 万元，表中 50.00 万元"]
    assert page.locator("a.jx-stated").first.evaluate(
        "one => getComputedStyle(one).textDecorationLine"
    ) == "none"  # fmt: skip


def test_the_page_follows_what_the_check_finds(tmp_path: Path) -> None:
    """A note of staff on a contradiction is no part of what the report says, and yet changes it."""
    content = made_up.content(tmp_path)
    settings = content / "site.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("  - {规则: text-amount, 级别: 不查}\n", ""), "utf-8")
    (content / "outlines/known.yml").write_text(
        yaml.safe_dump(OUTLINE, allow_unicode=True), "utf-8"
    )
    made_up.report(content, "shili", 2021, more=REPORT)
    site = made_up.build(content)
    assert "正文写 48.6 万元" in str(article(site, "shili"))
    note = [{"规则": "text-amount", "说明": "正文说的是调整前的预算。"}]
    made_up.report(content, "shili", 2021, more={**REPORT, "核实": note})
    done = run("jixiao", "build", "--content", content, "--site", site)
    assert done.returncode == 0, done.stderr
    assert "正文写 48.6 万元" not in str(article(site, "shili"))
    record = site / "data/v1/reports/2021/gonganju/shili.json"
    assert "与正文不一致" not in record.read_text("utf-8")

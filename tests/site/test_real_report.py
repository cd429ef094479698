"""The one real report, published in full: every sentence, its figures, and nothing else."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import ROOT

pytestmark = pytest.mark.slow("builds the site")

ADDRESS = "reports/2021/gonganju/shipin-huiyi-xitong"
SOURCE = (ROOT / "content" / ADDRESS / "original.txt").read_text(encoding="utf-8")
RESIDUE = "[bookmark: _GoBack]"  # of the word processor
HEADING_NUMBER = re.compile(r"^([一二三四五]、|（[一二三]）)")


def lines() -> list[str]:
    found = [line.replace(RESIDUE, "").strip() for line in SOURCE.splitlines()]
    return [HEADING_NUMBER.sub("", line) for line in found if line]


@pytest.fixture(scope="module")
def page(real_site: Path) -> BeautifulSoup:
    return BeautifulSoup(
        (real_site / ADDRESS / "index.html").read_text(encoding="utf-8"), "html.parser"
    )


@pytest.fixture(scope="module")
def article(page: BeautifulSoup) -> Tag:
    found = page.select_one("article")
    assert found is not None
    return found


def figure(article: Tag, label: str) -> str:
    term = next(dt for dt in article.find_all("dt") if dt.get_text() == label)
    value = term.find_next_sibling("dd")
    assert value is not None
    return " ".join(value.get_text().split())


def test_source_is_whole() -> None:
    assert len(lines()) == 48
    assert SOURCE.startswith("盐边县公安局\n视频会议系统升级改造经费资金绩效自评报告")


@pytest.mark.parametrize("line", lines())
def test_every_line_is_found_verbatim(article: Tag, line: str) -> None:
    assert line in article.get_text()


def test_paragraphs_stand_under_their_headings_in_order(article: Tag) -> None:
    shown = [
        HEADING_NUMBER.sub("", tag.get_text().strip())
        for tag in article.find_all(["h2", "h3", "p"])
        if tag.get("class") in (None, ["jx-keep"])
    ]
    body = lines()[2:]
    start = shown.index(body[0])
    assert shown[start : start + len(body)] == body


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("部门", "盐边县公安局"),
        ("财政年度", "2021"),
        ("评价类型", "单位自评"),
        ("报告日期", "未填报"),
        ("下达文件", "盐财资行【2021】204号"),
        ("项目总额", "113.5585 万元"),
        ("全年预算", "50 万元"),
        ("到位", "50 万元"),
        ("支出", "50 万元"),
        ("到位率", "100%"),
        ("执行率", "100%"),
        ("满意度", "100%"),
    ],
)
def test_figures(article: Tag, label: str, value: str) -> None:
    assert figure(article, label) == value


def test_what_the_outline_does_not_ask_for_is_not_called_missing(article: Tag) -> None:
    labels = {dt.get_text() for dt in article.find_all("dt")}
    assert not labels & {"自评得分", "自评等级"}
    assert article.find(id="indicators") is None


def test_allocation(article: Tag) -> None:
    row = next(tr for tr in article.find_all("tr") if "盐财资行【2021】204号" in tr.get_text())
    cells = row.find_all(["th", "td"])
    assert [next(cell.stripped_strings) for cell in cells] == [
        "盐财资行【2021】204号",
        "2021年6月",
        "50",
    ]


def test_no_figure_is_invented(article: Tag) -> None:
    """Numbers that the page adds: the day of publication, and shares marked as computed."""
    stated = set(re.findall(r"\d+(?:\.\d+)?", SOURCE))
    added = {"2026", "11", "22"} | {"44.03"} | {"7714", "2015"}  # of the standard of citations
    shown = set(re.findall(r"\d+(?:\.\d+)?", article.get_text(" ")))
    assert shown - stated - added == set()
    assert "支出占项目总额 44.03%（按数据计算）" in article.get_text()


def test_original_is_attached(real_site: Path, article: Tag) -> None:
    link = next(a for a in article.find_all("a") if "自评报告原文" in a.get_text())
    attached = real_site / ADDRESS / str(link["href"])
    assert attached.read_text(encoding="utf-8") == SOURCE


def test_metadata(page: BeautifulSoup) -> None:
    tags = {
        str(tag["name"]): str(tag["content"]) for tag in page.find_all("meta", attrs={"name": True})
    }
    assert tags["SiteName"] == "盐边县预算绩效公开"
    assert tags["ArticleTitle"].startswith("视频会议系统升级改造经费资金绩效自评报告")
    assert tags["PubDate"] == "2026-11-22 00:00"
    assert tags["ContentSource"] == "盐边县公安局"
    assert "SiteIDCode" not in tags, "what is not known is left out"


def test_search_engines_are_told_what_it_is(page: BeautifulSoup) -> None:
    script = page.find("script", type="application/ld+json")
    assert script is not None
    told = json.loads(script.get_text())
    assert told["@type"] == "Report"
    assert told["name"] == "视频会议系统升级改造经费资金绩效自评报告"
    assert told["author"]["name"] == "盐边县公安局"
    assert told["datePublished"] == "2026-11-22"
    assert "url" not in told, "no address is known yet"


def test_only_that_report_stands_in_content() -> None:
    reports = sorted((ROOT / "content" / "reports").rglob("*.yml"))
    assert [str(r.relative_to(ROOT / "content")) for r in reports] == [f"{ADDRESS}.yml"]

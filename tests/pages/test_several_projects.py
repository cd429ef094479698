"""Reports on several projects and on several years: pages lead to one another, money counts once."""

import itertools
import shutil
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.conftest import ROOT, only_rules, run

pytestmark = pytest.mark.slow("builds a site")

COMMON = {"部门": "示例县水利局", "评价类型": "单位自评", "状态": "公开"}
REPORTS = {
    "2023/shuiliju/ganzhi": {
        "项目名称": "灌区维护", "年度": 2023, "资金": {"单位": "万元", "全年预算": 40, "支出": 30},
    },
    "2022/shuiliju/tiba": {
        "项目名称": "堤坝加固", "年度": 2022, "资金": {"单位": "万元", "全年预算": 7, "支出": 7},
    },
    "2023/shuiliju/weihu": {
        "项目名称": "水利设施维护", "年度": 2023,
        "资金": {"单位": "万元", "全年预算": 100, "支出": 80},
        "包含项目": [
            {"项目名称": "灌区维护", "标识": "ganzhi", "资金": {"全年预算": 40, "支出": 30}},
            {"项目名称": "堤坝加固", "标识": "tiba", "说明": "汛期前完成了两处加固。"},
            {"项目名称": "泵站检修", "资金": {"全年预算": 20, "支出": 10, "说明": "有一台推迟检修。"}},
            {"项目名称": "渠系清淤", "资金": {"全年预算": 20, "支出": 20, "说明": "村里另投了工。"}},
        ],
    },
    "2023/shuiliju/sannian": {
        "项目名称": "高标准农田", "年度": 2023, "涵盖年度": [2022, 2023],
        "资金": {
            "单位": "万元", "全年预算": 500, "支出": 450,
            "分年度": [
                {"年度": 2022, "全年预算": 200, "支出": 200},
                {"年度": 2023, "全年预算": 300, "支出": 250},
            ],
        },
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("several")
    content = folder / "content"
    shutil.copytree(ROOT / "tests/check/rules/_content", content)
    only_rules(content)
    for place, values in REPORTS.items():
        file = content / f"reports/{place}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        dated = COMMON | values | {"公开日期": "2024-06-01"}
        file.write_text(yaml.safe_dump(dated, allow_unicode=True), encoding="utf-8")
    done = run("jixiao", "build", "--content", content, "--site", folder / "site", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def page(site: Path, address: str) -> BeautifulSoup:
    return BeautifulSoup((site / address / "index.html").read_text("utf-8"), "html.parser")


def links(site: Path, address: str) -> set[str]:
    return {str(one["href"]) for one in page(site, address).select("article a[href]")}


def figure(one: BeautifulSoup, label: str) -> str:
    box = next(div for div in one.select(".jx-figures div") if label in div.select_one("dt").text)  # type: ignore[union-attr]
    return box.select_one("dd").text.split()[0]  # type: ignore[union-attr]


def test_money_that_a_report_on_several_projects_tells_is_counted_once(site: Path) -> None:
    one = page(site, "departments/shuiliju/2023/")
    assert figure(one, "全年预算") == "400"  # 100 of three projects and 300 of the year
    assert figure(one, "支出") == "330"
    assert "其中 1 份与另一份评价的是同一项目" in one.text


def test_of_several_years_each_has_what_is_told_of_it(site: Path) -> None:
    year = page(site, "years/2022/")
    assert figure(year, "全年预算") == "7"
    assert "../../reports/2023/shuiliju/sannian/" in links(site, "years/2022/")
    report = page(site, "reports/2023/shuiliju/sannian/")
    assert figure(report, "全年预算") == "500"
    assert [td.text for td in report.select("#funds ~ div table tr th[scope=row]")][-2:] == [
        "2022", "2023",
    ]  # fmt: skip


def test_a_project_and_the_report_that_covers_it_lead_to_each_other(site: Path) -> None:
    own, whole = "reports/2023/shuiliju/ganzhi/", "reports/2023/shuiliju/weihu/"
    assert "../../../../reports/2023/shuiliju/ganzhi/" in links(site, whole)
    assert "../../../../reports/2023/shuiliju/weihu/#project-ganzhi" in links(site, own)
    assert page(site, whole).find(id="project-ganzhi")
    assert "汛期前完成了两处加固" in page(site, whole).text


def test_each_project_has_a_place_of_its_own(site: Path) -> None:
    """Where none of them has an address of its own as well."""
    one = page(site, "reports/2023/shuiliju/weihu/")
    places = [str(tag["id"]) for tag in one.select("article [id]")]
    assert len(places) == len(set(places))
    for place, text in (("projects-3", "有一台推迟检修。"), ("projects-4", "村里另投了工。")):
        heading = one.find(id=place)
        assert heading
        below = itertools.takewhile(
            lambda tag: tag.name not in ("h2", "h3"), heading.find_next_siblings()
        )
        assert text in " ".join(tag.text for tag in below)


def test_the_page_of_a_project_lists_who_covers_it(site: Path) -> None:
    project = "projects/shuiliju/tiba/"
    assert "../../../reports/2022/shuiliju/tiba/" in links(site, project)
    assert "../../../reports/2023/shuiliju/weihu/#project-tiba" in links(site, project)
    assert "../../projects/shuiliju/tiba/" in links(site, "departments/shuiliju/")


def test_lists_say_what_a_report_covers(site: Path) -> None:
    text = page(site, "departments/shuiliju/2023/").text
    assert "含 4 个项目" in text
    assert "涵盖 2022、2023 年度" in text

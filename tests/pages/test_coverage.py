"""Who has published, who is late, who has not: judged by what the county says, by nothing else."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.conftest import TODAY, run
from tests.support import made_up

pytestmark = pytest.mark.slow("builds a site for each day and each setting")

POLICE, SCHOOLS, WATER = (
    ("gonganju", "示例县公安局"), ("jiaoyuju", "示例县教育局"), ("shuiliju", "示例县水利局"),
)  # fmt: skip
FORESTS, COURT = ("linyeju", "示例县林业局"), ("fayuan", "示例县法院")
OWED = """应公开:
  - {年度: 2022, 期限: 2023-06-01, 部门: [gonganju, 示例县教育局, shuiliju, linyeju], 依据: 示例财〔2023〕1号}
  - {年度: 2024, 期限: 2025-10-31, 部门: [全部]}
  - {年度: 2025, 期限: 2026-11-23, 部门: [gonganju, shuiliju]}
"""
TOMORROW = "1795478400"  # 2026-11-24; the tests' day is the deadline of 2025


def content(folder: Path, owed: str = OWED) -> Path:
    made = made_up.content(folder)
    for department in (WATER, FORESTS, COURT):
        made_up.department(made, *department)
    with (made / "site.yml").open("a", encoding="utf-8") as file:
        file.write(owed)
    made_up.report(made, "dangtian", 2022, POLICE, {"公开日期": "2023-06-01"})  # the last day
    made_up.report(made, "chi", 2022, SCHOOLS, {"公开日期": "2023-06-03"})
    made_up.report(made, "gengchi", 2022, SCHOOLS, {"公开日期": "2023-08-01"})
    gone = {"状态": "撤回", "撤回": {"日期": "2023-07-01", "理由": "写错了"}}
    made_up.report(made, "chehui", 2022, WATER, gone)
    made_up.report(made, "ziyuan", 2022, COURT)
    draft = {"状态": "草稿", "项目名称": "草稿里的项目"}
    made_up.report(made, "caogao", 2022, FORESTS, draft)
    several = {"涵盖年度": "[2023, 2024]", "公开日期": "2025-05-01"}
    made_up.report(made, "liangnian", 2023, POLICE, {**several, "涵盖年度": [2023, 2024]})
    before = {"公开日期": "2026-01-05", "原发布日期": "2025-10"}
    made_up.report(made, "yuanfabu", 2024, SCHOOLS, before)
    made_up.report(made, "mingtian", 2025, POLICE, {"公开日期": "2026-11-24"})
    return made


def build(made: Path, folder: Path, epoch: str = TODAY) -> Path:
    command = ("jixiao", "build", "--content", made, "--site", folder / "site")
    done = run(*command, SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return content(tmp_path_factory.mktemp("coverage"))


@pytest.fixture(scope="module")
def site(made: Path) -> Path:
    return build(made, made.parent)


@pytest.fixture(scope="module")
def tomorrow(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(made, tmp_path_factory.mktemp("later"), TOMORROW)


def page(site: Path, address: str = "coverage/") -> BeautifulSoup:
    return BeautifulSoup((site / address / "index.html").read_text("utf-8"), "html.parser")


def cells(site: Path) -> dict[str, list[str]]:
    """What the table tells of each department, its years from the newest."""
    rows = page(site).select("#departments ~ .jx-scroll tbody tr")
    return {
        str(row["id"]): [one.get_text(" ", strip=True) for one in row.select("td")] for row in rows
    }


def years(site: Path) -> dict[int, dict[str, Any]]:
    found = json.loads((site / "data/v1/coverage.json").read_bytes())["各年度"]
    return {one["年度"]: one for one in found}


def lead(site: Path, address: str) -> str:
    return " ".join(one.get_text() for one in page(site, address).select(".jx-lead"))


def test_each_department_and_year_is_told(site: Path) -> None:
    head = [one.get_text() for one in page(site).select("#departments ~ .jx-scroll thead th")]
    assert head == ["部门", "2025", "2024", "2023", "2022"]
    assert cells(site) == {
        "gonganju": ["未到期限", "见其他年度", "1 份", "1 份"],
        "jiaoyuju": ["未列入", "1 份", "—", "2 份 逾期 2 天"],
        "shuiliju": ["未到期限", "未公开", "—", "已撤回"],
        "linyeju": ["未列入", "未公开", "—", "未公开"],
        "fayuan": ["未列入", "未公开", "—", "1 份 未列入"],
    }


def test_what_is_missing_is_told_where_people_look(site: Path) -> None:
    missing = page(site).select("#missing ~ h3")
    assert [one.get_text().strip("¶") for one in missing] == [
        "2024 年度，期限 2025-10-31",
        "2022 年度，期限 2023-06-01",
    ]
    names = [one.find_next("p").get_text() for one in missing]  # type: ignore[union-attr]
    assert names == ["示例县水利局、示例县林业局、示例县法院", "示例县林业局"]
    # The newest year of which the deadline is over, and what others lack.
    told = "2024 年度应公开 5 个部门，已公开 2 个，缺 3 个；其他年度缺 1 个。公开情况"
    assert told in lead(site, "")
    of_year = "应公开 4 个部门，已公开 2 个（其中逾期 1 个），缺 1 个，1 个已撤回。公开情况"
    assert of_year in lead(site, "years/2022")
    assert "应公开" not in lead(site, "years/2023")
    of_schools = "应公开 2 个年度，已公开 2 个；2022 年度逾期公开。公开情况"
    assert of_schools in lead(site, "departments/jiaoyuju")
    of_water = "应公开 3 个年度，已公开 0 个；2024 年度未公开；2022 年度已撤回；2025 年度未到期限。"
    assert of_water in lead(site, "departments/shuiliju")
    link = page(site, "departments/shuiliju").select_one('a[href$="coverage/#shuiliju"]')
    assert link


def test_the_rule_stands_on_the_page(site: Path) -> None:
    basis = page(site).get_text()
    for words in ("预算法》第十四条", "二十日内", "信息公开条例》第二十六条", "20 个工作日",
                  "4 个部门，期限 2023-06-01，依据：示例财〔2023〕1号"):  # fmt: skip
        assert words in basis


def test_links_lead_to_the_reports(site: Path) -> None:
    links = page(site).select("article .jx-scroll a, #missing ~ p a")
    targets = {one.get_text(): str(one["href"]) for one in links}
    assert targets["见其他年度"] == "../reports/2023/gonganju/liangnian/"
    assert targets["已撤回"] == "../departments/shuiliju/2022/"
    for one in links:
        target = (site / "coverage" / str(one["href"])).resolve()
        assert target.is_file() or (target / "index.html").is_file()


def test_the_deadline_passes(site: Path, tomorrow: Path) -> None:
    """On the day itself nobody is late; who publishes on the next one is, who does not is missing."""
    assert years(site)[2025]["未到期限"] == 2
    assert cells(tomorrow)["gonganju"][0] == "1 份 逾期 1 天"
    assert cells(tomorrow)["shuiliju"][0] == "未公开"
    told = "2025 年度应公开 2 个部门，已公开 1 个（其中逾期 1 个），缺 1 个；其他年度缺 4 个"
    assert told in lead(tomorrow, "")


def test_a_deadline_that_passed_alone_has_the_site_built_again(tmp_path: Path) -> None:
    made = content(tmp_path / "content-of", OWED.replace("2026-11-23", "2026-11-24"))
    later = made / "reports/2025/gonganju/mingtian.yml"
    later.unlink()  # nothing becomes public in between

    def built(day: str) -> str:
        done = run("jixiao", "build", "--content", made, "--site", tmp_path / "site",
                   SOURCE_DATE_EPOCH=day)  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "生成了" in built("1795392000")
    assert "没有改动" in built(TOMORROW)  # the last day
    assert cells(tmp_path / "site")["shuiliju"][0] == "未到期限"
    assert "生成了" in built("1795564800")
    assert cells(tmp_path / "site")["shuiliju"][0] == "未公开"
    assert "2025 年度未公开" in lead(tmp_path / "site", "departments/shuiliju").replace(
        "、2024", ""
    )


def test_the_same_as_data(site: Path) -> None:
    of_2022 = years(site)[2022]
    rows = {one["部门标识"]: one for one in of_2022.pop("部门")}
    assert of_2022 == {
        "年度": 2022, "期限": "2023-06-01", "依据": "示例财〔2023〕1号", "应公开": 4, "已公开": 2,
        "逾期公开": 1, "未公开": 1, "已撤回": 1, "未到期限": 0,
    }  # fmt: skip
    assert rows["jiaoyuju"] == {
        "部门标识": "jiaoyuju", "部门": "示例县教育局", "应公开": True, "状态": "逾期公开",
        "报告份数": 2, "撤回份数": 0, "首次公开": "2023-06-03",
        "网址": "departments/jiaoyuju/2022/",
    }  # fmt: skip
    states = [rows[slug]["状态"] for slug in ("gonganju", "shuiliju", "linyeju", "fayuan")]
    assert states == ["已公开", "已撤回", "未公开", "已公开"]
    assert "期限" not in years(site)[2023]
    with (site / "data/v1/coverage.csv").open(encoding="utf-8-sig", newline="") as file:
        table = {(one["年度"], one["部门标识"]): one for one in csv.DictReader(file)}
    assert len(table) == 4 * 5
    assert table["2022", "fayuan"]["应公开"] == "否"
    assert table["2023", "fayuan"]["应公开"] == table["2023", "fayuan"]["期限"] == ""
    assert table["2024", "shuiliju"]["状态"] == "未公开"
    # It was public in October 2025: no more is known, so no day is told.
    (moved,) = (one for one in years(site)[2024]["部门"] if one["部门标识"] == "jiaoyuju")
    assert (moved["状态"], moved["首次公开"]) == ("已公开", None)
    assert table["2024", "jiaoyuju"]["首次公开"] == ""


def test_drafts_and_what_is_not_public_yet_count_as_nothing(site: Path) -> None:
    assert "草稿里的项目" not in page(site).get_text()
    for name in ("coverage.json", "coverage.csv"):
        data = (site / "data/v1" / name).read_text("utf-8")
        assert "caogao" not in data
        assert "2026-11-24" not in data


def test_a_county_that_says_nothing_is_not_judged(made: Path, tmp_path: Path) -> None:
    silent = tmp_path / "content"
    shutil.copytree(made, silent)
    settings = silent / "site.yml"
    settings.write_text(settings.read_text("utf-8").replace(OWED, ""), "utf-8")
    site = build(silent, tmp_path)
    text = page(site).get_text()
    assert "没有说明哪些部门应公开哪个年度的报告。" in text
    assert not page(site).select("#missing, #owed")
    assert cells(site)["jiaoyuju"] == ["1 份", "—", "2 份"]
    for address in ("", "years/2022", "departments/jiaoyuju"):
        assert "应公开" not in page(site, address).select("article")[0].get_text()
    found = years(site)
    assert list(found) == [2024, 2023, 2022]
    assert {one["状态"] for year in found.values() for one in year["部门"]} == {
        "已公开",
        "未说明是否应公开",
    }


def test_what_nobody_published_is_missing_on_an_empty_site(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    with (made / "site.yml").open("a", encoding="utf-8") as file:
        file.write("应公开: [{年度: 2024, 期限: 2025-10-31, 部门: [全部]}]\n")
    site = made_up.build(made)
    assert cells(site) == {"gonganju": ["未公开"], "jiaoyuju": ["未公开"]}
    assert not page(site).select("article .jx-scroll a, #missing ~ p a[href*=departments]")
    assert "2024 年度应公开 2 个部门，已公开 0 个，缺 2 个。公开情况" in lead(site, "")

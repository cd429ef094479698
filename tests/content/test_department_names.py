"""Names of then: a department is renamed, and its old reports stay as they were issued."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser

from generator.model.department import Department
from tests.conftest import ROOT, TODAY, only_rules, run, tree
from tests.support import releases
from tests.support.releases import build, change, release

pytestmark = pytest.mark.slow("builds, releases and deploys after each renaming")

TOMORROW = str(int(TODAY) + 86_400)
OLD, NEW = "示例县文化局", "示例县文化广电和旅游局"
REPORT = """\
项目名称: {name}
部门: {department}
年度: {year}
评价类型: 单位自评
状态: 公开
公开日期: {published}
"""
NAMED, SLUG = "reports/2022/wenhuaju/tushuguan/", "reports/2023/wenhuaju/tushuguan/"
GONE = "reports/2023/wenhuaju/guangbo/"  # withdrawn


def write_report(content: Path, address: str, **values: str) -> Path:
    year = address.split("/")[1]
    known = {"name": "图书馆免费开放", "department": OLD, "published": f"{int(year) + 1}-01-10"}
    file = content / f"{address.rstrip('/')}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(REPORT.format(**{**known, "year": year, **values}), encoding="utf-8")
    return file


def register(content: Path, name: str, former: str = "[]", short: str = "县文化局") -> None:
    text = f"- {{名称: {name}, 标识: wenhuaju, 简称: {short}, 曾用名: {former}}}\n"
    (content / "departments.yml").write_text(text, encoding="utf-8")


def rename(content: Path, former: str) -> None:
    """What staff do: the new name, and the old one among the former ones."""
    register(content, NEW, former, "县文旅局")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with `content` of reports that state the name, the slug, and one withdrawn."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "tests/check/cases/_base/content", content)
    only_rules(content)
    register(content, OLD)
    write_report(content, NAMED)
    write_report(content, SLUG, department="wenhuaju")
    gone = write_report(content, GONE, department="wenhuaju", name="广播电视户户通")
    change(gone, "状态: 公开", "状态: 撤回\n撤回: {日期: 2024-02-01, 理由: 重复公开}")
    releases.append(gone, "报告日期: 2024-01-05\n")
    return tmp_path


def released(place: Path) -> Path:
    """The first release, out of the way of the next."""
    site = build(place / "content")
    done = release(site, "--first")
    assert done.returncode == 0, done.stdout + done.stderr
    target = place / "target"
    done = releases.deploy(site, target)
    assert done.returncode == 0, done.stdout + done.stderr
    kept = place / "former"
    site.rename(kept)
    return kept


def again(place: Path) -> Any:
    site = build(place / "content")
    return release(site, "--since", place / "target", SOURCE_DATE_EPOCH=TOMORROW)


def record(site: Path) -> list[dict[str, Any]]:
    lines = (site / "release/publications.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def files(site: Path, suffix: str) -> dict[str, bytes]:
    return {path: data for path, data in tree(site / "reports").items() if path.endswith(suffix)}


def page(site: Path, address: str) -> BeautifulSoup:
    return BeautifulSoup((site / address / "index.html").read_bytes(), "html.parser")


def text(soup: BeautifulSoup, selector: str) -> str:
    found = soup.select_one(selector)
    assert isinstance(found, Tag), selector
    return " ".join(found.get_text().split())


def meta(soup: BeautifulSoup, name: str) -> str:
    found = soup.select_one(f'meta[name="{name}"]')
    assert isinstance(found, Tag), name
    return str(found["content"])


def check(place: Path) -> str:
    done = run("jixiao", "check", "--format", "lines", "--content", "content", cwd=place)
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.mark.parametrize("former", [f"[{{名称: {OLD}, 停用日期: 2024-03}}]"])
def test_renaming_changes_no_old_report_and_adds_nothing_to_the_record(
    place: Path, former: str
) -> None:
    before = released(place)
    assert len(files(before, ".json")) == 3
    assert len(files(before, ".pdf")) == 2
    rename(place / "content", former)
    assert check(place) == ""
    done = again(place)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "公开记录新增 0 条" in done.stdout
    assert done.stderr.count("text-changed") == 0
    site = place / "site"
    assert record(site) == record(before)
    assert files(site, ".json") == files(before, ".json")
    assert files(site, ".pdf") == files(before, ".pdf")


@pytest.fixture
def renamed(place: Path) -> Path:
    """The site after the renaming, with a report of the new name's time."""
    content = place / "content"
    rename(content, f"[{{名称: {OLD}, 停用日期: 2024-03}}]")
    write_report(content, "reports/2024/wenhuaju/tushuguan/", department=NEW)
    return build(content)


@pytest.mark.parametrize("address", [NAMED, SLUG, GONE])
def test_a_page_has_the_name_of_then_with_the_name_of_today_beside_it(
    renamed: Path, address: str
) -> None:
    soup = page(renamed, address)
    assert text(soup, ".jx-record dd") == f"{OLD}（今{NEW}）"
    assert f"› {OLD}（今{NEW}） ›" in text(soup, ".jx-crumbs")
    assert meta(soup, "ContentSource") == OLD
    assert meta(soup, "Description").startswith(OLD)
    assert meta(soup, "Keywords").split(",")[:2] == [OLD, NEW]
    if address != GONE:
        assert text(soup, ".jx-cite").startswith(f"{OLD}. ")
        data = soup.select_one('script[type="application/ld+json"]')
        assert data
        assert json.loads(data.get_text())["author"]["name"] == OLD


def test_a_page_of_todays_name_says_nothing_of_another(renamed: Path) -> None:
    soup = page(renamed, "reports/2024/wenhuaju/tushuguan/")
    assert text(soup, ".jx-record dd") == NEW
    assert "今" not in text(soup, ".jx-crumbs")
    assert meta(soup, "Keywords").split(",")[:2] == [NEW, "2024年度"]


def test_indexes_have_todays_name_and_lists_the_name_of_then(renamed: Path) -> None:
    department = page(renamed, "departments/wenhuaju/")
    assert text(department, "h1") == NEW
    assert f"曾用名：{OLD}（至2024年3月）" in text(department, ".jx-lead")
    rows = department.select('table[data-name="reports"] tbody tr')
    assert [OLD in row.get_text() for row in rows] == [False, True, True]
    one = page(renamed, "departments/wenhuaju/2023/")
    assert text(one, "h1") == f"{NEW} 2023 年度"
    assert f"曾用名：{OLD}" in text(one, ".jx-lead")
    assert f"（{OLD}）" in text(one, "article")
    year = page(renamed, "years/2022/")
    cell = year.select_one('table[data-name="reports"] td[data-label="部门"]')
    assert cell
    assert cell.get_text() == f"{OLD}今县文旅局"
    assert NEW in text(year, 'table[data-name="groups"]')


def test_a_project_tells_each_years_name(renamed: Path) -> None:
    soup = page(renamed, "projects/wenhuaju/tushuguan/")
    heads = [one.get_text(" ") for one in soup.select("tbody th")]
    assert [(OLD in head, NEW in head) for head in heads[:3]] == [
        (False, True), (True, False), (True, False)
    ]  # fmt: skip
    years = page(renamed, NAMED).select_one("#years ~ .jx-scroll table")
    assert years
    assert years.get_text().count(OLD) == 2
    assert years.get_text().count(NEW) == 1


def test_search_finds_it_by_every_name_and_shows_the_name_of_then(
    renamed: Path, browser: Browser, serve: Callable[[Path], str]
) -> None:
    root, tab = serve(renamed), browser.new_page()
    for query in (OLD, NEW, "县文旅局"):
        tab.goto(f"{root}search/?q={query}")
        tab.wait_for_selector(".jx-results li")
        facts = tab.locator(".jx-result-facts").all_inner_texts()
        assert sum(f"{OLD}（今县文旅局） · 2022 年度" in one for one in facts) == 1, query
        assert sum("县文旅局 · 2024 年度" in one and "今" not in one for one in facts) == 1, query
    tab.close()


def test_a_list_is_narrowed_down_by_todays_name(
    tmp_path: Path, browser: Browser, serve: Callable[[Path], str]
) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "tests/check/cases/_base/content", content)
    only_rules(content)
    for number in range(8):
        write_report(content, f"reports/2022/wenhuaju/xiangmu-{number}/")
        other = f"reports/2022/jiaoyuju/xiangmu-{number}/"
        write_report(content, other, department="示例县教育局")
    rename(content, f"[{OLD}]")
    releases.append(content / "departments.yml", "- {名称: 示例县教育局, 标识: jiaoyuju}\n")
    tab = browser.new_page()
    tab.goto(f"{serve(build(content))}years/2022/")
    select = tab.locator('select[name="department"]')
    assert select.locator("option").all_inner_texts() == ["全部部门", "县文旅局", "示例县教育局"]
    select.select_option("县文旅局")
    rows = tab.locator('table[data-name="reports"] tbody tr:visible')
    assert [OLD in one for one in rows.all_inner_texts()] == [True] * 8
    tab.close()


def test_without_a_date_the_check_asks_for_the_name_and_the_release_waits_for_it(
    place: Path,
) -> None:
    before = released(place)
    rename(place / "content", f"[{OLD}]")
    lines = check(place).splitlines()
    assert [line.split(":")[0] for line in lines] == [f"content/{GONE[:-1]}.yml",
                                                      f"content/{SLUG[:-1]}.yml"]  # fmt: skip
    for line in lines:
        assert "警告" in line
        assert line.endswith("(department-name)")
        assert f"“部门: {OLD}” 或 “部门: {NEW}”" in line
        assert "停用日期" in line
    done = again(place)
    assert done.returncode == 1
    assert done.stderr.count("(department-changed)") == 2
    assert f"请在报告里写“部门: {OLD}”" in done.stderr
    for address in (GONE, SLUG):
        change(place / f"content/{address[:-1]}.yml", "部门: wenhuaju", f"部门: {OLD}")
    assert check(place) == ""
    done = again(place)
    assert done.returncode == 0, done.stdout + done.stderr
    assert record(place / "site") == record(before)


def test_the_rules_find_in_an_old_report_what_they_found_before(tmp_path: Path) -> None:
    """Its text still calls the department by the name of then."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "tests/check/cases/_base/content", content)
    only_rules(content, "text-amount", "text-rate")
    register(content, OLD)
    file = write_report(content, NAMED, department=OLD)
    said = f"{OLD}全年预算60万元，{OLD}预算执行率90%。"
    figures = "资金: {单位: 万元, 全年预算: 50, 支出: 50}\n自评: {执行率: 100%}\n"
    releases.append(file, f"提纲: ziping\n{figures}正文: {{项目概况: {{基本情况: {said}}}}}\n")
    before = check(tmp_path)
    assert "(text-amount)" in before
    assert "(text-rate)" in before
    rename(content, f"[{OLD}]")
    assert check(tmp_path) == before


def test_a_name_that_was_wrong_is_mended_with_a_word_to_the_public(place: Path) -> None:
    released(place)
    rename(place / "content", f"[{OLD}]")
    for address in (GONE, SLUG):
        change(place / f"content/{address[:-1]}.yml", "部门: wenhuaju", f"部门: {OLD}")
    file = place / f"content/{NAMED[:-1]}.yml"
    change(file, f"部门: {OLD}", f"部门: {NEW}")
    assert again(place).returncode == 1
    releases.append(file, "更正:\n  - {日期: 2026-11-23, 说明: 部门名称写错}\n")
    done = again(place)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [one["event"] for one in record(place / "site")][3:] == ["更正"]


def test_a_site_that_had_todays_name_in_old_reports_is_released_as_before(place: Path) -> None:
    """As releases were made before reports kept their names of then."""
    content = place / "content"
    rename(content, f"[{{名称: {OLD}, 停用日期: 2024-03}}]")
    site = build(content)
    for path in files(site, ".json"):
        change(site / "reports" / path, f'"部门": "{OLD}"', f'"部门": "{NEW}"')
    told = site / "release/build.json"
    known = json.loads(told.read_text("utf-8"))
    del known["departments"]
    told.write_text(json.dumps(known), "utf-8")
    releases.as_built(site)
    assert release(site, "--first").returncode == 0
    assert releases.deploy(site, place / "target").returncode == 0
    shutil.rmtree(site)
    done = again(place)
    assert done.returncode == 0, done.stdout + done.stderr
    told_of = re.findall(r"(提示|警告|错误): .*\(department-changed\)", done.stdout + done.stderr)
    assert told_of == ["提示"] * 3
    assert [one["event"] for one in record(place / "site")][3:] == ["撤回", "改动", "改动"] or [
        one["event"] for one in record(place / "site")
    ][3:] == ["改动", "撤回", "改动"]


def test_a_new_report_states_the_full_name(place: Path) -> None:
    content = place / "content"
    rename(content, f"[{{名称: {OLD}, 停用日期: 2024-03}}]")
    asked = [("2020", "wenhuaju", OLD), ("2024", "wenhuaju", NEW), ("2025", OLD, OLD),
             ("2021", NEW, NEW)]  # fmt: skip
    for year, answer, stated in asked:
        command = ("jixiao", "new", "--content", content, "--department", answer)
        done = run(*command, "--year", year, "--name", "新的项目")
        assert done.returncode == 0, done.stderr
        (file,) = (content / f"reports/{year}/wenhuaju").glob("xin*.yml")
        assert f"\n部门: {stated}  #" in file.read_text("utf-8")


A, B, C = "甲局", "乙局", "丙局"


def names(former: list[Any], first: date, last: date | None = None) -> tuple[str, ...]:
    one = Department.model_validate({"名称": C, "标识": "c", "曾用名": former})
    return one.names_between(first, last or first)


TWICE = [{"名称": B, "停用日期": "2024-03-01"}, {"名称": A, "停用日期": "2019"}]


@pytest.mark.parametrize(
    ("former", "first", "last", "expected"),
    [
        ([], date(2020, 1, 1), None, (C,)),
        (TWICE, date(2018, 12, 31), None, (A,)),
        (TWICE, date(2019, 6, 1), None, (A, B)),
        (TWICE, date(2020, 1, 1), None, (B,)),
        (TWICE, date(2024, 2, 29), None, (B,)),
        (TWICE, date(2024, 3, 1), None, (C,)),
        (TWICE, date(2024, 1, 1), date(2024, 12, 31), (B, C)),
        (TWICE, date(2018, 1, 1), date(2024, 12, 31), (A, B, C)),
        ([A, B], date(2018, 1, 1), None, (A, B, C)),
        ([A, {"名称": B, "停用日期": "2024"}], date(2026, 1, 1), None, (A, B, C)),
        # Two departments became one.
        ([{"名称": A, "停用日期": "2019-03"}, {"名称": B, "停用日期": "2019-03"}],
         date(2018, 1, 1), None, (A, B)),
        ([{"名称": A, "停用日期": "2019-03"}, {"名称": B, "停用日期": "2019-03"}],
         date(2019, 4, 1), None, (C,)),
        # Renamed, and named again as before.
        ([{"名称": C, "停用日期": "2019"}, {"名称": B, "停用日期": "2021"}],
         date(2018, 1, 1), date(2024, 1, 1), (B, C)),
        ([C, B], date(2018, 1, 1), None, (B, C)),
        ([{"名称": C, "停用日期": "2019"}, {"名称": B, "停用日期": "2021"}],
         date(2018, 1, 1), None, (C,)),
        ([{"名称": C, "停用日期": "2019"}, {"名称": B, "停用日期": "2021"}],
         date(2020, 1, 1), None, (B,)),
    ],
)  # fmt: skip
def test_the_register_tells_the_name_of_a_time(
    former: list[Any], first: date, last: date | None, expected: tuple[str, ...]
) -> None:
    assert names(former, first, last) == expected

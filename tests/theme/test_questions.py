"""Thirty questions of a journalist: answered on the site, and checked by SQL over its own database."""

import csv
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support import explorer
from tests.support.press import Question, answered, click, database, wan
from tests.support.search_page import watched

pytestmark = pytest.mark.slow("asks thirty questions of a site of three hundred reports")

LISTS = [  # in any order
    Question("执行率不到 70% 的是哪些？", (("执行率", "", "70"),), "rate <= 70"),
    Question("一分不剩、全部花完的？", (("执行率", "100", ""),), "rate >= 100"),
    Question("2021 年执行率低于 80% 的？", (("年度", "2021 年度"), ("执行率", "", "80")), "year = 2021 AND rate <= 80"),
    Question("预算比上年翻了一番的项目？", (("预算比上年", "100", ""),),
             "budget >= 2 * (SELECT b.budget FROM listed b WHERE b.department = l.department"
             " AND b.slug = l.slug AND b.year = l.year - 1 AND b.budget > 0)"),
    Question("预算砍掉一半以上的项目？", (("预算比上年", "", "-50"),),
             "budget <= 0.5 * (SELECT b.budget FROM listed b WHERE b.department = l.department"
             " AND b.slug = l.slug AND b.year = l.year - 1 AND b.budget > 0)"),
    Question("全年预算 500 万元以上的？", (("全年预算", "500", ""),), "budget >= 5000000"),
    Question("花了不到 20 万元的？", (("支出", "", "20"),), "spent <= 200000"),
    Question("得分不到 85 的？", (("得分", "", "85"),), "score <= 85"),
    Question("得分很高、钱却没花完的？", (("得分", "95", ""), ("执行率", "", "80")), "score >= 95 AND rate <= 80"),
    Question("满意度低于 85% 的？", (("满意度", "", "85"),), "satisfaction <= 85"),
    Question("等级是中的？", (("等级", "中"),), "grade = '中'"),
    Question("谁该填得分却没有填？", (("未填报", "得分"),), "score IS NULL AND '、' || unasked || '、' NOT LIKE '%、得分、%'"),
    Question("谁该填等级却没有填？", (("未填报", "等级"),), "grade IS NULL AND '、' || unasked || '、' NOT LIKE '%、等级、%'"),
    Question("财政部门自己评价了哪些？", (("评价类型", "财政评价"),), "kind = '财政评价'"),
    Question("公安局历年的报告？", (("部门", "县公安局"),), "department = 'gonganju'"),
    Question("公安局和教育局 2020 年的？", (("部门", "县公安局"), ("部门", "县教育局"), ("年度", "2020 年度")),
             "department IN ('gonganju', 'jiaoyuju') AND year = 2020"),
    Question("修路的项目有哪些？", (("名称里的字", "公路"),), "project LIKE '%公路%'"),
    Question("检查提示 5 条以上的？", (("检查提示", "5", ""),), "findings >= 5"),
    Question("2022 年部门整体支出的报告？", (("年度", "2022 年度"), ("评价类型", "部门整体支出自评")),
             "year = 2022 AND kind = '部门整体支出自评'"),
]  # fmt: skip
ORDERS = [  # the first ten; of those of the same value any
    Question("支出最多的十份？", (("排序", "支出从高到低"),), "spent DESC"),
    Question("满意度最低的十份？", (("排序", "满意度从低到高"),), "satisfaction"),
    Question("提示最多的十份？", (("排序", "检查提示从高到低"),), "findings DESC"),
    Question("最近公开的十份？", (("排序", "公开日期从新到旧"),), "published DESC"),
]


@pytest.fixture(scope="module")
def asked(demo: Path) -> Iterator[sqlite3.Connection]:
    with database(demo / "site") as found:
        yield found


@pytest.fixture
def page(browser: Browser, root: str) -> Iterator[Page]:
    with watched(browser, viewport={"width": 1280, "height": 900}) as found:
        yield explorer.opened(found, root)


@pytest.mark.parametrize("question", LISTS, ids=lambda one: one.words)
def test_which_reports(page: Page, asked: sqlite3.Connection, question: Question) -> None:
    expected = {row for (row,) in asked.execute(f"SELECT id FROM listed l WHERE {question.sql}")}
    assert expected
    found = answered(page, question)
    assert set(found) == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("question", ORDERS, ids=lambda one: one.words)
def test_which_ten(page: Page, asked: sqlite3.Connection, question: Question) -> None:
    name = question.sql.split()[0]
    for step in question.steps:
        click(page, step)
    values = dict(asked.execute(f"SELECT id, {name} FROM listed"))
    expected = asked.execute(
        f"SELECT {name} FROM listed WHERE {name} IS NOT NULL ORDER BY {question.sql} LIMIT 10"
    )
    assert [values[one] for one in explorer.ids(page)[:10]] == [value for (value,) in expected]


def test_how_much_money_is_it_in_all(page: Page, asked: sqlite3.Connection) -> None:
    """Without a click; of one year with one."""
    for steps, where in (((), "1"), ((("年度", "2021 年度"),), "year = 2021")):
        for step in steps:
            click(page, step)
        budget, spent = asked.execute(
            "SELECT sum(budget), sum(spent) FROM counted"
            f" WHERE budget IS NOT NULL AND spent IS NOT NULL AND {where}"
        ).fetchone()
        shown = explorer.sums(page)
        assert (shown["全年预算"], shown["支出"]) == (wan(budget), wan(spent))
        assert shown["执行率"] == f"{round(spent / budget * 100, 2):g}%"


@pytest.mark.parametrize(("option", "key"), [("按部门合计", "department"), ("按年度合计", "year")])
def test_how_much_by_department_and_by_year(
    page: Page, asked: sqlite3.Connection, option: str, key: str
) -> None:
    click(page, ("显示", option))
    expected = asked.execute(
        f"SELECT coalesce(sum(budget), 0) FROM counted WHERE budget IS NOT NULL"
        f" AND spent IS NOT NULL GROUP BY {key} ORDER BY 1"
    )
    shown = [one["全年预算"] for one in explorer.rows(page)]
    amounts = [one for one in shown if re.fullmatch(r"[\d,.]+", one)]
    assert sorted(amounts) == sorted(wan(value) for (value,) in expected)


RANKINGS = {
    "得分最低的十个项目？": ("scores", "SELECT id, score * 1.0 / total FROM projects WHERE score IS NOT NULL AND year = 2021 ORDER BY 2 LIMIT 10"),
    "执行率最低的十个项目？": ("rates", "SELECT id, rate FROM counted WHERE rate IS NOT NULL AND year = 2021 ORDER BY 2 LIMIT 10"),
    "没有花完的钱最多的十个？": ("unspent", "SELECT id, spent - budget FROM counted WHERE budget > spent AND year = 2021 ORDER BY 2 LIMIT 10"),
    "预算变化最大的十个？": ("changes", "SELECT l.id, -abs(l.budget - b.budget) FROM counted l JOIN listed b ON b.department = l.department"
                       " AND b.slug = l.slug AND b.year = l.year - 1 WHERE l.year = 2021 AND l.budget <> b.budget ORDER BY 2 LIMIT 10"),
}  # fmt: skip


@pytest.mark.parametrize("words", RANKINGS)
def test_the_rankings_of_a_year(
    browser: Browser, root: str, asked: sqlite3.Connection, words: str
) -> None:
    """Two clicks from the page of all reports: 排名, 2021 年度. Without JavaScript too."""
    anchor, sql = RANKINGS[words]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{root}explore/")
    page.locator("article a", has_text="排名").first.click()
    page.locator("article a", has_text="2021 年度").click()
    table = page.locator(f"h2#{anchor} + .jx-scroll tbody tr")
    links = [row.locator("th a").get_attribute("href") or "" for row in table.all()[:10]]
    found = [re.sub(r"^.*reports/", "", link).rstrip("/") for link in links]
    context.close()
    values = dict(asked.execute(sql.replace(" LIMIT 10", "")))
    assert [round(values[one], 6) for one in found] == [round(v, 6) for _, v in asked.execute(sql)]


def test_which_departments_published_nothing_of_a_year(
    page: Page, root: str, asked: sqlite3.Connection
) -> None:
    """One click from the home page: 公开情况."""
    page.goto(f"{root}coverage/")
    cells = page.locator("table tr[id] td[data-label='2024']")
    states: list[list[str]] = cells.evaluate_all(
        "all => all.map((one) => [one.parentNode.id, one.textContent.trim()])"
    )
    found = {slug for slug, text in states if "份" not in text}
    expected = asked.execute(
        'SELECT "标识" FROM departments WHERE "标识" NOT IN'
        ' (SELECT "部门标识" FROM reports WHERE "年度" = 2024)'
    )
    assert found == {slug for (slug,) in expected}
    assert found


def test_where_does_a_figure_come_from(page: Page, asked: sqlite3.Connection) -> None:
    """One click: the name leads to the report that states it."""
    click(page, ("排序", "支出从高到低"))
    (amount,) = asked.execute(
        'SELECT "支出" FROM reports ORDER BY "支出（元）" DESC LIMIT 1'
    ).fetchone()
    page.locator(".jx-explored tbody th a").first.click()
    number = re.split(r"\s|元|万", amount)[0]
    page.locator(".jx-figures", has_text=f"{float(number):,.10g}").first.wait_for()


def test_the_same_indicator_over_the_years(page: Page, asked: sqlite3.Connection) -> None:
    """Three clicks: two ticks, 比较."""
    one, other, name = asked.execute(
        'SELECT a."报告", b."报告", a."三级" FROM indicators a JOIN indicators b'
        ' ON a."三级" = b."三级" AND coalesce(a."单位", \'\') = coalesce(b."单位", \'\')'
        ' JOIN listed p ON p.id = a."报告" JOIN listed q ON q.id = b."报告"'
        " WHERE p.department = q.department AND p.slug = q.slug AND p.year = q.year - 1"
        ' AND a."完成值" IS NOT NULL AND b."完成值" IS NOT NULL'
        ' AND a."包含项目序号" IS NULL AND b."包含项目序号" IS NULL ORDER BY 1, 3'
    ).fetchone()
    project = asked.execute("SELECT project FROM listed WHERE id = ?", (one,)).fetchone()[0]
    click(page, ("名称里的字", project))
    for each in (one, other):
        page.locator(f".jx-pick[data-id='{each}']").check()
    page.locator(".jx-picks a").click()
    page.evaluate(explorer.COMPARED)
    row = page.locator(".jx-compared tbody tr", has=page.get_by_role("rowheader", name=name)).last
    shown = [cell.evaluate("one => one.firstChild.textContent") for cell in row.locator("td").all()]
    values = [
        asked.execute('SELECT "完成值" FROM indicators WHERE "报告" = ? AND "三级" = ?', (each, name)).fetchone()[0]
        for each in (one, other)
    ]  # fmt: skip
    assert shown == values


def test_which_of_two_departments_spends_its_budget(
    page: Page, root: str, asked: sqlite3.Connection
) -> None:
    """In the list of departments: two ticks, 比较."""
    page.goto(f"{root}departments/")
    for slug in ("gonganju", "jiaoyuju"):
        page.locator(f".jx-pick[data-id='{slug}']").check()
    page.locator(".jx-picks a").click()
    page.evaluate(explorer.COMPARED)
    row = page.locator(".jx-compared tbody tr", has=page.get_by_role("rowheader", name="执行率"))
    shown = [cell.evaluate("one => one.firstChild.textContent") for cell in row.locator("td").all()]
    rates = asked.execute(
        "SELECT round(sum(spent) * 100.0 / sum(budget), 2) FROM counted WHERE budget IS NOT NULL"
        " AND spent IS NOT NULL AND department IN ('gonganju', 'jiaoyuju') GROUP BY department"
        " ORDER BY department"
    )
    assert shown == [f"{rate:g}%" for (rate,) in rates]


def test_give_me_all_of_it(page: Page, asked: sqlite3.Connection, tmp_path: Path) -> None:
    """One click for what is shown; the file adds up to what the database does."""
    click(page, ("年度", "2021 年度"))
    with page.expect_download() as download:
        page.get_by_role("button", name="下载这些").click()
    download.value.save_as(tmp_path / "shown.csv")
    with (tmp_path / "shown.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    expected = asked.execute(
        "SELECT count(*), sum(budget), sum(spent) FROM listed WHERE year = 2021"
    )
    number, budget, spent = expected.fetchone()
    assert len(found) == number
    assert sum(float(one["全年预算（元）"] or 0) for one in found) == pytest.approx(budget)
    assert sum(float(one["支出（元）"] or 0) for one in found) == pytest.approx(spent)

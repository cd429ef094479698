"""The table of all reports and the comparison: sums as on the other pages, address, files, boxes."""

import csv
import io
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, expect

from generator.content import loader
from generator.content.loader import ReadOptions
from generator.model import figures
from generator.model.catalogue import Catalogue
from generator.model.choices import Item
from generator.model.entry import Entry
from generator.pages import lists
from tests.support import explorer, made_up
from tests.support.firefox import firefox
from tests.support.qtwebengine import qtwebengine
from tests.support.search_page import watched

pytestmark = pytest.mark.slow("builds a site of three hundred reports and reads it in browsers")

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def catalogue(demo: Path) -> Catalogue:
    found = loader.load(demo / "content", ReadOptions(TODAY)).catalogue
    assert found
    return found


def test_sums_are_those_of_the_other_pages(page: Page, root: str, catalogue: Catalogue) -> None:
    """Of all, of each year, of each department, of reports chosen at random by their amounts."""
    chance = random.Random(7)
    wanted: list[tuple[dict[str, object], Sequence[Entry]]] = [({}, catalogue.current)]
    for year in catalogue.by_year:
        wanted.append(({"year": year}, [e for e in catalogue.current if e.year == year]))
    for slug in list(catalogue.by_department)[:8]:
        found = [e for e in catalogue.current if e.department.slug == slug]
        wanted.append(({"department": slug}, found))
    for _ in range(10):
        least = chance.randrange(10, 300)
        found = [e for e in catalogue.current if (e.amounts.budget or 0) >= least]
        wanted.append(({"budget": f"gte{least}"}, found))
    for asked, entries in wanted:
        row = lists.total_row(entries)
        shown = explorer.sums(explorer.opened(page, root, **asked))
        label = "项目报告" if row.totals.overall_count else "报告"
        assert shown.get(label, "0") == str(row.totals.count), asked
        for name, value in (("全年预算", row.money.budget), ("支出", row.money.spent)):
            expected = "未填报" if value is None else f"{value:,f}"
            assert not row.totals.count or shown[name] == expected, asked
        rate = figures.format_percent(row.money.rate) or "未填报"
        assert not row.totals.count or shown["执行率"] == rate, asked
        assert shown.get("部门整体支出", "0") == str(row.totals.overall_count), asked


def test_groups_are_those_of_the_year(page: Page, root: str, catalogue: Catalogue) -> None:
    entries = [e for e in catalogue.current if e.year == 2021]
    by_department: dict[str, list[Entry]] = {}
    for one in entries:
        by_department.setdefault(one.department.slug, []).append(one)
    groups = [lists.department_group(members, "") for members in by_department.values()]
    table = lists.group_table(groups)[:-1]
    shown = {
        one["link"].partition("|")[0]: one
        for one in explorer.rows(explorer.opened(page, root, year=2021, group="department"))
    }
    assert len(shown) == len(table)
    for row in table:
        cells = shown[row.short]
        assert cells["项目报告"] == str(row.totals.count)
        if row.money.budget is not None:
            assert cells["全年预算"] == f"{row.money.budget:,f}"
            assert cells["执行率"] == figures.format_percent(row.money.rate)
        if row.overall and row.overall.spent is not None:
            assert cells["部门整体支出"] == f"{row.overall.spent:,f}"


def test_rows_say_what_the_lists_of_a_year_say(page: Page, root: str, catalogue: Catalogue) -> None:
    entries = [e for e in catalogue.current if e.year == 2021][:50]
    shown = {
        one["link"].partition("|")[2]: one
        for one in explorer.rows(explorer.opened(page, root, year=2021))
    }
    for entry in entries:
        (row,) = lists.report_rows([entry])
        cells = shown[entry.address]
        score = None if row.score is None else f"{row.score:,f}"
        asked = {
            "执行率": row.execution_rate, "得分": score,
            "全年预算": row.budget and f"{row.budget:,f}", "支出": row.spent and f"{row.spent:,f}",
        }  # fmt: skip
        for name, value in asked.items():
            absent = "未填报" if entry.asks_for(Item(name)) else "—"
            found = cells[name].removesuffix(".00") if value and "." not in value else cells[name]
            assert found == (value or absent), (entry.address, name)
        assert cells["等级"] == row.grade_text


def test_the_address_holds_what_is_shown_and_back_leads_back(page: Page, root: str) -> None:
    explorer.opened(page, root)
    page.locator(".jx-facets label", has_text="2021 年度").locator("input").check()
    page.evaluate(explorer.SHOWN)
    page.locator(".jx-explorer-bar select").first.select_option("执行率从低到高")
    page.evaluate(explorer.SHOWN)
    assert page.url.endswith("?year=2021&sort=rate-up")
    shown = explorer.ids(page)
    assert {one[:4] for one in shown} == {"2021"}
    page.reload()
    page.evaluate(explorer.SHOWN)
    assert explorer.ids(page) == shown
    page.go_back()
    page.evaluate(explorer.SHOWN)
    assert page.url.endswith("?year=2021")
    page.go_back()
    page.evaluate(explorer.SHOWN)
    assert page.url.endswith("/explore/")
    expect(
        page.locator(".jx-facets label", has_text="2021 年度").locator("input")
    ).not_to_be_checked()


def test_the_focus_stays_where_filters_are_taken_away(page: Page, root: str) -> None:
    explorer.opened(page, root, year=[2021, 2020])
    first = page.get_by_role("button", name="去掉筛选：年度：2021 年度")
    first.focus()
    first.press("Enter")
    expect(page.get_by_role("button", name="去掉筛选：年度：2020 年度")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".jx-facets > summary")).to_be_focused()


def test_where_nothing_is_found_it_says_what_to_do(page: Page, root: str) -> None:
    explorer.opened(page, root, rate="lt1")
    expect(page.locator("#jx-explorer-status")).to_contain_text("请去掉一项筛选")
    for empty in (".jx-figures", ".jx-rest", '[data-facet="year"]'):
        expect(page.locator(f".jx-explorer {empty}")).to_be_hidden()
    page.get_by_role("button", name="去掉筛选").click()
    for shown in (".jx-figures", ".jx-rest", '[data-facet="year"]'):
        expect(page.locator(f".jx-explorer {shown}")).to_be_visible()


def test_a_range_upside_down_is_told(page: Page, root: str) -> None:
    explorer.opened(page, root, budget=["gte100", "lte50"])
    expect(page.locator("#jx-explorer-status")).to_contain_text("全年预算的下限比上限大，请对调")
    page.goto(f"{root}search/?q=项目&rate=gte90&rate=lte10")
    expect(page.locator("#jx-status")).to_contain_text("执行率的下限比上限大，请对调")


def test_the_focus_stays_among_the_boxes_when_all_ticks_are_taken_away(
    page: Page, root: str
) -> None:
    explorer.opened(page, root, year=2021)
    page.locator(".jx-pick").nth(2).check()
    clear = page.locator(".jx-picks").get_by_role("button", name="清除")
    clear.focus()
    clear.press("Enter")
    expect(page.locator(".jx-picks")).to_be_hidden()
    expect(page.locator(".jx-pick").nth(2)).to_be_focused()


def test_on_paper_no_place_is_kept_for_boxes(page: Page, root: str) -> None:
    explorer.opened(page, root, year=2021)
    page.emulate_media(media="print")
    link, head = (
        page.locator(".jx-explored tbody th a").first,
        page.locator(".jx-explored th").first,
    )
    found = [one.bounding_box() for one in (link, head)]
    assert found[0]
    assert found[1]
    assert found[0]["x"] == found[1]["x"]


def test_what_an_address_says_that_means_nothing_is_passed_over(page: Page, root: str) -> None:
    asked = "?sort=nothing-up&budget=many&page=900&columns=none.rate&group=x&year=1066"
    page.goto(f"{root}explore/{asked}")
    expect(page.locator("#jx-explorer-status")).to_contain_text("选出 0 份")
    page.get_by_role("button", name="去掉筛选：年度：1066 年度").click()
    page.evaluate(explorer.SHOWN)
    assert list(explorer.rows(page)[0]) == ["link", "执行率"]


def test_every_sort_is_a_sort(page: Page, root: str) -> None:
    """Stated ones in order, then those that state nothing; the same ones in either way."""
    explorer.opened(page, root, year=2021)
    everything = set(explorer.ids(page)) | set(
        explorer.ids(explorer.opened(page, root, year=2021, page=2))
    )
    for name, label in (("budget", "全年预算"), ("rate", "执行率"), ("score", "得分")):
        for way, sign in (("up", 1), ("down", -1)):
            found = []
            for number in (1, 2):
                explorer.opened(page, root, year=2021, sort=f"{name}-{way}", page=number)
                found += explorer.rows(page)
            assert {one["link"].split("reports/")[1].rstrip("/") for one in found} == everything
            texts = [one[label].rstrip("%").replace(",", "") for one in found]
            stated = [Decimal(one) for one in texts if re.match(r"\d", one)]
            assert texts[: len(stated)] == [one for one in texts if re.match(r"\d", one)]
            assert stated == sorted(stated, key=lambda value: sign * value)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Names that a spreadsheet would take for formulas, and that break a careless CSV."""
    made = made_up.content(tmp_path_factory.mktemp("hostile"))
    for number, name in enumerate(('=HYPERLINK("http://x")', "+1", "-1", "@a", "甲,乙", '说“a"b”')):
        funds = {"单位": "万元", "全年预算": "1,234.5678", "支出": 0}
        made_up.report(made, f"p{number}", 2021, more={"项目名称": name, "资金": funds})
    return made_up.build(made)


def test_the_file_is_csv_and_no_formula(
    page: Page, hostile: Path, serve: Callable[[Path], str]
) -> None:
    explorer.opened(page, serve(hostile))
    with page.expect_download() as download:
        page.get_by_role("button", name="下载这些").click()
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 7
    assert download.value.suggested_filename == "绩效评价报告-6份.csv"
    found = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    names = [one["项目名称"] for one in found]
    assert names == ['\'=HYPERLINK("http://x")', "'+1", "'-1", "'@a", "甲,乙", '说“a"b”']
    assert {(one["全年预算（元）"], one["支出（元）"], one["得分"]) for one in found} == {
        ("12345678", "0", "")
    }
    assert found[0]["未填报"] == "得分、等级、满意度"


def test_boxes_are_kept_from_list_to_list_and_lead_to_the_comparison(page: Page, root: str) -> None:
    explorer.opened(page, root, year=2021)
    page.locator(".jx-pick").first.check()
    expect(page.locator(".jx-picks")).to_contain_text("再选一项就可以比较")
    page.goto(f"{root}rankings/2020/")
    page.locator(".jx-pick").first.check()
    page.locator(".jx-picks a", has_text="比较 2 项").click()
    page.evaluate(explorer.COMPARED)
    expect(page.locator("#jx-comparison-status")).to_have_text("比较 2 份报告。")
    page.get_by_role("button", name="不比较").first.click()
    page.evaluate(explorer.COMPARED)
    expect(page.locator("#jx-comparison-status")).to_contain_text("再选一项才有可比的")
    expect(page.get_by_role("button", name="不比较")).to_be_focused()
    page.go_back()
    expect(page.locator("#jx-comparison-status")).to_have_text("比较 2 份报告。")


def test_no_more_than_six_stand_side_by_side(page: Page, root: str, demo: Path) -> None:
    explorer.opened(page, root)
    for number in range(6):
        page.locator(".jx-pick").nth(number).check()
    page.locator(".jx-pick").nth(6).click()
    expect(page.locator(".jx-pick").nth(6)).not_to_be_checked()
    expect(page.locator(".jx-picks")).to_contain_text("最多比较 6 项")
    ids = [one.removeprefix("reports/").rstrip("/") for one in explorer.listed(demo / "site")[:8]]
    page.goto(f"{root}compare/?{'&'.join(f'report={one}' for one in ids)}&report=2021/no/such")
    page.evaluate(explorer.COMPARED)
    assert page.locator(".jx-compared").first.locator("thead a").count() == 6


def test_indicators_of_one_name_stand_apart(page: Page, root: str, demo: Path) -> None:
    """Two of a report have the same name: neither is lost in the comparison."""
    rows = [{"三级": "满意度", "完成值": done} for done in ("九成", "八成")]
    page.route(
        "**/reports/*/*/*/*.json",
        lambda route: route.fulfill(json={**route.fetch().json(), "指标": rows}),
    )
    ids = [one.removeprefix("reports/").rstrip("/") for one in explorer.listed(demo / "site")[:2]]
    page.goto(f"{root}compare/?{'&'.join(f'report={one}' for one in ids)}")
    page.evaluate(explorer.COMPARED)
    shown = page.locator(".jx-compared tbody tr", has=page.get_by_role("rowheader", name="满意度"))
    texts = shown.all_inner_texts()
    assert ["九成" in texts[-2], "八成" in texts[-1]] == [True, True]


def test_what_is_withdrawn_is_nowhere_in_the_table(
    page: Page, root: str, catalogue: Catalogue
) -> None:
    gone = [one for one in catalogue.public if one.withdrawn]
    assert gone
    for entry in gone:
        explorer.opened(page, root, q=entry.report.project_name, year=entry.year)
        assert entry.address.removeprefix("reports/").rstrip("/") not in explorer.ids(page)
    page.goto(f"{root}compare/?report={gone[0].address.removeprefix('reports/').rstrip('/')}")
    page.evaluate(explorer.COMPARED)
    expect(page.locator("#jx-comparison-status")).to_contain_text("没有找到")


def test_when_the_network_fails_it_says_so_and_can_be_asked_again(
    browser: Browser, root: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/data/v1/years/2020.json", lambda route: route.abort())
    page.goto(f"{root}explore/")
    expect(page.locator("#jx-explorer-status")).to_contain_text("没有读完")
    page.unroute_all()
    page.get_by_role("button", name="再试一次").click()
    page.evaluate(explorer.SHOWN)
    expect(page.locator("#jx-explorer-status")).to_have_text(re.compile("^共 29"))
    context.close()


@pytest.mark.parametrize(
    ("asked", "told"),
    [("?year=2021", "再选一项才有可比的"), ("?department=meiyou", "没有找到：meiyou。")],
)
def test_what_is_missed_for_a_comparison_is_offered(
    page: Page, root: str, asked: str, told: str
) -> None:
    page.goto(f"{root}compare/{asked}")
    expect(page.locator("#jx-comparison-status")).to_contain_text(told)
    expect(page.locator("main").get_by_role("link", name="全部报告")).to_be_visible()


SHIFTS = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.moved += one.value;
}).observe({type: "layout-shift", buffered: true});
"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_little_moves_while_the_years_are_read(page: Page, root: str) -> None:
    def when_the_former_one_is_drawn(route: Route) -> None:
        page.evaluate(DRAWN)
        route.continue_()

    page.add_init_script(SHIFTS)
    page.route("**/data/v1/years/*.json", when_the_former_one_is_drawn)
    page.goto(f"{root}explore/")
    page.evaluate(explorer.SHOWN)
    page.evaluate(DRAWN)
    assert page.evaluate("window.moved") < 0.1  # what Google calls good


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("explore/", "#jx-explorer-status"),
        ("compare/?department=gonganju", "#jx-comparison-status"),
    ],
)
def test_after_a_rollback_it_says_why_there_is_no_data(
    browser: Browser, root: str, address: str, place: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/data/v1/**", lambda route: route.fulfill(status=410))
    page.goto(f"{root}{address}")
    expect(page.locator(place)).to_contain_text("网站退回到了较早的版本，数据暂时不提供")
    context.close()


def test_the_oldest_browser_shows_and_sorts(playwright: Playwright, root: str) -> None:
    with qtwebengine(playwright) as page:
        explorer.opened(page, root, year=2021, sort="rate-up", charts=1)
        assert len(explorer.rows(page)) == 50
        assert page.locator(".jx-chart").count() == 2
        page.goto(f"{root}compare/?department=gonganju&department=jiaoyuju")
        page.evaluate(explorer.COMPARED)
        assert page.locator(".jx-compared tbody tr").count() >= 6


def test_firefox_shows_and_sorts(root: str) -> None:
    with firefox() as browser:
        browser.goto(f"{root}explore/?year=2021&sort=rate-up")
        browser.evaluate(explorer.SHOWN)
        assert len(browser.evaluate(explorer.ROWS)) == 50
        sums = browser.evaluate(explorer.SUMS)
        assert json.dumps(sums)
        assert Decimal(sums["全年预算"].replace(",", "")) > 0


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with watched(browser, viewport={"width": 1280, "height": 900}) as found:
        yield found

"""The search page and the boxes that lead to it, used by hand, keyboard and address."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.conftest import run
from tests.support import made_up, releases
from tests.support.nginx import serving
from tests.support.search_page import LINKS, SHOWN, address, results, shows, status, watched

pytestmark = pytest.mark.slow("types into the search page in Chromium")

FOUND = re.compile("^找到")


def open_search(page: Page, root: str, query: str, **parameters: str) -> None:
    page.goto(f"{root}search/{address(query, **parameters)}")
    page.evaluate(SHOWN)


def test_every_page_leads_to_the_search(page: Page, root: str) -> None:
    report = next(iter_reports(page, root))
    for place in ("", "years/", "departments/gonganju/", "about/", report):
        page.goto(root + place)
        page.locator("form.jx-find input").fill("整改措施")
        page.locator("form.jx-find input").press("Enter")
        page.wait_for_url(f"{root}search/?q=*")
        page.evaluate(SHOWN)
        assert status(page).startswith("找到"), place


def iter_reports(page: Page, root: str) -> Iterator[str]:
    page.goto(f"{root}search/")
    yield from results(page, "绩效")


def test_titles_are_suggested_as_one_types_and_lead_to_the_report(page: Page, root: str) -> None:
    page.goto(root)
    box = page.get_by_role("combobox", name="搜索报告")
    box.press_sequentially("丁镇道路交通")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("丁镇道路交通安全设施更新")
    expect(options.last).to_contain_text("在全文中搜索“丁镇道路交通”")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    box.press("Enter")
    page.wait_for_url(f"{root}reports/**")
    assert "丁镇道路交通安全设施更新" in page.locator("h1").inner_text()


@pytest.mark.parametrize(
    ("typed", "option", "place"),
    [("水务局", "示例县水利局", "departments/shuiliju/"), ("gaj", "示例县公安局", "departments/gonganju/"),
     ("2021", "2021 年度", "years/2021/")],
)  # fmt: skip
def test_departments_and_years_are_suggested(
    page: Page, root: str, typed: str, option: str, place: str
) -> None:
    page.goto(f"{root}about/")
    page.locator("form.jx-find input").press_sequentially(typed)
    page.get_by_role("option", name=option).first.click()
    page.wait_for_url(root + place)


def test_escape_and_leaving_close_the_suggestions(page: Page, root: str) -> None:
    page.goto(f"{root}about/")
    box = page.locator("form.jx-find input")
    for key in ("Escape", "Tab"):
        box.fill("")
        box.press_sequentially("公安")
        expect(page.get_by_role("listbox")).to_be_visible()
        box.press(key)
        if key == "Tab":
            page.keyboard.press("Tab")
        expect(page.get_by_role("listbox")).to_be_hidden()


def test_slash_leads_to_the_box(page: Page, root: str) -> None:
    for place in ("years/", "search/"):
        page.goto(root + place)
        page.locator("h1").click()
        page.keyboard.press("/")
        expect(page.locator("form.jx-find input")).to_be_focused()
        expect(page.locator("form.jx-find input")).to_have_value("")


def test_results_come_while_one_types_and_the_address_follows(page: Page, root: str) -> None:
    page.goto(f"{root}search/")
    page.locator("form.jx-find input").press_sequentially("营商环境")
    page.wait_for_url(f"{root}search/?q=*")
    page.evaluate(SHOWN)
    assert re.fullmatch(r"找到 \d+ 份报告", status(page))
    first = page.locator("#jx-results > li").first
    assert first.locator("h2 mark").first.inner_text() == "营商环境"
    assert "县市场监督管理局 · 20" in first.inner_text()
    assert "全年预算" in first.inner_text()
    assert "执行率" in first.inner_text()


def test_an_excerpt_shows_the_match_in_readable_text(page: Page, root: str) -> None:
    open_search(page, root, "整改措施")
    excerpt = page.locator(".jx-excerpt").first
    expect(excerpt.locator("mark")).to_have_text("整改措施")
    assert re.search(r"绩效测评办法》逐条制定整改措施，.镇|.乡", excerpt.inner_text())
    # The figures of a report as it writes them: folding finds them, the excerpt shows them as is.
    open_search(page, root, "示财行 2021")
    assert "示财行〔2021〕" in page.locator("#jx-results").inner_text()


def test_another_query_shows_another_excerpt_of_the_same_report(page: Page, root: str) -> None:
    open_search(page, root, "整改措施")
    expect(page.locator(".jx-excerpt mark").first).to_have_text("整改措施")
    page.locator("form.jx-find input").fill("测评办法")
    page.locator("form.jx-find input").press("Enter")
    page.evaluate(SHOWN)
    expect(page.locator(".jx-excerpt mark").first).to_have_text("测评办法")
    assert page.title().startswith("测评办法 - 搜索")


def test_facets_count_narrow_and_are_taken_back(page: Page, root: str) -> None:
    open_search(page, root, "整改")
    everything = int(re.findall(r"\d+", status(page))[0])
    years = page.locator("fieldset[data-facet=year] label")
    counts = [int(text) for text in years.locator("small").all_inner_texts()]
    assert sum(counts) == everything
    years.nth(1).click()
    page.evaluate(SHOWN)
    assert status(page) == f"找到 {counts[1]} 份报告"
    # Counts of the other years stay: they say what one would get.
    assert [int(text) for text in years.locator("small").all_inner_texts()] == counts
    department = page.locator("fieldset[data-facet=department] label").first
    number = int(department.locator("small").inner_text())
    department.click()
    page.evaluate(SHOWN)
    assert status(page) == f"找到 {number} 份报告"
    assert {link.split("/")[1] for link in page.evaluate(LINKS)} == {"2024"}
    assert "year=2024" in page.url
    assert "department=" in page.url
    page.get_by_role("button", name="去掉筛选：年度 2024 年度").click()
    page.evaluate(SHOWN)
    assert "year=" not in page.url
    page.go_back()
    page.evaluate(SHOWN)
    assert status(page) == f"找到 {number} 份报告"
    page.get_by_role("button", name="全部去掉").click()
    page.evaluate(SHOWN)
    assert status(page) == f"找到 {everything} 份报告"


def test_amount_grade_and_type_narrow_too(page: Page, root: str) -> None:
    open_search(page, root, "绩效", amount="100-500", grade="优", type="单位自评")
    items = page.locator("#jx-results > li").all_inner_texts()
    assert items
    for text in items:
        amount = float((re.search(r"全年预算 ([\d,.]+) 万元", text) or [""])[1].replace(",", ""))
        assert 100 <= amount < 500
        assert "自评 优" in text
        assert "单位自评" in text
    tags = page.locator("#jx-tags button").all_inner_texts()
    assert [tag.strip(" ✕") for tag in tags] == [
        "自评等级：优", "评价类型：单位自评", "全年预算：100—500 万元", "全部去掉"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("order", "pattern"),
    [("全年预算从高到低", r"全年预算 ([\d,.]+) 万元"), ("得分从高到低", r"（([\d.]+) 分）")],
)
def test_results_are_sorted(page: Page, root: str, order: str, pattern: str) -> None:
    open_search(page, root, "绩效", shown="200")
    page.locator("#jx-facets select").select_option(label=order)
    page.evaluate(SHOWN)
    texts = page.locator("#jx-results > li").all_inner_texts()
    found = [re.search(pattern, text) for text in texts]
    values = [float(match[1].replace(",", "")) if match else -1 for match in found]
    assert len(values) >= 20
    assert values == sorted(values, reverse=True)
    assert "sort=" in page.url


def test_more_results_are_shown_on_demand_and_kept_by_the_address(page: Page, root: str) -> None:
    open_search(page, root, "绩效")
    assert page.locator("#jx-results > li").count() == 20
    page.get_by_role("button", name="再显示一些").click()
    page.evaluate(SHOWN)
    assert page.locator("#jx-results > li").count() == 40
    before = page.evaluate(LINKS)
    page.reload()
    page.evaluate(SHOWN)
    assert page.evaluate(LINKS) == before


def test_keyboard_moves_through_results_and_back(page: Page, root: str) -> None:
    open_search(page, root, "整改")
    box = page.locator("form.jx-find input")
    links = page.locator("#jx-results h2 a")
    box.focus()
    for number in (0, 1):
        page.keyboard.press("ArrowDown")
        expect(links.nth(number)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()


def test_the_end_of_a_search_is_announced(page: Page, root: str) -> None:
    open_search(page, root, "整改措施")
    announcement = page.locator("#jx-announcement")
    expect(announcement).to_have_role("status")
    expect(announcement).to_have_text(re.compile(r"找到 \d+ 份报告"))
    assert page.locator("#jx-results").evaluate("(list) => list.tagName") == "OL"


def test_a_result_opens_at_the_match_and_leads_back_to_where_one_was(page: Page, root: str) -> None:
    open_search(page, root, "整改措施", shown="60")
    link = page.locator("#jx-results h2 a").nth(30)
    expect(link).to_have_attribute("href", re.compile("#s"))
    link.scroll_into_view_if_needed()
    was = page.evaluate("scrollY")
    link.click()
    page.wait_for_url(f"{root}reports/**")
    current = page.locator("mark.jx-mark--current")
    expect(current).to_have_text("整改措施")
    expect(current).to_be_in_viewport()
    expect(page.locator(".jx-marks")).to_contain_text("第 1 处，共")
    marks = page.locator("mark.jx-mark").count()
    page.get_by_role("button", name="下一处").click()
    expect(page.locator(".jx-marks")).to_contain_text(
        f"第 {min(2, marks)} 处" if marks > 1 else "第 1 处"
    )
    page.get_by_role("button", name="不再标记").click()
    expect(page.locator("mark")).to_have_count(0)
    page.go_back()
    page.evaluate(SHOWN)
    assert page.evaluate("scrollY") == was


def test_nothing_found_says_what_to_do(page: Page, root: str) -> None:
    open_search(page, root, "道路交通安全没施更新")
    assert status(page) == "没有找到符合的报告"
    near = page.locator("#jx-help").get_by_role("link")
    expect(near.first).to_contain_text("道路交通安全设施更新")
    expect(page.locator("#jx-browse").get_by_role("link", name="县公安局")).to_be_visible()
    open_search(page, root, "整改措施 没有这样的词语")
    page.locator("#jx-help").get_by_role("link", name="整改措施", exact=True).click()
    expect(page.locator("#jx-status")).to_have_text(FOUND)
    open_search(page, root, "公安局道路交通")
    expect(page.locator("#jx-help h2.jx-near")).to_have_text(
        re.compile("^按条件找到 .* 份：县公安局、写有“道路交通”$")
    )
    page.locator("#jx-help").get_by_role("link", name=re.compile("筛选和排序")).click()
    expect(page.locator("#jx-status")).to_have_text(FOUND)
    assert shows(page) == address("道路交通", department="gonganju")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("整该措施", "措施"), ("道路交通安全没施", "道路交通安全"), ("公安局道路没施", "公安局"),
     ("营商环镜 监督", "营商环 监督")],
)  # fmt: skip
def test_a_typing_error_is_cut_out(page: Page, root: str, typed: str, offered: str) -> None:
    open_search(page, root, typed)
    assert status(page) == "没有找到符合的报告"
    page.locator("#jx-help").get_by_role("link", name=offered, exact=True).click()
    expect(page.locator("#jx-status")).to_have_text(FOUND)


def test_older_reports_are_searched_when_asked(browser: Browser, tmp_path: Path) -> None:
    """What many years' reports could hold is looked for in the newest of them first."""
    reports = releases.content(tmp_path, 40) / "reports"
    source = sorted((reports / "2021").rglob("*.yml"))[0]
    text = source.read_text(encoding="utf-8")
    shutil.rmtree(reports)
    years = range(1994, 2098)
    for year in years:
        name = {1994: "供水维修工程", 2097: "供水工程"}.get(year, "供水井、水维护和维修工程")
        changed = re.sub("项目名称: .*", f"项目名称: {name}", text, count=1)
        changed = re.sub("标题: .*", f"标题: {name}绩效自评报告", changed, count=1)
        changed = re.sub("年度: .*", f"年度: {year}", changed, count=1)
        changed = re.sub("公开日期: .*", "公开日期: 2098-06-30", changed, count=1)
        file = reports / f"{year}/{source.parent.name}/gongcheng.yml"
        file.parent.mkdir(parents=True)
        file.write_text(changed, encoding="utf-8")
    done = run(
        "jixiao", "build", "--content", tmp_path / "content", "--site", tmp_path / "site",
        SOURCE_DATE_EPOCH="4100000000", JIXIAO_CACHE=str(tmp_path / "cache"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    older = "继续查找更早的报告"
    with serving(tmp_path / "site") as root, watched(browser) as page:
        open_search(page, root, "供水维修")
        assert status(page) == "较新的报告里没有找到；更早的报告还没有查找"
        page.get_by_role("button", name=older).click()
        expect(page.locator("#jx-status")).to_have_text("找到 1 份报告")
        assert page.evaluate(LINKS) == [f"reports/1994/{source.parent.name}/gongcheng/"]
        open_search(page, root, "供水工程")
        assert status(page) == "找到 1 份报告"
        open_search(page, root, "工程", shown="100")
        assert status(page) == "找到 100 份报告；更早的报告还没有查找"
        page.get_by_role("button", name=older).click()
        expect(page.locator("#jx-status")).to_have_text(f"找到 {len(years)} 份报告")
        expect(page.get_by_role("button", name=older)).to_be_hidden()


def test_facets_that_leave_nothing_can_be_taken_away(page: Page, root: str) -> None:
    open_search(page, root, "公安局", department="jiaoyuju")
    assert status(page) == "没有找到符合的报告"
    page.get_by_role("button", name="去掉筛选", exact=True).click()
    page.evaluate(SHOWN)
    assert status(page).startswith("找到")


def test_nothing_asked_shows_the_indexes(page: Page, root: str) -> None:
    page.goto(f"{root}search/")
    expect(page.locator("form.jx-find input")).to_be_focused()
    page.get_by_role("link", name=re.compile("2021 年度")).click()
    page.wait_for_url(f"{root}years/2021/")


def test_without_a_query_facets_list_reports(page: Page, root: str) -> None:
    open_search(page, root, "", year="2021", department="gonganju")
    found = page.evaluate(LINKS)
    assert found
    assert all(link.startswith("reports/2021/gonganju/") for link in found)


def test_without_javascript_the_page_says_so_and_leads_to_the_indexes(
    browser: Browser, root: str
) -> None:
    with watched(browser, java_script_enabled=False) as page:
        page.goto(f"{root}years/")
        page.locator("form.jx-find input").fill("整改")
        page.locator("form.jx-find input").press("Enter")
        page.wait_for_url(f"{root}search/?q=*")
        expect(page.get_by_text("这个浏览器不能在本页搜索")).to_be_visible()
        expect(page.locator("#jx-finder")).to_be_hidden()
        page.get_by_role("link", name=re.compile("县公安局")).click()
        page.wait_for_url(f"{root}departments/gonganju/")


def test_a_page_that_was_open_during_a_release_finds_what_is_new(
    browser: Browser, tmp_path: Path
) -> None:
    content, site = releases.content(tmp_path, 40), tmp_path / "site"
    assert run("jixiao", "build", "--content", content, "--site", site).returncode == 0
    with serving(tmp_path) as root:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{root}site/search/")
        before = results(page, "示例县")
        for file in (content / "reports").rglob("*.yml"):
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("项目名称: ", "项目名称: 新版", 1), encoding="utf-8")
        assert run("jixiao", "build", "--content", content, "--site", site).returncode == 0
        assert set(results(page, "新版")) == set(before)
        context.close()


def test_a_part_of_the_index_that_does_not_come_is_never_passed_over(
    browser: Browser, root: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    context.route("**/pairs/*.bin", lambda route: route.abort())
    page.goto(f"{root}search/{address('整改措施')}")
    expect(page.get_by_role("alert")).to_contain_text("搜索没有成功")
    context.unroute("**/pairs/*.bin")
    page.get_by_role("button", name="再试一次").click()
    page.evaluate(SHOWN)
    assert status(page).startswith("找到")
    context.close()


def test_a_lost_connection_is_said_and_mended(browser: Browser, root: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{root}search/")
    context.set_offline(True)
    page.locator("form.jx-find input").fill("整改措施")
    page.locator("form.jx-find input").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("搜索没有成功")
    context.set_offline(False)
    page.get_by_role("button", name="再试一次").click()
    page.evaluate(SHOWN)
    assert status(page).startswith("找到")
    context.close()


HOSTILE = {
    "markup": "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "long": "县公安局" * 2_500,
    "regular expression": ".*(a+)+$[^",
    "control": "\x00\x07\x1b\u202e\u200b整\u200b改",
    "lone surrogate": "\ud800整改",
    "brackets": "《》〔〕[]（）“”",
    "quotes": '"“「',
    "many terms": " ".join(chr(0x4E00 + number) for number in range(400)),
    "path": "../../../../etc/passwd?q=&year=%00",
    "prototype": "__proto__ constructor toString",
    "astral": "𠀀𝒳😀",
    "percent": "%E4%B8%%ZZ%",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_queries_are_harmless(page: Page, root: str, name: str) -> None:
    page.goto(f"{root}search/")
    page.evaluate(
        "(text) => { document.querySelector('form.jx-find input').value = text }", HOSTILE[name]
    )
    page.locator("form.jx-find button").click()
    page.evaluate(SHOWN)
    assert re.match("找到|没有找到|没有报告原样写着", status(page))
    assert page.locator("#jx-finder img, #jx-finder script").count() == 0
    found = {"control": True, "long": False, "markup": False}
    if name in found:
        assert status(page).startswith("找到") is found[name]


def test_hostile_addresses_are_harmless(page: Page, root: str) -> None:
    for facet in ("year", "department", "amount", "sort", "shown"):
        page.goto(f"{root}search/?q=绩效&{facet}=<img src=x>")
        page.evaluate(SHOWN)
        assert page.locator("#jx-finder img").count() == 0
        assert re.match("找到|没有找到", status(page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_its_width(browser: Browser, root: str, width: int, scheme: str) -> None:
    size = {"width": width, "height": 800}
    with watched(browser, viewport=size, color_scheme=scheme) as page:
        open_search(page, root, "整改", year="2021")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.goto(f"{root}years/")
        page.locator("form.jx-find input").press_sequentially("公安局")
        expect(page.get_by_role("listbox")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("query", "label", "left", "facet"),
    [
        ("2021", "2021 年度", "", "year=2021"),
        ("2021年", "2021 年度", "", "year=2021"),
        ("县公安局", "县公安局", "", "department=gonganju"),
        ("示例县公安局", "县公安局", "", "department=gonganju"),
        ("公安局 2021", "县公安局", "2021", "department=gonganju"),
        ("公安局 2021", "2021 年度", "公安局", "year=2021"),
        ("公安局2021年度", "2021 年度", "公安局", "year=2021"),
        ("2021年公安局", "县公安局", "2021", "department=gonganju"),
        ("公安局 “视频 监控”", "县公安局", "“视频 监控”", "department=gonganju"),
    ],
)
def test_a_year_or_department_in_a_query_is_offered_as_filter(
    page: Page, root: str, query: str, label: str, left: str, facet: str
) -> None:
    open_search(page, root, query)
    offer = page.locator("#jx-offers").get_by_role("button", name=f"只看 {label}", exact=True)
    expect(offer).to_have_count(1)
    offer.click()
    page.evaluate(SHOWN)
    name, value = facet.split("=")
    assert shows(page) == address(left, **{name: value})
    expect(page.locator("form.jx-find input")).to_have_value(left)
    expect(page.locator("#jx-tags button").first).to_contain_text(label)
    expect(offer).to_have_count(0)
    page.go_back()
    page.evaluate(SHOWN)
    expect(page.locator("form.jx-find input")).to_have_value(query)
    expect(offer).to_have_count(1)


@pytest.mark.parametrize("query", ["局", "2011", "20211", "绩效", "公安", "12021 年"])
def test_words_that_only_look_so_are_offered_as_nothing(page: Page, root: str, query: str) -> None:
    open_search(page, root, query)
    expect(page.locator("#jx-offers button")).to_have_count(0)


@pytest.mark.parametrize(
    ("order", "pattern", "what"),
    [
        ("执行率从低到高", r"执行率 ([\d.,]+)%", "执行率"),
        ("得分从低到高", r"（([\d.]+) 分）", "得分"),
        ("等级从差到优", r"自评 ([优良中差])", "等级"),
    ],
)
def test_the_worst_results_come_first_and_the_silent_last(
    page: Page, root: str, order: str, pattern: str, what: str
) -> None:
    open_search(page, root, "绩效")
    page.locator("#jx-facets select").select_option(label=order)
    page.evaluate(SHOWN)
    page.goto(f"{page.url}&shown=1000")
    page.evaluate(SHOWN)
    texts = page.locator("#jx-results > li .jx-result-facts").all_inner_texts()
    found = [re.search(pattern, text) for text in texts]
    values = [match[1] for match in found if match]
    keys = ["差中良优".index(v) if what == "等级" else float(v.replace(",", "")) for v in values]
    assert len(set(keys)) > 2
    assert keys == sorted(keys)
    silent = found.count(None)
    assert silent
    assert found[-silent:] == [None] * silent
    assert status(page).endswith(f"；其中 {silent} 份没有{what}，排在最后")
    assert "-low" in page.url


@pytest.mark.parametrize("body", [b"", b"x\x9c\x03", b"<html>login</html>"])
def test_a_file_that_is_cut_off_or_another_is_the_networks(
    browser: Browser, root: str, body: bytes
) -> None:
    context = browser.new_context()
    context.set_default_timeout(8_000)
    page = context.new_page()
    context.route("**/pairs/*.bin", lambda route: route.fulfill(body=body))
    page.goto(f"{root}search/?q=整改")
    expect(page.get_by_role("alert")).to_contain_text("网络中断")
    context.unroute("**/pairs/*.bin")
    page.get_by_role("button", name="再试一次").click()
    page.evaluate(SHOWN)
    assert status(page).startswith("找到")
    context.close()


def test_a_program_that_fails_is_not_blamed_on_the_network(browser: Browser, root: str) -> None:
    """What a browser lacks, and what does not come, are told apart."""
    context = browser.new_context()
    page = context.new_page()
    broken = {"body": "self.onmessage = null; lacking();", "content_type": "text/javascript"}
    context.route("**/engine.js", lambda route: route.fulfill(**broken))
    page.goto(f"{root}search/{address('整改措施')}")
    expect(page.get_by_role("alert")).to_contain_text(
        "搜索程序出错（Uncaught ReferenceError: lacking"
    )
    context.unroute("**/engine.js")
    context.route("**/engine.js", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("网络中断")
    context.close()


def test_a_browser_that_is_too_old_says_so(browser: Browser, root: str) -> None:
    with watched(browser) as page:
        page.add_init_script("delete Intl.DisplayNames")
        page.goto(f"{root}search/{address('整改措施')}")
        expect(page.get_by_text("版本太旧")).to_be_visible()
        expect(page.locator("#jx-finder")).to_be_hidden()


def test_a_minus_leaves_nothing_out_and_it_is_said(page: Page, root: str) -> None:
    open_search(page, root, "公安局 -2021")
    assert status(page) == "没有找到符合的报告；前面有减号的词也照原样找，不是排除"
    tries = page.locator("#jx-help").get_by_role("link")
    expect(tries.first).to_be_visible()
    assert tries.all_inner_texts() == ["-2021", "公安局"]


@pytest.mark.parametrize("status_code", [404, 410])
def test_texts_that_are_withheld_take_away_no_list(
    browser: Browser, root: str, status_code: int
) -> None:
    """An older release serves without a report that was withdrawn, or the site was renewed."""
    context = browser.new_context()
    context.set_default_timeout(8_000)
    page = context.new_page()
    context.route("**/text/*.bin", lambda route: route.fulfill(status=status_code))
    page.goto(f"{root}search/{address('退耕还林补助')}")
    expect(page.locator("#jx-help h2.jx-near")).to_contain_text("退耕还林、补助")
    expect(page.get_by_role("alert")).to_have_count(0)
    context.close()


def test_a_site_that_was_renewed_is_said_and_loaded_again(browser: Browser, root: str) -> None:
    context = browser.new_context()
    context.set_default_timeout(8_000)
    page = context.new_page()
    context.route("**/table.json", lambda route: route.fulfill(status=404))
    page.goto(f"{root}search/{address('整改措施')}")
    expect(page.get_by_role("alert")).to_contain_text("这一页打开以后，网站换了内容")
    context.unroute("**/table.json")
    page.get_by_role("button", name="刷新这一页").click()
    expect(page.locator("#jx-status")).to_have_text(FOUND)
    context.close()


def test_the_same_question_asked_twice_by_pinyin_counts_each_report_once(
    browser: Browser, root: str
) -> None:
    context = browser.new_context()
    context.set_default_timeout(8_000)
    page = context.new_page()
    page.goto(f"{root}search/{address('gaj')}")
    page.evaluate(SHOWN)
    once = status(page)
    held: list[Route] = []
    context.route("**/keys.json", lambda route: held.append(route), times=1)
    page.goto(f"{root}search/")
    box = page.locator("form.jx-find input")
    box.fill("gaj")
    with page.expect_event("request", lambda request: request.url.endswith("/keys.json")):
        box.press("Enter")
    box.press("Enter")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    held[0].continue_()
    page.evaluate(SHOWN)
    assert status(page) == once
    context.close()


def test_a_place_that_is_no_place_takes_away_no_marks(page: Page, root: str) -> None:
    open_search(page, root, "整改措施")
    report = page.evaluate(LINKS)[0]
    page.goto(f"{root}{report}{address('整改措施')}#%E4%A")
    expect(page.locator("mark.jx-mark--current")).to_have_text("整改措施")
    expect(page.locator(".jx-marks")).to_contain_text("第 1 处，共")


def test_a_figure_that_a_form_does_not_ask_for_is_not_missing(
    browser: Browser, tmp_path: Path
) -> None:
    content = made_up.content(tmp_path)
    (content / "outlines/free.yml").write_text(
        "名称: 示例提纲\n不要求: [执行率]\n章节:\n  - 标题: 项目概况\n", "utf-8"
    )
    spent = {"资金": {"单位": "万元", "全年预算": "100", "到位": "100", "支出": "90"}}
    made_up.report(content, "has", 2024, more=spent)
    made_up.report(content, "lacks", 2024)
    made_up.report(content, "free", 2024, more={"提纲": "free", "正文": {"项目概况": "甲"}})
    made_up.build(content)
    with serving(tmp_path / "site") as root, watched(browser) as page:
        open_search(page, root, "示例项目", rate="gte50")
        assert status(page) == "找到 1 份报告；另有 1 份没有填报执行率，不在其中"


def departments_called(browser: Browser, folder: Path, name: str, query: str) -> list[str]:
    """What is offered for a query on a site with one more department."""
    content = made_up.content(folder)
    made_up.department(content, "chengguanju", name)
    made_up.report(content, "shili", 2024, ("chengguanju", name))
    made_up.build(content)
    with serving(folder / "site") as root, watched(browser) as page:
        open_search(page, root, query)
        return page.locator("#jx-offers button").all_inner_texts()


@pytest.mark.parametrize(
    ("name", "query", "offered"),
    [
        ("示例市城市管理局", "城市管理局", ["只看 示例市城市管理局"]),
        ("城市管理局", "机关事务管理局", []),
        ("中共示例县委办公室", "发改委办公室", []),
        ("中共示例县委办公室", "县委办公室", ["只看 中共示例县委办公室"]),
        ("市场监督管理局", "现场监督管理局", []),
        ("市场监督管理局", "市场监管局", ["只看 市场监督管理局"]),
    ],
)
def test_a_county_is_cut_off_a_name_but_nothing_that_looks_like_one(
    browser: Browser, tmp_path: Path, name: str, query: str, offered: list[str]
) -> None:
    assert departments_called(browser, tmp_path, name, query) == offered

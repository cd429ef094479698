"""The reading experience beyond one report: charts, comparison, lists in order, letters, words."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page, expect

from tests.conftest import run, unpacked
from tests.support import made_up
from tests.support.nginx import serving
from tests.support.search_page import watched

pytestmark = pytest.mark.slow("opens pages in Chromium and reads a demo site")

PROJECT = "projects/gonganju/jiaotong-sheshi-gengxin-dingzhen/"


def parsed(site: Path, address: str) -> BeautifulSoup:
    text = (site / address / "index.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def rows_under(page: BeautifulSoup, anchor: str) -> list[Tag]:
    """Lines of the first table after a heading."""
    heading = page.find(id=anchor)
    assert heading
    table = heading.find_next("table")
    assert isinstance(table, Tag)
    return list(table.select("tbody tr"))


def number(text: str) -> Decimal | None:
    found = re.match(r"-?[\d,]+(\.\d+)?", text.strip())
    return Decimal(found[0].replace(",", "")) if found else None


# Charts


@pytest.mark.parametrize("address", ["years", "departments", "years/2021", "departments/gonganju"])
def test_a_chart_shows_the_figures_of_its_table(demo: Path, address: str) -> None:
    """Lengths of bars are in the ratio of the amounts; text is text; nothing runs or styles."""
    page = parsed(demo / "site", address)
    money, grades = page.select(".jx-chart--money svg[role=img]"), page.select(".jx-chart--grades")
    assert len(money) == len(grades) == 1
    drawing = money[0]
    assert not page.select("figure style, figure script, figure [style]")
    for name in ("title", "desc"):
        assert drawing[f"aria-{'labelledby' if name == 'title' else 'describedby'}"]
        assert drawing.find(name).get_text()  # type: ignore[union-attr]
    rows = rows_under(page, "groups")
    side = "width" if drawing.select(".horizontal") else "height"
    scales = []
    for series, column in ((0, 1), (1, 2)):
        bars = sorted(float(str(one[side])) for one in drawing.select(f".color-{series} rect"))
        values = [number(tr.find_all("td")[column].get_text()) for tr in rows]
        amounts = sorted(float(value) for value in values if value is not None)
        scales.append(sum(bars) / sum(amounts))  # the smallest may stand together in one bar
        if len(rows) <= 12:
            assert bars == pytest.approx(
                [amount * scales[0] for amount in amounts], rel=0.02, abs=0.2
            )
    assert scales[0] == pytest.approx(scales[1], rel=0.01)


def test_a_chart_of_grades_counts_every_report_that_is_asked_for_one(demo: Path) -> None:
    page = parsed(demo / "site", "years")
    shown = [int(text.get_text()) for text in page.select(".jx-chart--grades text.value")]
    cells = [tr.select_one("td[data-label$=自评等级]") for tr in rows_under(page, "groups")]
    found = [re.findall(r" (\d+)", cell.get_text()) for cell in cells if cell]
    counts = [int(one) for numbers in found for one in numbers]
    assert len(counts) > 10
    # Of a year in which no report states a grade the table says nothing, the chart its number.
    silent = sum(not numbers for numbers in found)
    assert (sum(shown) == sum(counts)) if not silent else (sum(shown) > sum(counts))


def test_one_group_needs_no_chart(real_site: Path) -> None:
    for address in ("", "years", "departments", "departments/gonganju", "years/2021"):
        assert not parsed(real_site, address).select("figure")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_of_a_chart_are_legible(
    browser: Browser, root: str, width: int, scheme: str
) -> None:
    with watched(browser, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        page.goto(f"{root}departments/")
        sizes = page.locator(".jx-chart text").evaluate_all(
            "(all) => all.map((one) => one.getBoundingClientRect())"
        )
        frame = page.locator(".jx-chart svg[role=img]").first.bounding_box()
        assert frame
        assert min(one["height"] for one in sizes) >= 11
        assert min(one["left"] for one in sizes) >= 0, "a label is cut off"
        fill = page.locator(".jx-chart--money .color-1 rect").last.evaluate(
            "(one) => getComputedStyle(one).fill"
        )
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert fill not in (paper, "rgb(0, 0, 0)")


# One project over its years


def test_a_project_says_what_changed(demo: Path) -> None:
    page = parsed(demo / "site", PROJECT)
    rows = rows_under(page, "years")
    assert len(rows) == 4
    budgets, changes = [], []
    for tr in rows:
        cell = tr.select_one('td[data-label="全年预算"]')
        assert cell
        small = cell.find("small")
        changes.append(small.extract().get_text() if small else None)
        budgets.append(number(cell.get_text()))
    assert changes[-1] is None
    for place, change in enumerate(changes[:-1]):
        now, before = budgets[place], budgets[place + 1]
        assert now is not None
        assert before is not None
        difference = now - before
        share = round(difference / before * 100, 2)
        found = re.fullmatch(r"([+−][\d,.]+)（([+−][\d,.]+)%）", change or "")
        assert found
        said = [Decimal(one.replace("−", "-").replace(",", "")) for one in found.groups()]
        assert said[0] == difference
        assert abs(said[1] - share) < Decimal("0.011")


def test_indicators_of_several_years_stand_side_by_side(demo: Path) -> None:
    page = parsed(demo / "site", PROJECT)
    heading = page.find(id="indicators")
    assert heading
    years = [th.get_text() for th in heading.find_next("table").select("thead th")[1:]]  # type: ignore[union-attr]
    assert years == sorted(years, reverse=True)
    stated = 0
    for place, year in enumerate(years):
        address = f"reports/{year}/gonganju/jiaotong-sheshi-gengxin-dingzhen"
        actual = {
            first_words(tr): tr.find_all("td")[1].get_text().split(" ")[0]
            for tr in rows_under(parsed(demo / "site", address), "indicators")
            if tr.get("class") != ["jx-reason"]
        }
        for tr in rows_under(page, "indicators"):
            cell = tr.find_all("td")[place]
            if "没有这项" not in cell.get_text():
                cell.select_one("small").extract()  # type: ignore[union-attr]  # the target
                assert cell.get_text() == actual[first_words(tr)]
                stated += 1
    assert stated >= 10


def test_a_year_without_indicators_says_so_once(tmp_path: Path) -> None:
    content = made_up.content(tmp_path)
    kept = {"指标": [{"一级": "产出指标", "三级": "培训人次", "目标值": "10", "完成值": "9"},
                     {"一级": "产出指标", "三级": "设备台数", "目标值": "2", "完成值": "2"}]}  # fmt: skip
    for year, more in {2023: kept, 2022: {}, 2021: kept, 2020: {"指标": kept["指标"][:1]}}.items():
        made_up.report(content, "shili", year, more=more)
    page = parsed(made_up.build(content), "projects/gonganju/shili")
    rows = [[td.get_text() for td in tr.find_all("td")] for tr in rows_under(page, "indicators")]
    assert rows == [["109", "本年度没有指标表", "109", "109"], ["22", "22", "没有这项"]]
    silent = page.select_one(".jx-untabled")
    assert silent
    assert silent["rowspan"] == "2"


def test_tabs_of_the_same_title_are_told_apart(demo: Path) -> None:
    """By department and year, and by what they show."""
    titles: dict[str, list[str]] = {}
    for file in (demo / "site").rglob("index.html"):
        title = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").title
        assert title
        titles.setdefault(title.get_text(), []).append(str(file.parent))
    assert {title: files for title, files in titles.items() if len(files) > 1} == {}
    assert any("（县公安局 2021 年度）" in title for title in titles)


def test_neighbours_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    content = made_up.content(tmp_path)
    address = made_up.report(content, "bie", 2021, more={"项目名称": "另一个项目"})
    made_up.report(content, "yi", 2021)
    made_up.report(content, "er", 2021, more={"评价类型": "部门评价"})
    page = parsed(made_up.build(content), address)
    names = [a.get_text() for a in page.select("#related ~ ul a")]
    assert sorted(names) == ["示例项目（单位自评）", "示例项目（部门评价）"]


def test_the_record_says_in_plain_words_what_it_is_for(demo: Path) -> None:
    page = parsed(demo / "site", "about/record")
    first = page.select_one("h1 + p")
    assert first
    text = first.get_text()
    assert text.startswith("这一页供任何人查证")
    assert "好比文件的指纹" in text
    assert text.count("。") == 2


def first_words(tr: Tag) -> str:
    """The name in a line's head, without what stands small under it."""
    return str(tr.select_one("th").find(string=True))  # type: ignore[union-attr]


def test_a_report_shows_the_other_years_of_its_project(demo: Path) -> None:
    page = parsed(demo / "site", "reports/2020/gonganju/jiaotong-sheshi-gengxin-dingzhen")
    rows = rows_under(page, "years")
    assert [tr.th.get_text() for tr in rows if tr.th] == [
        "2021 年度", "2020 年度（本页）", "2019 年度", "2018 年度"
    ]  # fmt: skip


# Lists in order, narrowed down

SILENT = ("未填报", "—")  # left out; not asked for by the report's form


def column(page: Page, label: str) -> list[str]:
    cells = page.locator(f"table[data-name=reports] tbody tr:not([hidden]) td[data-label={label}]")
    return [text.split("\n")[-1] for text in cells.all_inner_texts()]


def test_a_list_is_sorted_by_hand_and_the_address_says_how(page: Page, root: str) -> None:
    page.goto(f"{root}years/2021/")
    table = page.locator("table[data-name=reports]")
    original = column(page, "支出")
    button = table.get_by_role("button", name="支出")
    button.focus()
    page.keyboard.press("Enter")
    head = table.locator("th[data-key=spent]")
    expect(head).to_have_attribute("aria-sort", "descending")
    values = [number(text) for text in column(page, "支出")]
    stated = [value for value in values if value is not None]
    assert stated == sorted(stated, reverse=True)
    assert None not in values[: len(stated)], "what is not stated comes last"
    assert "reports=spent-down" in page.url
    page.reload()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert [number(text) for text in column(page, "支出")] == values
    button.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert [number(text) for text in column(page, "支出")][: len(stated)] == sorted(stated)
    button.click()
    assert column(page, "支出") == original
    assert "reports=" not in page.url


def test_the_best_grade_comes_first(page: Page, root: str) -> None:
    page.goto(f"{root}departments/gonganju/")
    page.locator("table[data-name=reports]").get_by_role("button", name="等级").click()
    grades = column(page, "等级")
    places = ["优良中差".index(grade) if grade not in SILENT else 4 for grade in grades]
    assert places == sorted(places)
    assert len(set(grades)) > 2


@pytest.mark.parametrize(
    ("order", "label"),
    [("执行率从低到高", "执行率"), ("得分从低到高", "得分"), ("等级从差到优", "等级")],
)
def test_the_worst_come_first_and_the_silent_last(
    page: Page, root: str, order: str, label: str
) -> None:
    page.goto(f"{root}years/2021/")
    page.get_by_role("combobox", name="排序").select_option(label=order)
    texts = column(page, label)
    stated = [text for text in texts if text not in SILENT]
    keys = ["差中良优".index(text) if label == "等级" else number(text) for text in stated]
    assert len(set(keys)) > 1
    assert keys == sorted(keys)  # type: ignore[type-var]
    silent = len(texts) - len(stated)
    assert silent
    assert set(texts[-silent:]) <= set(SILENT)
    told = f"其中 {silent} 份没有{label}，排在最后"
    expect(page.locator(".jx-narrow output")).to_have_text(f"共 {len(texts)} 份；{told}")
    ends = "从差到优" if label == "等级" else "从低到高"
    status = page.locator(".jx-scroll:has(table[data-name=reports]) + [role=status]")
    expect(status).to_have_text(f"已按{label}{ends}排列；{told}")
    assert "-up" in page.url
    page.reload()
    expect(page.get_by_role("combobox", name="排序").locator("option:checked")).to_have_text(order)
    assert column(page, label) == texts
    page.get_by_role("searchbox", name="在表中查找项目").fill("没有这样的项目")
    expect(page.locator(".jx-narrow output")).to_have_text(f"显示 0 份，共 {len(texts)} 份")


def test_a_list_is_narrowed_down_and_shared_by_its_address(page: Page, root: str) -> None:
    page.goto(f"{root}years/2021/")
    everything = len(column(page, "等级"))
    page.get_by_role("combobox", name="等级").select_option("优")
    page.get_by_role("combobox", name="评价类型").select_option("单位自评")
    left = len(column(page, "等级"))
    assert 0 < left < everything
    assert set(column(page, "等级")) == {"优"}
    assert set(column(page, "评价类型")) == {"单位自评"}
    expect(page.locator(".jx-narrow output")).to_have_text(f"显示 {left} 份，共 {everything} 份")
    page.goto(page.url)
    assert len(column(page, "等级")) == left
    page.get_by_role("searchbox", name="在表中查找项目").fill("视频")
    names = page.locator("table[data-name=reports] tbody tr:not([hidden]) th").all_inner_texts()
    assert all("视频" in name for name in names)


def test_hostile_words_in_the_address_of_a_list_are_harmless(page: Page, root: str) -> None:
    page.goto(f"{root}years/2021/?reports=<b>-down&grade=<img src=x>&text=<script>")
    expect(page.locator(".jx-narrow output")).to_contain_text("显示 0 份")
    assert page.locator("article img, article script").count() == 0


def test_a_phone_sorts_without_column_heads(browser: Browser, root: str) -> None:
    with watched(browser, viewport={"width": 360, "height": 740}) as page:
        page.goto(f"{root}years/2021/")
        page.get_by_role("combobox", name="排序").select_option(label="支出从高到低")
        values = [number(text) for text in column(page, "支出")]
        stated = [value for value in values if value is not None]
        assert stated == sorted(stated, reverse=True)
        first = page.locator("table[data-name=reports] tbody tr").first
        assert "支出" in first.evaluate(
            "(row) => [...row.cells].map((cell) => getComputedStyle(cell, '::before').content).join()"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


# Letters and words


def test_larger_letters_are_remembered(page: Page, root: str) -> None:
    page.goto(root)
    size = "parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)"
    before = page.evaluate(size)
    button = page.get_by_role("button", name="大字")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    assert page.evaluate(size) == pytest.approx(before * 1.3)
    page.goto(f"{root}years/")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_words_of_the_field_lead_to_their_meaning(page: Page, root: str) -> None:
    page.goto(f"{root}reports/2021/gonganju/jiaotong-sheshi-gengxin-dingzhen/")
    page.locator(".jx-figures").get_by_role("link", name="执行率").click()
    page.wait_for_url(f"{root}about/terms/#*")
    meaning = page.locator(":target + dd")
    expect(meaning).to_contain_text("执行率 = 支出 ÷ 全年预算 × 100%")


def test_the_site_map_leads_everywhere(demo: Path) -> None:
    links = [str(a["href"]) for a in parsed(demo / "site", "about/map").select("article a[href]")]
    for folder in ("years", "departments"):
        names = {path.name for path in (demo / "site" / folder).iterdir() if path.is_dir()}
        assert {f"../../{folder}/{name}/" for name in names} <= set(links)


def test_a_lost_address_leads_on(browser: Browser, demo: Path) -> None:
    with serving(demo / "site") as root:
        page = browser.new_page()
        page.goto(f"{root}reports/2021/gonganju/nichts/")
        expect(page.locator("h1")).to_have_text("找不到这个页面")
        page.locator("form.jx-find input").fill("视频")
        page.locator("form.jx-find input").press("Enter")
        page.wait_for_url(f"{root}search/?q=*")
        page.goto(f"{root}reports/2021/gonganju/nichts/")
        page.get_by_role("link", name="2021 年度的报告").click()
        page.wait_for_url(f"{root}years/2021/")
        page.close()


# What staff say of the data


def test_notes_on_the_data_stand_under_the_figures_and_are_found(tmp_path: Path) -> None:
    content = tmp_path / "content"
    assert run("jixiao", "demo", "--reports", "5", "--out", content).returncode == 0
    file = sorted((content / "reports").rglob("*.yml"))[0]
    text = file.read_text(encoding="utf-8")
    note = "项目总额与支出相差较大，<b>报告未作说明</b>。"
    file.write_text(f"{text}数据说明:\n  - {note}\n", encoding="utf-8")
    done = run("jixiao", "build", "--content", content, "--site", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    address = file.relative_to(content).with_suffix("")
    page = parsed(tmp_path / "site", str(address))
    banner = next(one for one in page.select(".jx-banner") if "数据说明" in one.get_text())
    assert note in banner.get_text()
    previous = banner.find_previous_sibling()
    assert isinstance(previous, Tag)
    assert "jx-figures" in previous["class"]
    texts = (tmp_path / "site/search/data").rglob("text/*.bin")
    assert [file for file in texts if note.encode() in unpacked(file.name, file.read_bytes())]

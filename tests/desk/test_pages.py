"""Every page of the desk in three engines: axe-core, light and dark, desk and phone, keyboard."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.conftest import ROOT
from tests.support.desk import DESK
from tests.support.firefox import firefox
from tests.support.made_up import content as made_up
from tests.support.made_up import report
from tests.support.preview import Preview, serving
from tests.support.qtwebengine import qtwebengine
from tests.support.reading import QUESTIONS, ask, assert_none
from tests.theme.test_accessibility import ASKED, reading, tab_through, violations
from tests.theme.test_old_browser import STUCK

pytestmark = pytest.mark.slow("opens every page of the desk in Chromium, QtWebEngine and Firefox")

REPORT, DRAFT = "reports/2021/gonganju/shili.yml", "reports/2021/gonganju/caogao.yml"
BROKEN = "reports/2021/gonganju/huai.yml"
PAGES = {
    "start": "", "draft reports": "?state=草稿", "new report": "new/report?department=jiaoyuju",
    "new department": "new/department", "new form": "new/form", "new import": "new/import",
    "report": f"edit/{REPORT}", "draft": f"edit/{DRAFT}", "broken": f"edit/{BROKEN}",
    "text": f"text/{REPORT}", "departments": "edit/departments.yml", "site": "edit/site.yml",
    "form": "edit/forms/xiangmu-ziping.yml", "outline": "edit/outlines/ziping.yml",
    "import": "import/", "review": f"review/{DRAFT}", "original": f"original/{DRAFT}",
    "hand in": "hand-in", "manual": "manual/manual.md", "missing": "edit/reports/2021/a/b.yml",
}  # fmt: skip
INDICATORS = [
    {"一级": "产出指标", "三级": f"示例人数{n}", "目标值": "≥20人", "完成值": "21人", "分值": "五"}
    for n in range(3)
]
# The preview beside a form is a page of the site; what stays in sight lies over what scrolls.
PREPARE = """
() => {
  for (const one of document.querySelectorAll("iframe")) one.remove();
  for (const one of document.querySelectorAll(".guide, .bar, .tools")) one.style.position = "static";
}
"""


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    content = made_up(tmp_path_factory.mktemp("desk"))
    (content / "forms").mkdir()
    shipped = ROOT / "generator/intake/starter/county/content/forms/xiangmu-ziping.yml"
    shutil.copy(shipped, content / "forms")
    money = {"单位": "万元", "全年预算": "约50", "来源": [{"名称": "县财政", "支出": "48.60"}]}
    more: dict[str, object] = {"资金": money, "指标": INDICATORS, "状态": "草稿"}
    narrative = {"项目概况": {"基本情况": "示例县的项目。", "别的情况": "说明。"}}
    report(content, "shili", 2021, more={**more, "提纲": "ziping", "正文": narrative})
    more = {"状态": "草稿", "表单": "xiangmu-ziping"}
    report(content, "caogao", 2021, more=more)
    with (content / DRAFT).open("a", encoding="utf-8") as file:
        file.write("原文未能归类: |\n  另附三份。\n  另附四份。\n")
    (content / BROKEN).write_text("项目名称: 示例\n年度：2021\n", "utf-8")
    with serving(content) as found:
        yield found


def _open(page: Page, preview: Preview) -> Iterator[str]:
    """Each page of the desk, its name once it is open; a script that fails is a fault."""
    page.goto(preview.opening_address)
    noise, found = list[str](), {}
    page.on("pageerror", lambda error: noise.append(str(error)))
    for name, address in PAGES.items():
        page.goto(f"{preview.address}{DESK}{address}")
        yield name
        found[name] = noise.copy()
        noise.clear()
    assert_none(found)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "light"), (390, "dark")])
def test_axe_finds_nothing_and_nothing_is_lost(
    browser: Browser, preview: Preview, width: int, scheme: str
) -> None:
    found = {}
    with reading(browser, width, scheme) as page:
        page.route(lambda url: "/_jixiao/" not in url, lambda route: route.abort())  # the preview
        for name in _open(page, preview):
            page.evaluate(PREPARE)
            found[f"{name}, folded"] = ask(page, "lost")
            ask(page, "unfold")
            found[name] = [*violations(page, ASKED[scheme]), *ask(page, "lost")]
    assert_none(found)


@pytest.mark.parametrize("name", ["start", "new report", "draft", "outline"])
def test_the_keyboard_reaches_everything(browser: Browser, preview: Preview, name: str) -> None:
    with reading(browser, 1280) as page:
        page.goto(preview.opening_address)
        page.goto(f"{preview.address}{DESK}{PAGES[name]}")
        page.evaluate(PREPARE)
        assert_none({name: tab_through(page)})


def test_the_oldest_browser_shows_every_page(playwright: Playwright, preview: Preview) -> None:
    with qtwebengine(playwright) as page:
        page.add_init_script(QUESTIONS)
        found = {}
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            for name in _open(page, preview):
                page.evaluate(PREPARE)
                found[f"{name} {width}"] = [*ask(page, "lost"), *page.evaluate(STUCK)]
        assert_none(found)


# What a person types, and when the desk has said what it thinks of it.
TYPE = """
(name, value) => new Promise((done) => {
  const input = document.getElementsByName(name)[0];
  input.form.addEventListener("checked", () => {
    const box = document.querySelector(`[data-of='${name}']`);
    done([box.textContent.trim(), input.getAttribute("aria-invalid")]);
  }, {once: true});
  input.value = value;
  input.dispatchEvent(new Event("input", {bubbles: true}));
})
"""


def test_the_second_engine_shows_every_page_and_checks_while_somebody_types(
    preview: Preview,
) -> None:
    with firefox() as other:
        other.before_each_page(QUESTIONS)
        other.goto(preview.opening_address)
        found = {}
        for name, address in PAGES.items():
            other.goto(f"{preview.address}{DESK}{address}")
            other.evaluate(PREPARE)
            found[name] = other.evaluate("() => window.jx.lost()")
        assert_none(found)
        other.goto(f"{preview.address}{DESK}{PAGES['report']}")
        for name, wrong, right in (
            ('["资金","全年预算"]', "五十", "50"), ('["报告日期"]', "二〇二二", "2022-06-01"),
            ('["自评","执行率"]', "98", "98%"),
        ):  # fmt: skip
            said, is_wrong = other.evaluate(TYPE, name, wrong)
            assert said
            assert is_wrong == "true"
            assert other.evaluate(TYPE, name, right) == ["", "false"]


def test_contents_stay_in_sight_and_count_what_is_wrong(browser: Browser, preview: Preview) -> None:
    with reading(browser, 1280) as page:
        page.goto(preview.opening_address)
        page.goto(f"{preview.address}{DESK}{PAGES['report']}")
        money = page.locator(".contents a", has_text="资金")
        assert money.locator(".error").text_content() == "1个问题"
        page.locator(".contents a", has_text="正文").click()
        expect(page.locator(".contents a[aria-current]")).to_contain_text("正文")
        expect(money).to_be_in_viewport()
        page.fill('[name=\'["资金","全年预算"]\']', "50")
        expect(money.locator(".error")).to_have_count(0)
        assert "0 个错误" not in page.inner_text(".state > summary"), "that of the indicators stays"


def test_a_problem_leads_to_its_line_of_the_text(browser: Browser, preview: Preview) -> None:
    with reading(browser, 1280) as page:
        page.goto(preview.opening_address)
        page.goto(f"{preview.address}{DESK}{PAGES['broken']}")
        assert page.inner_text(".problems pre.line") == "年度：2021"
        page.click("text=第 2 行")
        assert page.evaluate("getSelection().toString()") == "年度：2021"


WORD = """
<html><body><p>前面</p><table><tr><th>一级指标</th><th>三级指标</th><th>指标值</th></tr>
<tr><td rowspan="2">效益指标</td><td>甲</td><td>≥1</td></tr><tr><td>乙<br>丙</td><td></td></tr></table>
"""


def test_a_table_of_word_spreads_from_the_cell_that_it_is_pasted_into(
    browser: Browser, preview: Preview
) -> None:
    file = preview.content / REPORT
    before = file.read_text("utf-8")
    with reading(browser, 1280) as page:
        page.goto(preview.opening_address)
        page.goto(f"{preview.address}{DESK}{PAGES['report']}")
        cell = page.locator('[name=\'["指标",2,"一级"]\']')
        cell.evaluate(
            """(one, html) => {
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/html", html);
              one.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
            }""",
            WORD,
        )
        expect(page.locator(".said")).to_have_text("已保存。")
        shown = [
            [
                page.input_value(f'[name=\'["指标",{row},"{key}"]\']')
                for key in ("一级", "三级", "目标值", "完成值")
            ]
            for row in (2, 3)
        ]
        assert shown == [["效益指标", "甲", "≥1", "21人"], ["效益指标", "乙丙", "", ""]]
        page.click("text=撤销上一次")
        expect(page.locator(".said")).to_contain_text("已撤销")
    assert file.read_text("utf-8") == before

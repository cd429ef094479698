"""What no form foresees: names of 60 characters, amounts of 15 digits, endless and empty reports."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import run
from tests.support.nginx import serving
from tests.support.search_page import watched

pytestmark = pytest.mark.slow("opens extreme pages in Chromium")

NAME = "示例县推进高质量发展综合改革试验区建设与营商环境优化及重大项目协调服务工作领导小组办公室（示例县重点项目推进与服务保障中心）"
AMOUNT = "123456789012345.67"
PARAGRAPH = (
    "项目实施后，群众的办事、出行和生产生活条件得到改善，资金使用规范，程序合规，档案资料齐全。"
    * 20
)
KEPT = re.compile(r"(项目名称|部门|年度|评价类型|状态|公开日期):")


def fill(folder: Path) -> None:
    content = folder / "content"
    assert run("jixiao", "demo", "--reports", "40", "--out", content).returncode == 0
    register = content / "departments.yml"
    text = register.read_text(encoding="utf-8")
    files = sorted((content / "reports/2019").rglob("*.yml"))
    long = next(file for file in files if ": |\n" in file.read_text(encoding="utf-8"))
    large, empty = [file for file in files if file != long][:2]
    known = re.search(r"^部门: (\S+)", large.read_text(encoding="utf-8"), re.MULTILINE)
    assert known
    register.write_text(text.replace(f"名称: {known[1]}", f"名称: {NAME}", 1), encoding="utf-8")
    for file in (content / "reports").rglob("*.yml"):
        text = file.read_text(encoding="utf-8")
        changed = re.sub(f"^部门: {known[1]}$", f"部门: {NAME}", text, flags=re.MULTILINE)
        file.write_text(changed, encoding="utf-8")
    text = re.sub(
        r"(全年预算|支出|到位|项目总额|年初预算): ?[\d.]+",
        rf"\1: {AMOUNT}",
        large.read_text("utf-8"),
    )
    large.write_text(text, encoding="utf-8")
    text = long.read_text(encoding="utf-8")
    many = "".join(rf"\g<1>{PARAGRAPH}\n" for _ in range(45))
    long.write_text(re.sub(r"(?<=: \|\n)( +)", rf"{many}\g<1>", text, count=1), encoding="utf-8")
    assert len(long.read_text(encoding="utf-8")) > 40_000
    lines = [line for line in empty.read_text(encoding="utf-8").split("\n") if KEPT.match(line)]
    empty.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("jixiao", "build", "--content", content, "--site", folder / "site")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def root(once: Callable[[str, Callable[[Path], None]], Path]) -> Iterator[str]:
    with serving(once("extremes", fill) / "site") as place:
        yield place


# Text that is wider than its own box, or hidden by one that cuts it off.
LOST = """
() => [...document.querySelectorAll("main *, header *")].filter((one) => {
  const style = getComputedStyle(one);
  if (one.closest(".jx-hidden, .jx-scroll, svg, [hidden], select") || style.position === "absolute") return false;
  const box = one.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 1 || (style.overflow === "hidden" && one.scrollWidth > one.clientWidth + 1));
}).map((one) => one.outerHTML.slice(0, 200))
"""


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_every_page_holds_it(browser: Browser, root: str, width: int) -> None:
    with watched(browser, viewport={"width": width, "height": 800}) as page:
        page.goto(f"{root}years/2019/")
        reports = page.locator("table[data-name=reports] tbody th a").evaluate_all(
            "(all) => all.map((one) => one.href)"
        )
        assert len(reports) >= 3
        for address in (
            root,
            f"{root}years/",
            f"{root}years/2019/",
            f"{root}departments/",
            *reports,
        ):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert page.evaluate(LOST) == [], address
            labels = page.locator(".jx-chart .axis text").all_text_contents()
            assert not [label for label in labels if "e+" in label]


def test_amounts_of_fifteen_digits_stand_whole(browser: Browser, root: str) -> None:
    with watched(browser, viewport={"width": 360, "height": 800}) as page:
        page.goto(f"{root}years/2019/")
        row = page.locator("tr", has_text="123,456,789,012,345.67").first
        row.locator(".jx-open").click()
        cell = row.locator("td", has_text="123,456,789,012,345.67").first
        assert cell.evaluate("(one) => one.getClientRects().length") == 1
        assert cell.evaluate("(one) => one.scrollWidth <= one.clientWidth + 1")


def test_an_empty_report_says_that_nothing_is_stated(browser: Browser, root: str) -> None:
    with watched(browser) as page:
        page.goto(f"{root}years/2019/")
        rows = page.locator("table[data-name=reports] tbody tr").all_inner_texts()
        place = next(n for n, row in enumerate(rows) if row.count("未填报") >= 5)
        page.locator("table[data-name=reports] tbody th a").nth(place).click()
        figures = page.locator(".jx-figures dd").all_inner_texts()
        assert set(figures) == {"未填报"}
        assert page.locator("meter").count() == 0

"""Budget, spending and rate that stand beside each other divide; money is counted once.

Every table and every block of figures of a site is read as a reader sees it and recomputed.
JIXIAO_REPORTS=3000 does so with more made-up reports.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from tests.conftest import only_rules, run

pytestmark = pytest.mark.slow("builds a site of three hundred reports")

TRIPLE = ("全年预算", "支出", "执行率")
NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")


class Triple(NamedTuple):
    """As printed; `rate` without its sign."""

    where: str
    budget: str
    spent: str
    rate: str


def divides(one: Triple) -> bool:
    """To the last digit of the rate that is shown."""
    budget, spent, rate = (Decimal(text.replace(",", "")) for text in one[1:])
    place = Decimal(1).scaleb(int(rate.as_tuple().exponent))
    return bool(budget) and (spent / budget * 100).quantize(place, ROUND_HALF_UP) == rate


def own_text(tag: Tag) -> str:
    """What stands in a cell itself, without the small print below it."""
    return "".join(
        one if isinstance(one, str) else one.get_text() for one in tag.children
        if not (isinstance(one, Tag) and one.name == "small")
    ).strip()  # fmt: skip


def figures_of(block: Tag) -> dict[str, tuple[str, str]]:
    """Label to figure and note."""
    found = {}
    for one in block.select("div"):
        label, value, *note = one.select("dt, dd")
        found[label.get_text().strip()] = own_text(value), " ".join(n.get_text() for n in note)
    return found


def triples(address: str, page: BeautifulSoup) -> Iterator[Triple]:
    """All of a page: in tables, in key figures, in sentences."""
    for table in page.select("article table"):
        heads = [own_text(th) for th in table.select("thead th")]
        if not set(TRIPLE) <= set(heads):
            continue
        for tr in table.select("tbody tr, tfoot tr"):
            cells = [own_text(cell) for cell in tr.select("th, td")]
            shown = [cells[heads.index(name)] for name in TRIPLE]
            if "自报" not in tr.get_text() and all(NUMBER.match(text) for text in shown):
                yield Triple(f"{address} {cells[0]}", shown[0], shown[1], shown[2].rstrip("%"))
    blocks = [figures_of(block) for block in page.select(".jx-figures")]
    known = {label: figure for block in blocks for label, figure in block.items()}
    if set(TRIPLE) <= set(known):
        budget, spent = (known[name][0] for name in TRIPLE[:2])
        rate, note = known["执行率"]
        computed = re.search(r"按数据计算 ([\d.,]+)%", note)
        rate = computed[1] if computed else rate.rstrip("%")
        if all(NUMBER.match(text) for text in (budget, spent, rate)):
            yield Triple(f"{address} figures", budget, spent, rate)
    sentence = r"预算 ([\d,.]+)(?: 万元)?，支出 ([\d,.]+)(?: 万元)?，执行率 ([\d,.]+)%"
    for found in re.findall(sentence, page.get_text()):
        yield Triple(f"{address} sentence", *found)


def read(site: Path) -> dict[str, BeautifulSoup]:
    return {
        f"{file.parent.relative_to(site)}/": BeautifulSoup(file.read_text("utf-8"), "html.parser")
        for file in site.rglob("index.html")
    }


@pytest.fixture(scope="module")
def big(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, or one of as many reports as are asked for."""
    wanted = os.environ.get("JIXIAO_REPORTS")
    if not wanted:
        return demo
    folder = tmp_path_factory.mktemp("big")
    for command in (
        ("jixiao", "demo", "--reports", wanted, "--out", folder / "content"),
        ("jixiao", "build", "--content", folder / "content", "--site", folder / "site"),
    ):
        done = run(*command)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(big: Path) -> dict[str, BeautifulSoup]:
    return read(big / "site")


def test_every_triple_on_every_page_divides(pages: dict[str, BeautifulSoup]) -> None:
    found = [one for address, page in pages.items() for one in triples(address, page)]
    assert len(found) > 2 * len(pages)
    kinds = {one.where.partition("/")[0] for one in found}
    assert {"years", "departments", "reports", "projects", "."} <= kinds
    assert [one for one in found if not divides(one)] == []


def test_every_triple_of_the_search_divides(big: Path) -> None:
    data = big / "site/search/data"
    fields = json.loads((data / "manifest.json").read_text("utf-8"))["fields"]
    rows = [
        dict(zip(fields, row, strict=True))
        for file in data.rglob("register.json")
        for row in json.loads(file.read_text("utf-8"))["rows"]
    ]
    found = [
        Triple(row["slug"], str(row["budget"]), str(row["spent"]), row["rate"].rstrip("%"))
        for row in rows
        if None not in (row["budget"], row["spent"], row["rate"]) and "自报" not in row["rate"]
    ]
    assert len(found) > 200
    assert [one for one in found if not divides(one)] == []


def test_every_triple_of_the_data_divides(big: Path) -> None:
    """A made-up report claims what its amounts give, to two decimals."""
    found = []
    for file in (big / "site/reports").rglob("*.json"):
        report = json.loads(file.read_text("utf-8"))
        funds, claims = report.get("资金", {}), report.get("自评", {})
        values = funds.get("全年预算"), funds.get("支出"), claims.get("执行率")
        if None not in values:
            found.append(Triple(report["网址"], values[0], values[1], values[2].rstrip("%")))
    assert len(found) > 100
    assert [one for one in found if not divides(one)] == []


WAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}
Report = tuple[str, dict[str, Any]]


@pytest.fixture(scope="module")
def standing(big: Path) -> list[Report]:
    root = big / "content/reports"
    found = []
    for file in root.rglob("*.yml"):
        report = yaml.load(file.read_text("utf-8"), Loader=yaml.CBaseLoader)
        if report["状态"] == "公开":
            year, department = file.relative_to(root).parts[:2]
            found.append((f"{year} {department}", report | {"标识": file.stem}))
    return found


def told_once(reports: list[Report]) -> list[dict[str, Any]]:
    """Without those whose money another report of the year, on several projects, tells."""
    covered = {
        (key, one["标识"])
        for key, report in reports
        if report["资金"]["全年预算"] or report["资金"]["支出"]
        for one in report.get("包含项目", ())
        if "标识" in one
    }
    return [
        report for key, report in reports
        if "包含项目" in report or (key, report["标识"]) not in covered
    ]  # fmt: skip


def summed(reports: list[dict[str, Any]]) -> dict[str, tuple[int, Decimal]]:
    """Number and sum in 万元 by what the reports state."""
    found = {key: (0, Decimal(0)) for key in ("both budget", "both spent", "budget", "spent")}
    for report in reports:
        funds = report["资金"]
        budget, spent = (
            Decimal(funds[key]) * WAN[funds["单位"]] if funds[key] else None
            for key in ("全年预算", "支出")
        )
        both = "both " if None not in (budget, spent) else ""
        for name, value in (("budget", budget), ("spent", spent)):
            if value is not None:
                count, total = found[both + name]
                found[both + name] = count + 1, total + value
    return found


def rounded(value: Decimal, printed: str) -> Decimal:
    """To the decimals that are printed."""
    _, _, decimals = printed.partition(".")
    return value.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)


def checked(printed: str, expected: tuple[int, Decimal], where: str) -> None:
    count, total = expected
    if count:
        assert Decimal(printed.replace(",", "")) == rounded(total, printed), where
    else:
        assert printed in ("—", "未填报"), where


def test_totals_of_every_index_leave_overall_reports_out(
    pages: dict[str, BeautifulSoup], standing: list[Report]
) -> None:
    """Recomputed from the files: sums of those that state both, the others counted apart."""
    looked_at = 0
    for address, page in pages.items():
        kind, *names = address.strip("/").split("/")
        if kind not in ("years", "departments") or address == "departments//":
            continue
        projects = [
            (key, report) for key, report in standing
            if set(names) <= set(key.split()) and report["评价类型"] != "部门整体支出自评"
        ]  # fmt: skip
        overall = [
            report for key, report in standing
            if set(names) <= set(key.split()) and report["评价类型"] == "部门整体支出自评"
        ]  # fmt: skip
        if not projects:
            continue
        expected = summed(told_once(projects))
        shown = figures_of(page.select(".jx-figures")[0])
        checked(shown["全年预算"][0].split()[0], expected["both budget"], address)
        checked(shown["支出"][0].split()[0], expected["both spent"], address)
        for label, part, word in (("全年预算", "budget", "预算"), ("支出", "spent", "支出")):
            count, _ = expected[part]
            told = re.search(rf"另有 (\d+) 份只填了{word}，共 ([\d.,]+) 万元", shown[label][1])
            assert bool(told) == bool(count), address
            if told:
                assert int(told[1]) == count, address
                checked(told[2], expected[part], address)
        count_label = "项目报告" if overall else "公开报告"
        assert shown[count_label][0].split()[0] == str(len(projects)), address
        if overall:
            assert shown["部门整体支出"][0].split()[0] == str(len(overall)), address
            assert "不计入合计" in shown["部门整体支出"][1]
        looked_at += 1
    assert looked_at > 100


def test_overall_reports_stand_apart(pages: dict[str, BeautifulSoup]) -> None:
    """In a list of their own, and each year's and department's line has its own cell for them."""
    apart = 0
    for address, page in pages.items():
        lists = page.select("table[data-name=reports]")
        assert not any("部门整体支出自评" in one.get_text() for one in lists), address
        own = page.select("table[data-name=overall]")
        if address.startswith("years/20") and own:
            groups = page.select_one("table[data-name=groups]")
            assert groups is not None
            cells = groups.select("tbody td[data-label=部门整体支出]")
            filled = [cell for cell in cells if own_text(cell) != "—"]
            assert len(filled) == len(own[0].select("tbody tr")), address
            apart += 1
    assert apart > 1  # of many reports a year's page has the departments only


def test_sums_over_years_say_so(pages: dict[str, BeautifulSoup]) -> None:
    for address in ("years/", "departments/", "departments/gonganju/"):
        page = pages[address]
        foot = page.select_one("tfoot th")
        assert foot is not None
        assert foot.get_text() == "各年度相加"
        assert re.search(r"以下是 \d{4}—\d{4} 各年度相加", page.get_text())
    assert pages["years/2023/"].select_one("tfoot th").get_text() == "合计"  # type: ignore[union-attr]


# --- A county made for it: amounts that rounding could spoil, forms that ask for little ---

REPORT = """\
项目名称: {name}
部门: 示例县公安局
年度: 2024
评价类型: {kind}
{outline}状态: 公开
公开日期: 2025-05-06
资金:
  单位: {unit}
  全年预算: {budget}
  支出: {spent}
自评:
  得分: {score}
"""


@pytest.fixture
def county(tmp_path: Path) -> Callable[..., dict[str, BeautifulSoup]]:
    """Builds a site of a few reports, each a dictionary of what differs."""

    def build(*reports: dict[str, str], outline: str = "") -> dict[str, BeautifulSoup]:
        content = tmp_path / "content"
        shutil.rmtree(content, ignore_errors=True)
        folder = content / "reports/2024/gonganju"
        folder.mkdir(parents=True)
        (content / "site.yml").write_text("名称: 示例县\n主办单位: 示例县\n生成PDF: 否\n", "utf-8")
        (content / "departments.yml").write_text(
            "- {名称: 示例县公安局, 标识: gonganju}\n", "utf-8"
        )
        if outline:
            (content / "outlines").mkdir()
            (content / "outlines/form.yml").write_text(outline, "utf-8")
        (content / "pages").mkdir()
        (content / "pages/about.md").write_text("# 说明\n\n示例。\n", "utf-8")
        only_rules(content, "evaluation-missing", "record-fields")
        usual = {
            "kind": "单位自评",
            "unit": "元",
            "budget": "",
            "spent": "",
            "score": "",
            "outline": "",
        }
        for number, one in enumerate(reports):
            values = {"name": f"项目{number}", **usual, **one}
            text = REPORT.format_map(values)
            (folder / f"p{number}.yml").write_text(text, "utf-8")
        done = run("jixiao", "build", "--content", content, "--site", tmp_path / "site")
        assert done.returncode == 0, done.stderr
        return read(tmp_path / "site")

    return build


def test_amounts_that_rounding_could_spoil(county: Callable[..., dict[str, BeautifulSoup]]) -> None:
    """Rates at the border of a digit, amounts to the 分, amounts of a few 元."""
    rates = [
        {"budget": str(budget), "spent": str(spent)}
        for budget, spent in ((500003, 442944), (500000, 442975), (123.45, 61.72), (99999.99, 88888.88), (19999, 1), (7, 7), (0, 0))
    ]  # fmt: skip
    found = county(*rates)
    shown = [one for address, page in found.items() for one in triples(address, page)]
    assert len([one for one in shown if one.where.startswith("departments")]) > 6
    assert [one for one in shown if not divides(one)] == []


@pytest.mark.parametrize("amounts", [("500003", "442944"), ("1000000", "878449")])
def test_lists_have_two_decimals_the_report_all(
    county: Callable[..., dict[str, BeautifulSoup]], amounts: tuple[str, str]
) -> None:
    pages = county(
        {"budget": amounts[0], "spent": amounts[1]},
        {"unit": "万元", "budget": "50", "spent": "44.3"},
    )
    cells = pages["departments/gonganju/2024/"].select(
        "#reports ~ .jx-scroll td[data-label=全年预算], #reports ~ .jx-scroll td[data-label=支出]"
    )
    assert len(cells) == 4
    assert all(re.fullmatch(r"[\d,]+\.\d\d", cell.get_text()) for cell in cells)
    assert f"{int(amounts[0]):,}" in pages["reports/2024/gonganju/p0/"].get_text()


def test_a_project_evaluated_twice_counts_once(
    county: Callable[..., dict[str, BeautifulSoup]],
) -> None:
    once = {"name": "道路维修", "unit": "万元", "budget": "100", "spent": "90"}
    other = {"name": "水管改造", "unit": "万元", "budget": "10", "spent": "5"}
    pages = county(once, once | {"kind": "财政评价"}, other)
    shown = figures_of(pages["years/2024/"].select(".jx-figures")[0])
    assert shown["全年预算"][0] == "110"
    assert shown["公开报告"][0] == "3"
    assert "同一项目" in shown["公开报告"][1]


OUTLINE = "名称: 示例提纲\n不要求: [得分, 等级, 项目总额, 指标]\n章节:\n  - 标题: 项目概况\n"


def test_what_a_form_does_not_ask_for_is_not_missing(
    county: Callable[..., dict[str, BeautifulSoup]],
) -> None:
    asked = {"unit": "万元", "budget": "100", "spent": "90"}
    free = asked | {"outline": "提纲: form\n正文: {项目概况: 甲}\n"}
    pages = county(free, outline=OUTLINE)
    page = pages["reports/2024/gonganju/p0/"]
    labels = {dt.get_text().strip() for dt in page.select(".jx-figures dt")}
    assert not labels & {"自评得分", "自评等级", "项目总额"}
    assert "到位" in labels
    assert not page.select("#indicators")
    for address in ("departments/gonganju/2024/", "years/2024/", "./"):
        heads = {th.get_text() for th in pages[address].select("th[scope=col]")}
        assert "全年预算" in heads
        assert not heads & {"得分", "等级", "自评等级"}, address
    mixed = county(free, asked, asked | {"score": "95"}, outline=OUTLINE)
    table = mixed["departments/gonganju/2024/"].select_one("#reports ~ .jx-scroll table")
    assert table is not None
    scores = [td.get_text() for td in table.select("td[data-label=得分]")]
    assert scores == ["—", "未填报", "95"]
    assert "没有要求填" in table.get_text()


# A report without date and evaluation, in a form of its own.
UNEVALUATED = {
    "unit": "万元",
    "budget": "1",
    "spent": "1",
    "outline": "提纲: form\n正文: {项目概况: 甲}\n",
}


def test_the_check_misses_no_evaluation_that_the_form_does_not_ask_for(
    county: Callable[..., dict[str, BeautifulSoup]], tmp_path: Path
) -> None:
    for outline, is_missing in ((OUTLINE, False), (OUTLINE.replace("指标]", "满意度]"), True)):
        county(UNEVALUATED, outline=outline)
        done = run("jixiao", "check", "--content", tmp_path / "content")
        assert ("evaluation-missing" in done.stdout) == is_missing


def test_the_check_misses_no_date_that_the_form_does_not_ask_for(
    county: Callable[..., dict[str, BeautifulSoup]], tmp_path: Path
) -> None:
    for outline, is_missing in ((OUTLINE.replace("指标]", "报告日期]"), False), (OUTLINE, True)):
        county(UNEVALUATED, outline=outline)
        done = run("jixiao", "check", "--content", tmp_path / "content")
        assert ("没有填“报告日期”" in done.stdout) == is_missing
        assert "“索引号”" in done.stdout


def test_a_report_without_an_outline_misses_no_text(
    county: Callable[..., dict[str, BeautifulSoup]],
) -> None:
    page = county({"unit": "万元", "budget": "1", "spent": "1"})["reports/2024/gonganju/p0/"]
    assert not page.select("#text")
    assert page.select_one("#indicators") is not None

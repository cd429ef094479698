"""300 made-up reports: indexes recomputed from the YAML by other means, every link followed."""

import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from tests.conftest import run, tree

pytestmark = pytest.mark.slow("builds a site of three hundred reports")


class Row(NamedTuple):
    """A report of the demo as the test reads it."""

    address: str
    year: str
    department: str
    project: str
    name: str
    overall: bool
    grade: str | None
    asks_for_grade: bool


@pytest.fixture(scope="module")
def everything(demo: Path) -> dict[str, dict[str, Any]]:
    """Every report's YAML by its address."""
    root = demo / "content" / "reports"
    return {
        f"reports/{file.relative_to(root).with_suffix('')}/": yaml.load(
            file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader
        )
        for file in root.rglob("*.yml")
    }


@pytest.fixture(scope="module")
def rows(demo: Path, everything: dict[str, dict[str, Any]]) -> list[Row]:
    """The reports that stand."""
    found = []
    graded = {
        file.stem: asks_for_grade(yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader))
        for folder in ("forms", "outlines")
        for file in (demo / "content" / folder).glob("*.yml")
    }
    for address, report in everything.items():
        if report["状态"] == "公开":
            _, year, department, project, _ = address.split("/")
            overall = report["评价类型"] == "部门整体支出自评"
            grade = report.get("自评", {}).get("等级") or None
            asks = graded[report.get("表单") or report["提纲"]]
            found.append(
                Row(address, year, department, project, report["项目名称"], overall, grade, asks)
            )
    return found


def asks_for_grade(form: dict[str, Any]) -> bool:
    """Whether it has a place for a grade; one without fields has, unless it says otherwise."""
    fields = [one if isinstance(one, str) else one["栏"] for one in form.get("栏目", ())]
    if fields:
        return bool({"自评.等级", "自评.其他等级"} & set(fields))
    return "等级" not in form.get("不要求", ())


@pytest.fixture(scope="module")
def site(demo: Path) -> dict[str, BeautifulSoup]:
    """Every page by its address."""
    root = demo / "site"
    return {
        str(file.relative_to(root).parent).replace(".", "") + "/": BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        for file in root.rglob("index.html")
    }  # fmt: skip


def totals(rows: list[Row]) -> tuple[int, dict[str, int]]:
    """Reports on projects and their grades; what they add up to is `test_sums.py`'s.

    A report without a grade counts where its form asks for one.
    """
    projects = [row for row in rows if not row.overall]
    grades = Counter(row.grade or "未填报" for row in projects if row.grade or row.asks_for_grade)
    if set(grades) == {"未填报"}:
        grades = Counter()
    return len(projects), dict(grades)


def line(tr: Tag) -> tuple[int, dict[str, int]]:
    """An index's line as a reader sees it; where no form asks for grades there is no column."""
    cells = (tr.select_one(f"td[data-label$={label}]") for label in ("报告", "自评等级"))
    count, grades = (cell.get_text() if cell else "" for cell in cells)
    return int(count), {name: int(n) for name, n in re.findall(r"(\S+) (\d+)", grades)}


def table(page: BeautifulSoup) -> tuple[dict[str, Tag], Tag]:
    """Lines of the groups by the address they link to, and the line of totals."""
    found = page.select_one("#groups ~ .jx-scroll table") or page.select_one("table")
    assert found is not None
    body = {str(tr.a["href"]): tr for tr in found.select("tbody tr") if tr.a}
    foot = found.select_one("tfoot tr")
    assert foot is not None
    return body, foot


def test_counts_equal_the_data(site: dict[str, BeautifulSoup], rows: list[Row]) -> None:
    indexes: dict[str, dict[str, list[Row]]] = {
        "years/": defaultdict(list),
        "departments/": defaultdict(list),
    }
    for row in rows:
        year, department = f"years/{row.year}/", f"departments/{row.department}/"
        both = f"{department}{row.year}/"
        indexes["years/"][year].append(row)
        indexes["departments/"][department].append(row)
        indexes.setdefault(year, defaultdict(list))[both].append(row)
        indexes.setdefault(department, defaultdict(list))[both].append(row)
    assert len(indexes) > 20
    for address, groups in indexes.items():
        body, foot = table(site[address])
        lines = {urljoin("/" + address, href)[1:]: tr for href, tr in body.items()}
        shown = {target: line(tr) for target, tr in lines.items()}
        assert set(groups) <= set(lines)
        assert shown == {target: totals(groups.get(target, [])) for target in lines}, address
        assert line(foot) == totals([row for members in groups.values() for row in members]), (
            address
        )


def test_lists_hold_every_report_once(site: dict[str, BeautifulSoup], rows: list[Row]) -> None:
    expected: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for address in (
            f"years/{row.year}/",
            f"departments/{row.department}/",
            f"departments/{row.department}/{row.year}/",
        ):
            expected[address].add(row.address)
    for address, reports in expected.items():
        found = site[address].select("table[data-name=reports], table[data-name=overall]")
        links = [
            urljoin("/" + address, str(a["href"]))[1:]
            for one in found for a in one.select("tbody th a")
        ]  # fmt: skip
        assert len(links) == len(set(links))
        assert set(links) == reports


def test_home_tells_the_newest_year_and_the_counts(
    site: dict[str, BeautifulSoup], rows: list[Row]
) -> None:
    newest = max(row.year for row in rows)
    home = site["/"]
    text = home.get_text()
    assert f"{newest} 年度" in str(home.find(id="newest"))
    assert f"共公开 {len(rows)} 份报告" in text
    counts = Counter(row.department for row in rows)
    for link in home.select("#departments ~ ul a"):
        slug = str(link["href"]).rstrip("/").rsplit("/", 1)[1]
        assert f"{counts[slug]} 份" in link.get_text()


def test_projects_over_years(
    site: dict[str, BeautifulSoup], rows: list[Row], everything: dict[str, dict[str, Any]]
) -> None:
    """A page for each project of two reports, withdrawn ones counted; compared are those that stand.

    A report on several projects counts for each that it gives an address.
    """
    standing: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        standing[f"projects/{row.department}/{row.project}/"].append(row)
    public = [address.split("/") for address in everything if address in site]
    years = Counter(f"projects/{department}/{slug}/" for _, _, department, slug, _ in public)
    covered = Counter(
        f"projects/{row.department}/{one['标识']}/"
        for row in rows
        for one in everything[row.address].get("包含项目", ())
        if "标识" in one
    )
    assert covered
    expected = {address for address, count in (years + covered).items() if count > 1}
    assert {address for address in site if address.startswith("projects/")} == expected
    assert len(expected) > 20
    for address in expected:
        links = [
            urljoin("/" + address, str(a["href"]))[1:] for a in site[address].select("tbody a")
        ]
        members = sorted(standing[address], key=lambda row: row.year, reverse=True)
        assert links == [row.address for row in members]
        told = site[address].get_text()
        assert ("已撤回的年度" in told) == (years[address] > len(members))


def test_drafts_are_nowhere_and_withdrawn_reports_say_so(
    demo: Path, site: dict[str, BeautifulSoup], everything: dict[str, dict[str, Any]]
) -> None:
    drafts = {address for address, report in everything.items() if report["状态"] == "草稿"}
    withdrawn = {address for address, report in everything.items() if report["状态"] == "撤回"}
    assert drafts
    assert withdrawn
    assert not drafts & set(site)
    pages = "".join(str(page) for page in site.values()) + "".join(
        file.read_text(encoding="utf-8") for file in (demo / "site/search/data").rglob("*.json")
    )
    assert not [address for address in drafts if address in pages]
    for address in withdrawn:
        text = site[address].get_text()
        assert "本报告已撤回" in text
        assert everything[address]["撤回"]["理由"] in text
        assert "未填报" not in text
        assert not site[address].select(".jx-figures")


def test_no_broken_link_and_no_orphan(demo: Path, site: dict[str, BeautifulSoup]) -> None:
    root = demo / "site"
    reached: set[str] = set()
    for address, page in site.items():
        for tag in page.select("[href], [src], form[action]"):
            target = str(tag.get("href") or tag.get("src") or tag.get("action"))
            parts = urlsplit(target)
            if parts.scheme == "data" and tag.has_attr("download"):
                continue  # a citation, which is in its link
            assert not parts.scheme, f"{address} asks another host: {target}"
            path = unquote(urljoin("/" + address.lstrip("/"), parts.path))[1:]
            file = root / path
            assert (
                (file / "index.html").is_file()
                if path.endswith("/") or not path or file.is_dir()
                else file.is_file()
            ), (address, target)
            if parts.fragment and tag.name == "a":
                goal = site.get((path.rstrip("/") + "/") if path.strip("/") else "/")
                assert goal is not None
                assert goal.find(id=unquote(parts.fragment)), (address, target)
            if tag.name in ("a", "form") and (path.rstrip("/") + "/" or "/") != address:
                reached.add(path.rstrip("/") + "/")
    assert set(site) - reached == set()


def test_no_title_says_a_name_twice(site: dict[str, BeautifulSoup]) -> None:
    titles = [page.select_one("h1").get_text() for page in site.values() if page.select_one("h1")]  # type: ignore[union-attr]
    assert any("部门整体支出自评报告" in title for title in titles)
    assert not any("部门整体支出部门整体支出" in title for title in titles)


def test_no_empty_index(site: dict[str, BeautifulSoup]) -> None:
    for address, page in site.items():
        # What is compared is read by a script: that page has nothing of its own to list.
        if not address.startswith(("reports/", "about/", "compare/", "explore/")):
            assert page.select("tbody tr, .jx-links li"), address


def test_every_heading_level_and_id_is_sound(site: dict[str, BeautifulSoup]) -> None:
    for address, page in site.items():
        article = page.select_one("article")
        assert article is not None
        levels = [int(tag.name[1]) for tag in article.find_all(re.compile("^h[1-6]$"))]
        assert levels.count(1) == 1, address
        assert all(deeper - level <= 1 for level, deeper in pairwise(levels)), address
        ids = [str(tag["id"]) for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), address


def test_a_report_page_stays_small(demo: Path) -> None:
    sizes = [file.stat().st_size for file in (demo / "site/reports").rglob("index.html")]
    assert max(sizes) <= 60 * 1024


def test_same_seed_same_bytes(demo: Path, tmp_path: Path) -> None:
    for name, seed in (("same", "1"), ("other", "2")):
        done = run("jixiao", "demo", "--reports", "300", "--seed", seed, "--out", tmp_path / name)
        assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "same") == tree(demo / "content")
    assert tree(tmp_path / "other") != tree(demo / "content")


def test_demo_is_plainly_fictional(demo: Path) -> None:
    for file in (demo / "content").glob("*.yml"):
        assert "示例县" in file.read_text(encoding="utf-8")

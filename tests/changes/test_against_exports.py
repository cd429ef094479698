"""Every figure that moved is listed: those of the data files and of the tables of two built sites.

JIXIAO_SEED=5 draws other changes.
"""

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.changes.test_diff import git
from tests.conftest import run
from tests.site.test_any_change import County
from tests.support import releases

pytestmark = pytest.mark.slow("builds sites")

SEED = int(os.environ.get("JIXIAO_SEED", "22"))
CHANGES = (
    "figure",
    "figure",
    "grade",
    "grade",
    "status",
    "to_withdrawn",
    "by_removal",
    "text",
    "passages",
)
COLUMNS = {"报告": "项目报告", "全年预算": "全年预算", "支出": "支出", "执行率": "执行率"}
PLACE = ("网址", "部门标识", "印作")


def leaves(value: Any) -> Iterator[str]:
    """Every value of a data file, wherever it stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in PLACE:
                yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield str(value)


def bare(text: str) -> str:
    """A figure without its unit and its commas; a text as it is."""
    number = text.split(maxsplit=1)[0].replace(",", "") if text.split() else text
    return number if number.replace(".", "").isdigit() else text


def data_files(site: Path) -> dict[str, Any]:
    files = site.glob("reports/*/*/*/*.json")
    return {f"{one.parent.relative_to(site)}/": json.loads(one.read_text("utf-8")) for one in files}


def tables(site: Path) -> dict[tuple[str, str, str], str]:
    """Figures of the lists of years and departments, by page, row and column."""
    found = {}
    pages = ["years", "departments", *(f"years/{one.name}" for one in site.glob("years/2*"))]
    for address in pages:
        page = BeautifulSoup((site / address / "index.html").read_text("utf-8"), "html.parser")
        for row in page.select("table[data-name=groups] tr"):
            head, cells = row.select_one("th"), row.select("td")
            for cell in cells if head else ():
                for note in cell.select("small"):
                    note.decompose()
                label = COLUMNS.get(str(cell["data-label"]))
                figure = cell.get_text(strip=True)
                if label and head and figure not in ("0", "—", "未填报"):
                    found[f"{address}/", head.get_text(strip=True), label] = figure
    return found


def is_same(before: str | None, now: str | None) -> bool:
    """Whether a figure stayed: more decimals, because another row needs them, are no change."""
    if before is None or now is None or before.endswith("%"):
        return before == now
    old, new = (Decimal(one.replace(",", "")) for one in (before, now))
    coarser, finer = sorted((old, new), key=lambda one: -int(one.as_tuple().exponent))
    return finer.quantize(coarser, ROUND_HALF_UP) == coarser


def findings(content: Path, cache: str) -> Counter[tuple[str, str, str]]:
    """What a check of everything finds, wherever in its file."""
    done = run("jixiao", "check", "--content", content, "--format", "json", JIXIAO_CACHE=cache)
    root = f"{content.as_posix()}/"
    return Counter(
        (one["path"].removeprefix(root), one["rule"], one["message"].replace(root, ""))
        for one in json.loads(done.stdout)
    )


def test_every_figure_that_moved_is_listed(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    county = County(tmp_path, chance)
    cache = str(county.cache)
    # Two reports with a file beside them that is complained of, whatever becomes of the reports.
    beside = chance.sample(sorted(county.content.glob("reports/*/*/*.yml")), 2)
    for file in beside:
        file.with_suffix("").mkdir()
        (file.with_suffix("") / "a.txt").write_text("邮箱 shili88@163.com", "utf-8")
        releases.append(file, "附件: [{名称: 表, 文件: a.txt}]\n")
    git(county.content, "init", "-q", "-b", "main")
    git(county.content, "add", ".")
    git(county.content, "commit", "-q", "-m", "begin")
    sites = tmp_path / "before", tmp_path / "now"
    build = ("jixiao", "build", "--content", county.content, "--site")
    assert run(*build, sites[0], JIXIAO_CACHE=cache).returncode == 0
    found = findings(county.content, cache)
    for change in chance.choices(CHANGES, k=8):
        getattr(county, f"change_{change}")()
    if beside[0].exists():
        releases.append(beside[0].with_suffix("") / "a.txt", "另一行")
    for file in county.content.rglob("*.yml"):  # withdrawn after all were published
        file.write_text(file.read_text("utf-8").replace("'2024-01-02'", "'2026-11-02'"), "utf-8")
    done = run(*build, sites[1], JIXIAO_CACHE=cache)
    assert done.returncode == 0, done.stderr
    told = run(
        "jixiao", "diff", "--content", county.content, "--format", "json", JIXIAO_CACHE=cache
    )
    changes = json.loads(told.stdout)

    before, now = (data_files(site) for site in sites)
    listed = {one["address"]: one for one in changes["reports"]}
    moved = {one for one in before | now if before.get(one) != now.get(one)}
    assert moved
    assert moved == {
        one for one in listed if {listed[one]["before"], listed[one]["now"]} & {"公开", "撤回"}
    }
    for address in moved & before.keys() & now.keys():
        if listed[address]["kind"] != "公开的内容有改动":
            continue
        values = [
            one
            for one in listed[address]["differences"]["values"]
            if not one["label"].endswith("（按数据计算）")
        ]
        old, new = (Counter(map(bare, leaves(side[address]))) for side in (before, now))
        assert Counter(bare(one["before"]) for one in values if one["before"]) == old - new
        assert Counter(bare(one["now"]) for one in values if one["now"]) == new - old

    had, has = tables(sites[0]), tables(sites[1])
    rows = {"合计": "全部", "各年度相加": "全部"}
    expected = {
        (page, rows.get(row, row), label, had.get((page, row, label)), has.get((page, row, label)))
        for page, row, label in had.keys() | has.keys()
        if page == "years/" or row not in rows  # the sums of all stand there
    }
    expected = {one for one in expected if not is_same(one[-2], one[-1])}
    sums = {
        (one["address"], one["row"], one["label"], *(
            one[side] and one[side].split()[0] for side in ("before", "now")
        ))
        for one in changes["sums"]
        if one["label"] in COLUMNS.values()
    }  # fmt: skip
    assert expected
    assert sums == expected

    now_found = findings(county.content, cache)
    for side, those in (("new", now_found - found), ("gone", found - now_found)):
        listed_ones = changes["findings"][side]
        assert Counter((one["path"], one["rule"], one["message"]) for one in listed_ones) == those

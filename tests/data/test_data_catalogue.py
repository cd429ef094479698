"""The catalogue that a county hands to its open-data platform says what is in the files."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support import made_up

ADDRESS = "https://www.example.cn/jixiao/"
STATED = {"地址": ADDRESS, "数据许可": "可以自由使用，请注明来源。", "联系方式": "电话 0000"}


def content(folder: Path, **site: str) -> Path:
    made = made_up.content(folder, **site)
    points = {"指标": [{"一级": "产出指标", "三级": "数量", "目标值": "3个"}]}
    made_up.report(made, "a-yi", 2021, more=points)
    made_up.report(made, "b-er", 2023)
    return made


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up.build(content(tmp_path_factory.mktemp("catalogue"), **STATED))


@pytest.fixture(scope="module")
def sets(site: Path) -> dict[str, dict[str, Any]]:
    """The data sets by their identifiers."""
    found = json.loads((site / "data/catalogue.json").read_text(encoding="utf-8"))
    return {one["标识符"]: one for one in found["数据集"]}


def test_each_table_says_what_it_is_and_how_much_is_in_it(
    site: Path, sets: dict[str, dict[str, Any]]
) -> None:
    reports = sets["jixiao-reports"]
    assert reports["提供方"] == "示例县人民政府"
    assert (reports["首次发布日期"], reports["更新日期"]) == ("2022-06-01", "2024-06-01")
    assert reports["在线链接地址"] == f"{ADDRESS}data/#reports"
    assert (reports["条数"], sets["jixiao-indicators"]["条数"]) == (2, 1)
    for one in sets.values():
        table = one["标识符"].removeprefix("jixiao-")
        text = (site / f"data/all/{table}.csv").read_text(encoding="utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text))
        assert [item["名称"] for item in one["数据项"]] == head
        assert one["条数"] == len(rows)


def test_each_file_is_the_one_that_is_named(site: Path, sets: dict[str, dict[str, Any]]) -> None:
    for one in sets.values():
        assert one["格式"] == ["CSV", "JSON Lines", "XLSX", "SQLite"]
        for file in one["下载"]:
            data = (site / file["下载地址"].removeprefix(ADDRESS)).read_bytes()
            assert (file["字节"], file["SHA-256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_terms_and_contact_are_those_that_the_county_states(
    sets: dict[str, dict[str, Any]],
) -> None:
    for one in sets.values():
        assert one["开放条件"] == "可以自由使用，请注明来源。"
        assert one["联系方式"] == "电话 0000"


def test_what_nobody_stated_is_left_out(tmp_path: Path) -> None:
    site = made_up.build(content(tmp_path))
    text = (site / "data/catalogue.json").read_text(encoding="utf-8")
    assert "开放条件" not in text
    assert "联系方式" not in text
    assert json.loads(text)["数据集"][0]["在线链接地址"] == "data/#reports"


def test_as_a_table_it_has_one_row_a_data_set(site: Path, sets: dict[str, Any]) -> None:
    text = (site / "data/catalogue.csv").read_text(encoding="utf-8-sig")
    rows = {one["标识符"]: one for one in csv.DictReader(io.StringIO(text))}
    assert list(rows) == list(sets)
    assert rows["jixiao-reports"]["条数"] == "2"
    assert "网址（字符型）" in rows["jixiao-reports"]["数据项"].splitlines()
    assert rows["jixiao-reports"]["下载"].splitlines()[0] == f"{ADDRESS}data/all/reports.csv"

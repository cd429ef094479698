"""What is in the files of open data and what is not; that the same content makes the same bytes."""

import csv
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from generator.data import database
from generator.runtime import cached_files
from tests.conftest import run, tree
from tests.support import made_up

SECRET = "不能让人看到的话"
FORMULA = '=HYPERLINK("http://example.invalid","x")'


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A report with all that is odd; one withdrawn, a draft, one of a later day."""
    made = made_up.content(tmp_path)
    odd = {
        "项目名称": FORMULA,
        "报告日期": "2022-03",
        "资金": {"单位": "万元", "全年预算": "50.00", "支出": "4712300 元", "结余": "/"},
        "自评": {"得分": "90.50", "满意度": "95.60%"},
        "指标": [
            {"三级": "排查", "目标值": "-", "完成值": "+1+1", "得分": "0"},
            {"三级": "满意度", "目标值": "≥95%", "完成值": "＝1＋1", "得分": "/"},
        ],
        "更正": [
            {"日期": "2022-08-01", "说明": "改了。", "改动": [{"栏目": "资金·支出", "原为": "48"}]}
        ],
    }
    made_up.report(made, "qiguai", 2021, more=odd)
    made_up.report(made, "pingchang", 2020, more={"资金": {"单位": "亿元", "支出": "0.12345678"}})
    gone = {"状态": "撤回", "撤回": {"日期": "2022-09-01", "理由": "重复公开。"}}
    made_up.report(made, "chehui", 2021, more={**gone, "资金": {"单位": "元", "支出": "77"}})
    made_up.report(made, "caogao", 2021, more={"状态": "草稿", "实施内容": SECRET})
    made_up.report(made, "yihou", 2021, more={"公开日期": "2099-01-01", "实施内容": SECRET})
    return made


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_odd_values_are_told_as_they_are(content: Path) -> None:
    data = made_up.build(content) / "data/all"
    assert (data / "reports.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in (data / "reports.csv").read_bytes()
    found = {row["项目标识"]: row for row in rows(data / "reports.csv")}
    odd = found["qiguai"]
    assert odd["项目名称"] == f"'{FORMULA}"
    assert (odd["全年预算"], odd["全年预算（元）"]) == ("50.00 万元", "500000")
    assert (odd["支出"], odd["支出（元）"]) == ("4712300 元", "4712300")
    assert (odd["结余"], odd["结余（元）"], odd["不适用"]) == ("", "", "结余")
    assert (odd["报告日期"], odd["报告日期（ISO）"]) == ("2022年3月", "2022-03")
    assert (odd["得分"], odd["满意度"], odd["更新日期"]) == ("90.50", "95.60", "2022-08-01")
    assert found["pingchang"]["支出（元）"] == "12345678"
    first, second = rows(data / "indicators.csv")
    assert (first["目标值"], first["完成值"], first["得分"]) == ("-", "'+1+1", "0")
    assert (second["目标值"], second["得分"], second["不适用"]) == ("≥95%", "", "得分")
    assert second["完成值"] == "'＝1＋1"  # some programs take full-width signs as well
    assert rows(data / "corrected_fields.csv")[0]["原为"] == "48"
    with closing(sqlite3.connect(data / "jixiao.sqlite")) as database:
        stored = database.execute("SELECT 项目名称, 得分 FROM reports WHERE 项目标识 = 'qiguai'")
        assert stored.fetchone() == (FORMULA, 90.5)
    sheet = load_workbook(data / "jixiao-all.xlsx")["报告"]
    column = [one.value for one in sheet[1]].index("项目名称")
    assert FORMULA in [
        row[column].value for row in sheet.iter_rows() if row[column].data_type == "s"
    ]


def test_a_workbook_has_no_more_than_excel_keeps(tmp_path: Path) -> None:
    """It keeps 32,767 units of UTF-16 of a text, and 15 digits of a figure."""
    made = made_up.content(tmp_path)
    exact, beyond = "1234567890123.45", "12345678.12345678"
    money = {"单位": "元", "支出": exact, "全年预算": beyond, "到位": "10000000000000 万元"}
    texts = {"实施内容": "😀" * 20_000, "表注": "字" * 32_766 + "𠮷"}
    made_up.report(made, "chang", 2021, more={**texts, "资金": money})
    data = made_up.build(made) / "data/all"
    head, row = load_workbook(data / "jixiao-all.xlsx")["报告"].values
    found = dict(zip(head, row, strict=True))
    for key in texts:
        size = len(str(found[key]).encode("utf-16-le")) // 2
        assert 32_760 < size <= 32_767
        assert str(found[key]).endswith("……（太长，全文见 JSON）")
    assert found["全年预算（元）"] == beyond
    assert (found["支出（元）"], found["到位（元）"]) == (float(exact), 10**17)


def test_of_what_is_not_public_there_is_nothing_of_what_is_withdrawn_a_tombstone(
    content: Path,
) -> None:
    site = made_up.build(content)
    for name, data in tree(site).items():
        assert SECRET.encode() not in data, name
        assert not {"caogao", "yihou"} & set(Path(name).parts), name
    found = {row["项目标识"]: row for row in rows(site / "data/all/reports.csv")}
    assert found.keys() == {"qiguai", "pingchang", "chehui"}
    stated = {name for name, cell in found["chehui"].items() if cell}
    assert stated == {
        "报告", "网址", "年度", "部门标识", "部门", "项目标识", "项目名称", "标题", "评价类型",
        "状态", "公开日期", "更新日期", "撤回日期", "撤回理由",
    }  # fmt: skip
    record = json.loads((site / "data/v1/reports/2021/gonganju/chehui.json").read_text("utf-8"))
    assert "77" not in json.dumps(record)
    assert record["reports"][0]["撤回理由"] == "重复公开。"


def test_the_same_content_makes_the_same_bytes_with_a_cache_or_without(content: Path) -> None:
    first = tree(made_up.build(content) / "data")
    extra = made_up.report(content, "xinde", 2021, more={"资金": {"单位": "元", "支出": "5"}})
    changed = tree(made_up.build(content) / "data")
    assert {name for name in changed if changed[name] != first.get(name)} >= {
        "all/jixiao.sqlite", "all/reports.csv", "2021/jixiao-2021.xlsx",
    }  # fmt: skip
    # What is of another year stays.
    unchanged = {name for name in first if name.startswith("2020/")}
    assert all(changed[name] == first[name] for name in unchanged)
    site = content.parent / "other"
    done = run("jixiao", "build", "--content", content, "--site", site, "--no-cache")
    assert done.returncode == 0, done.stderr
    assert tree(site / "data") == changed
    (content / f"{extra.rstrip('/')}.yml").unlink()
    assert tree(made_up.build(content) / "data") == first


def test_the_workbook_names_who_publishes_now(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_CACHE", str(content.parent / "cache"))
    made_up.build(content)
    settings = content / "site.yml"
    settings.write_text(settings.read_text("utf-8").replace("人民政府", "财政局"), "utf-8")
    workbook = load_workbook(made_up.build(content) / "data/all/jixiao-all.xlsx")
    assert workbook["说明"]["A2"].value == "来源：示例县财政局"


def test_a_damaged_database_of_an_earlier_build_is_not_used(content: Path) -> None:
    cache, site = content.parent / "cache", content.parent / "site"
    command = ("jixiao", "build", "--content", content, "--site", site)
    assert run(*command, JIXIAO_CACHE=str(cache)).returncode == 0
    (file,) = (cache / "bulk").glob("*.sqlite")
    file.write_bytes(file.read_bytes()[:5000])
    made_up.report(content, "xinde", 2021)
    done = run(*command, JIXIAO_CACHE=str(cache))
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(site / "data/all/jixiao.sqlite")) as database:
        assert database.execute("SELECT COUNT(*) FROM reports").fetchone() == (4,)
    assert len(list((cache / "bulk").glob("*.sqlite"))) == 1  # the former one is gone


def test_nothing_of_a_damaged_part_is_published(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = content.parent / "cache"
    monkeypatch.setenv("JIXIAO_CACHE", str(cache))
    first = tree(made_up.build(content) / "data")
    parts = list((cache / "parts").glob("*.part"))
    assert len(parts) == 2
    for place in (20, -20):  # what tells where the pieces lie; a piece
        added = made_up.report(content, "xinde", 2022)  # all big files are put together again
        for part in parts:
            status, data = part.stat(), bytearray(part.read_bytes())
            data[place] ^= 1
            with part.open("r+b") as opened:
                opened.write(data)
            os.utime(part, ns=(status.st_atime_ns, status.st_mtime_ns))
        made_up.build(content)
        (content / f"{added.rstrip('/')}.yml").unlink()
        assert tree(made_up.build(content) / "data") == first


def test_a_database_that_another_build_removes_meanwhile_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, fresh = tmp_path / "cache", tmp_path / "fresh.sqlite"
    cache.mkdir()
    note = cache / "database.json"
    database.write(str(fresh), [], [], note)
    made = fresh.read_bytes()
    digest = cached_files.store_file(str(cache), "0" * 40 + ".sqlite", str(fresh))
    database.remember(note, digest, [])
    (former,) = cache.glob("*.sqlite")

    def copyfile(*_: str) -> None:
        former.unlink()
        raise FileNotFoundError(former)

    monkeypatch.setattr(database, "shutil", SimpleNamespace(copyfile=copyfile))
    database.write(str(fresh), [], [], note)
    assert fresh.read_bytes() == made

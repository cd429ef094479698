"""What rules find between reports is kept: whatever changes, it is what a first check would find."""

import random
import re
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from generator.content import loader
from generator.content.editing import EditedContent
from generator.content.examination_store import Store
from generator.content.loader import ContentReader, ReadOptions
from generator.model.problems import Problem
from tests.conftest import run, tree
from tests.support import releases

pytestmark = pytest.mark.slow("checks a county after each of many changes")

NAME = "城南旧堤坝裂缝监测经费"
TODAY = date(2026, 11, 23)
BETWEEN = {"copied-passage", "copied-year", "other-project"}
# Long enough to be told of, and in no other report.
PASSAGE = (
    "对老城区三十条背街小巷的路灯逐盏登记造册，更换损坏灯具，补齐缺失灯杆，重新敷设老化电缆，"
    "并在学校、医院周边加密布点。居民夜间出行条件明显改善，交通事故起数比往年下降，"
    "社区反映的照明投诉由每月二十余件减少到三件以内，维护单位接到报修后当天到场处理。"
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Some reports with a narrative: what is compared between reports is their text."""
    done = run("jixiao", "demo", "--reports", "110", "--out", tmp_path / "content")
    assert done.returncode == 0, done.stderr
    for file in reports(tmp_path / "content"):
        if "\n正文:\n" not in file.read_text(encoding="utf-8"):
            file.unlink()
            shutil.rmtree(file.with_suffix(""), ignore_errors=True)
    return tmp_path / "content"


def checked(content: Path, cache: Path | None) -> tuple[Problem, ...]:
    store = Store(cache) if cache else None
    return ContentReader(content, ReadOptions(TODAY, store)).check().problems


def reports(content: Path) -> list[Path]:
    return sorted((content / "reports").rglob("*.yml"))


def say(file: Path, text: str) -> None:
    """More text under the report's first heading that has any."""
    said = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(: \|\n +)", rf"\g<1>{text}", said, count=1), encoding="utf-8")


def test_after_any_change_it_is_what_a_first_check_finds(content: Path, tmp_path: Path) -> None:
    chance = random.Random(11)
    found: set[str] = set()
    edited = EditedContent(content, ReadOptions(TODAY))
    edited.read_all(lambda _: None)
    kept: tuple[Problem, ...] = ()
    for number in range(24):
        before = tree(content)
        files = reports(content)
        one, other = chance.sample(files, 2)
        match number % 8:
            case 0:
                say(one, PASSAGE)
                say(other, PASSAGE)
            case 1:
                later = one.with_name(f"xin-{number}.yml")
                shutil.copyfile(one, later)
                releases.change(later, "项目名称: ", f"项目名称: 第{number}号")
            case 2:
                other.unlink()
                shutil.rmtree(other.with_suffix(""), ignore_errors=True)
                for file in {Path(one.path) for one in kept if one.rule in BETWEEN} - {other}:
                    # What was found stands a line further down, and nothing else is new.
                    file.write_text(f"# 核对过\n{file.read_text('utf-8')}", encoding="utf-8")
            case 3:
                say(other, f"此外完成了{NAME}的全部工作。")
            case 4:
                year = content / f"reports/{2010 + number}/{one.parent.name}"
                year.mkdir(parents=True, exist_ok=True)
                text = re.sub("(?m)^年度: .*", f"年度: {2010 + number}", one.read_text("utf-8"))
                (year / one.name).write_text(text, encoding="utf-8")
                if one.with_suffix("").is_dir():
                    shutil.copytree(one.with_suffix(""), year / one.stem, dirs_exist_ok=True)
            case 5:
                releases.change(one, "状态: ", "状态: 草稿 # ")
            case 6:
                text = re.sub("公开日期: .*", "公开日期: 2030-01-01", one.read_text("utf-8"))
                one.write_text(text, encoding="utf-8")  # public on a later day, and judged now
                say(one, PASSAGE)
                say(other, PASSAGE)
            case _:
                text = re.sub("项目名称: .*", f"项目名称: {NAME}", one.read_text("utf-8"))
                one.write_text(text, encoding="utf-8")
        kept = checked(content, tmp_path / "cache")
        assert kept == checked(content, None), number
        changed = {name for name, _ in before.items() ^ tree(content).items()}
        edited.read_changed([(content / name).absolute() for name in changed])
        edited.check_across_reports()
        assert set(edited.problems) == set(kept), number  # as the desk follows edits
        found |= {problem.rule for problem in kept} & BETWEEN
    assert found == BETWEEN, "the changes brought up every rule"


def test_nothing_of_what_is_not_public_is_kept(content: Path, tmp_path: Path) -> None:
    """Nor what public reports share with it: a cache goes from job to job."""
    public = [file for file in reports(content) if "状态: 公开" in file.read_text("utf-8")]
    one, other = public[0], public[-1]  # of the first year and of the last
    text = re.sub("项目名称: .*", f"项目名称: {NAME}", one.read_text("utf-8"))
    one.write_text(re.sub("公开日期: .*", "公开日期: 2030-01-01", text), encoding="utf-8")
    say(one, PASSAGE)
    say(other, PASSAGE)
    told = [p.message for p in checked(content, tmp_path / "cache") if p.path == str(other)]
    assert any(NAME in message for message in told)
    with sqlite3.connect(tmp_path / "cache/examined.sqlite") as database:
        everything = "\n".join(database.iterdump())
    assert NAME not in everything
    assert other.stem in everything, "what is public is kept"


def test_what_is_broken_is_done_without(content: Path, tmp_path: Path) -> None:
    first = checked(content, tmp_path / "cache")
    with sqlite3.connect(tmp_path / "cache/examined.sqlite") as database:
        database.execute("UPDATE cross_checks SET problems = '{\"x\": [[1]]}', keys = '{\"x\": 3}'")
    assert checked(content, tmp_path / "cache") == first


def test_a_text_that_is_gone_is_read_again(content: Path, tmp_path: Path) -> None:
    """Pages are made of what is kept, and without it of the file."""
    from generator.content.full_report import full_entry

    options = ReadOptions(TODAY, Store(tmp_path / "cache"))
    loader.load(content, options)
    kept = loader.load(content, options).catalogue
    assert kept
    some = kept.public[:5]
    before = [full_entry(entry).report for entry in some]
    (tmp_path / "cache/examined.sqlite").unlink()
    assert [full_entry(entry).report for entry in some] == before
    assert all(report.narrative or report.withdrawal for report in before)


def test_a_draft_is_kept_without_a_word_of_it(content: Path, tmp_path: Path) -> None:
    """That it is in order is known; which one it is, or what it says, is not."""
    file = next(f for f in reports(content) if "状态: 公开" in f.read_text("utf-8"))
    releases.change(file, "状态: 公开", "状态: 草稿")
    text = re.sub("项目名称: .*", f"项目名称: {NAME}", file.read_text("utf-8"))
    draft = file.with_name("mimi-xiangmu.yml")
    draft.write_text(text, encoding="utf-8")
    file.unlink()
    first = loader.load(content, ReadOptions(TODAY, Store(tmp_path / "cache")))
    again = loader.load(content, ReadOptions(TODAY, Store(tmp_path / "cache")))
    assert first.unpublished == again.unpublished
    assert first.problems == again.problems
    with sqlite3.connect(tmp_path / "cache/examined.sqlite") as database:
        everything = "\n".join(database.iterdump())
    assert NAME not in everything
    assert draft.stem not in everything


def test_what_a_withdrawn_report_said_is_kept_nowhere(content: Path, tmp_path: Path) -> None:
    file = next(f for f in reports(content) if "状态: 公开" in f.read_text("utf-8"))
    say(file, PASSAGE)
    releases.change(file, "状态: 公开", "状态: 撤回")
    releases.append(file, "撤回: {日期: 2026-11-01, 理由: 内容重复}\n")
    for _ in range(2):
        loaded = loader.load(content, ReadOptions(TODAY, Store(tmp_path / "cache")))
        assert loaded.catalogue
        assert sum(entry.withdrawn for entry in loaded.catalogue.public) >= 1
    with sqlite3.connect(tmp_path / "cache/examined.sqlite") as database:
        everything = "\n".join(database.iterdump())
    assert PASSAGE not in everything
    assert "内容重复" in everything, "what its page says is kept"

"""What a check keeps from run to run never shows: same problems, whatever was kept."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.conftest import run
from tests.test_rules import RULES, put


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(RULES / "_content", tmp_path / "content")
    return tmp_path / "content"


def check(content: Path, *paths: Path) -> str:
    """What the command prints, with a cache of its own."""
    command: tuple[str | Path, ...] = ("jixiao", "check", "--content", content, *paths)
    done = run(*command, "--format", "json", JIXIAO_CACHE=str(content.parent / "cache"))
    assert "Traceback" not in done.stderr
    return done.stdout


def spent_too_much(content: Path, slug: str = "one") -> Path:
    return put(content, {"资金": {"到位": "300"}}, slug, {"附表.txt": "附表\n"})


def test_a_second_check_says_the_same(content: Path) -> None:
    file = spent_too_much(content)
    text = file.read_text("utf-8")
    file.write_text(text + "核实:\n  - {规则: spent-over-received, 说明: 结转未计入}\n", "utf-8")
    put(content, {"状态": "草稿"}, "two", {})
    first = check(content)
    assert "结转未计入" in first
    assert check(content) == first


def test_the_same_content_elsewhere_is_named_as_it_lies_there(content: Path) -> None:
    spent_too_much(content)
    check(content)
    moved = content.rename(content.parent / "moved")
    assert f"{moved}/reports/2023/shuiliju/one.yml" in check(moved)
    assert f"{content}/" not in check(moved)


@pytest.mark.parametrize("what", ["report", "attachment", "new attachment", "register", "settings"])
def test_what_changed_is_judged_again(content: Path, what: str) -> None:
    file = put(content, {}, "one", {"附表.txt": "附表\n"})
    assert check(content) == "[]\n"
    match what:
        case "report":
            file.write_text(file.read_text("utf-8").replace("  到位: 320", "  到位: 300"), "utf-8")
            assert "spent-over-received" in check(content)
        case "attachment":
            table = file.with_suffix("") / "附表.txt"
            table.write_text("经办人身份证号 110101199003074477\n", "utf-8")
            assert "identity-number" in check(content)
        case "new attachment":
            (file.with_suffix("") / "另一个.txt").write_text("x", "utf-8")
            assert "unlisted-file" in check(content)
        case "register":
            (content / "departments.yml").write_text("- {名称: 甲局, 标识: jiaju}\n", "utf-8")
            assert "unknown-department" in check(content)
        case _:
            strict = "检查规则:\n  - {规则: spent-over-received, 级别: 错误}\n"
            spent_too_much(content, "two")
            assert '"level": "warning"' in check(content)
            with (content / "site.yml").open("a", encoding="utf-8") as site:
                site.write(strict)
            assert '"level": "error"' in check(content)


@pytest.mark.parametrize("harm", ["garbage", "cut", "rows", "folder", "no database"])
def test_what_is_kept_may_be_broken(content: Path, harm: str) -> None:
    spent_too_much(content)
    expected = check(content)
    kept = content.parent / "cache/check/examined.sqlite"
    match harm:
        case "garbage":
            kept.write_bytes(b"garbage" * 1000)
        case "cut":
            kept.write_bytes(kept.read_bytes()[:5000])
        case "rows":
            with sqlite3.connect(kept) as database:
                database.execute("UPDATE examined SET told = '[1, 2'")
        case "folder":
            kept.unlink()
            kept.mkdir()
        case _:
            shutil.rmtree(kept.parent)
            kept.parent.write_text("a file", "utf-8")
    assert check(content) == expected
    assert check(content) == expected


def test_many_reports_are_judged_as_few_are(content: Path, tmp_path: Path) -> None:
    """Several processes find what one finds, in the same order."""
    for number in range(320):
        put(content, {"资金": {"到位": str(300 + number % 5)}}, f"one-{number}", {})
    every = check(content)
    assert every.count("spent-over-received") == 256
    for folder in content.glob("reports/*/*"):
        for file in sorted(folder.glob("*.yml"))[20:]:
            file.unlink()
    assert every.startswith(check(content)[:200])
    shutil.rmtree(tmp_path / "cache")
    again = check(content)
    assert again == check(content)


def git(folder: Path, *words: str, **environment: str) -> None:
    name = ("-c", "user.name=tester", "-c", "user.email=tester@example.com")
    subprocess.run(["git", *name, *words], cwd=folder, check=True, capture_output=True,
                   env={**environment, "PATH": "/usr/bin:/bin", "HOME": str(folder)})  # fmt: skip


def test_a_published_report_that_was_moved_is_missed(content: Path) -> None:
    public = put(content, {}, "one", {})
    put(content, {"状态": "草稿"}, "two", {})
    put(content, {"公开日期": "2090-01-01"}, "three", {})
    git(content.parent, "init", "-q", "-b", "main")
    git(content.parent, "add", "-A")
    git(content.parent, "commit", "-qm", "one")
    assert "address-gone" not in check(content)
    for slug in ("one", "two", "three"):
        public.with_name(f"{slug}.yml").rename(public.with_name(f"{slug}-new.yml"))
    git(content.parent, "add", "-A")
    git(content.parent, "commit", "-qm", "two")
    said = check(content)
    assert said.count("address-gone") == 1
    assert f"{public}" in said
    public.with_name("one-new.yml").rename(public)
    assert "address-gone" not in check(content)


def test_a_report_that_the_record_has_is_missed(content: Path, tmp_path: Path) -> None:
    """The record of a released site knows what was public, whatever the repository says."""
    file = put(content, {}, "one", {})
    with (content / "site.yml").open("a", encoding="utf-8") as site:
        site.write("生成PDF: 否\n")
    site_folder = tmp_path / "site"
    done = run("jixiao", "build", "--content", content, "--site", site_folder)
    assert done.returncode == 0, done.stderr
    done = run("jixiao", "release", "--content", content, "--site", site_folder, "--first")
    assert done.returncode == 0, done.stderr
    done = run("jixiao", "deploy", tmp_path / "srv", "--site", site_folder)
    assert done.returncode == 0, done.stderr
    file.rename(file.with_name("two.yml"))
    done = run("jixiao", "check", "--content", content, "--since", tmp_path / "srv")
    assert done.returncode == 1
    assert f"{file}:1:1: 错误" in done.stdout
    assert "address-gone" in done.stdout
    file.with_name("two.yml").rename(file)
    done = run("jixiao", "check", "--content", content, "--since", tmp_path / "srv")
    assert done.returncode == 0, done.stdout

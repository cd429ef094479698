"""What a check keeps from run to run never shows: same problems, whatever was kept."""

import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.check.test_rules import RULES, put
from tests.conftest import run

pytestmark = pytest.mark.slow("checks, builds and releases a site")


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
                database.execute("UPDATE reports SET details = '[1, 2'")
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


AFTER = "2026-11-24T12:00:00+08:00"  # the first publication is of the tests' day, the 23rd
BEFORE = "2026-11-22T12:00:00+08:00"


def commit(folder: Path, when: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one", GIT_COMMITTER_DATE=when, GIT_AUTHOR_DATE=when)


def published(content: Path, *options: str | Path) -> Path:
    """Build, release and deploy the content; the target."""
    site, target = content.parent.parent / "site", content.parent.parent / "srv"
    for command in (
        ("build", "--content", content, "--site", site),
        ("release", "--content", content, "--site", site, *options),
        ("deploy", target, "--site", site),
    ):
        done = run("jixiao", *command)
        assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def inside(tmp_path: Path, content: Path) -> Path:
    """The content in a repository of its own, without PDF."""
    (tmp_path / "repository").mkdir()
    content.rename(tmp_path / "repository/content")
    found = tmp_path / "repository/content"
    with (found / "site.yml").open("a", encoding="utf-8") as site:
        site.write("生成PDF: 否\n")
    git(found.parent, "init", "-q", "-b", "main")
    return found


def test_a_published_report_that_was_moved_is_missed(inside: Path) -> None:
    public = put(inside, {}, "one", {})
    put(inside, {"状态": "草稿"}, "two", {})
    put(inside, {"公开日期": "2090-01-01"}, "three", {})
    commit(inside.parent, BEFORE)
    done = run("jixiao", "checkpoint", published(inside, "--first"), "--content", inside)
    assert done.returncode == 0, done.stderr
    assert "address-gone" not in check(inside)
    for slug in ("one", "two", "three"):
        public.with_name(f"{slug}.yml").rename(public.with_name(f"{slug}-new.yml"))
    commit(inside.parent, AFTER)
    said = check(inside)
    assert said.count("address-gone") == 1
    assert f"{public}" in said
    told = run("jixiao", "check", "--content", inside).stdout
    command = re.search(rf"^git checkout [0-9a-f]+\^ -- {public}$", told, re.MULTILINE)
    assert command
    subprocess.run(command[0].split(), cwd=inside.parent, check=True)
    assert public.exists()
    assert "address-gone" not in check(inside)


def test_another_countys_fork_is_not_told_of_reports_that_it_never_published(inside: Path) -> None:
    sample = put(inside, {}, "sample", {})
    put(inside, {}, "other", {})
    commit(inside.parent, BEFORE)
    sample.unlink()
    commit(inside.parent, BEFORE)
    assert "address-gone" not in check(inside)  # never published anything
    published(inside, "--first")
    target = inside.parent.parent / "srv"
    assert run("jixiao", "checkpoint", target, "--content", inside).returncode == 0
    assert "address-gone" not in check(inside)  # deleted before this site began
    inside.joinpath("reports").rename(inside / "gone")
    shutil.rmtree(inside / "gone")
    commit(inside.parent, AFTER)
    assert check(inside).count("address-gone") == 1
    # a fork that took the branch along is another organiser's
    text = (inside / "site.yml").read_text(encoding="utf-8")
    organiser = re.search(r"^主办单位: (.*)$", text, re.MULTILINE)
    assert organiser
    (inside / "site.yml").write_text(text.replace(organiser[1], "另一县财政局"), encoding="utf-8")
    assert "address-gone" not in check(inside)
    done = run(
        "jixiao", "release", "--first", "--content", inside, "--site", inside.parent.parent / "site"
    )
    assert done.returncode == 1
    assert "不是第一次公开" in done.stderr
    assert f"那是{organiser[1]}的网站" in done.stderr
    assert "git push origin --delete jixiao-record" in done.stderr


def test_a_broken_checkpoint_is_explained(inside: Path, tmp_path: Path) -> None:
    put(inside, {}, "one", {})
    target = published(inside, "--first")
    file = tmp_path / "kept.json"
    for text in ("", "[]", "{}", '{"条数": "1"}'):
        file.write_text(text, encoding="utf-8")
        done = run("jixiao", "check", "--content", inside, "--since", target, "--checkpoint", file)
        assert done.returncode == 1
        assert f"{file} 坏了" in done.stderr
        assert "Traceback" not in done.stderr
    done = run("jixiao", "checkpoint", target, "--content", tmp_path / "nowhere")
    assert (done.returncode, "不在 git 仓库里" in done.stderr) == (1, True)
    done = run("jixiao", "checkpoint", tmp_path / "srw", "--content", inside)
    assert (done.returncode, "没有文件夹" in done.stderr) == (1, True)


def test_a_check_says_what_a_release_would_refuse_though_other_files_are_broken(
    inside: Path,
) -> None:
    one = put(inside, {"资金": {"支出": "40", "到位": "50"}}, "one", {})
    two = put(inside, {}, "two", {})
    target = published(inside, "--first")
    one.write_text(one.read_text("utf-8").replace("40", "41"), encoding="utf-8")
    two.write_text(two.read_text("utf-8") + "多余: 1\n", encoding="utf-8")
    done = run("jixiao", "check", "--content", inside, "--since", target)
    assert done.returncode == 1
    rules = re.findall(r"错误: .*\(([a-z-]+)\)", done.stdout)
    assert sorted(rules) == ["figure-changed", "unknown-key"], done.stdout
    done = run("jixiao", "check", "--content", inside, "--since", target, two)
    assert "figure-changed" not in done.stdout


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

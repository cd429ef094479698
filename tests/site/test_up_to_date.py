"""Where nothing changed, nothing is built; where anything did, it is."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, run, tree
from tests.support import releases

pytestmark = pytest.mark.slow("builds sites one after the other")

Once = Callable[[str, Callable[[Path], None]], Path]
UNCHANGED, BUILT = "没有改动，网站还是这", "生成了"


@pytest.fixture(scope="module")
def made(once: Once) -> Path:
    """Content of a dozen reports, one of them public a day later, and the site of today."""

    def fill(folder: Path) -> None:
        content = releases.content(folder)
        file = releases.standing(content)
        text = file.read_text("utf-8")
        day = text.split("公开日期: ")[1].split("\n")[0]
        releases.change(file, f"公开日期: {day}", "公开日期: 2026-11-24")
        project(folder)
        assert BUILT in build(folder)

    return once("standing", fill)


def project(folder: Path) -> None:
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")


def build(folder: Path, *options: str, **environment: str) -> str:
    command = ("jixiao", "build", "--config", folder / "mkdocs.yml", "--content", "content")
    cache = str(folder / "cache")
    done = run(*command, "--site", "site", *options, cwd=folder, JIXIAO_CACHE=cache, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """As somebody left it yesterday, files and their times."""
    subprocess.run(["cp", "-a", f"{made}/.", tmp_path], check=True)
    assert BUILT in build(tmp_path)  # another place, other files
    return tmp_path


def test_nothing_is_built_again(folder: Path) -> None:
    before = {path: path.stat().st_ino for path in (folder / "site").rglob("*")}
    assert UNCHANGED in build(folder)
    assert {path: path.stat().st_ino for path in (folder / "site").rglob("*")} == before


def test_warnings_are_told_again_in_numbers(folder: Path) -> None:
    command = ("jixiao", "build", "--config", "mkdocs.yml", "--content", "content", "--site")
    environment = {"JIXIAO_CACHE": str(folder / "cache")}
    again = run(*command, "site", cwd=folder, **environment)
    assert UNCHANGED in again.stdout
    anew = run(*command, "other", cwd=folder, **environment)
    assert BUILT in anew.stdout
    numbers = again.stderr.partition("\n逐条列出")[0].strip()
    assert numbers.startswith("检查了 12 份报告")
    assert numbers in anew.stderr
    assert "个警告" in again.stderr
    assert "逐条列出：jixiao check" in again.stderr


def test_no_word_of_a_draft_is_put_down(folder: Path) -> None:
    """What is kept goes from job to job."""
    file = releases.standing(folder / "content")
    releases.change(file, "状态: 公开", "状态: 草稿")
    releases.change(file, "项目名称: ", "项目名称: 机密\u200b")  # which the check complains of
    done = run("jixiao", "check", "--content", "content", "--format", "lines", cwd=folder)
    assert file.name in done.stdout
    assert BUILT in build(folder)
    for kept in (folder / "cache/standing").iterdir():
        assert file.stem not in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "place",
    ["content/site.yml", "content/departments.yml", "content/pages/about.md", "mkdocs.yml",
     "overrides/main.html", "overrides/assets/style/text.css", "content/outlines/project-report.yml"],
)  # fmt: skip
def test_whatever_a_site_is_made_of_makes_it_anew(folder: Path, place: str) -> None:
    with (folder / place).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert BUILT in build(folder)
    assert UNCHANGED in build(folder)


def test_a_site_that_somebody_touched_is_built_again(folder: Path) -> None:
    before = tree(folder / "site")
    (folder / "site/index.html").write_text("改动", encoding="utf-8")
    assert BUILT in build(folder)
    assert tree(folder / "site") == before
    (folder / "site/about/index.html").unlink()
    assert BUILT in build(folder)
    (folder / "site/多出的文件.html").write_text("多", encoding="utf-8")
    assert BUILT in build(folder)
    assert tree(folder / "site") == before
    assert UNCHANGED in build(folder)


def test_a_released_site_is_built_again(folder: Path) -> None:
    before = tree(folder / "site")
    done = run("jixiao", "release", "--first", "--site", "site", "--content", "content", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert BUILT in build(folder)
    assert tree(folder / "site") == before


def test_on_the_day_of_a_report_it_is_built(folder: Path) -> None:
    tomorrow, later = "1795478400", "1796000000"
    before = tree(folder / "site")
    assert UNCHANGED in build(folder)
    assert BUILT in build(folder, SOURCE_DATE_EPOCH=tomorrow)
    new = tree(folder / "site").keys() - before.keys()
    assert any(name.startswith("reports/") for name in new)
    assert UNCHANGED in build(folder, SOURCE_DATE_EPOCH=later)
    assert BUILT in build(folder), "a clock that goes back takes the report away again"
    assert tree(folder / "site") == before


def test_without_what_was_kept_everything_is_made(folder: Path) -> None:
    assert BUILT in build(folder, "--no-cache")


def test_a_broken_note_is_done_without(folder: Path) -> None:
    for file in (folder / "cache/standing").iterdir():
        file.write_text("{", encoding="utf-8")
    assert BUILT in build(folder)

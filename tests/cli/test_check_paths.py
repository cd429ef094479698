"""`jixiao check PATH…`: problems of those files alone are told and decide the exit code."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, only_rules, run

FOLDER = "content/reports/2021/gonganju"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with a warning in its folder, one with an error, one that is clean; a bad page."""
    tmp_path = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "tests/check/cases/_base", tmp_path, dirs_exist_ok=True)
    only_rules(tmp_path / "content")
    clean = ROOT / "tests/check/cases/clean-minimal" / FOLDER / "shili.yml"
    for name, more in (
        ("warns", ""),
        ("errs", "多余: 1\n"),
        ("warns-2", "多余: 1\n"),
        ("clean", ""),
    ):
        file = tmp_path / FOLDER / f"{name}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(clean.read_text(encoding="utf-8") + more, encoding="utf-8")
    (tmp_path / FOLDER / "warns").mkdir()
    (tmp_path / FOLDER / "warns/a.pdf").write_text("x", encoding="utf-8")
    (tmp_path / "content/pages/bad.md").write_text("没有标题\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("x", encoding="utf-8")
    return tmp_path


def told(project: Path, *paths: str | Path, cwd: Path | None = None) -> tuple[int, list[str]]:
    """Exit code, and the files of the problems."""
    done = run("jixiao", "check", "--format", "json", *paths, cwd=cwd or project)
    return done.returncode, [Path(one["path"]).name for one in json.loads(done.stdout)]


def test_without_a_path_all_is_told(project: Path) -> None:
    assert told(project) == (1, ["bad.md", "errs.yml", "warns-2.yml", "warns.yml"])


@pytest.mark.parametrize(
    ("paths", "code", "files"),
    [
        ([f"{FOLDER}/warns.yml"], 0, ["warns.yml"]),
        ([f"{FOLDER}/errs.yml"], 1, ["errs.yml"]),
        ([f"{FOLDER}/clean.yml"], 0, []),
        ([f"{FOLDER}/clean.yml", f"{FOLDER}/warns.yml"], 0, ["warns.yml"]),
        ([f"{FOLDER}/warns/a.pdf"], 0, ["warns.yml"]),
        ([f"{FOLDER}/warns"], 0, ["warns.yml"]),
        ([f"./{FOLDER}/../gonganju//errs.yml"], 1, ["errs.yml"]),
        (["reports/2021/gonganju/errs.yml"], 1, ["errs.yml"]),
        ([FOLDER], 1, ["errs.yml", "warns-2.yml", "warns.yml"]),
        (["content/reports/2021"], 1, ["errs.yml", "warns-2.yml", "warns.yml"]),
        (["content/pages"], 1, ["bad.md"]),
        (["content/pages/bad.md"], 1, ["bad.md"]),
        (["content/site.yml", "content/departments.yml"], 0, []),
        (["content"], 1, ["bad.md", "errs.yml", "warns-2.yml", "warns.yml"]),
    ],
)
def test_only_what_is_named_is_told(
    project: Path, paths: list[str], code: int, files: list[str]
) -> None:
    assert told(project, *paths) == (code, files)
    if paths[0].startswith("content"):
        assert told(project, *(project / path for path in paths)) == (code, files)


def test_another_folder_and_links_to_it(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "link").symlink_to(project)
    file = f"{FOLDER}/errs.yml"
    for content in (
        project / "content",
        other / "link/content",
        Path(os.path.relpath(project, other), "content"),
    ):
        for path in (project / file, other / "link" / file, "reports/2021/gonganju/errs.yml"):
            assert told(project, "--content", content, path, cwd=other) == (1, ["errs.yml"])


def test_the_end_says_that_not_all_is_told(project: Path) -> None:
    done = run("jixiao", "check", f"{FOLDER}/clean.yml", f"{FOLDER}/warns", cwd=project)
    assert done.stderr.splitlines()[0] == ("检查了 4 份报告（只列出指定的 2 处的问题）：1 个警告。")


@pytest.mark.parametrize(
    "path", ["duoyu.yml", "README.md", f"{FOLDER}/none.yml", "/", "content/.."]
)
def test_what_is_no_file_of_the_content_is_wrong_use(project: Path, path: str) -> None:
    done = run("jixiao", "check", "content/site.yml", path, cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"命令用法不对：内容文件夹 content 里没有 {path}。")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("联系电话110101199003074477", "110101199003074477"),
        ("联系电话13800138000", "13800138000"),
        ("资助示例小学三年级学生李小红500元", "李小红"),
        ("住示例县示例镇幸福小区3栋2单元501室", "3栋2单元501室"),
    ],
)
def test_what_must_not_be_published_is_masked_whatever_is_listed(
    project: Path, tmp_path: Path, text: str, secret: str
) -> None:
    """Ten errors are listed, the one of the number is the eleventh; a warning has the same line."""
    project = shutil.copytree(project, tmp_path, dirs_exist_ok=True)
    shutil.copy(ROOT / "tests/check/cases/_base/content/site.yml", project / "content")
    only_rules(project / "content", "residue", "minor-names", "home-address")
    file = project / FOLDER / "errs.yml"
    more = "".join(f"多余{n}: 1\n" for n in range(1, 11))
    passage = f"正文: {{项目概况: {{项目背景: {text}，详见XXX。}}}}\n"
    file.write_text(file.read_text(encoding="utf-8") + more + passage, encoding="utf-8")
    errs = f"{FOLDER}/errs.yml"
    done = run("jixiao", "check", "--changed", "-", cwd=project, given=errs)
    assert "个警告" in done.stdout
    assert "详见XXX" in done.stdout
    assert secret not in done.stdout + done.stderr
    for command in (("check",), ("build", "--site", project / "site")):
        done = run("jixiao", *command, cwd=project)
        assert secret not in done.stdout + done.stderr

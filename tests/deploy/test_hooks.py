"""The hooks of those who write reports: real commits in a repository of their own."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import BIN, ROOT, TODAY, only_rules

pytestmark = pytest.mark.slow("commits through the hook, which starts the program")

FOLDER = "content/reports/2021/gonganju"
CLEAN = (ROOT / "tests/check/cases/clean-minimal" / FOLDER / "shili.yml").read_text(
    encoding="utf-8"
)
WRONG = "多余: 1\n"
WARNS = "资金: {单位: 万元, 到位: 40, 支出: 50}\n"
MANIFEST = ROOT / ".pre-commit-hooks.yaml"


class Repository:
    """A repository with a clean report, and commits that tell what the hook said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "tests/check/cases/_base", folder)
        only_rules(folder / "content", "spent-over-received")
        self.git("init", "--quiet", "--initial-branch=main")
        self.write("shili", CLEAN)
        self.git("add", ".")
        self.git("commit", "--quiet", "--message=first")

    def git(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
        for who in ("AUTHOR", "COMMITTER"):
            clean |= {f"GIT_{who}_NAME": "a", f"GIT_{who}_EMAIL": "a@example.org"}
        nobody = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, capture_output=True, text=True, check=False,
            env={**clean, **nobody, "SOURCE_DATE_EPOCH": TODAY, **environment},
        )  # fmt: skip

    def write(self, name: str, text: str) -> str:
        file = self.folder / FOLDER / f"{name}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return str(file.relative_to(self.folder))

    def commit(self, *arguments: str, **environment: str) -> tuple[bool, str]:
        """Whether there is a new commit, and what was said."""
        before = self.git("rev-parse", "HEAD").stdout
        done = self.git("commit", "--message=next", *arguments, **environment)
        made = self.git("rev-parse", "HEAD").stdout != before
        assert made == (done.returncode == 0), done.stderr
        return made, done.stdout + done.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """With the hook for machines without pre-commit."""
    made = Repository(tmp_path / "有 空格")
    shutil.copy(ROOT / "deploy/hooks/pre-commit", made.folder / ".git/hooks/")
    made.git("config", "jixiao.command", str(BIN / "jixiao"))
    return made


def test_an_error_is_not_committed_and_is_explained(repository: Repository) -> None:
    repository.git("add", repository.write("erhao", CLEAN + WRONG))
    made, said = repository.commit()
    assert not made
    assert f"{FOLDER}/erhao.yml:{len((CLEAN + WRONG).splitlines())}:1: 错误: 不认识的键" in said
    assert "    多余: 1\n" in said
    assert "没有提交：要提交的内容有错误，见上。" in said
    assert repository.commit("--no-verify")[0]


def test_warnings_are_told_and_committed(repository: Repository) -> None:
    repository.git("add", repository.write("erhao", CLEAN + WARNS))
    made, said = repository.commit()
    assert made
    assert "警告: 支出 50 大于到位 40" in said


def test_what_is_staged_counts_and_not_what_lies_in_the_folder(repository: Repository) -> None:
    repository.git("add", repository.write("shili", CLEAN + WRONG))
    repository.write("shili", CLEAN)
    assert not repository.commit()[0]
    repository.git("add", repository.write("shili", CLEAN + "# 好\n"))
    repository.write("shili", CLEAN + WRONG)
    repository.write("sanhao", WRONG)
    made, said = repository.commit()
    assert made
    assert "错误" not in said
    assert (repository.folder / FOLDER / "shili.yml").read_text("utf-8") == CLEAN + WRONG


@pytest.mark.parametrize("arguments", [["--all"], [f"{FOLDER}/shili.yml"]])
def test_what_git_stages_for_one_commit_counts(
    repository: Repository, arguments: list[str]
) -> None:
    repository.write("shili", CLEAN + WRONG)
    assert not repository.commit(*arguments)[0]
    repository.write("shili", CLEAN + "# 好\n")
    assert repository.commit(*arguments)[0]


def test_errors_of_other_files_do_not_stop_a_commit(repository: Repository) -> None:
    repository.git("add", repository.write("erhao", CLEAN + WRONG))
    assert repository.commit("--no-verify")[0]
    repository.git("add", repository.write("shili", CLEAN + "# 好\n"))
    assert repository.commit()[0]
    with (repository.folder / "content/site.yml").open("a", encoding="utf-8") as file:
        file.write("# 影响全部\n")
    assert not repository.commit("--all")[0]


def test_what_is_deleted_or_renamed_is_missed(repository: Repository) -> None:
    folder = repository.folder / FOLDER / "shili"
    folder.mkdir()
    (folder / "原 文.txt").write_text("x\n", encoding="utf-8")
    repository.write("shili", CLEAN + "附件: [{名称: 原文, 文件: 原 文.txt}]\n")
    repository.git("add", ".")
    assert repository.commit()[0]
    repository.git("mv", f"{FOLDER}/shili/原 文.txt", f"{FOLDER}/shili/新.txt")
    made, said = repository.commit()
    assert not made
    assert "(attachment-missing)" in said
    repository.git("reset", "--quiet", "--hard")
    repository.git("rm", "--quiet", "content/pages/about.md")
    assert "(missing-file)" in repository.commit()[1]


def test_commits_of_other_things_do_not_wait(repository: Repository) -> None:
    repository.git("config", "jixiao.command", "/bin/false")
    (repository.folder / "README.md").write_text("x\n", encoding="utf-8")
    repository.git("add", ".")
    assert repository.commit()[0]


def test_the_very_first_commit_is_checked(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--orphan", "new")
    repository.git("add", repository.write("erhao", CLEAN + WRONG))
    done = repository.git("commit", "--message=first")
    assert done.returncode == 1
    assert "erhao.yml" in done.stderr


def test_a_folder_below_and_a_second_work_tree(repository: Repository) -> None:
    repository.git("worktree", "add", "--quiet", "../second", "-b", "second")
    second = repository.folder.parent / "second"
    (second / FOLDER / "erhao.yml").write_text(CLEAN + WRONG, encoding="utf-8")
    repository.folder = second / "content"
    repository.git("add", ".")
    made, said = repository.commit()
    assert not made
    assert f"{FOLDER}/erhao.yml" in said


def test_without_the_program_nothing_passes_unchecked(repository: Repository) -> None:
    repository.git("config", "--unset", "jixiao.command")
    repository.git("add", repository.write("erhao", CLEAN))
    without = ":".join(p for p in os.environ["PATH"].split(":") if not Path(p, "jixiao").exists())
    made, said = repository.commit(PATH=without)
    assert not made
    assert "找不到程序 jixiao" in said
    assert repository.commit(PATH=f"{BIN}:{without}")[0]
    repository.git("add", repository.write("sanhao", CLEAN + WRONG))
    for place in (".venv/bin/jixiao", ".venv/Scripts/jixiao.exe"):
        program = repository.folder / place
        program.parent.mkdir(parents=True)
        program.symlink_to(BIN / "jixiao")
        assert "不认识的键" in repository.commit(PATH=without)[1]
        program.unlink()


def test_nothing_is_left_behind(repository: Repository, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for text in (CLEAN, CLEAN + WRONG):
        repository.git("add", repository.write("erhao", text))
        repository.commit(TMPDIR=str(temporary))
    assert list(temporary.iterdir()) == []


# ---------------------------------------------------------------- pre-commit


def pre_commit(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / "pre-commit"), *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, check=False,
        env={**os.environ, "PRE_COMMIT_HOME": str(cwd.parent / "pre-commit")},
    )  # fmt: skip


def hook() -> dict[str, Any]:
    (found,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return dict(found)


def test_pre_commit_takes_the_hook(tmp_path: Path) -> None:
    done = pre_commit("validate-manifest", MANIFEST, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert (hook()["id"], hook()["language"]) == ("jixiao-check", "python")
    program = hook()["entry"].split()[0]
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\n{program} = "generator.cli.main:main"\n' in text


@pytest.fixture
def with_pre_commit(tmp_path: Path) -> Repository:
    """The hook as it is, but with the program that is installed: nothing is fetched."""
    made = Repository(tmp_path / "project")
    ours = {**hook(), "language": "system", "entry": f"{BIN}/{hook()['entry']}"}
    config = {"repos": [{"repo": "local", "hooks": [ours]}]}
    file = made.folder / ".pre-commit-config.yaml"
    file.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    made.git("add", ".")
    made.git("commit", "--quiet", "--message=second")
    done = pre_commit("install", cwd=made.folder)
    assert done.returncode == 0, done.stdout
    return made


def test_pre_commit_checks_what_is_staged(with_pre_commit: Repository, tmp_path: Path) -> None:
    home = {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
    repository = with_pre_commit
    repository.git("add", repository.write("erhao", CLEAN + WRONG))
    repository.write("erhao", CLEAN)
    made, said = repository.commit(**home)
    assert not made
    assert "检查绩效报告" in said
    assert "不认识的键“多余”" in said
    repository.git("add", repository.write("erhao", CLEAN + WARNS))
    made, said = repository.commit(**home)
    assert made
    assert "警告: 支出 50 大于到位 40" in said
    (repository.folder / "README.md").write_text("x\n", encoding="utf-8")
    repository.git("add", "README.md")
    made, said = repository.commit(**home)
    assert made
    assert "Skipped" in said

"""Handing in pushes what was chosen, and leaves the person's copy as it is."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desk import without_browser
from tests.support.made_up import content as made_up
from tests.support.made_up import report
from tests.support.posted_form import PostedForm

pytestmark = pytest.mark.slow("starts the desk")

PERSON = ("-c", "user.name=示例甲", "-c", "user.email=jia@localhost")


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", folder, *PERSON, *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def server(tmp_path: Path) -> Path:
    made = tmp_path / "server.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", made], check=True)
    return made


@pytest.fixture
def file(tmp_path: Path, server: Path) -> Path:
    content = made_up(tmp_path / "copy")
    made = content / f"{report(content, 'shili', 2021).rstrip('/')}.yml"
    made.write_text("项目名称: 示例项目\n状态: 草稿\n", "utf-8")
    git(content, "init", "-q", "-b", "main")
    git(content, "add", ".")
    git(content, "commit", "-q", "-m", "begin")
    git(content, "remote", "add", "origin", server.as_posix())
    git(content, "push", "-q", "-u", "origin", "main")
    made.write_text("项目名称: 示例项目二\n状态: 草稿\n", "utf-8")
    return made


@pytest.fixture
def content(file: Path) -> Path:
    return file.parents[3]


@pytest.fixture
def desk(content: Path) -> Iterator[PostedForm]:
    with without_browser(content) as opened:
        yield opened


NAME = "reports/2021/gonganju/shili.yml"
SENT = {"file": NAME, "who": "示例乙", "message": "改名称"}


def branches(server: Path) -> list[str]:
    return git(server, "for-each-ref", "--format=%(refname:short)", "refs/heads/desk-*").split()


def test_a_changed_file_is_pushed_and_the_copy_stays(
    desk: PostedForm, server: Path, content: Path, file: Path
) -> None:
    before, head = file.read_bytes(), git(content, "rev-parse", "HEAD")
    assert desk.post("hand-in", SENT).said == "已提交。"
    (branch,) = branches(server)
    assert git(server, "show", f"{branch}:{NAME}").encode() == before.strip()
    assert git(server, "log", "-1", "--format=%an %s", branch) == "示例乙 改名称"
    assert (file.read_bytes(), git(content, "rev-parse", "HEAD")) == (before, head)
    assert git(content, "diff", "--cached", "--name-only") == ""


def test_handing_in_twice_makes_one_branch(desk: PostedForm, server: Path) -> None:
    assert [desk.post("hand-in", SENT).said for _ in "12"] == ["已提交。"] * 2
    assert len(branches(server)) == 1


def test_who_changed_the_same_report_is_named(
    desk: PostedForm, server: Path, tmp_path: Path, file: Path
) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", server.as_posix(), other.as_posix())
    (other / NAME).write_text("项目名称: 示例项目三\n状态: 草稿\n", "utf-8")
    git(other, "commit", "-q", "-am", "other")
    git(other, "push", "-q")
    before = file.read_bytes()
    said = desk.post("hand-in", SENT).said
    assert said.startswith("没有提交，您的改动都还在：示例甲在")
    assert (branches(server), file.read_bytes()) == ([], before)


def test_a_server_that_is_gone_is_said(desk: PostedForm, server: Path, file: Path) -> None:
    before = file.read_bytes()
    server.rename(server.with_name("away"))
    assert desk.post("hand-in", SENT).said.startswith("找不到服务器上的仓库")
    assert file.read_bytes() == before
    server.with_name("away").rename(server)
    assert desk.post("hand-in", SENT).said == "已提交。"


def test_an_error_in_a_public_report_keeps_it_back(
    desk: PostedForm, server: Path, file: Path
) -> None:
    file.write_text("项目名称: 示例项目二\n状态: 公开\n", "utf-8")
    assert "还有错误" in desk.post("hand-in", SENT).said
    assert branches(server) == []


def test_a_link_out_of_the_content_is_not_handed_in(
    desk: PostedForm, server: Path, tmp_path: Path, content: Path
) -> None:
    (tmp_path / "private").write_text("示例", "utf-8")
    (content / "link.txt").symlink_to(tmp_path / "private")
    assert "不是普通文件" in desk.post("hand-in", {**SENT, "file": "link.txt"}).said
    assert branches(server) == []

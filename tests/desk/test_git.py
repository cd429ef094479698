"""Git at the desk waits for nobody, and what it says is fit to be shown."""

import os
import select
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from generator.desk import git as desk_git
from generator.desk.git import Git, GitError, meaning, remote_lines
from tests.support.clerks import git


class AsksForPassword(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="git"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    return tmp_path


def test_a_server_that_wants_a_password_gets_none_and_nobody_is_asked(clone: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), AsksForPassword) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        git(
            clone,
            "remote",
            "add",
            "origin",
            f"http://jia:geheim@127.0.0.1:{server.server_port}/a/b",
        )
        with pytest.raises(GitError) as refused:
            Git(clone).run("fetch", "origin")
        server.shutdown()
    assert str(refused.value).startswith(("服务器不认这里保存的", "这台机器上没有保存"))
    assert "geheim" not in str(refused.value)


def test_a_server_that_says_nothing_is_given_up_with_all_that_was_started(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent, held = clone / "silent", clone / "held"
    os.mkfifo(held)
    reader = os.open(held, os.O_RDONLY | os.O_NONBLOCK)
    silent.write_text(f"#!/bin/sh\nexec 3>{held}\nexec sleep 1000\n", "utf-8")
    silent.chmod(0o755)
    git(clone, "remote", "add", "origin", "git@git.example:a/b.git")
    monkeypatch.setenv("GIT_SSH_COMMAND", silent.as_posix())
    monkeypatch.setattr(desk_git, "_SECONDS_AWAY", 2)
    with pytest.raises(GitError, match="服务器一直没有回答"):
        Git(clone).run("fetch", "origin")
    assert _nobody_writes(reader)
    os.close(reader)


def _nobody_writes(reader: int) -> bool:
    """Whether whoever held the pipe has ended, or does within half a minute."""
    try:
        return os.read(reader, 1) == b""
    except BlockingIOError:
        return bool(select.select([reader], [], [], 30)[0])


def test_ssh_asks_nothing_and_keeps_its_own_options(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = clone / "told"
    ssh = clone / "ssh"
    ssh.write_text(f'#!/bin/sh\necho "$@" >{told}\nexit 255\n', "utf-8")
    ssh.chmod(0o755)
    git(clone, "remote", "add", "origin", "git@git.example:a/b.git")
    git(clone, "config", "core.sshCommand", f"{ssh} -p 2222")
    monkeypatch.delenv("GIT_SSH_COMMAND", raising=False)
    with pytest.raises(GitError):
        Git(clone).run("fetch", "origin")
    assert told.read_text("utf-8").startswith("-p 2222 -oBatchMode=yes")


def test_what_a_server_says_is_shown_without_escapes_passwords_and_hidden_signs() -> None:
    said = (
        "remote: \x1b[31m错误:\x1b[0m 不行\u202e   \r\nremote: 见 https://jia:geheim@git.example/x\n"
        "remote:\n! [rejected] main\n"
    )
    assert remote_lines(said) == ["错误: 不行", "见 https://git.example/x"]


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("remote: error: GH006: Protected branch update failed\n! [remote rejected] main -> main "
         "(protected branch hook declined)", "服务器不许直接写这个分支"),
        ("! [rejected] main -> main (fetch first)", "服务器上刚有了别的改动"),
        ("Host key verification failed.", "这台机器还不认识服务器"),
        ("fatal: couldn't find remote ref refs/heads/main", "服务器上没有这个分支了"),
        ("fatal: write error: No space left on device", "磁盘满了"),
        ("fatal: Unable to create '/x/.git/index.lock': File exists.", "另一个 git 程序"),
    ],
)  # fmt: skip
def test_what_git_says_becomes_what_to_do(said: str, begins: str) -> None:
    assert meaning(said).startswith(begins)


def test_an_object_that_is_missing_is_no_file_that_was_deleted(clone: Path) -> None:
    here = Git(clone)
    there = here.given("示例".encode(), "hash-object", "-w", "--stdin")
    assert here.objects([there, there]) == {there: "示例".encode()}
    with pytest.raises(GitError, match="不完整"):
        here.objects([there, "1" * 40])


def test_an_ssh_command_of_blanks_is_none(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_SSH_COMMAND", " ")
    assert Git(clone).run("rev-parse", "--git-dir").strip() == ".git"


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_WORK_TREE"])
def test_the_folder_s_own_repository_is_used_whatever_is_set(
    clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, tmp_path.as_posix())
    assert Git(clone).run("rev-parse", "--show-toplevel").strip() == clone.as_posix()

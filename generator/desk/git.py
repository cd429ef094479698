"""Git commands of the desk, with what went wrong said in the words of who has to act on it."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

_SECONDS = 60  # a command over the network may take
# What git says (in English, by LC_ALL), and what to do about it; the first that fits.
_MEANINGS = (
    ("could not resolve host", "连不上服务器：请检查网络，然后再提交一次。"),
    ("connection refused", "连不上服务器：请检查网络，然后再提交一次。"),
    ("connection timed out", "连不上服务器：请检查网络，然后再提交一次。"),
    ("authentication failed", "服务器不认这里保存的账号或口令：请管理员重新设置。"),
    ("could not read username", "这台机器上没有保存服务器的账号：请管理员设置。"),
    ("permission denied", "服务器不让这个账号提交：请管理员检查密钥和权限。"),
    ("hook declined", "服务器的检查没有通过：请把下面的原话转给管理员。"),
    ("protected branch", "服务器不许直接写这个分支：请管理员检查权限。"),
    ("non-fast-forward", "服务器上已有别的改动：请再提交一次。"),
    ("fetch first", "服务器上已有别的改动：请再提交一次。"),
    (".lock", "另一个 git 程序正在使用这个文件夹：请等它结束，再提交一次。"),
    ("dubious ownership", "这个文件夹属于别的用户，git 不肯使用：请管理员设置。"),
    ("not a git repository", "这个文件夹不在 git 仓库里，无法提交：请管理员设置。"),
    ("does not appear to be a git repository", "找不到服务器上的仓库：请管理员检查它的地址。"),
    ("could not read from remote", "读不到服务器上的仓库：请检查网络，或请管理员检查地址。"),
)


class GitError(Exception):
    """A command failed; its text says what to do, and quotes git."""


class Git:
    """Git on the repository that a folder is in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, *arguments: str, **variables: str) -> str:
        """What a command prints on standard output; raises GitError."""
        return self._done(arguments, variables).stdout

    def said(self, *arguments: str) -> str:
        """What a command prints to people."""
        return self._done(arguments, {}).stderr

    def find(self, *arguments: str) -> str | None:
        """The line that a command prints; None where it fails, as where there is no such thing."""
        try:
            return self.run(*arguments).strip()
        except GitError:
            return None

    def bytes_at(self, revision: str) -> bytes | None:
        """A file of a commit."""
        made = self.find("cat-file", "--filters", revision)
        return None if made is None else made.encode()

    def _done(
        self, arguments: tuple[str, ...], variables: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C",
                 "GIT_LITERAL_PATHSPECS": "1"}  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603
                ["git", "-C", os.fspath(self._folder), *arguments],  # noqa: S607
                stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
                errors="replace", check=False, timeout=_SECONDS,
                env={**os.environ, **quiet, **variables},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise GitError("服务器一直没有回答：请检查网络，然后再提交一次。") from None
        except OSError:
            raise GitError("这台机器上没有可用的 git：请管理员安装。") from None
        if done.returncode:
            raise GitError(meaning(done.stderr))
        return done


def meaning(stderr: str) -> str:
    """What to do about what git said, with its words."""
    lowered = stderr.lower()
    found = (what for words, what in _MEANINGS if words in lowered)
    return f"{next(found, '没有提交成。')}（git 的原话：{stderr.strip()[:400]}）"

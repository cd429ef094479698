"""Git commands of the desk, with what went wrong said in the words of who has to act on it.

Nothing here waits for a person: no password is asked for, and a server that is silent is given up.
"""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path, PurePath

from generator.runtime.process_groups import kill_all

_SECONDS = 60  # a command on this machine may take
_SECONDS_AWAY = 600  # one over the network: an attachment may be large, the line slow
_AWAY = ("fetch", "push", "ls-remote")
_LINES, _LENGTH = 30, 300  # of what a server says
# A connection that died is noticed in a minute; one that works may take its time.
_LIVELY = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60")
_SSH = "-oBatchMode=yes -oConnectTimeout=20 -oServerAliveInterval=20 -oServerAliveCountMax=3"
_NO_PROMPTS = {
    "GIT_TERMINAL_PROMPT": "0", "GCM_INTERACTIVE": "never", "SSH_ASKPASS": "",
    "SSH_ASKPASS_REQUIRE": "never",
}  # fmt: skip
_ELSEWHERE = {
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
}
_SETTINGS = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", "GIT_LITERAL_PATHSPECS": "1"}
_ENCODED = ("-c", "i18n.commitEncoding=utf-8", "-c", "i18n.logOutputEncoding=utf-8",
            "-c", "core.quotePath=false")  # fmt: skip
# What git says (in English, by LC_ALL), and what to do about it; the first that fits.
_MEANINGS = (
    ("could not resolve host", "连不上服务器：请检查网络，然后再提交一次。"),
    ("connection refused", "连不上服务器：请检查网络，然后再提交一次。"),
    ("connection timed out", "连不上服务器：请检查网络，然后再提交一次。"),
    ("host key verification failed",
     "这台机器还不认识服务器：请照手册《用 git 交报告》“认服务器”做一次，指纹不符的告诉管理员。"),
    ("authentication failed", "服务器不认这里保存的账号或口令：请管理员重新设置。"),
    ("could not read username", "这台机器上没有保存服务器的账号：请管理员设置。"),
    ("could not read password", "这台机器上没有保存服务器的账号：请管理员设置。"),
    ("permission denied", "服务器不让这个账号提交：请管理员检查密钥和权限。"),
    ("protected branch",
     "服务器不许直接写这个分支：请管理员检查权限，或在 site.yml 里写“提交方式: 分支”。"),
    ("hook declined", "服务器的检查没有通过：请照下面的原话改好再提交；看不懂的转给管理员。"),
    ("non-fast-forward", "服务器上刚有了别的改动：请再提交一次。"),
    ("fetch first", "服务器上刚有了别的改动：请再提交一次。"),
    ("failed to update ref", "服务器上刚有了别的改动：请再提交一次。"),
    ("cannot lock ref", "服务器上刚有了别的改动：请再提交一次。"),
    ("stale info", "服务器上刚有了别的改动：请再提交一次。"),
    ("no space left", "磁盘满了：请腾出空间，然后再提交一次。"),
    ("disk quota exceeded", "磁盘满了：请腾出空间，然后再提交一次。"),
    (".lock", "另一个 git 程序正在使用这个文件夹：请等它结束，再提交一次。"),
    ("dubious ownership", "这个文件夹属于别的用户，git 不肯使用：请管理员设置。"),
    ("not a git repository", "这个文件夹不在 git 仓库里，无法提交：请管理员设置。"),
    ("ambiguous argument 'head'", "这个文件夹还没有从服务器领取过：请管理员设置。"),
    ("no such remote", "这个文件夹还没有服务器的地址：请管理员设置。"),
    ("does not appear to be a git repository", "找不到服务器上的仓库：请管理员检查它的地址。"),
    ("could not read from remote", "读不到服务器上的仓库：请检查网络，或请管理员检查地址。"),
    ("couldn't find remote ref", "服务器上没有这个分支了：请管理员检查主分支是哪一个。"),
    ("hung up", "服务器断开了：请检查网络，然后再提交一次。"),
)  # fmt: skip
_RACED = ("non-fast-forward", "fetch first", "failed to update ref", "cannot lock ref")
_SECRET = re.compile(r"(?<=://)[^/@\s]+@")  # a name and a password in an address
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class GitError(Exception):
    """A command failed; its text says what to do, and quotes git.

    `is_raced`: another pushed meanwhile; `stderr` is what git said.
    """

    def __init__(self, message: str, stderr: str = "") -> None:
        super().__init__(message)
        self.stderr = stderr
        self.is_raced = any(words in stderr.lower() for words in _RACED)


class Git:
    """Git on the repository that a folder is in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # What is said of commits by their ids never changes; failures are not kept.
        self.of_commits = lru_cache(maxsize=64)(self.run)

    def run(self, *arguments: str, **variables: str) -> str:
        """What a command prints on standard output; raises GitError."""
        return self._done(arguments, variables).stdout.decode("utf-8", "replace")

    def given(self, data: bytes, *arguments: str, **variables: str) -> str:
        """The same, of a command that reads bytes; without the line feed at the end."""
        return self._done(arguments, variables, data).stdout.decode("utf-8", "replace").strip()

    def said(self, *arguments: str) -> str:
        """What a command prints to people."""
        return self._done(arguments, {}).stderr.decode("utf-8", "replace")

    def find(self, *arguments: str, **variables: str) -> str | None:
        """What a command prints; None where it fails, as where there is no such thing."""
        try:
            return self.run(*arguments, **variables).strip()
        except GitError:
            return None

    @cached_property
    def prefix(self) -> str:
        """Where the folder is in its repository: "", or a path with a slash at its end."""
        return self.run("rev-parse", "--show-prefix").strip("\n")

    def ids(self, names: Sequence[str]) -> Mapping[str, str]:
        """The objects that files of the folder would be; nothing is written."""
        given = "".join(f"{self.prefix}{one}\n" for one in names).encode()
        made = self.given(given, "hash-object", "--stdin-paths").split() if names else []
        return dict(zip(names, made, strict=True))

    def bytes_at(self, revision: str) -> bytes | None:
        """A file of a commit, as it is kept; None where there is none."""
        try:
            return self._done(("cat-file", "blob", revision), {}).stdout
        except GitError:
            return None

    def objects(self, ids: Sequence[str]) -> Mapping[str, bytes]:
        """The bytes of many objects at once, by id; raises GitError."""
        given = "".join(f"{one}\n" for one in ids).encode()
        said = self._done(("cat-file", "--batch"), {}, given).stdout
        found, at = {}, 0
        for one in ids:
            begin = said.index(b"\n", at) + 1
            head = said[at:begin].split()
            if len(head) < 3:  # "ID missing", as where a part of the clone is damaged
                raise GitError("这个文件夹里的仓库不完整：请管理员检查（git fsck）。")
            end = begin + int(head[2])
            found[one], at = said[begin:end], end + 1
        return found

    def _done(
        self, arguments: tuple[str, ...], variables: Mapping[str, str], data: bytes | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        is_away = arguments[0] in _AWAY
        command = ["git", "-C", os.fspath(self._folder), *_ENCODED, *_LIVELY, *arguments]
        try:
            # A session of its own has no terminal that could be asked for a password.
            with subprocess.Popen(  # noqa: S603
                command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                stdin=subprocess.DEVNULL if data is None else subprocess.PIPE,
                env={**_here(), **_SETTINGS, **_NO_PROMPTS, **self._ssh, **variables},
                start_new_session=True,
            ) as process:  # fmt: skip
                try:
                    out, err = process.communicate(data, _SECONDS_AWAY if is_away else _SECONDS)
                finally:
                    if process.returncode is None:
                        kill_all(process)
        except subprocess.TimeoutExpired:
            raise GitError(
                "服务器一直没有回答：请检查网络，然后再提交一次。" if is_away
                else "git 一直没有做完：请关掉别的 git 程序，然后再试一次。"
            ) from None  # fmt: skip
        except OSError:
            raise GitError("这台机器上没有可用的 git：请管理员安装。") from None
        if process.returncode:
            stderr = err.decode("utf-8", "replace")
            raise GitError(meaning(stderr), stderr)
        return subprocess.CompletedProcess(command, 0, out, err)

    @cached_property
    def _ssh(self) -> Mapping[str, str]:
        """The ssh that is set up, never asking; other programs are left as they are."""
        command = os.environ.get("GIT_SSH_COMMAND")
        if command is None and "GIT_SSH" in os.environ:
            return {}
        self.__dict__["_ssh"] = {}  # to ask for the setting takes no ssh
        command = (command or self.find("config", "core.sshCommand") or "").strip() or "ssh"
        name = PurePath(command.replace("\\", "/").split()[0].strip("'\"")).stem
        return {"GIT_SSH_COMMAND": f"{command} {_SSH}"} if name == "ssh" else {}


def _here() -> Mapping[str, str]:
    """The environment without what would lead git to another repository than the folder's."""
    return {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}


def is_listable(name: str) -> bool:
    """Whether git takes a name in a list of lines as it is."""
    return "\n" not in name and not name.startswith('"')


def meaning(stderr: str) -> str:
    """What to do about what git said, with its words."""
    lowered = stderr.lower()
    found = (what for words, what in _MEANINGS if words in lowered)
    quoted = "\n".join(plain_lines(stderr))[:600]
    return f"{next(found, '没有提交成。')}（git 的原话：{quoted}）"


def remote_lines(stderr: str) -> list[str]:
    """What the server said to whoever pushed, without git's mark before each line."""
    marked = (one.removeprefix("remote:").strip() for one in plain_lines(stderr)
              if one.startswith("remote:"))  # fmt: skip
    return [one for one in marked if one][:_LINES]


def plain_lines(text: str) -> list[str]:
    """Lines of a program, safe to show: no escapes or unseen characters, no password."""
    lines = _SECRET.sub("", _ESCAPE.sub("", text)).replace("\r", "\n").split("\n")
    shown = ("".join(filter(str.isprintable, one)).strip()[:_LENGTH] for one in lines)
    return [one for one in shown if one]

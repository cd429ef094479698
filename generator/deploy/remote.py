"""A target of a deploy, and a session with the server's half there, `receiver.sh`."""

import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, TypeAlias

from generator.model.problems import JixiaoError
from generator.release.files import EXTRA, REMEDY
from generator.runtime.program import shipped

# Called with the kind of step and how many there are.
Progress: TypeAlias = Callable[[str, int], None]

SSH = "ssh -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=4"
RECEIVER = shipped("deploy/receiver.sh")  # the server's half
PROTOCOL = "3"  # the version that the server's half must have

_GREETING = re.compile(r"jixiao-receiver (\d+) (\d+) (\d+) (/.*)")
_REMOTE = re.compile(r"(?P<host>(?:\w[\w.-]*@)?\w[\w.-]*):(?P<folder>/(?!/)[\w./-]*|\w[\w./-]*)")

# What ssh prints, and what that means for the one who deploys.
_SSH_COMPLAINTS = (
    ("Permission denied (", "服务器不接受这个账号或密钥。请核对用户名、密钥和 authorized_keys"),
    ("Host key verification failed", "不认识这台服务器的主机密钥。请核对后加进 known_hosts"),
    ("Connection refused", "服务器没有在这个端口提供 ssh"),
    ("Could not resolve hostname", "找不到这台服务器，请核对主机名"),
    ("timed out", "连接超时，请核对网络"),
    ("No route to host", "网络不通"),
    ("Network is unreachable", "网络不通"),
)


@dataclass(frozen=True)
class Target:
    """A folder of this machine (`host` empty) or of another one that ssh reaches."""

    folder: str
    host: str = ""

    @classmethod
    def parse(cls, text: str) -> "Target":
        """From `/srv/jixiao` or `user@host:/srv/jixiao`; JixiaoError where it is neither."""
        if os.name == "nt" and PureWindowsPath(text).drive:
            return cls(os.fspath(Path(text).absolute()))
        if match := _REMOTE.fullmatch(text):
            return cls(match["folder"].rstrip("/") or "/", match["host"])
        # A colon means another machine, for rsync as for us; a mistyped one must not make a folder.
        here = text.startswith(("/", "./", "../")) or not re.search("[:：]|^[^/]*@", text)
        if not text.strip() or not here:
            raise JixiaoError(
                f"目标应为文件夹或 用户@主机:/文件夹（路径不带空格），写的是“{text}”。"
            )
        return cls(os.fspath(Path(text).absolute()))

    def __str__(self) -> str:
        return f"{self.host}:{self.folder}" if self.host else self.folder

    @property
    def ssh(self) -> list[str]:
        """The words of the ssh command: JIXIAO_SSH, or one with our options."""
        return shlex.split(os.environ.get("JIXIAO_SSH") or SSH)

    @property
    def command(self) -> list[str]:
        """The words of the command that starts the server's half, here or there."""
        words = ["sh", "-c", RECEIVER.read_text(encoding="utf-8"), "jixiao-receiver", self.folder]
        return [*self.ssh, self.host, shlex.join(words)] if self.host else words


class RemoteError(JixiaoError):
    """The server's half refused a request, or the connection broke.

    `code` and `detail` are the words of its error, `lines` what it answered before.
    """

    def __init__(
        self, code: str, message: str, lines: Sequence[str] = (), detail: str = ""
    ) -> None:
        self.code, self.lines, self.detail = code, tuple(lines), detail
        super().__init__(message)


def require_posix() -> None:
    """Raise JixiaoError on Windows, which has neither `sh` nor `rsync`."""
    if os.name == "nt":
        raise JixiaoError(
            "公开、退回、读本机的部署目标（deploy、rollback、releases）要用 sh 和 rsync，"
            "在服务器那一边（Linux）运行，Windows 上不能用。"
            "在这里写好、检查、预览（jixiao check、jixiao serve），然后 git push，由服务器公开；"
            "要退回的，请管理员在服务器上做。"
        )


@contextmanager
def connect(target: Target) -> "Iterator[Session]":
    """A session with the server's half; it ends, and with it the lock, when the block does.

    Raises JixiaoError where it cannot be reached or has another version.
    """
    if not target.host:
        require_posix()
    with tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(  # noqa: S603
                target.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )
        except FileNotFoundError as error:
            raise JixiaoError(f"缺少程序 {error.filename}。请安装 openssh-client。") from None
        remote = Session(target, process, errors)
        try:
            remote.handshake()
            yield remote
        finally:
            remote.close()


class Session:
    """One session: a request is a line or more, its answer are lines that end with `ok`."""

    def __init__(self, target: Target, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        assert process.stdin  # noqa: S101  pipes, see `connect`
        assert process.stdout  # noqa: S101
        self.target, self._process, self._errors = target, process, errors
        self._input, self._output = process.stdin, process.stdout
        self.clock = 0  # seconds since 1970 by the server's clock
        self.free = 0  # KB on the server's disk

    def handshake(self) -> None:
        """Wait for the greeting, and check version and folder."""
        found = _GREETING.fullmatch(self._line())
        if not found:
            raise self._disconnected()
        if found[1] != PROTOCOL:
            raise JixiaoError(
                f"{self.target.host or self.target} 上装的 jixiao-receiver 与本程序不配套（应为第 "
                f"{PROTOCOL} 版，那里是第 {found[1]} 版）。"
                "请管理员用本程序的 deploy/receiver.sh 换上。"
            )
        self.clock, self.free = int(found[2]), int(found[3])
        folder = self.target.folder
        if (
            folder.startswith("/")
            and found[4] != PurePosixPath(folder).as_posix()
            and self.target.host
        ):
            raise JixiaoError(
                f"这个账号在 {self.target.host} 上只能发布到 {found[4]}，写的是 {folder}。"
            )

    def request(self, *words: str | int, lines: Iterable[str] = ()) -> list[str]:
        """Send a request, and the lines that follow it; returns the lines of the answer.

        Raises RemoteError with the server's reason, or with the code "lost".
        """
        self.send(*words, lines=lines)
        return self.receive()

    def send(self, *words: str | int, lines: Iterable[str] = ()) -> None:
        """Send a request whose answer is received later: both sides work meanwhile."""
        self._write("".join(f"{one}\n" for one in (" ".join(map(str, words)), *lines)))

    def receive(self) -> list[str]:
        """The lines of the answer to what was sent; raises as `request` does."""
        answer: list[str] = []
        while (line := self._line()) != "ok":
            if line.startswith("error "):
                raise self._refused(line, answer)
            answer.append(line)
        return answer

    def read(self, path: str, release: str = "last") -> bytes | None:
        """The bytes of a file of a published release; None where there is none."""
        self._write(f"read {release} {path}\n")
        line = self._line()
        if not line.startswith("size "):
            return None
        size = int(line.split()[1])
        data = self._output.read(size)
        if len(data) < size or self._line() != "ok":
            raise self._disconnected()
        return data

    def close(self) -> None:
        """End the session; the server's half finishes what it is doing."""
        for stream in (self._input, self._output):
            with suppress(BrokenPipeError):
                stream.close()
        self._process.wait()

    def _write(self, text: str) -> None:
        try:
            self._input.write(text.encode())
            self._input.flush()
        except BrokenPipeError:
            raise self._disconnected() from None

    def _line(self) -> str:
        line = self._output.readline()
        if not line.endswith(b"\n"):
            raise self._disconnected()
        return line.decode("utf-8", errors="replace")[:-1]

    def _refused(self, line: str, answer: list[str]) -> RemoteError:
        code, _, detail = line.removeprefix("error ").partition(" ")
        messages = {
            "busy": f"另一次发布正在进行：{self.target}。请等它结束再试。",
            "foreign": f"{self.target} 里有别的文件，不是本程序建立的，不会动。"
            "请核对目标有没有写错；新的目标要用空文件夹。",
            "absent": f"{self.target} 上没有发布过网站。请核对目标有没有写错。",
            "lost": f"{self.target} 的 {detail} 不见了或不是原来的样子，没有它不知道公开过什么。"
            "请先查明并恢复，什么都没有改动。",
            "write": f"{self.target} 写不进去：{explain(detail)}",
        }
        return RemoteError(code, messages.get(code, f"{self.target}：{line}"), answer, detail)

    def _disconnected(self) -> RemoteError:
        self.close()
        self._errors.seek(0)
        printed = self._errors.read().decode("utf-8", errors="replace").strip()
        meaning = next((chinese for word, chinese in _SSH_COMPLAINTS if word in printed), "")
        last = printed.splitlines()[-1] if printed else "没有应答"
        return RemoteError("lost", f"与 {self.target} 的连接断了：{meaning or last}。")


def explain(complaint: str) -> str:
    """An error message of a system program, with its meaning in Chinese where that is known."""
    known = (
        ("No space left", "磁盘已满"),
        ("Disk quota", "超过了磁盘配额"),
        ("Read-only file system", "文件系统是只读的"),
        ("Permission denied", "没有权限"),
        ("Operation not permitted", "没有权限（文件不属于这个账号？）"),
    )
    meaning = next((chinese for word, chinese in known if word in complaint), "")
    return f"{meaning}（{complaint}）" if meaning else complaint


class RemoteRelease:
    """A published release of a target, the last or that of a name; a `SiteReader`."""

    def __init__(self, remote: Session, name: str = "last") -> None:
        self.where, self._remote, self._name = str(remote.target), remote, name

    def read(self, path: str) -> bytes | None:
        """The file's bytes."""
        return self._remote.read(path, self._name)


class CurrentRelease(RemoteRelease):
    """The release that a target serves; its server compares the files with the list by itself."""

    def __init__(self, remote: Session) -> None:
        super().__init__(remote, "current")

    def damaged(self) -> list[tuple[str, str]]:
        """Paths of files that differ from the list, and what is wrong with each."""
        kinds = {"bad": "内容被改动", "extra": f"{EXTRA}。{REMEDY}"}
        self._remote.request("lock")
        try:
            lines = self._remote.request("check", "current")
        except RemoteError as error:
            if error.code != "usage":
                raise
            raise JixiaoError(
                f"{self.where} 上装的 jixiao-receiver 是旧的，不会核对。请换成新的"
                "（deploy/receiver.sh），或在服务器上运行 jixiao verify。"
            ) from None
        found = (line.partition(" ") for line in lines)
        return [(path, kinds.get(kind, kind)) for kind, _, path in found]

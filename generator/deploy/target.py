"""The place that a site is deployed to, and the talk with the server's half, `receiver.sh`."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from generator.model.problems import JixiaoError

SSH_VARIABLE = "JIXIAO_SSH"  # the ssh command with its options
SSH = "ssh -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=4"
RECEIVER = Path(__file__).parent / "receiver.sh"
PROTOCOL = "3"  # what the server's half and we speak
GREETING = re.compile(r"jixiao-receiver (\d+) (\d+) (\d+) (/.*)")

_REMOTE = re.compile(r"(?P<host>(?:\w[\w.-]*@)?\w[\w.-]*):(?P<folder>/(?!/)[\w./-]*|\w[\w./-]*)")

# What ssh says, and what that means for the one who deploys.
_SSH_COMPLAINTS = (
    ("Permission denied (", "服务器不接受这个账号或密钥。请核对用户名、密钥和 authorized_keys"),
    ("Host key verification failed", "不认识这台服务器的主机密钥。请核对后加进 known_hosts"),
    ("Connection refused", "服务器没有在这个端口提供 ssh"),
    ("Could not resolve hostname", "找不到这台服务器，请核对主机名"),
    ("timed out", "连接超时，请核对网络"),
    ("No route to host", "网络不通"),
    ("Network is unreachable", "网络不通"),
)


class FarSideError(JixiaoError):
    """The far side refused or was lost; `code` and `detail` are its words, `lines` what it said."""

    def __init__(
        self, code: str, message: str, lines: Sequence[str] = (), detail: str = ""
    ) -> None:
        self.code, self.lines, self.detail = code, tuple(lines), detail
        super().__init__(message)


@dataclass(frozen=True)
class Target:
    """A folder of this machine (`host` empty) or of another one that ssh reaches."""

    folder: str
    host: str = ""

    @classmethod
    def parse(cls, text: str) -> Target:
        """`/srv/jixiao`, `user@host:/srv/jixiao`."""
        match = _REMOTE.fullmatch(text)
        # A colon means another machine, for rsync as for us; a mistyped one must not make a folder.
        here = text.startswith(("/", "./", "../")) or not re.search("[:：]|^[^/]*@", text)
        if not text.strip() or (not match and not here):
            raise JixiaoError(
                f"目标应为文件夹或 用户@主机:/文件夹（路径不带空格），写的是“{text}”。"
            )
        if match:
            return cls(match["folder"].rstrip("/") or "/", match["host"])
        return cls(str(Path(text).absolute()))

    def __str__(self) -> str:
        return f"{self.host}:{self.folder}" if self.host else self.folder

    @property
    def ssh(self) -> list[str]:
        """The ssh command, as words."""
        return shlex.split(os.environ.get(SSH_VARIABLE) or SSH)

    @property
    def command(self) -> list[str]:
        """What starts the server's half, here or there."""
        words = ["sh", "-c", RECEIVER.read_text(encoding="utf-8"), "jixiao-receiver", self.folder]
        return [*self.ssh, self.host, shlex.join(words)] if self.host else words


@contextmanager
def talking(target: Target) -> Iterator[FarSide]:
    """A talk with the server's half; it ends, and with it the lock, when the block does."""
    with tempfile.TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(  # noqa: S603
                target.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
            )
        except FileNotFoundError as error:
            raise JixiaoError(f"缺少程序 {error.filename}。请安装 openssh-client。") from None
        far = FarSide(target, process, complaints)
        try:
            far.greet()
            yield far
        finally:
            far.end()


class FarSide:
    """One talk: a command a line, answered line by line."""

    def __init__(
        self, target: Target, process: subprocess.Popen[bytes], complaints: IO[bytes]
    ) -> None:
        self.target, self._process, self._complaints = target, process, complaints
        self.clock = 0  # seconds since 1970 by the far side's clock
        self.free = 0  # KB on its disk

    def greet(self) -> None:
        """Wait for it to be there."""
        found = GREETING.fullmatch(self._line())
        if not found:
            raise self._lost()
        if found[1] != PROTOCOL:
            raise JixiaoError(
                f"{self.target.host or self.target} 上装的 jixiao-receiver 与本程序不配套（应为第 "
                f"{PROTOCOL} 版，那里是第 {found[1]} 版）。"
                "请管理员用本程序的 generator/deploy/receiver.sh 换上。"
            )
        self.clock, self.free = int(found[2]), int(found[3])
        folder = self.target.folder
        if folder.startswith("/") and found[4] != str(Path(folder)) and self.target.host:
            raise JixiaoError(
                f"这个账号在 {self.target.host} 上只能发布到 {found[4]}，写的是 {folder}。"
            )

    def ask(self, *words: str | int, lines: Iterable[str] = ()) -> list[str]:
        """Send a command, and the lines that follow it; the lines of its answer.

        Raises FarSideError with the far side's reason, or with "lost".
        """
        self.tell(*words, lines=lines)
        return self.hear()

    def tell(self, *words: str | int, lines: Iterable[str] = ()) -> None:
        """Send a command whose answer is heard later: both sides work meanwhile."""
        self._send("".join(f"{one}\n" for one in (" ".join(map(str, words)), *lines)))

    def hear(self) -> list[str]:
        """The lines of the answer to what it was told, as `ask` gives them."""
        answer: list[str] = []
        while (line := self._line()) != "ok":
            if line.startswith("error "):
                raise self._refused(line, answer)
            answer.append(line)
        return answer

    def read(self, path: str, release: str = "last") -> bytes | None:
        """A file of a release that was made public; None where there is none."""
        self._send(f"read {release} {path}\n")
        line = self._line()
        if not line.startswith("size "):
            return None
        size = int(line.split()[1])
        data = self._process.stdout.read(size) if self._process.stdout else b""
        if len(data) < size or self._line() != "ok":
            raise self._lost()
        return data

    def end(self) -> None:
        """Close the talk; what it was doing it finishes."""
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                if stream:
                    stream.close()
        self._process.wait()

    def _send(self, text: str) -> None:
        assert self._process.stdin  # noqa: S101  a pipe, see `talking`
        try:
            self._process.stdin.write(text.encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._lost() from None

    def _line(self) -> str:
        assert self._process.stdout  # noqa: S101  a pipe, see `talking`
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._lost()
        return line.decode("utf-8", errors="replace")[:-1]

    def _refused(self, line: str, answer: list[str]) -> FarSideError:
        code, _, detail = line.removeprefix("error ").partition(" ")
        messages = {
            "busy": f"另一次发布正在进行：{self.target}。请等它结束再试。",
            "foreign": f"{self.target} 里有别的文件，不是本程序建立的，不会动。"
            "请核对目标有没有写错；新的目标要用空文件夹。",
            "absent": f"{self.target} 上没有发布过网站。请核对目标有没有写错。",
            "lost": f"{self.target} 的 {detail} 不见了或不是原来的样子，没有它不知道公开过什么。"
            "请先查明并恢复，什么都没有改动。",
            "write": f"{self.target} 写不进去：{explained(detail)}",
        }
        return FarSideError(code, messages.get(code, f"{self.target}：{line}"), answer, detail)

    def _lost(self) -> FarSideError:
        self.end()
        self._complaints.seek(0)
        said = self._complaints.read().decode("utf-8", errors="replace").strip()
        meaning = next((chinese for word, chinese in _SSH_COMPLAINTS if word in said), "")
        last = said.splitlines()[-1] if said else "没有应答"
        return FarSideError("lost", f"与 {self.target} 的连接断了：{meaning or last}。")


def explained(complaint: str) -> str:
    """What a program of the system complained of, in words for staff."""
    known = (
        ("No space left", "磁盘已满"),
        ("Disk quota", "超过了磁盘配额"),
        ("Read-only file system", "文件系统是只读的"),
        ("Permission denied", "没有权限"),
        ("Operation not permitted", "没有权限（文件不属于这个账号？）"),
    )
    meaning = next((chinese for word, chinese in known if word in complaint), "")
    return f"{meaning}（{complaint}）" if meaning else complaint


@dataclass(frozen=True)
class FarRelease:
    """A release that was made public at a target, read through a talk; a `Reader`."""

    far: FarSide
    name: str = "last"

    @property
    def where(self) -> str:
        """As a message names it."""
        return str(self.far.target)

    def read(self, path: str) -> bytes | None:
        """The file's bytes."""
        return self.far.read(path, self.name)


@dataclass(frozen=True)
class FarServing(FarRelease):
    """The release that a target serves; the far side compares its files with the list by itself."""

    def damaged(self) -> list[tuple[str, str]]:
        """Paths of files that are not as they are listed, and what is wrong with each."""
        kinds = {"bad": "内容被改动", "extra": "多出来的文件，不属于这次发布"}
        self.far.ask("lock")
        try:
            lines = self.far.ask("check", self.name)
        except FarSideError as error:
            if error.code != "usage":
                raise
            raise JixiaoError(
                f"{self.where} 上装的 jixiao-receiver 是旧的，不会核对。请换成新的"
                "（generator/deploy/receiver.sh），或在服务器上运行 jixiao verify。"
            ) from None
        found = (line.partition(" ") for line in lines)
        return [(path, kinds.get(kind, kind)) for kind, _, path in found]


def serving(far: FarSide) -> FarServing | None:
    """The release that a target serves; None where it serves none."""
    lines = far.ask("state")
    name = next((one.removeprefix("current ") for one in lines if one.startswith("current ")), "")
    return FarServing(far, "current") if f"release {name}\t" in "\n".join(lines) else None

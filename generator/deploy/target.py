"""A target of a deploy: a folder here or on another machine, and the command that reaches it."""

import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from generator.model.problems import JixiaoError

SSH_VARIABLE = "JIXIAO_SSH"  # the ssh command with its options
SSH = "ssh -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=4"
RECEIVER = Path(__file__).parent / "receiver.sh"  # the server's half

_REMOTE = re.compile(r"(?P<host>(?:\w[\w.-]*@)?\w[\w.-]*):(?P<folder>/(?!/)[\w./-]*|\w[\w./-]*)")


@dataclass(frozen=True)
class Target:
    """A folder of this machine (`host` empty) or of another one that ssh reaches."""

    folder: str
    host: str = ""

    @classmethod
    def parse(cls, text: str) -> "Target":
        """From `/srv/jixiao` or `user@host:/srv/jixiao`; JixiaoError where it is neither."""
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
        """The words of the ssh command."""
        return shlex.split(os.environ.get(SSH_VARIABLE) or SSH)

    @property
    def command(self) -> list[str]:
        """The words of the command that starts the server's half, here or there."""
        words = ["sh", "-c", RECEIVER.read_text(encoding="utf-8"), "jixiao-receiver", self.folder]
        return [*self.ssh, self.host, shlex.join(words)] if self.host else words

"""Commands as a person can paste them into this machine's shell."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

CONTENT = Path("content")  # where no `--content` is given
_PLAIN_ON_WINDOWS = re.compile(r"[\w./\\:=+-]+")


def command(*words: str | Path, windows: bool = os.name == "nt") -> str:
    """The words as one line of the shell, each of them quoted where it has to be.

    On Windows double quotes, which both of its shells know.
    """
    spelled = map(str, words)
    if not windows:
        return shlex.join(spelled)
    return " ".join(
        word if _PLAIN_ON_WINDOWS.fullmatch(word) else '"{}"'.format(word.rstrip("\\"))
        for word in spelled
    )


def jixiao(name: str, content: Path, *words: str | Path) -> str:
    """A command of ours on this content; its folder is named where it is not the usual one."""
    option = () if content == CONTENT else ("--content", content)
    return command("jixiao", name, *option, *words)

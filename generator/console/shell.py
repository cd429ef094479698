"""Commands as text that a person can paste into a shell of this machine."""

import os
import re
import shlex
from pathlib import Path

CONTENT = Path("content")  # where no `--content` is given
_PLAIN_ON_WINDOWS = re.compile(r"[\w./\\:=+-]+")


def command(*words: str | Path, windows: bool = os.name == "nt") -> str:
    """The words as one line for the shell, each quoted where it has to be.

    On Windows with double quotes, which both of its shells know.
    """
    spelled = map(str, words)
    if not windows:
        return shlex.join(spelled)
    return " ".join(
        word if _PLAIN_ON_WINDOWS.fullmatch(word) else '"{}"'.format(word.rstrip("\\"))
        for word in spelled
    )


def jixiao(name: str, content: Path, *words: str | Path) -> str:
    """A `jixiao` command; the content folder is named where it is not the default one."""
    option = () if content == CONTENT else ("--content", content)
    return command("jixiao", name, *option, *words)

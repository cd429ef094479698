"""The terminal: colours or none, how wide it is, a progress bar, commands to paste into it."""

import codecs
import json
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

import click

if TYPE_CHECKING:
    from rich.console import Console

CONTENT = Path("content")  # where no `--content` is given
_PLAIN_ON_WINDOWS = re.compile(r"[\w./\\:=+-]+")
# What moves the cursor, turns the direction of text or cannot be encoded.
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_FORCE_TERMINAL = {"FORCE_COLOR", "TTY_COMPATIBLE"}  # by which Rich takes a file for a terminal


class TerminalStyle(NamedTuple):
    """How a terminal shows text: with colours or without, how many columns it has."""

    colours: bool = False
    width: int = 100


def _terminal(stream: TextIO) -> "Console | None":
    """The terminal that the stream is, or that the environment takes it for; None for others."""
    if not (stream.isatty() or os.environ.keys() & _FORCE_TERMINAL):
        return None
    from rich.console import Console  # noqa: PLC0415  takes a while to load

    console = Console(file=stream)
    return console if console.is_terminal else None


def style_of(stream: TextIO) -> TerminalStyle:
    """Colours on a terminal, unless `NO_COLOR` or its kind says otherwise; none elsewhere."""
    terminal = _terminal(stream)
    if terminal is None:
        return TerminalStyle()
    has_colours = terminal.color_system is not None and not terminal.no_color
    return TerminalStyle(has_colours, terminal.width)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int], None]]:
    """A bar for each kind of step on standard error where that is a terminal, else nothing.

    Yields a function to call after each step with the kind of step and how many of it there are.
    """
    terminal = _terminal(sys.stderr)
    if terminal is None:
        yield lambda _kind, _total: None
        return
    from rich import progress  # noqa: PLC0415  takes a while to load

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
    )
    with progress.Progress(*columns, console=terminal, transient=True) as bar:
        tasks: dict[str, progress.TaskID] = {}

        def advance(kind: str, total: int) -> None:
            if kind not in tasks:
                tasks[kind] = bar.add_task(kind, total=total)
            bar.advance(tasks[kind])

        yield advance


def printable(text: str) -> str:
    """The text of the same length without control characters, which a terminal would obey."""
    return _CONTROL.sub("\ufffd", text.replace("\t", " "))


def echo_data(text: str) -> None:
    """Print what programs read, as UTF-8; JSON and XML in ASCII where the output is anything else.

    On Windows a pipe or a file gets the console's encoding, which has not all letters.
    """
    if codecs.lookup(sys.stdout.encoding or "utf-8").name != "utf-8":
        if text.startswith("<"):
            text = text.encode("ascii", "xmlcharrefreplace").decode()
        elif text.startswith(("{", "[")):
            text = re.sub("[^\0-\x7f]", lambda match: json.dumps(match[0])[1:-1], text)
    click.echo(text, nl=False)


def command(*words: str | Path, windows: bool = os.name == "nt") -> str:
    """The words as one line for the shell, each quoted where it has to be.

    On Windows with double quotes, which all of its shells know; and Git Bash takes no backslashes.
    """
    spelled = [word.as_posix() if isinstance(word, Path) else word for word in words]
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

"""The screen that text is for: whether a person watches, and how it shows text."""

from __future__ import annotations

import os
from typing import NamedTuple, TextIO

_AS_ON_A_SCREEN = {"FORCE_COLOR", "TTY_COMPATIBLE"}  # by which Rich takes a file for a terminal


class Look(NamedTuple):
    """How a screen shows text: with colours or without, how many columns it has."""

    colours: bool = False
    width: int = 100


def is_screen(stream: TextIO) -> bool:
    """Whether a person watches: a terminal, or what the environment takes for one."""
    if not (stream.isatty() or os.environ.keys() & _AS_ON_A_SCREEN):
        return False
    from rich.console import Console  # noqa: PLC0415  takes a while to load

    return Console(file=stream).is_terminal


def look_of(stream: TextIO) -> Look:
    """A terminal shows colours, unless `NO_COLOR` or its kind says otherwise; nothing else does."""
    if not is_screen(stream):
        return Look()
    from rich.console import Console  # noqa: PLC0415

    console = Console(file=stream)
    return Look(console.color_system is not None and not console.no_color, console.width)

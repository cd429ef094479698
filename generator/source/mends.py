"""Mends: lines as they should be in the place of lines that YAML reads otherwise than meant."""

import re
from typing import NamedTuple

from generator.model.problems import Problem

_NEEDS_QUOTES = re.compile(r"[-?:](?:\s|$)|[\s,\[\]{}#&*!|>'\"%@`]|.*(?:: |:$| #)")


class Mend(NamedTuple):
    """A mend to be tried: lines `first` to `last` (from 0, `last` excluded) become `lines`."""

    first: int
    last: int
    at: int  # the line of the slip, from 0
    column: int  # from 1
    message: str
    lines: tuple[str, ...]
    shown: tuple[str, ...]  # what of the lines the message shows
    is_certain: bool = False  # right even if the text cannot be read further yet

    def problem(self, path: str) -> Problem:
        """The slip as a problem of a file, with the lines as they should be."""
        found = Problem(path, self.at + 1, self.column, "yaml-syntax", self.message)
        return found.mended_by(self.shown)


def mend_line(at: int, column: int, message: str, *lines: str) -> Mend:
    """A mend that replaces one line by some."""
    return Mend(at, at + 1, at, max(column, 1), message, lines, lines)


def quoted_if_needed(value: str) -> str:
    """A value as it can stand after a key: in quotes only where it needs them."""
    if re.fullmatch(r"\"[^\"\\]*\"|'[^']*'", value):
        return value
    return quoted(value) if _NEEDS_QUOTES.match(value) else value


def quoted(value: str) -> str:
    """A value in single quotes."""
    return "'{}'".format(value.replace("'", "''"))


def spaces(head: str) -> str:
    """The text with tabs and other white space as plain spaces."""
    return head.replace("\t", "  ").replace("\u3000", "  ").replace("\xa0", " ")

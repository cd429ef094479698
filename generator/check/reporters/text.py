"""Problems for people: a line each, as compilers print theirs, and the place that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len, get_character_cell_size
from rich.color import ColorSystem
from rich.style import Style

from generator.check.rules import registered
from generator.console.screen import Look
from generator.model.problems import Level, Problem

INDENT = "    "
LEFT_READABLE = 3  # characters of a number that is blotted out, so that it can be found
LARGEST = 10_000_000  # bytes: larger files are not read to show a line
# Complaints about a file as a whole stand at its first character, which tells nothing.
_OF_THE_FILE = {
    "address-gone", "attachment-changed", "figure-changed", "file-size", "missing-file",
    "missing-key", "path-mismatch", "stray-file", "symbolic-link", "unlisted-file",
}  # fmt: skip
# What moves the cursor, turns the direction of text or cannot be encoded.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_COLOURS = {Level.ERROR: "bold red", Level.WARNING: "bold yellow", Level.NOTICE: "bold cyan"}


def harmless(text: str) -> str:
    """The text, character for character, with nothing in it that a terminal would obey."""
    return _HARMFUL.sub("\ufffd", text.replace("\t", " "))


def as_lines(problems: Iterable[Problem]) -> str:
    """One line a problem: editors and CI logs make them clickable."""
    return "".join(f"{harmless(str(problem))}\n" for problem in problems)


def as_text(problems: Sequence[Problem], look: Look | None = None) -> str:
    """One line a problem; below it the line of the file, marks under what is meant, a remedy."""
    look = look or Look()
    told = []
    for path, group in groupby(problems, lambda problem: problem.path):
        found = list(group)
        lines = _without_secrets(_lines(Path(path)), found)
        for problem in found:
            told += [_headline(problem, look), *_excerpt(problem, lines, look), *_paste(problem)]
    return "".join(f"{line}\n" for line in told)


def _headline(problem: Problem, look: Look) -> str:
    if not look.colours:
        return harmless(str(problem))
    place, level = _painted(problem.place, "bold"), _painted(problem.level, _COLOURS[problem.level])
    return f"{place}: {level}: {harmless(problem.told)} {_painted(f'({problem.rule})', 'dim')}"


def _painted(text: str, style: str) -> str:
    return Style.parse(style).render(harmless(text), color_system=ColorSystem.STANDARD)


def _lines(file: Path) -> list[str]:
    """The lines of a text file; none of what is no plain file, or no text."""
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size > LARGEST:
            return []
        data = file.read_bytes()
        return [] if b"\0" in data else data.decode("utf-8-sig").split("\n")
    except (OSError, ValueError):
        return []


def _without_secrets(lines: list[str], problems: Iterable[Problem]) -> list[str]:
    """The lines, with what must never be published blotted out: logs have many readers."""
    for problem in problems:
        rule = registered().get(problem.rule)
        if rule and rule.about.fixed and problem.length and problem.line <= len(lines):
            line, end = lines[problem.line - 1], problem.column - 1 + problem.length
            start = min(problem.column - 1 + LEFT_READABLE, end)
            blots = ("＊" if get_character_cell_size(one) == 2 else "*" for one in line[start:end])
            lines[problem.line - 1] = line[:start] + "".join(blots) + line[end:]
    return lines


def _excerpt(problem: Problem, lines: Sequence[str], look: Look) -> Iterator[str]:
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    if not line.strip() or (_is_of_the_file(problem) or _is_past(problem, line)):
        return
    shown = harmless(line.removesuffix("\r"))
    start = min(problem.column - 1, len(shown))
    end = min(start + max(problem.length, 1), len(shown))
    first, last = _window(shown, start, look.width - len(INDENT) - 2)
    cut, rest = "…" * (first > 0), "…" * (last < len(shown))
    yield f"{INDENT}{cut}{shown[first:last]}{rest}"
    gap = " " * cell_len(cut + shown[first:start])
    marks = f"^{'~' * (cell_len(shown[start : min(end, last)]) - 1)}"
    yield f"{INDENT}{gap}{_painted(marks, _COLOURS[problem.level]) if look.colours else marks}"


def _paste(problem: Problem) -> Iterator[str]:
    """What to put into the file: a sentence, and the lines as they stand there."""
    head, _, lines = problem.paste.partition("\n")
    if head:
        yield f"{INDENT}{harmless(head)}"
        yield from map(harmless, lines.split("\n"))


def _is_of_the_file(problem: Problem) -> bool:
    return (problem.line, problem.column) == (1, 1) and problem.rule in _OF_THE_FILE


def _is_past(problem: Problem, line: str) -> bool:
    """Whether the place is not in the line: the file has changed since it was read."""
    return problem.column > len(line) + 1


def _window(text: str, start: int, room: int) -> tuple[int, int]:
    """Where to cut a long line, so that what is left around `start` takes up to `room` cells."""
    if len(text) <= room and cell_len(text) <= room:
        return 0, len(text)
    first = _back(text, start, room // 3)
    last, used = start, cell_len(text[first:start])
    while last < len(text) and used + get_character_cell_size(text[last]) <= room:
        used += get_character_cell_size(text[last])
        last += 1
    return (first, last) if last < len(text) else (_back(text, last, room), last)


def _back(text: str, end: int, room: int) -> int:
    """The first of the characters before `end` that fit into `room` cells."""
    first = end
    while first > 0 and room >= get_character_cell_size(text[first - 1]):
        first -= 1
        room -= get_character_cell_size(text[first])
    return first

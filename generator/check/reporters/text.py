"""Problems for people: a line each, as compilers print theirs, and an excerpt of the file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len, get_character_cell_size
from rich.color import ColorSystem
from rich.style import Style

from generator.check.rules import registered_rules
from generator.console.terminal import TerminalStyle, printable
from generator.model.problems import Level, Problem

INDENT = "    "
LEFT_READABLE = 3  # characters of a masked number, so that it can be found
MAX_SIZE = 10_000_000  # bytes: larger files are not read for an excerpt
# Rules about a file as a whole: their problems stand at its first character, which tells nothing.
_FILE_RULES = {
    "address-gone", "attachment-changed", "figure-changed", "file-name", "file-size",
    "missing-file", "missing-key", "path-mismatch", "stray-file", "symbolic-link", "unlisted-file",
}  # fmt: skip
_COLOURS = {Level.ERROR: "bold red", Level.WARNING: "bold yellow", Level.NOTICE: "bold cyan"}


def as_lines(problems: Iterable[Problem]) -> str:
    """One line a problem: editors and CI logs make them clickable."""
    return "".join(f"{printable(str(problem))}\n" for problem in problems)


def as_text(
    problems: Sequence[Problem],
    style: TerminalStyle | None = None,
    unlisted: Iterable[Problem] = (),
) -> str:
    """One line a problem; below it the line of the file with a mark, and what to put there.

    What the `unlisted` problems say must not be published is masked too, where it stands nearby.
    """
    style = style or TerminalStyle()
    others: dict[str, list[Problem]] = defaultdict(list)
    for problem in unlisted:
        others[problem.path].append(problem)
    shown = []
    for path, group in groupby(problems, lambda problem: problem.path):
        found = list(group)
        lines = _without_secrets(_lines(Path(path)), [*found, *others[path]])
        for problem in found:
            shown += [_headline(problem, style), *_excerpt(problem, lines, style)]
            if problem.paste:
                head, *rows = problem.paste.split("\n")
                shown += [INDENT + printable(head), *map(printable, rows)]
    return "".join(f"{line}\n" for line in shown)


def _headline(problem: Problem, style: TerminalStyle) -> str:
    if not style.colours:
        return printable(str(problem))
    location = painted(problem.location, "bold")
    level = painted(problem.level, _COLOURS[problem.level])
    rule = painted(f"({problem.rule})", "dim")
    return f"{location}: {level}: {printable(problem.full_message)} {rule}"


def painted(text: str, style: str) -> str:
    """The text, printable, in a style of Rich such as `bold red`."""
    return Style.parse(style).render(printable(text), color_system=ColorSystem.STANDARD)


def _lines(file: Path) -> list[str]:
    """The lines of a text file; none of what is no plain file, or no text."""
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size > MAX_SIZE:
            return []
        data = file.read_bytes()
        return [] if b"\0" in data else data.decode("utf-8-sig").split("\n")
    except (OSError, ValueError):
        return []


def _without_secrets(lines: list[str], problems: Iterable[Problem]) -> list[str]:
    """The lines, with masks over what should not be published: logs have many readers."""
    for problem in problems:
        rule = registered_rules().get(problem.rule)
        is_secret = rule and (rule.about.mandatory or rule.about.guards_disclosure)
        if is_secret and problem.length and problem.line <= len(lines):
            line, end = lines[problem.line - 1], problem.column - 1 + problem.length
            start = problem.column - 1 + min(LEFT_READABLE, problem.length // 3)
            mask = ("＊" if get_character_cell_size(one) == 2 else "*" for one in line[start:end])
            lines[problem.line - 1] = line[:start] + "".join(mask) + line[end:]
    return lines


def _excerpt(problem: Problem, lines: Sequence[str], style: TerminalStyle) -> Iterator[str]:
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    is_about_file = (problem.line, problem.column) == (1, 1) and problem.rule in _FILE_RULES
    has_changed = problem.column > len(line) + 1  # the file, since it was read
    if not line.strip() or is_about_file or has_changed:
        return
    shown = printable(line.removesuffix("\r"))
    start = min(problem.column - 1, len(shown))
    end = min(start + max(problem.length, 1), len(shown))
    first, last = _window(shown, start, style.width - len(INDENT) - 2)
    cut, rest = "…" * (first > 0), "…" * (last < len(shown))
    yield f"{INDENT}{cut}{shown[first:last]}{rest}"
    gap = " " * cell_len(cut + shown[first:start])
    marks = f"^{'~' * (cell_len(shown[start : min(end, last)]) - 1)}"
    yield f"{INDENT}{gap}{painted(marks, _COLOURS[problem.level]) if style.colours else marks}"


def _window(text: str, start: int, width: int) -> tuple[int, int]:
    """Where to cut a long line, so that what is left around `start` takes up to `width` cells."""
    if len(text) <= width and cell_len(text) <= width:
        return 0, len(text)
    first = _first_fitting(text, start, width // 3)
    last, used = start, cell_len(text[first:start])
    while last < len(text) and used + get_character_cell_size(text[last]) <= width:
        used += get_character_cell_size(text[last])
        last += 1
    return (first, last) if last < len(text) else (_first_fitting(text, last, width), last)


def _first_fitting(text: str, end: int, width: int) -> int:
    """The first of the characters before `end` that fit into `width` cells."""
    first = end
    while first > 0 and width >= get_character_cell_size(text[first - 1]):
        first -= 1
        width -= get_character_cell_size(text[first])
    return first

"""A check in few lines, for a `git push`: the verdict, then what concerns the pushed files."""

from collections.abc import Callable, Iterable, Sequence

from generator.check.reporters.summary import level_counts
from generator.check.reporters.text import as_text
from generator.console.terminal import TerminalStyle
from generator.model.problems import Level, Problem

MAX_ERRORS = 10
MAX_WARNINGS = 5


def as_push(
    problems: Sequence[Problem],
    is_pushed: Callable[[str], bool],
    command: str,
    style: TerminalStyle,
) -> str:
    """Errors wherever they are, warnings of the pushed files, then how many more.

    `command` lists everything.
    """
    errors, warnings = _of(problems, Level.ERROR), _of(problems, Level.WARNING)
    ours = [one for one in warnings if is_pushed(one.path)]
    parts = [_verdict(errors, ours)]
    parts += [as_text(errors[:MAX_ERRORS], style), as_text(ours[:MAX_WARNINGS], style)]
    rest = len(errors[MAX_ERRORS:]), len(ours[MAX_WARNINGS:]), len(warnings) - len(ours)
    parts += [_rest(*rest, command)] if any(rest) else []
    return "".join(parts)


def _of(problems: Iterable[Problem], level: Level) -> list[Problem]:
    return [one for one in problems if one.level is level]


def _verdict(errors: Sequence[Problem], warnings: Sequence[Problem]) -> str:
    if errors:
        return f"不能公开：{level_counts(errors)}。\n"
    if warnings:
        return f"可以公开。这次改动的文件里有 {len(warnings)} 个警告，请核对：\n"
    return "可以公开：这次改动的文件里没有发现问题。\n"


def _rest(errors: int, warnings: int, elsewhere: int, command: str) -> str:
    counts = [f"还有 {errors} 个错误"] if errors else []
    counts += [f"还有 {warnings} 个警告"] if warnings else []
    counts += [f"没有改动的文件里有 {elsewhere} 个警告"] if elsewhere else []
    return f"{'，'.join(counts)}。全部列出：{command}\n"

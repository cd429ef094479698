"""A check in few lines, for who has just pushed: the verdict, then what is new with the push."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from generator.check.reporters.summary import counted
from generator.check.reporters.text import as_text
from generator.console.screen import Look
from generator.model.problems import Level, Problem, has_errors

MOST_ERRORS = 10
MOST_WARNINGS = 5


def as_push(
    problems: Sequence[Problem], changed: Callable[[str], bool], command: str, look: Look
) -> str:
    """Errors wherever they are, warnings of the files that the push `changed`, then how many more.

    `command` lists everything.
    """
    errors = _of(problems, Level.ERROR)
    ours, others = _parted(_of(problems, Level.WARNING), changed)
    told = [_verdict(problems, ours)]
    told += [as_text(errors[:MOST_ERRORS], look), as_text(ours[:MOST_WARNINGS], look)]
    left = max(len(errors) - MOST_ERRORS, 0), max(len(ours) - MOST_WARNINGS, 0), len(others)
    told += [_rest(*left, command)] if any(left) else []
    return "".join(told)


def _of(problems: Iterable[Problem], level: Level) -> list[Problem]:
    return [one for one in problems if one.level is level]


def _parted(
    problems: Iterable[Problem], changed: Callable[[str], bool]
) -> tuple[list[Problem], list[Problem]]:
    found = list(problems)
    ours = [one for one in found if changed(one.path)]
    return ours, [one for one in found if not changed(one.path)]


def _verdict(problems: Sequence[Problem], warnings: Sequence[Problem]) -> str:
    if has_errors(problems):
        return f"不能公开：{counted(_of(problems, Level.ERROR))}。\n"
    if warnings:
        return f"可以公开。这次改动的文件里有 {len(warnings)} 个警告，请核对：\n"
    return "可以公开：这次改动的文件里没有发现问题。\n"


def _rest(errors: int, warnings: int, elsewhere: int, command: str) -> str:
    told = [f"还有 {errors} 个错误"] if errors else []
    told += [f"还有 {warnings} 个警告"] if warnings else []
    told += [f"没有改动的文件里有 {elsewhere} 个警告"] if elsewhere else []
    return f"{'，'.join(told)}。全部列出：{command}\n"

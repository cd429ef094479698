"""From problems that name a field to problems at its line, with lines to paste into the file."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from generator.check.deleted_reports import deleting_commit, restore_command
from generator.model.problems import Problem, in_order
from generator.source.tree import Source, read


def locate(problems: Iterable[Problem], content: Path) -> list[Problem]:
    """The problems in order, each at its field's line.

    Where a file is gone, the problem tells how to get it back.
    """
    read_once = cache(_source)
    return in_order(_located(one, read_once(one.path), content) for one in problems)


def _source(path: str) -> Source | None:
    try:
        return read(Path(path).read_bytes(), path)[0]
    except OSError:
        return None


def _located(problem: Problem, source: Source | None, content: Path) -> Problem:
    if not problem.where:
        return problem
    if source is None or not isinstance(source.value, dict):
        return problem._replace(where=(), paste=_restore(problem, content))
    where = problem.where
    if problem.rule == "address-gone" and where == ("状态",):  # there, and not public: why?
        draft = source.value.get("状态") == "草稿"
        where = ("状态",) if draft else ("公开日期",)
        problem = problem._replace(paste="状态: 公开") if draft else problem
    place = (
        source.position(where)
        if where in source.positions
        else source.key_position(_nearest(source, where))
    )
    paste = _paste(problem.paste, source) if problem.paste else ""
    length = len(_text_at(source, where))
    line = source.text.split("\n")[place.line - 1]
    fits = length if place.column - 1 + length <= len(line) else 0
    return problem._replace(
        line=place.line, column=place.column, length=fits, where=(), paste=paste
    )


def _nearest(source: Source, where: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The field, else what it was a part of."""
    while where and where not in source.key_positions and where not in source.positions:
        where = where[:-1]
    return where


def _text_at(source: Source, where: tuple[str | int, ...]) -> str:
    value: object = source.value
    for step in where:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return ""
    return value if isinstance(value, str) else ""


def _paste(paste: str, source: Source) -> str:
    """A sentence that says where the lines go, and the lines as they go there."""
    assert isinstance(source.value, dict)  # noqa: S101  asked before
    head, _, rows = paste.partition("\n")
    key = head.partition(":")[0]
    if (key,) not in source.key_positions:
        return f"在文件末尾加上：\n{paste}"
    line = source.key_positions[key,].line
    value = source.value.get(key)
    if not rows or not isinstance(value, list):
        return f"把第 {line} 行换成：\n{paste}"
    return _appended_rows(key, rows, value, source)


def _appended_rows(key: str, rows: str, value: Sequence[object], source: Source) -> str:
    last = source.position((key, len(value) - 1))
    text = source.text.split("\n")[last.line - 1]
    indent = text[: last.column - 1]
    if indent.strip() != "-":  # written on one line, in brackets
        return f"在“{key}”的最后加上：\n{rows.strip().removeprefix('- ')}"
    return f"在“{key}”的最后加上：\n{indent.partition('-')[0]}{rows.strip()}"


def _restore(problem: Problem, content: Path) -> str:
    """How to get back a file that a commit deleted; empty where no commit did."""
    commit = deleting_commit(content, Path(problem.path))
    return restore_command(commit, Path(problem.path)) if commit else ""

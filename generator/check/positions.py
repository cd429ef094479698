"""Problems that name a field of a file, put at its line, with lines that fit into that file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from generator.check import permalinks
from generator.model.problems import Problem, in_order
from generator.source.tree import Source, read


def placed(problems: Iterable[Problem], content: Path) -> list[Problem]:
    """The problems in order, each at its field's line; how to get back a file that is gone."""
    read_once = cache(_source)
    return in_order(_placed(one, read_once(one.path), content) for one in problems)


def _source(path: str) -> Source | None:
    try:
        return read(Path(path).read_bytes(), path)[0]
    except OSError:
        return None


def _placed(problem: Problem, source: Source | None, content: Path) -> Problem:
    if not problem.where:
        return problem
    if source is None or not isinstance(source.value, dict):
        return problem._replace(where=(), paste=_restoring(problem, content))
    where = problem.where
    if problem.rule == "address-gone" and where == ("状态",):  # there, and not public: why?
        draft = source.value.get("状态") == "草稿"
        where = ("状态",) if draft else ("公开日期",)
        problem = problem._replace(paste="状态: 公开") if draft else problem
    place = source.at(where) if where in source.values else source.at_key(_nearest(source, where))
    paste = _fitted(problem.paste, source) if problem.paste else ""
    length = len(str(_value(source, where) or ""))
    line = source.text.split("\n")[place.line - 1]
    fits = length if place.column - 1 + length <= len(line) else 0
    return problem._replace(
        line=place.line, column=place.column, length=fits, where=(), paste=paste
    )


def _nearest(source: Source, where: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The field, else what it was a part of."""
    while where and where not in source.keys and where not in source.values:
        where = where[:-1]
    return where


def _value(source: Source, where: tuple[str | int, ...]) -> object:
    value: object = source.value
    for step in where:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value if isinstance(value, str) else None


def _fitted(paste: str, source: Source) -> str:
    """A sentence that says where the lines go, and the lines as they go there."""
    assert isinstance(source.value, dict)  # noqa: S101  asked before
    head, _, rows = paste.partition("\n")
    key = head.partition(":")[0]
    if (key,) not in source.keys:
        return f"在文件末尾加上：\n{paste}"
    line = source.keys[key,].line
    value = source.value.get(key)
    if not rows or not isinstance(value, list):
        return f"把第 {line} 行换成：\n{paste}"
    return _more_rows(key, rows, value, source)


def _more_rows(key: str, rows: str, value: Sequence[object], source: Source) -> str:
    last = source.at((key, len(value) - 1))
    text = source.text.split("\n")[last.line - 1]
    indent = text[: last.column - 1]
    if indent.strip() != "-":  # written on one line, in brackets
        return f"在“{key}”的最后加上：\n{rows.strip().removeprefix('- ')}"
    return f"在“{key}”的最后加上：\n{indent.partition('-')[0]}{rows.strip()}"


def _restoring(problem: Problem, content: Path) -> str:
    """The command that gets a file back which a commit deleted; nothing where no commit did."""
    commit = permalinks.deleted_by(content, Path(problem.path))
    return permalinks.restoring(commit, Path(problem.path)) if commit else ""

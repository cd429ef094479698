"""From problems that name a field to problems at its line, with lines to paste into the file."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from generator.check.deleted_reports import how_to_restore
from generator.model.problems import Problem, in_order
from generator.source.tree import Source, Value, read


def locate(problems: Iterable[Problem], content: Path) -> list[Problem]:
    """The problems in order, each at its field's line; for a file that is gone, how to restore."""
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
        return problem._replace(where=(), paste=how_to_restore(Path(problem.path), content))
    where = problem.where
    if problem.rule == "address-gone" and where == ("状态",):  # there, and not public: why?
        draft = source.value.get("状态") == "草稿"
        where = ("状态",) if draft else ("公开日期",)
        problem = problem._replace(paste="状态: 公开") if draft else problem
    length = len(dict(source.texts()).get(where, ""))
    known = where  # the field, else what it would be a part of
    while known and known not in source.positions:
        known = known[:-1]
    place = source.position(where) if known == where else source.key_position(known)
    paste = _paste(problem.paste, source, source.value) if problem.paste else ""
    line = source.text.split("\n")[place.line - 1]
    fits = length if place.column - 1 + length <= len(line) else 0
    return problem._replace(
        line=place.line, column=place.column, length=fits, where=(), paste=paste
    )


def _paste(paste: str, source: Source, report: Mapping[str, Value]) -> str:
    """A sentence that says where the lines go, and the lines as they go there."""
    head, _, rows = paste.partition("\n")
    key = head.partition(":")[0]
    if (key,) not in source.key_positions:
        return f"在文件末尾加上：\n{paste}"
    line = source.key_position((key,)).line
    value = report.get(key)
    if not rows or not isinstance(value, list):
        return f"把第 {line} 行换成：\n{paste}"
    last = source.position((key, len(value) - 1))
    text = source.text.split("\n")[last.line - 1]
    indent = text[: last.column - 1]
    if indent.strip() != "-":  # written on one line, in brackets
        return f"在“{key}”的最后加上：\n{rows.strip().removeprefix('- ')}"
    return f"在“{key}”的最后加上：\n{indent.partition('-')[0]}{rows.strip()}"

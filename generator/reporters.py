"""Problems in the forms that people and programs read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from generator.problems import Level, Problem


def as_text(problems: Iterable[Problem]) -> str:
    """One line a problem, as compilers print theirs: editors and CI logs make them clickable."""
    return "".join(f"{problem}\n" for problem in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON list of objects: path, line, column, level, rule, message."""
    rows = [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "level": problem.level.name.lower(),
            "rule": problem.rule,
            "message": problem.message,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


FORMATS = {"text": as_text, "json": as_json}


def summary(problems: Sequence[Problem], reports: int, drafts: int) -> str:
    """The one sentence that ends a check."""
    counts = Counter(problem.level for problem in problems)
    found = "，".join(f"{counts[level]} 个{level}" for level in Level if counts[level])
    hidden = f"（其中 {drafts} 份现在不公开）" if drafts else ""
    return f"检查了 {reports} 份报告{hidden}：{found or '没有发现问题'}。"

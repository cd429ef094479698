"""The end of a check: one sentence, and how many problems each rule and department has."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.cells import cell_len

from generator.check import rule_pages
from generator.model.problems import Level, Problem

MOST_ROWS = 10
_REPORT = re.compile(r"(?:^|/)reports/\d{4}/([^/]+)/")


def summary(problems: Iterable[Problem], reports: int, drafts: int, selected: int = 0) -> str:
    """The sentence that ends a check; `selected` is how many places a person asked for."""
    notes = [f"其中 {drafts} 份现在不公开"] if drafts else []
    notes += [f"只列出指定的 {selected} 处的问题"] if selected else []
    in_brackets = f"（{'；'.join(notes)}）" if notes else ""
    return f"检查了 {reports} 份报告{in_brackets}：{level_counts(problems) or '没有发现问题'}。"


def level_counts(problems: Iterable[Problem]) -> str:
    """As `2 个错误，1 个警告`; empty where there are no problems."""
    counts = Counter(problem.level for problem in problems)
    return "，".join(f"{counts[level]} 个{level}" for level in Level if counts[level])


def tables(problems: Sequence[Problem], departments: Mapping[str, str]) -> str:
    """Tables of how many problems each rule and each department has, acknowledged ones left out.

    Empty where there are errors only: they are mended one by one. `departments` has names by slug.
    """
    open_problems = [problem for problem in problems if not problem.acknowledged]
    if all(problem.level is Level.ERROR for problem in open_problems):
        return ""
    titles = {one.id: one.title for one in rule_pages.explained_rules()}
    rules = Counter(problem.rule for problem in open_problems)
    owners: Counter[str] = Counter()
    for path, count in Counter(problem.path for problem in open_problems).items():
        if place := _REPORT.search(path):
            owners[place[1]] += count
    lines = ["", "按规则（说明见 jixiao rules 规则名）：", *_table(rules, titles)]
    if owners:
        lines += ["", "按部门：", *_table(owners, departments)]
    return "".join(f"{line}\n" for line in lines)


def _table(counts: Counter[str], names: Mapping[str, str]) -> Iterator[str]:
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    shown, rest = rows[:MOST_ROWS], rows[MOST_ROWS:]
    digits = len(str(max(rows[0][1], sum(count for _, count in rest))))
    widest = max(cell_len(key) for key, _ in shown)
    for key, count in shown:
        gap = " " * (widest - cell_len(key))
        yield f"  {count:>{digits}}  {key}{gap}  {names.get(key, '')}".rstrip()
    if rest:
        yield f"  {sum(count for _, count in rest):>{digits}}  其余 {len(rest)} 项"

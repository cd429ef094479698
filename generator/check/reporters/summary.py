"""A check in few lines: its end in one sentence and two tables, its verdict on a `git push`."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rich.cells import cell_len

from generator.check.reporters.text import as_text
from generator.check.rule_pages import explained_rules
from generator.console.terminal import TerminalStyle
from generator.model.problems import Level, Problem

MOST_ROWS = 10
MOST_ERRORS = 10  # of a push
MOST_WARNINGS = 5  # of a push
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
    titles = {one.id: one.title for one in explained_rules()}
    rules = Counter(problem.rule for problem in open_problems)
    places = (_REPORT.search(problem.path) for problem in open_problems)
    owners = Counter(place[1] for place in places if place)
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


def as_push(
    problems: Sequence[Problem],
    is_pushed: Callable[[str], bool],
    command: str,
    style: TerminalStyle,
) -> str:
    """Errors wherever they are, warnings of the pushed files, how many more `command` lists."""
    errors = [one for one in problems if one.level is Level.ERROR]
    warnings = [one for one in problems if one.level is Level.WARNING]
    ours = [one for one in warnings if is_pushed(one.path)]
    if errors:
        verdict = f"不能公开：{level_counts(errors)}。\n"
    elif ours:
        verdict = f"可以公开。这次改动的文件里有 {len(ours)} 个警告，请核对：\n"
    else:
        verdict = "可以公开：这次改动的文件里没有发现问题。\n"
    rest = {
        "还有 {} 个错误": len(errors[MOST_ERRORS:]),
        "还有 {} 个警告": len(ours[MOST_WARNINGS:]),
        "没有改动的文件里有 {} 个警告": len(warnings) - len(ours),
    }
    counts = "，".join(text.format(count) for text, count in rest.items() if count)
    more = f"{counts}。全部列出：{command}\n" if counts else ""
    listed = [*errors[:MOST_ERRORS], *ours[:MOST_WARNINGS]]
    return verdict + as_text(listed, style, problems) + more

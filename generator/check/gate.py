"""The disclosure gate: runs the rules over reports, texts, attachments, the whole catalogue."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from generator.check import correction_checks
from generator.check.rule import Attached, Change, Facts, Finding, Hit, Limits, Subject
from generator.check.rules import Registered, registered
from generator.model.problems import Level, Problem, nearest, quote
from generator.model.report import Site
from generator.model.rule_settings import RuleLevel, RuleSetting
from generator.source.tree import FieldPath, Source

# No file may hold it, so what is found across two fields is told by it, and is none.
_BETWEEN = "\x1f"
# Warnings that no rule in a file of its own gives.
_ALSO_ACKNOWLEDGED = ("unlisted-file", correction_checks.RULE)
_NO_WORDS = re.compile(r"[^A-Za-z\u4e00-\u9fa5\s]|[〇零一二三四五六七八九]")  # nothing of a number


class Applied(NamedTuple):
    """A rule with its level and its thresholds in a year."""

    rule: Registered
    level: Level
    limits: Limits


class Strictness:
    """How each rule is applied in each year: as it comes, or as `site.yml` says."""

    def __init__(self, site: Site | None) -> None:
        self._settings: Sequence[RuleSetting] = site.rules if site else ()
        self._cleared = {_bare(one.number) for one in site.cleared} if site else set()
        self._known: dict[tuple[str, int], tuple[Level | None, Limits]] = {}
        self._applied: dict[int, Sequence[Applied]] = {}

    def applied(self, year: int) -> Sequence[Applied]:
        """The rules that are on in a year."""
        if year not in self._applied:
            every = ((rule, *self.of(rule, year)) for rule in registered().values())
            self._applied[year] = [Applied(rule, lv, limits) for rule, lv, limits in every if lv]
        return self._applied[year]

    def of(self, rule: Registered, year: int) -> tuple[Level | None, Limits]:
        """The level, None where the rule is off, and the thresholds."""
        if (rule.id, year) not in self._known:
            self._known[rule.id, year] = self._found(rule, year)
        return self._known[rule.id, year]

    def _found(self, rule: Registered, year: int) -> tuple[Level | None, Limits]:
        level: Level | None = rule.about.level
        limits = {name: limit.default for name, limit in rule.about.limits.items()}
        for one in self._settings:
            if one.rule == rule.id and one.covers(year):
                if one.level and not _is_too_mild(one.level, rule):
                    level = None if one.level is RuleLevel.OFF else Level(one.level.value)
                limits |= one.limits or {}
        return level, limits

    def cleared(self, text: str) -> bool:
        """Whether these characters are a number that a person cleared for publication."""
        return bool(self._cleared) and _bare(text) in self._cleared


def _bare(text: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text)).upper()


def _is_too_mild(level: RuleLevel, rule: Registered) -> bool:
    """Whether the level would let through what must never be published."""
    return rule.about.fixed and level is not RuleLevel.ERROR


def check_settings(source: Source, site: Site) -> Iterator[Problem]:
    """What is wrong with the settings of rules in `site.yml`."""
    for number, one in enumerate(site.rules):
        where: FieldPath = ("检查规则", number)
        yield from _years(source, where, one)
        rule = registered().get(one.rule)
        if rule is None:
            message = f"没有可以调整的规则{quote(one.rule)}。{_nearest(one.rule)}"
            yield source.problem((*where, "规则"), "rule-setting", message)
        else:
            yield from _level_and_limits(source, where, one, rule)


def _years(source: Source, where: FieldPath, one: RuleSetting) -> Iterator[Problem]:
    if one.first_year and one.last_year and one.first_year > one.last_year:
        message = (
            f"“起始年度”（{one.first_year}）应不晚于“截止年度”（{one.last_year}），"
            "这样写对哪一年都不起作用。请改正年度。"
        )
        yield source.problem((*where, "起始年度"), "rule-setting", message)


def _level_and_limits(
    source: Source, where: FieldPath, one: RuleSetting, rule: Registered
) -> Iterator[Problem]:
    if one.level is None and not one.limits:
        message = (
            f"规则 {rule.id} 的“级别”和“界限”都没有写，什么也没有改变。请写一样，或删去这一项。"
        )
        yield source.problem(where, "rule-setting", message)
    if one.level and _is_too_mild(one.level, rule):
        message = (
            f"规则 {rule.id} 关系到不得公开的内容，级别应为“错误”，写的是“{one.level}”。"
            "请删去这一项；个别号码可以公开的，写进“可公开号码”。"
        )
        yield source.problem((*where, "级别"), "rule-setting", message)
    for name in one.limits or {}:
        if name not in rule.about.limits:
            hint = nearest(name, rule.about.limits) or "这条规则没有界限，请删去。"
            message = f"规则 {rule.id} 没有界限{quote(name)}。{hint}"
            yield source.key_problem((*where, "界限", name), "rule-setting", message)


def _nearest(rule_id: str, *others: str) -> str:
    hint = nearest(rule_id, (*registered(), *others))
    return hint if hint.startswith("是不是") else "全部规则：jixiao rules。"


def of_report(source: Source, subject: Subject, strictness: Strictness) -> Iterator[Problem]:
    """What the rules find in a report that is well-formed."""
    for rule, level, limits in strictness.applied(subject.report.fiscal_year):
        if rule.check_report:
            for finding in rule.check_report(subject, limits):
                yield located(source, finding, rule.id, level)


def located(source: Source, finding: Finding, rule: str, level: Level) -> Problem:
    """A finding with its line and column; of several lines, the first is marked."""
    length = finding.end - finding.start
    place = source.inside(finding.where, finding.start) if length else source.at(finding.where)
    if length:
        line = source.text.split("\n")[place.line - 1]
        length = min(length, max(len(line.rstrip("\r")) - place.column + 1, 0))
    return Problem(source.path, *place, rule, finding.message, level, length)


def of_tree(source: Source, year: int, strictness: Strictness) -> Iterator[Problem]:
    """What the rules on texts find in any of the fields, also where the report is not whole."""
    fields = [(where, text) for where, text in source.texts() if where[0:1] != ("核实",)]
    starts = [0, *accumulate(len(text) + len(_BETWEEN) for _, text in fields)]
    joined = _BETWEEN.join(text for _, text in fields)
    for hit, rule, level in _hits(joined, year, strictness):
        if _BETWEEN in joined[hit.start : hit.end]:
            continue
        number = bisect_right(starts, hit.start) - 1
        where, begin = fields[number][0], starts[number]
        finding = Finding(where, hit.message, hit.start - begin, hit.end - begin)
        yield located(source, finding, rule, level)


def of_text(text: str, path: str, year: int, strictness: Strictness) -> Iterator[Problem]:
    """What the rules on texts find in a text that is a file of its own."""
    for hit, rule, level in _hits(text, year, strictness):
        line = text.count("\n", 0, hit.start) + 1
        column = hit.start - text.rfind("\n", 0, hit.start)
        length = len(text[hit.start : hit.end].splitlines()[0]) if hit.end > hit.start else 0
        yield Problem(path, line, column, rule, hit.message, level, length)


def _hits(
    text: str, year: int, strictness: Strictness, *, everywhere: bool = False
) -> Iterator[tuple[Hit, str, Level]]:
    for rule, level, limits in strictness.applied(year):
        if rule.check_text and (rule.about.everywhere or not everywhere):
            for hit in rule.check_text(text, limits):
                if not strictness.cleared(text[hit.start : hit.end]):
                    yield hit, rule.id, level


def of_attachment(
    attached: Attached, year: int, strictness: Strictness, at: Callable[..., Problem]
) -> Iterator[Problem]:
    """What the rules find in a file that is no text; `at` makes a problem of rule and message."""
    for rule, level, limits in strictness.applied(year):
        if rule.check_file:
            for message in rule.check_file(attached, limits):
                yield at(rule.id, f"附件{quote(attached.name)}{message}")._replace(level=level)
    for place, text in (*attached.parts, *attached.hidden):
        for hit, rule_id, level in _hits(text, year, strictness, everywhere=True):
            message = f"附件{quote(attached.name)}的{place}{_behind(text, hit)}：{hit.message}"
            yield at(rule_id, message)._replace(level=level)


def _behind(text: str, hit: Hit) -> str:
    """The words before a hit, by which it can be found in a file that has no lines to name."""
    words = _NO_WORDS.sub("", text[max(hit.start - 30, 0) : hit.start]).split()
    return f"，在“{words[-1][-12:]}”之后" if words else ""


def of_catalogue(
    every: Sequence[Facts],
    chosen: Sequence[Facts],
    strictness: Strictness,
    read: Callable[[str], Source],
) -> Iterator[Problem]:
    """What the rules on the whole catalogue find in the chosen reports."""
    sources: dict[str, Source] = {}
    for rule in registered().values():
        if rule.check_catalogue is None:
            continue
        for facts, finding in rule.check_catalogue(every, chosen, strictness.of(rule, 0)[1]):
            level, _ = strictness.of(rule, facts.year)
            if level:
                source = sources.get(facts.path) or sources.setdefault(facts.path, read(facts.path))
                yield located(source, finding, rule.id, level)


def touched(change: Change, strictness: Strictness) -> Iterator[set[str]]:
    """For each rule on the whole catalogue, the paths that a change elsewhere concerns."""
    for rule in registered().values():
        if rule.touched:
            yield rule.touched(change, strictness.of(rule, 0)[1])


class Acknowledged(NamedTuple):
    """A row of `核实`, with its place."""

    rule: str
    found: str
    note: str
    line: int
    column: int

    def covers(self, problem: Problem) -> bool:
        """Whether it is about this problem."""
        return self.rule == problem.rule and self.found in problem.message


def acknowledged(
    path: str, problems: Sequence[Problem], rows: Sequence[Acknowledged], *, judged: bool = True
) -> Iterator[Problem]:
    """The problems of a report, those that a person let pass as notices with his reason.

    Of several rows, the one that says most exactly what it means counts. A report that the rules
    did not judge, as it is withdrawn or not whole, cannot tell which rows are of no use.
    """
    used: set[Acknowledged] = set()
    for problem in problems:
        covering = [one for one in rows if one.covers(problem)]
        if problem.level is Level.ERROR or not covering:
            yield problem
        else:
            used.update(covering)
            note = max(covering, key=lambda one: len(one.found)).note
            yield problem._replace(level=Level.NOTICE, acknowledged=note)
    errors = {problem.rule for problem in problems if problem.level is Level.ERROR}
    for row in rows:
        if row not in used and (judged or row.rule in errors):
            message = _unused(row, errors)
            yield Problem(path, row.line, row.column, "acknowledgement", message, Level.WARNING)


def _unused(row: Acknowledged, errors: set[str]) -> str:
    if row.rule in errors:
        return f"“{row.rule}”在这里是错误，不能核实。请改正错误，删去这一条核实。"
    if row.rule not in registered() and row.rule not in _ALSO_ACKNOWLEDGED:
        return f"没有可以核实的规则{quote(row.rule)}。{_nearest(row.rule, *_ALSO_ACKNOWLEDGED)}"
    said = f"（内容{quote(row.found)}）" if row.found else ""
    return f"核实了“{row.rule}”{said}，但没有这样的警告。如果已经改正，请删去这一条核实。"

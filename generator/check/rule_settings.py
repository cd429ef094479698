"""What people say of the rules: settings in `site.yml`, in reports the warnings let pass (核实)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.check import correction_checks
from generator.check.rule import Limits
from generator.check.rules import RegisteredRule, registered_rules
from generator.model.choices import RuleLevel
from generator.model.entry import StandingFinding
from generator.model.problems import Level, Problem, did_you_mean, quote
from generator.model.site import RuleSetting, Site
from generator.source.tree import FieldPath, Source

_OTHER_WARNINGS = ("unlisted-file", correction_checks.RULE_ID)  # that no rule in rules/ gives


class RuleSettings:
    """The settings of all rules, by fiscal year; year 0 is of what has none, such as a page."""

    def __init__(self, site: Site | None) -> None:
        self._settings: Sequence[RuleSetting] = site.rules if site else ()
        self._cleared = {_normalized(one.number) for one in site.cleared} if site else set()
        self._active: dict[int, Sequence[tuple[RegisteredRule, Level, Limits]]] = {}
        self._on_texts = dict(self._active)
        self._on_reports = dict(self._active)

    def active_rules(self, year: int) -> Sequence[tuple[RegisteredRule, Level, Limits]]:
        """The rules that are on in a year, each with its level and its thresholds."""
        if year not in self._active:
            settings = ((rule, *self.of(rule, year)) for rule in registered_rules().values())
            self._active[year] = [
                (rule, level, limits) for rule, level, limits in settings if level
            ]
        return self._active[year]

    def rules_on_texts(self, year: int) -> Sequence[tuple[RegisteredRule, Level, Limits]]:
        """Those that check a text."""
        if year not in self._on_texts:
            self._on_texts[year] = [one for one in self.active_rules(year) if one[0].check_text]
        return self._on_texts[year]

    def rules_on_reports(self, year: int) -> Sequence[tuple[RegisteredRule, Level, Limits]]:
        """Those that check a report or each of its parts."""
        if year not in self._on_reports:
            self._on_reports[year] = [
                one for one in self.active_rules(year) if one[0].check_report or one[0].check_part
            ]
        return self._on_reports[year]

    def of(self, rule: RegisteredRule, year: int) -> tuple[Level | None, Limits]:
        """A rule's level, None where it is off, and its thresholds."""
        level: Level | None = rule.about.level
        limits = {name: limit.default for name, limit in rule.about.limits.items()}
        for one in self._settings:
            if one.rule == rule.id and one.covers(year):
                if one.level and not _is_too_mild(one.level, rule):
                    level = None if one.level is RuleLevel.OFF else Level(one.level.value)
                limits |= one.limits or {}
        return level, limits

    def is_cleared(self, text: str) -> bool:
        """Whether the text is a number that a person cleared for publication."""
        return bool(self._cleared) and _normalized(text) in self._cleared


def _normalized(number: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", number)).upper()


def _is_too_mild(level: RuleLevel, rule: RegisteredRule) -> bool:
    """Whether the level would let through what must never be published."""
    return rule.about.mandatory and level is not RuleLevel.ERROR


def check_settings(source: Source, site: Site) -> Iterator[Problem]:
    """What is wrong with the settings of rules in `site.yml`."""
    for number, one in enumerate(site.rules):
        where: FieldPath = ("检查规则", number)
        if one.first_year and one.last_year and one.first_year > one.last_year:
            message = (
                f"“起始年度”（{one.first_year}）应不晚于“截止年度”（{one.last_year}），"
                "这样写对哪一年都不起作用。请改正年度。"
            )
            yield source.problem((*where, "起始年度"), "rule-setting", message)
        rule = registered_rules().get(one.rule)
        if rule is None:
            message = f"没有可以调整的规则{quote(one.rule)}。{_nearest_rule(one.rule)}"
            yield source.problem((*where, "规则"), "rule-setting", message)
        else:
            yield from _check_level_and_limits(source, where, one, rule)


def _check_level_and_limits(
    source: Source, where: FieldPath, one: RuleSetting, rule: RegisteredRule
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
            hint = did_you_mean(name, rule.about.limits) or "这条规则没有界限，请删去。"
            message = f"规则 {rule.id} 没有界限{quote(name)}。{hint}"
            yield source.key_problem((*where, "界限", name), "rule-setting", message)


class LocatedAcknowledgement(NamedTuple):
    """A row of `核实`, with its place in the file."""

    rule: str
    found: str
    note: str
    line: int
    column: int


def acknowledge(
    path: str,
    problems: Sequence[Problem],
    rows: Sequence[LocatedAcknowledgement],
    *,
    is_judged: bool,
) -> Iterator[Problem]:
    """The problems of a report, those that a person lets pass as notices with the reason.

    Of several rows, the one that says most exactly what it means counts. Rows that are of no use
    are problems, too; not in a report that the rules did not judge, as it is withdrawn or not
    whole: it cannot tell.
    """
    used: set[LocatedAcknowledgement] = set()
    for problem in problems:
        covering = [
            one for one in rows if one.rule == problem.rule and one.found in problem.message
        ]
        if problem.level is Level.ERROR or not covering:
            yield problem
        else:
            used.update(covering)
            note = max(covering, key=lambda one: len(one.found)).note
            yield problem._replace(level=Level.NOTICE, acknowledged=note)
    errors = {problem.rule for problem in problems if problem.level is Level.ERROR}
    for row in rows:
        if row not in used and (is_judged or row.rule in errors):
            message = _unused(row, errors)
            yield Problem(path, row.line, row.column, "acknowledgement", message, Level.WARNING)


def _unused(row: LocatedAcknowledgement, errors: set[str]) -> str:
    if row.rule in errors:
        return f"“{row.rule}”在这里是错误，不能核实。请改正错误，删去这一条核实。"
    if row.rule not in registered_rules() and row.rule not in _OTHER_WARNINGS:
        return f"没有可以核实的规则{quote(row.rule)}。{_nearest_rule(row.rule, *_OTHER_WARNINGS)}"
    narrowed = f"（内容{quote(row.found)}）" if row.found else ""
    return f"核实了“{row.rule}”{narrowed}，但没有这样的警告。如果已经改正，请删去这一条核实。"


def _nearest_rule(rule_id: str, *others: str) -> str:
    """A hint that ends a message on an unknown rule: the rule that is near it, else the command."""
    hint = did_you_mean(rule_id, (*registered_rules(), *others))
    return hint if hint.startswith("是不是") else "全部规则：jixiao rules。"


def standing_findings(problems: Iterable[Problem]) -> tuple[StandingFinding, ...]:
    """What the public may know of the problems of a published report: what its own text shows.

    Not what guards disclosure, for such a message quotes what may be personal; nor what is found in
    attachments, whose properties name people, or between reports, of which one may not be public.
    """
    rules = registered_rules()
    return tuple(
        StandingFinding(one.rule, one.message, bool(one.acknowledged))
        for one in problems
        if one.level is not Level.ERROR and one.rule in rules and rules[one.rule].is_on_shown_values
    )

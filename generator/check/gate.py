"""The disclosure gate: runs the rules over reports, texts, attachments, the whole catalogue."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate

from generator.check.report_parts import parts
from generator.check.rule import (
    FIELD_SEPARATOR,
    AttachmentText,
    CatalogueChange,
    Finding,
    Passage,
    ReportFacts,
    Subject,
    TextFinding,
)
from generator.check.rule_settings import RuleSettings
from generator.check.rules import registered_rules
from generator.check.visible_text import readings
from generator.model.narrative import LEAD_TEXT, NARRATIVE
from generator.model.problems import Level, Problem, quote
from generator.model.report import FOR_STAFF, Report
from generator.source.tree import Source, lines_of

# Of a file, keys that no page shows; a slug is judged as a name.
_UNSHOWN = (*FOR_STAFF, "可公开号码", "检查规则")
_SLUG_KEY = "标识"
_LETTERS_AND_DIGITS = re.compile(
    r"(?<=[A-Za-z])[-_.]?(?=\d)|(?<=\d)[-_.](?=[A-Za-z])|(?<=\d)(?=[A-WYZa-wyz]|[Xx][A-Za-z])"
)
_FEWEST_DIGITS = 7  # a name of Latin letters with fewer breaks no rule
_DIGITS = re.compile(r"\d+[Xx]?")
_NO_WORDS = re.compile(r"[^A-Za-z\u4e00-\u9fa5\s]|[〇零一二三四五六七八九]")  # nothing of a number


def check_report(source: Source, subject: Subject, settings: RuleSettings) -> Iterator[Problem]:
    """What the rules find in a report that is well-formed, and in each project that it covers."""
    every = list(parts(subject))
    for rule, level, limits in settings.rules_on_reports(subject.report.fiscal_year):
        found = list(rule.check_report(subject, limits)) if rule.check_report else []
        if rule.check_part:
            for where, part in every:
                for one in rule.check_part(part, limits):
                    found.append(one._replace(where=(*where, *one.where)))
        for finding in found:
            yield _located(source, _named(finding, subject.report), rule.id, level)


def _named(finding: Finding, report: Report) -> Finding:
    """A finding in a covered project, with the project's name where the message lacks it."""
    if len(finding.where) < 2 or finding.where[0] != "包含项目":
        return finding
    name = quote(report.projects[int(finding.where[1])].name)
    if name in finding.message:
        return finding
    return finding._replace(message=f"项目{name}：{finding.message}")


def _located(source: Source, finding: Finding, rule: str, level: Level) -> Problem:
    """A finding with its line and column; of several lines, the first is marked."""
    place, length = source.position(finding.where), finding.end - finding.start
    if length:
        place = source.position_in_text(finding.where, finding.start)
        line = lines_of(source.text)[place.line - 1]
        length = min(length, max(len(line.rstrip("\r")) - place.column + 1, 0))
    return Problem(source.path, *place, rule, finding.message, level, length)


def shown_texts(source: Source) -> Sequence[Passage]:
    """Every text of a file that a page may show, with its field; headings are not among them."""
    return [
        Passage(where, text)
        for where, text in source.texts()
        if not where or (where[0] not in _UNSHOWN and where[-1] != _SLUG_KEY)
    ]


def _headings(source: Source) -> Iterator[Passage]:
    """The headings of a narrative, as they are written."""
    for where in source.key_positions:
        if where[0] == NARRATIVE and len(where) > 1 and where[-1] != LEAD_TEXT:
            yield Passage(where, source.written_keys.get(where, str(where[-1])))


def check_tree(
    source: Source,
    texts: Sequence[Passage],
    year: int,
    settings: RuleSettings,
    *,
    disclosure_only: bool = False,
) -> Iterator[Problem]:
    """What the rules on texts find in its `texts` and headings, also where there is no record."""
    fields = [*texts, *_headings(source)]
    first_heading = len(texts)
    starts = [0, *accumulate(len(text) + len(FIELD_SEPARATOR) for _, text in fields)]
    joined = FIELD_SEPARATOR.join(text for _, text in fields)
    for found, rule, level in _text_findings(
        joined, year, settings, disclosure_only=disclosure_only
    ):
        if FIELD_SEPARATOR in joined[found.start : found.end]:
            continue  # across two fields, which is nothing
        number = bisect_right(starts, found.start) - 1
        where, begin = fields[number][0], starts[number]
        if number >= first_heading:
            is_whole = found.end - found.start >= len(fields[number][1])
            # The form asks for it in these words: they are none that were left over.
            if registered_rules()[rule].about.guards_disclosure or not is_whole:
                yield source.key_problem(where, rule, found.message)._replace(level=level)
            continue
        finding = Finding(where, found.message, found.start - begin, found.end - begin)
        yield _located(source, finding, rule, level)


def check_text(text: str, path: str, year: int, settings: RuleSettings) -> Iterator[Problem]:
    """What the rules on texts find in a text that is a file of its own."""
    for found, rule, level in _text_findings(text, year, settings):
        start, end, message = found
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        length = len(text[start:end].splitlines()[0]) if end > start else 0
        yield Problem(path, line, column, rule, message, level, length)


def check_name(name: str, path: str, year: int, settings: RuleSettings) -> Iterator[Problem]:
    """What the rules on disclosure find in a name that readers see in an address.

    Letters and hyphens beside a number make no code of it here: an address has no other signs.
    """
    if name.isascii() and sum(map(str.isdigit, name)) < _FEWEST_DIGITS:
        return
    told: set[str] = set()
    for text in (_LETTERS_AND_DIGITS.sub(" ", name), "。".join(_DIGITS.findall(name))):
        for found, rule, level in _text_findings(text, year, settings, disclosure_only=True):
            if rule not in told:
                told.add(rule)
                message = f"名称会成为网址的一部分，读者看得见。{found.message}请改名。"
                yield Problem(path, 1, 1, rule, message, level)


def _text_findings(
    text: str, year: int, settings: RuleSettings, *, disclosure_only: bool = False
) -> Iterator[tuple[TextFinding, str, Level]]:
    known: dict[str, set[int]] = defaultdict(set)  # by rule, the characters of what it has found
    for reading in readings(text):
        is_judged_whole = reading.is_original and not disclosure_only
        for rule, level, limits in settings.rules_on_texts(year):
            if not (rule.check_text and (is_judged_whole or rule.about.guards_disclosure)):
                continue
            for found in rule.check_text(reading.text, limits):
                if settings.is_cleared(reading.text[found.start : found.end]):
                    continue
                start, end = reading.span(found.start, found.end)
                if reading.is_original or known[rule.id].isdisjoint(range(start, end)):
                    known[rule.id].update(range(start, end))
                    yield found._replace(start=start, end=end), rule.id, level


def check_attachment(
    attachment: AttachmentText,
    year: int,
    settings: RuleSettings,
    problem: Callable[[str, str], Problem],
    kind: str = "附件",
) -> Iterator[Problem]:
    """What the rules find in a file that is no text; `problem` is made of rule and message.

    `kind` is what messages call the file.
    """
    for rule, level, limits in settings.active_rules(year):
        if rule.check_file:
            for complaint in rule.check_file(attachment, limits):
                message = f"{kind}{quote(attachment.name)}{complaint}"
                yield problem(rule.id, message)._replace(level=level)
    for place, text in (*attachment.parts, *attachment.hidden):
        for found, rule_id, level in _text_findings(text, year, settings, disclosure_only=True):
            after = _words_before(text, found)
            message = f"{kind}{quote(attachment.name)}的{place}{after}：{found.message}"
            yield problem(rule_id, message)._replace(level=level)


def _words_before(text: str, found: TextFinding) -> str:
    """The words by which a finding can be found in a file that has no lines to name."""
    words = _NO_WORDS.sub("", text[max(found.start - 30, 0) : found.start]).split()
    return f"，在“{words[-1][-12:]}”之后" if words else ""


def check_catalogue(
    every: Sequence[ReportFacts],
    chosen: Sequence[ReportFacts],
    settings: RuleSettings,
    read: Callable[[str], Source],
) -> Iterator[Problem]:
    """What the rules on the whole catalogue find in the chosen reports; `read` reads a file."""
    read_once = cache(read)
    for rule in registered_rules().values():
        check, limits = rule.check_catalogue, settings.of(rule, 0)[1]
        for facts, finding in check(every, chosen, limits) if check else ():
            level, _ = settings.of(rule, facts.year)
            if level:
                yield _located(read_once(facts.path), finding, rule.id, level)


def affected_paths(change: CatalogueChange, settings: RuleSettings) -> set[str]:
    """Paths of the unchanged reports in which a change elsewhere may alter what rules find."""
    affected: set[str] = set()
    for rule in registered_rules().values():
        if rule.affected_paths:
            affected |= rule.affected_paths(change, settings.of(rule, 0)[1])
    return affected

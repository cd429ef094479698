"""From a report's key figures to the places of its narrative that state them.

A sentence counts where the analysis of the rules and of the import takes it to be on the figure,
and its value is the same. One of another value counts where the check found that it contradicts the
figure, and staff neither mended nor explained it. What may be on a part, on another year, on
somebody else is left out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from generator.check import stated_amounts, stated_rates
from generator.check.key_figures import DOCUMENT, KeyFigure, document_key, key_figures
from generator.check.mentions import Mention, mentions
from generator.check.rule import Finding, Passage, Subject
from generator.check.rules import text_amount, text_rate
from generator.check.sentences import sentence_at, sentence_before
from generator.check.text_values import Amount
from generator.model.amounts import in_wan
from generator.model.entry import Entry, StandingFinding
from generator.model.funds import Funds
from generator.model.narrative import NARRATIVE
from generator.model.project_evaluation import SelfEvaluation
from generator.model.statement import Agreement, Place, Statement

_CHECKS = {"text-amount": text_amount.check_report, "text-rate": text_rate.check_report}
# The figures that a mention of each kind may be on, the likeliest first.
_KEYS: Mapping[str, Sequence[str]] = {
    **stated_amounts.FIELDS,
    "balance": ("结余",),
    "allotted": (DOCUMENT,),
    "received-rate": ("到位率",),
    "execution-rate": ("执行率",),
    "satisfaction": ("满意度",),
    "score": ("得分",),
    "full": ("总分",),
    "grade": ("等级",),
}
_HEADING = re.compile(r"\s*#{1,6}\s")
_RATES = ("received-rate", "execution-rate", "satisfaction")


class _Told(NamedTuple):
    """A mention in its passage, of the report or of one of its projects (`part`)."""

    passage: Passage
    mention: Mention
    part: int

    @property
    def place(self) -> tuple[object, ...]:
        return self.passage.where, self.mention.start, self.mention.end


_last: list[tuple[Entry | None, tuple[Statement, ...]]] = [(None, ())]


def statements(entry: Entry) -> tuple[Statement, ...]:
    """Each key figure of a full entry with its places; of a withdrawn one none.

    A rate that only follows from amounts is among them where the narrative states it. Those of the
    last entry are kept: its page and its record ask for them one after the other.
    """
    last, found = _last[0]
    if last is not entry:
        found = _found(entry)
        _last[0] = entry, found
    return found


def _found(entry: Entry) -> tuple[Statement, ...]:
    if entry.withdrawn:
        return ()
    figures = key_figures(entry)
    passages = list(_passages(entry.report.narrative or {}, (NARRATIVE,)))
    told = list(_told(entry, passages))
    wrong = _contradictions(entry, passages)
    sums = _instalments(told, figures[0])
    found: dict[str, list[Place]] = defaultdict(list)
    for one in told:
        if judged := _judged(one, figures[one.part], wrong, sums):
            statement, agreement = judged
            places = found[statement.field]
            places.append(_place(one, agreement, f"{statement.anchor[2:]}-{len(places) + 1}"))
    made = (
        one.statement._replace(places=tuple(found[one.statement.field]))
        for part in figures
        for one in part
    )
    return tuple(one for one in made if one.places or not one.is_computed)


def findings_on_text(entry: Entry) -> tuple[StandingFinding, ...]:
    """What the check found of figures that the narrative contradicts, and nobody explained."""
    return tuple(one for one in entry.findings if one.rule in _CHECKS and not one.is_acknowledged)


def _passages(content: Mapping[str, object], where: tuple[str, ...]) -> Iterator[Passage]:
    """The texts of a narrative in its order."""
    for heading, below in content.items():
        if isinstance(below, Mapping):
            yield from _passages(below, (*where, heading))
        elif isinstance(below, str):
            yield Passage((*where, heading), below)


def _told(entry: Entry, passages: Sequence[Passage]) -> Iterator[_Told]:
    """Every mention, in the order of the text."""
    report = entry.report
    projects = [one.name for one in report.projects]
    unit = (report.implementing_unit,) if report.implementing_unit else ()
    own = (report.project_name, *unit, *entry.department.all_names)
    names = (*sorted(projects, key=len, reverse=True), *own)
    for passage in passages:
        found = mentions(passage.text, passage.heading, entry.year, names)
        for one in sorted(found, key=attrgetter("start")):
            if _HEADING.match(passage.text, passage.text.rfind("\n", 0, one.start) + 1):
                continue  # a heading is no sentence
            yield _Told(passage, one, _part(passage, one, projects) if projects else 0)


def _part(passage: Passage, mention: Mention, projects: Sequence[str]) -> int:
    """Which project a figure is on, counted from 1: the one named last before it; else 0.

    In its sentence, or else in the headings over it.
    """
    headings = "\n".join(map(str, passage.where[1:]))
    for text in (sentence_before(passage.text, mention.start), headings):
        named = [
            (text.rindex(name) + len(name), len(name), number)
            for number, name in enumerate(projects, start=1)
            if name in text
        ]
        if named:
            return max(named)[2]
    return 0


def _contradictions(entry: Entry, passages: Sequence[Passage]) -> set[tuple[object, ...]]:
    """Places of which the check said that they differ, and nobody wrote down why that is right."""
    standing = {(one.rule, one.message) for one in findings_on_text(entry)}
    if not standing:
        return set()
    report = entry.report
    subject = Subject(
        report,
        report.indicators,
        report.funds or Funds(),
        report.self_evaluation or SelfEvaluation(),
        entry.department,
        entry.form,
        passages,
        (entry.department,),
        None,
    )
    found: list[tuple[str, Finding]] = [
        (rule, one) for rule, check in _CHECKS.items() for one in check(subject, {})
    ]
    return {
        (one.where, one.start, one.end) for rule, one in found if (rule, one.message) in standing
    }


def _instalments(told: Sequence[_Told], figures: Sequence[KeyFigure]) -> Mapping[str, KeyFigure]:
    """By kind, the figure that amounts of the narrative add up to."""
    amounts: dict[str, list[Amount]] = defaultdict(list)
    for one in told:
        if one.part == 0 and one.mention.is_sure and isinstance(one.mention.value, Amount):
            amounts[one.mention.kinds[0]].append(one.mention.value)
    return {
        kind: figure
        for kind, parts in amounts.items()
        for figure in figures
        if figure.key in _KEYS[kind] and isinstance(figure.value, Decimal)
        and stated_amounts.are_instalments(parts, [figure.value], figure.funds)
    }  # fmt: skip


def _judged(
    one: _Told,
    figures: Sequence[KeyFigure],
    wrong: set[tuple[object, ...]],
    sums: Mapping[str, KeyFigure],
) -> tuple[Statement, Agreement] | None:
    """The figure that a mention is on, and whether it agrees; None where it is on none of them."""
    for figure in _candidates(one.mention, figures):
        if _is_same(one.mention, figure):
            return figure.statement, Agreement.SAME
    first = next(_candidates(one.mention, figures), None) if one.mention.is_sure else None
    if first and one.place in wrong:
        return first.statement, Agreement.DIFFERENT
    part = sums.get(one.mention.kinds[0]) if one.mention.is_sure and one.part == 0 else None
    return (part.statement, Agreement.PART) if part else None


def _candidates(mention: Mention, figures: Sequence[KeyFigure]) -> Iterator[KeyFigure]:
    """The figures that it may be on, the likeliest first."""
    if mention.document:
        document = document_key(mention.document)
        yield from (one for one in figures if one.document == document)
    for key in (key for kind in mention.kinds for key in _KEYS[kind]):
        found = [one for one in figures if one.key == key]
        # Which of several documents is meant only its number tells.
        if key != DOCUMENT or (len(found) == 1 and not mention.document):
            yield from found


def _is_same(mention: Mention, figure: KeyFigure) -> bool:
    """Whether both have one value: rounded or cut where the wording is sure, else exactly."""
    value, other = mention.value, figure.value
    if isinstance(value, Amount) and isinstance(other, Decimal):
        if mention.is_sure:
            return stated_amounts.is_same(value, other, figure.funds)
        return value.wan == in_wan(other, figure.funds.unit)
    if (
        mention.kinds[:1]
        and mention.kinds[0] in _RATES
        and isinstance(value, Decimal)
        and isinstance(other, Decimal)
    ):
        return stated_rates.is_same(value, other)
    return value == other


def _place(one: _Told, agreement: Agreement, name: str) -> Place:
    passage, mention = one.passage, one.mention
    return Place(
        tuple(map(str, passage.where[1:])),
        mention.start,
        mention.end,
        passage.text[mention.start : mention.end],
        sentence_at(passage.text, mention.start),
        agreement,
        f"s-{name}",
    )

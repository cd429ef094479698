"""The values of a recognised report as its draft will have them, and what the format refuses.

Nothing is lost on the way: what the format refuses (十分 as a score) goes to the text that is not
classified, with its key before it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.documents.document import Piece
from generator.model.narrative import LEAD_TEXT, NARRATIVE
from generator.model.report import UNCLASSIFIED, Report
from generator.recognition.record import Found, RecognisedReport, Sureness
from generator.recognition.report_fields import Kind, kind_of
from generator.source.scalars import clean, one_line
from generator.source.tree import FieldPath

_TAGS = ("text", "sections", "dated", "[key]")  # of pydantic's, which no file has as keys
_ROUNDS = 5  # a row that goes may leave another without what it needs


class Refused(NamedTuple):
    """A value that the format does not take, and why."""

    where: FieldPath
    found: Found
    reason: str


@dataclass
class DraftValues:
    """What a draft is written of: values by path, in rows without gaps; texts are clean.

    `others` are the values that contradict one of them, by its path.
    """

    values: dict[FieldPath, Found]
    others: Mapping[FieldPath, Sequence[Found]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def tree(self) -> Any:
        """The values as the file will have them."""
        return tree_of({where: one.text for where, one in self.values.items()})


def draft_values(report: RecognisedReport) -> DraftValues:
    """The values of a report, and what the format refuses of them."""
    made = DraftValues({})
    for where, found in report.values.items():
        text = clean(found.text)
        kind = kind_of(where)
        cleaned = found._replace(text=text if kind is Kind.TEXT else one_line(text))
        if kind is Kind.NONE:
            made.refused.append(Refused(where, found, "格式里没有这一项"))
        elif not cleaned.text and found.printed.strip():
            made.refused.append(Refused(where, found._replace(text=found.printed), "没有文字"))
        elif cleaned.text:
            made.values[where] = cleaned
    _give_lead_texts(made)
    made.others = {where: list(those) for where, those in report.others.items()}
    for _ in range(_ROUNDS):
        _renumber(made)
        if not _take_out_refused(made):
            break
    if text := _unclassified(report.unclassified, made.refused):
        first = next(iter(report.unclassified), None)
        place = first.place if first else made.refused[0].found.place
        made.values[UNCLASSIFIED,] = Found(text, place, "", Sureness.SURE, "")
    return made


def tree_of(texts: Mapping[FieldPath, str]) -> Any:
    """A tree of texts by their paths: mappings, lists where steps are numbers."""
    root: dict[str | int, Any] = {}
    for where, text in texts.items():
        node = root
        for step in where[:-1]:
            node = node.setdefault(step, {})
        node[where[-1]] = text
    return _with_lists(root)


def _with_lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if node and all(isinstance(step, int) for step in node):
        return [_with_lists(node[step]) for step in sorted(node)]
    return {step: _with_lists(below) for step, below in node.items()}


def _give_lead_texts(made: DraftValues) -> None:
    """Text beside headings below it stands under a key of its own, before them."""
    above = {where[:end] for where in made.values for end in range(1, len(where))}
    for where in [one for one in made.values if one in above]:
        found = made.values.pop(where)
        lead = (*where, LEAD_TEXT)
        if where[0] == NARRATIVE and lead not in made.values:
            made.values = {lead: found, **made.values}
        else:
            made.refused.append(Refused(where, found, "它下面还有别的项"))


def _renumber(made: DraftValues) -> None:
    """Rows are counted from 0 without gaps, in their order."""
    rows: dict[FieldPath, set[int]] = defaultdict(set)
    for where in made.values:
        for end, step in enumerate(where):
            if isinstance(step, int):
                rows[where[:end]].add(step)
    numbers = {above: {old: new for new, old in enumerate(sorted(found))}
               for above, found in rows.items()}  # fmt: skip

    def renumbered(where: FieldPath) -> FieldPath:
        return tuple(
            numbers.get(where[:end], {}).get(step, step) if isinstance(step, int) else step
            for end, step in enumerate(where)
        )

    made.values = {renumbered(where): one for where, one in made.values.items()}
    made.others = {renumbered(where): those for where, those in made.others.items()}


def _take_out_refused(made: DraftValues) -> bool:
    """Whether the format refused something, which then is no value any more."""
    tree = made.tree()
    try:
        Report.model_validate(tree)
    except ValidationError as error:
        reasons = {where: _reason(one) for one in error.errors()
                   if (where := _place(tree, one["loc"], one["type"]))}  # fmt: skip
    else:
        return False
    refused = False
    for where, reason in reasons.items():
        for one in [one for one in made.values if one[: len(where)] == where]:
            made.refused.append(Refused(one, made.values.pop(one), reason))
            refused = True
    return refused


def _reason(error: ErrorDetails) -> str:
    return f"这一行缺少“{error['loc'][-1]}”" if error["type"] == "missing" else error["msg"]


def _place(tree: Any, loc: tuple[int | str, ...], kind: str) -> FieldPath:
    """Where the error is in the tree; empty where only a key of the report itself is missing."""
    where: list[str | int] = []
    for step in loc:
        known = isinstance(tree, dict) and step in tree
        if known or (isinstance(tree, list) and isinstance(step, int) and step < len(tree)):
            tree = tree[step]
            where.append(step)
        elif step not in _TAGS:
            break
    return () if kind == "missing" and len(where) < 2 else tuple(where)


def _unclassified(pieces: Iterable[Piece], refused: Sequence[Refused]) -> str:
    """A line a paragraph or a row of a table; then what was refused, each with its key."""
    lines = []
    for _, row in groupby(pieces, _line_of):
        cells = (
            "".join(one.text for one in cell) for _, cell in groupby(row, lambda one: one.place)
        )
        lines.append(" | ".join(one_line(clean(cell)) for cell in cells))
    for one in refused:
        name = next((str(step) for step in reversed(one.where) if isinstance(step, str)), "")
        text = clean(one.found.printed) or clean(one.found.text)
        lines.append(f"{name}：{text}")
    return clean("\n".join(line for line in lines if line.strip()))


def _line_of(piece: Piece) -> tuple[object, ...]:
    place = piece.place
    if place.table or place.cell:
        return place.part, place.page, place.table, place.row or place.cell
    return place.part, place.page, place.paragraph

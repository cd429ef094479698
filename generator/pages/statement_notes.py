"""Beside a figure, where the narrative states it; in the narrative, the way back to the figure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from generator.model.form import Form
from generator.model.statement import Agreement, Place, Stated, Statement
from generator.pages.narrative import Mark

_UNIT = re.compile(r"(?<=\d)\s*(?=亿元|万元|元|分)")


class Link(NamedTuple):
    """A place of the narrative: its id on the page, what is written there, the headings over it."""

    anchor: str
    written: str
    headings: str


class Note(NamedTuple):
    """What stands beside a figure; `anchor` is the figure's id on the page.

    `value` is the figure with its unit, `whose` tells what says so.
    """

    anchor: str
    value: str
    whose: str
    same: tuple[Link, ...]
    parts: tuple[Link, ...]
    different: tuple[Link, ...]
    is_only_in_table: bool


def notes(statements: Iterable[Statement]) -> Mapping[str, Note]:
    """By the field of the figure."""
    return {one.field: _note(one) for one in statements}


def project_notes(
    statements: Iterable[Statement], form: Form | None
) -> Mapping[int, Mapping[str, Note]]:
    """Of each covered project, by its place and what the figure is called there.

    That a figure of one of them is only in the table goes without saying.
    """
    found: dict[int, dict[str, Note]] = defaultdict(dict)
    for one in statements:
        if one.places and one.field.startswith("包含项目."):
            _, number, group, key = one.field.split(".")
            label = form.printed(group, key) if form and group == "资金" else key
            found[int(number)][label] = _note(one)
    return found


def _note(one: Statement) -> Note:
    by_agreement = {
        kind: tuple(_link(place) for place in one.places if place.agreement is kind)
        for kind in Agreement
    }
    return Note(
        one.anchor,
        f"{one.value} {one.unit}".rstrip(),
        "按数据计算" if one.is_computed else "表中",
        by_agreement[Agreement.SAME],
        by_agreement[Agreement.PART],
        by_agreement[Agreement.DIFFERENT],
        one.status is Stated.ONLY_IN_TABLE,
    )


def _link(place: Place) -> Link:
    return Link(place.anchor, _UNIT.sub(" ", place.written), " › ".join(place.headings))


def marks(statements: Sequence[Statement]) -> Mapping[tuple[str, ...], Sequence[Mark]]:
    """The marks of each text of the narrative, by its path, in the order of the text."""
    found: dict[tuple[str, ...], list[Mark]] = defaultdict(list)
    for one in statements:
        name = one.field.split(".")[-1] if "下达文件" not in one.field else "下达文件"
        for place in one.places:
            title = f"回到关键数字“{name}”"
            found[place.where].append(Mark(place.start, place.end, place.anchor, one.anchor, title))
    return {where: sorted(those) for where, those in found.items()}

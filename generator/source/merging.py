"""What two people changed in one YAML file since they had the same, brought together.

Values are compared, not lines: who corrects an amount and who writes a paragraph do not meet,
however near the two stand. Where both changed the same value, a person decides.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from generator.model.problems import Level
from generator.model.row_matching import is_reordered, partners
from generator.source import tree
from generator.source.edits import Edit, EditError, Insert, Put, Remove, edited, stated
from generator.source.ordering import order_of
from generator.source.tree import FieldPath, Value

_CORRECTIONS: FieldPath = ("更正",)


class Clash(NamedTuple):
    """A value that both changed, each to something else; None: it is not there."""

    where: FieldPath
    before: Value
    mine: Value
    theirs: Value


class Decided(NamedTuple):
    """What a person chose where both changed a value: one of the two, or what was typed."""

    side: Literal["mine", "theirs", "own"]
    own: str = ""

    def value(self, mine: Value, theirs: Value) -> Value:
        """The value that was chosen."""
        return {"mine": mine, "theirs": theirs, "own": self.own or None}[self.side]


class Merged(NamedTuple):
    """What both meant as a text; None while there are clashes, or where no text can say it."""

    text: str | None
    clashes: Sequence[Clash]


def merged(
    before: str, mine: str, theirs: str, decided: Mapping[FieldPath, Decided], drafts: Sequence[str]
) -> Merged:
    """Both texts in one; `decided` tells what was chosen where they clashed.

    `drafts` are texts that may come near, as a merge by lines makes them, the best one first. The
    first is taken that says what is meant, or can be edited to say it: so comments of both stay.
    """
    was, have, see = value_of(before), value_of(mine), value_of(theirs)
    if was is None or have is None or see is None:
        return Merged(None, [])
    clashes: list[Clash] = []
    meant = _merged(was, have, see, (), decided, clashes)
    if clashes:
        return Merged(None, clashes)
    for draft in (*drafts, theirs, mine):
        value = value_of(draft)
        if value is not None and (text := _as_meant(draft, value, meant)) is not None:
            return Merged(text, [])
    return Merged(None, [])


def value_of(text: str) -> Value:
    """What a text says; None where it is empty or YAML finds a fault in it."""
    source, problems = tree.read(text.encode(), "")
    is_whole = source and all(one.level is not Level.ERROR for one in problems)
    return source.value if source and is_whole else None


def edits_between(before: Value, after: Value, where: FieldPath = ()) -> list[Edit]:
    """Edits that make one value of another; what is the same is not touched."""
    if stated(before) == stated(after):
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        found: list[Edit] = [Remove((*where, key)) for key in before if key not in after]
        for key, value in after.items():
            if key in before:
                found += edits_between(before[key], value, (*where, key))
            else:
                found.append(Put((*where, key), value))
        return found
    if isinstance(before, list) and isinstance(after, list):
        return _row_edits(before, after, where)
    return [Put(where, after)]


def _row_edits(before: list[Value], after: list[Value], where: FieldPath) -> list[Edit]:
    """Edits that make one list of another: a row that stays keeps its comments."""
    matched = partners(before, after)
    if is_reordered(matched):
        matched = {number: number for number in range(min(len(before), len(after)))}
    gone = sorted({*range(len(before))} - {*matched.values()}, reverse=True)
    found: list[Edit] = [Remove((*where, number)) for number in gone]
    for number, row in enumerate(after):
        if number in matched:
            found += edits_between(before[matched[number]], row, (*where, number))
        else:
            found.append(Insert((*where, number), row))
    return found


def _as_meant(draft: str, value: Value, meant: Value) -> str | None:
    try:
        text = edited(draft, edits_between(value, meant), order_of(meant))
    except EditError:
        return None
    return text if stated(value_of(text)) == stated(meant) else None


def _merged(  # noqa: PLR0913, PLR0917  three values, where they stand, what is known, what is found
    before: Value, mine: Value, theirs: Value, where: FieldPath,
    decided: Mapping[FieldPath, Decided], clashes: list[Clash],
) -> Value:  # fmt: skip
    if stated(mine) == stated(theirs) or stated(before) == stated(theirs):
        return mine
    if stated(before) == stated(mine):
        return theirs
    if where in decided:
        return decided[where].value(mine, theirs)
    if isinstance(mine, dict) and isinstance(theirs, dict) and isinstance(before, dict | None):
        below = {
            key: _merged((before or {}).get(key), mine.get(key), theirs.get(key),
                         (*where, key), decided, clashes)
            for key in {**theirs, **mine}
        }  # fmt: skip
        return {key: value for key, value in below.items()
                if value is not None or (key in mine and key in theirs)}  # fmt: skip
    added_by_both = _both_added(before, mine, theirs) if where == _CORRECTIONS else None
    if (rows := added_by_both or _rows(before, mine, theirs)) is not None:
        return [_merged(*one.three, (*where, one.number), decided, clashes) if one.three
                else one.added for one in rows]  # fmt: skip
    clashes.append(Clash(where, before, mine, theirs))
    return mine


class _Row(NamedTuple):
    """A row as it was and as both have it, and its number here; or one that was added."""

    three: tuple[Value, Value, Value] | None = None
    number: int = 0
    added: Value = None


def _both_added(before: Value, mine: Value, theirs: Value) -> list[_Row] | None:
    """The same of `_rows`, those on the server first, where both added rows and changed none.

    A correction on the server may be public, and none is taken back.
    """
    former = before or []
    if not (isinstance(former, list) and isinstance(mine, list) and isinstance(theirs, list)):
        return None
    length = len(former)
    if any(stated(rows[:length]) != stated(former) for rows in (mine, theirs)):
        return None
    same = zip(former, mine, theirs, strict=False)
    return [*(_Row(three, number) for number, three in enumerate(same)),
            *(_Row(added=one) for one in (*theirs[length:], *mine[length:]))]  # fmt: skip


def _rows(before: Value, mine: Value, theirs: Value) -> list[_Row] | None:
    """The rows that were there, and between them those that one of the two added, mine first.

    None where rows went or moved: what became of such a row only a person knows.
    """
    if not (isinstance(before, list) and isinstance(mine, list) and isinstance(theirs, list)):
        return None
    places = [_places(before, rows) for rows in (mine, theirs)]
    if any(one is None for one in places):
        return None
    here, there = (one or [] for one in places)
    found: list[_Row] = []
    for number in range(len(before) + 1):
        for rows, at in ((mine, here), (theirs, there)):
            first = at[number - 1] + 1 if number else 0
            last = at[number] if number < len(before) else len(rows)
            found += [_Row(added=one) for one in rows[first:last]]
        if number < len(before):
            three = before[number], mine[here[number]], theirs[there[number]]
            found.append(_Row(three, here[number]))
    return found


def _places(before: list[Value], now: list[Value]) -> list[int] | None:
    """Where each former row is now; None where one went, or where they stand in another order."""
    matched = partners(before, now)
    if len(matched) < len(before) or is_reordered(matched):
        return None
    return sorted(matched)

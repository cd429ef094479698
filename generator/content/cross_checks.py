"""What rules find between reports, kept from run to run: judged is only whom a change concerns.

Kept is what was found in public reports, and only where no others have a part in it: a cache goes
from job to job. A report that is not public yet counts as new each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from generator.check import gate
from generator.check.gate import Strictness
from generator.check.rule import Change, Facts
from generator.content.examination import Examined
from generator.content.examination_store import Judged, Store
from generator.model.problems import Problem
from generator.source.tree import Source

Again = Callable[[str], Source]  # the tree of a file that was read before


def problems(
    examined: Sequence[Examined], strictness: Strictness, store: Store, content: str, again: Again
) -> Iterator[Problem]:
    """The problems of all reports together, and note of them for the next time."""
    every = [one for one in examined if one.facts]
    facts = [one.facts for one in every if one.facts]
    former = store.judged(content) or Judged({}, {})
    fresh = _concerned(every, former, strictness, store, content)
    chosen = [one for one in facts if one.path in fresh]
    found: dict[str, list[Problem]] = {one.path: [] for one in facts}
    for problem in gate.of_catalogue(facts, chosen, strictness, again):
        found[problem.path].append(problem)
    for path, kept in former.found.items():
        if path in found and path not in fresh:
            found[path] = list(kept)
    if fresh or len(former.keys) != len(every):
        store.keep_judged(_lasting(every, facts, found, strictness), content)
    yield from chain.from_iterable(found.values())


def _concerned(
    every: Sequence[Examined], former: Judged, strictness: Strictness, store: Store, content: str
) -> set[str]:
    """Paths of the reports that have to be judged: new, not kept, or touched by a change."""
    come = [one.facts for one in every if one.facts and former.keys.get(one.path) != one.key]
    everyone = {one.path for one in every}
    if len(come) * 2 > len(every):
        return everyone
    now = {one.path: one.key for one in every}
    left = {path: key for path, key in former.keys.items() if now.get(path) != key}
    gone = store.read(dict.fromkeys(left.values(), False), content, heads=False)
    if len(gone) < len(left):
        return everyone
    stayed = [one.facts for one in every if one.facts and former.keys.get(one.path) == one.key]
    away = [one.facts for one in gone.values() if one.facts]
    fresh = everyone - former.found.keys() | {one.path for one in come}
    if away or come:
        fresh |= _touched(Change(stayed, away, come), strictness)
    return fresh


def _touched(change: Change, strictness: Strictness) -> set[str]:
    return set().union(*gate.touched(change, strictness))


def _lasting(
    every: Sequence[Examined],
    facts: Sequence[Facts],
    found: Mapping[str, Sequence[Problem]],
    strictness: Strictness,
) -> Judged:
    """What may be kept: of public reports, where no other kind has a part in it."""
    hidden = [one.facts for one in every if one.facts and not one.kept]
    shown = [one.facts for one in every if one.facts and one.kept]
    touched = _touched(Change(shown, (), hidden), strictness) if hidden else set()
    keys = {one.path: one.key for one in every if one.kept}
    return Judged(keys, {path: tuple(found[path]) for path in keys if path not in touched})

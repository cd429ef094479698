"""Which lines of a narrative are its headings, and on which level each stands."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from generator.documents.document import Paragraph
from generator.model.form import Form, Heading
from generator.recognition import headings, outlines
from generator.recognition.headings import Candidate
from generator.recognition.outlines import Fit, likeness
from generator.recognition.reference import Reference
from generator.recognition.row import Item
from generator.source.headings import split_heading

MOST_LEVELS = 4
_OWN_LIKENESS = 0.97  # below it, a heading of a free outline is one of the report's own


@dataclass
class Node:
    """A heading of the narrative: its place among the headings, what the outline calls it."""

    candidate: Candidate
    path: tuple[str, ...]
    is_known: bool
    below: Sequence[Heading] = ()
    is_counted: bool = False  # whether it and those beside it are numbered from one without a gap


@dataclass
class Outlined:
    """The headings of a narrative by the items that they are, and the outline that they follow."""

    nodes: dict[int, Node] = field(default_factory=dict)
    fit: Fit | None = None


def find(items: Sequence[Item], reference: Reference) -> Outlined:
    """The headings among the items."""
    found = headings.candidates(items)
    numbered = [one for one in found if one.rank < headings.BY_STYLE]
    styled = [one for one in found if one.rank > headings.BY_STYLE]
    if _uppermost(numbered) > 1:
        return _outlined(items, numbered, reference)
    if len(styled) > 1:
        return _outlined(items, _by_place([*_ranked(styled), *numbered]), reference)
    made = _outlined(items, _ranked(numbered), reference)  # 1. and 1.1, or a list
    if made.fit or _begin_at_top(made, numbered):
        return made
    return _by_words(items, reference) or Outlined()


def _uppermost(found: Sequence[Candidate]) -> int:
    """How many lines have a number of the first two levels: 一、, （一）."""
    return sum(one.rank <= 2 for one in found)


def _by_place(found: Sequence[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda one: one.at)


def _outlined(items: Sequence[Item], found: Sequence[Candidate], reference: Reference) -> Outlined:
    fit = outlines.choose(found, reference.forms)
    return Outlined(_Tree(items, reference, fit.form if fit else None).build(found), fit)


def _begin_at_top(made: Outlined, numbered: Sequence[Candidate]) -> bool:
    """Whether lines with 1., 2. read as headings with text under each, and not as a list."""
    first = [one for one in numbered if one.rank == min(other.rank for other in numbered)]
    behind = {one.at + 1 for one in first}
    return len(first) > 1 and all(
        one.reads_as_heading and one.at in made.nodes and one.at not in behind for one in first
    )


def _ranked(found: Sequence[Candidate]) -> list[Candidate]:
    """Lines with the ranks of the levels: what occurs of numbers or styles, in its order."""
    ranks = sorted({one.rank for one in found})
    return [replace(one, rank=float(min(ranks.index(one.rank) + 1, 4))) for one in found]


def _by_words(items: Sequence[Item], reference: Reference) -> Outlined | None:
    """Headings without numbers, told by the words of an outline alone."""
    lines = [
        one
        for at, item in enumerate(items)
        if isinstance(item, Paragraph) and (one := headings.unnumbered(item, at))
    ]
    best: tuple[int, Fit, dict[int, Node]] | None = None
    for form_id, form in reference.forms.items():
        nodes = _exact(lines, form)
        known = {one.path[0] for one in nodes.values()}
        needed = [one for one in form.headings if not one.is_optional] or form.headings
        if len(known) * 2 <= len(needed) or len(nodes) < 3:
            continue
        if best is None or len(nodes) > best[0]:
            best = len(nodes), Fit(form_id, form, 1.0), nodes
    return Outlined(best[2], best[1]) if best else None


def _exact(lines: Sequence[Candidate], form: Form) -> dict[int, Node]:
    """Lines that are word for word headings of a form, in its order of levels."""
    found: dict[int, Node] = {}
    trail: list[Heading] = []
    for line in lines:
        for depth in range(len(trail), -1, -1):
            options = trail[depth - 1].subheadings if depth else form.headings
            hit = next((one for one in options if likeness(line.words, one.heading) >= 0.97), None)
            if hit and not line.rest:
                trail = [*trail[:depth], hit]
                path = tuple(one.heading for one in trail)
                found[line.at] = Node(line, path, is_known=True, below=hit.subheadings)
                break
    return found


class _Tree:
    """Builds the tree of headings, rank after rank: 一、, （一）, 1., （1）."""

    def __init__(self, items: Sequence[Item], reference: Reference, form: Form | None) -> None:
        self._items, self._form = items, form
        self._memory = reference.memory.headings
        self._is_free = form is None or form.has_free_headings

    def build(self, found: Sequence[Candidate]) -> dict[int, Node]:
        """The accepted headings by their items."""
        accepted: list[Candidate] = []
        for rank in sorted({one.rank for one in found if one.rank < 5}):
            nodes = self._nodes(accepted)
            more: list[Candidate] = []
            for above, group in self._groups(found, rank, accepted).items():
                if above < 0 or above in nodes:
                    more += self._accepted(group, nodes.get(above))
            accepted = sorted([*accepted, *more], key=lambda one: one.at)
        nodes = self._nodes(accepted)
        if self._is_free:
            _tell_counted(nodes.values())
        return nodes

    @staticmethod
    def _groups(
        found: Sequence[Candidate], rank: float, accepted: Sequence[Candidate]
    ) -> dict[int, list[Candidate]]:
        """The lines of a rank by the heading under which they stand; -1 where under none."""
        places = [one.at for one in accepted]
        groups: dict[int, list[Candidate]] = {}
        for one in found:
            if one.rank == rank:
                before = bisect_left(places, one.at)
                groups.setdefault(places[before - 1] if before else -1, []).append(one)
        return groups

    def _accepted(self, group: Sequence[Candidate], above: Node | None) -> list[Candidate]:
        """Those of the lines under one heading that are headings themselves."""
        if above and len(above.path) >= MOST_LEVELS:
            return []
        options = (above.below if above else self._form.headings) if self._form else ()
        starts = {one.at for one in group}
        known = [
            one
            for one in group
            if one.is_short and outlines.best(one.words, options) and not self._is_text(one, starts)
        ]
        known += [one for one in group if one.words in self._memory and one not in known]
        if group[0].rank <= 2:
            if not known and self._form and not self._is_free and above:
                return []  # a list of its text: the outline has nothing below
            return [one for one in group if one.is_short]
        is_list = len(known) < outlines.MOSTLY * len(group)
        if not is_list:
            return known
        free = self._is_free and not (above and above.is_known and above.below)
        return list(group) if free and self._all_read_as_headings(group) else []

    def _is_text(self, one: Candidate, starts: set[int]) -> bool:
        """Whether it is a sentence that says all that is said under it."""
        if one.rank <= 2 or one.rest or "。" not in one.stop:
            return False
        return one.at + 1 >= len(self._items) or one.at + 1 in starts

    def _all_read_as_headings(self, group: Sequence[Candidate]) -> bool:
        starts = {one.at for one in group}
        return all(
            one.reads_as_heading and one.at + 1 < len(self._items) and one.at + 1 not in starts
            for one in group
        )

    def _nodes(self, accepted: Sequence[Candidate]) -> dict[int, Node]:
        nodes: dict[int, Node] = {}
        stack: list[Node] = []
        for one in sorted(accepted, key=lambda one: one.at):
            while stack and stack[-1].candidate.rank >= one.rank:
                stack.pop()
            if len(stack) >= MOST_LEVELS:
                continue
            node = self._node(one, stack[-1] if stack else None)
            nodes[one.at] = node
            stack.append(node)
        return nodes

    def _node(self, one: Candidate, above: Node | None) -> Node:
        if path := self._memory.get(one.words):
            return Node(one, tuple(path), is_known=True, below=self._below(tuple(path)))
        options = (above.below if above else self._form.headings) if self._form else ()
        hit = outlines.best(one.words, options)
        if hit and self._is_free and likeness(one.words, hit.heading) < _OWN_LIKENESS:
            return self._own(one, above, hit.subheadings)
        if hit is None:
            return self._own(one, above, ())
        path = (*(above.path if above else ()), hit.heading)
        return Node(one, path, is_known=True, below=hit.subheadings)

    @staticmethod
    def _own(one: Candidate, above: Node | None, below: Sequence[Heading]) -> Node:
        return Node(one, (*(above.path if above else ()), one.words), is_known=False, below=below)

    def _below(self, path: tuple[str, ...]) -> Sequence[Heading]:
        options: Sequence[Heading] = self._form.headings if self._form else ()
        for name in path:
            hit = next((one for one in options if one.heading == name), None)
            options = hit.subheadings if hit else ()
        return options


def _tell_counted(nodes: Iterable[Node]) -> None:
    """Tell headings whose numbers leave no doubt: 一、 to the last, each alone in its line."""
    beside: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for one in nodes:
        beside[one.path[:-1]].append(one)
    for those in beside.values():
        lines = [one.candidate for one in those]
        numbers = [split_heading(f"{one.mark}{one.words}") for one in lines]
        is_counted = len(those) > 1 and all(
            found is not None and found.number == (at,) for at, found in enumerate(numbers, 1)
        )
        if is_counted and all(one.rank <= 2 and one.reads_as_heading for one in lines):
            for one in those:
                one.is_counted = True

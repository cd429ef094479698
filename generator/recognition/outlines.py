"""Which outline of the county a narrative follows, and which heading of it a line is."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from generator.model.form import Form, Heading
from generator.recognition.headings import Candidate

_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_SIGNS = re.compile(r"[\W_]+")
# Words by which the same heading differs from place to place and year to year.
_SAME = (
    (re.compile("中央|省级|省|市级|州级|区级"), "上级"),
    (re.compile("(?:县内|区内|市内|区域内|县级|本县|全县)"), "本级"),
    (re.compile("存在的主要问题|存在问题|主要问题|问题及原因"), "存在的问题"),
    (re.compile("意见建议|意见和建议|相关建议|有关建议|政策建议"), "建议"),
    (re.compile("完成情况"), "完成"),
    (re.compile("[的和与及]"), ""),
)
_ALIKE = 0.82
_LEAST_SCORE = 0.6
_OF_EXACTNESS, _OF_DEEPER = 0.05, 0.05  # what they add to a score: they decide between equals
MOSTLY = 0.6  # of lines of a level: fewer known ones, and it is a list


class Fit(NamedTuple):
    """A form and how well a narrative follows its headings, from 0 to 2."""

    form_id: str
    form: Form
    score: float


@lru_cache(maxsize=4096)
def folded(words: str) -> str:
    """The words of a heading without signs and blanks, in half width."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", words)).lower()


@lru_cache(maxsize=4096)
def _alike_key(words: str) -> str:
    bare = folded(_BRACKETS.sub("", unicodedata.normalize("NFKC", words)))
    for pattern, instead in _SAME:
        bare = pattern.sub(instead, bare)
    return bare or folded(words)


@lru_cache(maxsize=16_384)
def likeness(one: str, other: str) -> float:
    """How alike two headings are: 1 for the same words, 0 where they are not alike enough."""
    if folded(one) == folded(other):
        return 1.0
    keys = _alike_key(one), _alike_key(other)
    if keys[0] == keys[1]:
        return 0.97
    short, long = sorted(keys, key=len)
    if len(short) > 3 and len(short) >= 0.7 * len(long) and short in long:
        return 0.9
    matcher = SequenceMatcher(None, *keys, autojunk=False)
    if matcher.quick_ratio() < _ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= _ALIKE else 0.0


def best(words: str, headings: Sequence[Heading]) -> Heading | None:
    """The heading that the words are; of several the one that is most alike."""
    scored = [(likeness(words, one.heading), at) for at, one in enumerate(headings)]
    score, at = max(scored, key=lambda one: (one[0], -one[1]), default=(0.0, 0))
    return headings[at] if score else None


def choose(found: Sequence[Candidate], forms: Mapping[str, Form]) -> Fit | None:
    """The outline that the lines follow best, by the headings of its first two levels.

    Of outlines that are the same so far, it is the one that knows more of the lines below.
    """
    upper = [one for one in found if one.rank <= 2]
    fits = [
        Fit(form_id, form, score + _OF_DEEPER * _deeper_levels(found, form))
        for form_id, form in forms.items()
        if form.headings and (score := _score(upper, form))
    ]
    return max(fits, key=lambda one: one.score, default=None)


def _score(found: Sequence[Candidate], form: Form) -> float:
    """0 where too little of it is there."""
    first_rank = min((one.rank for one in found), default=0)
    first = [one for one in found if one.rank == first_rank]
    matched = [best(one.words, form.headings) for one in first]
    known = {one.heading for one in matched if one}
    needed = [one for one in form.headings if not one.is_optional]
    if not known or (len(known) < 2 and len(needed or found) > 1):
        return 0.0
    recall = len(known & {one.heading for one in needed}) / len(needed) if needed else 0
    if (
        not needed
    ):  # all of its headings may be left out: a few are enough, if no others stand there
        recall = min(len(known), 2) * 0.45
    precision = sum(one is not None for one in matched) / len(first)
    score = 2 * recall * precision / (recall + precision) if recall and precision else 0.0
    if score < _LEAST_SCORE:
        return 0.0
    return score + _second_level(found, first, matched) + _OF_EXACTNESS * _exactness(first, matched)


def _exactness(first: Sequence[Candidate], matched: Sequence[Heading | None]) -> float:
    pairs = [
        (one.words, heading.heading) for one, heading in zip(first, matched, strict=True) if heading
    ]
    return sum(likeness(*pair) for pair in pairs) / len(pairs) if pairs else 0.0


def _second_level(
    found: Sequence[Candidate], first: Sequence[Candidate], matched: Sequence[Heading | None]
) -> float:
    """The share of lines of the second rank that stand under the heading where they belong."""
    ranks = sorted({one.rank for one in found})
    if len(ranks) < 2:
        return 0.0
    total = hits = 0
    for at, heading in enumerate(matched):
        end = first[at + 1].at if at + 1 < len(first) else float("inf")
        below = [one for one in found if one.rank == ranks[1] and first[at].at < one.at < end]
        total += len(below)
        hits += sum(bool(heading and best(one.words, heading.subheadings)) for one in below)
    return hits / total if total else 0.0


def _deeper_levels(found: Sequence[Candidate], form: Form) -> float:
    """The share of lines below the second level that are headings of the outline at their place.

    0 where most are none: then they are lists of the text, as in a shorter outline.
    """
    trail: list[tuple[float, Sequence[Heading]]] = []
    total = hits = 0
    for one in found:
        while trail and trail[-1][0] >= one.rank:
            trail.pop()
        hit = best(one.words, trail[-1][1] if trail else form.headings)
        trail.append((one.rank, hit.subheadings if hit else ()))
        if one.rank > 2:
            total += 1
            hits += hit is not None
    return hits / total if total and hits >= MOSTLY * total else 0.0

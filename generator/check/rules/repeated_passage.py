"""The same passage under several headings of one report: pasted instead of written.

Cells of the form are compared with one another, not with the narrative: it may well repeat them.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.check.rule import Finding, Limit, Limits, Passage, Rule, Subject
from generator.check.sentences import clause_words, clauses
from generator.model.problems import quote

_SAME = (
    "更换老旧供水管网，加装消毒设备，解决枯水期供水不足的问题，让两个镇的群众用上稳定安全的自来水"
)

RULE = Rule(
    title="同一段话在几个部分重复",
    why="同一段话原样出现在几个标题下，后面的部分等于没有写：该写完成情况的地方写的还是目标，该写效益的地方写的还是概况。",
    mend="各部分写各自的内容，重复的删去或改写。原文如此的，写进“核实”。字数界限是本系统的约定。",
    sources=("已公开的报告里，有整段话在三个部分一字不差地重复",),
    limits={
        "最少字数": Limit(Decimal(40), "重复的文字（不算标点）最少有几个字才提示"),
        "最少分句": Limit(Decimal(2), "重复的文字最少有几个分句才提示"),
    },
    failing=f"""\
正文:
  项目绩效情况:
    项目完成情况: {_SAME}。
    项目效益情况: 通过项目实施，{_SAME}。
""",
    passing=f"""\
正文:
  项目绩效情况:
    项目完成情况: {_SAME}。
    项目效益情况: 枯水期两个镇没有再停过水，送水车没有再出动。
""",
)

_MIN_FIRST_CLAUSE = 6  # characters of the clause that a repetition is noticed by
_MAX_PLACES = 4  # earlier places of one clause that are compared
_STEPS = ((1, 1), (2, 2), (2, 1), (1, 2))  # the next two; one changed, added, left out


@dataclass(frozen=True, slots=True)
class _Clauses:
    """The clauses of all passages in order: the words, and the passage that they stand in."""

    words: Sequence[str]
    passages: Sequence[int]

    def repeated(self) -> set[str]:
        """Clauses that stand in more than one passage and are long enough to begin with."""
        first: dict[str, int] = {}
        return {
            words
            for words, passage in zip(self.words, self.passages, strict=True)
            if len(words) >= _MIN_FIRST_CLAUSE and first.setdefault(words, passage) != passage
        }

    def run(self, there: int, here: int) -> list[tuple[int, int]]:
        """Clauses from two places on that are the same, as pairs of their numbers."""
        words, end_there, end_here = (
            self.words,
            self.end_of_passage(there),
            self.end_of_passage(here),
        )
        pairs = [(there, here)]
        while True:
            for a, b in _STEPS:
                i, j = there + a, here + b
                if i < end_there and j < end_here and words[i] == words[j]:
                    break
            else:
                return pairs
            there, here = i, j
            pairs.append((there, here))

    def end_of_passage(self, number: int) -> int:
        """The number after that of the last clause in the passage of a clause."""
        return bisect_right(self.passages, self.passages[number])

    def letters(self, pairs: Sequence[tuple[int, int]]) -> int:
        """How many characters are the same."""
        return sum([len(self.words[here]) for _, here in pairs])  # noqa: C419  sooner than without


@dataclass
class _Repetition:
    """A passage that occurs again: its clauses in the second place, and all later headings."""

    first: int
    last: int
    heading: str
    later: list[str] = field(default_factory=list)


def check_report(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """One finding a passage, on its second place."""
    for is_narrative in (True, False):
        passages = [one for one in subject.passages if one.is_narrative is is_narrative]
        yield from _within(passages, limits)


def _within(passages: Sequence[Passage], limits: Limits) -> Iterator[Finding]:
    words = [clause_words(passage.text) for passage in passages]
    numbers = [number for number, found in enumerate(words) for _ in found]
    every = _Clauses([one for found in words for one in found], numbers)
    for one in _repetitions(every, passages, limits):
        number = numbers[one.first]
        passage, begin = passages[number], numbers.index(number)
        spans = list(clauses(passage.text))
        start, end = spans[one.first - begin][0], spans[one.last - begin][1]
        elsewhere = "、".join(f"“{heading}”" for heading in dict.fromkeys(one.later))
        message = (
            f"这段话{quote(passage.text[start:end], 20)}与“{one.heading}”里的相同"
            f"（共 {end - start} 字）。{elsewhere}{'里还有。' if elsewhere else ''}"
            "请各写各的内容，删去或改写重复的部分。"
        )
        yield passage.finding((start, end), message)


def _repetitions(
    every: _Clauses, passages: Sequence[Passage], limits: Limits
) -> Sequence[_Repetition]:
    places: dict[str, list[int]] = defaultdict(list)
    known: dict[int, _Repetition] = {}
    tried: set[tuple[int, int]] = set()
    found: list[_Repetition] = []
    least, fewest = int(limits["最少字数"]), int(limits["最少分句"])
    repeated, end = every.repeated(), 0
    for here, words in enumerate(every.words if repeated else ()):
        if here < end or words not in repeated:
            continue
        before = places[words]
        pairs = _longest(every, here, before, tried) if before else ()
        if len(pairs) < fewest or every.letters(pairs) < least:
            if len(before) < _MAX_PLACES:
                before.append(here)
            continue
        heading = passages[every.passages[here]].heading
        one = next((known[there] for there, _ in pairs if there in known), None)
        if one:
            one.later.append(heading)
        else:
            first_heading = passages[every.passages[pairs[0][0]]].heading
            one = _Repetition(here, pairs[-1][1], first_heading)
            found.append(one)
        known |= {number: one for pair in pairs for number in pair}
        end = pairs[-1][1] + 1
    return found


def _longest(
    every: _Clauses, here: int, places: Sequence[int], tried: set[tuple[int, int]]
) -> Sequence[tuple[int, int]]:
    """The longest run from a clause on that stood under an earlier heading.

    What is the rest of a run that was found too short (`tried`) is not followed again.
    """
    runs = []
    for there in places:
        if every.passages[there] != every.passages[here] and (there, here) not in tried:
            runs.append(every.run(there, here))
            tried.update(runs[-1])
    return max(runs, key=every.letters, default=[]) if len(runs) != 1 else runs[0]

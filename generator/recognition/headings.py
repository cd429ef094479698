"""Lines that can be headings: their numbers, their words, what stands behind them in the line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.documents.document import Paragraph
from generator.recognition import lines
from generator.recognition.row import Item
from generator.source.headings import split_heading

_HAN = "[一二三四五六七八九十]{1,3}"
# By the kind of number; the order is that of the levels.
_KINDS = (
    (0.0, re.compile(rf"第\s*(?:{_HAN}|\d{{1,2}})\s*(?:部分|章|篇)[\s、.．：:，,]*")),
    (1.0, re.compile(rf"{_HAN}\s*[、，.．：:]\s*|{_HAN}\s+")),
    (2.0, re.compile(rf"[（(]\s*{_HAN}\s*[）)][\s、.．]*")),
    (3.6, re.compile(r"\d{1,2}[.．]\d{1,2}[.．]\d{1,2}[.．]?\s*(?!\d)")),
    (3.3, re.compile(r"\d{1,2}[.．]\d{1,2}[.．]?\s*(?![\d万亿元%％])")),
    (3.0, re.compile(r"\d{1,2}\s*[.．、，]\s*(?!\d)|\d{1,2}\s*[.．、]\s*(?=(?:19|20)\d{2}年)")),
    (4.0, re.compile(r"[（(]\s*\d{1,2}\s*[）)][\s、.．]*")),
    (5.0, re.compile(r"[①-⑳]\s*|\d{1,2}\s*[)）]\s*")),
)
BY_STYLE, UNNUMBERED = 10.0, 0.5
_HINT = re.compile(
    r"[（(【](?=[^（()）]*(?:可用|可以|表格|包括|包含|说明|字以内|字左右|按照|参照|详见|如有|如无|请|填写|不超过|原因等))"
    r"[^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)*[）)】]"
)
_LEAD = re.compile(r"^(?:[{｛]?说明[}｝]?[:：]?)(?=项目|资金|部门|本|\S{8,})")
_SPLIT = re.compile(r"(?P<head>[^。：:]{2,40}?)(?P<mark>[。：:])(?P<rest>\s*\S.*)", re.DOTALL)
_ENDS = " \u3000\t。：:；;.．"
_LONGEST = 45
_ANNEX = re.compile(
    r"(?P<mark>附\s*[件表录]\s*\d{1,2}\s*[:：.、]?\s*)(?P<words>[^。；;:：\s]{2,25})"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that can be a heading.

    `rank` orders the levels; `mark` is the number, `words` what is left of the line without
    number, hint and the full stop behind it; `rest` the text that follows in the same line.
    """

    at: int  # among the items
    rank: float
    mark: str
    words: str
    hint: str = ""
    stop: str = ""
    rest: str = ""

    @property
    def is_short(self) -> bool:
        """Whether it is no longer than headings are."""
        return 2 <= len(self.words) <= _LONGEST

    @property
    def reads_as_heading(self) -> bool:
        """Whether nothing in it says that it is a sentence."""
        alone = not self.rest and "。" not in self.stop
        return alone and 2 <= len(self.words) <= 25 and not re.search("[，,。；;！？]", self.words)


def candidates(items: Sequence[Item]) -> list[Candidate]:
    """The lines with a number, with a style of headings, or short and bold."""
    found = []
    for at, item in enumerate(items):
        if isinstance(item, Paragraph) and (one := candidate(item, at) or _annex(items, at)):
            found.append(one)
    return found


def candidate(line: Paragraph, at: int) -> Candidate | None:
    """What a line is if it is a heading; None where nothing says that it can be one."""
    words = line.shown.strip()
    for rank, pattern in _KINDS:
        mark = pattern.match(words)
        if mark and (line.number or _is_number(words)):
            return _without_numbers(_parts(at, rank, mark[0], words[mark.end() :]))
    if line.number:  # one of the program's that is none of the above
        return None
    if line.level and len(words) <= _LONGEST * 2:
        return _without_numbers(_parts(at, BY_STYLE + line.level, "", words))
    if line.is_bold and 2 <= len(words) <= 25 and not re.search("[，,。；;！？]", words):
        return _without_numbers(_parts(at, BY_STYLE + 9, "", words))
    return None


def _annex(items: Sequence[Item], at: int) -> Candidate | None:
    """附件2 问卷调查情况 over its text, which is no part of the section before it."""
    line, behind = items[at], items[at + 1 : at + 2]
    words = line.shown.strip() if isinstance(line, Paragraph) else ""
    found = _ANNEX.fullmatch(words)
    has_text = any(isinstance(one, Paragraph) and "。" in one.text for one in behind)
    if not found or not has_text or lines.title(words):
        return None
    return Candidate(at, 1.0, found["mark"].strip(), found["words"])


def unnumbered(line: Paragraph, at: int) -> Candidate | None:
    """A short line, to be compared with the headings of the forms by its words alone.

    A number that a program set before it tells nothing: in a page that an office program saved,
    each level is numbered 1., 2.
    """
    words = line.text.strip()
    return _parts(at, UNNUMBERED, line.number, words) if 2 <= len(words) <= _LONGEST else None


def _is_number(words: str) -> bool:
    """Whether the number is no part of the words: 三公经费, 一、二级指标."""
    found = split_heading(words)
    return found is not None or bool(re.match(r"\d{1,2}[.．、](?:19|20)\d{2}年", words))


def _parts(at: int, rank: float, mark: str, words: str) -> Candidate:
    lead = found[0] if (found := _LEAD.match(words)) else ""
    words = words[len(lead) :]
    hint, rest, stop = "", "", ""
    if note := _HINT.search(words):
        behind = words[note.end() :]
        if not behind.strip(_ENDS) or behind[0] in "。：:":
            hint = note[0]
            words = words[: note.start()] + behind
    if (split := _SPLIT.fullmatch(words)) and len(split["rest"].strip(_ENDS)) > 0:
        words, stop, rest = split["head"], split["mark"], split["rest"].strip()
    bare = words.rstrip(_ENDS)
    stop = words[len(bare) :].strip() + stop
    return Candidate(at, rank, mark.strip(), bare.strip(), lead + hint, stop, rest)


def _without_numbers(one: Candidate) -> Candidate:
    """Without those typed behind the program's own, or under a style: a draft is read so too."""
    while second := split_heading(one.words):
        mark = one.mark + one.words[: len(one.words) - len(second.plain)]
        one = replace(one, mark=mark.strip(), words=second.plain)
    return one

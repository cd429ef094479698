"""Sentences and clauses of a text, what stands before a figure in them, and their words.

All positions are characters of the text that was given.
"""

import re
from collections.abc import Iterable, Iterator

from generator.check.text_values import half_width, years

_BEFORE_FIGURE = re.compile(r"[，。；、！？,;!?\n（(]")
_SENTENCE_STOP = re.compile(r"[。；！？;!?\n]")
_REACH = 200  # characters that are looked back for the beginning of a clause or a sentence
_LONGEST = 4_096  # characters of a sentence, to either side of a figure in it
# What may stand before a figure of the whole project and the whole year.
LEAD_IN = (
    r"(?:截[至止到]|(?:19|20)\d{2}年?度?|年?[底末]|\d{1,2}[月日]份?|[本该我的由经已共总其]|项目|工程"
    r"|专项|资金|经费|局|单位|部门|实际|全年|当年|年度|全部|合计|财政)*?"
)
_PART = re.compile(
    "(?:财政|社会|单位|其他|专户|帮扶)(?:管理)?资金|赞助|捐赠|其中|分别|中央|省级|市级|州级|县级|区级|上级|本级|自筹|配套|结转|第[一二三四五六]批|子项"
    "|[一二三四五六七八九]是|用于|上年|上一年|去年|往年|以前|历年|累计|每|部分|余款|尾款|质保金|如果|若"
)
_OTHER_TIME = re.compile("上年|上一年|去年|前年|往年|以前|历年|同期")
_SENTENCE = re.compile(r"[^。；！？;!?\n]+[。；！？;!?]?")
CLAUSE_STOP = re.compile(r"[，。；：、！？,;:!?\s]")
_CLAUSE = re.compile(r"[^，。；：、！？,;:!?\s]+")
_NO_REASON = frozenset(["", "无", "没有", "暂无", "无偏差", "无原因", "不适用"])
_WORDLESS = re.compile(r"[\W_]+")


def sentences(text: str) -> Iterator[str]:
    """Each sentence with its punctuation mark, without white space around it."""
    return (words for found in _SENTENCE.findall(text) if (words := found.strip()))


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each run of words between punctuation."""
    return (found.span() for found in _CLAUSE.finditer(text))


def clause_words(text: str) -> list[str]:
    """The clauses themselves, in the order of `clauses`: faster where no positions are needed."""
    return _CLAUSE.findall(text)


def sentence_span(text: str, start: int) -> tuple[int, int]:
    """Start and end of the sentence of a character; looked for around that character only.

    What has no end for thousands of characters is no sentence: it is cut there.
    """
    reach, begin = _REACH, start
    while begin:
        least = max(0, start - reach)
        begin = start - len(_SENTENCE_STOP.split(text[least:start])[-1])
        if begin > least or reach >= _LONGEST:
            break
        reach = min(4 * reach, _LONGEST)
    found = _SENTENCE.match(text, begin, start + _LONGEST)
    words = found[0].strip() if found else ""
    if found and words:
        first = begin + found[0].index(words)
        if first <= start < first + len(words):
            return first, first + len(words)
    return start, start


def sentence_at(text: str, start: int) -> str:
    """The sentence of a character."""
    first, end = sentence_span(text, start)
    return text[first:end]


def without(text: str, names: Iterable[str]) -> str:
    """The text without these names."""
    for name in names:
        text = text.replace(name, "")
    return text


def clause_before(text: str, start: int) -> str:
    """What stands before a character in its clause; a colon does not end a clause."""
    return _BEFORE_FIGURE.split(half_width(text)[max(0, start - _REACH) : start])[-1]


def sentence_before(text: str, start: int) -> str:
    """What stands before a character in its sentence."""
    return _SENTENCE_STOP.split(half_width(text)[max(0, start - _REACH) : start])[-1]


def is_about_part(before: str, year: int) -> bool:
    """Whether the beginning of a sentence speaks of a source, an instalment or another year."""
    return bool(_PART.search(before) or years(before) - {year})


def is_about_other_time(before: str, year: int) -> bool:
    """Whether the beginning of a clause speaks of another year."""
    return bool(_OTHER_TIME.search(before) or years(before) - {year})


def words_only(text: str) -> str:
    """The text without punctuation and white space, in half width."""
    return _WORDLESS.sub("", half_width(text))


def is_reason(cell: str | None) -> bool:
    """Whether a cell for a reason has one; "无" is none."""
    return cell is not None and words_only(cell) not in _NO_REASON

"""Takes the facts that rules on the whole catalogue compare out of a report's text."""

import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import chain
from zlib import crc32

from generator.check.project_names import core_name, is_umbrella_name, relates_projects
from generator.check.rule import Mention, PackedClauses, Passage, ReportFacts, Subject
from generator.check.sentences import CLAUSE_STOP, sentence_at
from generator.check.text_values import half_width

# No letter, no digit and no quotation of a name; the words that end the names of projects.
_NO_NAME = re.compile(r"[^\u4e00-\u9fa5A-Za-z0-9“”]")
_END_WORD = "(?:经费|项目|工程|资金|补助|补贴|专项)"
_NAME_END = re.compile(f"{_END_WORD}{_END_WORD}*")  # sooner than +: a search leaps to the first
_MIN_NAME, _MAX_NAME = 8, 40  # characters
_NO_NAME_BEFORE = "的该本此各等类"  # before its end: “该项目”
_MIN_CLAUSE = 6  # characters: shorter ones are in every report
_FIGURES_AND_SIGNS = re.compile(r"[\d.%〇一二三四五六七八九十百千万亿\W_]+")


def extract_facts(subject: Subject, path: str, slug: str) -> ReportFacts:
    """The report's facts; `path` is that of its file, `slug` its name."""
    return ReportFacts(
        path,
        subject.department.slug,
        slug,
        subject.report.fiscal_year,
        subject.report.project_name,
        tuple(passage.where for passage in subject.passages),
        tuple(_mentions(subject.passages, subject.report.project_name)),
        PackedClauses(array("I", chain.from_iterable(_clauses(subject.passages)))),
    )


def _mentions(passages: Sequence[Passage], own: str) -> Iterator[Mention]:
    """Words that can be another project's name; none where a report has to name many projects."""
    if is_umbrella_name(own):
        return
    own_core = core_name(own)
    for number, passage in enumerate(passages):
        for start, words in _names(passage.text):
            if own_core not in words and not relates_projects(sentence_at(passage.text, start)):
                yield Mention(number, start, words)


def _names(text: str) -> Iterator[tuple[int, str]]:
    for end in _NAME_END.finditer(text, 6):
        if text[end.start() - 1] not in _NO_NAME_BEFORE:
            ahead = text[max(0, end.end() - _MAX_NAME) : end.end()]
            words = _NO_NAME.split(ahead)[-1]
            if len(words) >= _MIN_NAME:
                yield end.end() - len(words), words


def _clauses(passages: Sequence[Passage]) -> Iterator[tuple[int, int, int, int]]:
    """Clauses that are long enough without figures; two have one digest if only figures differ."""
    for number, passage in enumerate(passages):
        start = 0
        for written in CLAUSE_STOP.split(half_width(passage.text)):
            if len(written) >= _MIN_CLAUSE:
                words = _FIGURES_AND_SIGNS.sub("", written)
                if len(words) >= _MIN_CLAUSE:
                    yield number, start, start + len(written), crc32(words.encode())
            start += len(written) + 1

"""What the whole catalogue has to know of one report, taken out of its text once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from zlib import crc32

from generator.check.prose import (
    clauses,
    core,
    folded,
    many_projects,
    sentence_around,
    side_by_side,
)
from generator.check.rule import Clauses, Facts, Mention, Passage, Subject

# Letters, digits and the quotation of a name; the words that end the names of projects.
_LAST_WORDS = re.compile(r"[\u4e00-\u9fa5A-Za-z0-9“”]{8,}$")
_END = re.compile("(?:经费|项目|工程|资金|补助|补贴|专项)+")
_LONGEST_NAME = 40  # characters
_NO_NAME = "的该本此各等类"  # before its end: “该项目”
LEAST_CLAUSE = 6  # characters: shorter ones are in every report
_CHANGES = re.compile(r"[\d.%〇一二三四五六七八九十百千万亿\W_]")


_NOTHING = "\0"  # in the place of what is left out; no text holds it


class _Wording(dict[int, int]):
    """A table for `str.translate` that blots out figures and signs: a character is judged once."""

    def __missing__(self, code: int) -> int:
        self[code] = ord(_NOTHING) if _CHANGES.match(folded(chr(code))) else code
        return self[code]


_WORDING = _Wording()


def facts(subject: Subject, path: str, slug: str) -> Facts:
    """The report's facts; `path` is that of its file."""
    return Facts(
        path,
        subject.department.slug,
        slug,
        subject.report.fiscal_year,
        subject.report.project_name,
        tuple(passage.where for passage in subject.passages),
        tuple(_mentions(subject.passages, subject.report.project_name)),
        Clauses.of(_clauses(subject.passages)),
    )


def _mentions(passages: Sequence[Passage], own: str) -> Iterator[Mention]:
    """Words that can be another project's name: none where a report has to name many."""
    if many_projects(own):
        return
    own_core = core(own)
    for number, passage in enumerate(passages):
        for start, words in _names(passage.text):
            if own_core not in words:
                first, last = sentence_around(passage.text, start)
                if not side_by_side(passage.text[first:last]):
                    yield Mention(number, start, words)


def _names(text: str) -> Iterator[tuple[int, str]]:
    for end in _END.finditer(text, 6):
        if text[end.start() - 1] not in _NO_NAME:
            first = max(0, end.end() - _LONGEST_NAME)
            if words := _LAST_WORDS.search(text[first : end.end()]):
                yield first + words.start(), words[0]


def _clauses(passages: Sequence[Passage]) -> Iterator[tuple[int, int, int, int]]:
    """Clauses whose words, figures left out, are long enough to tell something."""
    for number, passage in enumerate(passages):
        wording = passage.text.translate(_WORDING)
        for start, end in clauses(passage.text, LEAST_CLAUSE):
            words = wording[start:end].replace(_NOTHING, "")
            if len(words) >= LEAST_CLAUSE:
                yield number, start, end, crc32(words.encode())

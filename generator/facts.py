"""What the whole catalogue has to know of one report, taken out of its text once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from zlib import crc32

from generator.prose import clauses, folded
from generator.rule import Clause, Facts, Mention, Passage, Subject

# Han characters and quotation of a name, up to a word that ends the names of projects.
_NAME = re.compile(r"[\u4e00-\u9fa5A-Za-z0-9“”、]{2,40}?(?:经费|项目|工程|资金|补助|补贴|专项)")
LEAST_CLAUSE = 6  # characters: shorter ones are in every report
_CHANGES = re.compile(r"[\d.%〇一二三四五六七八九十百千万亿\W_]+")


def facts(subject: Subject, path: str, slug: str) -> Facts:
    """The report's facts; `path` is that of its file."""
    return Facts(
        path,
        subject.department.slug,
        slug,
        subject.report.fiscal_year,
        subject.report.project_name,
        tuple(passage.where for passage in subject.passages),
        tuple(_mentions(subject.passages)),
        tuple(_clauses(subject.passages)),
    )


def _mentions(passages: Sequence[Passage]) -> Iterator[Mention]:
    for number, passage in enumerate(passages):
        for found in _NAME.finditer(passage.text):
            yield Mention(number, found.start(), found[0])


def _clauses(passages: Sequence[Passage]) -> Iterator[Clause]:
    """Clauses whose words, figures left out, are long enough to tell something."""
    for number, passage in enumerate(passages):
        for start, end in clauses(passage.text):
            words = _CHANGES.sub("", folded(passage.text[start:end]))
            if len(words) >= LEAST_CLAUSE:
                yield Clause(number, start, end, crc32(words.encode()))

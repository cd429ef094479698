"""Heads and feet of pages: lines at the edge that recur, and the numbers of pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.documents.pdf_lines import Line
from generator.documents.pdf_page import Page

HEAD, FOOT, NUMBER = "页眉", "页脚", "页码"

_HEAD_PART, _FOOT_PART = 0.08, 0.9  # of the height: what is above, what is below
_NEAR_EDGE = 3  # lines at either edge are looked at
_TITLE = re.compile(r"(?:表|报告|附件\d*|说明|情况|）|\))$")
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-—–－~·\s]*(?:第\s*)?(\d{1,4}|[ivxlcIVXLC]{1,7}|[一二三四五六七八九十]{1,4})\s*页?"
    r"(?:\s*[/／，,、]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[-—–－~·\s]*"
)
_NAMED = re.compile(
    r"(?:page|第)\s*\d{1,4}(?:\s*页)?(?:\s*(?:/|of|[，,、]?\s*共)\s*\d{1,4}\s*页?)?", re.I
)


class Margin(NamedTuple):
    """A line at the edge of a page, and what it is."""

    kind: str
    line: Line


def margins(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> list[Margin]:
    """The heads, feet and numbers of pages; `lines` of each page, from top to bottom.

    A line recurs where the same words, but for digits, stand at the same height of half of the
    pages. A title of the same words above several forms is no head: it is not smaller than
    the text, or it names a form.
    """
    usual = _usual_size(lines)
    edges = [list(_at_edges(page, one)) for page, one in zip(pages, lines, strict=True)]
    seen = Counter(key for edge in edges for key in {_key(*one) for one in edge})
    least = max(2, (len(pages) + 1) // 2 if len(pages) < 6 else len(pages) * 2 // 5)
    found = []
    for edge in edges:
        for is_head, line in edge:
            is_number = _PAGE_NUMBER.fullmatch(line.text) or _NAMED.fullmatch(
                line.text.strip("-— ")
            )
            recurs = seen[_key(is_head, line)] >= least and line.size <= usual * 1.05
            if is_number and (not is_head or recurs or len(pages) == 1):
                found.append(Margin(NUMBER, line))
            elif recurs and not (is_head and _TITLE.search(line.text) and line.size > usual * 0.9):
                found.append(Margin(HEAD if is_head else FOOT, line))
    return found


def _at_edges(page: Page, lines: Sequence[Line]) -> Iterator[tuple[bool, Line]]:
    for one in lines[:_NEAR_EDGE]:
        if one.middle < _HEAD_PART * page.height:
            yield True, one
    for one in lines[-_NEAR_EDGE:]:
        if one.middle > _FOOT_PART * page.height:
            yield False, one


def _key(is_head: bool, line: Line) -> tuple[bool, str, int]:
    return is_head, _DIGITS.sub("#", "".join(line.text.split())), round(line.middle / 8)


def _usual_size(lines: Sequence[Sequence[Line]]) -> float:
    """The size of letters that most of the text has."""
    sizes: Counter[float] = Counter()
    for page in lines:
        for one in page:
            sizes[round(one.size, 1)] += len(one.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0

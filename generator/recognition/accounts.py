"""A department's accounts, which hold the self-evaluations as an annex: what stands before it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from generator.documents.document import Paragraph
from generator.recognition import departments, lines
from generator.recognition.record import Found, LeftOut, RecognisedReport, Sureness
from generator.recognition.reference import Reference
from generator.recognition.row import Item

_ACCOUNTS = "部门决算的其他部分"
_TITLE = re.compile(
    r"(?!.*绩效)[^。；;：:，,]{2,36}(?:部门|单位|本级)(?:决算|预算)(?:公开|编制)?(?:报告|(?:情况)?说明|信息)?"
)
_FIRST = 6  # paragraphs among which the title of the accounts stands


class Apart(NamedTuple):
    """The reports of a document, and the accounts before them."""

    reports: list[list[Item]]
    accounts: list[Item]


def set_apart(parts: list[list[Item]]) -> Apart:
    """The reports without what the accounts say before the first; all parts where it is none."""
    if len(parts) < 2 or not _is_accounts(parts[0]):
        return Apart(parts, [])
    return Apart(parts[1:], parts[0])


def _is_accounts(items: Sequence[Item]) -> bool:
    texts = [one.shown.strip() for one in items if isinstance(one, Paragraph)]
    has_title = any(_TITLE.fullmatch(one) for one in texts[:_FIRST])
    return has_title and not any(lines.title(one) for one in texts)


def note(items: Sequence[Item], report: RecognisedReport, reference: Reference) -> None:
    """Leave the accounts out; their title names the department of the reports."""
    for item in items:
        words = item.shown if isinstance(item, Paragraph) else item.characters
        if words.strip():
            report.left_out.append(LeftOut(words, item.place, _ACCOUNTS))
        named = departments.named_in(words, reference) if _TITLE.fullmatch(words.strip()) else None
        if named and ("部门",) not in report.values:
            found = Found(named.name, item.place, "决算的标题", Sureness.LIKELY, "")
            report.add(("部门",), found)

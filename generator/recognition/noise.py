"""What a document has beside what it says: pages, lists of contents, marks of programs."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from generator.documents.document import (
    STRUCK,
    Aside,
    Document,
    Paragraph,
    Piece,
    Place,
    paragraphs,
)
from generator.recognition import lines
from generator.recognition.head_labels import PORTAL
from generator.recognition.persons import lines_of
from generator.recognition.record import LeftOut, RecognisedReport
from generator.recognition.row import Item, Row

_PROGRAM = re.compile(r"\[bookmark: [^\]]*\]|错误[!！]\s*(?:未定义书签|未找到引用源)。?")
_SENSELESS = frozenset(
    (
        "页眉",
        "页脚",
        "页码",
        "批注",
        "隐藏文字",
        "隐藏工作表",
        "重复表头",
        "网页导航",
        "注音",
    )
)


class Quiet(NamedTuple):
    """The items that say something, and what was left out."""

    items: list[Item]
    left_out: list[LeftOut]


def without(items: Sequence[Item]) -> Quiet:
    """The items without page numbers, properties of the file, lists of contents, bookmarks."""
    found = Quiet([], [])
    in_contents = False
    for item in items:
        if isinstance(item, Row):
            in_contents = in_contents and _contents_row(item, found)
            if not in_contents:
                found.items.append(item)
            continue
        reason = _reason(item, in_contents=in_contents)
        in_contents = reason == "目录"
        if reason:
            found.left_out.append(LeftOut(item.shown, item.place, reason))
        else:
            _line(item, found)
    return found


def _reason(item: Paragraph, *, in_contents: bool) -> str:
    words = item.shown
    if lines.is_contents_head(words) or (
        lines.is_contents_line(words) and (in_contents or re.search("[.…·]{3}", words))
    ):
        return "目录"
    if in_contents and re.fullmatch(rf".{{2,40}}?\s*(?:\d{{1,3}}|{_PROGRAM.pattern})\s*", words):
        return "目录"
    if lines.is_properties(words):
        return "文件属性"
    return "页码" if lines.is_page_number(words) else ""


def _contents_row(row: Row, found: Quiet) -> bool:
    """Whether a row is of a list of contents: a heading and its page."""
    cells = row.filled
    if len(cells) != 2 or not re.fullmatch(r"\s*\d{1,3}\s*", cells[1].text):
        return False
    found.left_out.extend(LeftOut(one.text, one.place, "目录") for one in cells)
    found.left_out.extend(lines_of(row))
    return True


def _line(item: Paragraph, found: Quiet) -> None:
    marks = _PROGRAM.findall(item.text)
    found.left_out.extend(LeftOut(one, item.place, "程序标记") for one in marks)
    found.items.append(replace(item, text=_PROGRAM.sub("", item.text)) if marks else item)


def asides(document: Document, report: RecognisedReport) -> None:
    """Account for what stands beside the text, but for what a portal says over its article."""
    for aside in document.asides:
        if aside.is_visible and aside.kind != PORTAL:
            _aside(aside, report)


def _aside(aside: Aside, report: RecognisedReport) -> None:
    for one in paragraphs(aside.blocks):
        words = one.shown
        if not words.strip():
            continue
        place = one.place if one.place != Place() else aside.place
        if aside.kind == STRUCK:
            report.left_out.append(LeftOut(words, place, STRUCK))
        elif lines.is_page_number(words) or re.fullmatch(r"[\s\d]+", words):
            report.left_out.append(LeftOut(words, place, "页码"))
        elif aside.kind in _SENSELESS:
            report.left_out.append(LeftOut(words, place, aside.kind))
        else:
            report.unclassified.append(Piece(words, place))

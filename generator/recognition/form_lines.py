"""What stands between and below the tables of a form, and is no row of them."""

import re
from collections.abc import Sequence
from typing import TypeAlias

from generator.documents.document import Paragraph, Piece, Place
from generator.recognition import lines
from generator.recognition.headings import Candidate, candidate
from generator.recognition.record import Found, LeftOut, RecognisedReport, Sureness
from generator.recognition.row import Item, Row

_Key: TypeAlias = tuple[Place, str]
_CAPTION = re.compile(r".{2,30}(?:情况|表|目标|经费)\s*(?:[（(].{1,6}[）)])?")
_CONCLUSIONS = (
    ("存在问题", re.compile("存在.*问题|主要问题")),
    ("原因分析", re.compile("原因")),
    ("改进措施", re.compile("改进|整改|下一步|建议")),
    ("结果应用", re.compile("结果(?:拟)?应用")),
    ("主要成效", re.compile("成效|成果|经验")),
    ("评价结论", re.compile("结论")),
    ("其他说明", re.compile("其他.*说明")),
)


def without_titles(items: Sequence[Item], report: RecognisedReport) -> list[Item]:
    """The items without titles, years and marks of attachments among them, which are left out."""
    kept = []
    for item in items:
        reason = _reason(item.shown) if isinstance(item, Paragraph) else ""
        if reason and isinstance(item, Paragraph):
            report.left_out.append(LeftOut(item.shown, item.place, reason))
        else:
            kept.append(item)
    return kept


def _reason(words: str) -> str:
    if lines.is_attachment_mark(words):
        return "附件标记"
    return "其他标题" if lines.is_year_line(words) or lines.title(words) else ""


def settle(items: Sequence[Item], report: RecognisedReport) -> None:
    """Sort what the reader of rows did not know: heads of tables, conclusions under a heading."""
    unknown = {(one.place, "".join(one.text.split())) for one in report.unclassified}
    at = 0
    while at < len(items):
        item = items[at]
        if isinstance(item, Paragraph) and _key(item) in unknown:
            if one := candidate(item, at):
                at += _heading(items, one, report, unknown)
            elif _CAPTION.fullmatch(item.shown.strip()) and _is_over_rows(items, at):
                _leave_head(item, report)
        at += 1


def _is_over_rows(items: Sequence[Item], at: int) -> bool:
    """Whether rows follow, at most after one more line over them."""
    return any(isinstance(one, Row) for one in items[at + 1 : at + 3])


def _key(line: Paragraph) -> _Key:
    return line.place, "".join(line.shown.split())


def _heading(
    items: Sequence[Item],
    one: Candidate,
    report: RecognisedReport,
    unknown: set[_Key],
) -> int:
    """How many of the lines behind a heading belong to it."""
    line = items[one.at]
    if not isinstance(line, Paragraph):
        return 0
    if _is_over_rows(items, one.at) and one.is_short and not one.rest:
        _leave_head(line, report)
        return 0
    key = next((key for key, pattern in _CONCLUSIONS if pattern.search(one.words)), None)
    if key is None or not _take(line, report):
        return 0
    below = [other for other in _below(items, one.at, unknown) if _take(other, report)]
    texts = [text for text in (one.rest, *(other.shown.strip() for other in below)) if text]
    if not texts:
        report.unclassified.append(Piece(line.shown, line.place))
        return 0
    head = line.shown.strip().removesuffix(one.rest) if one.rest else line.shown
    report.left_out.append(LeftOut(head, line.place, "表头"))
    text = "\n".join(texts)
    report.add(("结论", key), Found(text, line.place, "标题", Sureness.LIKELY, text))
    return len(below)


def _below(items: Sequence[Item], at: int, unknown: set[_Key]) -> list[Paragraph]:
    """The lines under a heading, up to the next heading or row."""
    found: list[Paragraph] = []
    for number, item in enumerate(items[at + 1 :], at + 1):
        if not isinstance(item, Paragraph) or _key(item) not in unknown:
            break
        one = candidate(item, number)
        if one and one.rank <= 1:
            break
        found.append(item)
    return found


def _leave_head(line: Paragraph, report: RecognisedReport) -> None:
    if _take(line, report):
        report.left_out.append(LeftOut(line.shown, line.place, "表头"))


def _take(line: Paragraph, report: RecognisedReport) -> bool:
    """Take a line out of what is not understood; False where it is not in it (any more)."""
    words = "".join(line.shown.split())

    def is_it(one: Piece) -> bool:
        return one.place == line.place and "".join(one.text.split()) == words

    at = next((at for at, one in enumerate(report.unclassified) if is_it(one)), None)
    if at is not None:
        del report.unclassified[at]
    return at is not None

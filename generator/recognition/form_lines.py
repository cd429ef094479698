"""What stands between and below the tables of a form: heads, conclusions, notes."""

import re
from collections.abc import Sequence

from generator.documents.document import Paragraph, Piece
from generator.recognition import lines
from generator.recognition.head_labels import answers
from generator.recognition.headings import Candidate, candidate
from generator.recognition.record import Found, LeftOut, RecognisedReport, Sureness
from generator.recognition.row import Item, Row

_NOTE = re.compile(r"\s*(?:备?注|填[报表]说明|说明)\s*[\d一]?\s*[:：]")
_CONCLUSIONS = (
    ("存在问题", re.compile("存在.*问题|主要问题")),
    ("原因分析", re.compile("原因")),
    ("改进措施", re.compile("改进|整改|下一步")),
    ("结果应用", re.compile("结果(?:拟)?应用")),
    ("主要成效", re.compile("成效|成果|经验")),
    ("评价结论", re.compile("结论")),
    ("其他说明", re.compile("其他.*说明")),
)
_UNIT = re.compile(r"\s*[（(]?\s*(?:金额)?单位\s*[:：]\s*(亿元|万元|元)\s*[）)]?\s*")


def read(items: Sequence[Item], report: RecognisedReport) -> list[Row]:
    """Account for the lines of a form; its rows are returned."""
    at = 0
    while at < len(items):
        item = items[at]
        if isinstance(item, Paragraph) and item.shown.strip():
            at += _line(items, at, report)
        at += 1
    return [one for one in items if isinstance(one, Row)]


def _line(items: Sequence[Item], at: int, report: RecognisedReport) -> int:
    """How many of the lines behind it belong to it."""
    line = items[at]
    if not isinstance(line, Paragraph):
        return 0
    words = line.shown.strip()
    if _NOTE.match(words):
        return _notes(items, at, report)
    if unit := _UNIT.fullmatch(words):
        report.add(("资金", "单位"), Found(unit[1], line.place, "栏目", Sureness.SURE, unit[1]))
        report.left_out.append(LeftOut(words.replace(unit[1], "", 1), line.place, "栏目名称"))
        return 0
    following = items[at + 1] if at + 1 < len(items) else None
    one = candidate(line, at)
    if one and isinstance(following, Row) and len(words) <= 40:
        report.left_out.append(LeftOut(words, line.place, "表头"))
        return 0
    if one and (taken := _conclusion(items, one, report)) is not None:
        return taken
    _other(line, report)
    return 0


def _notes(items: Sequence[Item], at: int, report: RecognisedReport) -> int:
    """Notes run to the next row, the next title, the end."""
    found: list[str] = []
    while at < len(items):
        line = items[at]
        if not isinstance(line, Paragraph) or lines.title(line.shown):
            break
        found.append(line.shown.strip())
        at += 1
    text = "\n".join(filter(None, found))
    place = next(one.place for one in items[at - len(found) : at])
    report.add(("表注",), Found(text, place, "表下的注", Sureness.SURE, text))
    return len(found) - 1


def _conclusion(items: Sequence[Item], one: Candidate, report: RecognisedReport) -> int | None:
    """五、存在问题: what follows it is a cell of the conclusion in other forms."""
    key = next((key for key, pattern in _CONCLUSIONS if pattern.search(one.words)), None)
    if key is None:
        return None
    found = [one.rest] if one.rest else []
    at = one.at + 1
    while at < len(items):
        line = items[at]
        if not isinstance(line, Paragraph) or _ends(line, at):
            break
        found.append(line.shown.strip())
        at += 1
    text = "\n".join(filter(None, found))
    if not text:
        return None
    place = items[one.at].place
    printed = items[one.at]
    head = printed.shown.strip() if isinstance(printed, Paragraph) else ""
    head = head.removesuffix(one.rest) if one.rest else head
    report.left_out.append(LeftOut(head, place, "表头"))
    report.add(("结论", key), Found(text, place, "标题", Sureness.LIKELY, text))
    return at - one.at - 1


def _ends(line: Paragraph, at: int) -> bool:
    words = line.shown
    if _NOTE.match(words) or lines.title(words) or answers(words, line.place):
        return True
    one = candidate(line, at)
    return bool(one and one.rank <= 1)


def _other(line: Paragraph, report: RecognisedReport) -> None:
    words, place = line.shown.strip(), line.place
    if lines.is_attachment_mark(words):
        report.left_out.append(LeftOut(words, place, "附件标记"))
    elif lines.is_year_line(words) or lines.title(words):
        report.left_out.append(LeftOut(words, place, "其他标题"))
    else:
        report.unclassified.append(Piece(words, place))

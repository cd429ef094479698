"""The head of a report: title, project, years, department, dates, numbers; words of a portal."""

import re
from collections.abc import Sequence

from generator.check.text_values import half_width
from generator.documents.document import Document, Paragraph, Piece, Place, paragraphs
from generator.model.choices import EvaluationType
from generator.recognition import cells, departments, lines
from generator.recognition.head_fields import Head
from generator.recognition.head_labels import PORTAL, SEAL, Answer, answers, of_cells
from generator.recognition.head_title import read_title
from generator.recognition.ledger import BOXES
from generator.recognition.persons import lines_of
from generator.recognition.record import Found, RecognisedReport, Sureness
from generator.recognition.reference import Reference
from generator.recognition.row import Item, Row
from generator.recognition.splitting import is_body, is_name
from generator.source.tree import FieldPath

_NUMBER = re.compile(r"[\u4e00-\u9fa5]{2,16}[〔【\[(（［]?\d{4}[〕】\])）］]?\s*第?\s*\d{1,5}\s*号")
_DATES = frozenset([("原发布日期",), ("报告日期",)])
_UNIT = re.compile(r"[（(]?\s*(亿元|万元|元)\s*[）)]?")
_DATE_IN = re.compile(r"(?:19|20)\d{2}\s*[年.\-/]\s*\d{1,2}\s*(?:[月.\-/]\s*\d{1,2}\s*日?|月)")
_PORTAL_END = re.compile(
    r"(?:[\[【（(]?\s*(?:打印(?:本页)?|关闭(?:窗口|本页)?|返回(?:顶部|首页)?|收藏|分享(?:到)?|扫一扫.{0,12})\s*[\]】）)]?[\s:：|]*)+"
    r"|[上下]一[篇条]\s*[:：].*|附件下载\s*[:：]?.*"
)
_PAGE_TITLE = "网页标题"  # the part of a page's title where it is no title of the article
_TAIL = 12  # items at the end among which department and date stand
_SEAL_BEHIND = re.compile(rf"{SEAL}\s*$")
_DEPARTMENT, _KIND, _UNIT_OF_MONEY = ("部门",), ("评价类型",), ("资金", "单位")
_UNITS = (_DEPARTMENT, ("主管部门",), ("实施单位",))
_KINDS = frozenset(map(str, EvaluationType))
# When it was made, which no field asks: 事前, 完成结果评价.
_STAGE = re.compile(
    "(?:事前|事中|事后|期中|中期|期末|终期|(?:项目)?实施过程|(?:项目)?完成结果)(?:绩效)?(?:评价)?"
)


def read(items: Sequence[Item], report: RecognisedReport, reference: Reference) -> list[Item]:
    """Fill the fields of the head; what is returned is the body, in its order."""
    head = Head(report, reference)
    start = next((at for at, one in enumerate(items) if _starts_body(items, at)), len(items))
    _read_lines(items[:start], head)
    body = _read_tail(items[start:], head)
    read_title(head)
    early: list[Item] = list(head.rest)
    return [*early, *body]


def read_about(document: Document, report: RecognisedReport, reference: Reference) -> None:
    """What a portal says over its article: dates and numbers in their fields, the rest left out."""
    head = Head(report, reference)
    for aside in document.asides:
        for one in paragraphs(aside.blocks) if aside.is_visible and aside.kind == PORTAL else ():
            found = answers(one.shown, one.place)
            if found and all(answer.label.below or answer.label.reason for answer in found):
                _answers(found, one.shown, (), head)
            else:
                head.leave_out(one.shown, one.place, PORTAL)


def _starts_body(items: Sequence[Item], at: int) -> bool:
    item = items[at]
    if isinstance(item, Row):
        cells = [(one.text, one.place) for one in item.filled]
        return is_name(items, at) or (bool(cells) and of_cells(cells) is None)
    return is_body(item) and answers(item.shown, item.place) is None


def _read_lines(items: Sequence[Item], head: Head) -> None:
    at = 0
    while at < len(items):
        item = items[at]
        if isinstance(item, Row):
            cells = [(one.text, one.place) for one in item.filled]
            for answer in of_cells(cells) or ():
                _answer(answer, head)
            head.report.left_out += lines_of(item)
        else:
            at += _read_line(items, at, head)
        at += 1


def _read_line(items: Sequence[Item], at: int, head: Head) -> int:
    """How many of the lines behind it were read with it."""
    line = items[at]
    if not isinstance(line, Paragraph):
        return 0
    words = line.shown
    if title := lines.title(words):
        return _title_lines(items, at, title, head)
    if found := answers(words, line.place):
        return _answers(found, words, items[at + 1 : at + 2], head)
    following = items[at + 1] if at + 1 < len(items) else None
    if isinstance(following, Paragraph) and lines.may_begin_title(words):
        second = lines.title(following.shown)
        if second and lines.needs_line_before(second.text):
            whole = words.strip() + second.text
            printed = words.strip() + second.text
            head.leave_out(second.mark, following.place, "附件标记")
            head.titles.append((whole, line.place, printed))
            return 1
    _other_line(line, head)
    return 0


def _title_lines(items: Sequence[Item], at: int, title: lines.Title, head: Head) -> int:
    line = items[at]
    place = line.place
    head.leave_out(title.mark, place, "附件标记")
    words, taken = title.text, 0
    for below in items[at + 1 : at + 3]:
        if not isinstance(below, Paragraph):
            break
        if not (lines.is_year_line(below.shown) or lines.is_subtitle(below.shown)):
            break
        words, taken = words + below.shown.strip(), taken + 1
    head.titles.append((words, place, words))
    return taken


def _answers(found: list[Answer], words: str, following: Sequence[Item], head: Head) -> int:
    """Read labels of a line; its bullet is left out; 1 where the value stood in the next line."""
    place = found[0].place
    bullet = words[: len(words) - len(words.lstrip(" •·\u3000\t"))]
    head.leave_out(bullet, place, PORTAL)
    last = found[-1]
    below = following[0] if following else None
    taken = 0
    if not last.value and last.label.below and len(found) == 1 and isinstance(below, Paragraph):
        value = below.shown.strip(" •·\u3000\t")
        is_title = bool(last.label.field and lines.title(value))
        if not answers(below.shown, below.place) and not is_title and len(value) <= 40:
            mark = below.shown[: len(below.shown) - len(below.shown.lstrip(" •·\u3000\t"))]
            head.leave_out(mark, below.place, PORTAL)
            found = [last._replace(value=value)]
            taken = 1
    for one in found:
        _answer(one, head)
    return taken


def _answer(answer: Answer, head: Head) -> None:
    """Keep the value of a label in its field, or leave it out with its reason."""
    label, printed, value, place = answer
    if _UNIT.fullmatch(value) and label.field in (_DEPARTMENT, _UNIT_OF_MONEY, ()):
        head.leave_out(printed, place, "栏目名称")
        unit = _UNIT.fullmatch(value)
        found = Found(unit[1] if unit else value, place, "栏目", Sureness.SURE, value)
        head.add(_UNIT_OF_MONEY, found)
        return
    if label.reason == PORTAL and (found_date := _DATE_IN.search(half_width(value))):
        _published(answer, found_date, head)
        return
    if label.reason or not value:
        is_portal = label.below or label.reason == PORTAL
        head.leave_out(printed, place, label.reason or (PORTAL if is_portal else "空白栏目"))
        head.leave_out(value, place, label.reason)
        return
    head.leave_out(printed, place, "栏目名称")
    if label.field in _UNITS and (seal := _SEAL_BEHIND.search(value)):
        head.leave_out(seal[0], place, "签字栏")
        value = value[: seal.start()]
    if label.field == _DEPARTMENT:
        name = re.sub(r"[\s:：]|[（(].*", "", printed)
        _department(value, place, f"栏目“{name}”", head)
    elif label.field in _DATES:
        _date(label.field, value, place, head)
    elif label.field == _KIND or cells.has_boxes(value):
        _ticked(label.field, value, place, head)
    else:
        head.add(label.field, Found(value, place, "栏目", Sureness.SURE, value))


def _ticked(path: FieldPath, value: str, place: Place, head: Head) -> None:
    """What is ticked of the options behind a label; the others are left out."""
    chosen = cells.ticked(value) if cells.has_boxes(value) else value
    printed = chosen if chosen and chosen in value else ""  # else several are ticked
    if chosen and (path != _KIND or chosen in _KINDS):
        head.add(path, Found(chosen, place, "栏目", Sureness.SURE, printed))
    elif chosen and not _STAGE.fullmatch(chosen):
        head.report.unclassified.append(Piece(printed or value, place))
    elif chosen:
        head.leave_out(printed, place, "评价阶段")
    head.leave_out(value.replace(printed, "", 1), place, BOXES)


def _published(answer: Answer, found: re.Match[str], head: Head) -> None:
    """来源：财务科 2019-07-09 16:55: a portal's line with the day of publication."""
    start, end = found.span()
    value, place = answer.value, answer.place
    head.leave_out(answer.printed + value[:start] + value[end:], place, PORTAL)
    date, printed = lines.date_of(found[0]), value[start:end]
    if date is None:
        head.leave_out(printed, place, PORTAL)
        return
    head.add(("原发布日期",), Found(date, place, PORTAL, Sureness.LIKELY, printed))


def _date(path: FieldPath, value: str, place: Place, head: Head) -> None:
    found = _DATE_IN.search(half_width(value))
    date = lines.date_of(found[0]) if found else lines.partial_date(value)
    if date is None:
        head.report.unclassified.append(Piece(value, place))
        return
    start, end = found.span() if found else (0, len(value))
    head.add(path, Found(date, place, "栏目", Sureness.SURE, value[start:end]))
    head.leave_out(value[:start] + value[end:], place, PORTAL)


def _department(value: str, place: Place, how: str, head: Head) -> None:
    """A department by its name; a name that the register does not have is a guess."""
    named = departments.named_by(value, head.reference)
    if named is None:
        head.add(_DEPARTMENT, Found(value, place, how, Sureness.GUESS, value))
        return
    bare = "".join(value.split())
    before = bare[: len(bare) - len(named.printed)]
    head.leave_out(before, place, "部门前的地名")
    head.add(_DEPARTMENT, Found(named.name, place, how, named.sureness, named.printed))


def _other_line(line: Paragraph, head: Head) -> None:
    """A date, a number, the name of a department; what it is not known stays with the text."""
    words, place = line.shown.strip(), line.place
    if not words:
        return
    if lines.is_attachment_mark(words):
        head.leave_out(words, place, "附件标记")
    elif date := lines.date_of(words):
        head.add(("报告日期",), Found(date, place, "封面", Sureness.LIKELY, words))
    elif _NUMBER.fullmatch(words):
        is_evaluators = "字" in words  # 示信会绩报字〔2023〕第0017号
        path = ("评价工作", "报告文号") if is_evaluators else ("发文字号",)
        head.add(path, Found(words, place, "文号", Sureness.LIKELY, words))
    elif departments.named_by(words, head.reference):
        _department(words, place, "标题", head)
    elif lines.is_year_line(words):
        head.titles.append((words, place, words))
    elif re.search(r"公示期|现(?:予|将).{0,40}公[示开]", words):
        head.leave_out(words, place, "公示说明")
    elif re.fullmatch(
        r".*(?:公示|通知|通告|公告|的函)|.*[（(]\s*制\s*[）)]|.{2,16}[局厅委部]\s*制", words
    ):
        head.leave_out(words, place, "封面")
    elif place.part == _PAGE_TITLE:
        head.leave_out(words, place, PORTAL)
    elif lines.is_issuer(words):
        head.add(_DEPARTMENT, Found(words, place, "封面", Sureness.GUESS, words))
    else:
        head.rest.append(line)


def _read_tail(items: Sequence[Item], head: Head) -> list[Item]:
    """The body without the department and the date that end it."""
    kept = list(items)
    for at in range(len(kept) - 1, max(len(kept) - _TAIL, 0) - 1, -1):
        item = kept[at]
        if not isinstance(item, Paragraph):
            continue
        if _is_portals(item):
            head.leave_out(item.shown, item.place, PORTAL)
            del kept[at]
            continue
        date = lines.date_of(item.shown)
        if date:
            words = item.shown.strip()
            head.add(("报告日期",), Found(date, item.place, "落款", Sureness.SURE, words))
            del kept[_issuers(kept, at, head)]
            break
    return kept


def _is_portals(line: Paragraph) -> bool:
    """Whether a line at the end is the portal's: 【打印】【关闭】, 上一篇：…."""
    words = line.shown.strip()
    if len(words) > 80:
        return False
    found = answers(words, line.place)
    return bool(_PORTAL_END.fullmatch(words)) or bool(
        found and all(one.label.reason == PORTAL for one in found)
    )


def _issuers(kept: list[Item], at: int, head: Head) -> int:
    """Take the names of departments above the date at `at` out; where the date stands then."""
    while at > 0:
        above = kept[at - 1]
        if not isinstance(above, Paragraph) or above.number:
            break
        words = above.shown.strip()
        if not (departments.named_by(words, head.reference) or lines.is_issuer(words)):
            break
        _department(words, above.place, "落款", head)
        at -= 1
        del kept[at]
    return at

"""Names, telephone numbers and signatures: set apart, so that no draft ever holds them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from generator.check.person_names import CELL_NAME
from generator.check.rules import contact_names, mobile_number
from generator.documents.document import Paragraph
from generator.recognition.record import LeftOut
from generator.recognition.row import Item, Row, RowCell

NAME, PHONE, SIGNATURE, STAFF = "人员姓名", "电话号码", "签字栏", "人员名单"
ROLE = (
    r"(?:意见收集人|联\s*系\s*人员?|联络人员?|联络员|经办人员?|承办人|填报人员?|填表人员?|制表人?|编制人|报送人|项目负责人"
    r"|(?:单位|项目|部门)?主要负责人|财务负责人|单位负责人|部门负责人|负责人|责任人|法定代表人|主评人|评价(?:小|工作)?组?(?:人员|成员|组长)|小组成员|审核人|复核人|审签人?"
    r"|签发人?|校对人?|责任编辑|作者|撰稿人?|供稿人?|(?:单位)?主要领导|分管领导|单位领导|评价组组长|组长|组员|成员|会计主管)"
    r"(?:姓名|及(?:联系)?电话)?"
)
CALL = r"(?:(?:联系|联络|办公|咨询|监督)?(?:电\s*话|手机)(?:号码)?|联系方式)"
ROLE_OR_CALL = rf"(?:{ROLE}\s*(?:[（(]?(?:签字|签名|签章|盖章)[）)]?)?|{CALL})"
_SIGN = r"\s*(?:[（(]?(?:签字|签名|签章|盖章)[）)]?)?\s*"
_LABEL = re.compile(rf"\s*(?:(?P<role>{ROLE}){_SIGN}|(?P<call>{CALL}))\s*[:：]?\s*")
_LABEL_WITH_COLON = re.compile(rf"(?:{ROLE}{_SIGN}|{CALL})\s*[:：]")
_SIGNED = re.compile(r"[\s_＿年月日（）()签字名章盖公]*")
_NUMBER = re.compile(r"[\d\s\-－—()（）/、，,转]{7,40}(?:[（(].{1,6}[）)])?")
_PHONE = re.compile(
    r"(?:(?:联系|联络|办公|咨询|监督)?电话|联系方式|手机(?:号码)?)[:：为是\s]{0,3}"
    r"(?P<number>(?:(?:0\d{2,3}|[（(]0\d{2,3}[）)])[-－— ]?)?\d{7,8}(?!\d)|1[3-9]\d{9})"
    r"|(?<![\w-])(?P<bare>0\d{2,3}[-－—]\d{7,8})(?![\w-])"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_NAME_CELL = re.compile(rf"{CELL_NAME}(?:[、，,]{CELL_NAME})*")
_STAFF = re.compile(r"职务|职称|签\s*字|签名|单位|分工|电话")
_BEFORE_STAFF = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,2}、)?\s*(?:绩效)?评价(?:小|工作)?组?(?:人员|成员|组)(?:名单|构成|信息)?\s*[:：]?\s*"
)
_CLAUSE = re.compile(r"[^，,；;、。（()）\n]+")
_IN_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_LABELS_ALONE = re.compile(rf"\s*(?:{ROLE_OR_CALL}[\s:：为是系]*)*")
_WORDS = re.compile(r"\w")
_COMMAS = tuple("，,；;、")
_AMOUNT = re.compile(r"\d{1,3}(?:[,，]\d{3})*\.\d+|\d{1,3}(?:[,，]\d{3})+")
_NO_LIMITS: dict[str, Decimal] = {}
_MOST_WORDS = 60  # characters of a line that says nothing else


class Kept(NamedTuple):
    """What is not of persons, and what is."""

    items: list[Item]
    left_out: list[LeftOut]


def set_apart(items: Sequence[Item]) -> Kept:
    """The items without names of contacts, signers and evaluators, without telephone numbers."""
    kept = Kept([], [])
    at = 0
    while at < len(items):
        staff, pair = _staff_table(items, at), _label_and_answer(items, at)
        if taken := staff or pair:
            other = STAFF if staff else SIGNATURE
            for item in items[at : at + taken]:
                kept.left_out.extend(_all_of(item, other))
            at += taken
            continue
        _one(items[at], kept)
        at += 1
    return kept


def _one(item: Item, kept: Kept) -> None:
    if isinstance(item, Row):
        if _is_of_persons([one.text for one in item.cells if one.text.strip()]):
            kept.left_out.extend(_all_of(item))
        else:
            kept.items.append(_without_names_in(item, kept.left_out))
    elif _is_of_persons([item.shown]):
        kept.left_out.extend(_all_of(item))
    else:
        text, found = without_names(item.text)
        if found and not _WORDS.search(text):
            kept.left_out.append(LeftOut(item.shown, item.place, found[0][1]))
            return
        kept.items.append(replace(item, text=text) if found else item)
        kept.left_out.extend(LeftOut(words, item.place, reason) for words, reason in found)


def _without_names_in(row: Row, left_out: list[LeftOut]) -> Row:
    """The row, its cells of words without what is of persons in them."""
    cells = list(row.cells)
    for at, cell in enumerate(cells):
        text, found = without_names(cell.text) if _HAN.search(cell.text) else (cell.text, [])
        if found:
            cells[at] = cell._replace(text=text)
            left_out.extend(LeftOut(words, cell.place, reason) for words, reason in found)
    return row._replace(cells=tuple(cells)) if cells != list(row.cells) else row


def _is_of_persons(cells: Sequence[str]) -> bool:
    """Whether it is labels of persons and their answers, nothing else."""
    if not cells or max(map(len, cells)) > _MOST_WORDS or not _LABEL.match(cells[0]):
        return False
    after_label = False
    for text in cells:
        if after_label and _is_answer(text, with_colon=False):
            after_label = False
        elif _SIGNED.fullmatch(text):  # where one signs, behind the name
            continue
        elif _is_of_one(text):
            after_label = bool(_LABEL.fullmatch(text))
        else:
            return False
    return True


def _is_of_one(text: str) -> bool:
    if len(text) > _MOST_WORDS or "。" in text:
        return False
    rest, labels = text, 0
    while found := _LABEL.match(rest):
        with_colon = bool(re.search("[:：(（]", found[0]))
        following = _LABEL_WITH_COLON.search(rest, found.end())
        end = following.start() if following else len(rest)
        answer = rest[found.end() : end].strip()
        if not _is_answer(answer, with_colon=with_colon):
            return False
        labels, rest = labels + 1, rest[end:]
    return labels > 0 and not rest.strip()


def _is_answer(words: str, *, with_colon: bool) -> bool:
    bare = re.sub(r"\s", "", words)
    return bool(
        _SIGNED.fullmatch(bare)
        or _NUMBER.fullmatch(bare)
        or _NAME_CELL.fullmatch(bare)
        or (with_colon and len(bare) <= 12 and not re.search("[，,；;]", bare))
        or re.fullmatch(rf"{CELL_NAME}[\d\-－—()（）办公室手机]+", bare)
    )


def _label_and_answer(items: Sequence[Item], at: int) -> int:
    """2 where a label of persons stands alone in its line and its answer in the next."""
    pair = items[at : at + 2]
    if len(pair) < 2 or not all(isinstance(one, Paragraph) for one in pair):
        return 0
    label, answer = (one.shown.strip() for one in pair if isinstance(one, Paragraph))
    found = _LABEL.fullmatch(label) if len(label) <= _MOST_WORDS else None
    if not found or len(answer) > _MOST_WORDS:
        return 0
    bare = re.sub(r"\s", "", answer)
    is_answer = _NUMBER.fullmatch(bare) if found["call"] else _NAME_CELL.fullmatch(bare)
    return 2 if is_answer else 0


def _staff_table(items: Sequence[Item], at: int) -> int:
    """How many items a table of persons has, with the line above it; 0 where there is none."""
    item, start = items[at], at
    if isinstance(item, Paragraph):
        if (
            len(item.shown) > _MOST_WORDS
            or not _BEFORE_STAFF.fullmatch(item.shown)
            or at + 1 >= len(items)
        ):
            return 0
        at += 1
        item = items[at]
    if not isinstance(item, Row) or not _is_staff_head(item):
        return 0
    width = len(item.cells)
    at += 1
    while at < len(items):
        row = items[at]
        if not isinstance(row, Row) or row.table != item.table or has_amounts(row):
            break
        if abs(len(row.cells) - width) > 1 or _ends_table(row):
            break
        at += 1
    return at - start


def _is_staff_head(row: Row) -> bool:
    words = [re.sub(r"\s", "", one.text) for one in row.cells]
    return any(one in ("姓名", "人员姓名") for one in words) and any(map(_STAFF.search, words))


def has_amounts(row: Row) -> bool:
    """Whether amounts stand in it: of persons no row says any."""
    return any(_AMOUNT.fullmatch(one.text.strip()) for one in row.cells)


def _ends_table(row: Row) -> bool:
    return any(re.search("指标|资金|项目名称|合计", one.text) for one in row.cells)


def _all_of(item: Item, other: str = SIGNATURE) -> Iterator[LeftOut]:
    """All of an item, with what it is: `other` where it is neither a name nor a number."""
    if isinstance(item, Row):
        for cell in item.cells:
            if cell.text.strip():
                yield LeftOut(cell.text, cell.place, _reason(cell, other))
        yield from lines_of(item)
    else:
        yield LeftOut(item.shown, item.place, _reason(item, other))


def _reason(piece: RowCell | Paragraph, other: str) -> str:
    text = piece.shown if isinstance(piece, Paragraph) else piece.text
    bare = re.sub(r"\s", "", text)
    names = _NAME_CELL.fullmatch(bare) or any(contact_names.check_text(text, _NO_LIMITS))
    if names or (re.search(ROLE, text) and re.search(rf"[:：]\s*{CELL_NAME}", text)):
        return NAME
    if re.search(r"\d{7}", text) or re.match(rf"\s*{CALL}", text):
        return PHONE
    return other


def without_names(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without what is of persons in its sentences, and what was taken out, with why.

    A label that stood there for it alone goes with it: `项目负责人…，电话：…，` leaves nothing.
    """
    reasons: dict[int, str] = {}
    for start, end, reason in sorted(_of_persons(text)):
        for at in range(start, end):
            reasons.setdefault(at, reason)
    if not reasons:
        return text, []
    for clause in _CLAUSE.finditer(text):
        _take_label(text, clause, reasons)
    for pair in _IN_BRACKETS.finditer(text):
        inner = range(pair.start() + 1, pair.end() - 1)
        if inner and all(at in reasons for at in inner):
            reasons |= dict.fromkeys((pair.start(), pair.end() - 1), reasons[inner[-1]])
    kept = "".join(one for at, one in enumerate(text) if at not in reasons)
    runs = groupby(enumerate(sorted(reasons)), lambda one: (one[1] - one[0], reasons[one[1]]))
    return kept, [("".join(text[at] for _, at in run), reason) for (_, reason), run in runs]


def _of_persons(text: str) -> Iterator[tuple[int, int, str]]:
    for one in contact_names.check_text(text, _NO_LIMITS):
        yield one.start, one.end, NAME
    for two in mobile_number.check_text(text, _NO_LIMITS):
        yield two.start, two.end, PHONE
    for three in _PHONE.finditer(text):
        yield (*three.span(three.lastgroup or 0), PHONE)


def _take_label(text: str, clause: re.Match[str], reasons: dict[int, str]) -> None:
    """Have the rest of a clause taken too where it is a label of what was, and a comma at it."""
    at = range(*clause.span())
    taken = [one for one in at if one in reasons]
    rest = "".join(text[one] for one in at if one not in reasons)
    if not taken or not _LABELS_ALONE.fullmatch(rest):
        return
    reason = reasons[taken[-1]]
    behind = next((one for one in (at.stop, at.start - 1) if text[one : one + 1] in _COMMAS), None)
    for one in at:
        reasons.setdefault(one, reason)
    if behind is not None:
        reasons.setdefault(behind, reason)


def lines_of(row: Row) -> Iterator[LeftOut]:
    """The strokes between the cells of a row."""
    if row.lines:
        yield LeftOut(row.lines, row.place, "表格线")

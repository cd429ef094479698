"""A resident identity number, however it is written."""

import re
from collections.abc import Iterator

from generator.check.check_digits import (
    is_former_identity_number,
    is_identity_number,
    masked,
    names_a_person,
)
from generator.check.long_numbers import NumberCandidate, find_numbers, text_after, text_before
from generator.check.rule import Limits, Rule, TextFinding
from generator.model.problems import Level

RULE = Rule(
    level=Level.ERROR,
    title="居民身份证号码",
    why=(
        "身份证号码是敏感个人信息，没有本人单独同意不得公开，公开后收不回来。"
        "中间加空格、横线、换行，写成全角、中文数字，也能被人还原。"
    ),
    mend="删去号码；确需指明是谁的，只写姓名或编号。附件里有的，在原文件里删去后重新导出。",
    sources=(
        "《中华人民共和国个人信息保护法》第二十五条、第二十八条",
        "《中华人民共和国政府信息公开条例》第十四条至第十七条",
    ),
    failing="正文: {项目实施及管理情况: {项目监管情况: 监督员身份证号110101 19000307 1152。}}",
    passing="正文: {项目实施及管理情况: {项目监管情况: 项目代码51990023R000000012345。}}",
    mandatory=True,
    guards_disclosure=True,
)
_LAST = re.compile(r"[\W]{0,3}([XxＸｘⅩⅹХхΧχ×✕✖╳])(?![A-Za-z0-9])")
_NAMED = re.compile(r"身份|证件号|公民.{0,4}号码|(?<![A-Za-z])ID(?![A-Za-z])", re.IGNORECASE)
_LENGTHS = frozenset({15, 17, 18})
_MOST_GROUPS = 5  # area, year, month, day, the rest
_DATED = re.compile(  # 110101 1990年3月7日 4477
    r"(?<!\d)(\d{6})\W{0,3}(\d{4})\W?[年.]\W?(\d{1,2})\W?[月.]\W?(\d{1,2})\W?日?\W{0,3}(\d{3})(\d)?"
)


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find the numbers whose area, date of birth and check digit hold."""
    for one in find_numbers(text, _LENGTHS, _as_identity_number):
        yield _finding(one.start, one.end, one.digits)
    for found in _DATED.finditer(text):
        area, year, month, day, order, check = found.groups(default="")
        last = _LAST.match(text, found.end()) if not check else None
        digits = f"{int(area):06}{int(year):04}{int(month):02}{int(day):02}{int(order):03}"
        digits += str(int(check)) if check else "X" * bool(last)
        if is_identity_number(digits):
            yield _finding(found.start(), last.end(1) if last else found.end(), digits)


def _finding(start: int, end: int, digits: str) -> TextFinding:
    message = (
        f"这里有居民身份证号码（{masked(digits)}），属于敏感个人信息，不得公开。"
        "请删去；确需指明是谁的，只写姓名或编号。"
    )
    return TextFinding(start, end, message)


def _as_identity_number(text: str, one: NumberCandidate) -> NumberCandidate | None:
    last = _LAST.match(text, one.end) if len(one.digits) == 17 else None
    if last:
        one = one._replace(digits=f"{one.digits}X", positions=(*one.positions, last.start(1)))
    if "," in one.gaps and len(one.groups) > _MOST_GROUPS and set(one.groups) != {1}:
        return None  # figures of a list
    if is_identity_number(one.digits):
        return one
    # A slip in one digit hides nobody: where it is called so, the check digit may be wrong.
    may_be = is_former_identity_number(one.digits) or (
        len(one.digits) == 18 and one.is_unbroken and names_a_person(one.digits)
    )
    near = f"{text_before(text, one.start, 30)}\n{text_after(text, one.end, 10)}"
    return one if may_be and _NAMED.search(near) else None

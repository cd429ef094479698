"""A resident identity number, however it is written."""

import re
from collections.abc import Iterator

from generator.check.check_digits import is_former_identity_number, is_identity_number, masked
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
    checks_attachments=True,
)
_LAST = re.compile(r"[\W]{0,3}([XxＸｘⅩⅹ])(?![A-Za-z0-9])")
_NAMED = re.compile(r"身份|证件号|公民.{0,4}号码|(?<![A-Za-z])ID(?![A-Za-z])", re.IGNORECASE)
_LENGTHS = frozenset({15, 17, 18})


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find the numbers whose area, date of birth and check digit hold."""
    for one in find_numbers(text, _LENGTHS, _as_identity_number):
        message = (
            f"这里有居民身份证号码（{masked(one.digits)}），属于敏感个人信息，不得公开。"
            "请删去；确需指明是谁的，只写姓名或编号。"
        )
        yield TextFinding(one.start, one.end, message)


def _as_identity_number(text: str, one: NumberCandidate) -> NumberCandidate | None:
    if len(one.digits) == 15:
        near = f"{text_before(text, one.start, 30)}\n{text_after(text, one.end, 10)}"
        return one if is_former_identity_number(one.digits) and _NAMED.search(near) else None
    last = _LAST.match(text, one.end) if len(one.digits) == 17 else None
    if last:
        one = one._replace(digits=f"{one.digits}X", positions=(*one.positions, last.start(1)))
    return one if is_identity_number(one.digits) else None

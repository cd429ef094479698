"""A mobile telephone number, however it is written."""

import re
from collections.abc import Iterator

from generator.check.check_digits import masked
from generator.check.long_numbers import NumberCandidate, find_numbers, text_after, text_before
from generator.check.rule import Limits, Rule, TextFinding
from generator.model.problems import Level

RULE = Rule(
    level=Level.ERROR,
    title="手机号码",
    why=(
        "手机号码是个人信息，随报告公开会给本人招来骚扰和诈骗。"
        "中间加空格、横线、换行，写成全角、中文数字，也能被人还原。"
    ),
    mend="删去，或换成办公座机。确定可以公开的值班手机，经审查后写进 site.yml 的“可公开号码”。",
    sources=(
        "《中华人民共和国个人信息保护法》第二十五条",
        "《中华人民共和国政府信息公开条例》第十四条至第十七条",
    ),
    failing="正文: {项目实施及管理情况: {项目监管情况: 举报请拨打138-0013-8000。}}",
    passing="正文: {项目实施及管理情况: {项目监管情况: 举报请拨打12345或者0812-8651234。}}",
    mandatory=True,
    guards_disclosure=True,
)
_LENGTHS = frozenset({11, 13, 15, 22})  # with 86 or 0086 before it; two that were run together
_DIGITS = 11
_NUMBER = re.compile(r"(0086|86|)1[3-9]\d{9}|(?:1[3-9]\d{9}){2}", re.ASCII)
_USUAL = {(3, 4, 4), (3, 8), (7, 4), (1,) * 11}
_CALLED = re.compile(
    r"电话|手机|号码|联系|联络|致电|拨打|短信|微信|QQ|(?<!\w)(?:tel|phone|mobile|mob|cell|call|wechat|wx|vx)",
    re.I,
)
_REACH = 80  # characters before a number that may tell what it is
_FIGURE_AHEAD = re.compile(r"\d[ \t\u3000|｜│]+\Z")  # in the same line
_FIGURE_BEHIND = re.compile(r"[ \t\u3000|｜│]+\d")
_CALLED_IN_CELL = re.compile(r"(?:电话|手机|号码)[号码:：（）()]{0,4}[\s|｜│]*\Z")
_AMOUNT = re.compile(
    r"[^\S\t\r\n]{0,2}(?:[万亿]?元|[万亿千吨米%％‰]|平方|立方|公里|[.．]\d{1,4}(?![\d.年月]))"
    # In a cell or line of its own; names begin with the same letters.
    r"|\s{0,2}(?:[万亿]元|(?:[万亿千]?[元吨米]|[万亿千%％‰]|平方米|立方米|公里)(?=[\s|｜]|\Z))"
)
_CODE_LABEL = re.compile(
    r"(?:编号|编码|代码|单号|合同号|凭证号?|流水号|文号|索引号|备案号|许可证号|发票号码?|序列号)"
    r"[:：\s为是第]{0,3}\Z"
)
_ROW_ABOVE = re.compile(r"\t[^\t\n]*\n\Z")  # its last cell is no label of the next row
_CODE_BEFORE = re.compile(r"(?:[A-Za-z]|[A-Za-z\d][-_]|\d[.．])\Z")
_CODE_BEHIND = re.compile(r"[A-Za-z]|[-_](?!1[3-9]\d{9})[A-Za-z\d]")
_NO_CODE = re.compile(r"(?:(?:^|[\n\r\t])\s*[1-9]\d?[.．]|1[3-9]\d{9}-)\Z")  # of a list; a number
_ADDRESS = re.compile(r"(?:://|www\.)[!-~]*\Z")
_ADDRESS_SIGNS = "/._=?&-"


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find the numbers that are no part of an amount, a code or a row of figures."""
    for one in find_numbers(text, _LENGTHS, _as_mobile_number):
        message = (
            f"这里有手机号码（{masked(one.digits)}），属于个人信息，不得公开。"
            "请删去或换成办公座机；经审查可以公开的，写进 site.yml 的“可公开号码”。"
        )
        yield TextFinding(one.start, one.end, message)


def _as_mobile_number(text: str, one: NumberCandidate) -> NumberCandidate | None:
    found = _NUMBER.fullmatch(one.digits)
    if found is None or _AMOUNT.match(text, one.end):
        return None
    ahead = text_before(text, one.start, _REACH)
    if _CODE_LABEL.search(ahead) and not _ROW_ABOVE.search(ahead):
        return None
    number = one.without_first(len(found[1] or ""))
    called = bool(_CALLED.search(ahead[-15:]))
    if len(number.digits) > _DIGITS and not number.is_unbroken:
        return None
    if number.is_unbroken:
        return number if called or not _is_in_code(text, one, ahead) else None
    if "\t" in number.gaps and set(number.groups) != {1}:  # figures of a table have them
        return number if number.groups in _USUAL and _CALLED_IN_CELL.search(ahead) else None
    return number if one.stands_alone and _is_grouped_as_phone(text, number, called) else None


def _is_in_code(text: str, one: NumberCandidate, ahead: str) -> bool:
    if _CODE_BEFORE.search(ahead) and not _NO_CODE.search(ahead):
        return True
    if ahead and ahead[-1] in _ADDRESS_SIGNS and _ADDRESS.search(ahead):
        return True
    return bool(_CODE_BEHIND.match(text_after(text, one.end, 13)))


def _is_grouped_as_phone(text: str, number: NumberCandidate, called: bool) -> bool:
    """Whether its groups are those of a telephone number rather than figures side by side."""
    if "," in number.gaps:  # as figures of a list have them
        return called
    if set(number.groups) == {1} and _is_beside_figures(text, number):  # as scores in a table have
        return bool(_CALLED.search(text_before(text, number.start, _REACH)))
    if number.gaps == {"·"} or set(number.groups) == {1}:
        return True
    is_ip_address = number.gaps == {"."} and len(number.groups) == 4 and max(number.groups) <= 3
    return not is_ip_address and (called or number.groups in _USUAL or _is_wrapped(text, number))


def _is_beside_figures(text: str, number: NumberCandidate) -> bool:
    ahead, behind = text_before(text, number.start, 9), text_after(text, number.end, 9)
    return bool(_FIGURE_AHEAD.search(ahead) or _FIGURE_BEHIND.match(behind))


def _is_wrapped(text: str, number: NumberCandidate) -> bool:
    """Broken at the end of a line of words, and words follow it on the next."""
    inside = text_before(text, number.start, 1).strip() and text_after(text, number.end, 1).strip()
    return number.gaps == {"\n"} and len(number.groups) == 2 and bool(inside)

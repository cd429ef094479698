"""The last digits of an identity number, as lists give them beside a name."""

import re
import unicodedata
from collections.abc import Iterator

from generator.check.long_numbers import text_after
from generator.check.plain_form import plain_form
from generator.check.rule import Limits, Rule, TextFinding

RULE = Rule(
    title="身份证号码的末几位",
    why=(
        "身份证号码的末四位、末六位连着姓名和住地，就能认出一个人；许多业务还拿它核对身份。"
        "只留末几位是去标识化，不是匿名化，仍然是个人信息。"
    ),
    mend="删去末几位；要区分同名的人，用编号代替，如“受益人01”。",
    sources=("《中华人民共和国个人信息保护法》第四条、第二十五条、第七十三条",),
    failing="正文: {项目实施及管理情况: {项目监管情况: 补助对象张三（身份证尾号123X）。}}",
    passing="正文: {项目实施及管理情况: {项目监管情况: 系统以身份证后四位核对，发现错误3处。}}",
    guards_disclosure=True,
)
# Most texts have none of these.
_QUICK = ("身份", "证件", "证号", "證", "社会保障", "残疾证", "残疾人证", "ID", "id")
_ID = (
    r"(?:(?:身份(?:[证證]件?)?|社会保障)(?:[号號][码碼]?)?|[证證]件[号號][码碼]?|残疾人?证(?:号码?)?|"
    r"(?<![\u4e00-\u9fff])[证證][号號][码碼]?|(?<![A-Za-z])ID(?: ?card| ?number|号码?)?)"
)
_TAIL = (
    r"(?:(?:最?[后後]|末[尾位]?|尾|倒数)(?:面|的|边|部)?(?P<count>[3-8三四五六七八叁肆伍陆])(?:个|位|码)(?:数字|数|号码|码|字符)?|"
    r"尾[号號数數](?:码|为)?|末尾|结尾|末号)"
)
_LABEL = re.compile(
    rf"{_ID}[^\w\n]{{0,3}}的?(?:仅|只)?(?:取|留|保留|显示|公布)?[^\w\n]{{0,2}}{_TAIL}", re.I
)
_LINK = r"[^\w\n。;]{0,4}(?:(?:分别|依次)?[为是即系:][^\w。;]{0,4})?"
_NAMED = r"[ :(]{1,3}[\u4e00-\u9fff]{2,4}[^\w\n。;]{0,2}"  # 张三
_END = r"(?![A-Za-z0-9]|[.,]\d)(?! ?(?:年(?!满|龄)|[万亿千]?元|[万亿%‰]))"
_FIGURE = r"(?! ?[户人次件个名份条项张笔页所])"
_CELL_END = re.compile(r"[)\]]? ?(?=[\t|\n ]|,[^\n。]{0,40}\n)")


def _digits(count: str | None) -> str:
    repeated = f"{{{int(unicodedata.numeric(count)) - 1}}}" if count else "{2,7}"
    return rf"(?<![A-Za-z0-9])(?:\d[ ·.-]?){repeated}[\dX]"


_AHEAD = re.compile(
    rf"(?!20[0-3]\d){_digits(None)}[^\w\n。;]{{0,3}}{_LABEL.pattern}|"
    rf"尾[号號][为是]?[^\w\n]{{0,2}}{_digits(None)}[^\w\n]{{0,2}}的?(?:居民)?{_ID}|"
    rf"{_ID}以[^\w\n]{{0,2}}{_digits(None)}[^\w\n]{{0,2}}(?:结尾|为尾|收尾|为末)",
    re.I,
)
_LONGEST = 100  # characters from the head of a table's column to its first cell


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find the digits behind such words, before them, in the cells below."""
    if not any(word in text for word in _QUICK):
        return
    plain = plain_form(text)
    end = 0  # of what was found
    for start, stop in sorted(_spans(plain)):
        if start >= end:
            end = stop
            message = (
                "这里有身份证号码的末几位，连着姓名就能认出人，仍是个人信息。"
                "请删去；要区分同名的人，用编号代替（如“受益人01”）。"
            )
            yield TextFinding(start, stop, message)


def _spans(plain: str) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in _AHEAD.finditer(plain))
    for label in _LABEL.finditer(plain):
        behind = text_after(plain, label.end(), _LONGEST)
        stop = _end_of_digits(behind, label["count"])
        if stop:
            yield label.start(), label.end() + stop


def _end_of_digits(behind: str, count: str | None) -> int:
    """Where the digits end that belong to a label; 0 where there are none."""
    digits = _digits(count)
    found = re.match(rf"{_LINK}{digits}{_END}", behind, re.I) or re.match(
        rf"{_NAMED}{digits}{_END}{_FIGURE}", behind, re.I
    )
    if not found and _CELL_END.match(behind):
        cell = (
            rf"(?<=[\t|\n ,])(?!202\d){digits}{_END}{_FIGURE}(?= *[\t|\n,]| +[\d\u4e00-\u9fff]|\Z)"
        )
        found = re.compile(cell, re.I).search(behind)
    return found.end() if found else 0

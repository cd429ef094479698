"""Dates that no calendar has, and years that no report of today is about."""

import re
from calendar import monthrange
from collections.abc import Iterator
from decimal import Decimal

from generator.check.rule import Limit, Limits, Rule, TextFinding
from generator.check.sentences import sentence_at
from generator.check.text_values import half_width
from generator.model.problems import quote

RULE = Rule(
    title="不存在的日期",
    why="“202年1月11日”“2021年13月”“2月30日”是录入时漏了、多了数字。读者不知道事情是哪天办的，与文件、凭证也对不上。",
    mend="对照原件改正。原文就是这样、要照录的，写进“核实”。说历史的年份（如始建年代）不指出。",
    sources=("已公开的报告里有“202年1月11日”",),
    limits={
        "最早年份": Limit(Decimal(1949), "早于这一年的年月，不是说历史的，当作写错"),
        "最晚年份": Limit(Decimal(2060), "晚于这一年的年月当作写错（规划写到 2060 年）"),
    },
    failing="正文: {项目绩效情况: {项目完成情况: 专项资金320万元于202年1月11日全部到位。}}",
    passing="正文: {项目绩效情况: {项目完成情况: 专项资金320万元于2023年1月11日全部到位。}}",
)
# Each begins with a sign of a date and then looks back: so a search leaps from sign to sign.
_YEAR = re.compile(r"年(?:度|\s?(?P<month>\d{1,2})月)")
_BEFORE_YEAR = re.compile(r"(?<![\d.])(?<!\d,)\d{3,5}\Z")  # not the end of 12,000
_DAY = re.compile(r"月(?P<day>\d{1,2})(?:日?[-—~～至到]{1,2}(?P<until>\d{1,2})(?!\d|月))?日")
_BEFORE_DAY = re.compile(r"(?:(?P<year>(?<!\d)\d{4})年)?(?<!\d)(?P<month>\d{1,2})\Z")
_REACH = 7  # characters of a year and a month
_SIGNED = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?<![\dA-Za-z./-]\d{4})(?P<sign>[-./])(?P<month>\d{1,2})(?P=sign)"
    r"(?P<day>\d{1,2})(?![\dA-Za-z./-])"
)
_IN_HAN = re.compile(
    "月(?:(?<=年十[三四五六七八九]月)|(?<=年二十月)|(?<=年二十[一二三四五六七八九]月)"
    "|三十[二三四五六七八九]日|(?<=二月)(?<!十二月)(?<!农历二月)三十一?日|(?<=[四六九]月)三十一日|(?<=十一月)三十一日)"
)
_HISTORY = re.compile(
    "始建|建于|建成于|创建|创办|成立|历史|文物|旧址|遗址|故居|古|清|明|民国|革命|红军|红色|抗战|抗日|长征|起义"
    "|解放|战争|战役|烈士|牺牲|英烈|纪念|出生|生于|诞生|诞辰|党|族谱|志"
)
_LEAP_YEAR = 2020  # where no year is told, February has 29 days


def check_text(text: str, limits: Limits) -> Iterator[TextFinding]:
    """Years, months and days of each date."""
    text = half_width(text)
    bounds = int(limits["最早年份"]), int(limits["最晚年份"])
    end = -1
    for found in _YEAR.finditer(text):
        before = _BEFORE_YEAR.search(text[max(found.start() - _REACH, 0) : found.start()])
        if before and (fault := _fault_of_year(before[0], found, *bounds)):
            end = found.end()
            yield _finding(text, found.start() - len(before[0]), end, fault)
    for found in _DAY.finditer(text):
        before = _BEFORE_DAY.search(text[max(found.start() - _REACH, 0) : found.start()])
        if before and found.start() + 1 != end:  # the month itself is told above
            year, day = int(before["year"] or _LEAP_YEAR), int(found["until"] or found["day"])
            if fault := _fault(year, int(before["month"]), day):
                yield _finding(text, found.start() - len(before[0]), found.end(), fault)
    for found in _SIGNED.finditer(text):
        year, month, day = (int(found[one]) for one in ("year", "month", "day"))
        if month <= 12 and day <= 31 and (fault := _fault(year, month, day)):
            yield _finding(text, *found.span(), fault)  # greater numbers are those of contracts
    for found in _IN_HAN.finditer(text):
        yield _finding(text, found.start() - 2, found.end(), "没有这个月，或者这个月没有这一天")


def _finding(text: str, start: int, end: int, fault: str) -> TextFinding:
    message = f"日期{quote(text[start:end])}写错了：{fault}。请对照原件改正。"
    return TextFinding(start, end, message)


def _fault_of_year(digits: str, found: re.Match[str], earliest: int, latest: int) -> str:
    """What is wrong with the year, or with the month of a year; days are looked at elsewhere."""
    if len(digits) != 4:
        is_year = found["month"] or digits.startswith(("19", "20"))
        return f"年份应为四位数，写的是 {len(digits)} 位" if is_year else ""
    year = int(digits)
    if earliest <= year <= latest:
        return _fault(year, int(found["month"]), 1) if found["month"] else ""
    is_past = year < earliest and _HISTORY.search(sentence_at(found.string, found.start()))
    return "" if is_past else f"年份不在 {earliest} 至 {latest} 之间"


def _fault(year: int, month: int, day: int) -> str:
    if not year or not 1 <= month <= 12:
        return "月份只有 1 至 12"
    last = monthrange(year, month)[1]
    named = f"{year} 年 {month} 月" if month == 2 and year != _LEAP_YEAR else f"{month} 月"
    return "" if 1 <= day <= last else f"{named}只有 {last} 天"

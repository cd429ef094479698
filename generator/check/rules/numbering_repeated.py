"""Numbers of a list that stand twice, or of which one is missing."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.check.rule import FIELD_SEPARATOR, Limits, Rule, TextFinding
from generator.check.text_values import half_width
from generator.model.numerals import numeral_value
from generator.model.problems import quote

RULE = Rule(
    title="序号重复或者漏号",
    why="两个“4.”，或者“2.”后面是“4.”，多半是增删时没有改序号，也可能整段漏了。读者按序号引用时说不清是哪一条。",
    mend="改正序号；真的漏了一条的，补上。原文如此、要照录的，写进“核实”。",
    sources=("已公开的报告里，一段工作内容有两个“4.”",),
    failing="正文: {项目概况: {项目基本情况: 1.更换管网。2.安装设备。2.培训管护员。}}",
    passing="正文: {项目概况: {项目基本情况: 1.更换管网。2.安装设备。3.培训管护员。}}",
)
_DIGITS = "一二三四五六七八九十"
_HAN = f"[{_DIGITS}]{{1,3}}"
# Each begins with its first digit or bracket and then looks back: so a search leaps to it.
_MARK = re.compile(
    rf"[(\d{_DIGITS}](?:(?<=\()(?:\d{{1,2}}|{_HAN})(?P<bracketed>\))"
    rf"|(?<=\d)\d?(?:(?P<figure>[.．、])(?![\d{_DIGITS}])|(?P<half>\)))"
    rf"|(?<=[{_DIGITS}])[{_DIGITS}]{{0,2}}(?:(?P<ordinal>是)(?![否非])|(?P<han>、)(?![\d{_DIGITS}])))"
)
_REACH = 20  # characters of white space before a number
_STOPS = f"。；;：:！？!?\n\t|”){FIELD_SEPARATOR}"
_MOST_MISSING = 2  # a greater gap is no gap: the numbers are those of something else


class _Mark(NamedTuple):
    kind: str
    number: int
    start: int
    end: int


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Each list of each field; lists within lists begin with 1 again."""
    folded = half_width(text)
    for marks in _lists(folded):
        for before, mark in _slips(marks, folded):
            shown = quote(text[mark.start : mark.end])
            if mark.number == before.number:
                fault = f"序号{shown}有两个"
            else:
                earlier = quote(text[before.start : before.end])
                fault = f"{earlier}后面就是{shown}，中间漏了序号"
            message = f"{fault}。请核对是序号没有改，还是少了一条。"
            yield TextFinding(mark.start, mark.end, message)


def _lists(text: str) -> Iterator[list[_Mark]]:
    """The numbers of one kind in one field, in their order; two at least."""
    end, by_kind = 0, dict[str, list[_Mark]]()
    for mark in _marks(text):
        if mark.start >= end:  # the first in its field
            yield from by_kind.values()
            end, by_kind = text.find(FIELD_SEPARATOR, mark.start), {}
            end = len(text) if end < 0 else end
        by_kind.setdefault(mark.kind, []).append(mark)
    yield from by_kind.values()


def _marks(text: str) -> Iterator[_Mark]:
    """Numbers at the beginning of a line or after the end of an item."""
    for found in _MARK.finditer(text):
        before = text[max(found.start() - _REACH, 0) : found.start()].rstrip(" \u3000")
        kind = str(found.lastgroup)
        ends = f"{_STOPS},，" if kind == "ordinal" else _STOPS
        if not before or before[-1] in ends:
            written = found[0].strip("().．、是")
            of_han = "han" if kind == "bracketed" and not written.isdigit() else ""
            yield _Mark(f"{kind}{of_han}", _number(written), *found.span())


def _number(written: str) -> int:
    return int(written) if written.isdigit() else numeral_value(written)


def _slips(marks: list[_Mark], text: str) -> Iterator[tuple[_Mark, _Mark]]:
    """Pairs of marks of one list of which the second is not the next number."""
    outer: list[_Mark] = []  # lists that go on after the one within
    last: _Mark | None = None
    for mark in marks:
        if mark.number == 1:
            if last:
                outer.append(last)
        elif last is None:
            continue  # begins elsewhere
        elif mark.number != last.number + 1:
            while outer and outer[-1].number + 1 != mark.number:
                outer.pop()
            if outer:
                outer.pop()
            elif _is_slip(last, mark, text):
                yield last, mark
            else:
                last = None
                continue
        last = mark


def _is_slip(last: _Mark, mark: _Mark, text: str) -> bool:
    missing = range(last.number + 1, mark.number)
    between = text[last.end : mark.start]
    if mark.number == last.number:
        return True
    hidden = any(
        str(one) in between or (one <= len(_DIGITS) and _DIGITS[one - 1] in between)
        for one in missing
    )
    return 0 < len(missing) <= _MOST_MISSING and not hidden

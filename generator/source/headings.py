"""Headings without the numbers that people type before them.

The site numbers headings itself. A number at the start of a heading is removed here and nowhere
else: in `forms/*.yml`, `outlines/*.yml` and in the keys of 正文, so that pages, search and JSON
have the plain heading only. Words that begin with a number stay: `2021年度工作情况`,
`一般公共预算情况`, `三公经费`, `一、二级指标完成情况`.
"""

import re
import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import reduce
from operator import getitem
from typing import Any, NamedTuple

from generator.model.narrative import LEAD_TEXT, NARRATIVE
from generator.model.numerals import numeral_value
from generator.model.problems import Problem, quote
from generator.source.tree import FieldPath, Source, Value, read

LEVELS = ("一、", "（一）", "1.", "（1）")  # GB/T 9704: four levels of headings
_HAN = "[一二三四五六七八九十]{1,3}"
_FIGURE = r"\d{1,2}(?!\d)"
_ONE = f"(?:{_HAN}|{_FIGURE}|[①-⑳Ⅰ-Ⅻ])"
_MARK = re.compile(
    rf"第(?P<part>{_HAN}|{_FIGURE})(?:部分[\s、.．：:]*|[章节篇][\s、.．：:]+)"
    rf"|[（(〔\[【](?P<enclosed>{_ONE})[）)〕\]】][\s、.．：:]*"
    rf"|(?P<ended>{_ONE})(?:[、，：:)）]\s*|[.．](?!\d)\s*)"
    rf"|(?P<deep>{_FIGURE}(?:[.．]{_FIGURE}){{1,3}})[\s、.．]\s*(?!\d)"
    rf"|(?P<apart>{_ONE})\s+"
    r"|(?P<circled>[①-⑳])"
)
# After a bare number and a space these count things: `5 公里道路`, `1.5 万亩农田`.
_MEASURE = re.compile(
    "[%％℃A-Za-z万亿千百个元米吨台套户期批次座所村镇乡县市亩天度号类]|公[里顷斤]|平方|立方|项(?!目)|名(?!称)"
    "|人(?!员)|年(?!度)|月(?!度)|日(?!常)|级(?!财)|条(?!件)|家(?!庭)|处(?!理)|层(?!级)|岁|周(?!边)"
)
# What two numbers in a row count together: `一、二级指标`, `3、4季度`.
_COUNTED = re.compile("[级类期批季产等线标号区组班次条年月、和至]")
_DIGITS = "〇一二三四五六七八九"


class NumberedHeading(NamedTuple):
    """The number of a heading, (1, 2) for `1.2`, and the heading without it."""

    number: tuple[int, ...]
    plain: str

    def agrees_with(self, *positions: int) -> bool:
        """Whether it is the number of that position (from 1), after those of the headings above."""
        length = min(len(self.number), len(positions))
        return self.number[-length:] == positions[-length:]


def split_heading(heading: str) -> NumberedHeading | None:
    """The heading's number and its words; None where a number is missing or a part of the words."""
    text = heading.strip()
    mark = _MARK.match(text)
    plain = text[mark.end() :].strip() if mark else ""
    if mark is None or not re.search(r"\w", plain):
        return None
    kind = str(mark.lastgroup)
    number = _values(mark[kind])
    if kind in ("apart", "deep") and _MEASURE.match(plain):
        return None
    if kind == "ended" and _counts_on(number[-1], plain):
        return None
    return NumberedHeading(number, plain)


def _values(mark: str) -> tuple[int, ...]:
    if re.fullmatch(_HAN, mark):
        return (numeral_value(mark),)
    folded = unicodedata.normalize("NFKC", mark)
    if re.fullmatch("[IVX]+", folded):
        return (ord(mark) - ord("Ⅰ") + 1,)
    return tuple(int(part) for part in folded.split("."))


def _counts_on(number: int, plain: str) -> bool:
    """Whether the words begin with the next number, counting the same: `一、二级指标`."""
    found = re.match(f"{_HAN}|{_FIGURE}", plain)
    if not found or _values(found[0]) != (number + 1,):
        return len(plain) > 1 and plain[1] == "、" and plain[0] in _DIGITS
    return bool(_COUNTED.match(plain, found.end()))


def read_report(data: bytes, path: str) -> tuple[Source | None, list[Problem]]:
    """Parse a report's file, as `tree.read` does; headings of the narrative have no numbers."""
    source, problems = read(data, path)
    if source is None or not isinstance(source.value, dict):
        return source, problems
    names = dict(_numbered_in((NARRATIVE,), source.value.get(NARRATIVE)))
    if not names:
        return source, problems

    def plain(where: FieldPath) -> FieldPath:
        if where[:1] != (NARRATIVE,):
            return where
        steps = (where[:end] for end in range(1, len(where) + 1))
        return tuple(names.get(one, one[-1]) for one in steps)

    def below(where: FieldPath, value: Value) -> Value:
        if not isinstance(value, dict):
            return value
        made: dict[str, Value] = {}
        for heading, content in value.items():
            place = (*where, heading)
            name = names.get(place, heading)
            if name in made or (name != heading and name in value):
                message = f"标题{quote(heading)}就是“{name}”，同一处写了两遍。请合并为一处。"
                problems.append(source.key_problem(place, "duplicate-key", message))
            else:
                made[name] = below(place, content)
        return made

    plain_source = replace(
        source,
        value={**source.value, NARRATIVE: below((NARRATIVE,), source.value[NARRATIVE])},
        positions={plain(where): one for where, one in source.positions.items()},
        key_positions={plain(where): one for where, one in source.key_positions.items()},
        written_keys={plain(where): str(where[-1]) for where in names},
    )
    return plain_source, problems


def _numbered_in(where: FieldPath, value: Value) -> Iterator[tuple[FieldPath, str]]:
    """Field paths of headings that have numbers, with the plain headings."""
    for heading, below in value.items() if isinstance(value, dict) else ():
        if found := split_heading(heading):
            yield (*where, heading), found.plain
        yield from _numbered_in((*where, heading), below)


def plain_headings(source: Source) -> tuple[Source, list[Problem]]:
    """A form with plain headings; problems of numbers, of depth, of twins."""
    value: Any = deepcopy(source.value)
    problems: list[Problem] = []
    seen: set[tuple[tuple[int, ...], str]] = set()
    for where, heading in source.texts():
        steps = where[:-1] if where[-1:] == ("标题",) else where
        places = tuple(step + 1 for step in steps[1::2] if isinstance(step, int))
        shape = tuple("章节" if not number else "小节" for number in range(len(places)))
        if not places or steps[::2] != shape or len(steps) != 2 * len(places):
            continue
        found = split_heading(heading)
        plain = found.plain if found else heading.strip()
        if complaint := _complaint(plain, len(places), is_twice=(places[:-1], plain) in seen):
            message = f"标题{quote(heading)}{complaint}"
            problems.append(source.problem(where, "value", message))
        seen.add((places[:-1], plain))
        if found:
            reduce(getitem, where[:-1], value)[where[-1]] = plain
            if not found.agrees_with(*places):
                message = (
                    f"标题{quote(heading)}的序号与位置不符：它是这里的第 {places[-1]} 个标题。"
                    f"请只写“{plain}”（序号由网站按次序加上），或调整次序。"
                )
                problems.append(source.problem(where, "heading-number", message))
    return replace(source, value=value), problems


def _complaint(plain: str, level: int, *, is_twice: bool) -> str:
    """What is wrong with a form's heading beside its number; empty where nothing is."""
    if level > len(LEVELS):
        return f"在第 {level} 级，标题最多四级（{''.join(LEVELS)}）。请并到上一级，或删去。"
    if plain == LEAD_TEXT:
        return "是留给第一个标题前面的文字的，不是标题。请删去；报告里可以直接用。"
    return "在同一处写了两遍。请留下一个。" if is_twice else ""

"""What a single cell states: a figure, a code before a name, the box that is ticked, a unit."""

import re
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import NamedTuple

from pydantic_core import PydanticCustomError

from generator.model.choices import Direction
from generator.model.dates import parse_partial_date
from generator.model.fields import parse_amount, parse_number, parse_rate
from generator.recognition.words import folded

_STROKE = re.compile(r"[/／－-]|—{1,2}|不适用")
# In brackets, before a stroke, or long: 12345热线 and 2023年 are no codes.
_CODE = re.compile(
    r"\s*(?:[\[【(（](\d{3,9})[\]】)）]\s*[-－—_/]?|(\d{3,9})\s*[-－—_/]|(\d{6,9}))\s*(?=[\u4e00-\u9fff])"
)
_PROJECT_CODE = re.compile(r"\s*([0-9A-Z]{10,30})\s*[-－—_/]?\s*(?=\S)")
_TICKED, _BLANK = "☑☒■√✓✔▣◼", "□☐◻▢"
# 口 stands for □ where the box was typed; between other characters it is a word.
_TYPED_BOX = re.compile(r"(?:(?<=[\s\]）)])|^)口(?=[\s\d、（(]|$)")
_BOX = re.compile(rf"[{_TICKED}{_BLANK}]")
_OPTION_NUMBER = re.compile(r"^\s*[（(]?\d{1,2}[、.．)）]\s*|[,，;；、\s]+$")
_UNIT = re.compile(r"亿元|万元|元")
_UNIT_PLACE = re.compile(
    r"[（(]\s*(?:单位\s*[:：]?\s*)?(亿元|万元|元)\s*[）)]|单位\s*[:：]\s*(亿元|万元|元)"
)
_SPAN = re.compile(r"\s*(?:至|到|—+|–|~|～|-{1,2}(?=\s*\d{4}))\s*")
_PHONE = re.compile(r"(?:\d{3,4}[-－—]?)?\d{7,8}(?!\d)|1\d{10}|\d{4}[-－]\d{7,8}")
_SIGN = re.compile(r"[≥≤=><≧≦═＞＜＝⩾⩽]{1,2}|定性")
_DIGIT = re.compile(r"\d")
_BEGINS_FIGURE = re.compile(r"[\d≥≤=><≧≦═＞＜＝⩾⩽]|[①-⑳]|[（(]\d")
_VALUE_AND_UNIT = re.compile(r"(\d[\d,.]*)\s*([^\d\s,.].*)", re.S)


class Part(NamedTuple):
    """A piece of a cell: the value as it is written, and the characters that it was."""

    text: str
    printed: str


def one_line(text: str) -> str:
    """The text of a cell on one line: words that were broken at its edge are whole again.

    Figures, a line each, stay apart: `≥50人`, `2场`.
    """
    first, *others = (line.strip() for line in text.strip().splitlines() or [""])
    return first + "".join(
        _gap(before, line) + line for before, line in pairwise((first, *others)) if line
    )


def _gap(before: str, line: str) -> str:
    around = before[-1:] + line[:1]
    is_word = len(around) == 2 and around.isascii() and around.isalpha()
    return " " if is_word or (_BEGINS_FIGURE.match(line) and _DIGIT.search(before)) else ""


def _has_several(text: str) -> bool:
    """Whether lines of a cell have a figure each, which are none together."""
    return sum(bool(_DIGIT.search(line)) for line in text.splitlines()) > 1


def is_stroke(text: str) -> bool:
    """Whether a cell says that it does not apply: `/`, `—`."""
    return bool(_STROKE.fullmatch(text.strip()))


def is_figure(text: str) -> bool:
    """Whether it is a number, with a percent sign or a unit of money, or a stroke."""
    return is_stroke(text) or number(text) is not None or amount(text) is not None


def _parsed(text: str, parse: Callable[[object], object]) -> bool:
    with suppress(PydanticCustomError):
        parse(text)
        return True
    return False


def number(text: str) -> str | None:
    """A score or a weight as the format has it: `10分` is 10; None where it is none."""
    text = one_line(text)
    if is_stroke(text):
        return text
    text = re.sub(r"\s*[分]$", "", text).replace("．", ".")
    return text if _parsed(text, parse_number) else None


def amount(text: str) -> str | None:
    """An amount as the format has it: `854万` is 854万元; None where it is none."""
    if _has_several(text):
        return None
    text = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))", "", one_line(text))
    if is_stroke(text):
        return text
    text = re.sub(r"(?<=[\d.]) ?万$", "万元", text)
    return text if _parsed(text, parse_amount) else None


def rate(text: str) -> str | None:
    """A percentage; one without its sign gets it, but for a share of one; None for others."""
    text = one_line(text)
    if is_stroke(text) or _parsed(text, parse_rate):
        return text
    has_sign = _parsed(f"{text}%", parse_rate) and (
        folded(text).strip("0.") == "" or _above_one(text)
    )
    return f"{text}%" if has_sign else None


def _above_one(text: str) -> bool:
    with suppress(ValueError):
        return float(folded(text)) > 1.5
    return False


def is_direction(text: str) -> bool:
    """Whether it is a sign of the format, or 定性."""
    return _parsed(text.strip(), Direction.parse)


def is_sign(text: str) -> bool:
    """Whether it is a sign of comparison, also one that the format does not have."""
    return bool(_SIGN.fullmatch(text.strip()))


def value_and_unit(text: str) -> tuple[str, str] | None:
    """`98 %(百分比)` is 98 and %(百分比)."""
    found = _VALUE_AND_UNIT.fullmatch(text.strip())
    return (found[1], found[2].strip()) if found else None


def code_and_name(text: str, is_project: bool = False) -> tuple[str, str]:
    """The code that stands before a name, empty where there is none, and the name."""
    found = (_PROJECT_CODE if is_project else _CODE).match(text)
    if is_project and found and not re.search(r"\d{6}", found[1]):
        found = None
    if not found:
        return "", text.strip()
    return next(filter(None, found.groups())), text[found.end() :].strip()


def unit_in(text: str) -> str | None:
    """The unit of money that a head names: `项目资金（万元）`; None where it names none."""
    if found := _UNIT.fullmatch(text.strip()):
        return found[0]
    placed = _UNIT_PLACE.search(text)
    return (placed[1] or placed[2]) if placed else None


def has_boxes(text: str) -> bool:
    """Whether options with boxes stand in it."""
    return bool(_BOX.search(text) or _TYPED_BOX.search(text))


def ticked(text: str) -> str | None:
    """The words of the options that are ticked, 、 between them; None where none is.

    The box stands before its option or behind it: as the first one does.
    """
    plain = _TYPED_BOX.sub("□", text)
    boxes = list(_BOX.finditer(plain))
    if not any(box[0] in _TICKED for box in boxes):
        return None
    is_before = not plain[: boxes[0].start()].strip(" \u3000\n")
    edges = [0, *(edge for box in boxes for edge in box.span()), len(plain)]
    between = [plain[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    options = between[1:] if is_before else between[:-1]
    chosen = [
        _OPTION_NUMBER.sub("", _OPTION_NUMBER.sub("", option)).strip()
        for box, option in zip(boxes, options, strict=True)
        if box[0] in _TICKED
    ]
    return "、".join(filter(None, chosen)) or None


def dates(text: str) -> tuple[Part, ...]:
    """The date of a cell, or the two of a span, as the format has them; empty for other text."""
    found = []
    for piece in _SPAN.split(text.strip(), maxsplit=1):
        try:
            found.append(Part(parse_partial_date(one_line(piece)).isoformat(), piece))
        except PydanticCustomError:
            return ()
    return tuple(found)


def telephones(text: str) -> tuple[str, ...]:
    """Telephone numbers in a cell."""
    return tuple(one[0] for one in _PHONE.finditer(text))

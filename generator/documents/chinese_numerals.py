"""Figures in Chinese, as [DBNum1] and [DBNum2] of a workbook's formats show them."""

from typing import NamedTuple


class _Numerals(NamedTuple):
    digits: str
    units: tuple[str, ...]  # of tens, hundreds, thousands


_PLAIN = _Numerals("〇一二三四五六七八九", ("", "十", "百", "千"))
_FORMAL = _Numerals("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))
_BY_NUMBER = {1: _PLAIN, 2: _FORMAL}
_GROUPS = ("", "万", "亿", "万亿")
_MOST = 16  # digits


def digit_by_digit(text: str, numerals: int) -> str:
    """A text with each of its figures in Chinese: 2023 is 二〇二三."""
    digits = _BY_NUMBER[numerals].digits
    return "".join(digits[int(one)] if one in "0123456789" else one for one in text)


def counted(text: str, numerals: int) -> str:
    """A number as it is counted: 120.5 is 一百二十.五; its sign stays."""
    sign, text = text[: text.startswith("-")], text.removeprefix("-")
    whole, point, fraction = text.partition(".")
    if len(whole) > _MOST or not whole.isdecimal():
        return sign + digit_by_digit(text, numerals)
    return f"{sign}{_whole(whole, numerals)}{point}{digit_by_digit(fraction, numerals)}"


def day_or_month(number: int, numerals: int) -> str:
    """A number of a date: 10 is 十, 12 is 十二."""
    text = counted(str(number), numerals)
    ten = _BY_NUMBER[numerals].digits[1] + _BY_NUMBER[numerals].units[1]
    return text[1:] if text.startswith(ten) else text


def _whole(text: str, numerals: int) -> str:
    digits, units = _BY_NUMBER[numerals]
    groups = [text[max(end - 4, 0) : end] for end in range(len(text), 0, -4)]
    found = ""
    for number, group in reversed(list(enumerate(groups))):
        shown = ""
        for place, figure in enumerate(reversed(group)):
            if figure != "0":
                shown = digits[int(figure)] + units[place] + shown
            elif shown and not shown.startswith(digits[0]):
                shown = digits[0] + shown
        if found and shown and group.startswith("0") and not shown.startswith(digits[0]):
            shown = digits[0] + shown
        elif not found:
            shown = shown.lstrip(digits[0])
        found += shown + _GROUPS[number] * bool(shown)
    return found or digits[0]

"""Dates and times of a workbook, by the format of their cell."""

from datetime import date, timedelta
from typing import NamedTuple

from generator.documents import chinese_numerals
from generator.documents.format_codes import Kind, Section, Token, UnknownFormat

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
_CHINESE_DAYS = "一二三四五六日"
_DAY = 86400  # seconds
_LAST = 2958466  # the day after 9999-12-31
_OF_1904 = 1462  # days later
_LEAP = 60  # the 29th of February 1900, which there never was
_BUDDHIST = 543  # years before ours
_SCALE = 1000  # of what is shown of a second


class _Moment(NamedTuple):
    year: int
    month: int
    day: int
    weekday: int  # 0 for Monday
    seconds: int  # of the day
    thousandths: int
    total: int  # seconds since the beginning


def shown(value: float, section: Section, *, is_1904: bool) -> str:
    """A date or time by a section that has pieces of one; raises UnknownFormat for what is none."""
    tokens = section.tokens
    shows_fractions = any("." in token.text for token in tokens if token.kind is Kind.DATE)
    step = 1 if shows_fractions else _SCALE
    moment = _moment(value + _OF_1904 * is_1904, step)
    has_halves = any("/" in token.text for token in tokens if token.kind is Kind.DATE)
    pieces = []
    for at, token in enumerate(tokens):
        if token.kind is Kind.DATE:
            is_minutes = token.text[0] in "mM" and _is_beside_time(tokens, at)
            name = "n" * len(token.text) if is_minutes else token.text.lower()
            pieces.append(_piece(name, moment, section, has_halves=has_halves))
        else:
            pieces.append(token.text)
    return "".join(pieces)


def _moment(value: float, step: int) -> _Moment:
    """The moment, to so many thousandths of a second."""
    if not 0 <= value < _LAST:
        raise UnknownFormat(f"{value}")
    total = round(value * _DAY * _SCALE / step) * step
    days, rest = divmod(total, _DAY * _SCALE)
    if days == 0:
        year, month, day, weekday = 1900, 1, 0, 5
    elif days == _LEAP:
        year, month, day, weekday = 1900, 2, 29, 2
    else:
        found = date(1899, 12, 31) + timedelta(days=days - (days > _LEAP))
        year, month, day, weekday = found.year, found.month, found.day, found.weekday()
    return _Moment(year, month, day, weekday, *divmod(rest, _SCALE), total // _SCALE)


def _is_beside_time(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether an m stands for minutes: hours come before, or seconds behind."""
    before = [token.text.lower() for token in tokens[:at] if token.kind is Kind.DATE]
    behind = [token.text.lower() for token in tokens[at + 1 :] if token.kind is Kind.DATE]
    if len(tokens[at].text) > 2 and "[" not in tokens[at].text:
        return False
    before = [one for one in before if "/" not in one]
    return bool(before and "h" in before[-1]) or bool(behind and "s" in behind[0])


def _piece(name: str, moment: _Moment, section: Section, *, has_halves: bool) -> str:
    if name.startswith("["):
        return _elapsed(name.strip("[]"), moment)
    if "/" in name:
        first, _, second = name.upper().partition("/")
        return first if moment.seconds < _DAY // 2 else second
    if name[0] in "yebg":
        return _year(name, moment.year, section)
    if (words := _words(name, moment, section)) is not None:
        return words
    hours, minutes = moment.seconds // 3600, moment.seconds // 60 % 60
    if has_halves:
        hours = (hours - 1) % 12 + 1
    whole, point, places = name.partition(".")
    number = {
        "m": moment.month, "d": moment.day, "h": hours, "n": minutes, "s": moment.seconds % 60,
    }[name[0]]  # fmt: skip
    if section.numerals:
        return chinese_numerals.day_or_month(number, section.numerals)
    fraction = f"{moment.thousandths:03}"[: len(places)].ljust(len(places), "0")
    return f"{number:0{min(len(whole), 2)}}{point}{fraction}"


def _elapsed(name: str, moment: _Moment) -> str:
    of = {"h": 3600, "m": 60, "n": 60, "s": 1}[name[0]]
    return f"{moment.total // of:0{len(name)}}"


def _year(name: str, year: int, section: Section) -> str:
    if name[0] == "g":
        return ""  # an era
    if name[0] == "b":
        year += _BUDDHIST
    text = f"{year:04}" if name[0] == "e" or len(name) > 2 else f"{year % 100:02}"
    return chinese_numerals.digit_by_digit(text, section.numerals) if section.numerals else text


def _words(name: str, moment: _Moment, section: Section) -> str | None:
    """A month or a day by its name; None for what is shown as a number."""
    letter, length = name[0], len(name)
    if letter == "a":
        return ("星期" if length > 3 else "") + _CHINESE_DAYS[moment.weekday]
    if length <= 2 or letter not in "md":
        return None
    if letter == "d":
        if section.is_chinese:
            return ("星期" if length > 3 else "周") + _CHINESE_DAYS[moment.weekday]
        return _DAYS[moment.weekday] if length > 3 else _DAYS[moment.weekday][:3]
    if section.is_chinese:
        return chinese_numerals.day_or_month(moment.month, 1) + "月"
    month = _MONTHS[moment.month - 1]
    return month[:1] if length > 4 else month if length > 3 else month[:3]

"""Numbers as a workbook shows them, by the format of their cell: 50.00, 95.67%, 2023年6月."""

import operator
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from generator.documents import chinese_numerals, date_formats
from generator.documents.format_codes import Kind, Section, Token, UnknownFormat, sections

GENERAL = "General"
_DIGITS = 15  # that a workbook keeps and shows
_WIDE = 10  # digits that General shows of what is no whole number
_TINY = Decimal("0.0001")
_OPERATORS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_EXACT = Context(prec=400)  # the largest number has 309 digits
_MOST_PLACES = 30  # what Excel shows at most


def number_shown(value: float, code: str, *, is_1904: bool = False) -> str:
    """A number as a cell of this format shows it, without blanks that only align it.

    Raises UnknownFormat for a code, or a date, that is none. A whole number in General has all of
    its digits: whether 1.2E+11 stands there is a matter of the column's width.
    """
    number = _decimal(value)
    section, is_unsigned = _section_for(number, sections(code))
    if section.has(Kind.DATE):
        return date_formats.shown(value, section, is_1904=is_1904).strip()
    sign = "-" if number < 0 and not is_unsigned else ""
    return (sign + _filled(abs(number), section)).strip()


def text_shown(text: str, code: str) -> str:
    """A text as a cell of this format shows it; raises UnknownFormat for a code that is none."""
    found = sections(code)
    section = found[3] if len(found) > 3 else found[-1]
    if len(found) <= 3 and not section.has(Kind.TEXT):
        return text
    return "".join(text if one.kind is Kind.TEXT else one.text for one in section.tokens)


def general(value: float) -> str:
    """A number without a format."""
    return _general(_decimal(value))


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.{_DIGITS}g}")


def _general(number: Decimal) -> str:
    if number == number.to_integral_value():
        return f"{number:.0f}" if abs(number) < Decimal(10) ** 20 else f"{number.normalize():E}"
    if abs(number) < _TINY:
        mantissa, _, exponent = f"{number:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{int(exponent):+03}"
    whole = len(str(int(abs(number))))
    rounded = _rounded(number, max(_WIDE - whole, 0))
    return f"{rounded:f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:f}"


def _section_for(number: Decimal, found: tuple[Section, ...]) -> tuple[Section, bool]:
    """The section for a number, and whether it shows the number without its sign."""
    numeric = found[:3]
    if any(one.condition for one in numeric):
        for one in numeric:
            if one.condition is None or _OPERATORS[one.condition[0]](number, one.condition[1]):
                below = one.condition and one.condition[0][0] == "<" and one.condition[1] <= 0
                return one, bool(below)
        raise UnknownFormat("")
    if len(numeric) > 2 and number == 0:
        return numeric[2], True
    if len(numeric) > 1 and number < 0:
        return numeric[1], True
    return numeric[0], False


def _filled(number: Decimal, section: Section) -> str:
    """The section's pieces with the digits of a number that is not negative."""
    if section.numerals not in (0, 1, 2):
        raise UnknownFormat("")
    if section.has(Kind.GENERAL, Kind.TEXT):
        text = _general(number)
        if section.numerals:
            text = chinese_numerals.counted(text, section.numerals)
        shows = (Kind.GENERAL, Kind.TEXT)
        return "".join(text if one.kind in shows else one.text for one in section.tokens)
    if section.has(Kind.SLASH) and section.has(Kind.DIGIT):
        return _as_fraction(number, section)
    number *= 100 ** sum(token.kind is Kind.PERCENT for token in section.tokens)
    text = _as_power(number, section) if section.has(Kind.EXPONENT) else _placed(number, section)
    return chinese_numerals.digit_by_digit(text, section.numerals) if section.numerals else text


def _placed(number: Decimal, section: Section) -> str:
    tokens = section.tokens
    digits = [at for at, token in enumerate(tokens) if token.kind is Kind.DIGIT]
    if not digits:
        return "".join(one.text for one in tokens if one.kind is not Kind.COMMA)
    point = next((at for at, one in enumerate(tokens) if one.kind is Kind.POINT), len(tokens))
    whole, places = [at for at in digits if at < point], [at for at in digits if at > point]
    commas = [at for at, token in enumerate(tokens) if token.kind is Kind.COMMA]
    last = (whole or [point])[-1]
    scale = sum(last < at for at in commas if at < point or not places)
    scale += sum(at > places[-1] for at in commas) if places else 0
    is_grouped = any(whole and whole[0] < at < last for at in commas)
    rounded = _rounded(number.scaleb(-3 * scale), min(len(places), _MOST_PLACES))
    before, _, behind = f"{rounded:f}".partition(".")
    shown = _whole_digits(before.lstrip("0"), [tokens[at] for at in whole], is_grouped=is_grouped)
    filled = dict(zip(whole, shown, strict=True))
    filled |= zip(places, _place_digits(behind, [tokens[at] for at in places]), strict=True)
    return "".join(
        filled.get(at, "" if one.kind is Kind.COMMA else one.text) for at, one in enumerate(tokens)
    )


def _whole_digits(digits: str, places: list[Token], *, is_grouped: bool) -> list[str]:
    """What stands at each place before the point: the first has all that the others leave."""
    found: list[str] = []
    for number, token in enumerate(reversed(places)):
        is_first = number == len(places) - 1
        taken, digits = (digits, "") if is_first else (digits[-1:], digits[:-1])
        if not taken and token.text == "0":
            taken = "0"
        if is_grouped:
            taken = _grouped(taken, number)
        found.append(taken)
    return found[::-1]


def _grouped(digits: str, behind: int) -> str:
    """Digits with a comma behind each that has a multiple of three behind it."""
    found = ""
    for number, digit in enumerate(reversed(digits), behind):
        found = digit + ("," if number and number % 3 == 0 else "") + found
    return found


def _place_digits(digits: str, places: list[Token]) -> list[str]:
    """What stands at each place behind the point: no zeros at the end where none is asked for."""
    found = [*digits.ljust(len(places), "0")]
    for at in range(len(places) - 1, -1, -1):
        if places[at].text == "0" or found[at] != "0":
            break
        found[at] = ""
    return found


def _as_power(number: Decimal, section: Section) -> str:
    tokens = section.tokens
    at = next(at for at, token in enumerate(tokens) if token.kind is Kind.EXPONENT)
    mantissa = section._replace(tokens=tokens[:at])
    point = next((n for n, one in enumerate(tokens[:at]) if one.kind is Kind.POINT), at)
    width = max(sum(token.kind is Kind.DIGIT for token in tokens[:point]), 1)
    power = number.adjusted() // width * width if number else 0
    text = _placed(number.scaleb(-power), mantissa)
    sign = "-" if power < 0 else tokens[at].text[1].strip("-")
    rest = "".join(token.text for token in tokens[at + 1 :])
    return f"{text}E{sign}{abs(power):0{len(tokens[at].text) - 2}}{rest}"


def _as_fraction(number: Decimal, section: Section) -> str:
    tokens = section.tokens
    slash = next(at for at, token in enumerate(tokens) if token.kind is Kind.SLASH)
    digits = [at for at, token in enumerate(tokens[:slash]) if token.kind is Kind.DIGIT]
    behind = "".join(token.text for token in tokens[slash + 1 :]).strip()
    most = 10 ** min(behind.count("?") + behind.count("#"), 4) - 1
    if not digits or not most or any(one not in "?#0" for one in behind):
        raise UnknownFormat("")
    gaps = (tokens[at].kind is Kind.LITERAL for at in range(digits[0], digits[-1]))
    whole = int(number) if any(gaps) else 0
    part = Fraction(number - whole).limit_denominator(most)
    if part == 1:
        whole, part = whole + 1, Fraction(0)
    shown = f"{part.numerator}/{part.denominator}" if part or (not any(gaps) and not whole) else ""
    return " ".join(filter(None, (str(whole) if whole or not shown else "", shown)))


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_EXACT)

"""Check digits of identity numbers and bank cards; numbers as messages may show them."""

from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_AREAS = frozenset(
    str(area)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65))
    for area in range(first, last + 1)
) | {"71", "81", "82", "83"}


def is_identity_number(digits: str) -> bool:
    """Whether it is a resident identity number of 18 digits (GB 11643), the last maybe X."""
    if len(digits) != 18 or digits[:2] not in _AREAS or not _is_birth_date(digits[6:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:17], strict=True))
    return "10X98765432"[total % 11] == digits[17]


def is_former_identity_number(digits: str) -> bool:
    """Whether it may be an identity number of 15 digits, as they were before 1999."""
    return len(digits) == 15 and digits[:2] in _AREAS and _is_birth_date(f"19{digits[6:12]}")


def _is_birth_date(digits: str) -> bool:
    """Whether eight digits are a day on which somebody alive may have been born."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    try:
        return 1900 <= date(year, month, day).year < 2050
    except ValueError:
        return False


def passes_luhn(digits: str) -> bool:
    """Whether the check digit is right, as that of bank cards (ISO/IEC 7812-1)."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    total = sum(map(int, digits[-1::-2])) + sum(value // 10 + value % 10 for value in doubled)
    return total % 10 == 0


def masked(digits: str) -> str:
    """As a message may show it: only the first three and the last two digits."""
    return f"{digits[:3]}{'*' * (len(digits) - 5)}{digits[-2:]}"

"""Check digits of identity numbers and bank cards; numbers as messages may show them."""

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_AREA = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")


def is_identity_number(digits: str) -> bool:
    """Whether it is a resident identity number of 18 digits (GB 11643), the last maybe X."""
    if len(digits) != 18 or not names_a_person(digits):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:17], strict=True))
    return "10X98765432"[total % 11] == digits[17]


def names_a_person(digits: str) -> bool:
    """Whether digits begin as an identity number does: with an area and a date of birth."""
    return bool(_AREA.match(digits)) and _is_birth_date(digits[6:14])


def is_former_identity_number(digits: str) -> bool:
    """Whether it may be an identity number of 15 digits, as they were before 1999."""
    return len(digits) == 15 and bool(_AREA.match(digits)) and _is_birth_date(f"19{digits[6:12]}")


def _is_birth_date(digits: str) -> bool:
    """Whether eight digits are a day on which somebody alive may have been born."""
    try:
        return 1900 <= date.fromisoformat(digits).year < 2050
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

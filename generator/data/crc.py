"""The CRC-32 of two texts one behind the other, from those of each: zlib has it, Python has not."""

from functools import cache

_POLYNOMIAL = 0xEDB88320  # of CRC-32, its bits in reverse
_ONE = 1 << 31  # the polynomial 1, in that order of bits


def combined(first: int, second: int, length: int) -> int:
    """The CRC-32 of both; `length` is that of the second, in bytes."""
    shift, power = _ONE, 0
    bits = length * 8
    while bits:
        if bits & 1:
            shift = _product(_power(power), shift)
        bits, power = bits >> 1, power + 1
    return _product(shift, first) ^ second


@cache
def _power(number: int) -> int:
    """x to the power of 2 to the power of `number`, modulo the polynomial of CRC-32."""
    if number == 0:
        return _ONE >> 1
    half = _power(number - 1)
    return _product(half, half)


def _product(one: int, other: int) -> int:
    """The product of two polynomials modulo that of CRC-32."""
    found, mask = 0, _ONE
    while mask:
        if one & mask:
            found ^= other
        mask >>= 1
        other = (other >> 1) ^ _POLYNOMIAL if other & 1 else other >> 1
    return found

"""Numbers in Chinese: 1 to 99, and the numbers of headings."""

DIGITS = "〇一二三四五六七八九"


def chinese_numeral(value: int) -> str:
    """1 to 99 in Chinese, as headings are numbered: 一, 十, 十一, 二十."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones or not tens else "")


def numeral_value(numeral: str) -> int:
    """The number that `chinese_numeral` writes so."""
    tens, ten, ones = numeral.rpartition("十")
    value = (DIGITS.find(tens) if tens else 1) * 10 if ten else 0
    return value + (DIGITS.find(ones) if ones else 0)


def numbered(heading: str, level: int, number: int) -> str:
    """The heading with its number, as official documents have it (GB/T 9704): 一、（一）1.（1）."""
    chinese = chinese_numeral(number) if number < 100 else str(number)
    marks = {1: f"{chinese}、", 2: f"（{chinese}）", 3: f"{number}.", 4: f"（{number}）"}
    return f"{marks[level]}{heading}"
